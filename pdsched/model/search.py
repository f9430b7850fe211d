"""Goal after goal: solve for the first, hold what it reached, solve for the next.

One linear relaxation with every row in it is the engine: measured on districts, one worker with
`linearization_level=2` beat the default portfolio. What is *proven* is judged here, from value and
bound, never from the engine's word ``OPTIMAL``, which it also says at a gap limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from time import monotonic
from typing import NamedTuple

from ortools.sat.python import cp_model

from pdsched.model.goals import GOALS, Goal
from pdsched.model.statement import Statement
from pdsched.result import GoalResult, Progress, Status

FIRST_GOAL_SHARE = 0.8
"""Share of the remaining time that a goal may use while another one waits."""
MARGIN = 1e-6
"""Bounds come as floats: 55.99999999999999 was seen for 56."""


class Limits(NamedTuple):
    """When to stop and how to search."""

    seconds: float = 60.0
    """Clock seconds; without meaning where ``work`` is given."""
    work: float | None = None
    """Deterministic work instead of a clock, for reproducible answers."""
    workers: int = 1
    seed: int = 0


class Outcome(NamedTuple):
    """What the search found: values by variable index (or none), and every goal's state."""

    status: Status
    values: Sequence[int] | None
    goals: tuple[GoalResult, ...]


@dataclass(slots=True)
class Search:
    """One search over a statement; `stop` may be called from another thread."""

    statement: Statement
    limits: Limits
    on_values: Callable[[Sequence[int]], None] = lambda _: None
    on_progress: Callable[[Progress], None] = lambda _: None
    _solver: cp_model.CpSolver | None = None
    _stopped: bool = False
    _started: float = field(default_factory=monotonic)
    _values: Sequence[int] | None = None

    def stop(self) -> None:
        """End the search soon, keeping the best that was found."""
        self._stopped = True
        if self._solver is not None:
            self._solver.stop_search()

    def run(self) -> Outcome:
        """Work on every goal in order.

        Raises:
            ValueError: if the engine calls the model invalid, which is a bug of ours.
        """
        results: list[GoalResult] = []
        waiting = len(GOALS)
        for name, goal in GOALS.items():
            waiting -= 1
            status = self._solve(name, goal, self._budget(waiting))
            if status == cp_model.INFEASIBLE:
                return Outcome(Status.INFEASIBLE, None, ())
            bound = self._bound(goal, status)
            value = self._value(goal)
            results.append(GoalResult(id=name, value=value, bound=_at_least(goal, bound, value)))
            if value is None:
                return Outcome(Status.UNKNOWN, None, tuple(results))
            self._hold(goal, value)
        proven = all(result.proven for result in results)
        return Outcome(Status.OPTIMAL if proven else Status.FEASIBLE, self._values, tuple(results))

    def _budget(self, waiting: int) -> float:
        share = FIRST_GOAL_SHARE if waiting else 1.0
        if self.limits.work is not None:
            return self.limits.work * (share if waiting else 1.0 - FIRST_GOAL_SHARE)
        left = self.limits.seconds - (monotonic() - self._started)
        return max(0.05, left * share)

    def _solve(self, name: str, goal: Goal, budget: float) -> cp_model.CpSolverStatus:
        model, expression = self.statement.model, goal.expression(self.statement)
        if goal.maximise:
            model.maximize(expression)
        else:
            model.minimize(expression)
        self._hint()
        solver = self._solver = self._configured(budget)
        solver.best_bound_callback = lambda bound: self._report(name, goal, bound)
        if self._stopped:
            solver.parameters.max_time_in_seconds = 0.05
        status = solver.solve(model, _Listener(self, name, goal))
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"the engine calls the model invalid: {model.validate()}")
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._values = list(solver.response_proto.solution)
        return status

    def _configured(self, budget: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        if self.limits.work is None:
            parameters.max_time_in_seconds = budget
        else:
            parameters.max_deterministic_time = budget
        parameters.num_workers = self.limits.workers
        parameters.random_seed = self.limits.seed
        parameters.linearization_level = 2
        # The bug behind google/or-tools#5293 sits in this presolve step.
        parameters.presolve_inclusion_work_limit = 0
        parameters.catch_sigint_signal = False
        return solver

    def _hint(self) -> None:
        """Hint only what is known to be good, and all of it."""
        self.statement.model.clear_hints()
        if self._values is not None:
            model = self.statement.model
            for index, value in enumerate(self._values):
                model.add_hint(model.get_int_var_from_proto_index(index), value)

    def _hold(self, goal: Goal, value: int) -> None:
        expression = goal.expression(self.statement)
        if goal.maximise:
            self.statement.model.add(expression >= value)
        else:
            self.statement.model.add(expression <= value)

    def _value(self, goal: Goal) -> int | None:
        if self._values is None:
            return None
        return goal.value(self.statement, self._values)

    def _bound(self, goal: Goal, status: cp_model.CpSolverStatus) -> int | None:
        assert self._solver is not None
        if status == cp_model.UNKNOWN and not self._solver.response_proto.best_objective_bound:
            return None
        return _rounded(goal, self._solver.best_objective_bound)

    def _report(self, name: str, goal: Goal, bound: float) -> None:
        value = self._value(goal)
        seconds = monotonic() - self._started
        self.on_progress(Progress(seconds, name, value, _at_least(goal, _rounded(goal, bound), value)))

    def heard(self, name: str, goal: Goal, values: Sequence[int], bound: float) -> None:
        """A better solution of the goal now worked on."""
        self._values = values
        self.on_values(values)
        self._report(name, goal, bound)


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, search: Search, name: str, goal: Goal) -> None:
        super().__init__()
        self._search, self._name, self._goal = search, name, goal

    def on_solution_callback(self) -> None:
        values = list(self.response_proto.solution)
        self._search.heard(self._name, self._goal, values, self.best_objective_bound)


def _rounded(goal: Goal, bound: float) -> int | None:
    if abs(bound) > 2**53:
        return None
    return floor(bound + MARGIN) if goal.maximise else ceil(bound - MARGIN)


def _at_least(goal: Goal, bound: int | None, value: int | None) -> int | None:
    """A bound is never on the wrong side of a value that a plan has."""
    if bound is None or value is None:
        return bound
    return max(bound, value) if goal.maximise else min(bound, value)
