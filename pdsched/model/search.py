"""Goal after goal: find the best for the first, hold what it reached, go on to the next.

For each goal, in a school of ordinary size:

1. the linear relaxation of everything gives a proven bound and says which placements it uses at
   all, a tenth of them or less;
2. CP-SAT solves the statement of these alone (*the kernel*): a good plan within seconds;
3. CP-SAT solves the whole statement from there, for the rest and for the proof.

Where the whole is too large for that, kernels go on instead: the placements of the best plan so
far and a draw of others, again and again. Their plans keep every rule; only the bound is weaker.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from time import monotonic
from typing import NamedTuple

from pdsched.model.candidates import Placement
from pdsched.model.engine import Answer, Effort, Engine
from pdsched.model.goals import GOALS, Goal
from pdsched.model.relaxation import Relaxation, relax
from pdsched.model.rules import apply_rules
from pdsched.model.statement import Statement
from pdsched.result import GoalResult, Progress, Status

SMALL = 1_500
"""Up to so many attendances the whole statement is solved at once."""
LARGE = 150_000
"""Beyond so many attendances neither the relaxation nor the whole statement is tried."""
KERNEL = 15_000
"""Attendances in a kernel that is drawn."""
FIRST_GOAL_SHARE = 0.8
"""Share of the remaining time that a goal may use while another one waits."""
RELAXATION_SHARE = 0.4
KERNEL_SHARE = 0.25


class Limits(NamedTuple):
    """When to stop and how to search."""

    seconds: float = 60.0
    """Clock seconds; without meaning where ``work`` is given."""
    work: float | None = None
    """Deterministic work instead of a clock, for reproducible answers."""
    workers: int = 1
    seed: int = 0


class Incumbent(NamedTuple):
    """A solution and the statement whose variables it gives values to."""

    statement: Statement
    values: Sequence[int]


class Outcome(NamedTuple):
    """What the search found."""

    status: Status
    best: Incumbent | None
    goals: tuple[GoalResult, ...]


class Search:
    """One search over a statement; `stop` may be called from another thread."""

    def __init__(
        self,
        statement: Statement,
        limits: Limits,
        on_incumbent: Callable[[Incumbent], None] = lambda _: None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self.statement = statement
        self.on_incumbent = on_incumbent
        self.on_progress = on_progress
        self._limits = limits
        self._engine = Engine()
        self._started = monotonic()
        self._best: Incumbent | None = None
        self._held: list[tuple[Goal, int]] = []
        self._random = random.Random(limits.seed)

    def stop(self) -> None:
        """End the search soon, keeping the best that was found."""
        self._engine.stop()

    def run(self) -> Outcome:
        """Work on every goal in order."""
        results: list[GoalResult] = []
        for name, goal in GOALS.items():
            waiting = len(GOALS) - len(results) - 1
            step = _Step(self, name, goal, self._budget(waiting))
            if step.run() is False:
                return Outcome(Status.INFEASIBLE, None, ())
            results.append(GoalResult(id=name, value=step.value, bound=step.bound))
            if step.value is None:
                return Outcome(Status.UNKNOWN, None, tuple(results))
            self._held.append((goal, step.value))
            hold(self.statement, goal, step.value)
        proven = all(result.proven for result in results)
        return Outcome(Status.OPTIMAL if proven else Status.FEASIBLE, self._best, tuple(results))

    def _budget(self, waiting: int) -> float:
        if self._limits.work is not None:
            return self._limits.work * (FIRST_GOAL_SHARE if waiting else 1 - FIRST_GOAL_SHARE)
        left = self._limits.seconds - (monotonic() - self._started)
        return max(0.05, left * (FIRST_GOAL_SHARE if waiting else 1.0))

    def narrowed(self, keep: Collection[Placement]) -> Statement:
        """The statement of these placements alone, holding the goals already done."""
        statement = Statement(self.statement.candidates.only(keep))
        apply_rules(statement)
        for goal, value in self._held:
            hold(statement, goal, value)
        return statement


def hold(statement: Statement, goal: Goal, value: int) -> None:
    """Add: this goal is no worse than that."""
    expression = goal.expression(statement)
    statement.model.add(expression >= value if goal.maximise else expression <= value)


class _Step:
    """The work on one goal."""

    def __init__(self, search: Search, name: str, goal: Goal, budget: float) -> None:
        self._search, self._name, self._goal = search, name, goal
        self._budget = budget
        self._began = monotonic()
        self.value: int | None = None
        self.bound: int | None = None
        if (best := search._best) is not None:
            self.value = goal.value(best.statement, best.values)

    def run(self) -> bool | None:
        """Improve value and bound; ``False`` means that there is no plan."""
        whole = self._search.statement
        self._tighten(_plain_bound(whole, self._goal))
        size = len(whole.attends)
        if size > LARGE:
            return self._kernels()
        if size > SMALL:
            self._lead_in()
        if self.done:
            return None
        return self._solve(whole, self._left()).feasible

    @property
    def done(self) -> bool:
        """Whether nothing is left to prove, or the search was stopped."""
        proven = self.value is not None and self.value == self.bound
        return proven or self._search._engine.stopped

    def _left(self, share: float = 1.0) -> float:
        if self._search._limits.work is not None:
            return self._budget * share
        return max(0.01, (self._budget - (monotonic() - self._began)) * share)

    # Relaxation and kernels

    def _lead_in(self) -> None:
        whole = self._search.statement
        clock = self._search._limits.work is None
        relaxation = relax(whole, self._goal, self._left(RELAXATION_SHARE) if clock else None)
        if relaxation is None:
            keep = self._draw()
        else:
            self._tighten(relaxation.bound)
            keep = self._used(relaxation)
        self._solve(self._search.narrowed(keep | self._of_best()), self._left(KERNEL_SHARE))

    def _used(self, relaxation: Relaxation) -> set[Placement]:
        whole = self._search.statement
        if relaxation.values is None:
            return self._draw()
        return {p for (p, _), v in whole.holds.items() if relaxation.values[v.index] > 1e-6}

    def _of_best(self) -> set[Placement]:
        best = self._search._best
        if best is None:
            return set()
        return {p for (p, _), v in best.statement.holds.items() if best.values[v.index] > 0}

    def _draw(self) -> set[Placement]:
        """Placements at random, as many as a kernel bears."""
        attending = self._search.statement.attending
        order = list(attending)
        self._search._random.shuffle(order)
        room = KERNEL
        chosen: set[Placement] = set()
        for placement in order:
            room -= len(attending[placement])
            if room < 0:
                break
            chosen.add(placement)
        return chosen

    def _kernels(self) -> bool | None:
        """Where the whole is too large: kernels until the time is up."""
        while not self.done:
            left = self._left()
            if left < 0.5:
                break
            statement = self._search.narrowed(self._draw() | self._of_best())
            self._solve(statement, min(left, max(5.0, self._left(0.2))), whole=False)
            if self._search._limits.work is not None:
                break
        return None

    # Runs of the engine

    def _solve(self, statement: Statement, budget: float, *, whole: bool | None = None) -> Answer:
        limits = self._search._limits
        clock = limits.work is None
        effort = Effort(budget if clock else None, None if clock else budget, limits.workers, limits.seed)
        is_whole = statement is self._search.statement if whole is None else whole
        if self.bound is not None and is_whole:
            expression = self._goal.expression(statement)
            bounded = expression <= self.bound if self._goal.maximise else expression >= self.bound
            statement.model.add(bounded)
        answer = self._search._engine.run(
            statement,
            self._goal,
            effort,
            self._hint(statement),
            lambda values: self._heard(Incumbent(statement, values)),
            self._tighten if is_whole else lambda _: None,
        )
        if answer.values is not None:
            self._heard(Incumbent(statement, answer.values))
        if is_whole:
            self._tighten(answer.bound)
        return answer

    def _hint(self, statement: Statement) -> Mapping[int, int] | None:
        best = self._search._best
        if best is None:
            return None
        keyed: dict[Hashable, int] = best.statement.keyed(best.values)
        return statement.indexed(keyed)

    def _heard(self, incumbent: Incumbent) -> None:
        value = self._goal.value(incumbent.statement, incumbent.values)
        better = self.value is None or (
            value > self.value if self._goal.maximise else value < self.value
        )
        if better:
            self.value = value
            self._search._best = incumbent
            self._search.on_incumbent(incumbent)
            self._report()

    def _tighten(self, bound: int | None) -> None:
        """Keep the better bound, never on the wrong side of a value that a plan has."""
        if bound is None:
            return
        best = min if self._goal.maximise else max
        self.bound = bound if self.bound is None else best(self.bound, bound)
        if self.value is not None:
            beyond = max if self._goal.maximise else min
            self.bound = beyond(self.bound, self.value)
        self._report()

    def _report(self) -> None:
        seconds = monotonic() - self._search._started
        self._search.on_progress(Progress(seconds, self._name, self.value, self.bound))


def _plain_bound(statement: Statement, goal: Goal) -> int:
    """A bound that needs no search: every need met at its best, or nobody engaged."""
    if not goal.maximise:
        return 0
    best: dict[Hashable, int] = {}
    for attendance in statement.attends:
        key = (attendance.group, attendance.slot)
        points = attendance.points * attendance.group.size
        best[key] = max(best.get(key, 0), points)
    return sum(best.values())
