"""The events of a plan by whom they are for, before they are written."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple
from uuid import uuid5

from pdsched.plan import Plan, Release, Session
from pdsched.problem import Problem
from pdsched.views import HeldClass, by_person, by_school, by_substitute, by_trainer
from pdsched.views.classes import covered_class, half_day, taken_classes
from pdsched.views.identity import namespace_of
from pdsched.views.in_class import with_classes
from pdsched.views.lookup import CoverBook, found
from pdsched.views.names import Names
from pdsched.views.words import span

Kind = Literal["person", "trainer", "substitute", "school"]
MIDNIGHT = dt.time()


class Event(NamedTuple):
    """Something on a date, in clock times of the problem's time zone."""

    uid: str
    date: dt.date
    start: dt.time
    end: dt.time
    """Equal to the start where it may be at any hour of the date."""
    summary: str
    location: str = ""
    description: str = ""

    @property
    def place(self) -> tuple[dt.date, dt.time, dt.time, str]:
        """When and where: what moves if it moves."""
        return (self.date, self.start, self.end, self.location)


class Agenda(NamedTuple):
    """The events of one person, trainer, substitute or school."""

    kind: Kind
    id: str
    name: str
    """What the calendar is called."""
    events: tuple[Event, ...]
    """By date and clock."""


def agendas(problem: Problem, plan: Plan) -> tuple[Agenda, ...]:
    """The agendas of a plan, by kind and id; those who have nothing to do are left out.

    Raises:
        PdschedError: if the plan names what does not exist.
    """
    return tuple(_Desk(problem, plan).agendas())


