"""The strategy for one goal: the whole by the engine, or sub-MIPs and bounds together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

import numpy as np

from pdsched.engines.arrays import Ints, union
from pdsched.engines.pool import WorkerPool
from pdsched.engines.program import Objective
from pdsched.model import required_attendances
from pdsched.model.build import formulate
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.model.solution.past import past_choice
from pdsched.model.solution.solution import Solution
from pdsched.search.bounds import DualBounds
from pdsched.search.guide import Guide
from pdsched.search.lns import Lns
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask


class _Beside(threading.Thread):
    """A thread that keeps what it raises."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - who waits raises it again
            self.error = error


class Strategy:
    """The work on one goal within a budget of seconds, or of deterministic work."""

    def __init__(self, task: GoalTask, budget: float, *, asked: bool) -> None:
        self._task, self._budget, self._asked = task, budget, asked
        self._incumbent, self._candidates, self._pool = task.incumbent, task.candidates, task.pool
        self._limits, self._held, self._by_clock = task.limits, task.held, task.by_clock
        self._params = task.params.strategy
        self._began = monotonic()
        self.spent = 0.0
        """Deterministic work so far."""
        self._improver: Lns | None = None
        self._bounder = DualBounds(task, self._guide)

    def begin(self) -> None:
        """The bounds that need no search."""
        self._bounder.at_once()

    def run(self) -> None:
        """Search until the goal is done or the budget is spent."""
        if self._incumbent.proven:
            return
        if (
            len(self._candidates.placement) <= self._params.whole_up_to
            and not self._candidates.partial
        ):
            self._solve_whole(self._left(), self._limits.workers)
            return
        if self._incumbent.best is None and not self._begin():
            return
        if not self._incumbent.done:
            self._improve()

    def _begin(self) -> bool:
        """A first plan: nothing but what is past, unless a rule asks for something."""
        nothing = past_choice(self._candidates)
        if not self._is_enough(nothing):
            limits, attendances = self._limits, None
            if len(self._candidates.placement) > self._params.insisted_up_to:
                rng = np.random.default_rng(limits.seed)
                attendances = union(
                    required_attendances(self._candidates, self._params.insisted_up_to, rng),
                    nothing.attends.ids,
                )
            self._solve_whole(
                self._left() * self._params.insisted_share, limits.workers, attendances
            )
            return self._incumbent.best is not None
        self._incumbent.hear(nothing)
        return True

    def _is_enough(self, nothing: Solution) -> bool:
        """Whether no rule asks for more: a pin can, or an amount that is insisted on."""
        f = formulate(self._candidates, nothing.attends.ids, nothing.engaged.ids)
        return f.program.keeps(values_of(f, nothing))

    def _improve(self) -> None:
        middling = (
            len(self._candidates.placement) <= self._params.lns_then_whole_up_to
            and not self._candidates.partial
        )
        # Loading the engine in other processes takes longer than such a problem.
        pool = WorkerPool(1) if middling and self._pool.own else self._pool
        improver = self._improver = Lns(self._task._replace(pool=pool))
        if middling:
            self._then_whole(improver, pool)
        elif not self._asked:
            # To bound what nobody asked for is not worth stating the whole.
            improver.run(self._left, self._spend, lambda: pool.workers)
        elif not self._by_clock or pool.workers == 1:
            self._in_turns(improver, pool)
        else:
            self._side_by_side(improver, pool)

    def _fill(self, improver: Lns, pool: WorkerPool) -> None:
        """A quick plan, where raising attendances is worth something to the goal."""
        if self._is_bare():
            # To ask is to call the workers in, which takes seconds.
            _ = pool.ready
            improver.begin(self._left)

    def _is_bare(self) -> bool:
        """Whether there is nothing yet, but for the past, that the search could begin with."""
        goal, held, best = self._incumbent.goal, self._held, self._incumbent.best
        past = past_choice(self._candidates)
        if goal.guided or any(before.guided for before, _ in held):
            return best is None or len(best.attends.ids) == len(past.attends.ids)
        if held or not goal.maximise:
            return False
        return self._incumbent.value in (None, goal.value(self._candidates, past))

    def _then_whole(self, improver: Lns, pool: WorkerPool) -> None:
        """Sub-MIPs, and then the whole by the engine."""
        self._fill(improver, pool)
        after = self._left() * self._params.whole_share
        improver.run(lambda: self._left() - after, self._spend, lambda: pool.workers)
        self._bounder.relax_here(self._left)
        if not self._incumbent.done:
            self._solve_whole(self._left(), self._limits.workers)

    def _in_turns(self, improver: Lns, pool: WorkerPool) -> None:
        """Sub-MIPs, bounds, and sub-MIPs again, by one worker."""
        self._fill(improver, pool)
        after = self._left() * self._params.bounds_share
        improver.run(lambda: self._left() - after, self._spend, lambda: 1)
        self._spend(
            self._bounder.run(lambda: self._left() - self._left() * self._params.last_lns_share)
        )
        improver.run(self._left, self._spend, lambda: 1)

    def _side_by_side(self, improver: Lns, pool: WorkerPool) -> None:
        """Bounds by one worker, sub-MIPs by the others, and by that one when it has done."""
        thread = _Beside(lambda: self._bounder.run(self._left))
        thread.start()
        self._fill(improver, pool)
        improver.run(self._left, self._spend, lambda: pool.workers - thread.is_alive())
        if thread.error is not None:
            raise thread.error

    def _guide(self, guide: Guide) -> None:
        if self._improver is not None:
            self._improver.guide(guide)

    def _left(self) -> float:
        spent = monotonic() - self._began if self._by_clock else self.spent
        return max(0.0, self._budget - spent)

    def _spend(self, work: float) -> None:
        self.spent += work

    def _solve_whole(self, amount: float, workers: int, attendances: Ints | None = None) -> None:
        """The engine on everything, or on some ``attendances``, which then proves nothing."""
        incumbent = self._incumbent
        f = formulate(self._candidates, attendances)
        program = with_held(f, f.program, self._held)
        proves = attendances is None and not self._candidates.partial
        answer = incumbent.engine().run(
            program,
            Objective(incumbent.goal.weights(f), incumbent.goal.maximise),
            self._task.solve_limits(amount, workers, self._limits.seed),
            values_of(f, incumbent.best) if incumbent.best is not None else None,
            lambda values: incumbent.hear(solution_of(f, values)),
            incumbent.tighten if proves else lambda _: None,
        )
        self._spend(answer.work)
        if answer.feasible is False and proves:
            incumbent.refute()
            return
        if answer.values is not None:
            incumbent.hear(solution_of(f, answer.values))
        if proves:
            incumbent.tighten(answer.bound)
