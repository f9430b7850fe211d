"""A leaf a school and day: who is away, who holds what, who comes, what is held in which room."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf
from pdsched.binder.lines import ClassLine, SessionLine, class_line, hours, key_of, session_line
from pdsched.binder.matter import Matter
from pdsched.plan import Session
from pdsched.problem import Half
from pdsched.views import Away, SchoolDay, SchoolView, Turn, by_school


class AwayLine(NamedTuple):
    """Somebody of the school who is away, in names."""

    key: str
    """Of the release, as on the leaf of the person."""
    start: dt.time
    end: dt.time
    """Equal to ``start`` where it has no hour, and nobody is away."""
    person: str
    course: str
    school: str
    """Where the session is held; empty where it has no venue."""
    room: str
    leads: bool
    stays: bool
    """Whether the person is coached in class, and stays there."""
    is_without_lessons: bool
    """Whether the person teaches nothing on this date, and may not be there."""
    classes: int
    """Classes that the person does not hold, at this school and others."""


class ComingLine(NamedTuple):
    """A substitute who comes, to sign in."""

    half: Half
    start: dt.time
    end: dt.time
    """From the first period of the half-day, or the first class, to the last."""
    substitute: str
    first: ClassLine | None
    """The first class to hold."""
    classes: int


class SessionHere(NamedTuple):
    """A session that is held at the school."""

    session: SessionLine
    number: int
    """Of people who attend."""
    seats: int | None
    """Of its room; ``None`` where it has none."""


class SchoolDayPage(NamedTuple):
    """What stands on the leaf of one school and date."""

    away: tuple[AwayLine, ...]
    """People whose home school it is: each release stands at one school."""
    classes: tuple[ClassLine, ...]
    """Classes of this school that others hold, whosever they are; by clock."""
    coming: tuple[ComingLine, ...]
    sessions: tuple[SessionHere, ...]


def school_days(matter: Matter) -> Chapter:
    """A leaf for each date of a school on which something is planned there."""
    chosen, names = matter.chosen.schools, matter.names
    views = [
        view
        for view in by_school(matter.problem, matter.plan)
        if chosen is None or view.school in chosen
    ]
    views.sort(key=lambda view: (names.school(view.school).casefold(), view.school))
    leaves = (
        Leaf(
            names.school(view.school), names.school(view.school), day.date, f"school:{view.school}"
        )
        for view in views
        for day in view.days
    )
    return Chapter("school-days", tuple(leaves), _pages(matter, views))


def _pages(matter: Matter, views: Iterable[SchoolView]) -> Iterator[SchoolDayPage]:
    desk = _Desk(matter)
    for view in views:
        for day in view.days:
            yield desk.page(view.school, day)


class _Desk:
    """Tells the days of schools in names."""

    def __init__(self, matter: Matter) -> None:
        self._matter, self._names = matter, matter.names
        self._sessions = {session.id: session for session in matter.plan.sessions}
        self._lessons_of = {
            key_of(r.staff, r.session): len(r.lessons) for r in matter.plan.releases
        }
        self._turns: dict[tuple[str, dt.date], list[tuple[str, Turn]]] = defaultdict(list)
        for view in matter.half_days:
            for turn in view.turns:
                self._turns[turn.school, turn.date].append((view.substitute, turn))

    def page(self, school: str, day: SchoolDay) -> SchoolDayPage:
        home, classes = self._matter.facts.home, (held for a in day.away for held in a.classes)
        return SchoolDayPage(
            away=tuple(self._away(a) for a in day.away if home[a.staff] == school),
            classes=tuple(sorted(class_line(held, self._names) for held in classes)),
            coming=tuple(sorted(map(self._coming, self._turns[school, day.date]))),
            sessions=tuple(map(self._here, day.sessions)),
        )

    def _away(self, away: Away) -> AwayLine:
        session, names = self._sessions[away.session], self._names
        key = key_of(away.staff, away.session)
        return AwayLine(
            key=key,
            start=away.start,
            end=away.end,
            person=names.person(away.staff),
            course=names.course(session.course),
            school=names.school(session.school) if session.school else "",
            room=names.room(session.room) if session.room else "",
            leads=away.leads,
            stays=away.coached,
            is_without_lessons=away.without_lessons,
            classes=self._lessons_of[key],
        )

    def _coming(self, coming: tuple[str, Turn]) -> ComingLine:
        substitute, turn = coming
        start, end = hours(turn, self._matter)
        return ComingLine(
            half=turn.half,
            start=start,
            end=end,
            substitute=self._names.person(substitute),
            first=class_line(turn.classes[0], self._names) if turn.classes else None,
            classes=len(turn.classes),
        )

    def _here(self, session: Session) -> SessionHere:
        room = self._matter.facts.rooms.get(session.room or "")
        return SessionHere(
            session=session_line(session, self._matter, session.staff),
            number=len(session.staff),
            seats=room.capacity if room else None,
        )
