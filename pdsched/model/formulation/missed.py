"""Lessons that people miss, whether they need cover or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids
from pdsched.model.candidates.absences import whole_half_days
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.coaching import coached_in_class
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import Index
from pdsched.model.instance.lessons import lesson_numbers
from pdsched.problem import CoverKind, minutes
from pdsched.problem.once import once


class Missed(NamedTuple):
    """Lessons of single persons on dates, as arrays."""

    group: Ints
    lesson: Ints
    """Number of the lesson in the problem."""
    columns: CsrLists
    """Columns whose sum is at least 1 when the lesson is missed."""


def missed(f: Formulation) -> Missed:
    """Every lesson on every date that could be missed by what is stated."""
    entry, lesson = missed_by(f.candidates, f.releases)
    group, day = f.releases.group[entry], f.releases.day[entry]
    number, first = group_ids(group, lesson, day)
    columns = f.taken_by(number, entry, len(first))
    return Missed(group[first], lesson[first], columns)


def missed_by(c: Candidates, releases: Releases) -> tuple[Ints, Ints]:
    """Each release with each lesson that it takes, the way between schools included.

    Who is coached in a lesson leaves none; their releases have numbers of needs.
    """
    index, placements = c.index, c.placements
    day_of, first = group_ids(releases.group, releases.day)
    names = [index.staff[group].members[0] for group in releases.group[first].tolist()]
    lessons = lessons_of_days(index, names, releases.day[first])
    position, row = lessons.expand(day_of)
    school, start, end, lesson, half, needed = lesson_rows(index)[row].T
    venue = placements.venue[releases.placement][position]
    way_there = np.where(venue < 0, 0, index.travel[school, venue])
    way_back = np.where(venue < 0, 0, index.travel[venue, school])
    begins = placements.start[releases.placement][position] - way_there
    ends = placements.end[releases.placement][position] + way_back
    is_staying = coached_in_class(index)[placements.course[releases.placement]]
    is_staying &= releases.slot < index.slots
    is_taken = (start < ends) & (begins < end) & ~is_staying[position]
    if index.world.policy.releases_half_days:
        is_taken |= whole_half_days(is_taken[:, None], needed == 1, position * 2 + half)[:, 0]
    return position[is_taken], lesson[is_taken]


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


def lessons_of_days(index: Index, names: Sequence[str], days: Ints) -> CsrLists:
    """By person and day, the numbers of the lessons held then, whatever their cover."""
    number = lesson_numbers(index)
    owner: list[int] = []
    items: list[int] = []
    for place, (name, day) in enumerate(zip(names, days.tolist(), strict=True)):
        for held in index.world.timetable.lessons(name, index.days[day]):
            owner.append(place)
            items.append(number[held.lesson])
    return CsrLists.of(owner, items, len(names))
