"""One run of CP-SAT over one statement: parameters, hints, listening, stopping."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple

from ortools.sat.python import cp_model

from pdsched.model.goals import Goal
from pdsched.model.statement import Statement

MARGIN = 1e-6
"""Bounds come as floats: 55.99999999999999 was seen for 56."""
TRUSTED = 2.0**53
"""Bounds beyond this are no bounds but the engine's infinity."""


class Effort(NamedTuple):
    """How hard to try."""

    seconds: float | None
    """Clock seconds, or else:"""
    work: float | None
    """units of deterministic work."""
    workers: int
    seed: int


class Answer(NamedTuple):
    """What one run found. *Proven* is judged by the caller, from values and bound."""

    feasible: bool | None
    """``False``: proven that there is no solution; ``None``: none was found."""
    values: Sequence[int] | None
    bound: int | None
    work: float
    """Deterministic work spent."""


class Engine:
    """Runs CP-SAT; `stop` may be called from another thread."""

    def __init__(self) -> None:
        self._solver: cp_model.CpSolver | None = None
        self.stopped = False

    def stop(self) -> None:
        """End the run soon, keeping the best that was found; later runs end at once."""
        self.stopped = True
        if self._solver is not None:
            self._solver.stop_search()

    def run(
        self,
        statement: Statement,
        goal: Goal,
        effort: Effort,
        hint: Mapping[int, int] | None,
        on_values: Callable[[Sequence[int]], None],
        on_bound: Callable[[int | None], None],
    ) -> Answer:
        """Optimise one goal.

        Raises:
            ValueError: if the engine calls the model invalid, which is a bug of ours.
        """
        model = statement.model
        _state(statement, goal)
        _give_hint(statement, hint)
        solver = self._solver = _configured(effort)
        if self.stopped:
            solver.parameters.max_time_in_seconds = 0.01
        solver.best_bound_callback = lambda bound: on_bound(rounded(goal, bound))
        status = solver.solve(model, _Listener(on_values))
        if status == cp_model.MODEL_INVALID:
            raise ValueError(f"the engine calls the model invalid: {model.validate()}")
        work = solver.deterministic_time
        if status == cp_model.INFEASIBLE:
            return Answer(False, None, None, work)
        bound = rounded(goal, solver.best_objective_bound)
        if status == cp_model.UNKNOWN:
            return Answer(None, None, bound if solver.best_objective_bound else None, work)
        return Answer(True, list(solver.response_proto.solution), bound, work)


def _state(statement: Statement, goal: Goal) -> None:
    expression = goal.expression(statement)
    if goal.maximise:
        statement.model.maximize(expression)
    else:
        statement.model.minimize(expression)


def _give_hint(statement: Statement, hint: Mapping[int, int] | None) -> None:
    """Hint only what is known to be good, and all of it: partial hints lost incumbents."""
    model = statement.model
    model.clear_hints()
    if hint is not None:
        for index in range(len(model.proto.variables)):
            model.add_hint(model.get_int_var_from_proto_index(index), hint.get(index, 0))


def _configured(effort: Effort) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    if effort.seconds is not None:
        parameters.max_time_in_seconds = max(0.01, effort.seconds)
    if effort.work is not None:
        parameters.max_deterministic_time = effort.work
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    # One search with the whole linear relaxation beat the default portfolio wherever measured;
    # further workers improve its plans.
    parameters.linearization_level = 2
    if effort.workers > 1:
        parameters.subsolvers.extend(
            ("max_lp", "reduced_costs", "default_lp")[: effort.workers - 1]
        )
    # Probing took half a minute of presolve on a school and found next to nothing.
    parameters.cp_model_probing_level = 0
    # The bug behind google/or-tools#5293 sits in this presolve step.
    parameters.presolve_inclusion_work_limit = 0
    parameters.catch_sigint_signal = False
    return solver


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_values: Callable[[Sequence[int]], None]) -> None:
        super().__init__()
        self._on_values = on_values

    def on_solution_callback(self) -> None:
        self._on_values(list(self.response_proto.solution))


def rounded(goal: Goal, bound: float) -> int | None:
    """The bound as a whole number, on the safe side; ``None`` where it is none."""
    if abs(bound) > TRUSTED:
        return None
    return floor(bound + MARGIN) if goal.maximise else ceil(bound - MARGIN)
