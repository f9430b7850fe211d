"""Days as people list them: ``mon-fri``, ``A,C``, ``1-6``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pdsched.problem import Weekday
from pdsched.problem.names import normal
from pdsched.timetables.naming import clean_id

MOST_DAYS = 40
_DAY = re.compile(r"[^\s,;|+/]+")
_RANGE = re.compile(r"(.+?)[-\u2013](.+)")


def days_of(text: str) -> tuple[str, ...]:
    """The names of days that a text lists, with those between two that a hyphen joins.

    >>> days_of("Mon-Wed, Fri"), days_of("A C"), days_of("1-3"), days_of("A-Day")
    (('mon', 'tue', 'wed', 'fri'), ('A', 'C'), ('1', '2', '3'), ('A-Day',))
    """
    told: dict[str, None] = {}
    for word in _DAY.findall(text):
        match = _RANGE.fullmatch(word)
        between = _between(_day(match[1]), _day(match[2])) if match else ()
        told |= dict.fromkeys(between or (_day(word),))
        if len(told) > MOST_DAYS:
            break
    return tuple(day for day in told if day)[:MOST_DAYS]


def _day(word: str) -> str:
    try:
        return Weekday(word).value
    except ValueError:
        return clean_id(normal(word))


def _between(first: str, last: str) -> Sequence[str]:
    week = [day.value for day in Weekday]
    if first in week and last in week:
        twice = [*week, *week]
        begin = week.index(first)
        return twice[begin : twice.index(last, begin) + 1]
    if first.isascii() and last.isascii() and first.isdigit() and last.isdigit():
        if len(first) < 4 and len(last) < 4:
            return [str(number) for number in range(int(first), int(last) + 1)]
    elif len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first.isascii():
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
    return ()
