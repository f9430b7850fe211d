"""Bounds of the whole, from the cheapest to the dearest.

- *needs*: every need met in time;
- *persons*: every need met at its best by somebody who can attend, each person within their own
  limit of releases from lessons; exact for each person alone, but for what others need;
- *relaxation*: all rules at once, without whole numbers (`pdsched.engines.mathopt`), its dual
  values summed anew; only where the whole formulation fits, as the next three;
- *topics*, *weeks*: each topic or week alone, in whole numbers, at the relaxation's prices of what
  ties them together (`pdsched.search.lagrangian`);
- *branching*: branch and bound by HiGHS from there.

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
from pdsched.search.kernel_search import KernelSearch
from pdsched.search.lagrangian import LagrangianBound, by_topic, by_week, decompose
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask

IN_TIME = 0.85
"""Share of its time that HiGHS is told: it looks at the clock only now and then, and what comes too
late is lost."""


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
