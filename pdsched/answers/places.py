"""Places: when and where a course is held, as somebody asks about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time
from typing import NamedTuple

import numpy as np

from pdsched.answers.nearby import Nearby
from pdsched.model.rules.pins import attendances_of
from pdsched.plan import Plan
from pdsched.problem import Course, PinKind, Problem, Session, SessionPin, clock
from pdsched.referee import Facts
from pdsched.views.names import Names
from pdsched.views.words import day

MIDNIGHT = time(0)


class Place(NamedTuple):
    """A course at a time and venue, whoever gives it and in whichever room.

    >>> from datetime import date, time
    >>> Place("sheets", date(2026, 9, 8), time(9), "north").told(Names())
    'sheets on Tue 2026-09-08 at 09:00, north'
    """

    course: str
    date: date
    start: time
    """Midnight where the course has no hour."""
    school: str | None
    """The venue; ``None`` where everybody stays."""

    @staticmethod
    def of(session: Session) -> Place:
        """The place of a session."""
        return Place(session.course, session.date, session.start, session.school)

    def told(self, names: Names) -> str:
        """The place in words."""
        at = f" at {self.start:%H:%M}" if self.start != MIDNIGHT else ""
        where = f", {names.school(self.school)}" if self.school else ""
        return f"{names.course(self.course)} on {day(self.date)}{at}{where}"

    def pin(
        self, name: str, kind: PinKind, staff: str | None = None, need: str | None = None
    ) -> SessionPin:
        """The pin of a session at this place, of anybody, or of somebody, for a need of theirs."""
        return SessionPin(
            id=name,
            kind=kind,
            staff=staff,
            need=need,
            course=self.course,
            date=self.date,
            start=self.start,
            school=self.school,
        )


def attended(plan: Plan, staff: Collection[str], courses: Collection[str]) -> list[Session]:
    """Sessions of some courses that all of some people attend."""
    meant = frozenset(staff)
    return [s for s in plan.sessions if s.course in courses and meant.issubset(s.staff)]


def possible_by_itself(
    near: Nearby, staff: Sequence[str], courses: Iterable[str], need: str | None
) -> set[Place]:
    """Places that nothing of one attendance alone keeps each of some people from, or a need."""
    c = near.candidates
    index = c.index
    places: set[Place] | None = None
    for person in staff:
        of_person = set[Place]()
        for course in courses:
            fields = {"staff": person, "need": need, "course": course}
            pin = SessionPin(id="pin", kind=PinKind.REQUIRE, **fields)
            for n in np.unique(c.placement[attendances_of(c, pin)]).tolist():
                venue = int(c.placements.venue[n])
                of_person.add(
                    Place(
                        index.courses[int(c.placements.course[n])].id,
                        index.days[int(c.placements.day[n])],
                        clock(int(c.placements.start[n])),
                        None if venue < 0 else index.schools[venue],
                    )
                )
        places = of_person if places is None else places & of_person
    return places or set()


def every_place(problem: Problem, facts: Facts, courses: Iterable[Course]) -> Iterator[Place]:
    """Each open day to come, beginning of a period and venue, for some courses."""
    calendar = problem.calendar
    days = [each for each in facts.days.open_days if not calendar.is_past(each)]
    for course in courses:
        hosts: list[str | None] = [None]
        if course.modality.has_venue:
            hosts = list(facts.schools if course.schools is None else course.schools)
        for on in days:
            for host in hosts:
                for start in _starts(course, on, host, facts):
                    yield Place(course.id, on, clock(start), host)


def _starts(course: Course, on: date, host: str | None, facts: Facts) -> Iterable[int]:
    if not course.modality.has_hour:
        return (0,)
    starts = set[int]()
    for school in facts.schools if host is None else (host,):
        periods = facts.periods_on(school, on)
        last = max((period.end for period in periods), default=0)
        starts.update(p.start for p in periods if p.start + course.minutes <= last)
    return sorted(starts)


def spread(places: Sequence[Place], most: int) -> list[Place]:
    """So many places at most, of different days, hours and venues, always the same.

    >>> spread([Place("c", date(2026, 9, n), time(9), None) for n in range(1, 5)], 2)
    ... # doctest: +ELLIPSIS
    [Place(...), Place(...)]
    """
    order = np.random.default_rng(len(places)).permutation(len(places))[:most]
    return [places[n] for n in order.tolist()]
