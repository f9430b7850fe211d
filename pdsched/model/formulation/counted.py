"""What counted limits count, as arrays: what one unit is, and whose and when it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted
from pdsched.model.candidates.candidates import Releases
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.units import units_of_schools
from pdsched.model.solution.due import covers_needed, releases_in
from pdsched.model.solution.solution import Counts, Solution
from pdsched.policy.counts import Count, Each
from pdsched.policy.limits import Limit, Of
from pdsched.problem import Weekday, minutes

NOON = 720
NOBODY = -1


class Units(NamedTuple):
    """What a limit counts, as arrays: one entry for each, of each of those whose it is."""

    column: Ints
    """-1 for what is not stated and happens as it is."""
    size: Ints
    """What one of the column adds."""
    owner: Ints
    """For whom it is counted apart; -1 for nobody."""
    person: Ints
    """Whose release it is, where persons are told apart."""
    day: Ints
    half: Ints

    def only(self, keep: Bools | Ints) -> Units:
        """Some of them, by a mask or by their positions."""
        return Units._make(field[keep] for field in self)


def units_of(f: Formulation, limit: Limit) -> Units:
    """All that a limit could count, whenever it is."""
    return _UNITS[limit.count](f, limit)


def is_then(index: Index, of: Of, day: Ints, half: Ints) -> Bools:
    """By unit, whether its date and half-day are selected."""
    found = np.ones(len(day), dtype=np.bool_)
    if of.weekdays is not None:
        found &= _is(Weekday.of(d) in of.weekdays for d in index.days)[day]
    if of.dates is not None:
        found &= _is(d in of.dates for d in index.days)[day]
    if of.halves is not None:
        found &= _is(h in of.halves for h in HALVES)[half]
    return found


# Whose


def is_of(index: Index, of: Of, person: str) -> bool:
    """Whether a staff member is one of those selected."""
    member, home = index.world.staff[person], index.world.home(person)
    asked = (
        (of.schools, home),
        (of.zones, index.world.schools[home].zone),
        (of.departments, member.department),
        (of.roles, member.role),
        (of.grades, member.grade),
    )
    return all(some is None or value in some for some, value in asked)


def unit_numbers(index: Index, each: Each | None, people: Sequence[str]) -> Ints:
    """By person, the number of the school, department and so on; -1 where there is none."""
    world = index.world
    if each is None:
        return np.zeros(len(people), dtype=np.int64)
    if each is Each.SCHOOL:
        return _ints(index.school[world.home(p)] for p in people)
    if each is Each.PERSON:
        numbers = {m.id: n for n, m in enumerate(world.problem.staff)}
        return _ints(numbers[p] for p in people)
    unit = units_of_schools(world.problem)[each].of
    return _ints(unit[p] for p in people)


def _at(index: Index, of: Of) -> Bools:
    """By school, whether it is one of those selected; the last entry is of no school."""
    zones = (index.world.schools[name].zone for name in index.schools)
    named = [
        (of.schools is None or name in of.schools) and (of.zones is None or zone in of.zones)
        for name, zone in zip(index.schools, zones, strict=True)
    ]
    return _is((*named, of.schools is None and of.zones is None))


def _taught(index: Index, of: Of) -> Bools:
    """By course, whether it is one of those selected."""
    return _is(
        (of.courses is None or c.id in of.courses)
        and (of.topics is None or c.topic in of.topics)
        and (of.modalities is None or c.modality in of.modalities)
        for c in index.courses
    )


# What is counted


def _releases(f: Formulation, limit: Limit) -> Units:
    """Releases from lessons, stated ones and others."""
    beyond = releases_in(f.candidates, f.beyond)
    every = Releases._make(
        np.concatenate([mine, other]) for mine, other in zip(f.releases, beyond, strict=True)
    )
    column = np.concatenate([f.release_columns, np.full(len(beyond.group), -1)])
    index, p = f.index, f.candidates.placements
    people = [group.members[0] for group in index.staff]
    mine = _is(is_of(index, limit.of, person) for person in people)
    # Staff whose lessons need cover are single: for others nothing is asked.
    some = every.from_lessons & mine[every.group]
    some &= _taught(index, limit.of)[p.course[every.placement]]
    keep = np.flatnonzero(some)
    every = every.only(keep)
    return Units(
        column[keep],
        np.ones(len(keep), dtype=np.int64),
        unit_numbers(index, limit.each, people)[every.group],
        every.group,
        every.day,
        _half(index, p.venue[every.placement], p.start[every.placement]),
    )


def _half(index: Index, venue: Ints, start: Ints) -> Ints:
    midday = _ints((*(minutes(index.world.schools[x].midday) for x in index.schools), NOON))
    return (start >= midday[venue]).astype(np.int64)


def _lessons(f: Formulation, limit: Limit) -> Units:
    """Lessons that need a cover, as often as they do; those of the past, too."""
    lessons, demands = f.candidates.lessons, f.demands
    owner, column = demands.taken.expand(np.arange(len(demands.lesson)))
    lesson, day = demands.lesson[owner], demands.day[owner]
    other, on, more = _due_beyond(f)
    lesson, day = np.concatenate([lesson, other]), np.concatenate([day, on])
    column = np.concatenate([column, np.full(len(other), -1)])
    size = np.concatenate([np.ones(len(owner), dtype=np.int64), more])
    position = np.flatnonzero(_at(f.index, limit.of)[lessons.school[lesson]])
    if limit.each is Each.CLASS:
        entry, whose = lessons.classes.expand(lesson[position])
        position = position[entry]
    elif limit.each is Each.SCHOOL:
        whose = lessons.school[lesson[position]]
    else:
        whose = np.zeros_like(position)
    none, half = np.zeros_like(position), lessons.half[lesson[position]]
    return Units(column[position], size[position], whose, none, day[position], half)


def _due_beyond(f: Formulation) -> tuple[Ints, Ints, Ints]:
    """Lessons on dates that need a cover in the plan, and -1 of those that are stated.

    Of a lesson held by several some may be stated and others not: only together they say whether a
    cover is due.
    """
    everything = covers_needed(f.candidates, f.plan)
    stated = (
        some.only(lookup_sorted(ids, some.ids)[0])
        for ids, some in zip((f.attend.ids, f.session.ids), f.plan, strict=False)
    )
    here = covers_needed(f.candidates, Solution(*stated, *[Counts.none()] * 3))
    size = np.repeat([1, -1], [len(everything[0]), len(here[0])])
    lesson, day = (np.concatenate(both) for both in zip(everything, here, strict=True))
    return lesson, day, size


def _half_days(f: Formulation, limit: Limit) -> Units:
    """Engagements; whom a limit tells apart is single."""
    e = f.engage
    beyond = f.beyond.engaged
    number = np.concatenate([e.ids, beyond.ids])
    column = np.concatenate([e.column, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(e.ids), beyond.counts])
    group, place = f.engagements.split(number)
    school, day, half = f.engagements.split_place(place)
    wanted = limit.of.substitutes
    members = [group.members[0] for group in f.index.substitutes]
    keep = _at(f.index, limit.of)[school]
    keep &= _is(wanted is None or name in wanted for name in members)[group]
    whose = {Each.SCHOOL: school, Each.SUBSTITUTE: group}
    owner = np.zeros_like(group) if limit.each is None else whose[limit.each]
    none = np.zeros_like(group)
    return Units(column, size, owner, none, day, half).only(keep)


def _sessions(f: Formulation, limit: Limit) -> Units:
    """Sessions of groups, or their minutes."""
    y = f.session
    p, beyond = f.candidates.placements, f.beyond.holds
    offer = np.concatenate([y.ids, beyond.ids])
    column = np.concatenate([y.column, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(y.ids), beyond.counts])
    placement = np.concatenate([y.placement, p.owners(beyond.ids)])
    if limit.count is Count.MINUTES:
        size = size * (p.end[placement] - p.start[placement])
    trainer, venue = p.trainer[offer].astype(np.int64), p.venue[placement].astype(np.int64)
    wanted = limit.of.trainers
    named = [wanted is None or t.id in wanted for t in f.index.trainers]
    course = p.course[placement]
    keep = _at(f.index, limit.of)[venue] & _taught(f.index, limit.of)[course]
    keep &= _is((*named, wanted is None))[trainer]
    keep &= _is(c.modality.has_group for c in f.index.courses)[course]
    whose = {Each.SCHOOL: venue, Each.TRAINER: trainer}
    owner = np.zeros_like(placement) if limit.each is None else whose[limit.each]
    none, day = np.zeros_like(placement), p.day[placement].astype(np.int64)
    half = _half(f.index, venue, p.start[placement])
    return Units(column, size, owner, none, day, half).only(keep)


_UNITS: Mapping[Count, Callable[[Formulation, Limit], Units]] = {
    Count.PEOPLE: _releases,
    Count.RELEASES: _releases,
    Count.LESSONS: _lessons,
    Count.HALF_DAYS: _half_days,
    Count.SESSIONS: _sessions,
    Count.MINUTES: _sessions,
}


def _is(some: Iterable[bool]) -> Bools:
    return np.array(list(some), dtype=np.bool_)


def _ints(some: Iterable[Any]) -> Ints:
    return np.array(list(some), dtype=np.int64)
