"""Goals of who holds the class meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Statement
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.half_days import Engagements
from pdsched.model.instance.index import Index
from pdsched.model.solution.due import covers_due
from pdsched.model.solution.solution import Choice

Cost = Callable[[Index, Ints, Ints, Ints], Ints]
"""What an engagement costs: by its substitute group, school and day."""


def of_engagements(cost: Cost) -> Goal:
    """The sum of what engagements cost, as little as possible."""

    def weights(s: Statement) -> Ints:
        found = np.zeros(s.columns, dtype=np.int64)
        school, day, _ = s.engagements.split_place(s.engaged_place)
        found[s.engaged_columns] = cost(s.index, s.engaged_group, school, day)
        return found

    def value(candidates: Candidates, choice: Choice) -> int:
        numbers = Engagements(candidates.index)
        group, place = numbers.split(choice.engaged.ids)
        school, day, _ = numbers.split_place(place)
        return int((cost(candidates.index, group, school, day) * choice.engaged.counts).sum())

    return Goal(weights, value)


def one_each(_: Index, group: Ints, __: Ints, ___: Ints) -> Ints:
    """Every engagement costs the same."""
    return np.ones(len(group), dtype=np.int64)


def _where_unfamiliar(index: Index, group: Ints, school: Ints, _: Ints) -> Ints:
    return 1 - index.familiar[group, school].astype(np.int64)


def _where_unpreferred(index: Index, group: Ints, school: Ints, _: Ints) -> Ints:
    return 1 - index.preferred[group, school].astype(np.int64)


def _unfilled(index: Index, group: Ints, school: Ints, day: Ints) -> Ints:
    """Thousandths of an engagement that will not be filled; the hair makes 0.95 of 1000 950."""
    of_group, of_school, of_day = index.fill
    chance = of_group[group] * of_school[school] * of_day[day]
    return 1000 - np.floor(1000 * chance + 1e-6).astype(np.int64)


goal("engaged-half-days", of_engagements(one_each))
goal("unfamiliar-half-days", of_engagements(_where_unfamiliar))
goal("unpreferred-half-days", of_engagements(_where_unpreferred))
goal("expected-unfilled", of_engagements(_unfilled))


def _covers(s: Statement) -> Ints:
    weights = np.zeros(s.columns, dtype=np.int64)
    _, taken = s.demands.taken.expand(np.flatnonzero(s.open_demands))
    np.add.at(weights, taken, 1)
    return weights


def _covers_of(candidates: Candidates, choice: Choice) -> int:
    return len(covers_due(candidates, choice)[0])


goal("lessons-covered", Goal(_covers, _covers_of))


def colleagues_may(candidates: Candidates) -> bool:
    """Whether anybody may cover for a colleague."""
    return bool(colleagues_of(candidates.index).names)


def _by_colleagues(s: Statement) -> Ints:
    weights = np.zeros(s.columns, dtype=np.int64)
    weights[s.covering_columns] = colleagues_of(s.index).weight[s.covering_of[0]]
    return weights


def _by_colleagues_of(candidates: Candidates, choice: Choice) -> int:
    who, _, _ = Coverings(candidates.index, candidates.lessons).split(choice.covering.ids)
    return int((colleagues_of(candidates.index).weight[who] * choice.covering.counts).sum())


goal("colleague-covers", Goal(_by_colleagues, _by_colleagues_of, wanted=colleagues_may))


tells_apart("engaged-half-days", "lessons-covered", "colleague-covers")
tells_apart("unfamiliar-half-days", substitute=lambda s: frozenset(s.familiar_schools))
tells_apart("unpreferred-half-days", substitute=lambda s: frozenset(s.preferred_schools))
tells_apart("expected-unfilled", substitute=lambda s: s.fill_probability)
