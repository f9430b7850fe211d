"""The sessions of the past as placements, and who attended them, read from the records alone."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import starts
from pdsched.model.candidates.absences import AbsenceGenerator
from pdsched.model.candidates.candidates import Small
from pdsched.model.candidates.placements import NO_LESSON, NOWHERE, Placements
from pdsched.model.instance.givers import givers_of
from pdsched.model.instance.index import Index
from pdsched.model.instance.past_figures import away_to_attend, away_to_lead
from pdsched.model.instance.timetable import Taken
from pdsched.plan import Release, Session
from pdsched.problem import Need, Problem, minutes
from pdsched.problem.once import once


class PastSessions(NamedTuple):
    """The sessions of the past as placements of one offer each, and who attended them."""

    placements: Placements
    fields: tuple[Small, Small, Small, Small, Small]
    """Attendances: placement among these, group, slot, away and points."""


def enumerate_past(index: Index, generator: AbsenceGenerator) -> PastSessions:
    """What the records of the past say, whatever the rules say of it now."""
    sessions = index.world.problem.past_sessions
    groups = {m: n for n, group in enumerate(index.staff) for m in group.members}
    rows = [
        (
            n,
            groups[release.staff],
            index.staff[groups[release.staff]].member_needs[0].index(need),
            _attending(index, generator, groups[release.staff], release.staff, session),
            _points(index, index.world.needs[need], session.date),
        )
        for n, session in enumerate(sessions)
        for release, need in _released(index.world.problem).get(session.id, ())
    ]
    fields = np.array(rows, dtype=np.int32).reshape(len(rows), 5).T.copy()
    one, two, three, four, five = fields
    leads = [_leading(index, generator, groups, session) for session in sessions]
    return PastSessions(_placements(index, sessions, leads), (one, two, three, four, five))


@once
def _released(problem: Problem) -> dict[str, list[tuple[Release, str]]]:
    """By session, the releases of those who attended, who are single, with the needs met."""
    releases: dict[str, list[tuple[Release, str]]] = {}
    for release in problem.past_releases:
        if release.need is not None:
            releases.setdefault(release.session, []).append((release, release.need))
    return releases


def _points(index: Index, need: Need, day: date) -> int:
    late = need.due is not None and day > need.due
    return need.priority * (index.world.policy.late_tenths if late else 10)


def _attending(
    index: Index, generator: AbsenceGenerator, group: int, person: str, session: Session
) -> int:
    """Number of the way in which somebody who attended was away."""
    away = away_to_attend(index.world, person, session)
    return generator.add(*away, _taken(index, group, person, session))


def _leading(
    index: Index, generator: AbsenceGenerator, groups: dict[str, int], session: Session
) -> list[int]:
    """The same of each who led, for the session alone; -1 where that is nobody of the staff.

    Whoever led was away, whether the past has a release of theirs or not.
    """
    ways = [
        generator.add(*away_to_lead(session), _taken(index, groups[person], person, session))
        if person in index.world.staff
        else NOWHERE
        for person in index.world.givers(session)
    ]
    return ways + [NOWHERE] * (givers_of(index).shape[1] - len(ways))


def _taken(index: Index, group: int, person: str, session: Session) -> list[tuple[int, Taken]]:
    taken = set(index.world.lessons_taken(person, session))
    day_long = index.world.timetable.lessons(person, session.date)
    return [(group, held) for held in day_long if held.lesson in taken]


def _placements(index: Index, sessions: tuple[Session, ...], leads: list[list[int]]) -> Placements:
    courses = {c.id: n for n, c in enumerate(index.courses)}
    trainers = {t.id: n for n, t in enumerate(index.trainers)}
    rooms = {room: n for n, group in enumerate(index.rooms) for room in group.members}
    rows = [
        (
            courses[s.course],
            index.world.calendar.day_number[s.date],
            minutes(s.start),
            minutes(s.end),
            NOWHERE if s.school is None else index.school[s.school],
            NOWHERE if s.trainer is None else trainers[s.trainer],
            NOWHERE if s.room is None else rooms[s.room],
            len(s.staff),
        )
        for s in sessions
    ]
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 8).T.copy()
    course, day, start, end, venue, trainer, room, seats = columns
    first = np.arange(len(rows) + 1)
    lead = np.array(leads, dtype=np.int64).reshape(givers_of(index)[trainer].shape)
    lesson = np.full(len(rows), NO_LESSON, dtype=np.int64)
    return Placements(course, day, start, end, venue, lesson, first, trainer, room, seats, lead)


def joined(one: Placements, other: Placements) -> Placements:
    """Placements, and others after them."""
    lengths = np.concatenate([np.diff(one.first_offer), np.diff(other.first_offer)])
    return Placements(
        np.concatenate([one.course, other.course]),
        np.concatenate([one.day, other.day]),
        np.concatenate([one.start, other.start]),
        np.concatenate([one.end, other.end]),
        np.concatenate([one.venue, other.venue]),
        np.concatenate([one.lesson, other.lesson]),
        starts(lengths),
        np.concatenate([one.trainer, other.trainer]),
        np.concatenate([one.room, other.room]),
        np.concatenate([one.capacity, other.capacity]),
        np.concatenate([one.lead, other.lead]),
    )
