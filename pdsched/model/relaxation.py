"""Bounds of a statement by HiGHS: its linear relaxation, and branch and bound from there.

`relax` gives a bound that is proven, and says what is worth a variable.

HiGHS solves it, by way of MathOpt, in seconds where the engine's own simplex takes minutes. Its
word is not taken for the bound: weak duality turns any dual values, however rough, into one, so
the bound is computed from them anew, with the sum's rounding error allowed for.

`branch` goes on by branch and bound. On schools that CP-SAT does not prove by itself its bound
after a minute was far closer, since CP-SAT brings the rows into its relaxation only little by
little. Its tolerances are HiGHS's own.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil, floor, inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from pdsched.model.goals import Goal
from pdsched.model.statement import Statement

Floats = NDArray[np.float64]
FREE = 2**62
"""Limits of a row beyond this mean none."""
SLACK = 0.1
"""Share of a step of the goal's value by which a bound of branch and bound is moved outwards."""
SAFETY = 1e-9
"""Rounding error allowed for, relative to the sum of all magnitudes."""


class Relaxation(NamedTuple):
    """What the relaxation says."""

    bound: int
    """No plan does better."""
    values: Floats | None
    """A solution by variable index; ``None`` where only the bound was found."""


class _Rows(NamedTuple):
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    coefficient: Floats
    lower: Floats
    upper: Floats


def relax(statement: Statement, goal: Goal, seconds: float | None) -> Relaxation | None:
    """Solve the relaxation for one goal; ``None`` where the time does not suffice."""
    rows = _rows(statement)
    least, most = _domains(statement)
    weights = _weights(statement, goal, len(least))
    model = mathopt.Model.from_model_proto(_as_proto(rows, least, most, weights, goal.maximise))
    limit = timedelta(seconds=seconds) if seconds is not None else None
    answer = mathopt.solve(
        model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(time_limit=limit)
    )
    if not answer.has_dual_feasible_solution():
        return None
    duals = np.zeros(len(rows.lower))
    for constraint, dual in answer.dual_values().items():
        duals[constraint.id] = dual
    bound = _safe_bound(rows, least, most, weights, duals, goal.maximise)
    values = None
    if answer.has_primal_feasible_solution():
        values = np.zeros(len(least))
        for variable_of, value in answer.variable_values().items():
            values[variable_of.id] = value
    return Relaxation(_in_steps(bound, weights, goal.maximise), values)


def branch(statement: Statement, goal: Goal, value: int | None, seconds: float) -> int | None:
    """A bound by branch and bound within some seconds; ``None`` where none came of it.

    With the ``value`` of a plan only better plans are looked for: where there are none, the value
    itself is the bound.
    """
    rows = _rows(statement)
    least, most = _domains(statement)
    weights = _weights(statement, goal, len(least))
    if value is not None:
        rows = _beyond(rows, weights, value, goal.maximise)
    proto = _as_proto(rows, least, most, weights, goal.maximise, whole=True)
    limit = timedelta(seconds=max(0.1, seconds))
    answer = mathopt.solve(
        mathopt.Model.from_model_proto(proto),
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=limit),
    )
    if answer.termination.reason is mathopt.TerminationReason.INFEASIBLE:
        return value
    bound = answer.termination.objective_bounds.dual_bound
    if not np.isfinite(bound):
        return None
    slack = SLACK * _step(weights)
    whole = floor(bound + slack) if goal.maximise else ceil(bound - slack)
    return _in_steps(whole, weights, goal.maximise)


def _weights(statement: Statement, goal: Goal, count: int) -> Floats:
    weights = np.zeros(count)
    for variable, weight in goal.terms(statement):
        weights[variable.index] += weight
    return weights


def _step(weights: Floats) -> int:
    """The greatest number that divides every weight, and so every value."""
    return int(np.gcd.reduce(weights.astype(np.int64))) or 1


def _in_steps(bound: int, weights: Floats, maximise: bool) -> int:
    step = _step(weights)
    return bound // step * step if maximise else -(-bound // step) * step


