"""The order of days and hours that a table names and does not list: known, told, or asked for."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

from pdsched.errors import Fault
from pdsched.outside import csv_text
from pdsched.problem import Weekday
from pdsched.timetables.faults import fault
from pdsched.timetables.hours import first_moment, read_hours
from pdsched.timetables.weekdays import weekdays_of

_DIGITS = re.compile(r"\d{1,9}")
_LEADING = re.compile(r"\s*\d{1,9}")
_MOST_COUNTED = 100


def order_of_days(names: Iterable[str]) -> tuple[str, ...] | None:
    """Days in their order, where weekdays or numbers tell it; ``None`` where nothing does.

    >>> order_of_days(["Mi", "Mo", "Fr"]), order_of_days(["red", "blue"])
    (('Mo', 'Mi', 'Fr'), None)
    """
    distinct = tuple(dict.fromkeys(names))
    week = weekdays_of(distinct)
    if week is not None:
        told = dict(zip(week, distinct, strict=True))
        return tuple(told[day] for day in Weekday if day in told)
    return _numbered(distinct)


def order_of_hours(names: Iterable[str]) -> tuple[str, ...] | None:
    """Hours in their order, where clock times or numbers tell it; ``None`` where nothing does.

    >>> order_of_hours(["10.00", "8.00"]), order_of_hours(["Pd2", "Pd1", "Assembly"])
    (('8.00', '10.00'), None)
    """
    distinct = tuple(dict.fromkeys(names))
    timed = sorted(distinct, key=first_moment)
    if all(period.start is not None for period in read_hours(timed).periods):
        return tuple(timed)
    return _numbered(distinct)


def _numbered(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Names that differ in their numbers alone, or begin with numbers; gaps in one are filled."""
    numbers = {name: tuple(map(int, _DIGITS.findall(name))) for name in names}
    alike = len(names) == 1 or len({_DIGITS.sub("#", name) for name in names}) == 1
    if not alike:
        if not all(map(_LEADING.match, names)):
            return None
        numbers = {name: told[:1] for name, told in numbers.items()}
    in_order = sorted(names, key=lambda name: (numbers[name], len(name), name))
    named = {told[0]: name for name, told in numbers.items() if len(told) == 1}
    if len(named) < len(names) or max(named) > _MOST_COUNTED:
        return tuple(in_order)
    model = names[0] if alike else "0"
    return tuple(
        named.get(number, _DIGITS.sub(str(number), model))
        for number in range(min(1, *named), max(named) + 1)
    )


def unordered(kind: str, names: Iterable[str], path: str) -> Fault:
    """The fault of days or hours whose order has to be told.

    >>> unordered("days", ["red", "blue"], "plan.csv").message
    'are names whose order this file does not tell (say --days red,blue, in the right order)'
    """
    distinct = list(dict.fromkeys(names))
    told = shlex.quote(csv_text(distinct, ()).removesuffix("\r\n"))
    return fault("PD712", path, kind, f"say --{kind} {told}, in the right order")


def not_told(kind: str, names: Iterable[str], told: Sequence[str], path: str) -> list[Fault]:
    """A fault for each name of the file that the order which was told leaves out."""
    left_out = [name for name in dict.fromkeys(names) if name not in told]
    detail = f"the order that was told leaves out this one of the {kind} in {path}"
    return [fault("PD710", kind, name, detail) for name in left_out]
