"""The problem unfolded over its dates, as the model needs it.

Clock times are minutes since midnight, dates are ``datetime.date``; a *day number* counts school
days from the calendar's first open day. Nothing here knows CP-SAT. The referee unfolds the problem
on its own, so that a mistake here is caught there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.plan import Session
from pdsched.policy import Policy
from pdsched.problem import (
    CoverKind,
    CycleKind,
    DayKind,
    Half,
    HalfDays,
    Lesson,
    Need,
    Problem,
    School,
    Substitute,
    Weekday,
    Window,
    minutes,
)

LAST_MINUTE = 23 * 60 + 59


class Taken(NamedTuple):
    """A lesson of one staff member on one date, as far as a release can take it."""

    lesson: str
    start: int
    end: int
    school: str
    half: Half
    cover: CoverKind
    qualification: str | None
    spare: int
    """How many of those who hold it can be away without any cover."""


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


class SchoolClass(NamedTuple):
    """A class: other schools have others of the same name."""

    school: str
    name: str


def monday(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(days=day.weekday())


class World:
    """Read-only answers about one problem under one policy."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.problem = problem
        self.policy = policy
        self.schools = {s.id: s for s in problem.schools}
        self.staff = {s.id: s for s in problem.staff}
        self.courses = {c.id: c for c in problem.courses}
        self.needs = {n.id: n for n in problem.needs}
        self.substitutes = {s.id: s for s in problem.substitutes}
        self.open_days = problem.calendar.open_days()
        self.day_number = {d: n for n, d in enumerate(self.open_days)}
        self._travel = {(t.origin, t.destination): t.minutes for t in problem.travel}
        self._kinds = {s.id: dict(self._days_of(s)) for s in problem.schools}
        self._names = {s.id: dict(self._cycle_of(s)) for s in problem.schools}
        self._schedules: dict[tuple[str, str | None], tuple[Span, ...]] = {}
        self._taken: dict[tuple[str, date], tuple[Taken, ...]] = {}
        self._protected: dict[tuple[str, date], tuple[Span, ...]] = {}

    @cached_property
    def needs_of(self) -> dict[str, list[Need]]:
        """Needs by staff member; those without any are left out."""
        found: dict[str, list[Need]] = defaultdict(list)
        for need in self.problem.needs:
            found[need.staff].append(need)
        return dict(found)

    # Days

    def _days_of(self, school: School) -> Iterator[tuple[date, DayKind]]:
        pupil_free = {*self.problem.calendar.pupil_free, *school.pupil_free}
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
        weekdays = [w for w in Weekday if w in self.problem.calendar.weekdays]
        weeks = len(names) // len(weekdays)
        origin = monday(self.problem.calendar.first)
        for day in teaching:
            week = (monday(day) - origin).days // 7 % weeks
            yield day, names[week * len(weekdays) + weekdays.index(Weekday.of(day))]

    def is_open(self, school: str, day: date) -> bool:
        """Whether somebody works at this school on this date."""
        return day in self._kinds[school]

    def cycle_day(self, school: str, day: date) -> str | None:
        """Name of the cycle day; ``None`` on days without lessons."""
        return self._names[school].get(day)

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
                    for p in self.schools[school].periods
                    if name is None or p.days is None or name in p.days
                )
            )
        return self._schedules[key]

    def travel(self, origin: str, destination: str | None) -> int:
        """Minutes from one school to another; 0 where nobody has to go."""
        if destination is None or origin == destination:
            return 0
        way = (origin, destination)
        return self._travel.get(way, self._travel.get((destination, origin), 0))

    # Lessons and protected time

    @cached_property
    def _cycle_lessons(self) -> dict[tuple[str, str, str], list[Lesson]]:
        found: dict[tuple[str, str, str], list[Lesson]] = defaultdict(list)
        for lesson in self.problem.lessons:
            if lesson.day is not None:
                for person in lesson.staff:
                    found[person, lesson.school, lesson.day].append(lesson)
        return found

    @cached_property
    def _dated_lessons(self) -> dict[tuple[str, date], list[Lesson]]:
        found: dict[tuple[str, date], list[Lesson]] = defaultdict(list)
        for lesson in self.problem.lessons:
            if lesson.date is not None:
                for person in lesson.staff:
                    found[person, lesson.date].append(lesson)
        return found

    @cached_property
    def _lessons_of(self) -> dict[str, list[Lesson]]:
        found: dict[str, list[Lesson]] = defaultdict(list)
        for lesson in self.problem.lessons:
            for person in lesson.staff:
                found[person].append(lesson)
        return found

    def lessons_of(self, person: str) -> list[Lesson]:
        """All lessons of a staff member, whatever their dates."""
        return self._lessons_of.get(person, [])

    @cached_property
    def _schools_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {
            s.id: dict.fromkeys(s.schools) for s in self.problem.staff
        }
        for person, school, _ in self._cycle_lessons:
            found[person][school] = None
        return {person: tuple(schools) for person, schools in found.items()}

    def schools_of(self, person: str) -> tuple[str, ...]:
        """Schools of a staff member, home school first, those of lessons included."""
        return self._schools_of[person]

    def holds(self, person: str, day: date) -> Iterable[Lesson]:
        """Lessons of a staff member on a date, as the problem gives them."""
        for lesson in self._dated_lessons.get((person, day), ()):
            if self.is_open(lesson.school, day):
                yield lesson
        for school in self._schools_of[person]:
            name = self.cycle_day(school, day)
            if name is not None:
                for lesson in self._cycle_lessons.get((person, school, name), ()):
                    if (lesson.first or day) <= day <= (lesson.last or day):
                        yield lesson

    def lessons(self, person: str, day: date) -> tuple[Taken, ...]:
        """Lessons of a staff member on a date, in clock order."""
        key = (person, day)
        if key not in self._taken:
            found = [self._as_taken(lesson) for lesson in self.holds(person, day)]
            self._taken[key] = tuple(sorted(found, key=lambda t: (t.start, t.end, t.lesson)))
        return self._taken[key]

    def lessons_taken(self, person: str, session: Session) -> list[str]:
        """Lessons that a session takes from who attends, the way between schools included.

        Where rule ``half-day-releases`` holds, those of half-days with one to cover are all taken.
        """
        held = self.lessons(person, session.date)
        halves: set[Half] = set()
        if self.policy.releases_half_days:
            needed = (x for x in held if x.cover is CoverKind.NEEDED)
            halves = {x.half for x in needed if self._touches(session, x)}
        return [x.lesson for x in held if x.half in halves or self._touches(session, x)]

    def _touches(self, session: Session, lesson: Taken) -> bool:
        start, end = minutes(session.start), minutes(session.end)
        before = self.travel(lesson.school, session.school)
        after = self.travel(session.school, lesson.school) if session.school else 0
        return lesson.start < end + after and start - before < lesson.end

    @cached_property
    def _qualified(self) -> bool:
        return self.policy.asks_qualifications

    def _as_taken(self, lesson: Lesson) -> Taken:
        morning = lesson.start < self.schools[lesson.school].midday
        return Taken(
            lesson.id,
            minutes(lesson.start),
            minutes(lesson.end),
            lesson.school,
            Half.AM if morning else Half.PM,
            lesson.cover,
            lesson.qualification if self._qualified else None,
            lesson.spare,
        )

    @cached_property
    def all_classes(self) -> tuple[SchoolClass, ...]:
        """Every class that has a lesson; its number is its place."""
        return tuple(sorted({one for some in self.classes.values() for one in some}))

    @cached_property
    def classes(self) -> dict[str, tuple[SchoolClass, ...]]:
        """Classes by lesson."""
        return {
            lesson.id: tuple(SchoolClass(lesson.school, name) for name in lesson.classes)
            for lesson in self.problem.lessons
        }

    @cached_property
    def _protected_rows(self) -> dict[str, list[tuple[str | None, date | None, Span]]]:
        rows: dict[str, list[tuple[str | None, date | None, Span]]] = defaultdict(list)
        for row in self.problem.protected:
            span = Span(minutes(row.start), minutes(row.end))
            rows[row.staff].append((row.day, row.date, span))
        return rows

    def protected_rows(self, person: str) -> list[tuple[str | None, date | None, Span]]:
        """Rows of protected time of a staff member: cycle day or date, and interval."""
        return self._protected_rows.get(person, [])

    def protected(self, person: str, day: date) -> tuple[Span, ...]:
        """Protected time of a staff member on a date."""
        key = (person, day)
        if key not in self._protected:
            home = self.home(person)
            name = self.cycle_day(home, day)
            self._protected[key] = tuple(
                span
                for label, dated, span in self.protected_rows(person)
                if (label is not None and label == name)
                or (dated == day and self.is_open(home, day))
            )
        return self._protected[key]

    def home(self, person: str) -> str:
        """Home school of a staff member."""
        return self.staff[person].schools[0]

    @cached_property
    def headcount(self) -> dict[str, int]:
        """Staff by home school."""
        count: dict[str, int] = defaultdict(int)
        for member in self.problem.staff:
            count[member.schools[0]] += 1
        return dict(count)

    def term(self, day: date) -> int:
        """Number of the term of a date; -1 outside of terms."""
        terms = self.problem.calendar.terms
        return next((n for n, t in enumerate(terms) if t.first <= day <= t.last), -1)

    def unit(self, person: str, kind: str) -> tuple[str, str]:
        """Home school and department, grade or role of a staff member; empty where none."""
        return self.home(person), str(getattr(self.staff[person], kind))

    # Blackouts and absence

    @cached_property
    def _blackouts(self) -> dict[str | None, dict[date, list[Span]]]:
        found: dict[str | None, dict[date, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for row in self.problem.calendar.blackouts:
            span = Span(
                minutes(row.start) if row.start else 0, minutes(row.end) if row.end else 24 * 60
            )
            schools: Iterable[str | None] = row.schools or (None, *self.schools)
            days = [
                d
                for d in self.open_days
                if row.first <= d <= row.last
                and (row.weekdays is None or Weekday.of(d) in row.weekdays)
            ]
            for school in schools:
                for day in days:
                    found[school][day].append(span)
        return found

    def blackout_spans(self, school: str | None, day: date) -> tuple[Span, ...]:
        """Blacked-out hours of a school (``None``: of no venue) on a date."""
        if not self.policy.keeps_blackouts:
            return ()
        return tuple(self._blackouts.get(school, {}).get(day, ()))

    def blacked_out(self, school: str | None, day: date, start: int, end: int) -> bool:
        """Whether a blackout of the school (``None``: of no venue) touches the interval."""
        return any(span.overlaps(start, end) for span in self.blackout_spans(school, day))

    def too_soon(self, day: date) -> bool:
        """Rule ``notice``: whether a date is fewer school days from today than it asks for."""
        today, notice = self.problem.calendar.today, self.policy.notice_days
        if today is None or notice is None or not self.policy.keeps_notice:
            return False
        inside = sum(today < d <= day for d in self.open_days)
        return inside + self.notice_before < notice

    @cached_property
    def notice_before(self) -> int:
        """School days of notice before the horizon: weekdays on which schools open, none closed."""
        calendar = self.problem.calendar
        if calendar.today is None or calendar.today >= calendar.first:
            return 0
        mask = [weekday in calendar.weekdays for weekday in Weekday]
        begin = calendar.today + timedelta(days=1)
        return int(np.busday_count(begin, calendar.first, mask, list(calendar.closed)))

    @staticmethod
    def absent(windows: Iterable[Window], day: date, start: int, end: int) -> bool:
        """Whether one of the windows touches the interval on this date."""
        return any(w.on(day) and minutes(w.start) < end and start < minutes(w.end) for w in windows)

    # Substitutes

    def serves(self, substitute: Substitute, school: str) -> bool:
        """Rule ``substitute-zone``."""
        inside = self.schools[school].zone in substitute.zones or school in substitute.schools
        return inside and school not in substitute.excluded_schools

    @staticmethod
    def lists(row: HalfDays, day: date) -> bool:
        """Whether a row of available half-days holds on a date."""
        return (
            (row.weekdays is None or Weekday.of(day) in row.weekdays)
            and (row.dates is None or day in row.dates)
            and (row.first is None or row.first <= day)
            and (row.last is None or day <= row.last)
        )

    @cached_property
    def _half_days(self) -> dict[tuple[str, str | date, Half], Span]:
        """By school, cycle day (or date) and half, for lessons that are on that day (or date)."""
        found: dict[tuple[str, str | date, Half], Span] = {}
        for lesson in self.problem.lessons:
            morning = lesson.start < self.schools[lesson.school].midday
            for day in self._when(lesson):
                key = (lesson.school, day, Half.AM if morning else Half.PM)
                own = Span(minutes(lesson.start), minutes(lesson.end))
                found[key] = own.with_(found.get(key, own))
        return found

    def _when(self, lesson: Lesson) -> Iterator[str | date]:
        if lesson.date is not None:
            if self.is_open(lesson.school, lesson.date):
                yield lesson.date
        elif lesson.first is None and lesson.last is None:
            yield lesson.day or ""
        else:
            for day, name in self._names[lesson.school].items():
                if name == lesson.day and (lesson.first or day) <= day <= (lesson.last or day):
                    yield day

    def half_day_span(self, school: str, day: date, half: Half) -> Span | None:
        """From the first start to the last end of lessons that begin then; ``None`` for none."""
        dated = self._half_days.get((school, day, half))
        name = self.cycle_day(school, day)
        cycled = self._half_days.get((school, name, half)) if name is not None else None
        return dated.with_(cycled) if dated and cycled else dated or cycled

    def midday_gap(self, school: str, day: date) -> tuple[int | None, int | None]:
        """Last end of the morning's lessons, first start of the afternoon's; ``None`` for none."""
        morning, afternoon = (self.half_day_span(school, day, half) for half in Half)
        return morning.end if morning else None, afternoon.start if afternoon else None
