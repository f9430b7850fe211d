"""The state of the work on one goal, shared by the threads that work on it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from pdsched.model.candidates import Placement
from pdsched.model.engine import Engine
from pdsched.model.goals import Goal
from pdsched.model.statement import Statement
from pdsched.result import Progress


class Incumbent(NamedTuple):
    """A solution, and the statement whose variables it gives values to."""

    statement: Statement
    values: Sequence[int]

    def placements(self) -> set[Placement]:
        """Placements that have a session."""
        return {p for (p, _), v in self.statement.holds.items() if self.values[v.index] > 0}


class Listeners(NamedTuple):
    """Who wants to know."""

    on_incumbent: Callable[[Incumbent], None]
    on_progress: Callable[[Progress], None]


class Race:
    """Value, bound and best solution of one goal; every method may be called from any thread."""

    def __init__(
        self, name: str, goal: Goal, best: Incumbent | None, started: float, listeners: Listeners
    ) -> None:
        self.name, self.goal = name, goal
        self.best = best
        self.value = goal.value(best.statement, best.values) if best is not None else None
        self.bound: int | None = None
        self.feasible: bool | None = None
        self.stopped = False
        self.unsound = ""
        """What is wrong with a bound that a plan has passed."""
        self._started, self._listeners = started, listeners
        self._lock = threading.RLock()
        self._engines: list[Engine] = []

    def engine(self) -> Engine:
        """An engine that ends when the race is over."""
        with self._lock:
            engine = Engine()
            engine.stopped = self.done
            self._engines.append(engine)
            return engine

    @property
    def done(self) -> bool:
        """Whether nothing is left to find or to prove, or the race was stopped."""
        proven = self.value is not None and self.value == self.bound
        return proven or self.stopped or self.feasible is False

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

    def hear(self, incumbent: Incumbent) -> None:
        """Keep a solution if it is better."""
        with self._lock:
            value = self.goal.value(incumbent.statement, incumbent.values)
            if self.value is None or self._better(value, self.value):
                self.value, self.best, self.feasible = value, incumbent, True
                self._compare()
                self._listeners.on_incumbent(incumbent)
                self._report()

    def tighten(self, bound: int | None) -> None:
        """Keep a bound if it is better."""
        if bound is None:
            return
        with self._lock:
            if self.bound is None or self._better(self.bound, bound):
                self.bound = bound
            self._compare()
            self._report()

    def _compare(self) -> None:
        """A plan beyond a bound means that the bound was none: a bug of ours or the engine's."""
        if self.value is None or self.bound is None or not self._better(self.value, self.bound):
            return
        self.unsound = f"{self.name}: a plan has {self.value}, the bound said {self.bound}"
        self.bound = None

    def _better(self, one: int, other: int) -> bool:
        return one > other if self.goal.maximise else one < other

    def _report(self) -> None:
        seconds = monotonic() - self._started
        self._listeners.on_progress(Progress(seconds, self.name, self.value, self.bound))
        if self.done:
            self._end_engines()
