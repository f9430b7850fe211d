"""Who holds which lesson in a given plan, where covers are columns of their own."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np

from pdsched.model.arrays import Bools, Ints, Ragged, contains, numbered
from pdsched.model.pauses import Pauses, pairs_of
from pdsched.model.tasks import Task, hold_all

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
    pauses = Pauses.of(s.world.policy)
    tasks: list[Task[int]] = []
    columns: list[list[dict[int, int]]] = []
    for school_day in demands.place[due[first]] // 2:
        some = due[demands.place[due] // 2 == school_day]
        spans = list(zip(demands.start[some].tolist(), demands.end[some].tolist(), strict=True))
        pairs = [dict(zip(group[able[d]].tolist(), able[d].tolist(), strict=True)) for d in some]
        soon = pairs_of(pauses.broken(s.hours_of(some)))
        classes = [s.candidates.lessons.classes[n].tolist() for n in demands.lesson[some]]
        day = int(demands.day[some[0]])
        tasks.append(Task(day, spans, [list(hands) for hands in pairs], soon, classes))
        columns.append(pairs)
    found: list[int] = []
    for pairs, held in zip(columns, hold_all(tasks, _days_left(s, due)), strict=True):
        found.extend(hands[h] for hands, h in zip(pairs, held or (), strict=held is not None))
    return column[np.array(found, dtype=np.int64)]


def _days_left(s: Statement, due: Ints) -> dict[tuple[int, Hashable], int]:
    """Dates that substitutes have left with classes of which more are due, by both."""
    position, name = s.candidates.lessons.classes.expand(s.demands.lesson[due])
    _, first = numbered(name, s.demands.day[due[position]])
    left = s.index.class_days_left
    dates = np.bincount(name[first], minlength=left.shape[1])
    some = zip(*(part.tolist() for part in np.nonzero(left < dates)), strict=True)
    return {(who, c): int(left[who, c]) for who, c in some}


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
