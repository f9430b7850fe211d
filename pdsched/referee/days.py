"""What each date is for each school: closed, pupil-free or teaching, and which cycle day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from pdsched.checks.cycle import names_of_days, week_of
from pdsched.problem import Calendar, DayKind, Half, HalfDays, School, Weekday


class Days:
    """The calendar seen from each school."""

    def __init__(self, calendar: Calendar, schools: Mapping[str, School]) -> None:
        self._calendar = calendar
        self._schools = schools
        self.open_days: tuple[date, ...] = calendar.open_days()
        """The school days, in which lags are counted."""
        self._open = frozenset(self.open_days)
        self._pupil_free = frozenset(calendar.pupil_free)
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

        Before the horizon these are the dates on weekdays of the calendar, and those that it opens,
        that it does not list as closed. 0 where it says no ``today``.
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
        return sum(
            (Weekday.of(d) in calendar.weekdays or d in calendar.opened)
            and d not in calendar.closed
            for d in dates
        )

    def week(self, day: date) -> date:
        """The first date of a date's week."""
        return week_of(day, self._calendar.week_begins)

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
        """Name of the cycle day; None where the school has no lessons by its cycle."""
        if school not in self._names:
            self._names[school] = names_of_days(self._calendar, self._schools[school])
        return self._names[school].get(day)


def lists(half_days: HalfDays, day: date, half: Half) -> bool:
    """Whether half-days of a substitute's list are those of a date and half."""
    return (
        half in half_days.halves
        and (half_days.weekdays is None or Weekday.of(day) in half_days.weekdays)
        and (half_days.dates is None or day in half_days.dates)
        and (half_days.first is None or half_days.first <= day)
        and (half_days.last is None or day <= half_days.last)
    )
