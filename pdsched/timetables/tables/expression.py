"""PowerSchool's expressions for when a section meets: ``1(A-E) 3(B)``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

_PART = re.compile(r"([^()\s,;]+)\s*\(([^()]*)\)")
_RANGE = re.compile(r"([A-Za-z]{1,9}|\d{1,2})\s*-\s*([A-Za-z]{1,9}|\d{1,2})")
_WEEK = "MTWRFSU"
_MOST = 60
_LONGEST = 2000
"""Letters of an expression; forty periods on each of ten days have fewer."""


class Part(NamedTuple):
    """A period of a day."""

    period: str
    """A name, or a first and a last number such as ``2-3``."""
    day: str


def parts_of(text: str, letters: Collection[str] = ()) -> list[Part] | None:
    """The periods and days of an expression; ``None`` if it is none.

    Args:
        text: the expression.
        letters: days of all expressions of the table, by which ``M-F`` are told from ``A-F``.

    >>> parts_of("1(A-B) 3(C)")
    [Part(period='1', day='A'), Part(period='1', day='B'), Part(period='3', day='C')]
    >>> [part.day for part in parts_of("2(M-W)", {"M", "W", "R"})], parts_of("by arrangement")
    (['M', 'T', 'W'], None)
    """
    matches = list(_PART.finditer(text[:_LONGEST]))
    if len(text) > _LONGEST or not matches or _PART.sub("", text).strip(" ,;"):
        return None
    parts = []
    for match in matches:
        days = list(_days(match[2], letters))
        if not days or None in days:
            return None
        parts += [Part(match[1], day) for day in days if day is not None]
    return list(dict.fromkeys(parts))


def letters_in(text: str) -> set[str]:
    """The days that an expression names, without those between.

    >>> sorted(letters_in("1(A-E) 3(B)"))
    ['A', 'B', 'E']
    """
    return {
        day for match in _PART.finditer(text[:_LONGEST]) for day in re.findall(r"\w+", match[2])
    }


def _days(text: str, letters: Collection[str]) -> Iterator[str | None]:
    for token in filter(None, (part.strip() for part in text.split(","))):
        match = _RANGE.fullmatch(token)
        if match is None:
            yield token if re.fullmatch(r"\w{1,20}", token) else None
        else:
            yield from _between(match[1], match[2], letters)


def _between(first: str, last: str, letters: Collection[str]) -> Iterator[str | None]:
    if first.isdigit() and last.isdigit() and 0 <= int(last) - int(first) < _MOST:
        yield from map(str, range(int(first), int(last) + 1))
    elif len(first) == len(last) == 1 and first.isalpha() and last.isalpha():
        first, last = first.upper(), last.upper()
        # Letters of weekdays, where no other letter is a day: M-F, and not the one from A to F.
        week = _WEEK if letters and set(letters) <= set(_WEEK) else ""
        order = week or "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        if order.index(first) <= order.index(last):
            yield from order[order.index(first) : order.index(last) + 1]
        else:
            yield None
    else:
        yield None
