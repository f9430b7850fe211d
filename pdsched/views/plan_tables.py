"""A plan as tables for an office: who goes where, who holds the classes, what stays open.

Names stand in place of ids; dates and clock times stay such, so that a spreadsheet can sort and
filter by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from pdsched.expansion import in_full
from pdsched.plan import ENDED, OTHER_GOALS, Plan, Session
from pdsched.policy import RULES, Policy
from pdsched.problem import Half, Problem
from pdsched.views.classes import HeldClass, half_of, taken_classes
from pdsched.views.lookup import CoverBook, found, in_clock_order
from pdsched.views.names import Names
from pdsched.views.substitutes import by_substitute
from pdsched.views.words import rule, span

Told: TypeAlias = str | int | float | dt.date | dt.time | None


class PlanTable(NamedTuple):
    """One table of a plan."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Told, ...], ...]


def plan_tables(problem: Problem, plan: Plan, policy: Policy) -> Iterator[PlanTable]:
    """The tables that tell what is planned; key figures, the matrix of days and the goals aside.

    Raises:
        PdschedError: if the plan names what the problem does not hold.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> [table.name for table in plan_tables(problem, Plan(), Policy())]
    ['sessions', 'people', 'cover', 'substitutes', 'open needs']
    """
    book = _Book(problem, plan)
    columns: tuple[str, ...] = ("Date", "Start", "End", "Course", "Topic", "School", "Room")
    columns = (*columns, "Trainer", "People", "Who")
    yield PlanTable("sessions", columns, tuple(book.sessions()))
    columns = ("Name", "School", "Date", "Away from", "Until", "Course", "Session", "Where")
    columns = (*columns, "Trainer", "Need", "Classes and who holds them")
    yield PlanTable("people", columns, tuple(book.people()))
    columns = ("Date", "Half", "School", "Lesson", "Class", "Room", "Absent", "Held by")
    columns = (*columns, "Kind", "Acknowledged", "Notes")
    yield PlanTable("cover", columns, tuple(book.cover()))
    columns = ("Name", "Date", "Half", "School", "Classes", "What they hold")
    yield PlanTable("substitutes", columns, tuple(book.substitutes()))
    columns = ("Name", "Need", "Rule", "Reason", "What would help")
    yield PlanTable("open needs", columns, tuple(book.open_needs(policy)))


class _Book:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._plan = problem, plan
        self._names = Names(problem)
        full = in_full(problem)
        self._courses = {course.id: course for course in full.courses}
        self._needs = {need.id: need for need in full.needs}
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._schools = {school.id: school for school in problem.schools}
        self._homes = {member.id: member.schools[0] for member in problem.staff}
        self._covers = CoverBook(plan.covers)
        self._sessions = {session.id: session for session in plan.sessions}

    def sessions(self) -> Iterator[tuple[Told, ...]]:
        """A row for each session, by date and clock."""
        for session in sorted(self._plan.sessions, key=lambda s: (s.date, s.start, s.id)):
            told, course = self._names.told(session), self._courses.get(session.course)
            when = (session.date, *_clocks(session))
            where = (told.school, told.room, told.trainer)
            topic = course.topic if course else None
            yield (*when, told.course, topic, *where, len(told.staff), ", ".join(told.staff))

    def people(self) -> Iterator[tuple[Told, ...]]:
        """A row for each release, by the name of the person."""
        rows = [(self._names.person(r.staff), r) for r in in_clock_order(self._plan)]
        for name, release in sorted(rows, key=lambda row: (row[0].casefold(), row[1].date)):
            session = found(self._sessions, release.session, "session")
            told = self._names.told(session)
            home = found(self._homes, release.staff, "staff member")
            where = ", ".join(part for part in (told.school, told.room) if part) or "own school"
            need = "leads it" if release.need is None else self._names.aim(release.need)
            held = taken_classes(self._lessons, self._covers, release)
            classes = "\n".join(f"{_label(c)}: {c.held_by}" for c in map(self._names.told, held))
            yield (
                *(name, self._names.school(home), release.date, release.start, release.end),
                *(told.course, span(session.start, session.end), where),
                *(told.trainer, need, classes or None),
            )

    def cover(self) -> Iterator[tuple[Told, ...]]:
        """A row for each class that somebody is away from, and each part of a divided one."""
        rows: list[tuple[tuple[object, ...], tuple[Told, ...]]] = []
        for release in self._plan.releases:
            for held in taken_classes(self._lessons, self._covers, release):
                half = half_of(self._lessons[held.lesson], self._schools)
                told = self._names.told(held)
                order = (held.date, half, told.school, held.start, held.lesson, held.staff)
                rows += ((order, row) for row in _held(told, half))
        yield from (row for _, row in sorted(rows, key=lambda item: item[0]))

    def substitutes(self) -> Iterator[tuple[Told, ...]]:
        """A row for each half-day, by the name of the substitute."""
        views = [self._names.told(view) for view in by_substitute(self._problem, self._plan)]
        for view in sorted(views, key=lambda view: view.substitute.casefold()):
            for turn in view.turns:
                held = "\n".join(f"{_label(c)}, instead of {c.staff}" for c in turn.classes)
                number = len(turn.classes)
                yield (view.substitute, turn.date, turn.half, turn.school, number, held or None)

    def open_needs(self, policy: Policy) -> Iterator[tuple[Told, ...]]:
        """A row for each need that stays open, by the name of the person."""
        rows = []
        for unmet in self._plan.unmet:
            need = found(self._needs, unmet.need, "need")
            name, aim = self._names.person(need.staff), self._names.aim(need.id)
            why = unmet.reason or rule(unmet.rule, policy)
            rows.append((name, aim, unmet.rule, why or None, what_would_help(unmet.rule, policy)))
        yield from sorted(rows, key=lambda row: (row[0].casefold(), row[1]))


def _clocks(session: Session) -> tuple[dt.time | None, dt.time | None]:
    """Begin and end; none of a session that has no hour."""
    return (None, None) if session.start == session.end else (session.start, session.end)


def _label(held: HeldClass) -> str:
    return f"{span(held.start, held.end)} {held.label}"


def _held(held: HeldClass, half: Half) -> Iterator[tuple[Told, ...]]:
    """A row for each who holds a class or a part of it, or one that says that nobody needs to."""
    kind = "no cover needed"
    if held.substitute:
        kind = "substitute"
    elif held.colleague:
        kind = f"colleague, {held.how}" if held.how else "colleague"
    lesson = f"{span(held.start, held.end)} {held.subject or held.lesson}"
    place = (held.date, half.value, held.school, lesson, " ".join(held.classes) or None)
    for holder in (held.substitute or held.colleague, *held.parts):
        yield (*place, held.room or None, held.staff, holder, kind, None, None)


def what_would_help(identity: str, policy: Policy) -> str:
    """What could be changed so that a rule no longer keeps a need open.

    >>> what_would_help("releases-per-week", Policy(releases_per_week=1))
    'another figure in the policy: releases_per_week is 1; or the rule switched off there'
    """
    if identity == ENDED:
        return "more time for the search"
    if identity == OTHER_GOALS:
        return "an order of goals in the policy in which the needs met come earlier"
    info = RULES.get(identity)
    figures = policy.figures(identity) if identity in policy.rules else {}
    ways = []
    if figures:
        shown = ", ".join(f"{name} is {value}" for name, value in figures.items())
        ways.append(f"another figure in the policy: {shown}")
    if info is not None and info.optional:
        ways.append("the rule switched off there" if figures else "the rule off in the policy")
    return "; or ".join(ways) or "other data: the rule holds under every policy"
