"""A plan for the school office: who is away, who holds the classes, what is held in the house."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cached_property

from pdsched.expansion import in_full
from pdsched.plan import Engagement, Plan, Release, Session
from pdsched.problem import Clock, Id, Problem, Record
from pdsched.views.classes import HeldClass, taken_classes
from pdsched.views.lookup import CoverBook, found, in_clock_order
from pdsched.views.teaching_days import TeachingDays


class Away(Record):
    """One person away for a session, as a school sees it."""

    staff: Id
    start: Clock
    end: Clock
    session: str
    leads: bool = False
    """Whether to lead the session, and not to attend it."""
    coached: bool = False
    """Whether to be coached in a lesson of their own: then they stay, and the coach comes."""
    without_lessons: bool = False
    """Whether to attend on a date on which the person teaches nowhere, and others do."""
    classes: tuple[HeldClass, ...] = ()
    """The classes of this school that are taken, in clock order."""


class SchoolDay(Record):
    """One date at one school."""

    date: dt.date
    sessions: tuple[Session, ...] = ()
    """Held here."""
    away: tuple[Away, ...] = ()
    """Whose home school this is, or who leaves a class here."""
    engagements: tuple[Engagement, ...] = ()
    """Substitutes who come, mornings first."""


class SchoolView(Record):
    """What one school office sees of a plan."""

    school: Id
    days: tuple[SchoolDay, ...] = ()


class _Desk:
    """Collects, school by school and date by date, what the office has to know."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.lessons = {lesson.id: lesson for lesson in problem.lessons}
        in_lesson = {course.id for course in in_full(problem).courses if course.modality.in_lesson}
        self.in_lesson = {s.id for s in plan.sessions if s.course in in_lesson}
        self.homes = {member.id: member.schools[0] for member in problem.staff}
        self.book = CoverBook(plan.covers)
        self.teaching = TeachingDays.of(problem, plan)
        self.sessions: dict[tuple[str, dt.date], list[Session]] = defaultdict(list)
        self.away: dict[tuple[str, dt.date], list[Away]] = defaultdict(list)
        self.engagements: dict[tuple[str, dt.date], list[Engagement]] = defaultdict(list)
        self._sort(plan.canonical())

    def _sort(self, plan: Plan) -> None:
        for session in plan.sessions:
            if session.school is not None:
                self.sessions[session.school, session.date].append(session)
        for release in in_clock_order(plan):
            self._tell_schools(release)
        for engagement in plan.engagements:
            self.engagements[engagement.school, engagement.date].append(engagement)

    def _tell_schools(self, release: Release) -> None:
        taken = taken_classes(self.lessons, self.book, release)
        home = found(self.homes, release.staff, "staff member")
        coached = release.session in self.in_lesson and not release.leads
        without = not release.leads and self.teaching.is_without(release.staff, release.date)
        for school in sorted({home, *(c.school for c in taken)}):
            self.away[school, release.date].append(
                Away(
                    staff=release.staff,
                    start=release.start,
                    end=release.end,
                    session=release.session,
                    leads=release.leads,
                    coached=coached,
                    without_lessons=without,
                    classes=tuple(c for c in taken if c.school == school),
                )
            )

    def day(self, school: str, date: dt.date) -> SchoolDay:
        key = (school, date)
        return SchoolDay(
            date=date,
            sessions=tuple(self.sessions.get(key, ())),
            away=tuple(self.away.get(key, ())),
            engagements=tuple(self.engagements.get(key, ())),
        )

    def view(self, school: str) -> SchoolView:
        dates = sorted(self._dates[school])
        return SchoolView(school=school, days=tuple(self.day(school, date) for date in dates))

    @cached_property
    def _dates(self) -> defaultdict[str, set[dt.date]]:
        """The dates of each school on which something is planned there."""
        dates: defaultdict[str, set[dt.date]] = defaultdict(set)
        for school, date in (*self.sessions, *self.away, *self.engagements):
            dates[school].add(date)
        return dates


def by_school(problem: Problem, plan: Plan) -> tuple[SchoolView, ...]:
    """Every school of the problem by id, also those where nothing is planned.

    Raises:
        PdschedError: if the plan names what the problem does not hold.

    >>> problem = Problem(
    ...     calendar={"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...     schools=[{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ... )
    >>> by_school(problem, Plan())
    (SchoolView(school='north', days=()),)
    """
    desk = _Desk(problem, plan)
    return tuple(desk.view(school) for school in sorted(s.id for s in problem.schools))
