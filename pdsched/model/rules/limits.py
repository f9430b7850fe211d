"""Counts limits of a policy as rows: units, filed by whose they are and when, and added up.

One function states every limit. What a unit of a count is, and what it is of, is said by the
functions in ``_UNITS``, as arrays. What of a plan is not stated counts as it is, so that a piece
needs no more of the plan than it has for other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, interval_cliques, lookup_sorted
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.formulation.couplings import Reach, shared_lessons
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import Distinction, limits_tell_apart
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.solution.due import beyond_spare, releases_in
from pdsched.model.solution.solution import Counts, Solution
from pdsched.policy.limits import Count, Each, Limit, Of, Per
from pdsched.problem import Substitute, Weekday, minutes

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
    turn: Ints
    """Of the units of one person with the same number at most one happens."""
    day: Ints
    half: Ints

    def only(self, keep: Bools | Ints) -> Units:
        """Some of them, by a mask or by their positions."""
        return Units._make(field[keep] for field in self)


def state_limit(s: Formulation, limit: Limit) -> None:
    """Add the rows of a limit."""
    units = _UNITS[limit.count](s, limit)
    units = units.only((units.owner != NOBODY) & _then(s.index, limit.of, units.day, units.half))
    entry, row = _rows_of(s.index, limit, units)
    units = units.only(entry)
    _, first = group_ids(row)
    row, _ = group_ids(row)
    most = _most(s.index, limit)[units.owner[first]]
    if limit.count is Count.PEOPLE:
        row, column, already = _heads(s, row, units, len(first))
        size = np.ones(len(row), dtype=np.int64)
    else:
        stated = units.column >= 0
        beyond = np.bincount(row, np.where(stated, 0, units.size), minlength=len(first))
        already = beyond.astype(np.int64)
        row, column, size = row[stated], units.column[stated], units.size[stated]
    left = most - already
    could = np.bincount(row, size * s.most()[column], minlength=len(first))
    tight = (could > left)[row]
    row, column, size = row[tight], column[tight], size[tight]
    # Where the past is beyond a hard limit, nothing may be added.
    upper = left if limit.id in s.world.policy.soft else np.maximum(0, left)
    case = units.owner[first] if limit.per is Per.WINDOW else np.arange(len(first))
    s.limit(row, column, size, upper=upper[row], case=case[row])


def _heads(s: Formulation, row: Ints, units: Units, rows: int) -> tuple[Ints, Ints, Ints]:
    """Row and column of whether each person is among the units of a row, and who is anyway."""
    both, first = group_ids(row, units.person)
    stays = np.bincount(both, units.column < 0, minlength=len(first)) > 0
    already = np.bincount(row[first], stays, minlength=rows).astype(np.int64)
    some = np.flatnonzero(~stays[both])
    lone = np.bincount(both[some], minlength=len(first))[both[some]] == 1
    alone, several = some[lone], some[~lone]
    if not len(several):
        return row[alone], units.column[alone], already
    number, one = group_ids(both[several])
    _, columns = s.some(number, units.column[several])
    rows_of = row[several[one]]
    return (
        np.concatenate([row[alone], rows_of]),
        np.concatenate([units.column[alone], columns]),
        already,
    )


def together(limit: Limit) -> tuple[Reach, ...]:
    """What has to be stated together; other units count as they are where they are not stated."""
    return (shared_lessons,) if limit.count is Count.LESSONS else ()


@limits_tell_apart
def distinction(limit: Limit) -> Distinction:
    """Substitutes: whom a limit counts apart are single, and who is counted is known.

    Releases are of staff who hold lessons that need cover, and these are always single.
    """
    if limit.count is not Count.HALF_DAYS:
        return Distinction()
    some = limit.of.substitutes

    def key(substitute: Substitute) -> Hashable:
        counted = some is None or substitute.id in some
        return substitute.id if counted and limit.each is Each.SUBSTITUTE else counted

    return Distinction(substitute=key)


# Time


def _then(index: Index, of: Of, day: Ints, half: Ints) -> Bools:
    found = np.ones(len(day), dtype=np.bool_)
    if of.weekdays is not None:
        found &= _is(Weekday.of(d) in of.weekdays for d in index.days)[day]
    if of.dates is not None:
        found &= _is(d in of.dates for d in index.days)[day]
    if of.halves is not None:
        found &= _is(h in of.halves for h in HALVES)[half]
    return found


def _rows_of(index: Index, limit: Limit, units: Units) -> tuple[Ints, Ints]:
    """Which units are counted together: entry, and number of the row."""
    day, everything = units.day, np.arange(len(units.day))
    if limit.per is Per.WINDOW:
        # Two dates are in one such stretch where the stretches that they begin overlap.
        return interval_cliques(units.owner, day, day + (limit.window_days or 1))
    period = {
        Per.DATE: day,
        Per.HALF_DAY: day * 2 + units.half,
        Per.WEEK: index.week[day],
        Per.MONTH: index.month[day],
        Per.TERM: index.term[day],
        Per.PLAN: np.zeros_like(day),
    }[limit.per]
    inside = everything[period >= 0]
    return inside, group_ids(units.owner[inside], period[inside])[0]


# Whose


def _most(index: Index, limit: Limit) -> Ints:
    """How many may be, by owner; a share is of the people whom the limit selects."""
    share, staff = limit.at_most, index.world.problem.staff
    if not isinstance(share, float):
        owners = max(len(index.world.timetable.all_classes), len(index.schools), len(staff))
        owners = max(owners, len(index.substitutes), len(index.trainers), 1)
        return np.full(owners, share, dtype=np.int64)
    of = limit.of
    chosen = [m.id for m in staff if _is_of(index, of, m.id)]
    owner = _unit_numbers(index, limit.each, chosen)
    heads = np.bincount(owner[owner >= 0], minlength=len(staff) + len(index.schools) + 1)
    # The hair added makes 0.29 of 100 people 29.
    found: Ints = np.maximum(1, np.floor(share * heads + 1e-9)).astype(np.int64)
    return found


def _is_of(index: Index, of: Of, person: str) -> bool:
    member, home = index.world.staff[person], index.world.home(person)
    asked = (
        (of.schools, home),
        (of.zones, index.world.schools[home].zone),
        (of.departments, member.department),
        (of.roles, member.role),
        (of.grades, member.grade),
    )
    return all(some is None or value in some for some, value in asked)


def _unit_numbers(index: Index, each: Each | None, people: Sequence[str]) -> Ints:
    """By person, the number of the school, department and so on; -1 where there is none."""
    world = index.world
    if each is None:
        return np.zeros(len(people), dtype=np.int64)
    if each is Each.SCHOOL:
        return _ints(index.school[world.home(p)] for p in people)
    if each is Each.PERSON:
        numbers = {m.id: n for n, m in enumerate(world.problem.staff)}
        return _ints(numbers[p] for p in people)
    unit = {m.id: (m.schools[0], str(getattr(m, each))) for m in world.problem.staff}
    found = {one: n for n, one in enumerate(dict.fromkeys(unit.values()))}
    return _ints(found[unit[p]] if unit[p][1] else NOBODY for p in people)


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


def _releases(s: Formulation, limit: Limit) -> Units:
    """Releases from lessons, stated ones and others."""
    beyond = releases_in(s.candidates, s.beyond)
    every = Releases._make(
        np.concatenate([mine, other]) for mine, other in zip(s.releases, beyond, strict=True)
    )
    column = np.concatenate([s.release_columns, np.full(len(beyond.group), -1)])
    index, p = s.index, s.candidates.placements
    people = [group.members[0] for group in index.staff]
    mine = _is(_is_of(index, limit.of, person) for person in people)
    # Staff whose lessons need cover are single: for others nothing is asked.
    some = every.from_lessons & mine[every.group]
    some &= _taught(index, limit.of)[p.course[every.placement]]
    keep = np.flatnonzero(some)
    every = every.only(keep)
    return Units(
        column[keep],
        np.ones(len(keep), dtype=np.int64),
        _unit_numbers(index, limit.each, people)[every.group],
        every.group,
        every.slot,
        every.day,
        _half(index, p.venue[every.placement], p.start[every.placement]),
    )


def _half(index: Index, venue: Ints, start: Ints) -> Ints:
    midday = _ints((*(minutes(index.world.schools[x].midday) for x in index.schools), NOON))
    return (start >= midday[venue]).astype(np.int64)


def _lessons(s: Formulation, limit: Limit) -> Units:
    """Lessons that need a cover, as often as they do; those of the past, too."""
    lessons, demands = s.candidates.lessons, s.demands
    owner, column = demands.taken.expand(np.arange(len(demands.lesson)))
    lesson, day = demands.lesson[owner], demands.day[owner]
    other, on, more = _due_beyond(s)
    lesson, day = np.concatenate([lesson, other]), np.concatenate([day, on])
    column = np.concatenate([column, np.full(len(other), -1)])
    size = np.concatenate([np.ones(len(owner), dtype=np.int64), more])
    position = np.flatnonzero(_at(s.index, limit.of)[lessons.school[lesson]])
    if limit.each is Each.CLASS:
        entry, whose = lessons.classes.expand(lesson[position])
        position = position[entry]
    elif limit.each is Each.SCHOOL:
        whose = lessons.school[lesson[position]]
    else:
        whose = np.zeros_like(position)
    none, half = np.zeros_like(position), lessons.half[lesson[position]]
    return Units(column[position], size[position], whose, none, none, day[position], half)


def _due_beyond(s: Formulation) -> tuple[Ints, Ints, Ints]:
    """Lessons on dates that need a cover in the plan, and -1 of those that are stated.

    Of a lesson held by several some may be stated and others not: only together they say whether a
    cover is due.
    """
    everything = _due(s.candidates, s.plan)
    stated = (
        some.only(lookup_sorted(ids, some.ids)[0])
        for ids, some in zip((s.attendances, s.offers), s.plan, strict=False)
    )
    here = _due(s.candidates, Solution(*stated, *[Counts.none()] * 3))
    size = np.repeat([1, -1], [len(everything[0]), len(here[0])])
    lesson, day = (np.concatenate(both) for both in zip(everything, here, strict=True))
    return lesson, day, size


def _due(c: Candidates, solution: Solution) -> tuple[Ints, Ints]:
    """Lessons on dates that need a cover in a solution, past or not."""
    _, lesson, day = c.lessons_taken(releases_in(c, solution))
    _, first = group_ids(lesson, day)
    lesson, day = lesson[first], day[first]
    row, _ = group_ids(c.lessons.whole[lesson], day)
    due = beyond_spare(row, c.lessons.spare[lesson])
    return lesson[due], day[due]


def _half_days(s: Formulation, limit: Limit) -> Units:
    """Engagements; whom a limit tells apart is single."""
    beyond = s.beyond.engaged
    number = np.concatenate([s.engaged, beyond.ids])
    column = np.concatenate([s.engaged_columns, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(s.engaged), beyond.counts])
    group, place = s.engagements.split(number)
    school, day, half = s.engagements.split_place(place)
    wanted = limit.of.substitutes
    members = [group.members[0] for group in s.index.substitutes]
    keep = _at(s.index, limit.of)[school]
    keep &= _is(wanted is None or name in wanted for name in members)[group]
    whose = {Each.SCHOOL: school, Each.SUBSTITUTE: group}
    owner = np.zeros_like(group) if limit.each is None else whose[limit.each]
    none = np.zeros_like(group)
    return Units(column, size, owner, none, none, day, half).only(keep)


def _sessions(s: Formulation, limit: Limit) -> Units:
    """Sessions of groups, or their minutes."""
    p, beyond = s.candidates.placements, s.beyond.holds
    offer = np.concatenate([s.offers, beyond.ids])
    column = np.concatenate([s.hold_columns, np.full(len(beyond.ids), -1)])
    size = np.concatenate([np.ones_like(s.offers), beyond.counts])
    placement = np.concatenate([s.used[s.offer_seat], p.owners(beyond.ids)])
    if limit.count is Count.MINUTES:
        size = size * (p.end[placement] - p.start[placement])
    trainer, venue = p.trainer[offer].astype(np.int64), p.venue[placement].astype(np.int64)
    wanted = limit.of.trainers
    named = [wanted is None or t.id in wanted for t in s.index.trainers]
    course = p.course[placement]
    keep = _at(s.index, limit.of)[venue] & _taught(s.index, limit.of)[course]
    keep &= _is((*named, wanted is None))[trainer]
    keep &= _is(c.modality.has_group for c in s.index.courses)[course]
    whose = {Each.SCHOOL: venue, Each.TRAINER: trainer}
    owner = np.zeros_like(placement) if limit.each is None else whose[limit.each]
    none, day = np.zeros_like(placement), p.day[placement].astype(np.int64)
    half = _half(s.index, venue, p.start[placement])
    return Units(column, size, owner, none, none, day, half).only(keep)


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
