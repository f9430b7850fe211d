"""Goals of who holds the class meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pdsched.model.arrays import Ints
from pdsched.model.candidates import Candidates
from pdsched.model.engagements import Engagements
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.index import Index
from pdsched.model.statement import Choice, Statement

Cost = Callable[[Index, Ints, Ints], Ints]
"""What an engagement costs: by its substitute group and its school."""


def _of_engagements(cost: Cost) -> Goal:
    """The sum of what engagements cost, as little as possible."""

    def weights(s: Statement) -> Ints:
        found = np.zeros(s.columns, dtype=np.int64)
        school, _, _ = s.engagements.split_place(s.engaged_place)
        found[s.engaged_columns] = cost(s.index, s.engaged_group, school)
        return found

    def value(candidates: Candidates, choice: Choice) -> int:
        numbers = Engagements(candidates.index)
        group, place = numbers.split(choice.engaged.ids)
        school, _, _ = numbers.split_place(place)
        return int((cost(candidates.index, group, school) * choice.engaged.counts).sum())

    return Goal(weights, value)


def _one_each(_: Index, group: Ints, __: Ints) -> Ints:
    return np.ones(len(group), dtype=np.int64)


def _where_unfamiliar(index: Index, group: Ints, school: Ints) -> Ints:
    return 1 - index.familiar[group, school].astype(np.int64)


goal("engaged-half-days", _of_engagements(_one_each))
goal("unfamiliar-half-days", _of_engagements(_where_unfamiliar))
