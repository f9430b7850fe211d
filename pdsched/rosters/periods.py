"""Periods and days as people write them: ``1,2``, ``1(A-E) 3(B)``, ``mon-fri``, ``A,C``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pdsched.problem import Weekday
from pdsched.rosters.roster import PeriodDays
from pdsched.timetables.day_lists import days_of
from pdsched.timetables.naming import clean_id

MOST_PERIODS = 200
_TOKEN = re.compile(r"([^,;|()]+)(?:\(([^()]*)\))?")
_SPACED = re.compile(r"\S+?\([^()]*\)(?=\s|$)")


def period_key(name: str) -> str:
    """The form in which names of periods are compared.

    >>> period_key(" P1 ") == period_key("p1"), period_key("01") == period_key("1")
    (True, True)
    """
    key = clean_id(name).casefold()
    return key.lstrip("0") or "0" if key.isascii() and key.isdigit() else key


def periods_of(text: str) -> tuple[PeriodDays, ...]:
    """The periods of a class, each with its days where the text tells them.

    >>> [(each.period, each.days) for each in periods_of("1,2")]
    [('1', None), ('2', None)]
    >>> [(each.period, each.days) for each in periods_of("1(A-C) 3(B)")]
    [('1', ('A', 'B', 'C')), ('3', ('B',))]
    """
    # Blanks part periods only where each has days; else they belong to a name such as "Homeroom A".
    spaced = _SPACED.findall(text)
    if spaced and not _SPACED.sub("", text).strip(" ,;|"):
        text = ",".join(spaced)
    told: dict[PeriodDays, None] = {}
    for match in _TOKEN.finditer(text):
        period = match[1].strip()
        if period and len(told) < MOST_PERIODS:
            told[PeriodDays(period, days_of(match[2]) or None if match[2] else None)] = None
    return tuple(told)


def in_order(days: Iterable[str]) -> tuple[str, ...]:
    """Days in the order of a cycle: weekdays, numbers and letters in theirs, others as they come.

    >>> in_order(["A", "C", "E", "B", "D"]), in_order(["10", "9"]), in_order(["red", "blue"])
    (('A', 'B', 'C', 'D', 'E'), ('9', '10'), ('red', 'blue'))
    """
    told = tuple(dict.fromkeys(days))
    week = [day.value for day in Weekday]
    if all(day in week for day in told):
        return tuple(sorted(told, key=week.index))
    if all(day.isascii() and day.isdigit() for day in told):
        return tuple(sorted(told, key=int))
    if all(len(day) == 1 for day in told):
        return tuple(sorted(told))
    return told
