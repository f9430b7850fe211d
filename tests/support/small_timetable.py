"""A timetable of one school, small enough to write down."""

from __future__ import annotations

from typing import Any

from pdsched.timetables import Timetable, TimetableLesson, TimetablePeriod

WEEK = ("mon", "tue", "wed", "thu", "fri")


def lesson(name: str = "1", day: str = "mon", period: int = 0, **more: Any) -> TimetableLesson:
    """A lesson of ada, on Monday in the first period unless said otherwise."""
    fields: dict[str, Any] = {"teachers": ("ada",), "classes": ("5a",), **more}
    return TimetableLesson(id=name, day=day, period=period, **fields)


def timetable(*lessons: TimetableLesson, periods: int = 8, **more: Any) -> Timetable:
    """A timetable of five days with so many periods, unless said otherwise."""
    fields: dict[str, Any] = {"name": "north", "days": WEEK, **more}
    names = tuple(TimetablePeriod(name=str(number + 1)) for number in range(periods))
    return Timetable(lessons=lessons, **{"periods": names, **fields})
