"""The whole formulation of one goal: to the engine, to branch and bound, to fewest hands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from time import monotonic
from typing import NamedTuple

from pdsched.engines.arrays import Ints
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.build import formulate
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.search.beside import Beside
from pdsched.search.branching import Branching
from pdsched.search.fewest_hands import FewestHands
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask


class _Stated(NamedTuple):
    """A formulation with the goals already done held, and what the goal weighs in it."""

    formulation: Formulation
    program: IntegerProgram
    objective: Objective


class Whole:
    """What is stated once, and who works on it.

    ``left()`` tells the seconds or the work that remain, ``spend`` is told the work of the engine.
    """

    def __init__(
        self, task: GoalTask, left: Callable[[], float], spend: Callable[[float], None]
    ) -> None:
        self._task, self._left, self._spend = task, left, spend
        self._incumbent, self._limits = task.incumbent, task.limits
        self._params = task.params.strategy
        self.branching = Branching(task)

    @cached_property
    def formulation(self) -> Formulation:
        """The formulation of everything."""
        return formulate(self._task.candidates)

    @cached_property
    def _stated(self) -> _Stated:
        return self._with_held(self.formulation)

    def _with_held(self, f: Formulation) -> _Stated:
        goal = self._incumbent.goal
        program = with_held(f, f.program, self._task.held)
        return _Stated(f, program, Objective(goal.weights(f), goal.maximise))

    # Fewest hands

    @cached_property
    def _hands(self) -> FewestHands | None:
        """Who looks for fewest substitutes, where names are carried and nobody else covers."""
        if not (self._task.by_clock and self._task.candidates.names_covers):
            return None
        hands = FewestHands(self._task, self.formulation)
        return hands if hands.is_apt else None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide but who holds which lesson, and how few can."""
        return self._hands is not None and self._hands.is_settled

    def begin_with_hands(self, seconds: float) -> None:
        """A plan of what rules insist on, if fewest hands find one."""
        if self._hands is not None:
            self._hands.begin(seconds)

    def with_fewest_hands(self) -> None:
        """Fewest hands for a round; the engine for another; then whoever is apt for the size.

        Branching goes on beside fewest hands. What is small has the engine, what is too large for
        it fewest hands alone.
        """
        hands, seconds = self._hands, self._params.round_seconds
        assert hands is not None
        hands.run(self._after(seconds))
        is_for_engine = len(self.formulation.named.column) <= self._params.branching_to
        if self._goes_on and is_for_engine:
            self.solve(min(seconds, self._left()), self._limits.workers)
        branches = self.branching.is_apt(self.formulation)
        if self._goes_on and (branches or not is_for_engine):
            branching = self._beside(self._stated, self._left())
            hands.run(self._after(self._left()))
            self._join(branching)
        if self._goes_on and is_for_engine:
            self.solve(self._left(), self._limits.workers, beside=branches)

    @property
    def _goes_on(self) -> bool:
        return not self._incumbent.done and self._left() > 0

    def _after(self, seconds: float) -> Callable[[], bool]:
        """Whether so many seconds are over, or the turn is."""
        end = monotonic() + seconds
        return lambda: monotonic() > end or self._left() <= 0

    # The engine, and branch and bound

    def solve_small(self) -> None:
        """The engine on everything; after a round of it branch and bound beside it where apt."""
        workers = self._limits.workers
        if self.branching.is_apt(self.formulation):
            self.solve(min(self._params.round_seconds, self._left()), workers)
            if not self._goes_on:
                return
        self.solve(self._left(), workers, beside=True)

    def solve(
        self, amount: float, workers: int, attendances: Ints | None = None, *, beside: bool = False
    ) -> None:
        """The engine on some attendances, which proves nothing, or on everything.

        With ``beside`` branch and bound works beside it where that is apt.
        """
        incumbent, candidates = self._incumbent, self._task.candidates
        if attendances is None:
            stated = self._stated
        else:
            stated = self._with_held(formulate(candidates, attendances))
        f = stated.formulation
        proves = len(f.attend.ids) == len(candidates.placement) and not candidates.partial
        branching = self._beside(stated, amount) if beside else None
        answer = incumbent.engine().run(
            stated.program,
            stated.objective,
            self._task.solve_limits(amount, workers - (branching is not None), self._limits.seed),
            values_of(f, incumbent.best) if incumbent.best is not None else None,
            lambda values: incumbent.hear(solution_of(f, values)),
            incumbent.tighten if proves else lambda _: None,
        )
        self._spend(answer.work)
        self._join(branching)
        if answer.feasible is False and proves:
            incumbent.refute()
            return
        if answer.values is not None:
            incumbent.hear(solution_of(f, answer.values))
        if proves:
            incumbent.tighten(answer.bound)

    def _beside(self, stated: _Stated, amount: float) -> Beside[None] | None:
        """Branch and bound in a thread that waits for a worker, where that is apt."""
        if not self.branching.is_apt(stated.formulation):
            return None
        thread = Beside(lambda: self.branching.by_worker(*stated, amount))
        thread.start()
        return thread

    def _join(self, branching: Beside[None] | None) -> None:
        if branching is not None:
            branching.join(timeout=max(0.0, self._left()) + 0.5)
            branching.result()
