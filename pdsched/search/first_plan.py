"""The first plan: an empty one filled in large parts by a constructive heuristic.

Series come first, each group at one time of the week: it is harder to find for every week than for
one. Then the horizon, stretch by stretch in order of time, so that whoever has to learn one step
before another can; then all over again, at lower prices.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import monotonic

import numpy as np

from pdsched.checks.pause import collector_paused
from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.part import fill_sub_mip
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.solution.past import is_bare
from pdsched.model.solution.solution import Solution
from pdsched.params import Prices
from pdsched.search.neighbourhoods import EVERYTHING, Neighbourhoods
from pdsched.search.runs import Run
from pdsched.search.subproblem import SubMip
from pdsched.search.task import GoalTask

FIRST_SECONDS = 1.0
"""Least seconds for each stretch as long as nothing is in the plan."""


class FirstPlan:
    """Fills the plan of one goal; ``number`` counts its parts, on from those before."""

    def __init__(
        self, task: GoalTask, around: Neighbourhoods, rng: np.random.Generator, number: int
    ) -> None:
        self._task, self._c, self._incumbent = task, task.candidates, task.incumbent
        self._around, self._rng, self.number = around, rng, number
        self._params = task.params.fill

    def fill(self, left: Callable[[], float], then: Callable[[], None]) -> None:
        """Fill an empty plan in large parts, without the engine.

        Where a stretch takes long, a few attendances of the whole horizon come before, for a plan
        of their own: one to have meanwhile. Once there is something in a plan, ``then()`` does what
        can wait for that.
        """
        needs = len(self._c.index.world.problem.needs)
        params, began, first = self._params, monotonic(), self._incumbent.value
        count = max(params.stretches, ceil(params.per_need * needs / params.most))
        size = max(params.least, params.per_need * needs // count)
        limit = params.share * left()
        base = self._incumbent.best or Solution.none()
        for_walks = self._task.params.walks.share * limit
        for run in self._around.walks.runs:
            base = self._follow(run, base, lambda: for_walks - (monotonic() - began))
        if size > params.quick_above:
            self._fill(base, params.least, EVERYTHING, params.prices, limit)
        is_going = False
        for stretch in (*((k / count, (k + 1) / count) for k in range(count)), EVERYTHING):
            seconds = limit - (monotonic() - began)
            if is_bare(self._c, base):  # However late it is: a first plan comes in any case.
                seconds = max(FIRST_SECONDS, seconds)
            if self._incumbent.done or (self._task.by_clock and seconds <= 0):
                return
            prices = self._task.params.lns.prices if stretch == EVERYTHING else params.prices
            base = self._fill(base, size, stretch, prices, seconds)
            if not is_going and self._incumbent.value != first:
                is_going = True
                then()

    def _follow(self, run: Run, base: Solution, left: Callable[[], float]) -> Solution:
        """The plan with groups of a run, each at the best of the walks that are tried for it.

        In free time if that can be: lessons that need cover come after.
        """
        for calm in (True, False):
            while not self._incumbent.done and (left() > 0 or not self._task.by_clock):
                followed = self._best_walk(run, base, left, calm=calm)
                if followed is base:
                    break
                self._hear(followed)
                base = followed
        return base

    def _best_walk(
        self, run: Run, base: Solution, left: Callable[[], float], *, calm: bool
    ) -> Solution:
        """The plan with the walk by which most needs are met, of some; as it is if none is."""
        walks, tries = self._around.walks, self._task.params.walks.tries
        waiting = walks.attendances(run, self._around.unmet(base), calm=calm)
        before = met = int(base.attends.counts.sum())
        best = base
        for walk in walks.ranked(run, waiting, base, self._rng)[:tries]:
            free = walks.of_group(walk, waiting)
            tried = self._filled(base, free, self._params.prices, left(), in_order=True)
            if (meets := int(tried.attends.counts.sum())) > met:
                best, met = tried, meets
            if met == before + len(free) or (self._task.by_clock and left() <= 0):
                break
        return best

    def _fill(
        self,
        best: Solution,
        size: int,
        stretch: tuple[float, float],
        prices: Prices,
        seconds: float,
    ) -> Solution:
        """The plan with more in it, which is heard."""
        unmet = int(self._around.unmet(best).sum())
        size = max(self._params.least, min(size, self._params.per_unmet_need * unmet))
        free = self._around.draw_stretch(best, size, self._rng, stretch)
        solution = self._filled(best, free, prices, seconds)
        self._hear(solution)
        return solution

    def _hear(self, solution: Solution) -> None:
        self._incumbent.hear(solution)
        self._incumbent.pieces += 1

    def _filled(
        self, best: Solution, free: Ints, prices: Prices, seconds: float, *, in_order: bool = False
    ) -> Solution:
        """The plan with some of the free attendances.

        With ``in_order`` sessions are opened in the order of their courses, and again as long as
        that brings more: a meeting waits for the one before it.
        """
        self.number += 1
        # Filling column by column sees nothing of a goal that is about all of them together.
        goal = NEEDS_MET if self._incumbent.goal.guided else self._incumbent.goal
        lns, held = self._task.params.lns, self._task.held
        sub_mip = SubMip(self._c, best, free, goal, held, seed=self.number, params=lns)
        limits = SolveLimits(
            max(0.0, seconds) if self._task.by_clock else None,
            None,
            1,
            self._task.limits.seed + self.number,
        )
        part = sub_mip.part(limits, prices)
        while True:
            with collector_paused():
                values = fill_sub_mip(part, lambda: self._incumbent.done, in_order=in_order).values
            assert values is not None
            if not in_order or (values == part.hint).all():
                return sub_mip.change(values).on(best)
            part = part._replace(hint=values)
