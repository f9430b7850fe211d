"""The past: what was before today, as it was.

Its attendances, sessions and engagements are candidates, read from the records and from nothing
else, so that every rule and goal counts them; the rows of rule ``past`` fix them. Who covered for
whom is over: covers of the past are numbers that limits and goals begin with, and the records
themselves go into the plan. A row that the past breaks by itself lets nothing be added to it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.index import HALVES, Index, first_open
from pdsched.model.solution.solution import Counts, Solution
from pdsched.problem.once import once

# Figures


def releases_from_lessons(candidates: Candidates) -> Ints:
    """How many releases from lessons each staff group has in the past; people are single there."""
    c, ids = candidates, past_attendances(candidates)
    att = ids[c.aways.from_lessons(c.away[ids].astype(np.int64))]
    return np.bincount(c.group[att], minlength=len(c.index.staff)).astype(np.int64)


# Candidates


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
            index.world.calendar.day_number[e.date],
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
    past = past_engagements(index)
    remaining = engaged[(day >= first_open(index)) | lookup_sorted(past, engaged)[0]]
    return union(remaining, past) if whole else remaining


def past_choice(candidates: Candidates) -> Solution:
    """The past alone."""
    c, engagements = candidates, past_engagements(candidates.index)
    ids = past_attendances(c)
    _, offers = c.placements.offers_of(unique(c.placement[ids].astype(np.int64)))
    none = Counts.none()
    return Solution(_once_each(ids), _once_each(offers), _once_each(engagements), none, none)


def is_bare(candidates: Candidates, solution: Solution) -> bool:
    """Whether nobody attends anything in a solution but what is past."""
    return len(solution.attends.ids) == len(past_attendances(candidates))


def joined_with(past: Solution, solution: Solution) -> Solution:
    """The past, and a solution of what is to come."""
    return Solution(*(one.with_(other) for one, other in zip(past, solution, strict=True)))


def still_open(candidates: Candidates, solution: Solution) -> Solution:
    """A solution without the past."""
    before = past_choice(candidates)
    remaining = (
        counts.only(~lookup_sorted(counts_before.ids, counts.ids)[0])
        for counts, counts_before in zip(solution, before, strict=True)
    )
    return Solution(*remaining)


def _once_each(ids: Ints) -> Counts:
    return Counts.of(ids, np.ones(len(ids), dtype=np.int64))


# Rows


# Goals


def holders_before(candidates: Candidates) -> Iterator[tuple[int, int]]:
    """Class and holder of the covers of the past, by their numbers; a holder may be -1: gone."""
    index, world = candidates.index, candidates.index.world
    classes = {one: n for n, one in enumerate(world.timetable.all_classes)}
    substitutes = {m: n for n, g in enumerate(index.substitutes) for m in g.members}
    colleagues = {
        name: len(index.substitutes) + n for n, name in enumerate(colleagues_of(index).names)
    }
    # Whoever is both a substitute and of the staff is one adult.
    holders = colleagues | substitutes
    for cover in world.problem.past_covers:
        holder = holders.get(cover.holder, -1)
        for one in dict.fromkeys(world.timetable.classes[cover.lesson]):
            yield classes[one], holder