def _beyond(rows: _Rows, weights: Floats, value: int, maximise: bool) -> _Rows:
    """With one row more: better than this value by a step at least."""
    columns = np.flatnonzero(weights)
    step = _step(weights)
    return _Rows(
        np.concatenate([rows.row, np.full(len(columns), len(rows.lower), dtype=np.int64)]),
        np.concatenate([rows.column, columns]),
        np.concatenate([rows.coefficient, weights[columns]]),
        np.append(rows.lower, value + step if maximise else -inf),
        np.append(rows.upper, inf if maximise else value - step),
    )


def _rows(statement: Statement) -> _Rows:
    row: list[int] = []
    column: list[int] = []
    coefficient: list[int] = []
    lower: list[float] = []
    upper: list[float] = []
    for constraint in statement.model.proto.constraints:
        if constraint.has_linear():
            linear = constraint.linear
            columns, coefficients = list(linear.vars), list(linear.coeffs)
            # Negative positions of a repeated field read garbage in OR-Tools 9.15: name both.
            low, high = linear.domain[0], linear.domain[1]
        elif constraint.has_at_most_one():
            columns = list(constraint.at_most_one.literals)
            coefficients, low, high = [1] * len(columns), -FREE, 1
        else:
            continue  # Any other row is a "no" to everything; leaving it out only relaxes more.
        number = len(lower)
        row.extend([number] * len(columns))
        column.extend(columns)
        coefficient.extend(coefficients)
        lower.append(-inf if low <= -FREE else low)
        upper.append(inf if high >= FREE else high)
    return _Rows(
        np.array(row, dtype=np.int64),
        np.array(column, dtype=np.int64),
        np.array(coefficient, dtype=np.float64),
        np.array(lower, dtype=np.float64),
        np.array(upper, dtype=np.float64),
    )


def _domains(statement: Statement) -> tuple[Floats, Floats]:
    domains = [(v.domain[0], v.domain[1]) for v in statement.model.proto.variables]
    pairs = np.array(domains, dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()


def _as_proto(
    rows: _Rows,
    least: Floats,
    most: Floats,
    weights: Floats,
    maximise: bool,
    *,
    whole: bool = False,
) -> model_pb2.ModelProto:
    proto = model_pb2.ModelProto()
    count = len(least)
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend(least)
    proto.variables.upper_bounds.extend(most)
    proto.variables.integers.extend([whole] * count)
    proto.objective.maximize = maximise
    weighted = np.flatnonzero(weights)
    proto.objective.linear_coefficients.ids.extend(weighted)
    proto.objective.linear_coefficients.values.extend(weights[weighted])
    proto.linear_constraints.ids.extend(range(len(rows.lower)))
    proto.linear_constraints.lower_bounds.extend(rows.lower)
    proto.linear_constraints.upper_bounds.extend(rows.upper)
    keys, coefficients = _summed(rows, count)
    proto.linear_constraint_matrix.row_ids.extend(keys // max(count, 1))
    proto.linear_constraint_matrix.column_ids.extend(keys % max(count, 1))
    proto.linear_constraint_matrix.coefficients.extend(coefficients)
    return proto


def _summed(rows: _Rows, count: int) -> tuple[NDArray[np.int64], Floats]:
    """Entries in order of row and column, each once."""
    keys, where = np.unique(rows.row * max(count, 1) + rows.column, return_inverse=True)
    coefficients = np.zeros(len(keys))
    np.add.at(coefficients, where, rows.coefficient)
    return keys, coefficients


def _safe_bound(
    rows: _Rows, least: Floats, most: Floats, weights: Floats, duals: Floats, maximise: bool
) -> int:
    """Weak duality: no solution does better than what duals of the right sign add up to."""
    sign = 1.0 if maximise else -1.0
    duals = sign * duals
    # A dual that leans on a limit that is not there proves nothing: let it go.
    duals = np.where((duals > 0) & np.isinf(rows.upper), 0.0, duals)
    duals = np.where((duals < 0) & np.isinf(rows.lower), 0.0, duals)
    reduced = sign * weights
    np.subtract.at(reduced, rows.column, rows.coefficient * duals[rows.row])
    limits = np.where(duals > 0, rows.upper, np.where(duals < 0, rows.lower, 0.0))
    parts = np.concatenate([duals * limits, np.maximum(reduced * least, reduced * most)])
    total = float(parts.sum()) + SAFETY * (1 + float(np.abs(parts).sum()))
    return floor(total) if maximise else ceil(-total)
