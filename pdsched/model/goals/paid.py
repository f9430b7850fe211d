"""Goals of what is paid: half-days of substitutes or whole days, and covers by colleagues.

Where whole days are paid who is engaged in the morning should be engaged in the afternoon, too:
that is asked of single persons, so substitutes are not counted together then
(`pdsched.model.instance.interchangeable`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Ints, group_ids
from pdsched.engines.builder import largest
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.cover import colleagues_may, of_engagements, one_each
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.instance.past_figures import covers_given
from pdsched.model.instance.world import World
from pdsched.model.solution.solution import Solution

NAME = "paid-half-days"
_BY_HALF_DAYS = of_engagements(one_each)


def _least(candidates: Candidates) -> int:
    return candidates.index.world.policy.least_paid_half_days


def _state(f: Formulation) -> None:
    """A column for each substitute and date: 1 where they come at all."""
    e = f.engage
    if _least(f.candidates) == 1:
        return
    number, first = group_ids(e.group, e.day)
    columns = f.new_variables(np.ones(len(first), dtype=np.int64))
    # One school in a half-day, so of the engagements of a half-day there is one.
    row, one = group_ids(number, e.half)
    f.rows.add(
        np.concatenate([row, row[one]]),
        np.concatenate([e.column, columns[number[one]]]),
        np.concatenate([np.ones(len(row), dtype=np.int64), np.full(len(one), -1)]),
        upper=0,
    )
    f.define(columns, largest(columns[number], e.column))
    f.own[NAME] = columns


def _weights(f: Formulation) -> Ints:
    least = _least(f.candidates)
    if least == 1:
        return _BY_HALF_DAYS.weights(f)
    weights = np.zeros(f.columns, dtype=np.int64)
    # A date has two half-days, so whoever comes at all is paid for both.
    weights[f.own[NAME]] = least
    return weights


def _value(candidates: Candidates, solution: Solution) -> int:
    least, engaged = _least(candidates), solution.engaged
    if least == 1:
        return _BY_HALF_DAYS.value(candidates, solution)
    numbers = Engagements(candidates.index)
    group, place = numbers.split(engaged.ids)
    _, day, _ = numbers.split_place(place)
    number, first = group_ids(group, day)
    dates = np.bincount(number, weights=engaged.counts, minlength=len(first))
    return int(np.maximum(dates, least).sum())


PAID = goal(NAME, Goal(_weights, _value, state=_state))

COVERS = "paid-covers"


def _unpaid(index: Index) -> Ints:
    """By colleague, the covers that are left without pay."""
    most = index.world.policy.unpaid_covers or 0
    given = covers_given(index.world.problem)
    before = [
        index.world.staff[name].covers_before + given[name] for name in colleagues_of(index).names
    ]
    return np.asarray(np.maximum(0, most - np.array(before, dtype=np.int64)))


def _state_covers(f: Formulation) -> None:
    """A column for each colleague: the covers beyond those without pay.

    Of a colleague of whom one cover is stated, all are: limits of all need them, too.
    """
    c = f.cover
    number, first = group_ids(c.colleague)
    who, count = c.colleague[first], np.bincount(number, minlength=len(first))
    unpaid = _unpaid(f.index)[who]
    columns = f.new_variables(np.maximum(0, count - unpaid).astype(np.int64))
    f.rows.add(
        np.concatenate([number, np.arange(len(who))]),
        np.concatenate([c.column, columns]),
        np.concatenate([np.ones(len(number), dtype=np.int64), np.full(len(who), -1)]),
        upper=np.concatenate([unpaid[number], unpaid]),
    )

    def put(values: Ints) -> None:
        given = np.bincount(number, weights=values[c.column], minlength=len(who))
        values[columns] = np.maximum(0, given.astype(np.int64) - unpaid)

    f.define(columns, put)
    f.own[COVERS] = columns


def _covers_paid(candidates: Candidates, solution: Solution) -> int:
    index = candidates.index
    who, _, _ = Coverings(index, candidates.lessons).split(solution.covering.ids)
    counts = solution.covering.counts
    given = np.bincount(who, weights=counts, minlength=len(colleagues_of(index).names))
    return int(np.maximum(0, given - _unpaid(index)).sum())


goal(
    COVERS,
    Goal(own_columns(COVERS), _covers_paid, wanted=colleagues_may, state=_state_covers),
)


def _paid_by_the_day(world: World) -> Iterator[str]:
    """Everybody, where fewer half-days are paid like more."""
    return (s.id for s in world.problem.substitutes if world.policy.least_paid_half_days > 1)


tells_apart("paid-covers")
tells_apart("paid-half-days", single_substitutes=_paid_by_the_day)
