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

from pdsched.model.instance.cycle import CycleDates
from pdsched.policy import Policy
from pdsched.problem import DayKind, Period, Problem, School, Weekday, minutes

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
        self._bells: dict[tuple[str, date], tuple[Span, ...]] = {}
        self._schedules = {s.id: _spans(s.periods) for s in problem.schools}

    def _days_of(self, school: School) -> Iterator[tuple[date, DayKind]]:
        pupil_free = {*self._calendar.pupil_free, *school.pupil_free}
        closed = set(school.closed)
        for day in self.open_days:
            if day not in closed:
                yield day, DayKind.PUPIL_FREE if day in pupil_free else DayKind.TEACHING

    def _cycle_of(self, school: School) -> Iterator[tuple[date, str]]:
        cycle = CycleDates(self._calendar, school)
        for day, kind in self._kinds[school.id].items():
            name = cycle.name(day) if kind is DayKind.TEACHING else None
            if name is not None:
                yield day, name

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
        if (school, day) not in self._bells:
            record, name = self._schools[school], self.cycle_day(school, day)
            self._bells[school, day] = _spans(
                period
                for period in record.periods
                if (period.first or day) <= day <= (period.last or day)
                and (name is None or _has_period(record, name, period))
            )
        return self._bells[school, day]

    def schedule(self, school: str) -> tuple[Span, ...]:
        """All periods of a school, of whatever day, in clock order."""
        return self._schedules[school]

    def term(self, day: date) -> int:
        """Number of the term of a date; -1 outside of terms."""
        terms = self._calendar.terms
        return next((n for n, t in enumerate(terms) if t.first <= day <= t.last), -1)

    # Blackouts and notice

    @cached_property
    def _blackouts(self) -> dict[str | None, dict[date, list[Span]]]:
        """By school and date, where they hold: asked about for every date and period."""
        blackouts: dict[str | None, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for row in self._calendar.blackouts if self._policy.keeps_blackouts else ():
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
        """School days of notice before the horizon: open by their weekday or by themselves."""
        calendar = self._calendar
        if calendar.today is None or calendar.today >= calendar.first:
            return 0
        mask = [weekday in calendar.weekdays for weekday in Weekday]
        begin, closed = calendar.today + timedelta(days=1), list(calendar.closed)
        extra = {
            day
            for day in calendar.opened
            if begin <= day < calendar.first
            and day not in calendar.closed
            and not mask[day.weekday()]
        }
        return int(np.busday_count(begin, calendar.first, mask, closed)) + len(extra)


def _has_period(school: School, name: str, period: Period) -> bool:
    """Whether the bells of a day have a period."""
    if period.days is not None:
        return name in period.days
    return name in school.cycle.days or not any(name in (p.days or ()) for p in school.periods)


def _spans(periods: Iterable[Period]) -> tuple[Span, ...]:
    return tuple(sorted(Span(minutes(p.start), minutes(p.end)) for p in periods))
