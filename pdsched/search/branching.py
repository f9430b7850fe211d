"""Branch and bound of the whole for one goal, where its relaxation is closer than the engine's."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from pdsched.engines.mathopt import Branched, branch
from pdsched.engines.part import BranchTask, RelaxTask, branch_part, relax_part
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.build import formulate
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of
from pdsched.search.bounds import IN_TIME
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask


def _forms_groups_alone(f: Formulation) -> bool:
    """Whether no lesson has to be covered: all that is decided is who learns with whom, and when.

    The relaxation of that is close, since nobody attends more than the share of a session that is
    held; the engine, which brings rows into its own only little by little, can take minutes for it.
    """
    return not len(f.engage.column) and not len(f.cover.column)


class Branching:
    """Branch and bound for one goal; what comes of it the incumbent hears."""

    def __init__(self, task: GoalTask) -> None:
        self._task, self._params = task, task.params.strategy
        self._incumbent = task.incumbent

    def is_apt(self, f: Formulation) -> bool:
        """Whether it is worth a worker: many covers are named, or there are none at all."""
        is_apt = len(f.named.column) >= self._params.branching_from or _forms_groups_alone(f)
        return is_apt and self._task.by_clock and self._task.limits.workers > 1

    def here(self, left: Callable[[], float]) -> None:
        """Branch in this very process, where groups alone are formed.

        It is often over before workers would have begun. What it is given is what a second round
        has, but no more than a share of what is ``left()``, in seconds.
        """
        params = self._params
        if not self._task.by_clock or self._incumbent.done:
            return
        f = formulate(self._task.candidates)
        if not _forms_groups_alone(f):
            return
        program = with_held(f, f.program, self._task.held)
        objective = Objective(self._incumbent.goal.weights(f), self._incumbent.goal.maximise)
        seconds = min(params.round_growth * params.round_seconds, params.branching_share * left())
        if seconds > 0:
            self._hear(f, branch(program, objective, self._incumbent.value, seconds))

    def by_worker(
        self, f: Formulation, program: IntegerProgram, objective: Objective, seconds: float
    ) -> None:
        """Relaxation, then branch and bound, of the whole, by a worker."""
        incumbent, pool, began = self._incumbent, self._task.pool, monotonic()
        end = began + IN_TIME * seconds

        def over() -> bool:
            return incumbent.done or monotonic() > began + seconds

        rough = self._task.params.bounds.first_order_above
        relaxation = pool.ask(relax_part, RelaxTask(program, objective, 0.5 * seconds, rough), over)
        incumbent.tighten(relaxation and relaxation.bound, "relaxation")
        left = end - monotonic()
        if over() or left <= 0:
            return
        task = BranchTask(program, objective, incumbent.value, left)
        self._hear(f, pool.ask(branch_part, task, over))

    def _hear(self, f: Formulation, branched: Branched | None) -> None:
        if branched is not None and branched.values is not None:
            self._incumbent.hear(solution_of(f, branched.values))
        self._incumbent.tighten(branched and branched.bound, "branching")
