"""What counted limits count, as arrays: what one unit is, and whose and when it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted
from pdsched.model.candidates.candidates import Releases
from pdsched.model.formulation.cover_columns import could_hold, held_beyond
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import lesson_rows
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.givers import givers_of
from pdsched.model.instance.index import Index, first_open
from pdsched.model.instance.lessons import lesson_numbers
from pdsched.model.instance.selection import half_of_session, selection_of
from pdsched.model.solution.due import covers_needed
from pdsched.model.solution.solution import Counts, Solution
from pdsched.policy.counts import Count, Each
from pdsched.policy.limits import Limit
from pdsched.problem.once import once


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
    exclusive: Ints
    """Of those with one number at most one happens."""

    def only(self, keep: Bools | Ints) -> Units:
        """Some of them, by a mask or by their positions."""
        return Units._make(field[keep] for field in self)


def units_of(f: Formulation, limit: Limit) -> Units:
    """All that a limit could count, whenever it is."""
    return _UNITS[limit.count](f, limit)


# What is counted


def _releases(f: Formulation, limit: Limit) -> Units:
    """Releases from lessons, stated ones and others."""
    every, column, beyond = f.releases, f.release_columns, f.releases_beyond
    if len(beyond.group):
        every = Releases._make(map(np.concatenate, zip(every, beyond, strict=True)))
        column = np.concatenate([column, np.full(len(beyond.group), -1)])
    p, asked = f.candidates.placements, selection_of(f.index, limit)
    # Staff whose lessons need cover are single: for others nothing is asked.
    is_counted = every.from_lessons & asked.is_person[every.group]
    is_counted &= asked.is_course[p.course[every.placement]]
    keep = np.flatnonzero(is_counted)
    group, slot, placement = every.group[keep], every.slot[keep], every.placement[keep]
    return Units(
        column[keep],
        np.ones(len(keep), dtype=np.int64),
        asked.unit[group],
        group,
        every.day[keep],
        half_of_session(f.index, p.venue[placement], p.start[placement]),
        group * (int(slot.max(initial=0)) + 1) + slot,
    )


def _lessons(f: Formulation, limit: Limit) -> Units:
    """Lessons that need a cover, as often as they do; those of the past, too."""
    lessons, demands = f.candidates.lessons, f.demands
    owner, column = demands.taken.expand(np.arange(len(demands.lesson)))
    lesson, day = demands.lesson[owner], demands.day[owner]
    other, on, more = _due_beyond(f)
    lesson, day = np.concatenate([lesson, other]), np.concatenate([day, on])
    column = np.concatenate([column, np.full(len(other), -1)])
    size = np.concatenate([np.ones(len(owner), dtype=np.int64), more])
    return _of_lessons(f.index, limit, (lessons.whole[lesson], day, column, size), owner)


def _of_lessons(
    index: Index, limit: Limit, units: tuple[Ints, Ints, Ints, Ints], demand: Ints
) -> Units:
    """Units of lessons of the problem, by number, with day, column and size.

    The first of them are of demands, and of the columns of a demand one is 1 at most.
    """
    asked = selection_of(index, limit)
    exclusive = len(demand) + np.arange(len(units[0]))
    exclusive[: len(demand)] = demand
    is_asked = asked.is_lesson[units[0]]
    lesson, day, column, size, exclusive = (field[is_asked] for field in (*units, exclusive))
    entry, whose = asked.lesson_units.expand(lesson)
    half, none = lesson_rows(index)[lesson[entry], 4], np.zeros_like(entry)
    return Units(column[entry], size[entry], whose, none, day[entry], half, exclusive[entry])


def _covers(f: Formulation, limit: Limit) -> Units:
    """Covers: those that are due, the parts of classes that are divided, and those of the past."""
    if limit.asks_who_holds:
        return _named_covers(f, limit)
    lessons, demands = f.candidates.lessons, f.demands
    open_demands = np.flatnonzero(demands.is_open)
    position, column = demands.taken.expand(open_demands)
    owner = open_demands[position]
    other, on, more = _due_beyond(f)
    still = on >= first_open(f.index)
    part, beyond = _later_parts(f, f.cover.ids), _later_parts(f, f.beyond.covering.ids)
    _, duty, part_day = f.coverings.split(f.cover.ids[part])
    _, duty_beyond, day_beyond = f.coverings.split(f.beyond.covering.ids[beyond])
    before, day_before, _ = _covers_before(f.index)
    lesson = np.concatenate([demands.lesson[owner], other[still], duty, duty_beyond])
    day = np.concatenate(
        [demands.day[owner], on[still], part_day, day_beyond, day_before],
    )
    settled = np.full(len(beyond) + len(before), -1)
    column = np.concatenate([column, np.full(still.sum(), -1), f.cover.column[part], settled])
    size = np.ones(len(day), dtype=np.int64)
    size[len(owner) : len(owner) + int(still.sum())] = more[still]
    lesson = np.concatenate([lessons.whole[lesson], before])
    return _of_lessons(f.index, limit, (lesson, day, column, size), owner)


def _later_parts(f: Formulation, ids: Ints) -> Ints:
    """Positions of covers of parts, but for those beside the first of the lessons that divide."""
    lessons, part = f.candidates.lessons, np.flatnonzero(f.coverings.parts(ids))
    who, lesson, day = f.coverings.split(ids[part])
    beside = colleagues_of(f.index).joined(
        lessons, who, lesson, day, np.ones(len(part), dtype=np.bool_)
    )
    hosts = (lessons.splits[n][0] for n in lessons.split[lesson].tolist())
    later = [one != first for one, first in zip(beside, hosts, strict=True)]
    return part[np.array(later, dtype=np.bool_)]


def _named_covers(f: Formulation, limit: Limit) -> Units:
    """Covers by substitutes, where it matters by whom."""
    could, columns = could_hold(f)
    beyond = held_beyond(f)
    before, day_before, who_before = _covers_before(f.index)
    whole = f.candidates.lessons.whole
    lesson = np.concatenate([whole[could.lesson], whole[beyond.lesson], before])
    day = np.concatenate([could.day, beyond.day, day_before])
    column = np.concatenate([columns, np.full(len(lesson) - len(columns), -1)])
    holder = np.concatenate([could.holder, beyond.holder, who_before])
    is_asked = selection_of(f.index, limit).is_substitute
    kept = np.flatnonzero((holder >= 0) & (holder < len(is_asked)))
    kept = kept[is_asked[holder[kept]]]
    lesson, day, column, holder = lesson[kept], day[kept], column[kept], holder[kept]
    # Each unit keeps for a while, in place of its size, the position of its cover.
    units = _of_lessons(f.index, limit, (lesson, day, column, np.arange(len(kept))), kept[:0])
    if limit.each is Each.SUBSTITUTE:
        units = units._replace(owner=holder[units.size])
    return units._replace(size=np.ones_like(units.size))


@once
def _covers_before(index: Index) -> tuple[Ints, Ints, Ints]:
    """Covers of the past: lesson of the problem, day, and substitute group; -1 for a colleague."""
    world, numbers = index.world, lesson_numbers(index)
    groups = {m: n for n, group in enumerate(index.substitutes) for m in group.members}
    rows = [
        (numbers[c.lesson], world.calendar.day_number[c.date], groups.get(c.substitute or "", -1))
        for c in world.problem.past_covers
        if c.date in world.calendar.day_number
    ]
    lesson, day, who = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    return lesson, day, who


def _due_beyond(f: Formulation) -> tuple[Ints, Ints, Ints]:
    """Lessons on dates that need a cover in the plan, and -1 of those that are stated.

    Of a lesson held by several some may be stated and others not: only together they say whether a
    cover is due.
    """
    everything = covers_needed(f.candidates, f.plan)
    stated = (
        counts.only(lookup_sorted(ids, counts.ids)[0])
        for ids, counts in zip((f.attend.ids, f.session.ids), f.plan, strict=False)
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
    return Units(column, size, owner, none, day, half, np.arange(len(group))).only(keep)


def _sessions(f: Formulation, limit: Limit) -> Units:
    """Sessions of groups, or their minutes."""
    p, beyond = f.candidates.placements, f.beyond.holds
    offer = np.concatenate([f.session.ids, beyond.ids])
    column = np.concatenate([f.session.column, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(f.session.ids), beyond.counts])
    placement = np.concatenate([f.session.placement, p.owners(beyond.ids)])
    if limit.count is Count.MINUTES:
        # A team without an hour learns as long as its course takes.
        taken = [c.minutes * (not c.modality.has_hour) for c in f.index.courses]
        teams = np.array(taken, dtype=np.int64)[p.course[placement]]
        size = size * (p.end[placement] - p.start[placement] + teams)
    venue = p.venue[placement].astype(np.int64)
    course, asked = p.course[placement], selection_of(f.index, limit)
    who = givers_of(f.index)[p.trainer[offer]]
    is_asked = asked.is_trainer[who]
    keep = asked.is_school[venue] & asked.is_course[course] & is_asked.any(axis=1)
    in_group = np.array([c.modality.has_group for c in f.index.courses], dtype=np.bool_)
    keep &= in_group[course]
    owner = np.zeros_like(placement) if limit.each is None else venue
    none, day = np.zeros_like(placement), p.day[placement].astype(np.int64)
    half = half_of_session(f.index, venue, p.start[placement])
    units = Units(column, size, owner, none, day, half, np.arange(len(offer)))
    if limit.each is not Each.TRAINER:
        return units.only(keep)
    entry, giver = np.nonzero(is_asked & (who >= 0) & keep[:, None])
    return units.only(entry)._replace(owner=who[entry, giver])


_UNITS: Mapping[Count, Callable[[Formulation, Limit], Units]] = {
    Count.PEOPLE: _releases,
    Count.RELEASES: _releases,
    Count.LESSONS: _lessons,
    Count.COVERS: _covers,
    Count.HALF_DAYS: _half_days,
    Count.SESSIONS: _sessions,
    Count.MINUTES: _sessions,
}
