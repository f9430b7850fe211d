"""Which day of a school's timetable a date is, counted from the anchors of its cycle.

The referee walks from date to date instead, so that a mistake here is caught there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property

from pdsched.problem import Calendar, CycleDate, CycleKind, School, Weekday

_WEEK = tuple(Weekday)


def week_number(calendar: Calendar, day: date) -> int:
    """The number of a date's week, from the first week of year 1: one more for the next week."""
    return (day.toordinal() - 1 - _WEEK.index(calendar.week_begins)) // 7


class CycleDates:
    """The cycle of one school, laid over its dates."""

    def __init__(self, calendar: Calendar, school: School) -> None:
        self._calendar = calendar
        self._cycle = school.cycle
        self._is_rotating = school.cycle.kind is CycleKind.ROTATING
        self._follows = {each.date: each.day for each in school.cycle.follows}
        self._off = {*calendar.closed, *calendar.pupil_free, *school.closed, *school.pupil_free}
        begins = _WEEK.index(calendar.week_begins)
        in_order = (*_WEEK[begins:], *_WEEK[:begins])
        self._weekdays = [weekday for weekday in in_order if weekday in calendar.weekdays]
        self._anchors = sorted(self._cycle.anchors, key=lambda each: each.date) or [self._start()]
        self._units = [self._unit(each.date) for each in self._anchors]

    def _start(self) -> CycleDate:
        """Where a cycle without anchors begins."""
        first = self._calendar.first
        if self._cycle.skips_empty_weeks:
            first = next(filter(self._goes_by_cycle, self._calendar.open_days()), first)
        return CycleDate(date=first, day=self._cycle.days[0])

    def name(self, day: date) -> str | None:
        """The name of a teaching day; ``None`` where the cycle has none for its weekday."""
        if day in self._follows:
            return self._follows[day]
        names = self._cycle.days
        if self._is_rotating:
            return names[self._count(day) % len(names)]
        if Weekday.of(day) not in self._weekdays:
            return None
        place = self._weekdays.index(Weekday.of(day))
        return names[(self._count(day) * len(self._weekdays) + place) % len(names)]

    def _count(self, day: date) -> int:
        """Days or weeks from the beginning of the cycle; below 0 before the first anchor."""
        unit = self._unit(day)
        last = max(0, bisect_right(self._units, unit) - 1)
        place = self._cycle.days.index(self._anchors[last].day)
        if self._is_rotating:
            return place + self._counted_between(self._units[last], unit)
        week = place // len(self._weekdays)
        if self._cycle.skips_empty_weeks:
            return week + self._counted_between(self._units[last], unit)
        return week + unit - self._units[last]

    def _unit(self, day: date) -> int:
        """What the cycle counts: the number of the date, or of its week."""
        return day.toordinal() if self._is_rotating else week_number(self._calendar, day)

    def _counted_between(self, first: int, second: int) -> int:
        return bisect_left(self._counted, second) - bisect_left(self._counted, first)

    @cached_property
    def _counted(self) -> list[int]:
        """The units that hold lessons by the cycle, from the first one that matters to the last."""
        dates = (self._calendar.first, self._calendar.last, *(each.date for each in self._anchors))
        first, last = min(dates).toordinal() - 6, max(dates).toordinal() + 6
        around = range(max(first, date.min.toordinal()), min(last, date.max.toordinal()) + 1)
        days = (date.fromordinal(number) for number in around)
        return sorted({self._unit(day) for day in days if self._goes_by_cycle(day)})

    def _goes_by_cycle(self, day: date) -> bool:
        is_open = Weekday.of(day) in self._weekdays
        if self._is_rotating:
            is_open |= day in self._calendar.opened
        return is_open and day not in self._off and day not in self._follows
