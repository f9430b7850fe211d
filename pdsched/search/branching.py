"""Branch and bound of the whole for one goal, where its relaxation is closer than the engine's."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from pdsched.engines.mathopt import Branched, branch
from pdsched.engines.part import BranchTask, RelaxTask, branch_part, relax_part
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of
from pdsched.search.beside import Beside
from pdsched.search.bounds import IN_TIME
from pdsched.search.stated import Stated
from pdsched.search.task import GoalTask

SOON = 0.05
"""Seconds after which it is looked whether anybody still waits."""


def _forms_groups_alone(c: Candidates) -> bool:
    """Whether no lesson has to be covered: all that is decided is who learns with whom, and when.

    The relaxation of that is close, since nobody attends more than the share of a session that is
    held; the engine, which brings rows into its own only little by little, can take minutes for it.
    """
    return not c.leads and not c.aways.from_lessons(c.away).any()


class Branching:
    """Branch and bound for one goal; what comes of it the incumbent hears."""

    def __init__(self, task: GoalTask) -> None:
        self._task, self._params = task, task.params.strategy
        self._incumbent, self._candidates = task.incumbent, task.candidates
        self._is_plain = _forms_groups_alone(task.candidates)

    def is_apt(self, f: Formulation) -> bool:
        """Whether it is worth a worker: many covers are named, or there are none at all."""
        params, covers = self._params, len(f.named.column)
        is_apt = self._is_plain or params.branching_from <= covers <= params.branching_to
        return is_apt and self._task.by_clock and self._task.limits.workers > 1

    def here(self, state: Callable[[], Stated], left: float) -> int | None:
        """Branch in this very process where groups alone are formed; the bound that this proves.

        ``state`` states everything, which is only asked for where it is tried. It is often over
        before workers would have begun. It has as many seconds as a second round, and at most a
        share of the seconds ``left``; nobody waits for it once the goal is done.
        """
        if not (self._is_plain and self._task.by_clock) or self._incumbent.done:
            return None
        params, incumbent = self._params, self._incumbent
        seconds = min(params.round_growth * params.round_seconds, params.branching_share * left)
        f, program, objective = state()
        # HiGHS cannot be interrupted, so that a thread of its own is left to its time limit.
        thread = Beside(lambda: branch(program, objective, incumbent.value, seconds))
        thread.start()
        while thread.is_alive() and not incumbent.done:
            thread.join(timeout=SOON)
        return self._heard(f, thread.result())

    def by_worker(self, given: Stated, seconds: float) -> None:
        """Relaxation, then branch and bound, of the whole, by a worker."""
        f, program, objective = given
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
        branched = pool.ask(
            branch_part, BranchTask(program, objective, incumbent.value, left), over
        )
        incumbent.tighten(self._heard(f, branched), "branching")

    def _heard(self, f: Formulation, branched: Branched | None) -> int | None:
        """The bound of what came of it, once its plan is heard."""
        if branched is None:
            return None
        if branched.values is not None:
            self._incumbent.hear(solution_of(f, branched.values))
        return branched.bound
