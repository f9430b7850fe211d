"""The year month by month: what each date is, and how much is held on it."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.days_off import DaysOff, blackouts_of, days_off
from pdsched.binder.extent import is_about_many, plan_of, schools_of
from pdsched.binder.matter import Matter
from pdsched.checks.days import Bits, Days
from pdsched.plan import Plan
from pdsched.problem import Blackout, Calendar, School, Term, Weekday

_A_WEEK = 7
_MOST = 60
"""Blackouts, and schools with days off, that are listed at most."""


class DateKind(StrEnum):
    """What a date is for the schools that a calendar is of."""

    TEACHING = "teaching"
    PUPIL_FREE = "pupil-free"
    CLOSED = "closed"
    DIFFERS = "differs"
    """Not the same for all of them."""
    OUTSIDE = "outside"
    """No date of the horizon."""


class Shadow(StrEnum):
    """How much of an open date blackouts take."""

    NONE = "none"
    PART = "part"
    """Some hours, or that of some schools."""
    ALL = "all"


class YearDay(NamedTuple):
    """One date."""

    date: date
    kind: DateKind
    shadow: Shadow
    begins_term: bool
    sessions: int
    """Sessions held."""
    away: int
    """People with a release, each once."""


class Month(NamedTuple):
    """One month, in weeks of seven days."""

    first: date
    weeks: tuple[tuple[YearDay | None, ...], ...]
    """``None`` for the days of the months beside it."""

    @property
    def days(self) -> tuple[YearDay, ...]:
        """Its dates, in order."""
        return tuple(day for week in self.weeks for day in week if day is not None)

    @property
    def sessions(self) -> int:
        """Sessions held in it."""
        return sum(day.sessions for day in self.days)


class Year(NamedTuple):
    """The calendar of a plan."""

    weekdays: tuple[Weekday, ...]
    """In the order of a week."""
    months: tuple[Month, ...]
    """All that the horizon touches; none where its dates make no horizon."""
    terms: tuple[Term, ...]
    days_off: DaysOff
    beyond: int
    """Sessions that the plan names on dates outside these months."""

    @property
    def kinds(self) -> frozenset[DateKind]:
        """The kinds of dates that stand in it."""
        return frozenset(day.kind for month in self.months for day in month.days)

    @property
    def shadows(self) -> frozenset[Shadow]:
        """How much blackouts take of its dates."""
        return frozenset(day.shadow for month in self.months for day in month.days)


def year(matter: Matter) -> Chapter:
    """The months of the horizon, as they are for the schools that the binder is about."""
    leaves = ONE_LEAF if is_about_many(matter) else ()
    return Chapter("year", leaves, (_page(matter) for _ in leaves))


def _page(matter: Matter) -> Year:
    calendar, schools, plan = matter.problem.calendar, schools_of(matter), plan_of(matter)
    months = tuple(_Months(calendar, schools, plan).each())
    return Year(
        weekdays=_week(calendar.week_begins),
        months=months,
        terms=tuple(sorted(calendar.terms, key=lambda term: (term.first, term.id))),
        days_off=days_off(calendar, schools, matter.names, _MOST),
        beyond=len(plan.sessions) - sum(month.sessions for month in months),
    )


def _week(begins: Weekday) -> tuple[Weekday, ...]:
    twice = (*Weekday, *Weekday)
    return twice[twice.index(begins) :][:_A_WEEK]


class _Months:
    """What each date is, and what is held on it."""

    def __init__(self, calendar: Calendar, schools: Sequence[School], plan: Plan) -> None:
        self._calendar, self._days = calendar, Days(calendar)
        self._terms = {term.first for term in calendar.terms}
        self._marks = _Marks(self._days, calendar, schools) if self._days.sound else None
        self._sessions: dict[date, int] = defaultdict(int)
        for session in plan.sessions:
            self._sessions[session.date] += 1
        self._away: dict[date, set[str]] = defaultdict(set)
        for release in plan.releases:
            self._away[release.date].add(release.staff)

    def each(self) -> Iterator[Month]:
        if self._marks is None:
            return
        first, last = self._calendar.first, self._calendar.last
        for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            yield self._month(date(number // 12, number % 12 + 1, 1), self._marks)

    def _month(self, first: date, marks: _Marks) -> Month:
        length = monthrange(first.year, first.month)[1]
        before = _week(self._calendar.week_begins).index(Weekday.of(first))
        days: list[YearDay | None] = [None] * before
        days += [self._day(first.replace(day=n), marks) for n in range(1, length + 1)]
        days += [None] * (-len(days) % _A_WEEK)
        return Month(first, tuple(tuple(days[n : n + _A_WEEK]) for n in range(0, len(days), 7)))

    def _day(self, day: date, marks: _Marks) -> YearDay:
        bit = self._days.bit(day)
        return YearDay(
            date=day,
            kind=marks.kind(bit),
            shadow=marks.shadow(bit),
            begins_term=day in self._terms,
            sessions=self._sessions.get(day, 0),
            away=len(self._away.get(day, ())),
        )


class _Marks:
    """What the dates of a horizon are for all of some schools at once, as sets of dates."""

    def __init__(self, days: Days, calendar: Calendar, schools: Sequence[School]) -> None:
        district = days.open & ~days.bits(calendar.pupil_free)
        open_at = [days.open_at(school) for school in schools] or [days.open]
        teaching = [days.teaching(school) for school in schools] or [district]
        self._open_somewhere, self._open = _union(open_at), _common(open_at)
        self._teaching_somewhere, self._teaching = _union(teaching), _common(teaching)
        wanted = frozenset(school.id for school in schools)
        self._dark = self._shade = 0
        for blackout in blackouts_of(calendar, schools):
            dates = _dates(days, blackout)
            dates &= self._open_somewhere
            self._shade |= dates
            is_whole_day = blackout.start is None and blackout.end is None
            if is_whole_day and (blackout.schools is None or wanted <= set(blackout.schools)):
                self._dark |= dates

    def kind(self, bit: Bits) -> DateKind:
        """What a date is; that of no bit is outside."""
        if not bit:
            return DateKind.OUTSIDE
        if bit & self._teaching:
            return DateKind.TEACHING
        if not bit & self._open_somewhere:
            return DateKind.CLOSED
        is_free = bit & self._open and not bit & self._teaching_somewhere
        return DateKind.PUPIL_FREE if is_free else DateKind.DIFFERS

    def shadow(self, bit: Bits) -> Shadow:
        """How much of an open date blackouts take."""
        if bit & self._dark:
            return Shadow.ALL
        return Shadow.PART if bit & self._shade else Shadow.NONE


def _dates(days: Days, blackout: Blackout) -> Bits:
    bits = days.span(blackout.first, blackout.last)
    if blackout.weekdays is None:
        return bits
    wanted = [day for day in days.each(bits) if Weekday.of(day) in blackout.weekdays]
    return days.bits(tuple(wanted))


def _union(sets: Iterable[Bits]) -> Bits:
    bits = 0
    for each in sets:
        bits |= each
    return bits


def _common(sets: Iterable[Bits]) -> Bits:
    bits = -1
    for each in sets:
        bits &= each
    return bits
