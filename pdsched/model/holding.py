"""Who holds which lesson in a given plan, where covers are columns of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pdsched.model.arrays import Bools, Ints, Ragged, contains, numbered
from pdsched.model.hands import hold, pairs_of
from pdsched.model.pauses import Pauses

if TYPE_CHECKING:
    from pdsched.model.statement import Statement


def holding(s: Statement, values: Ints) -> Ints:
    """Where covers are named, columns of one way in which those engaged hold the lessons.

    A school and date where there is no way is left out.
    """
    demand, group, column = s.named
    if not len(column):
        return column
    demands = s.demands
    position, load = demands.taken.expand(np.arange(len(demands.lesson)))
    taken = np.bincount(position, weights=values[load], minlength=len(demands.lesson)) > 0
    some = np.flatnonzero(taken)
    taken[some[_helped(s, values, some)]] = False
    number = group * s.engagements.places + demands.place[demand]
    there, where = contains(s.engaged, number)
    there[there] = values[s.engaged_columns[where[there]]] > 0
    able = Ragged.of(demand[there], np.flatnonzero(there), len(demands.lesson))
    due = np.unique(demand[taken[demand]])
    _, first = numbered(demands.place[due] // 2)
    found: list[int] = []
    pauses = Pauses.of(s.world.policy)
    for school_day in demands.place[due[first]] // 2:
        some = due[demands.place[due] // 2 == school_day]
        spans = list(zip(demands.start[some].tolist(), demands.end[some].tolist(), strict=True))
        pairs = [dict(zip(group[able[d]].tolist(), able[d].tolist(), strict=True)) for d in some]
        soon = pauses.broken(s.hours_of(some))
        held = hold(spans, [list(hands) for hands in pairs], pairs_of(soon))
        found.extend(hands[h] for hands, h in zip(pairs, held or (), strict=held is not None))
    return column[np.array(found, dtype=np.int64)]


def _helped(s: Statement, values: Ints, taken: Ints) -> Bools:
    """Which of these demands colleagues hold: of each duty the first so many."""
    position, own = s.covered_by.expand(np.arange(len(s.duties[1])))
    helped = np.bincount(position, weights=values[own], minlength=len(s.duties[1]))
    duty = s.duties[0][taken]
    order = np.argsort(duty, kind="stable")
    rank = np.empty(len(taken), dtype=np.int64)
    rank[order] = np.arange(len(taken)) - np.searchsorted(duty[order], duty[order])
    found: Bools = rank < helped[duty]
    return found
