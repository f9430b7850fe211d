"""The next two weeks: sessions, who is away, who comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple, TypeVar

from pdsched.plan import Engagement, Plan, Release, Session
from pdsched.problem import Half, Problem
from pdsched.views.names import Names

_SPAN = timedelta(days=14)
T = TypeVar("T", Session, Release, Engagement)
L = TypeVar("L")


class HeldSession(NamedTuple):
    """A session, in names."""

    start: time
    end: time
    """Equal to ``start`` where it has no hour."""
    course: str
    school: str
    room: str
    trainer: str
    """Empty where nobody leads it."""
    people: tuple[str, ...]
    """By name; of all sessions that are alike but for them."""


class Away(NamedTuple):
    """Who is away from one school, from when till when and for what, in names."""

    start: time
    end: time
    school: str
    """Home school."""
    course: str
    leads: bool
    people: tuple[str, ...]
    """By name."""
    lessons: int
    """Lessons that their releases take."""


class Coming(NamedTuple):
    """A half-day of a substitute, in names."""

    half: Half
    school: str
    substitute: str


class AgendaDay(NamedTuple):
    """What is planned for one date."""

    date: date
    sessions: tuple[HeldSession, ...]
    away: tuple[Away, ...]
    coming: tuple[Coming, ...]


class Agenda(NamedTuple):
    """Two weeks of a plan."""

    first: date
    last: date
    days: tuple[AgendaDay, ...]
    """Dates on which something is planned, in order."""
    later: date | None
    """The first date after them on which something is planned."""
    left_out: int
    """How many lines of these days are not listed."""


def agenda(problem: Problem, plan: Plan, names: Names, most: int) -> Agenda:
    """What a plan holds for two weeks from the calendar's today on.

    Without a today, from the first date on which something is planned; without anything planned,
    from the first date of the horizon.

    Args:
        problem: what is given.
        plan: the plan.
        names: what people, courses and places are called.
        most: lines that are listed at most, of all days together; the others are counted.
    """
    every = {r.date for part in (plan.sessions, plan.releases, plan.engagements) for r in part}
    calendar = problem.calendar
    first = calendar.today or min(every, default=calendar.first)
    end = min(first, date.max - _SPAN) + _SPAN
    desk = _Desk(problem, plan, names, most)
    days = tuple(desk.day(day) for day in sorted(d for d in every if first <= d < end))
    later = min((day for day in every if day >= end), default=None)
    return Agenda(first, end - timedelta(days=1), days, later, desk.left_out)


class _Desk:
    """Writes day after day, until there are lines enough."""

    def __init__(self, problem: Problem, plan: Plan, names: Names, most: int) -> None:
        self._names, self._room = names, most
        self.left_out = 0
        self._homes = {person.id: person.schools[0] for person in problem.staff}
        self._sessions, self._releases = _by_day(plan.sessions), _by_day(plan.releases)
        self._engagements = _by_day(plan.engagements)
        self._course_of = {session.id: session.course for session in plan.sessions}

    def day(self, day: date) -> AgendaDay:
        return AgendaDay(
            date=day,
            sessions=self._first(_together(map(self._session, self._sessions[day]))),
            away=self._first(_alike(map(self._away, self._releases[day]))),
            coming=self._first(sorted(map(self._coming, self._engagements[day]))),
        )

    def _first(self, lines: list[L]) -> tuple[L, ...]:
        listed = lines[: self._room]
        self._room -= len(listed)
        self.left_out += len(lines) - len(listed)
        return tuple(listed)

    def _session(self, session: Session) -> HeldSession:
        names = self._names
        return HeldSession(
            start=session.start,
            end=session.end,
            course=names.course(session.course),
            school=names.school(session.school) if session.school else "",
            room=names.room(session.room) if session.room else "",
            trainer=names.person(session.trainer) if session.trainer else "",
            people=tuple(map(names.person, session.staff)),
        )

    def _away(self, release: Release) -> Away:
        names, home = self._names, self._homes.get(release.staff)
        course = self._course_of.get(release.session)
        return Away(
            start=release.start,
            end=release.end,
            school=names.school(home) if home else "",
            course=names.course(course) if course else release.session,
            leads=release.leads,
            people=(names.person(release.staff),),
            lessons=len(release.lessons),
        )

    def _coming(self, one: Engagement) -> Coming:
        names = self._names
        return Coming(one.half, names.school(one.school), names.person(one.substitute))


def _by_day(records: Iterable[T]) -> defaultdict[date, list[T]]:
    by_day: defaultdict[date, list[T]] = defaultdict(list)
    for record in records:
        by_day[record.date].append(record)
    return by_day


def _together(sessions: Iterable[HeldSession]) -> list[HeldSession]:
    """In clock order; those that differ in people alone, as of who learns alone, as one."""
    people: defaultdict[HeldSession, set[str]] = defaultdict(set)
    for session in sessions:
        people[session._replace(people=())].update(session.people)
    return [alike._replace(people=tuple(sorted(people[alike]))) for alike in sorted(people)]


def _alike(releases: Iterable[Away]) -> list[Away]:
    """In clock order; those that differ in people and lessons alone as one."""
    of: defaultdict[Away, list[Away]] = defaultdict(list)
    for release in releases:
        of[release._replace(people=(), lessons=0)].append(release)
    return [
        alike._replace(
            people=tuple(sorted(name for release in of[alike] for name in release.people)),
            lessons=sum(release.lessons for release in of[alike]),
        )
        for alike in sorted(of)
    ]
