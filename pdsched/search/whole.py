"""The whole formulation of one goal: to the engine, to branch and bound, to fewest hands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from time import monotonic

from pdsched.engines.arrays import Ints
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.search.beside import Beside
from pdsched.search.branching import Branching
from pdsched.search.fewest_hands import PATIENCE, FewestHands
from pdsched.search.stated import Stated, stated
from pdsched.search.task import GoalTask


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
    def stated(self) -> Stated:
        """Everything, for this goal."""
        return stated(self._task)

    # Fewest hands

    @cached_property
    def _hands(self) -> FewestHands | None:
        """Who looks for fewest substitutes, where names are carried and nobody else covers."""
        if not (self._task.by_clock and self._task.candidates.names_covers):
            return None
        hands = FewestHands(self._task, self.stated)
        return hands if hands.is_apt else None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide but who holds which lesson, and how few can."""
        return self._hands is not None and self._hands.is_settled

    def begin_with_hands(self, seconds: float) -> None:
        """A plan of what rules insist on, if fewest hands find one.

        Where there is none they would look for it in vain: what is not too large for the engine is
        soon left to it.
        """
        if self._hands is None:
            return
        if self._is_for_engine:
            self._hands.begin(min(seconds, self._params.round_seconds), PATIENCE)
        else:
            self._hands.begin(seconds)

    def with_fewest_hands(self) -> None:
        """Fewest hands for a round, the engine for two; then whoever is apt for the size.

        Branching goes on beside fewest hands. What is small has the engine; so has what is too
        large for it once fewest hands have ended, since other rules refuse what they find.
        """
        hands, seconds = self._hands, self._params.round_seconds
        assert hands is not None
        hands.run(self._after(seconds))
        if self._goes_on and self._is_for_engine:
            hands.aim(min(seconds, self._left()), self._limits.workers)
        if self._goes_on and self._is_for_engine:
            self.solve(min(seconds, self._left()), self._limits.workers)
        branches = self.branching.is_apt(self.stated.formulation)
        if self._goes_on and (branches or not self._is_for_engine):
            branching = self._beside(self.stated, self._left())
            hands.run(self._after(self._left()))
            self._join(branching)
        if self._goes_on:
            self.solve(self._left(), self._limits.workers, beside=branches)

    @property
    def _is_for_engine(self) -> bool:
        return len(self.stated.formulation.named.column) <= self._params.branching_to

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
        if self.branching.is_apt(self.stated.formulation):
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
        given = self.stated if attendances is None else stated(self._task, attendances)
        f = given.formulation
        proves = len(f.attend.ids) == len(candidates.placement) and not candidates.partial
        branching = self._beside(given, amount) if beside else None
        answer = incumbent.engine().run(
            given.program,
            given.objective,
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

    def _beside(self, given: Stated, amount: float) -> Beside[None] | None:
        """Branch and bound in a thread that waits for a worker, where that is apt."""
        if not self.branching.is_apt(given.formulation):
            return None
        thread = Beside(lambda: self.branching.by_worker(given, amount))
        thread.start()
        return thread

    def _join(self, branching: Beside[None] | None) -> None:
        if branching is not None:
            branching.join(timeout=max(0.0, self._left()) + 0.5)
            branching.result()
