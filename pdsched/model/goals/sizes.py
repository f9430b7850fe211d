"""Goal of the sizes of groups: as many learn together as a course prefers.

`pdsched.model.instance.single_sessions` lets placements of these courses hold one session at most.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Solution


def _preferred(index: Index) -> Ints:
    """By course, the preferred size of its groups; 0 where there is none."""
    sizes = [(c.group_preferred or 0) * c.modality.has_group for c in index.courses]
    return np.array(sizes, dtype=np.int64)


def _state(f: Formulation) -> None:
    """A column for each placement: by how many people its group is off."""
    x, y = f.attend, f.session
    preferred = _preferred(f.index)[f.candidates.placements.course[y.used]]
    seats = np.flatnonzero(preferred)
    row = np.full(len(y.used), -1, dtype=np.int64)
    row[seats] = np.arange(len(seats))
    att, offer = np.flatnonzero(row[x.seat] >= 0), np.flatnonzero(row[y.seat] >= 0)
    number = np.concatenate([row[x.seat[att]], row[y.seat[offer]]])
    column = np.concatenate([x.column[att], y.column[offer]])
    step = np.concatenate([np.ones(len(att), dtype=np.int64), -preferred[y.seat[offer]]])
    most = np.bincount(row[x.seat[att]], weights=x.size[att], minlength=len(seats))
    columns = f.new_variables(np.maximum(most.astype(np.int64), preferred[seats]))
    for sign in (1, -1):
        f.rows.add(
            np.concatenate([number, np.arange(len(seats))]),
            np.concatenate([column, columns]),
            np.concatenate([sign * step, np.full(len(seats), -1, dtype=np.int64)]),
            upper=0,
        )

    def put(values: Ints) -> None:
        off = np.bincount(number, weights=step * values[column], minlength=len(seats))
        values[columns] = np.abs(off).astype(np.int64)

    f.define(columns, put)
    f.own["group-size-off"] = columns


def _value(candidates: Candidates, solution: Solution) -> int:
    placements = candidates.placements
    preferred = _preferred(candidates.index)[placements.course]
    off = np.zeros(len(placements), dtype=np.int64)
    at = candidates.placement[solution.attends.ids].astype(np.int64)
    np.add.at(off, at, solution.attends.counts)
    placement = placements.owners(solution.holds.ids)
    np.subtract.at(off, placement, preferred[placement] * solution.holds.counts)
    return int(np.abs(off[preferred > 0]).sum())


def _wanted(candidates: Candidates) -> bool:
    return bool(_preferred(candidates.index).any())


goal("group-size-off", Goal(own_columns("group-size-off"), _value, wanted=_wanted, state=_state))


tells_apart(
    "group-size-off",
    single_sessions=lambda world: (
        c.id for c in world.problem.courses if c.group_preferred is not None
    ),
)
