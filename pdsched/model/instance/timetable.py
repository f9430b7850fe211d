"""The timetable unfolded over its dates: lessons and protected time of a person on a date.

Clock times are minutes since midnight. The referee unfolds the timetable on its own, so that a
mistake here is caught there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pdsched.model.instance.calendar import DistrictCalendar, Span
from pdsched.policy import Policy
from pdsched.problem import CoverKind, Half, Lesson, Problem, minutes


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


class SchoolClass(NamedTuple):
    """A class: other schools have others of the same name."""

    school: str
    name: str


class Timetable:
    """Who holds which lessons on which date, and whose time is protected then."""

    def __init__(self, problem: Problem, policy: Policy, calendar: DistrictCalendar) -> None:
        self._problem = problem
        self._policy = policy
        self._calendar = calendar
        self._midday = {s.id: s.midday for s in problem.schools}
        self._home = {s.id: s.schools[0] for s in problem.staff}
        self._taken: dict[tuple[str, date], tuple[Taken, ...]] = {}
        self._protected: dict[tuple[str, date], tuple[Span, ...]] = {}

    # Lessons

    @cached_property
    def _cycle_lessons(self) -> dict[tuple[str, str, str], list[Lesson]]:
        lessons: dict[tuple[str, str, str], list[Lesson]] = defaultdict(list)
        for lesson in self._problem.lessons:
            if lesson.day is not None:
                for person in lesson.staff:
                    lessons[person, lesson.school, lesson.day].append(lesson)
        return lessons

    @cached_property
    def _dated_lessons(self) -> dict[tuple[str, date], list[Lesson]]:
        lessons: dict[tuple[str, date], list[Lesson]] = defaultdict(list)
        for lesson in self._problem.lessons:
            if lesson.date is not None:
                for person in lesson.staff:
                    lessons[person, lesson.date].append(lesson)
        return lessons

    @cached_property
    def _lessons_of(self) -> dict[str, list[Lesson]]:
        lessons: dict[str, list[Lesson]] = defaultdict(list)
        for lesson in self._problem.lessons:
            for person in lesson.staff:
                lessons[person].append(lesson)
        return lessons

    def lessons_of(self, person: str) -> list[Lesson]:
        """All lessons of a staff member, whatever their dates."""
        return self._lessons_of.get(person, [])

    @cached_property
    def _schools_of(self) -> dict[str, tuple[str, ...]]:
        schools_of: dict[str, dict[str, None]] = {
            s.id: dict.fromkeys(s.schools) for s in self._problem.staff
        }
        for person, school, _ in self._cycle_lessons:
            schools_of[person][school] = None
        return {person: tuple(schools) for person, schools in schools_of.items()}

    def schools_of(self, person: str) -> tuple[str, ...]:
        """Schools of a staff member, home school first, those of lessons included."""
        return self._schools_of[person]

    def holds(self, person: str, day: date) -> Iterable[Lesson]:
        """Lessons of a staff member on a date, as the problem gives them."""
        for lesson in self._dated_lessons.get((person, day), ()):
            if self._calendar.is_open(lesson.school, day):
                yield lesson
        for school in self._schools_of[person]:
            name = self._calendar.cycle_day(school, day)
            if name is not None:
                for lesson in self._cycle_lessons.get((person, school, name), ()):
                    if (lesson.first or day) <= day <= (lesson.last or day):
                        yield lesson

    def lessons(self, person: str, day: date) -> tuple[Taken, ...]:
        """Lessons of a staff member on a date, in clock order."""
        key = (person, day)
        if key not in self._taken:
            lessons = [self._as_taken(lesson) for lesson in self.holds(person, day)]
            self._taken[key] = tuple(sorted(lessons, key=lambda t: (t.start, t.end, t.lesson)))
        return self._taken[key]

    @cached_property
    def _qualified(self) -> bool:
        return self._policy.asks_qualifications

    def _as_taken(self, lesson: Lesson) -> Taken:
        morning = lesson.start < self._midday[lesson.school]
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
        return tuple(sorted({one for classes in self.classes.values() for one in classes}))

    @cached_property
    def classes(self) -> dict[str, tuple[SchoolClass, ...]]:
        """Classes by lesson."""
        return {
            lesson.id: tuple(SchoolClass(lesson.school, name) for name in lesson.classes)
            for lesson in self._problem.lessons
        }

    # Protected time

    @cached_property
    def _protected_rows(self) -> dict[str, list[tuple[str | None, date | None, Span]]]:
        rows: dict[str, list[tuple[str | None, date | None, Span]]] = defaultdict(list)
        for row in self._problem.protected:
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
            home = self._home[person]
            name = self._calendar.cycle_day(home, day)
            self._protected[key] = tuple(
                span
                for label, dated, span in self.protected_rows(person)
                if (label is not None and label == name)
                or (dated == day and self._calendar.is_open(home, day))
            )
        return self._protected[key]

    # Half-days of schools

    @cached_property
    def _half_days(self) -> dict[tuple[str, str | date, Half], Span]:
        """By school, cycle day (or date) and half, for lessons that are on that day (or date)."""
        spans: dict[tuple[str, str | date, Half], Span] = {}
        for lesson in self._problem.lessons:
            morning = lesson.start < self._midday[lesson.school]
            for day in self._when(lesson):
                key = (lesson.school, day, Half.AM if morning else Half.PM)
                span = Span(minutes(lesson.start), minutes(lesson.end))
                spans[key] = span.with_(spans.get(key, span))
        return spans

    def _when(self, lesson: Lesson) -> Iterator[str | date]:
        if lesson.date is not None:
            if self._calendar.is_open(lesson.school, lesson.date):
                yield lesson.date
        elif lesson.first is None and lesson.last is None:
            yield lesson.day or ""
        else:
            for day, name in self._calendar.cycle_days(lesson.school).items():
                if name == lesson.day and (lesson.first or day) <= day <= (lesson.last or day):
                    yield day

    def half_day_span(self, school: str, day: date, half: Half) -> Span | None:
        """From the first start to the last end of lessons that begin then; ``None`` for none."""
        dated = self._half_days.get((school, day, half))
        name = self._calendar.cycle_day(school, day)
        cycled = self._half_days.get((school, name, half)) if name is not None else None
        return dated.with_(cycled) if dated and cycled else dated or cycled

    def midday_gap(self, school: str, day: date) -> tuple[int | None, int | None]:
        """Last end of the morning's lessons, first start of the afternoon's; ``None`` for none."""
        morning, afternoon = (self.half_day_span(school, day, half) for half in Half)
        return morning.end if morning else None, afternoon.start if afternoon else None
