"""From values of columns to a choice in numbers of candidates, and the other way round."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.formulation.complete import holding
from pdsched.model.formulation.formulation import Statement
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.solution.holders import held_named
from pdsched.model.solution.solution import Choice, Counted


def choice_of(s: Statement, values: Ints) -> Choice:
    """What the values of the columns decide."""
    return Choice(
        Counted.of(s.attendances, values[s.attend_columns]),
        Counted.of(s.offers, values[s.hold_columns]),
        Counted.of(s.engaged, values[s.engaged_columns]),
        Counted.of(s.covering, values[s.covering_columns]),
        Counted.of(_namings(s), values[s.named[2]]) if names_covers(s) else Counted.none(),
    )


def values_of(s: Statement, choice: Choice) -> Ints:
    """Values of all columns under a choice, as far as it is about these columns."""
    values = np.zeros(s.columns, dtype=np.int64)
    values[s.attend_columns] = choice.attends.at(s.attendances)
    values[s.hold_columns] = choice.holds.at(s.offers)
    values[s.engaged_columns] = choice.engaged.at(s.engaged)
    values[s.covering_columns] = choice.covering.at(s.covering)
    if names_covers(s):
        values[s.named[2]] = held_named(s.candidates, choice).at(_namings(s))
        s.follow(values)
        return values
    s.follow(values)
    held = holding(s, values)
    if len(held):
        # What follows from who holds which lesson could not be said before.
        values[held] = 1
        s.follow(values)
    return values


def names_covers(s: Statement) -> bool:
    """Whether columns say who holds which lesson, and a choice does."""
    return len(s.named[2]) > 0 and covers_are_named(s.world)


def _namings(s: Statement) -> Ints:
    """By named column, its number, see `Coverings`."""
    demand, group, _ = s.named
    lesson, day = s.demands.lesson[demand], s.demands.day[demand]
    return s.coverings.join(group, lesson, day)
