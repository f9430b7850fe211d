"""Dates and clock times: open days, cycle days, bells, terms, blackouts and notice.

Clock times are minutes since midnight, dates are ``datetime.date``; a *day number* counts school
days from the calendar's first open day. The referee unfolds the calendar on its own, so that a
mistake here is caught there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.policy import Policy
from pdsched.problem import CycleKind, DayKind, Problem, School, Weekday, minutes

LAST_MINUTE = 23 * 60 + 59


class Span(NamedTuple):
    """A clock interval, half-open."""

    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the two intervals share a minute."""
        return self.start < end and start < self.end

    def with_(self, other: Span) -> Span:
        """From the earlier start to the later end."""
        return Span(min(self.start, other.start), max(self.end, other.end))


def monday(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(days=day.weekday())


class DistrictCalendar:
    """The calendars of a district and its schools, unfolded over their dates."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self._calendar = problem.calendar
        self._policy = policy
        self._schools = {s.id: s for s in problem.schools}
        self.open_days = problem.calendar.open_days()
        self.day_number = {d: n for n, d in enumerate(self.open_days)}
        self._kinds = {s.id: dict(self._days_of(s)) for s in problem.schools}
        self._names = {s.id: dict(self._cycle_of(s)) for s in problem.schools}
        self._schedules: dict[tuple[str, str | None], tuple[Span, ...]] = {}

    def _days_of(self, school: School) -> Iterator[tuple[date, DayKind]]:
        pupil_free = {*self._calendar.pupil_free, *school.pupil_free}
        closed = set(school.closed)
        for day in self.open_days:
            if day not in closed:
                yield day, DayKind.PUPIL_FREE if day in pupil_free else DayKind.TEACHING

    def _cycle_of(self, school: School) -> Iterator[tuple[date, str]]:
        names = school.cycle.days
        teaching = [d for d, kind in self._kinds[school.id].items() if kind is DayKind.TEACHING]
        if school.cycle.kind is CycleKind.ROTATING:
            yield from ((day, names[n % len(names)]) for n, day in enumerate(teaching))
            return
        weekdays = [w for w in Weekday if w in self._calendar.weekdays]
        weeks = len(names) // len(weekdays)
        origin = monday(self._calendar.first)
        for day in teaching:
            week = (monday(day) - origin).days // 7 % weeks
            yield day, names[week * len(weekdays) + weekdays.index(Weekday.of(day))]

    def is_open(self, school: str, day: date) -> bool:
        """Whether somebody works at this school on this date."""
        return day in self._kinds[school]

    def cycle_day(self, school: str, day: date) -> str | None:
        """Name of the cycle day; ``None`` on days without lessons."""
        return self._names[school].get(day)

    def cycle_days(self, school: str) -> Mapping[date, str]:
        """Names of the cycle days of a school, by date with lessons."""
        return self._names[school]

    def bells(self, school: str, day: date) -> tuple[Span, ...]:
        """Periods of a school on an open date, in clock order."""
        return self.schedule(school, self.cycle_day(school, day))

    def schedule(self, school: str, name: str | None) -> tuple[Span, ...]:
        """Periods of a cycle day; all of the schedule for ``None``."""
        key = (school, name)
        if key not in self._schedules:
            self._schedules[key] = tuple(
                sorted(
                    Span(minutes(p.start), minutes(p.end))
                    for p in self._schools[school].periods
                    if name is None or p.days is None or name in p.days
                )
            )
        return self._schedules[key]

    def term(self, day: date) -> int:
        """Number of the term of a date; -1 outside of terms."""
        terms = self._calendar.terms
        return next((n for n, t in enumerate(terms) if t.first <= day <= t.last), -1)

    # Blackouts and notice

    @cached_property
    def _blackouts(self) -> dict[str | None, dict[date, list[Span]]]:
        blackouts: dict[str | None, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for row in self._calendar.blackouts:
            span = Span(
                minutes(row.start) if row.start else 0, minutes(row.end) if row.end else 24 * 60
            )
            schools: Iterable[str | None] = row.schools or (None, *self._schools)
            days = [
                d
                for d in self.open_days
                if row.first <= d <= row.last
                and (row.weekdays is None or Weekday.of(d) in row.weekdays)
            ]
            for school in schools:
                for day in days:
                    blackouts[school][day].append(span)
        return blackouts

    def blackout_spans(self, school: str | None, day: date) -> tuple[Span, ...]:
        """Blacked-out hours of a school (``None``: of no venue) on a date."""
        if not self._policy.keeps_blackouts:
            return ()
        return tuple(self._blackouts.get(school, {}).get(day, ()))

    def blacked_out(self, school: str | None, day: date, start: int, end: int) -> bool:
        """Whether a blackout of the school (``None``: of no venue) touches the interval."""
        return any(span.overlaps(start, end) for span in self.blackout_spans(school, day))

    def too_soon(self, day: date) -> bool:
        """Rule ``notice``: whether a date is fewer school days from today than it asks for."""
        today, notice = self._calendar.today, self._policy.notice_days
        if today is None or notice is None or not self._policy.keeps_notice:
            return False
        inside = sum(today < d <= day for d in self.open_days)
        return inside + self.notice_before < notice

    @cached_property
    def notice_before(self) -> int:
        """School days of notice before the horizon: weekdays on which schools open, none closed."""
        calendar = self._calendar
        if calendar.today is None or calendar.today >= calendar.first:
            return 0
        mask = [weekday in calendar.weekdays for weekday in Weekday]
        begin = calendar.today + timedelta(days=1)
        return int(np.busday_count(begin, calendar.first, mask, list(calendar.closed)))
