"""Pins: what the caller insists on."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pdsched.engines.arrays import Bools, Ints, union
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import places_of
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.instance.world import World
from pdsched.model.rules.limits import is_asked_for
from pdsched.model.rules.registry import rule
from pdsched.problem import EngagementPin, PinKind, SessionPin, minutes
from pdsched.problem.once import once


@rule("pins")
def session_pins(f: Formulation) -> None:
    """Some session, or none, has all the fields of the pin."""
    for pin in f.world.problem.session_pins:
        is_kept = pin.kind is PinKind.REQUIRE and _session_beyond(f, pin)
        _insist(f, pin.kind, _matching_sessions(f, pin), kept=is_kept)


@rule("pins")
def engagement_pins(f: Formulation) -> None:
    """Some engagement, or none, has all the fields of the pin."""
    e = f.engage
    for pin in f.world.problem.engagement_pins:
        matching = e.column[_matching_engagements(f, pin, e.ids)]
        is_kept = bool(_matching_engagements(f, pin, f.beyond.engaged.ids).any())
        _insist(f, pin.kind, matching, kept=is_kept)


def _insist(f: Formulation, kind: PinKind, columns: Ints, *, kept: bool) -> None:
    """The rows of a pin; none to require what the plan keeps beyond what is stated."""
    if kind is PinKind.FORBID:
        f.rows.add(np.zeros(len(columns), dtype=np.int64), columns, upper=0)
        return
    if kept:
        return
    if not len(columns):
        # Nothing could fulfil the pin: a column that must be both 0 and 1 says so.
        columns = f.new_variables(np.ones(1, dtype=np.int64))
        f.rows.add(np.zeros(1, dtype=np.int64), columns, upper=0)
    f.rows.add(np.zeros(len(columns), dtype=np.int64), columns, lower=1)


def _matching_engagements(f: Formulation, pin: EngagementPin, numbers: Ints) -> Bools:
    group, place = f.engagements.split(numbers)
    members = [pin.substitute in (None, *g.members) for g in f.index.substitutes]
    school, day, half = f.engagements.split_place(place)
    is_meant = np.array(members, dtype=np.bool_)[group]
    return np.asarray(is_meant & places_of(f.index, pin)[school, day, half])


def _matching_sessions(f: Formulation, pin: SessionPin) -> Ints:
    """Columns of which one is positive just when a session matches.

    A pin that names a staff member and a trainer or room finds its courses split, one placement
    per offer, so that the attendance alone tells with whom and where.
    """
    x, y = f.attend, f.session
    is_offered = _matches(f.candidates, pin, y.used)[y.seat]
    is_offered &= _has_giver_and_room(f.candidates, pin, y.ids)
    if pin.staff is None:
        return y.column[is_offered]
    has_offer = np.zeros(len(y.used), dtype=np.bool_)
    has_offer[y.seat[is_offered]] = True
    return x.column[has_offer[x.seat] & _is_meant(f.candidates, pin, x.ids)]


def _session_beyond(f: Formulation, pin: SessionPin) -> bool:
    """Whether a session that is not stated matches."""
    offers = f.beyond.holds.ids
    owner = f.candidates.placements.owners(offers)
    is_offered = _matches(f.candidates, pin, owner)
    is_offered &= _has_giver_and_room(f.candidates, pin, offers)
    if pin.staff is None:
        return bool(is_offered.any())
    ids = f.beyond.attends.ids
    meant = ids[_is_meant(f.candidates, pin, ids)]
    return bool(np.isin(f.candidates.placement[meant], owner[is_offered]).any())


def attendances_of(candidates: Candidates, pin: SessionPin) -> Ints:
    """Attendances by which a session would have all the fields of a pin, sorted."""
    placements = candidates.placements
    is_match = _matches(candidates, pin, np.arange(len(placements)))
    has_offer = np.zeros(len(placements), dtype=np.bool_)
    offers = np.arange(len(placements.trainer))
    has_offer[placements.owner[_has_giver_and_room(candidates, pin, offers)]] = True
    att = candidates.attending(np.flatnonzero(is_match & has_offer))
    if pin.staff is None:
        return att
    return att[_is_meant(candidates, pin, att)]


def _is_meant(candidates: Candidates, pin: SessionPin, att: Ints) -> Bools:
    """By attendance, whether it is of the person that a pin names, and for its need."""
    index = candidates.index
    groups = [_groups(index)[pin.staff]] if pin.staff in _groups(index) else []
    if pin.need is None:
        return np.isin(candidates.group[att], groups)
    # Whoever a pin names is a group alone.
    needs = [
        n * index.slots + slot
        for n in groups
        for slot, need in enumerate(index.staff[n].member_needs[0])
        if need == pin.need
    ]
    return np.isin(candidates.need[att], needs)


@once
def _groups(index: Index) -> dict[str, int]:
    """By staff member, the number of the staff type."""
    return {member: n for n, group in enumerate(index.staff) for member in group.members}


@once
def _courses(index: Index) -> dict[str, list[int]]:
    """By name, the numbers of the courses that are called so: of a series, of its meetings."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for n, course in enumerate(index.courses):
        for name in course.names:
            numbers[name].append(n)
    return numbers


