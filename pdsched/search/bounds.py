"""Bounds of the whole, from the cheapest to the dearest.

- *needs*: every need met in time;
- *persons*: every need met at its best by somebody who can attend, each person within their own
  limit of releases from lessons; exact for each person alone, but for what others need;
- *relaxation*: all rules at once, without whole numbers (`pdsched.engines.mathopt`), its dual
  values summed anew; only where the whole formulation fits, as the next three;
- *topics*, *weeks*: each topic or week alone, in whole numbers, at the relaxation's prices of what
  ties them together (`pdsched.search.lagrangian`);
- *branching*: branch and bound by HiGHS from there;
- *sessions*: each session and each substitute alone, at prices of what they share
  (`pdsched.search.sessions`); where the whole formulation does not fit, of the needs met and, with
  these held, of the half-days.

A later bound is kept only where it is better. Whatever was left out of the candidates for their
number alone (`Candidates.partial`) leaves only the first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pdsched.engines.arrays import Floats, Ints
from pdsched.engines.mathopt import relax
from pdsched.engines.part import BranchTask, RelaxTask, branch_part, relax_part
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.build import formulate
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals import GOALS, Goal
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.search.kernel_search import KernelSearch
from pdsched.search.lagrangian import LagrangianBound, by_topic, by_week, decompose
from pdsched.search.sessions import SessionRelaxation, ascend
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask

IN_TIME = 0.85
"""Share of its time that HiGHS is told: it looks at the clock only now and then, and what comes too
late is lost."""
HALF_DAYS = (GOALS["engaged-half-days"], GOALS["paid-half-days"])
"""Goals that are never less than the half-days engaged."""
HALF_DAY_PRICES = (1.0, 2.0, 4.0, 8.0)
"""Prices of a half-day that are tried, in needs of middling worth."""


class DualBounds:
    """Bounds one goal."""

    def __init__(self, task: GoalTask) -> None:
        self._task, self._params = task, task.params.bounds
        self._incumbent, self._c, self._pool = task.incumbent, task.candidates, task.pool
        self._by_clock = task.by_clock

    def at_once(self) -> None:
        """The bounds that need no search."""
        for bound, method in self._incumbent.goal.bounds(self._c):
            self._incumbent.tighten(bound, method)

    def run(self, left: Callable[[], float]) -> float:
        """Relaxation, kernels, blocks, and branch and bound where there is time for it.

        ``left()`` tells the seconds or the work that remain. Returns the work spent.
        """
        params = self._params
        most = params.relaxation_up_to if self._by_clock else params.relaxation_up_to_by_work
        if self._c.partial or len(self._c.placement) > most:
            self.sessions(left)
            return 0.0
        s, program, objective = self._stated()
        seconds = self._params.relaxation_share * left() if self._by_clock else None
        relaxation = self._pool.ask(
            relax_part, RelaxTask(program, objective, seconds, params.first_order_above)
        )
        if relaxation is None:
            return 0.0
        self._incumbent.tighten(relaxation.bound, "relaxation")
        branches = self._by_clock and left() > params.branching_seconds
        branches &= len(self._c.placement) <= params.branching_up_to
        after = params.branching_share * left() if branches else 0.0
        end = params.lagrangian_share * left() + after
        kernels = KernelSearch(self._task)
        work = kernels.run(s, relaxation.values, lambda: left() - end)
        duals = relaxation.duals
        work += self._take_apart(s, program, objective, duals, lambda: left() - after - work)
        seconds = IN_TIME * left() - 1.0
        if branches and seconds > 0 and not self._incumbent.done:
            bound = self._pool.ask(
                branch_part, BranchTask(program, objective, self._incumbent.value, seconds)
            )
            self._incumbent.tighten(bound, "branching")
        return work

    def sessions(self, left: Callable[[], float]) -> None:
        """Each session and each substitute alone; nothing where work counts and not the clock."""
        kept = (1 - self._params.sessions_share) * left()
        is_tried = self._by_clock and len(self._c.placement) <= self._params.sessions_up_to
        points = self._points_held() if is_tried else None
        relaxation = None if points is None else SessionRelaxation.of(self._c)
        if points is None or relaxation is None:
            return

        def remains() -> float:
            return 0.0 if self._incumbent.done else left() - kept

        prices = relaxation.start()
        if _is(self._incumbent.goal, NEEDS_MET):
            ascend(relaxation, prices, remains, self._hear)
            return
        for number, times in enumerate(HALF_DAY_PRICES):
            priced = relaxation.priced(times * relaxation.mean_points)
            after = remains() * (1 - 1 / (len(HALF_DAY_PRICES) - number))
            prices, bound = ascend(priced, prices, partial(_beyond, remains, after))
            self._incumbent.tighten(priced.half_days_bound(points, bound), "sessions")

    def _hear(self, bound: int) -> None:
        self._incumbent.tighten(bound, "sessions")

    def _points_held(self) -> int | None:
        """Points that are held while half-days are saved; 0 where points are the goal itself."""
        goal = self._incumbent.goal
        if _is(goal, NEEDS_MET):
            return 0
        held = [points for before, points in self._task.held if _is(before, NEEDS_MET)]
        return held[0] if held and any(_is(goal, one) for one in HALF_DAYS) else None

    def _take_apart(
        self,
        f: Formulation,
        program: IntegerProgram,
        objective: Objective,
        duals: Floats,
        left: Callable[[], float],
    ) -> float:
        """Bounds by blocks of topics, with half of what is left, and of weeks; the work spent."""
        blocks, spent = LagrangianBound(self._task), 0.0
        ways: dict[str, Callable[[Formulation], Ints]] = {"topics": by_topic, "weeks": by_week}
        after = 0.5 * left()
        for method, labels in ways.items():
            if self._incumbent.done or left() - spent <= after:
                break
            apart = decompose(program, objective, duals, labels(f))
            spent += blocks.run(apart, objective, method, partial(_beyond, left, spent + after))
            after = 0.0
        return spent

    def relax_here(self, left: Callable[[], float]) -> None:
        """The relaxation alone, in this very process."""
        _, program, objective = self._stated()
        seconds = self._params.relaxation_share * left() if self._by_clock else None
        if relaxation := relax(program, objective, seconds, self._params.first_order_above):
            self._incumbent.tighten(relaxation.bound, "relaxation")

    def _stated(self) -> tuple[Formulation, IntegerProgram, Objective]:
        """The whole, with the goals already done held."""
        f = formulate(self._c)
        program = with_held(f, f.program, self._task.held)
        return f, program, Objective(self._incumbent.goal.weights(f), self._incumbent.goal.maximise)


def _beyond(left: Callable[[], float], kept: float) -> float:
    """What is left beyond what is kept."""
    return left() - kept


def _is(goal: Goal, other: Goal) -> bool:
    """Whether a goal, which may stand anywhere in the order, measures what another does."""
    return goal.value is other.value
