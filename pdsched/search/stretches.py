"""Stretches: the horizon planned from its first day to its last, at prices of what is to come.

The linear relaxation of the attendances of most worth says what a unit of each limit is worth. Net
of the prices of whatever stretches of days share - needs, arcs between steps, limits of a week
that is divided - each stretch is a problem of its own: a need is met there only if that is worth
more than elsewhere. Stretch after stretch is solved so in whole numbers, each with the plan before
it fixed, and then all over again for whatever needs are left, without prices (price-directed
decomposition: Dantzig and Wolfe, 1960; from its prices to plans: Fisher, 1981).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints, union
from pdsched.engines.duality import binding_duals, column_prices
from pdsched.engines.part import RelaxTask, relax_part, solve_sub_mip
from pdsched.engines.program import Objective
from pdsched.model.build import formulate, keeps_rules
from pdsched.model.goals.changes import CHANGES
from pdsched.model.solution.past import past_choice
from pdsched.model.solution.solution import Solution
from pdsched.search.guide import Guide
from pdsched.search.lagrangian import block_numbers, by_day
from pdsched.search.prices import NetWeights
from pdsched.search.subproblem import SubMip
from pdsched.search.task import GoalTask


class _Relaxed(NamedTuple):
    """What the relaxation says."""

    ids: Ints
    """Attendances worth looking at, sorted."""
    stretch: Ints
    """By day, the number of its stretch."""
    net: NetWeights
    """Net of the prices of what stretches share."""


class Stretches:
    """A plan for one goal, stretch by stretch."""

    def __init__(self, task: GoalTask, guide: Guide) -> None:
        self._task, self._incumbent, self._c = task, task.incumbent, task.candidates
        self._params, self._guide = task.params.stretches, guide
        self._day = self._c.placements.day[self._c.placement]

    def run(self, left: Callable[[], float]) -> None:
        """Plan anew with all workers, and keep the plan if it is better.

        ``left()`` tells the seconds that remain.
        """
        solution = past_choice(self._c)
        if len(self._day) > self._params.up_to or CHANGES.wanted(self._c):
            return  # A plan that is to change little is not made anew.
        if not keeps_rules(self._c, solution):
            return  # A stretch would not have what is asked of another.
        end = (1 - self._params.share) * left()
        relaxed = self._relax(self._params.relaxation_share * left())
        if relaxed is None:
            return
        count = int(relaxed.stretch.max(initial=0)) + 1
        for net in (relaxed.net, None):
            for number in range(count):
                # Without prices most is decided already, which is quick.
                turns = (count - number) + (net is not None) * count / 2
                seconds = min(self._params.slice_seconds, 2 * (left() - end) / turns)
                if self._incumbent.done or self._task.pool.lost or seconds <= 0:
                    self._incumbent.hear(solution)
                    return
                days = relaxed.stretch == number
                free = relaxed.ids[days[self._day[relaxed.ids]]]
                attended = solution.attends.ids
                free = union(free, attended[days[self._day[attended]]])
                solution = self._solve(solution, free, net, seconds)
            self._incumbent.hear(solution)

    def _relax(self, seconds: float) -> _Relaxed | None:
        """The relaxation of the attendances of most worth."""
        goal, params = self._incumbent.goal, self._params
        f = formulate(self._c, self._guide.first(params.relaxed))
        objective = Objective(goal.weights(f), goal.maximise)
        task = RelaxTask(f.program, objective, seconds, 0, self._task.pool.threads)
        relaxation = self._task.pool.ask(relax_part, task, self._is_over)
        if relaxation is None:
            return None
        duals, _ = binding_duals(f.program, relaxation.duals)
        x = f.attend
        reduced = (objective.weights - column_prices(f.program, duals))[x.column]
        is_near = reduced > -params.depth * self._guide.middling
        is_near |= relaxation.values[x.column] > params.least_value
        ids = x.ids[is_near]
        stretch = self._divide(ids)
        _, of_row = block_numbers(f.program, by_day(f, stretch))
        prices = column_prices(f.program, np.where(of_row >= 0, 0.0, duals))
        return _Relaxed(ids, stretch, NetWeights.by_columns(f, objective.weights - prices))

    def _is_over(self) -> bool:
        return self._incumbent.done

    def _divide(self, ids: Ints) -> Ints:
        """By day, the number of its stretch: whole days, as many as are not too much."""
        count = np.bincount(self._day[ids], minlength=len(self._c.index.days))
        stretch = np.zeros(len(count), dtype=np.int64)
        number = total = 0
        for day, more in enumerate(count.tolist()):
            if total and total + more > self._params.most:
                number, total = number + 1, 0
            total += more
            stretch[day] = number
        return stretch

    def _solve(
        self, solution: Solution, free: Ints, net: NetWeights | None, seconds: float
    ) -> Solution:
        params = self._task.params.lns
        sub_mip = SubMip(self._c, solution, free, self._incumbent.goal, (), params=params)
        limits = self._task.solve_limits(seconds, self._task.pool.threads)
        part = sub_mip.part(limits, params.prices) if net is None else sub_mip.priced(limits, net)
        result = self._task.pool.ask(solve_sub_mip, part, self._is_over)
        if result is None or result.values is None:
            return solution
        return sub_mip.change(result.values).on(solution)
