"""What counted limits count, as arrays: what one unit is, and whose and when it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted
from pdsched.model.candidates.candidates import Releases
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import Index
from pdsched.model.instance.selection import middays, selection_of
from pdsched.model.solution.due import covers_needed, releases_in
from pdsched.model.solution.solution import Counts, Solution
from pdsched.policy.counts import Count, Each
from pdsched.policy.limits import Limit


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


# What is counted


def _releases(f: Formulation, limit: Limit) -> Units:
    """Releases from lessons, stated ones and others."""
    beyond = releases_in(f.candidates, f.beyond)
    every = Releases._make(
        np.concatenate([mine, other]) for mine, other in zip(f.releases, beyond, strict=True)
    )
    column = np.concatenate([f.release_columns, np.full(len(beyond.group), -1)])
    p, asked = f.candidates.placements, selection_of(f.index, limit)
    # Staff whose lessons need cover are single: for others nothing is asked.
    some = every.from_lessons & asked.is_person[every.group]
    some &= asked.is_course[p.course[every.placement]]
    keep = np.flatnonzero(some)
    every = every.only(keep)
    return Units(
        column[keep],
        np.ones(len(keep), dtype=np.int64),
        asked.unit[every.group],
        every.group,
        every.day,
        _half(f.index, p.venue[every.placement], p.start[every.placement]),
    )


def _half(index: Index, venue: Ints, start: Ints) -> Ints:
    return (start >= middays(index)[venue]).astype(np.int64)


def _lessons(f: Formulation, limit: Limit) -> Units:
    """Lessons that need a cover, as often as they do; those of the past, too."""
    lessons, demands = f.candidates.lessons, f.demands
    owner, column = demands.taken.expand(np.arange(len(demands.lesson)))
    lesson, day = demands.lesson[owner], demands.day[owner]
    other, on, more = _due_beyond(f)
    lesson, day = np.concatenate([lesson, other]), np.concatenate([day, on])
    column = np.concatenate([column, np.full(len(other), -1)])
    size = np.concatenate([np.ones(len(owner), dtype=np.int64), more])
    position = np.flatnonzero(selection_of(f.index, limit).is_school[lessons.school[lesson]])
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
    beyond = f.beyond.engaged
    number = np.concatenate([f.engage.ids, beyond.ids])
    column = np.concatenate([f.engage.column, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(f.engage.ids), beyond.counts])
    group, place = f.engagements.split(number)
    school, day, half = f.engagements.split_place(place)
    asked = selection_of(f.index, limit)
    keep = asked.is_school[school] & asked.is_substitute[group]
    whose = {Each.SCHOOL: school, Each.SUBSTITUTE: group}
    owner = np.zeros_like(group) if limit.each is None else whose[limit.each]
    none = np.zeros_like(group)
    return Units(column, size, owner, none, day, half).only(keep)


def _sessions(f: Formulation, limit: Limit) -> Units:
    """Sessions of groups, or their minutes."""
    p, beyond = f.candidates.placements, f.beyond.holds
    offer = np.concatenate([f.session.ids, beyond.ids])
    column = np.concatenate([f.session.column, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(f.session.ids), beyond.counts])
    placement = np.concatenate([f.session.placement, p.owners(beyond.ids)])
    if limit.count is Count.MINUTES:
        size = size * (p.end[placement] - p.start[placement])
    trainer, venue = p.trainer[offer].astype(np.int64), p.venue[placement].astype(np.int64)
    course, asked = p.course[placement], selection_of(f.index, limit)
    keep = asked.is_school[venue] & asked.is_course[course] & asked.is_trainer[trainer]
    in_group = np.array([c.modality.has_group for c in f.index.courses], dtype=np.bool_)
    keep &= in_group[course]
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
