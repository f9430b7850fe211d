"""One run of CP-SAT over one program: parameters, hints, listening, stopping.

OR-Tools is imported where it is first used (`pdsched.engines.loaded` does it beforehand): a first
plan needs none of it, and loading it takes a while. Of CP-SAT that is its compiled part,
`cp_model_helper`, which takes arrays as they are. `cp_model` on top of it, for models that are
written by hand, loads pandas: that takes longer than all else, and 40 MB of every worker.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor, inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.engines.program import IntegerProgram, Objective

if TYPE_CHECKING:
    from ortools.sat.python import cp_model_helper as helper

MARGIN = 1e-6
"""Bounds come as floats: 55.99999999999999 was seen for 56."""
TRUSTED = 2.0**53
"""Bounds beyond this are no bounds but the engine's infinity."""
LEAST, MOST = -(2**62), 2**62
"""Limits of a row that mean none."""


class SolveLimits(NamedTuple):
    """How hard to try."""

    seconds: float | None
    """Clock seconds, or else:"""
    work: float | None
    """units of deterministic work."""
    workers: int
    seed: int
    presolve: bool = True
    """Without it the engine takes the program as it stands: a second opinion."""
    any_will_do: bool = False
    """Whether all solutions are equally good, so that relaxations guide nobody."""


class MipResult(NamedTuple):
    """What one run found. *Proven* is judged by the caller, from values and bound."""

    feasible: bool | None
    """``False``: proven that there is no solution; ``None``: none was found."""
    values: Ints | None
    bound: int | None
    work: float
    """Deterministic work spent."""


class CpSat:
    """Runs CP-SAT; `stop` may be called from another thread."""

    def __init__(self) -> None:
        self._engine: helper.SolveWrapper | None = None
        self.stopped = False

    def stop(self) -> None:
        """End the run soon, keeping the best that was found; later runs end at once."""
        self.stopped = True
        if (engine := self._engine) is not None:
            engine.stop_search()

    def run(
        self,
        program: IntegerProgram,
        objective: Objective,
        limits: SolveLimits,
        hint: Ints | None = None,
        on_values: Callable[[Ints], None] = lambda _: None,
        on_bound: Callable[[int | None], None] = lambda _: None,
    ) -> MipResult:
        """Optimise one goal.

        Raises:
            ValueError: if the engine calls the model invalid, which is a bug of ours.
        """
        from ortools.sat.python import cp_model_helper as helper

        model = as_model(program, objective, hint)
        engine = self._engine = helper.SolveWrapper()
        parameters, listener = _parameters(limits), _listener(on_values)
        if self.stopped:
            parameters.max_time_in_seconds = 0.01
        engine.set_parameters(parameters)
        engine.add_solution_callback(listener)
        engine.add_best_bound_callback(lambda bound: on_bound(rounded(objective.maximise, bound)))
        response: helper.CpSolverResponse = engine.solve(model)
        engine.clear_solution_callback(listener)
        self._engine = None
        status, work = response.status, response.deterministic_time
        if status == helper.CpSolverStatus.MODEL_INVALID:
            why = helper.CpSatHelper.validate_model(model)
            raise ValueError(f"the engine calls the model invalid: {why}")
        if status == helper.CpSolverStatus.INFEASIBLE:
            return MipResult(False, None, None, work)
        bound = rounded(objective.maximise, response.best_objective_bound)
        if status == helper.CpSolverStatus.UNKNOWN:
            return MipResult(None, None, bound if response.best_objective_bound else None, work)
        values = np.array(response.solution, dtype=np.int64)
        return MipResult(True, values, bound, work)


def as_model(
    program: IntegerProgram, objective: Objective, hint: Ints | None
) -> helper.CpModelProto:
    """The program for CP-SAT, written into its proto directly: that is many times faster."""
    from ortools.sat.python import cp_model_helper as helper

    proto = helper.CpModelProto()
    for domain in np.stack([program.least, program.most], axis=1).tolist():
        proto.variables.add().domain.extend(domain)
    first, columns = program.first.tolist(), program.column.tolist()
    coefficients = program.coefficient.tolist()
    upper = np.where(program.upper == inf, MOST, program.upper).astype(np.int64).tolist()
    lower = np.where(program.lower == -inf, LEAST, program.lower).astype(np.int64).tolist()
    for row in range(program.rows):
        linear = proto.constraints.add().linear
        linear.vars.extend(columns[first[row] : first[row + 1]])
        linear.coeffs.extend(coefficients[first[row] : first[row + 1]])
        linear.domain.extend([lower[row], upper[row]])
    weighted = np.flatnonzero(objective.weights)
    sign = -1 if objective.maximise else 1
    proto.objective.vars.extend(weighted.tolist())
    proto.objective.coeffs.extend((sign * objective.weights[weighted]).tolist())
    if objective.maximise:
        proto.objective.scaling_factor = -1.0
    if hint is not None:
        # Hint only what is known to be good, and all of it: partial hints lost incumbents.
        proto.solution_hint.vars.extend(range(program.columns))
        proto.solution_hint.values.extend(hint.tolist())
    return proto


def _parameters(limits: SolveLimits) -> helper.SatParameters:
    from ortools.sat.python import cp_model_helper as helper

    parameters = helper.SatParameters()
    if limits.seconds is not None:
        parameters.max_time_in_seconds = max(0.01, limits.seconds)
    if limits.work is not None:
        parameters.max_deterministic_time = limits.work
    parameters.num_workers = limits.workers
    parameters.random_seed = limits.seed
    parameters.cp_model_presolve = limits.presolve
    # One search with the whole linear relaxation beat the default portfolio wherever plans are to
    # be good; further workers improve its plans.
    if not limits.any_will_do:
        parameters.linearization_level = 2
    if limits.workers > 1 and not limits.any_will_do:
        parameters.subsolvers.extend(
            ("max_lp", "reduced_costs", "default_lp")[: limits.workers - 1]
        )
    # Probing took half a minute of presolve on a school and found next to nothing.
    parameters.cp_model_probing_level = 0
    # The bug behind google/or-tools#5293 sits in this presolve step.
    parameters.presolve_inclusion_work_limit = 0
    parameters.catch_sigint_signal = False
    return parameters


def _listener(on_values: Callable[[Ints], None]) -> helper.SolutionCallback:
    from ortools.sat.python import cp_model_helper as helper

    class Listener(helper.SolutionCallback):
        def OnSolutionCallback(self) -> None:  # noqa: N802 - so it is called
            response: helper.CpSolverResponse = helper.SolutionCallback.Response(self)
            on_values(np.array(response.solution, dtype=np.int64))

    return Listener()


def rounded(maximise: bool, bound: float) -> int | None:
    """The bound as a whole number, on the safe side; ``None`` where it is none."""
    if abs(bound) > TRUSTED:
        return None
    return floor(bound + MARGIN) if maximise else ceil(bound - MARGIN)