class _Desk:
    """Tells the events, with names in place of ids."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        plan = with_classes(problem, plan)
        self._problem, self._plan = problem, plan.canonical()
        self._names = Names(problem)
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._schools = {school.id: school for school in problem.schools}
        self._rooms = {room.id: room for room in problem.rooms}
        self._sessions = {session.id: session for session in plan.sessions}
        self._covers = CoverBook(plan.covers)
        self._namespace = namespace_of(problem)

    def agendas(self) -> Iterator[Agenda]:
        by_id: dict[tuple[Kind, str], list[Event]] = defaultdict(list)
        for kind, who, event in (*self._people(), *self._trainers(), *self._substitutes()):
            by_id[kind, who].append(event)
        for who, event in self._at_schools():
            by_id["school", who].append(event)
        for (kind, who), events in sorted(by_id.items()):
            name = self._names.school(who) if kind == "school" else self._names.person(who)
            in_order = sorted(events, key=lambda e: (e.date, e.start, e.end, e.uid))
            yield Agenda(kind, who, name, tuple(_each_once(in_order)))

    def _uid(self, *parts: str) -> str:
        """The same for the same parts in every plan of the problem; it tells nobody's name."""
        return f"{uuid5(self._namespace, '|'.join(parts))}@pdsched"

    def _people(self) -> Iterator[tuple[Kind, str, Event]]:
        for person in by_person(self._plan):
            for visit in person.visits:
                yield "person", person.staff, self._visit(visit.session, visit.release)
            for cover in person.helps:
                held = covered_class(self._lessons, cover, self._covers.other_parts(cover))
                uid = self._uid("cover", person.staff, cover.lesson, str(cover.date), cover.staff)
                yield "person", person.staff, self._help(uid, held)

    def _visit(self, session: Session, release: Release) -> Event:
        """Somebody who attends a session, or leads it."""
        what = release.need if release.need is not None else f"leads {session.key}"
        classes = taken_classes(self._lessons, self._covers, release)
        lines = [self._classes(classes)] if classes else []
        if (release.start, release.end) != (session.start, session.end):
            lines.insert(0, f"Away {span(release.start, release.end)}, the way included.")
        verb = "Lead " if release.leads else ""
        return self._of_session(
            self._uid("need", release.staff, what), session, verb, *self._led(session), *lines
        )

    def _help(self, uid: str, held: HeldClass) -> Event:
        whose = self._names.person(held.staff)
        summary = f"Cover {self._names.told(held).label} for {whose}"
        return Event(uid, held.date, held.start, held.end, summary, self._where(held))

    def _trainers(self) -> Iterator[tuple[Kind, str, Event]]:
        for trainer in by_trainer(self._plan, self._problem):
            for session in trainer.sessions:
                uid = self._uid("trainer", trainer.trainer, session.key)
                people = self._attending(session)
                yield "trainer", trainer.trainer, self._of_session(uid, session, "Lead ", people)

    def _substitutes(self) -> Iterator[tuple[Kind, str, Event]]:
        for substitute in by_substitute(self._problem, self._plan):
            for turn in substitute.turns:
                half = str(turn.half)
                key = (substitute.substitute, str(turn.date), half, turn.school)
                start, end = half_day(found(self._schools, turn.school, "school"), turn.half)
                starts, ends = [c.start for c in turn.classes], [c.end for c in turn.classes]
                yield (
                    "substitute",
                    substitute.substitute,
                    Event(
                        self._uid("substitute", *key),
                        turn.date,
                        min([start, *starts]),
                        max([end, *ends]),
                        f"Substitute at {self._names.school(turn.school)}",
                        self._names.school(turn.school),
                        self._classes(turn.classes),
                    ),
                )

    def _at_schools(self) -> Iterator[tuple[str, Event]]:
        needs = {(r.staff, r.session, r.date, r.start): r for r in self._plan.releases}
        for school in by_school(self._problem, self._plan):
            for day in school.days:
                for session in day.sessions:
                    uid = self._uid("held", school.school, session.key)
                    lines = (*self._led(session), self._attending(session))
                    yield school.school, self._of_session(uid, session, "", *lines)
                for away in day.away:
                    release = needs[away.staff, away.session, day.date, away.start]
                    what = release.need or f"leads {self._sessions[away.session].key}"
                    uid = self._uid("away", school.school, away.staff, what)
                    session = self._sessions[away.session]
                    whose, course = self._names.person(away.staff), session.course
                    yield (
                        school.school,
                        Event(
                            uid,
                            day.date,
                            away.start,
                            away.end,
                            f"{whose}: {self._names.course(course)}",
                            self._venue(session),
                            self._classes(away.classes),
                        ),
                    )

    def _of_session(self, uid: str, session: Session, verb: str, *lines: str) -> Event:
        return Event(
            uid,
            session.date,
            session.start,
            session.end,
            f"{verb}{self._names.course(session.course)}",
            self._venue(session),
            "\n".join(line for line in lines if line),
        )

    def _venue(self, session: Session) -> str:
        parts = [self._names.school(session.school)] if session.school is not None else []
        parts += [self._names.room(session.room)] if session.room is not None else []
        return ", ".join(parts)

    def _led(self, session: Session) -> list[str]:
        return [f"Led by {self._names.person(session.trainer)}."] if session.trainer else []

    def _attending(self, session: Session) -> str:
        return "Attending: " + ", ".join(map(self._names.person, session.staff)) + "."

    def _classes(self, classes: tuple[HeldClass, ...]) -> str:
        """A line a class: when, what, and who holds it."""
        told = map(self._names.told, classes)
        return "\n".join(f"{span(c.start, c.end)} {c.label}: {c.held_by}" for c in told)

    def _where(self, held: HeldClass) -> str:
        room = f", {held.room}" if held.room else ""
        return f"{self._names.school(held.school)}{room}"


def _each_once(events: list[Event]) -> Iterator[Event]:
    """None with the UID of another: who does a course twice is the first at two sessions."""
    known = Counter[str]()
    for event in events:
        known[event.uid] += 1
        number = known[event.uid]
        yield event if number == 1 else event._replace(uid=f"{number}-{event.uid}")
