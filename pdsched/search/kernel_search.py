"""Kernel search: the placements that the relaxation and the plan point to, as one large sub-MIP.

Where sub-MIPs stand still the engine gets further with the whole horizon before it, if what it has
to look at is few enough (kernel search: Angelelli, Mansini and Speranza, 2010).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pdsched.engines.arrays import Floats, Ints, union
from pdsched.engines.part import SubMipResult, solve_sub_mip
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.solution.solution import Solution
from pdsched.search.subproblem import SubMip
from pdsched.search.task import GoalTask


class KernelSearch:
    """Kernels of one goal."""

    def __init__(self, task: GoalTask) -> None:
        self._task, self._params = task, task.params.kernels
        self._incumbent, self._c, self._pool = task.incumbent, task.candidates, task.pool
        self._size, self._rng = self._params.first, np.random.default_rng(0)
        self._blur = 0.0
        self._is_complete = False
        """Whether the largest kernel was solved to proof: there is no more to see."""

    def run(self, f: Formulation, values: Floats, left: Callable[[], float]) -> float:
        """One kernel after the other while there is time or work left; the work spent.

        ``values`` are those of the relaxation of the whole formulation ``f``. A later call goes on
        from there.
        """
        y = f.session
        worth = np.zeros(len(self._c.placements))
        np.add.at(worth, y.placement, values[y.column])
        params, by_clock = self._params, self._task.by_clock
        spent, least = 0.0, params.least_seconds if by_clock else params.least_work
        most = len(self._kernel(worth, len(self._c.placement)))
        while not self._over() and left() - spent > least:
            share = max(least, params.share * (left() - spent))
            blurred = worth * self._rng.uniform(1 - self._blur, 1 + self._blur, len(worth))
            kernel = self._kernel(blurred, self._size)
            result = self._solve(kernel, share)
            if result is not None:
                self._is_complete = result.proven and len(kernel) >= most
                larger, smaller = self._size * 3 // 2, max(params.least, self._size * 3 // 4)
                self._size = larger if result.proven else smaller
            if not by_clock:
                spent += max(result.work if result is not None else 0.0, least)
            self._blur = params.blur
        return spent

    def _over(self) -> bool:
        return self._incumbent.done or self._pool.lost or self._is_complete

    def _kernel(self, worth: Floats, size: int) -> Ints:
        """All attendances of the worthiest placements, about so many, and of those of the plan."""
        best = self._incumbent.best or Solution.none()
        is_chosen = np.zeros(len(worth), dtype=np.bool_)
        is_chosen[self._c.placement[best.attends.ids]] = True
        order = np.argsort(-worth, kind="stable")
        total = np.cumsum(np.diff(self._c.first_attendance)[order])
        is_chosen[order[(total <= size) & (worth[order] > 0)]] = True
        return np.flatnonzero(is_chosen[self._c.placement])

    def _solve(self, free: Ints, share: float) -> SubMipResult | None:
        best = self._incumbent.best or Solution.none()
        free = union(free, best.attends.ids)
        sub_mip = SubMip(
            self._c, best, free, self._incumbent.goal, self._task.held, params=self._task.params.lns
        )
        limits = self._task.solve_limits(share)
        result = self._pool.ask(solve_sub_mip, sub_mip.part(limits))
        if result is not None and result.values is not None:
            self._incumbent.hear(sub_mip.change(result.values).on(best))
        return result
