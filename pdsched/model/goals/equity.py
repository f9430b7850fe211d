"""Goals of equity: the shares of their points of those who are served worst.

The first step is the least share; step ``k`` is the sum of the ``k`` least. Bringing these to their
best one after the other finds the plan whose shares, sorted, are lexicographically the largest
(Ogryczak and Sliwinski, 2003). The sum of the ``k`` least is linear: the largest value of
``k * level - sum(max(0, level - share))`` over all levels. Steps beyond the
units that there are add what is served in full to the one before: no decision changes that, and
they have no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.learning import best_of_persons
from pdsched.model.goals.registry import FURTHER, After, Goal, goal
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Solution
from pdsched.policy import Step
from pdsched.problem import Role
from pdsched.problem.once import once

WHOLE = 1000
"""The share of whoever has all needs met."""


class _Compared(NamedTuple):
    """The units that are compared, as arrays; those without needs are not."""

    unit: Ints
    """By staff group."""
    wanted: Ints
    """By unit, the points of its needs."""
    before: Ints
    """By unit, the points of needs that were settled before."""
    had: Ints
    """By unit, the points of those that were met."""

    def met(self, c: Candidates, solution: Solution) -> Ints:
        """By unit, the points that a solution brings."""
        ids = solution.attends.ids
        points = c.points[ids].astype(np.int64) * solution.attends.counts
        met = np.bincount(self.unit[c.group[ids]], weights=points, minlength=len(self.wanted))
        return met.astype(np.int64)

    def shares(self, met: Ints) -> Ints:
        """By unit with needs, its share."""
        has_needs = self.wanted > 0
        return np.asarray(
            WHOLE * (met + self.had)[has_needs] // (self.wanted + self.before)[has_needs]
        )


def _compared(index: Index, unit_of: Callable[[str], int], count: int) -> _Compared:
    unit = np.array([unit_of(g.members[0]) for g in index.staff], dtype=np.int64)
    points = np.array([10 * sum(n.priority for n in g.needs) * g.size for g in index.staff])
    before, had = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for member in index.world.problem.staff:
        before[unit_of(member.id)] += member.points_wanted_before
        had[unit_of(member.id)] += member.points_met_before
    wanted = np.bincount(unit, weights=points, minlength=count).astype(np.int64)
    return _Compared(unit, wanted, before, had)


@once
def _schools(index: Index) -> _Compared:
    home = index.world.home
    return _compared(index, lambda person: index.school[home(person)], len(index.schools))


@once
def _roles(index: Index) -> _Compared:
    staff = index.world.staff
    roles = dict.fromkeys((*Role, *(member.role for member in staff.values())))
    numbers = {str(role): number for number, role in enumerate(roles)}
    return _compared(index, lambda person: numbers[staff[person].role], len(numbers))


class _WorstServed(NamedTuple):
    """The sum of the least shares of so many units, in thousandths, as large as possible."""

    step: Step
    compared: Callable[[Index], _Compared]

    def sum_of_least(self, shares: Ints) -> int:
        """The sum; units that are not there count as served in full."""
        least = np.sort(shares)[: self.step.number]
        return int(least.sum()) + WHOLE * (self.step.number - len(least))

    def value(self, candidates: Candidates, solution: Solution) -> int:
        """The sum in a plan."""
        of = self.compared(candidates.index)
        return self.sum_of_least(of.shares(of.met(candidates, solution)))

    def state(self, f: Formulation) -> None:
        """A column of the level, and of each unit's distance below it where several count."""
        of, worst = self.compared(f.index), self.step.number
        if worst > self._units(f.index):
            self._state_more(f)
            return
        unit = np.flatnonzero(of.wanted)
        met = self._met(f, of)[unit]
        beyond = (of.met(f.candidates, f.beyond) + of.had)[unit]
        whole = (of.wanted + of.before)[unit]
        level = f.new_variables(np.array([WHOLE], dtype=np.int64))
        below = f.new_variables(np.full(len(unit) if worst > 1 else 0, WHOLE, dtype=np.int64))
        row = np.arange(len(unit))
        f.rows.add(
            np.concatenate([row, row, row[: len(below)]]),
            np.concatenate([np.repeat(level, len(unit)), met, below]),
            np.concatenate([whole, np.full(len(unit), -WHOLE), -whole[: len(below)]]),
            upper=np.concatenate([WHOLE * beyond, WHOLE * beyond, WHOLE * beyond[: len(below)]]),
        )

        def put(values: Ints) -> None:
            shares = WHOLE * (values[met] + beyond) // whole
            best = np.sort(shares)[worst - 1] if worst <= len(shares) else WHOLE
            values[level] = best
            values[below] = np.maximum(best - shares[: len(below)], 0)

        f.define(np.concatenate([level, below]), put)
        f.own[self.step.id] = np.concatenate([level, below])

    def _units(self, index: Index) -> int:
        """How many steps differ from plan to plan: one for each unit with needs, and one at all."""
        return max(1, int(np.count_nonzero(self.compared(index).wanted)))

    def _state_more(self, f: Formulation) -> None:
        """The columns of the last step that differs, and one that is always full."""
        name = f"{self.step.goal}: full"
        if name not in f.own:
            full = f.own[name] = f.new_variables(np.array([WHOLE], dtype=np.int64))

            def put(values: Ints) -> None:
                values[full] = WHOLE

            f.define(full, put)
        last = Step(self.step.goal, self._units(f.index)).id
        f.own[self.step.id] = np.concatenate([f.own[name], f.own[last]])

    def _met(self, f: Formulation, of: _Compared) -> Ints:
        """Columns of the points of each unit, which all steps share."""
        x = f.attend
        name = f"{self.step.goal}: points"
        if name not in f.own:
            met = f.own[name] = f.new_variables(of.wanted)
            unit, attends, points, count = of.unit[x.group], x.column, x.points, len(met)
            f.rows.add(
                np.concatenate([unit, np.arange(count)]),
                np.concatenate([attends, met]),
                np.concatenate([-points, np.ones(count, dtype=np.int64)]),
                upper=0,
            )

            def put(values: Ints) -> None:
                reached = np.bincount(unit, weights=points * values[attends], minlength=count)
                values[met] = np.minimum(of.wanted, reached.astype(np.int64))

            f.define(met, put)
        return f.own[name]

    def weights(self, f: Formulation) -> Ints:
        """The level as often as units count, less each distance below it."""
        weight = np.zeros(f.columns, dtype=np.int64)
        columns, units = f.own[self.step.id], self._units(f.index)
        if self.step.number > units:
            weight[columns[0]] = self.step.number - units
            columns = columns[1:]
        weight[columns[0]] = min(self.step.number, units)
        weight[columns[1:]] = -1
        return weight

    def bounds(self, candidates: Candidates) -> Iterator[tuple[int, str]]:
        """Nobody has more than all points, nor more than each person's best comes to."""
        yield WHOLE * self.step.number, "plain"
        if not candidates.partial:
            of, best = self.compared(candidates.index), best_of_persons(candidates)
            met = np.bincount(of.unit, weights=best, minlength=len(of.wanted)).astype(np.int64)
            yield self.sum_of_least(of.shares(met)), "persons"

    def follows(self, candidates: Candidates, points: int) -> int:
        """The least share is at most that of all units together."""
        of = self.compared(candidates.index)
        has_needs = of.wanted > 0
        whole, had = int((of.wanted + of.before)[has_needs].sum()), int(of.had[has_needs].sum())
        return min(WHOLE, WHOLE * (points + had) // whole) if whole else WHOLE

    def goal(self) -> Goal:
        """How the model states this step."""
        first = self.step.number == 1
        before = self.step._replace(number=self.step.number - 1)
        return Goal(
            self.weights,
            self.value,
            maximise=True,
            bounds=self.bounds,
            wanted=lambda c: self.step.number <= self._units(c.index),
            state=self.state,
            follows=self.follows if first else None,
            after=None if first else After(before.id, WHOLE),
        )


def _worst_served(name: str, compared: Callable[[Index], _Compared]) -> None:
    goal(name, _WorstServed(Step(name, 1), compared).goal())
    FURTHER[name] = lambda number: _WorstServed(Step(name, number), compared).goal()


_worst_served("worst-served-school", _schools)
_worst_served("worst-served-role", _roles)


tells_apart("worst-served-school")
tells_apart("worst-served-role", staff=lambda member: member.role)
