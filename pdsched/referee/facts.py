"""The problem, ready to be asked: what a date is, what a release takes, where a person stands."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pdsched.expansion import in_full
from pdsched.problem import (
    CoverKind,
    Half,
    Lesson,
    Problem,
    Role,
    Substitute,
)
from pdsched.referee.blackouts import Blackouts
from pdsched.referee.days import Days, lists
from pdsched.referee.learning import Learning
from pdsched.referee.spans import MIDNIGHT, Span, span_of
from pdsched.referee.timetable import (
    Held,
    ProtectedTimes,
    SchoolClass,
    SchoolHours,
    Timetable,
    classes_of,
)
from pdsched.views.names import Names
from pdsched.views.sentences import Sentences

_LAST_MINUTE = MIDNIGHT - 1
# A share such as 0.29 is slightly less in binary; 0.29 of 100 people are 29 all the same.
_GRACE = 1e-9


class Away(NamedTuple):
    """What a release comes to: the time away, travel included, and the lessons it takes."""

    span: Span
    taken: tuple[Held, ...]

    @property
    def to_cover(self) -> tuple[Held, ...]:
        """The lessons taken that need cover."""
        return tuple(held for held in self.taken if held.lesson.cover is CoverKind.NEEDED)

    @property
    def from_lessons(self) -> bool:
        """Whether it is a release from lessons: it takes one that needs cover."""
        return any(held.lesson.cover is CoverKind.NEEDED for held in self.taken)


class Facts:
    """A problem with its indexes, each made when first asked for.

    >>> problem = Problem(
    ...     calendar={"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...     schools=[{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ... )
    >>> Facts(problem).days.cycle_day("north", date(2026, 9, 8))
    'tue'
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem = in_full(problem)
        self.schools = {school.id: school for school in problem.schools}
        self.rooms = {room.id: room for room in problem.rooms}
        self.staff = {member.id: member for member in problem.staff}
        self.lessons = {lesson.id: lesson for lesson in problem.lessons}
        self.courses = {course.id: course for course in problem.courses}
        self.needs = {need.id: need for need in problem.needs}
        self.trainers = {trainer.id: trainer for trainer in problem.trainers}
        self.substitutes = {substitute.id: substitute for substitute in problem.substitutes}
        self.several_roles = _in_several_roles(problem)
        """Who is in two of these tables at least: staff, trainers and substitutes."""
        self.home = {member.id: member.schools[0] for member in problem.staff}
        """Home school of each staff member."""
        self.days = Days(problem.calendar, self.schools)
        self.names = Names(problem)

    @cached_property
    def sentences(self) -> Sentences:
        """What sentences call people, courses and places."""
        return Sentences(self.problem, self.names)

    def is_at_work(self, staff: str, day: date) -> bool:
        """Whether a staff member works on an open date of their home school."""
        cycle_day = self.days.cycle_day(self.home[staff], day)
        return self.staff[staff].is_at_work(day, cycle_day)

    def givers(self, trainer: str | None) -> tuple[str, ...]:
        """Who gives a session of a trainer: each member of a team, or the trainer alone."""
        return () if trainer is None else self.trainers[trainer].people

    # Lessons and time

    @cached_property
    def _timetable(self) -> Timetable:
        owned = (
            (staff, lesson)
            for lesson in self.problem.lessons
            for staff in dict.fromkeys(lesson.staff)
        )
        return Timetable(self.days, owned)

    @cached_property
    def hours(self) -> SchoolHours:
        """Ends of mornings and beginnings of afternoons."""
        return SchoolHours(self.days, self.problem.lessons, self.schools)

    @cached_property
    def blackouts(self) -> Blackouts:
        """Blackouts by school and date."""
        return Blackouts(self.problem.calendar.blackouts)

    @cached_property
    def learning(self) -> Learning:
        """Needs, courses and levels."""
        return Learning(self.problem)

    @cached_property
    def protected(self) -> ProtectedTimes:
        """Protected time by person and date."""
        return ProtectedTimes(self.days, self.problem.protected, self.home)

    @cached_property
    def _lessons_on(self) -> dict[tuple[str, date], list[Held]]:
        return {}

    def lessons_on(self, staff: str, day: date) -> list[Held]:
        """The lessons of a person that take place on a date, in order."""
        known = self._lessons_on.get((staff, day))
        if known is None:
            known = sorted(
                self._timetable.on(staff, day), key=lambda held: (held.span, held.lesson.id)
            )
            self._lessons_on[staff, day] = known
        return known

    def half(self, lesson: Lesson) -> Half:
        """The half-day in which a lesson begins."""
        return Half.AM if lesson.start < self.schools[lesson.school].midday else Half.PM

    def periods_on(self, school: str, day: date) -> list[Span]:
        """The periods that exist on a date: none on a closed day, all on one that has no name."""
        known = self._periods_on.get((school, day))
        if known is None:
            known = self._periods_on[school, day] = self._find_periods(school, day)
        return known

    @cached_property
    def _periods_on(self) -> dict[tuple[str, date], list[Span]]:
        return {}

    def _find_periods(self, school: str, day: date) -> list[Span]:
        if self.days.is_closed(school, day):
            return []
        record, name = self.schools[school], self.days.cycle_day(school, day)
        in_force = [
            period
            for period in record.periods
            if (period.first is None or period.first <= day)
            and (period.last is None or day <= period.last)
        ]
        if name is None:
            return [span_of(period) for period in in_force]
        named = [period for period in record.periods if period.days and name in period.days]
        if name in record.cycle.days or not named:
            named += [period for period in record.periods if period.days is None]
        return [span_of(period) for period in in_force if period in named]

    @cached_property
    def schedules(self) -> dict[str, list[Span]]:
        """All periods of each school, of whatever cycle day."""
        return {school.id: [span_of(p) for p in school.periods] for school in self.problem.schools}

    # Travel and releases

    @cached_property
    def _travel(self) -> dict[tuple[str, str], int]:
        there = {(t.origin, t.destination): t.minutes for t in self.problem.travel}
        back = {(b, a): length for (a, b), length in there.items()}
        return back | there

    @cached_property
    def longest_way(self) -> int:
        """Minutes of the longest way between two schools."""
        return max(self._travel.values(), default=0)

    def travel(self, origin: str | None, destination: str | None) -> int:
        """Minutes of the way; 0 within a school and where one of the two is nowhere."""
        if origin is None or destination is None or origin == destination:
            return 0
        return self._travel.get((origin, destination), 0)

    def away(self, staff: str, day: date, session: Span, venue: str | None) -> Away:
        """The release of a person who attends a session."""
        span = self.with_travel(session, self.home[staff], venue)
        taken = self._taken(staff, day, session, venue)
        return Away(Span(max(0, span.start), min(_LAST_MINUTE, span.end)), taken)

    def leading(self, staff: str, day: date, session: Span, venue: str | None) -> Away:
        """The release of a person who leads a session, without the way from and to their home."""
        return Away(session, self._taken(staff, day, session, venue))

    def _taken(self, staff: str, day: date, session: Span, venue: str | None) -> tuple[Held, ...]:
        """The lessons of a person that a session takes by its time."""
        return tuple(
            held
            for held in self.lessons_on(staff, day)
            if held.span.overlaps(self.with_travel(session, held.lesson.school, venue))
        )

    def with_travel(self, session: Span, school: str, venue: str | None) -> Span:
        """An interval at a venue with the way from a school before it and the way back after."""
        there, back = self.travel(school, venue), self.travel(venue, school)
        return Span(session.start - there, session.end + back)

    @cached_property
    def staff_at(self) -> Counter[str]:
        """How many people have each school as their home school."""
        return Counter(self.home.values())

    def unit(self, staff: str, kind: str) -> tuple[str, str]:
        """Home school and department, grade or role of a person; empty where there is none."""
        return self.home[staff], str(getattr(self.staff[staff], kind))

    def staff_of_unit(self, kind: str) -> Counter[tuple[str, str]]:
        """How many people each department, grade or role of each home school has."""
        return Counter(self.unit(staff, kind) for staff in self.home)

    def share_of(self, people: int, share: float) -> int:
        """How many of so many people a share is: rounded down, but always one."""
        return max(1, math.floor(share * people + _GRACE))

    def away_limit(self, school: str, share: float) -> int:
        """How many people of a home school may be away from lessons at any moment."""
        most = self.schools[school].most_away
        if most is not None:
            return most
        return self.share_of(self.staff_at[school], share)

    @cached_property
    def adults_of(self) -> dict[SchoolClass, set[str]]:
        """Who holds lessons of each class on whatever date; a student squad attends its lessons."""
        adults_by_class: defaultdict[SchoolClass, set[str]] = defaultdict(set)
        for lesson in self.lessons.values():
            adults = [s for s in lesson.staff if self.staff[s].role != Role.STUDENT_SQUAD]
            for one in classes_of(lesson):
                adults_by_class[one].update(adults)
        return dict(adults_by_class)

    # Substitutes

    def serves(self, substitute: Substitute, school: str) -> bool:
        """Whether a substitute can be engaged at a school at all."""
        if school in substitute.excluded_schools:
            return False
        return school in substitute.schools or self.schools[school].zone in substitute.zones

    def is_available(self, substitute: Substitute, day: date, half: Half) -> bool:
        """Whether a substitute's availability lists a half-day."""
        return any(lists(half_days, day, half) for half_days in substitute.available)

    def could_come(self, day: date, half: Half, zone: str | None = None) -> set[str]:
        """The substitutes who list a half-day and serve a school, of a zone, that is open then."""
        open_schools = [
            school.id
            for school in self.problem.schools
            if zone in (None, school.zone) and not self.days.is_closed(school.id, day)
        ]
        return {
            substitute.id
            for substitute in self.problem.substitutes
            if self.is_available(substitute, day, half)
            and any(self.serves(substitute, school) for school in open_schools)
        }

    def term(self, day: date) -> str | None:
        """Id of the term of a date; None outside of terms."""
        terms = self.problem.calendar.terms
        return next((term.id for term in terms if term.first <= day <= term.last), None)

    def can_make_way(self, morning: str, afternoon: str, day: date) -> bool:
        """Whether a substitute can go from one school to another at midday of a date."""
        end = self.hours.morning_end(morning, day)
        start = self.hours.afternoon_start(afternoon, day)
        if morning == afternoon or end is None or start is None:
            return True
        return self.travel(morning, afternoon) <= start - end


def _in_several_roles(problem: Problem) -> frozenset[str]:
    tables = (problem.staff, problem.trainers, problem.substitutes)
    roles = Counter(name for table in tables for name in {record.id for record in table})
    return frozenset(name for name, count in roles.items() if count > 1)
