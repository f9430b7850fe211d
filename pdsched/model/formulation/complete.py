"""Who holds which lesson in a given plan, where covers are columns of their own."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints, cumcount, group_ids, lookup_sorted, unique
from pdsched.engines.assignment import IntervalAssignment, assign
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.class_days import class_days_left
from pdsched.model.instance.pauses import Pauses, pairs_of


def holding(f: Formulation, values: Ints) -> Ints:
    """Where covers are named, columns of one way in which those engaged hold the lessons.

    A school and date where there is no way is left out.
    """
    e = f.engage
    demand, group, column = f.named
    if not len(column):
        return column
    demands = f.demands
    position, load = demands.taken.expand(np.arange(len(demands.lesson)))
    is_taken = np.bincount(position, weights=values[load], minlength=len(demands.lesson)) > 0
    dem = np.flatnonzero(is_taken)
    is_taken[dem[_helped(f, values, dem)]] = False
    number = group * f.engagements.places + demands.place[demand]
    is_engaged, where = lookup_sorted(e.ids, number)
    is_engaged[is_engaged] = values[e.column[where[is_engaged]]] > 0
    could_hold = CsrLists.of(demand[is_engaged], np.flatnonzero(is_engaged), len(demands.lesson))
    due = unique(demand[is_taken[demand]])
    school_day = demands.place[due] // 2
    school_days = [due[school_day == one] for one in unique(school_day)]
    hands = [
        [
            dict(zip(group[could_hold[d]].tolist(), could_hold[d].tolist(), strict=True))
            for d in dems
        ]
        for dems in school_days
    ]
    tasks = [_task(f, dems, positions) for dems, positions in zip(school_days, hands, strict=True)]
    chosen: list[int] = []
    for positions, hands_of in zip(hands, assign(tasks, _days_left(f, due)), strict=True):
        chosen.extend(
            of[h] for of, h in zip(positions, hands_of or (), strict=hands_of is not None)
        )
    return column[np.array(chosen, dtype=np.int64)]


def _task(f: Formulation, due: Ints, hands: Sequence[Iterable[int]]) -> IntervalAssignment[int]:
    """Demands of one school and date, and who could hold each."""
    demands, lessons, pauses = f.demands, f.candidates.lessons, Pauses.of(f.world.policy)
    return IntervalAssignment(
        int(demands.day[due[0]]),
        list(zip(demands.start[due].tolist(), demands.end[due].tolist(), strict=True)),
        [list(able) for able in hands],
        pairs_of(pauses.broken(demands.hours(lessons, due))) if pauses.longest else (),
        [lessons.classes[n].tolist() for n in demands.lesson[due]],
    )


def _days_left(f: Formulation, due: Ints) -> dict[tuple[int, Hashable], int]:
    """Dates that substitutes have left with classes of which more are due, by both."""
    position, name = f.candidates.lessons.classes.expand(f.demands.lesson[due])
    _, first = group_ids(name, f.demands.day[due[position]])
    days_left = class_days_left(f.index)
    dates = np.bincount(name[first], minlength=days_left.shape[1])
    pairs = zip(*(part.tolist() for part in np.nonzero(days_left < dates)), strict=True)
    return {(who, c): int(days_left[who, c]) for who, c in pairs}


def _helped(f: Formulation, values: Ints, taken: Ints) -> Bools:
    """Which of these demands colleagues hold: of each duty the first so many."""
    position, column = f.covered_by.expand(np.arange(len(f.demands.duties)))
    covers = np.bincount(position, weights=values[column], minlength=len(f.demands.duties))
    duty = f.demands.duty[taken]
    is_helped: Bools = cumcount(duty) < covers[duty]
    return is_helped
