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
  (`pdsched.search.session_bounds`); where the whole formulation does not fit;
- *lessons*: prices of lessons that have to be covered in any plan (`pdsched.search.fewest_hands`).

A later bound is kept only where it is better. Whatever was left out of the candidates for their
number alone (`Candidates.partial`) leaves only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pdsched.engines.arrays import Ints
from pdsched.engines.mathopt import Relaxation, relax
from pdsched.engines.part import BranchTask, RelaxTask, branch_part, relax_part
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.formulation.formulation import Formulation
from pdsched.search.budget import beyond, rounds
from pdsched.search.guide import Guide
from pdsched.search.kernel_search import KernelSearch
from pdsched.search.lagrangian import Decomposition, LagrangianBound, by_topic, by_week, decompose
from pdsched.search.session_bounds import SessionBounds
from pdsched.search.stated import Stated, stated
from pdsched.search.task import GoalTask

IN_TIME = 0.85
"""Share of its time that HiGHS is told: it looks at the clock only now and then, and what comes too
late is lost."""


class _Whole(NamedTuple):
    """The whole formulation for one goal, and its relaxation."""

    formulation: Formulation
    program: IntegerProgram
    objective: Objective
    relaxation: Relaxation


class DualBounds:
    """Bounds one goal."""

    def __init__(self, task: GoalTask, guide: Callable[[Guide], None] = lambda _: None) -> None:
        """``guide`` is told where the bounds' prices say that it is worth to look."""
        self._sessions = SessionBounds(task, guide)
        self._task, self._params = task, task.params.bounds
        self._incumbent, self._c, self._pool = task.incumbent, task.candidates, task.pool
        self._by_clock = task.by_clock
        self._blocks: dict[str, tuple[Decomposition, LagrangianBound]] = {}
        """By method, what the whole was taken apart into."""

    def at_once(self) -> None:
        """The bounds that need no search."""
        for bound, method in self._incumbent.goal.bounds(self._c):
            self._incumbent.tighten(bound, method)

    @property
    def states_the_whole(self) -> bool:
        """Whether the whole formulation fits."""
        params = self._params
        most = params.relaxation_up_to if self._by_clock else params.relaxation_up_to_by_work
        return not self._c.partial and len(self._c.placement) <= most

    def run(self, left: Callable[[], float]) -> float:
        """Relaxation, and then kernels, blocks, and branch and bound where there is time for it.

        By the clock these take turns in rounds that grow, so that none has to wait for a share of
        the limit. ``left()`` tells the seconds or the work that remain. Returns the work spent.
        """
        if not self.states_the_whole:
            if self._by_clock:
                self._sessions.run(left)
            return 0.0
        given = stated(self._task)
        seconds = self._params.relaxation_share * left() if self._by_clock else None
        relaxation = self._pool.ask(
            relax_part,
            RelaxTask(given.program, given.objective, seconds, self._params.first_order_above),
        )
        if relaxation is None:
            return 0.0
        self._incumbent.tighten(relaxation.bound, "relaxation")
        whole, kernels = _Whole(*given, relaxation), KernelSearch(self._task)
        if not self._by_clock:
            return self._round(whole, kernels, left)
        for amount in self._rounds(left):
            self._round(whole, kernels, beyond(left, left() - amount))
        return 0.0

    def _rounds(self, left: Callable[[], float]) -> Iterator[float]:
        params = self._params
        least, over = params.block_seconds, lambda: self._incumbent.done or self._pool.lost
        return rounds(params.round_seconds, params.round_growth, left, least, over)

    def _round(self, whole: _Whole, kernels: KernelSearch, left: Callable[[], float]) -> float:
        """Kernels, blocks, and branch and bound with what is left; the work spent."""
        params = self._params
        branches = self._by_clock and left() > params.branching_seconds
        branches &= len(self._c.placement) <= params.branching_up_to
        after = params.branching_share * left() if branches else 0.0
        end = params.lagrangian_share * left() + after
        work = kernels.run(whole.formulation, whole.relaxation.values, lambda: left() - end)
        work += self._take_apart(whole, lambda: left() - after - work)
        seconds = IN_TIME * left() - 1.0
        if branches and seconds > 0 and not self._incumbent.done:
            value = self._incumbent.value
            branched = self._pool.ask(
                branch_part, BranchTask(whole.program, whole.objective, value, seconds)
            )
            self._incumbent.tighten(branched and branched.bound, "branching")
        return work

    def _take_apart(self, whole: _Whole, left: Callable[[], float]) -> float:
        """Bounds by blocks of topics, with half of what is left, and of weeks; the work spent."""
        spent = 0.0
        ways: dict[str, Callable[[Formulation], Ints]] = {"topics": by_topic, "weeks": by_week}
        after = 0.5 * left()
        for method, labels in ways.items():
            if self._incumbent.done or left() - spent <= after:
                break
            if method not in self._blocks:
                apart = decompose(
                    whole.program,
                    whole.objective,
                    whole.relaxation.duals,
                    labels(whole.formulation),
                )
                self._blocks[method] = apart, LagrangianBound(self._task)
            apart, blocks = self._blocks[method]
            spent += blocks.run(apart, whole.objective, method, beyond(left, spent + after))
            after = 0.0
        return spent

    def relax_here(self, given: Stated, left: Callable[[], float]) -> None:
        """The relaxation alone, in this very process."""
        _, program, objective = given
        seconds = self._params.relaxation_share * left() if self._by_clock else None
        if relaxation := relax(program, objective, seconds, self._params.first_order_above):
            self._incumbent.tighten(relaxation.bound, "relaxation")
