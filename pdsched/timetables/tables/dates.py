"""Dates of lessons: how they are written, and the weeks after which they recur."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import NamedTuple

from pdsched.outside.workbook import Value
from pdsched.problem import Weekday
from pdsched.timetables.tables.grid import text_of
from pdsched.timetables.tables.marks import Marked
from pdsched.timetables.weekdays import MOST_WEEKS_OF_CYCLE

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[ T].*)?")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_EXCEL = dt.date(1899, 12, 30)
_EARLIEST = dt.date(1950, 1, 1)
SERIAL = "is a number that was taken for a date of Excel, which counts days from 1900 on"
OLD = "is a date before 1950, so the row is left out"
NO_DATE = "is no date that can be read, so the row is left out; write YYYY-MM-DD"
EITHER = "is a date that can be read in two ways, so the row is left out; write YYYY-MM-DD"
OTHER_WEEK = (
    "is a date of another week than the fullest, which alone was taken, because the weeks are not"
    " alike"
)
WEEK_LETTERS = "ABCD"


class Dates(NamedTuple):
    """Dates that were read, and why others were not."""

    of: Mapping[str, dt.date]
    """By the text of the cell."""
    reasons: Mapping[str, str]
    """What is to be noted of a cell, by its text."""


def read_dates(values: Iterable[Value]) -> Dates:
    """Dates, each as its cell writes it; day or month first as all of them together tell.

    >>> read_dates(["13.9.2026", "07/09/2026", "14/09/2026"]).of["07/09/2026"]
    datetime.date(2026, 9, 7)
    >>> read_dates(["07/09/2026"]).of
    {}
    """
    of: dict[str, dt.date] = {}
    reasons: dict[str, str] = {}
    open_texts: dict[str, re.Match[str]] = {}
    for value in values:
        text = text_of(value)
        if text in of or text in reasons or not text:
            continue
        match = _YEAR_LAST.fullmatch(text)
        date = _plain_date(value, text)
        if date is None and match:
            open_texts[text] = match
        elif date is None:
            reasons[text] = NO_DATE
        elif date < _EARLIEST:
            reasons[text] = OLD
        else:
            of[text] = date
            if not isinstance(value, dt.date) and _SERIAL.fullmatch(text):
                reasons[text] = SERIAL
    _settle(open_texts, of, reasons)
    return Dates(of, reasons)


def _plain_date(value: Value, text: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if match := _YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text):
        return _date(match[1], match[2], match[3])
    if _SERIAL.fullmatch(text):
        serial = int(text[:5])
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return _EXCEL + dt.timedelta(days=serial)
    return None


def _settle(
    texts: Mapping[str, re.Match[str]], of: dict[str, dt.date], reasons: dict[str, str]
) -> None:
    """Reads ``7/9/2026`` as all of them together can be read, if in one way only."""
    day_first = {t: _date(m[4], m[3], m[1]) for t, m in texts.items()}
    month_first = {t: _date(m[4], m[1], m[3]) for t, m in texts.items()}
    dots = any(match[2] == "." for match in texts.values())
    able = [read for read in (day_first, month_first) if all(read.values())]
    if dots:
        able = [day_first]  # between dots the day stands first everywhere
    if len(able) == 2:
        at_work = [read for read in able if all(d and d.weekday() < 5 for d in read.values())]
        able = at_work if len(at_work) == 1 or day_first == month_first else able
    for text in texts:
        date = able[0][text] if len(able) == 1 or (able and day_first == month_first) else None
        if date is None:
            reasons[text] = EITHER if len(able) == 2 else NO_DATE
        else:
            of[text] = date


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def recurring(lessons: Mapping[dt.date, Collection[Hashable]]) -> dict[dt.date, Marked | None]:
    """The day of the timetable that each date is: a weekday, with a week where weeks take turns.

    The fewest weeks count, up to four, after which all dates of a weekday hold the same; days
    without a lesson are holidays. Where there are none such, the fullest week counts alone, and the
    other dates are no day.

    Args:
        lessons: what is held on each date.

    >>> days = recurring({dt.date(2026, 9, 7): {"M"}, dt.date(2026, 9, 14): {"F"}})
    >>> [days[date] for date in sorted(days)]
    [Marked(day='mon', mark='A'), Marked(day='mon', mark='B')]
    """
    first = min(map(_monday, lessons))
    for weeks in range(1, MOST_WEEKS_OF_CYCLE + 1):
        slots: dict[tuple[int, int], set[frozenset[Hashable]]] = {}
        for date, held in lessons.items():
            week = (_monday(date) - first).days // 7 % weeks
            slots.setdefault((week, date.weekday()), set()).add(frozenset(held))
        if all(len(kinds) == 1 for kinds in slots.values()):
            return {date: _marked(date, first, weeks) for date in lessons}
    fullness = Counter[dt.date]()
    for date, held in lessons.items():
        fullness[_monday(date)] += len(held)
    fullest = max(sorted(fullness), key=lambda monday: fullness[monday])
    return {date: _marked(date, first, 1) if _monday(date) == fullest else None for date in lessons}


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=min(date.weekday(), date.toordinal() - 1))


def _marked(date: dt.date, first: dt.date, weeks: int) -> Marked:
    week = (_monday(date) - first).days // 7 % weeks
    return Marked(list(Weekday)[date.weekday()].value, WEEK_LETTERS[week] if weeks > 1 else "")
