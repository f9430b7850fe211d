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
    taken = np.bincount(position, weights=values[load], minlength=len(demands.lesson)) > 0
    some = np.flatnonzero(taken)
    taken[some[_helped(f, values, some)]] = False
    number = group * f.engagements.places + demands.place[demand]
    there, where = lookup_sorted(e.ids, number)
    there[there] = values[e.column[where[there]]] > 0
    able = CsrLists.of(demand[there], np.flatnonzero(there), len(demands.lesson))
    due = unique(demand[taken[demand]])
    school_day = demands.place[due] // 2
    days = [due[school_day == one] for one in unique(school_day)]
    hands = [
        [dict(zip(group[able[d]].tolist(), able[d].tolist(), strict=True)) for d in some]
        for some in days
    ]
    tasks = [_task(f, some, mine) for some, mine in zip(days, hands, strict=True)]
    found: list[int] = []
    for mine, held in zip(hands, assign(tasks, _days_left(f, due)), strict=True):
        found.extend(of[h] for of, h in zip(mine, held or (), strict=held is not None))
    return column[np.array(found, dtype=np.int64)]


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
    left = class_days_left(f.index)
    dates = np.bincount(name[first], minlength=left.shape[1])
    some = zip(*(part.tolist() for part in np.nonzero(left < dates)), strict=True)
    return {(who, c): int(left[who, c]) for who, c in some}


def _helped(f: Formulation, values: Ints, taken: Ints) -> Bools:
    """Which of these demands colleagues hold: of each duty the first so many."""
    position, own = f.covered_by.expand(np.arange(len(f.demands.duties)))
    helped = np.bincount(position, weights=values[own], minlength=len(f.demands.duties))
    duty = f.demands.duty[taken]
    found: Bools = cumcount(duty) < helped[duty]
    return found
