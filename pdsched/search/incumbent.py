"""The state of the work on one goal, shared by all who work on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from pdsched.engines.cpsat import CpSat
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import Goal
from pdsched.model.goals.changes import CHANGES
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.solution.solution import Solution
from pdsched.result import LessonPrice, Progress


class Listeners(NamedTuple):
    """Who wants to know."""

    on_solution: Callable[[Solution], None]
    on_progress: Callable[[Progress], None]


class Incumbent:
    """Value, bound and best solution of one goal; every method may be called from any thread."""

    def __init__(
        self,
        name: str,
        goal: Goal,
        candidates: Candidates,
        best: Solution | None,
        started: float,
        listeners: Listeners,
    ) -> None:
        self.name, self.goal = name, goal
        self.best = best
        self.value = goal.value(candidates, best) if best is not None else None
        self.bound: int | None = None
        self.bound_method = ""
        """How the bound was proven."""
        self.prices: tuple[LessonPrice, ...] = ()
        """The proof of the bound, where lessons have prices."""
        self.pieces = 0
        """Sub-MIPs solved so far."""
        self.feasible: bool | None = None
        self.stopped = False
        self.unsound = ""
        """What is wrong with a bound that a plan has passed."""
        self._candidates, self._started, self._listeners = candidates, started, listeners
        self._lock = threading.RLock()
        self._engines: list[CpSat] = []

    def engine(self) -> CpSat:
        """An engine that ends when the goal is done."""
        with self._lock:
            engine = CpSat()
            engine.stopped = self.done
            self._engines.append(engine)
            return engine

    @property
    def proof(self) -> tuple[int | None, str, tuple[LessonPrice, ...]]:
        """The bound, how it was proven, and the prices that say so, all of one moment."""
        with self._lock:
            return self.bound, self.bound_method, self.prices

    @property
    def gap(self) -> int | None:
        """How far value and bound are apart; ``None`` while one of them is unknown."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.value - self.bound)

    @property
    def proven(self) -> bool:
        """Whether value and bound are equal."""
        return self.value is not None and self.value == self.bound

    @property
    def done(self) -> bool:
        """Whether nothing is left to find or to prove, or the incumbent was stopped."""
        return self.proven or self.stopped or self.feasible is False

    def stop(self) -> None:
        """End all engines soon."""
        with self._lock:
            self.stopped = True
            self._end_engines()

    def _end_engines(self) -> None:
        for engine in self._engines:
            engine.stop()

    def refute(self) -> None:
        """It is proven that there is no solution."""
        with self._lock:
            if self.value is not None:
                self.unsound = f"{self.name}: a plan was found, and then proven not to exist"
            self.feasible = False
            self._end_engines()

    def hear(self, solution: Solution) -> None:
        """Keep a solution unless it is worse, so that a search can walk on level ground.

        It does not walk away from the previous plan.
        """
        with self._lock:
            value = self.goal.value(self._candidates, solution)
            if value == self.value:
                self._walk(solution)
                return
            if self.value is not None and not self.goal.better(value, self.value):
                return
            self.value, self.best, self.feasible = value, solution, True
            self._compare()
            self._listeners.on_solution(solution)
            self._report()

    def _walk(self, solution: Solution) -> None:
        """Keep a solution that is as good; of a guided goal only with no fewer points of needs."""
        if self._is_further(solution):
            return
        gain = 0
        if self.goal.guided and self.best is not None:
            points = NEEDS_MET.value
            gain = points(self._candidates, solution) - points(self._candidates, self.best)
        if gain >= 0:
            self.best = solution
        if gain > 0:
            self._listeners.on_solution(solution)

    def _is_further(self, solution: Solution) -> bool:
        """Whether it changes more of the previous plan, if there is one."""
        c, changes = self._candidates, CHANGES
        if self.best is None or not changes.wanted(c):
            return False
        return changes.value(c, solution) > changes.value(c, self.best)

    def tighten(
        self, bound: int | None, method: str = "whole", prices: tuple[LessonPrice, ...] = ()
    ) -> None:
        """Keep a bound, and how it was proven, if it is better."""
        with self._lock:
            if bound is None or (
                self.bound is not None and not self.goal.better(self.bound, bound)
            ):
                return
            self.bound, self.bound_method, self.prices = bound, method, prices
            self._compare()
            self._report()

    def _compare(self) -> None:
        if self.value is None or self.bound is None:
            return
        if self.goal.better(self.value, self.bound):
            self.unsound = f"{self.name}: a plan has {self.value}, the bound said {self.bound}"
            self.bound = None
        if self.done:
            self._end_engines()

    def _report(self) -> None:
        seconds = monotonic() - self._started
        self._listeners.on_progress(
            Progress(
                seconds,
                self.name,
                self.value,
                self.bound,
                self.pieces,
                self.bound_method,
                self.prices,
            )
        )
