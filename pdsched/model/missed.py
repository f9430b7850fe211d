"""Lessons that people miss, whether they need cover or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pdsched.model.arrays import Ints, Ragged, numbered
from pdsched.model.aways import whole_half_days
from pdsched.model.index import Index
from pdsched.model.statement import Statement
from pdsched.problem import CoverKind, minutes
from pdsched.problem.once import once


class Missed(NamedTuple):
    """Lessons of single persons on dates, as arrays."""

    group: Ints
    lesson: Ints
    """Number of the lesson in the problem."""
    columns: Ragged
    """Columns whose sum is at least 1 when the lesson is missed."""


def missed(s: Statement) -> Missed:
    """Every lesson on every date that could be missed by what is stated."""
    entry, lesson = missed_by(s)
    number, first = numbered(s.group[entry], lesson, s.day[entry])
    columns = s.taken_by(number, entry, len(first))
    return Missed(s.group[entry[first]], lesson[first], columns)


def missed_by(s: Statement, some: Ints | None = None) -> tuple[Ints, Ints]:
    """Each attendance, or each of some, with each lesson that it takes, the way included."""
    own = s.attend_columns if some is None else some
    group, day, placement = s.group[own], s.day[own], s.placement[own]
    day_of, first = numbered(group, day)
    names = [s.index.staff[number].members[0] for number in group[first].tolist()]
    held = lessons_of_days(s.index, names, day[first])
    position, row = held.expand(day_of)
    school, start, end, lesson, half, needed = lesson_rows(s.index)[row].T
    placements = s.candidates.placements
    venue = placements.venue[placement][position]
    there = np.where(venue < 0, 0, s.index.travel[school, venue])
    back = np.where(venue < 0, 0, s.index.travel[venue, school])
    begins = placements.start[placement][position] - there
    ends = placements.end[placement][position] + back
    takes = (start < ends) & (begins < end)
    if s.world.policy.holds("half-day-releases"):
        takes |= whole_half_days(takes[:, None], needed == 1, position * 2 + half)[:, 0]
    return own[position[takes]], lesson[takes]


@once
def lesson_rows(index: Index) -> Ints:
    """School, start, end, number, half-day of each lesson, and whether it needs cover."""
    schools = index.world.schools
    rows = [
        (
            index.school[x.school],
            minutes(x.start),
            minutes(x.end),
            n,
            x.start >= schools[x.school].midday,
            x.cover is CoverKind.NEEDED,
        )
        for n, x in enumerate(index.world.problem.lessons)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 6)


@once
def lesson_numbers(index: Index) -> dict[str, int]:
    """Number of each lesson of the problem."""
    return {x.id: n for n, x in enumerate(index.world.problem.lessons)}


def lessons_of_days(index: Index, names: Sequence[str], days: Ints) -> Ragged:
    """By person and day, the numbers of the lessons held then, whatever their cover."""
    number = lesson_numbers(index)
    owner: list[int] = []
    items: list[int] = []
    for place, (name, day) in enumerate(zip(names, days.tolist(), strict=True)):
        for held in index.world.lessons(name, index.days[day]):
            owner.append(place)
            items.append(number[held.lesson])
    return Ragged.of(owner, items, len(names))