def _matches(c: Candidates, pin: SessionPin, numbers: Ints) -> Bools:
    """By placement, whether it has the fields of a pin."""
    placements, index = c.placements, c.index
    is_match = np.ones(len(numbers), dtype=np.bool_)
    if pin.course is not None:
        named = _courses(index).get(pin.course, [])
        is_match &= np.isin(placements.course[numbers], named)
    if pin.school is not None:
        is_match &= placements.venue[numbers] == index.school[pin.school]
    if pin.date is not None:
        is_named = np.array([d == pin.date for d in index.days], dtype=np.bool_)
        is_match &= is_named[placements.day[numbers]]
    if pin.start is not None:
        is_match &= placements.start[numbers] == minutes(pin.start)
    return is_match


def _has_giver_and_room(candidates: Candidates, pin: SessionPin, numbers: Ints) -> Bools:
    """By offer, whether it has the trainer, alone or in a team, and the room of a pin."""
    placements, index = candidates.placements, candidates.index
    is_match = np.ones(len(numbers), dtype=np.bool_)
    if pin.trainer is not None:
        gives = (pin.trainer in (t.id, *t.people) for t in index.trainers)
        is_named = np.array([*gives, False], dtype=np.bool_)
        is_match &= is_named[placements.trainer[numbers]]
    if pin.room is not None:
        has_room = np.array([*(pin.room in r.members for r in index.rooms), False], dtype=np.bool_)
        is_match &= has_room[placements.room[numbers]]
    return is_match


def required_attendances(
    candidates: Candidates, most: int, rng: np.random.Generator, *, in_groups: bool = False
) -> Ints:
    """About ``most`` attendances with which what is insisted on could be kept, sorted.

    Those at placements that match a pin or that a limit asks for, and whatever else these people
    could attend: what has to come first, above all. Where neither asks for anything, those of
    placements taken at random.

    Args:
        candidates: All of them.
        most: How many attendances.
        rng: Draws the placements, and what else people could attend.
        in_groups: Whether this, too, is drawn by placement: fewer of them, but such as many of
            these people can come to, who are a group where one takes several.
    """
    policy = candidates.index.world.policy
    numbers = np.arange(len(candidates.placements))
    is_match = np.zeros(len(numbers), dtype=np.bool_)
    for pin in candidates.index.world.problem.session_pins:
        if pin.kind is PinKind.REQUIRE:
            is_match |= _matches(candidates, pin, numbers)
    for limit in policy.limits:
        if limit.insist and policy.states(limit.id):
            is_match |= is_asked_for(candidates, limit)
    is_match |= not is_match.any()
    sizes = np.diff(candidates.first_attendance)
    order = rng.permutation(np.flatnonzero(is_match))
    order = order[np.cumsum(sizes[order]) <= most // 2]
    att = candidates.attending(order)
    is_meant = np.zeros(len(candidates.index.staff), dtype=np.bool_)
    is_meant[candidates.group[att]] = True
    other_att = np.flatnonzero(is_meant[candidates.group])
    other_att = rng.permutation(other_att)
    if in_groups:
        rank = rng.permutation(len(numbers))
        other_att = other_att[np.argsort(rank[candidates.placement[other_att]], kind="stable")]
    return union(att, other_att[: most - len(att)])


def split_courses(world: World) -> set[str]:
    """Courses whose sessions a pin tells apart by person and by trainer or room at once."""
    pins = world.problem.session_pins if world.policy.holds("pins") else ()
    telling = [p for p in pins if p.staff is not None and (p.trainer or p.room)]
    if any(p.course is None for p in telling):
        return set(world.courses)
    named = {p.course for p in telling}
    return {c.id for c in world.problem.courses if not named.isdisjoint(c.names)}


tells_apart(
    "pins",
    single_staff=lambda world: (p.staff for p in world.problem.session_pins if p.staff),
    single_substitutes=lambda world: (
        p.substitute for p in world.problem.engagement_pins if p.substitute
    ),
    single_rooms=lambda world: (p.room for p in world.problem.session_pins if p.room),
)
