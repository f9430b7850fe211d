"""Stretches: the horizon planned from its first day to its last, at prices of what is to come.

Whatever days far from each other share - needs, and arcs between steps - has a price in the session
relaxation (`pdsched.search.sessions`). Net of these prices a stretch of days is a problem of its
own: a need is met there only if that is worth more than elsewhere. Stretch after stretch is solved
so in whole numbers, each with the plan before it fixed, and then all over again for whatever needs
are left, without prices (a price-directed decomposition: Dantzig and Wolfe, 1960, with the
heuristic of Lagrangian relaxation: Fisher, 1981).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints, union
from pdsched.engines.part import solve_sub_mip
from pdsched.model.solution.solution import Solution
from pdsched.search.guide import Guide
from pdsched.search.subproblem import SubMip
from pdsched.search.task import GoalTask


class Stretches:
    """A plan for one goal, stretch by stretch."""

    def __init__(self, task: GoalTask, guide: Guide) -> None:
        self._task, self._incumbent, self._c = task, task.incumbent, task.candidates
        self._params = task.params.stretches
        self._guide = guide
        self._day = self._c.placements.day[self._c.placement]

    def run(self, left: Callable[[], float], hands: Callable[[], int]) -> None:
        """Plan anew, and keep the plan if it is better; ``left()`` tells the seconds that remain."""
        worth = self._guide.beyond
        is_inside = self._guide.kernel(self._params.depth)
        limit = self._params.share * left()
        end = left() - limit
        stretches = list(self._stretches(is_inside))
        solution = Solution.none()
        # Twice as many turns as there are stretches; those without prices are quick.
        for priced in (worth, None):
            for number, days in enumerate(stretches):
                turns = len(stretches) - number + (priced is not None) * len(stretches) / 2
                seconds = min(self._params.slice_seconds, 2 * (left() - end) / turns)
                if self._incumbent.done or self._task.pool.lost or seconds <= 0:
                    return
                free = np.flatnonzero(is_inside & days[self._day])
                solution = self._solve(solution, free, days, priced, seconds, hands())
            self._incumbent.hear(solution)

    def _stretches(self, is_inside: Bools) -> Iterator[Bools]:
        """Days, whole weeks where they are not too much: by day, whether it belongs to it."""
        count = np.bincount(self._day[is_inside], minlength=len(self._c.index.days))
        days: list[int] = []
        total = 0
        for day in np.flatnonzero(count).tolist():
            if days and total + count[day] > self._params.most:
                yield self._of(days)
                days, total = [], 0
            days.append(day)
            total += int(count[day])
        if days:
            yield self._of(days)

    def _of(self, days: list[int]) -> Bools:
        is_of = np.zeros(len(self._c.index.days), dtype=np.bool_)
        is_of[days] = True
        return is_of

    def _solve(
        self,
        solution: Solution,
        free: Ints,
        days: Bools,
        worth: Floats | None,
        seconds: float,
        workers: int,
    ) -> Solution:
        attended = solution.attends.ids
        free = union(free, attended[days[self._day[attended]]])
        goal, held = self._incumbent.goal, self._task.held
        sub_mip = SubMip(self._c, solution, free, goal, held, params=self._task.params.lns)
        limits = self._task.solve_limits(seconds, max(1, workers))
        prices = self._task.params.lns.prices
        part = sub_mip.part(limits, prices) if worth is None else sub_mip.priced(limits, worth)
        result = self._task.pool.ask(solve_sub_mip, part)
        if result is None or result.values is None:
            return solution
        return sub_mip.change(result.values).on(solution)
