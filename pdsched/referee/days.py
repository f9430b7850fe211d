"""What each date is for each school: closed, pupil-free or teaching, and which cycle day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from pdsched.problem import Calendar, Cycle, CycleKind, DayKind, School, Weekday
from pdsched.referee.spans import week_of


class Days:
    """The calendar seen from each school."""

    def __init__(self, calendar: Calendar, schools: Mapping[str, School]) -> None:
        self._calendar = calendar
        self._schools = schools
        self.open_days: tuple[date, ...] = calendar.open_days()
        """The school days, in which lags are counted."""
        self._open = frozenset(self.open_days)
        self._pupil_free = frozenset(calendar.pupil_free)
        self._weekdays = [weekday for weekday in Weekday if weekday in calendar.weekdays]
        self._names: dict[str, dict[date, str]] = {}

    def is_school_day(self, day: date) -> bool:
        """Whether the calendar itself leaves the date open."""
        return day in self._open

    def lag(self, first: date, second: date) -> int:
        """School days from one date to a later one; 0 on the same date."""
        return bisect_right(self.open_days, second) - bisect_right(self.open_days, first)

    def place(self, day: date) -> int:
        """How many school days there are up to a date."""
        return bisect_right(self.open_days, day)

    def notice(self, day: date) -> int:
        """School days from the calendar's ``today`` to a date: the date counted, today not.

        Before the horizon these are the dates on weekdays of the calendar that it does not list as
        closed. 0 where it says no ``today``.
        """
        today = self._calendar.today
        return 0 if today is None else self._days_ahead + self.lag(today, day)

    @cached_property
    def _days_ahead(self) -> int:
        """School days after today and before the horizon."""
        calendar, today = self._calendar, self._calendar.today
        if today is None:
            return 0
        gap = (calendar.first - today).days
        dates = (today + timedelta(days=n) for n in range(1, gap))
        return sum(Weekday.of(d) in calendar.weekdays and d not in calendar.closed for d in dates)

    def fullest(
        self, dates: Sequence[date], length: int, since: date | None = None
    ) -> tuple[date, int]:
        """The first of so many school days in a row that hold most of some dates, and how many.

        Of school days in a row that hold no date from ``since`` on, if that is given, as if they
        held none.
        """
        in_order = sorted(dates)
        places = [bisect_right(self.open_days, day) for day in in_order]
        ends = [bisect_left(places, place + length) for place in places]
        counts = [
            end - n if since is None or in_order[end - 1] >= since else 0
            for n, end in enumerate(ends)
        ]
        most = max(counts)
        return in_order[counts.index(most)], most

    def kind(self, school: str, day: date) -> DayKind:
        """What the date is for a school."""
        record = self._schools[school]
        if day not in self._open or day in record.closed:
            return DayKind.CLOSED
        if day in self._pupil_free or day in record.pupil_free:
            return DayKind.PUPIL_FREE
        return DayKind.TEACHING

    def is_closed(self, school: str, day: date) -> bool:
        """Whether the date is closed for a school."""
        return day not in self._open or day in self._schools[school].closed

    def cycle_day(self, school: str, day: date) -> str | None:
        """Name of the cycle day; None unless the school teaches on this date."""
        if school not in self._names:
            self._names[school] = self._name_days(school)
        return self._names[school].get(day)

    def _name_days(self, school: str) -> dict[date, str]:
        cycle = self._schools[school].cycle
        teaching = [d for d in self.open_days if self.kind(school, d) is DayKind.TEACHING]
        if cycle.kind is CycleKind.ROTATING:
            return {d: cycle.days[n % len(cycle.days)] for n, d in enumerate(teaching)}
        return {d: self._weekly_name(cycle, d) for d in teaching}

    def _weekly_name(self, cycle: Cycle, day: date) -> str:
        weekdays = self._weekdays
        week = (week_of(day) - week_of(self._calendar.first)).days // 7
        weeks = max(1, len(cycle.days) // len(weekdays))
        return cycle.days[week % weeks * len(weekdays) + weekdays.index(Weekday.of(day))]
