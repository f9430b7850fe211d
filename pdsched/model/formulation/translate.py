"""From values of columns to a solution in numbers of candidates, and the other way round."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.formulation.complete import holding
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.solution.holders import held_named
from pdsched.model.solution.solution import Counts, Solution


def solution_of(s: Formulation, values: Ints) -> Solution:
    """What the values of the columns decide."""
    return Solution(
        Counts.of(s.attendances, values[s.attend_columns]),
        Counts.of(s.offers, values[s.hold_columns]),
        Counts.of(s.engaged, values[s.engaged_columns]),
        Counts.of(s.covering, values[s.covering_columns]),
        Counts.of(_namings(s), values[s.named[2]]) if names_covers(s) else Counts.none(),
    )


def values_of(s: Formulation, solution: Solution) -> Ints:
    """Values of all columns under a solution, as far as it is about these columns."""
    values = np.zeros(s.columns, dtype=np.int64)
    values[s.attend_columns] = solution.attends.at(s.attendances)
    values[s.hold_columns] = solution.holds.at(s.offers)
    values[s.engaged_columns] = solution.engaged.at(s.engaged)
    values[s.covering_columns] = solution.covering.at(s.covering)
    if names_covers(s):
        values[s.named[2]] = held_named(s.candidates, solution).at(_namings(s))
        s.complete(values)
        return values
    s.complete(values)
    held = holding(s, values)
    if len(held):
        # What follows from who holds which lesson could not be said before.
        values[held] = 1
        s.complete(values)
    return values


def names_covers(s: Formulation) -> bool:
    """Whether columns say who holds which lesson, and a solution does."""
    return len(s.named[2]) > 0 and covers_are_named(s.world)


def _namings(s: Formulation) -> Ints:
    """By named column, its number, see `Coverings`."""
    demand, group, _ = s.named
    lesson, day = s.demands.lesson[demand], s.demands.day[demand]
    return s.coverings.join(group, lesson, day)
