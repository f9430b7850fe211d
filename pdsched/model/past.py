"""The past: what was before today, as it was.

Its attendances, sessions and engagements are candidates, drawn from the records and from nothing
else, so that every rule and goal counts them; the rows of rule ``past`` fix them. Who covered for
whom is over: covers of the past are numbers that limits and goals begin with, and the records
themselves go into the plan. A row that the past breaks by itself lets nothing be added to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pdsched.model.arrays import Bools, Ints, contains, starts, union, unique
from pdsched.model.choice import Choice, Counted
from pdsched.model.engagements import Engagements
from pdsched.model.index import HALVES, Index
from pdsched.model.past_figures import away_to_attend, away_to_lead
from pdsched.model.placements import NOWHERE, Placements
from pdsched.model.world import Taken
from pdsched.plan import Plan, Release, Session, past_plan
from pdsched.problem import Need, Problem, minutes
from pdsched.problem.once import once

if TYPE_CHECKING:
    from pdsched.model.aways import AwayDrawer
    from pdsched.model.candidates import Candidates, Small
    from pdsched.model.program import Program
    from pdsched.model.statement import Statement


def first_open(index: Index) -> int:
    """Number of the first day that is not past."""
    today = index.world.problem.calendar.today
    return 0 if today is None else bisect_left(index.days, today)


def named_people(problem: Problem) -> set[str]:
    """Staff of whom the past tells an attendance: they stay single."""
    return {release.staff for release in problem.past_releases}


def named_substitutes(problem: Problem) -> set[str]:
    """Substitutes of whom the past tells something: they stay single."""
    covering = {cover.substitute for cover in problem.past_covers if cover.substitute is not None}
    return covering | {engagement.substitute for engagement in problem.past_engagements}


def with_past(plan: Plan, problem: Problem) -> Plan:
    """A plan of what is to come with what was before."""
    before = past_plan(problem)
    return plan.model_copy(
        update={
            "sessions": (*before.sessions, *plan.sessions),
            "releases": (*before.releases, *plan.releases),
            "covers": (*before.covers, *plan.covers),
            "engagements": (*before.engagements, *plan.engagements),
        }
    ).canonical()


def without_past(plan: Plan, problem: Problem) -> Plan:
    """What of a plan is to come."""
    is_past = problem.calendar.is_past
    return plan.model_copy(
        update={
            "sessions": tuple(s for s in plan.sessions if not is_past(s.date)),
            "releases": tuple(r for r in plan.releases if not is_past(r.date)),
            "covers": tuple(c for c in plan.covers if not is_past(c.date)),
            "engagements": tuple(e for e in plan.engagements if not is_past(e.date)),
        }
    )


# Figures


def releases_from_lessons(candidates: Candidates) -> Ints:
    """How many releases from lessons each staff group has in the past; people are single there."""
    c, ids = candidates, past_attendances(candidates)
    own = ids[c.aways.from_lessons(c.away[ids].astype(np.int64))]
    return np.bincount(c.group[own], minlength=len(c.index.staff)).astype(np.int64)


# Candidates


class Drawn(NamedTuple):
    """The sessions of the past as placements of one offer each, and who attended them."""

    placements: Placements
    fields: tuple[Small, Small, Small, Small, Small]
    """Attendances: placement among these, group, slot, away and points."""


def draw_past(index: Index, drawer: AwayDrawer) -> Drawn:
    """What the records of the past say, whatever the rules say of it now."""
    sessions = index.world.problem.past_sessions
    groups = {m: n for n, group in enumerate(index.staff) for m in group.members}
    rows = [
        (
            n,
            groups[release.staff],
            index.staff[groups[release.staff]].member_needs[0].index(need),
            _attending(index, drawer, groups[release.staff], release.staff, session),
            _points(index, index.world.needs[need], session.date),
        )
        for n, session in enumerate(sessions)
        for release, need in _released(index.world.problem).get(session.id, ())
    ]
    fields = np.array(rows, dtype=np.int32).reshape(len(rows), 5).T.copy()
    one, two, three, four, five = fields
    leads = [_leading(index, drawer, groups, session) for session in sessions]
    return Drawn(_placements(index, sessions, leads), (one, two, three, four, five))


@once
def _released(problem: Problem) -> dict[str, list[tuple[Release, str]]]:
    """By session, the releases of those who attended, who are single, with the needs met."""
    found: dict[str, list[tuple[Release, str]]] = {}
    for release in problem.past_releases:
        if release.need is not None:
            found.setdefault(release.session, []).append((release, release.need))
    return found


def _points(index: Index, need: Need, day: date) -> int:
    late = need.due is not None and day > need.due
    return need.priority * (index.world.policy.late_tenths if late else 10)


def _attending(index: Index, drawer: AwayDrawer, group: int, person: str, session: Session) -> int:
    """Number of the way in which somebody who attended was away."""
    away = away_to_attend(index.world, person, session)
    return drawer.add(*away, _taken(index, group, person, session))


def _leading(index: Index, drawer: AwayDrawer, groups: dict[str, int], session: Session) -> int:
    """The same of who led, for the session alone; -1 where that is nobody of the staff.

    Whoever led was away, whether the past has a release of theirs or not.
    """
    person = session.trainer
    if person is None or person not in index.world.staff:
        return NOWHERE
    return drawer.add(*away_to_lead(session), _taken(index, groups[person], person, session))


def _taken(index: Index, group: int, person: str, session: Session) -> list[tuple[int, Taken]]:
    taken = set(index.world.lessons_taken(person, session))
    day_long = index.world.lessons(person, session.date)
    return [(group, held) for held in day_long if held.lesson in taken]


def _placements(index: Index, sessions: tuple[Session, ...], leads: list[int]) -> Placements:
    courses = {c.id: n for n, c in enumerate(index.courses)}
    trainers = {t.id: n for n, t in enumerate(index.trainers)}
    rooms = {room: n for n, group in enumerate(index.rooms) for room in group.members}
    rows = [
        (
            courses[s.course],
            index.world.day_number[s.date],
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
    lead = np.array(leads, dtype=np.int64)
    return Placements(course, day, start, end, venue, first, trainer, room, seats, lead)


def joined(one: Placements, other: Placements) -> Placements:
    """Placements, and others after them."""
    lengths = np.concatenate([np.diff(one.first_offer), np.diff(other.first_offer)])
    return Placements(
        np.concatenate([one.course, other.course]),
        np.concatenate([one.day, other.day]),
        np.concatenate([one.start, other.start]),
        np.concatenate([one.end, other.end]),
        np.concatenate([one.venue, other.venue]),
        starts(lengths),
        np.concatenate([one.trainer, other.trainer]),
        np.concatenate([one.room, other.room]),
        np.concatenate([one.capacity, other.capacity]),
        np.concatenate([one.lead, other.lead]),
    )


# What happened, in numbers of candidates


def past_attendances(candidates: Candidates) -> Ints:
    """Numbers of the attendances of the past."""
    p = candidates.placements
    return np.flatnonzero(p.day[candidates.placement] < first_open(candidates.index))


@once
def past_engagements(index: Index) -> Ints:
    """Numbers of the engagements of the past, sorted."""
    numbers = Engagements(index)
    groups = {m: n for n, g in enumerate(index.substitutes) for m in g.members}
    rows = [
        (
            groups[e.substitute],
            index.school[e.school],
            index.world.day_number[e.date],
            HALVES.index(e.half),
        )
        for e in index.world.problem.past_engagements
    ]
    group, school, day, half = np.array(rows, dtype=np.int64).reshape(len(rows), 4).T
    return unique(group * numbers.places + numbers.place(school, day, half))


def engageable(index: Index, engaged: Ints, *, whole: bool) -> Ints:
    """Some engagements without those before today that were not made; ``whole``: with all made."""
    if not first_open(index):
        return engaged
    _, place = Engagements(index).split(engaged)
    _, day, _ = Engagements(index).split_place(place)
    made = past_engagements(index)
    kept = engaged[(day >= first_open(index)) | contains(made, engaged)[0]]
    return union(kept, made) if whole else kept


def past_choice(candidates: Candidates) -> Choice:
    """The past alone."""
    c, made = candidates, past_engagements(candidates.index)
    ids = past_attendances(c)
    _, offers = c.placements.offers_of(unique(c.placement[ids].astype(np.int64)))
    none = Counted.none()
    return Choice(_once_each(ids), _once_each(offers), _once_each(made), none, none)


def joined_with(past: Choice, choice: Choice) -> Choice:
    """The past, and a choice of what is to come."""
    return Choice(*(one.with_(other) for one, other in zip(past, choice, strict=True)))


def still_open(candidates: Candidates, choice: Choice) -> Choice:
    """A choice without the past."""
    gone = past_choice(candidates)
    kept = (
        some.only(~contains(past.ids, some.ids)[0]) for some, past in zip(choice, gone, strict=True)
    )
    return Choice(*kept)


def _once_each(ids: Ints) -> Counted:
    return Counted.of(ids, np.ones(len(ids), dtype=np.int64))


def open_demands(s: Statement) -> Bools:
    """By demand, whether it is of a day that is not past: who held what before is settled."""
    found: Bools = s.demands.day >= first_open(s.index)
    return found


# Rows


def excused(s: Statement, program: Program) -> Program:
    """The program with limits that the past keeps: what it breaks lets nothing be added.

    A row that asks for something, and breaks where nothing happens at all, stays as it is.
    """
    problem = s.index.world.problem
    if not problem.past_sessions and not problem.past_engagements:
        return program
    activity = program.activity(s.values(past_choice(s.candidates)))
    lower, upper = program.lower, program.upper
    return replace(
        program,
        lower=np.where(lower <= 0, np.minimum(lower, activity), lower),
        upper=np.where(upper >= 0, np.maximum(upper, activity), upper),
    )


# Goals


def holders_before(candidates: Candidates) -> Iterator[tuple[int, int]]:
    """Class and holder of the covers of the past, by their numbers; a holder may be -1: gone."""
    index, world = candidates.index, candidates.index.world
    classes = {one: n for n, one in enumerate(world.all_classes)}
    substitutes = {m: n for n, g in enumerate(index.substitutes) for m in g.members}
    colleagues = {name: len(index.substitutes) + n for n, name in enumerate(index.colleagues.names)}
    # Whoever is both a substitute and of the staff is one adult.
    holders = colleagues | substitutes
    for cover in world.problem.past_covers:
        holder = holders.get(cover.holder, -1)
        for one in dict.fromkeys(world.classes[cover.lesson]):
            yield classes[one], holder
