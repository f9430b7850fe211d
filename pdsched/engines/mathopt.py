"""Bounds of a program: its linear relaxation, and branch and bound from there.

`relax` gives a bound that is proven, and what each row is worth.

HiGHS solves it, by way of MathOpt, in seconds where the engine's own simplex takes minutes; large
ones are left to PDLP. Neither's word is taken for the bound: weak duality turns any dual values,
however rough, into one, so it is computed from them anew, with the sum's rounding error allowed
for.

`branch` goes on by branch and bound. On schools that CP-SAT does not prove by itself its bound
after a minute was far closer, since CP-SAT brings the rows into its relaxation only little by
little. Its tolerances are HiGHS's own.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil, floor, inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pdsched.engines.arrays import Floats, Ints
from pdsched.engines.duality import dual_bound, in_steps, step_of
from pdsched.engines.program import IntegerProgram, Objective

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

ROUGH, VERY_ROUGH = 7_000, 25_000
"""Columns beyond which a first-order method solves the relaxation, and beyond which it is stopped
sooner."""
TOLERANCE, WIDE_TOLERANCE = 1e-4, 3e-4
"""How near to the best it goes then; the bound is summed anew, so it is none the less valid."""
SLACK = 0.1
"""Share of a step of the goal's value by which a bound of branch and bound is moved outwards."""


class Relaxation(NamedTuple):
    """What the relaxation says."""

    bound: int
    """No plan does better."""
    duals: Floats
    """By row, what a unit of its limit is worth; above 0 where the upper limit presses."""
    values: Floats
    """By column, about what the best solution has there."""


def relax(
    program: IntegerProgram,
    objective: Objective,
    seconds: float | None,
    first_order_above: int = ROUGH,
    threads: int = 1,
) -> Relaxation | None:
    """Solve the relaxation for one goal; ``None`` where the time does not suffice.

    Large ones by PDLP (Applegate et al., 2021), which is several times faster there, and rougher.
    """
    from ortools.math_opt.python import mathopt

    limit = timedelta(seconds=seconds) if seconds is not None else None
    parameters = mathopt.SolveParameters(time_limit=limit)
    solver = mathopt.SolverType.HIGHS
    if program.columns > first_order_above:
        solver = mathopt.SolverType.PDLP
        parameters.pdlp.num_threads = threads
        # Twice as fast on schools of 20,000 to 30,000 attendances.
        parameters.pdlp.presolve_options.use_glop = True
        criteria = parameters.pdlp.termination_criteria.simple_optimality_criteria
        near = TOLERANCE if program.columns <= VERY_ROUGH else WIDE_TOLERANCE
        criteria.eps_optimal_relative, criteria.eps_optimal_absolute = near, near
    answer = mathopt.solve(mathopt_model(program, objective), solver, params=parameters)
    if not answer.solutions or answer.solutions[0].dual_solution is None:
        return None
    duals = np.zeros(program.rows)
    for constraint, dual in answer.solutions[0].dual_solution.dual_values.items():
        duals[constraint.id] = dual
    values = np.zeros(program.columns)
    if answer.solutions[0].primal_solution is not None:
        for variable, value in answer.solutions[0].primal_solution.variable_values.items():
            values[variable.id] = value
    return Relaxation(in_steps(dual_bound(program, objective, duals), objective), duals, values)


class Branched(NamedTuple):
    """What branch and bound says."""

    bound: int | None
    """No plan does better; ``None`` where no bound came of it."""
    values: Ints | None
    """By column, the best solution; ``None`` where there is none."""


def branch(
    program: IntegerProgram, objective: Objective, value: int | None, seconds: float
) -> Branched:
    """A bound and a solution by branch and bound within some seconds.

    With the ``value`` of a plan only better plans are looked for: where there are none, the value
    itself is the bound.
    """
    from ortools.math_opt.python import mathopt

    if value is not None:
        program = _beyond(program, objective, value)
    limit = timedelta(seconds=max(0.1, seconds))
    answer = mathopt.solve(
        mathopt_model(program, objective, whole=True),
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=limit),
    )
    if answer.termination.reason is mathopt.TerminationReason.INFEASIBLE:
        return Branched(value, None)
    values = _values(answer, program)
    bound = answer.termination.objective_bounds.dual_bound
    if not np.isfinite(bound):
        return Branched(None, values)
    slack = SLACK * step_of(objective)
    rounded = floor(bound + slack) if objective.maximise else ceil(bound - slack)
    return Branched(in_steps(rounded, objective), values)


def _values(answer: mathopt.SolveResult, program: IntegerProgram) -> Ints | None:
    """The best solution in whole numbers, if it keeps all rows in these."""
    if not answer.solutions or answer.solutions[0].primal_solution is None:
        return None
    values = np.zeros(program.columns, dtype=np.int64)
    for variable, value in answer.solutions[0].primal_solution.variable_values.items():
        values[variable.id] = round(value)
    return values if program.keeps(values) else None


def _beyond(program: IntegerProgram, objective: Objective, value: int) -> IntegerProgram:
    """With one row more: better than this value by a step, less the slack.

    In whole numbers that is the same, and a tolerance of the solver cannot reach across.
    """
    columns = np.flatnonzero(objective.weights)
    more = (1 - SLACK) * step_of(objective)
    low = value + more if objective.maximise else -inf
    high = inf if objective.maximise else value - more
    return program.with_row(columns, objective.weights[columns], low, high)


def mathopt_model(
    program: IntegerProgram, objective: Objective, *, whole: bool = False
) -> mathopt.Model:
    """The program with one goal; without ``whole``, columns may take any values between."""
    from ortools.math_opt import model_pb2
    from ortools.math_opt.python import mathopt

    proto = model_pb2.ModelProto()
    count = program.columns
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend(program.least)
    proto.variables.upper_bounds.extend(program.most)
    proto.variables.integers.extend([whole] * count)
    proto.objective.maximize = objective.maximise
    weighted = np.flatnonzero(objective.weights)
    proto.objective.linear_coefficients.ids.extend(weighted)
    proto.objective.linear_coefficients.values.extend(objective.weights[weighted])
    proto.linear_constraints.ids.extend(range(program.rows))
    proto.linear_constraints.lower_bounds.extend(program.lower)
    proto.linear_constraints.upper_bounds.extend(program.upper)
    order = np.lexsort((program.column, program.row))
    proto.linear_constraint_matrix.row_ids.extend(program.row[order])
    proto.linear_constraint_matrix.column_ids.extend(program.column[order])
    proto.linear_constraint_matrix.coefficients.extend(program.coefficient[order])
    return mathopt.Model.from_model_proto(proto)
