"""Pins: what the caller insists on."""

from __future__ import annotations

from typing import Any

import numpy as np

from pdsched.engines.arrays import Bools, Ints, union
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import places_of
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.world import World
from pdsched.model.rules.registry import rule
from pdsched.problem import EngagementPin, PinKind, SessionPin, minutes


@rule("pins")
def session_pins(s: Formulation) -> None:
    """Some session, or none, has all the fields of the pin."""
    for pin in s.world.problem.session_pins:
        _insist(s, pin.kind, _matching_sessions(s, pin), kept=_session_beyond(s, pin))


@rule("pins")
def engagement_pins(s: Formulation) -> None:
    """Some engagement, or none, has all the fields of the pin."""
    for pin in s.world.problem.engagement_pins:
        matching = s.engaged_columns[_matching_engagements(s, pin, s.engaged)]
        kept = bool(_matching_engagements(s, pin, s.beyond.engaged.ids).any())
        _insist(s, pin.kind, matching, kept=kept)


def _insist(s: Formulation, kind: PinKind, columns: Ints, *, kept: bool) -> None:
    """The rows of a pin; none to require what the plan keeps beyond what is stated."""
    if kind is PinKind.FORBID:
        s.rows.add(np.zeros(len(columns), dtype=np.int64), columns, upper=0)
        return
    if kept:
        return
    if not len(columns):
        # Nothing could fulfil the pin: a column that must be both 0 and 1 says so.
        columns = s.new_variables(np.ones(1, dtype=np.int64))
        s.rows.add(np.zeros(1, dtype=np.int64), columns, upper=0)
    s.rows.add(np.zeros(len(columns), dtype=np.int64), columns, lower=1)


def _matching_engagements(s: Formulation, pin: EngagementPin, numbers: Ints) -> Bools:
    group, place = s.engagements.split(numbers)
    members = [pin.substitute in (None, *g.members) for g in s.index.substitutes]
    school, day, half = s.engagements.split_place(place)
    who = np.array(members, dtype=np.bool_)[group]
    return np.asarray(who & places_of(s.index, pin)[school, day, half])


def _matching_sessions(s: Formulation, pin: SessionPin) -> Ints:
    """Columns of which one is positive just when a session matches.

    A pin that names a staff member and a trainer or room finds its courses split, one placement
    per offer, so that the attendance alone tells with whom and where.
    """
    offered = _matches(s.candidates, pin, s.used)[s.offer_seat] & _offers(s, pin, s.offers)
    if pin.staff is None:
        return s.hold_columns[offered]
    seats = np.zeros(len(s.used), dtype=np.bool_)
    seats[s.offer_seat[offered]] = True
    return s.attend_columns[seats[s.seat] & _of_member(s, pin, s.group)]


def _session_beyond(s: Formulation, pin: SessionPin) -> bool:
    """Whether a session that is not stated matches."""
    offers = s.beyond.holds.ids
    owner = s.candidates.placements.owners(offers)
    offered = _matches(s.candidates, pin, owner) & _offers(s, pin, offers)
    if pin.staff is None:
        return bool(offered.any())
    ids = s.beyond.attends.ids
    mine = _of_member(s, pin, s.candidates.group[ids])
    return bool(np.isin(s.candidates.placement[ids[mine]], owner[offered]).any())


def _of_member(s: Formulation, pin: SessionPin, group: Any) -> Bools:
    groups = [n for n, g in enumerate(s.index.staff) if pin.staff in g.members]
    return np.isin(group, groups)


def _matches(c: Candidates, pin: SessionPin, some: Ints) -> Bools:
    """Which of some placements have the fields of a pin."""
    placements, index = c.placements, c.index
    found = np.ones(len(some), dtype=np.bool_)
    if pin.course is not None:
        named = np.array([c.id == pin.course for c in index.courses], dtype=np.bool_)
        found &= named[placements.course[some]]
    if pin.school is not None:
        found &= placements.venue[some] == index.school[pin.school]
    if pin.date is not None:
        named = np.array([d == pin.date for d in index.days], dtype=np.bool_)
        found &= named[placements.day[some]]
    if pin.start is not None:
        found &= placements.start[some] == minutes(pin.start)
    return found


def _offers(s: Formulation, pin: SessionPin, some: Ints) -> Bools:
    """Which of some offers have the trainer and the room of a pin."""
    placements, index = s.candidates.placements, s.index
    found = np.ones(len(some), dtype=np.bool_)
    if pin.trainer is not None:
        named = np.array([*(t.id == pin.trainer for t in index.trainers), False], dtype=np.bool_)
        found &= named[placements.trainer[some]]
    if pin.room is not None:
        holding = np.array([*(pin.room in r.members for r in index.rooms), False], dtype=np.bool_)
        found &= holding[placements.room[some]]
    return found


def required_attendances(candidates: Candidates, most: int, rng: np.random.Generator) -> Ints:
    """About ``most`` attendances with which required pins could be kept, sorted.

    Those at placements that match a pin, and whatever else these people could attend: what has to
    come first, above all. Where no pin asks for anything, those of placements taken at random.
    """
    everything = np.arange(len(candidates.placements))
    matching = np.zeros(len(everything), dtype=np.bool_)
    for pin in candidates.index.world.problem.session_pins:
        if pin.kind is PinKind.REQUIRE:
            matching |= _matches(candidates, pin, everything)
    matching |= not matching.any()
    sizes = np.diff(candidates.first_attendance)
    some = rng.permutation(np.flatnonzero(matching))
    some = some[np.cumsum(sizes[some]) <= most // 2]
    there = candidates.attending(some)
    people = np.zeros(len(candidates.index.staff), dtype=np.bool_)
    people[candidates.group[there]] = True
    others = np.flatnonzero(people[candidates.group])
    return union(there, rng.permutation(others)[: most - len(there)])


def split_courses(world: World) -> set[str]:
    """Courses whose sessions a pin tells apart by person and by trainer or room at once."""
    pins = world.problem.session_pins if world.policy.holds("pins") else ()
    telling = [p for p in pins if p.staff is not None and (p.trainer or p.room)]
    if any(p.course is None for p in telling):
        return set(world.courses)
    return {p.course for p in telling if p.course is not None}


tells_apart(
    "pins",
    single_staff=lambda world: (p.staff for p in world.problem.session_pins if p.staff),
    single_substitutes=lambda world: (
        p.substitute for p in world.problem.engagement_pins if p.substitute
    ),
    single_rooms=lambda world: (p.room for p in world.problem.session_pins if p.room),
)
