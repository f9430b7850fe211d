"""How the days of a timetable fall on the weekdays of a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pdsched.problem import CycleKind, Weekday
from pdsched.problem.calendar import WORKING_WEEK
from pdsched.timetables.timetable import Timetable
from pdsched.timetables.weekdays import weekdays_of


class CycleChoice(NamedTuple):
    """Kind of cycle, open weekdays, days in the order of the cycle, and why."""

    kind: CycleKind
    weekdays: tuple[Weekday, ...]
    days: tuple[str, ...]
    assumption: str


def choose_cycle(timetable: Timetable, weekdays: Sequence[Weekday] | None) -> CycleChoice:
    """A weekly cycle where the number of days fits the weekdays, else a rotating one.

    The weekdays are those given; else those that the names of the days tell; else Monday to
    Friday, to Saturday or to Sunday, as the number of days of a week of the timetable asks.
    """
    days = timetable.days
    told = weekdays_of(days) if weekdays is None else None
    if told is not None:
        order = sorted(range(len(days)), key=lambda at: list(Weekday).index(told[at]))
        return _weekly(tuple(told[at] for at in order), tuple(days[at] for at in order))
    open_days = _in_order(weekdays) if weekdays else _usual(len(days), timetable.weeks)
    if len(days) % len(open_days) == 0:
        return _weekly(open_days, days)
    sentence = (
        f"The {len(days)} days of the timetable do not fit a week of {len(open_days)} school days,"
        " so they follow the teaching days one after the other."
    )
    return CycleChoice(CycleKind.ROTATING, open_days, days, sentence)


def _weekly(weekdays: tuple[Weekday, ...], days: tuple[str, ...]) -> CycleChoice:
    weeks = len(days) // len(weekdays)
    span = "every week" if weeks == 1 else f"every {weeks} weeks"
    names = ", ".join(day.value for day in weekdays)
    sentence = f"The {len(days)} days of the timetable recur {span} on these weekdays: {names}."
    return CycleChoice(CycleKind.WEEKLY, weekdays, days, sentence)


def _usual(days: int, weeks: int) -> tuple[Weekday, ...]:
    a_week = days // weeks if days % weeks == 0 else days
    return tuple(Weekday)[:a_week] if a_week in (6, 7) else WORKING_WEEK


def _in_order(weekdays: Sequence[Weekday]) -> tuple[Weekday, ...]:
    return tuple(day for day in Weekday if day in weekdays)
