"""From values of columns to a solution in numbers of candidates, and the other way round."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.formulation.complete import holding
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.solution.holders import held_named
from pdsched.model.solution.solution import Counts, Solution


def solution_of(f: Formulation, values: Ints) -> Solution:
    """What the values of the columns decide."""
    x, y, e, c = f.attend, f.session, f.engage, f.cover
    return Solution(
        Counts.of(x.ids, values[x.column]),
        Counts.of(y.ids, values[y.column]),
        Counts.of(e.ids, values[e.column]),
        Counts.of(c.ids, values[c.column]),
        Counts.of(_namings(f), values[f.named.column]) if names_covers(f) else Counts.none(),
    )


def values_of(f: Formulation, solution: Solution) -> Ints:
    """Values of all columns under a solution, as far as it is about these columns."""
    x, y, e, c = f.attend, f.session, f.engage, f.cover
    values = np.zeros(f.columns, dtype=np.int64)
    values[x.column] = solution.attends.at(x.ids)
    values[y.column] = solution.holds.at(y.ids)
    values[e.column] = solution.engaged.at(e.ids)
    values[c.column] = solution.covering.at(c.ids)
    if names_covers(f):
        values[f.named.column] = held_named(f.candidates, solution).at(_namings(f))
        f.complete(values)
        return values
    f.complete(values)
    columns = holding(f, values)
    if len(columns):
        # What follows from who holds which lesson could not be said before.
        values[columns] = 1
        f.complete(values)
    return values


def names_covers(f: Formulation) -> bool:
    """Whether columns say who holds which lesson, and a solution does."""
    return len(f.named.column) > 0 and covers_are_named(f.world)


def _namings(f: Formulation) -> Ints:
    """By named column, its number, see `Coverings`."""
    demand, group, _ = f.named
    lesson, day = f.demands.lesson[demand], f.demands.day[demand]
    return f.coverings.join(group, lesson, day)
