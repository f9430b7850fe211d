"""An instance as a plain integer program, and three solvers that take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from time import monotonic
from typing import Any, NamedTuple


class Row(NamedTuple):
    """Columns with their coefficients, and between which bounds their sum lies."""

    columns: Sequence[int]
    coefficients: Sequence[int]
    least: float
    most: float


@dataclass
class Program:
    """Whole numbers from 0 up, rows, and weights that are as small (or large) as possible."""

    maximise: bool = False
    constant: int = 0
    """What the objective counts besides."""
    most: list[int] = field(default_factory=list)
    """By column."""
    weights: list[int] = field(default_factory=list)
    """By column."""
    rows: list[Row] = field(default_factory=list)

    def column(self, weight: int = 0, most: int = 1) -> int:
        """Add a column, and return its number."""
        self.most.append(most)
        self.weights.append(weight)
        return len(self.most) - 1

    def row(
        self,
        columns: Sequence[int],
        coefficients: Sequence[int],
        least: float = -inf,
        most: float = inf,
    ) -> None:
        """Add a row."""
        self.rows.append(Row(columns, coefficients, least, most))


class Answer(NamedTuple):
    """What a solver has at its end."""

    values: list[float] | None
    """By column; ``None`` where there is no solution."""
    bound: float | None
    """Of the objective; ``None`` where the solver has none."""


def by_cpsat(program: Program, until: float, threads: int) -> Answer:
    """CP-SAT, given the rows as they are."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    columns = [model.new_int_var(0, most, "") for most in program.most]
    for row in program.rows:
        total = cp_model.LinearExpr.weighted_sum(
            [columns[c] for c in row.columns], row.coefficients
        )
        if row.least == row.most:
            model.add(total == int(row.least))
        else:
            if row.least > -inf:
                model.add(total >= int(row.least))
            if row.most < inf:
                model.add(total <= int(row.most))
    objective = cp_model.LinearExpr.weighted_sum(columns, program.weights)
    (model.maximize if program.maximise else model.minimize)(objective)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.1, until - monotonic())
    status = solver.solve(model)
    has_plan = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = [float(solver.value(column)) for column in columns] if has_plan else None
    return Answer(values, solver.best_objective_bound + program.constant)


def by_highs(program: Program, until: float, threads: int) -> Answer:
    """HiGHS from highspy, with all that it does by itself."""
    import highspy
    import numpy as np

    from benchmarks.highs import model_of

    lengths = [len(row.columns) for row in program.rows]
    arrays: dict[str, Any] = {
        "least": np.zeros(len(program.most)),
        "most": np.array(program.most, dtype=np.float64),
        "weights": np.array(program.weights),
        "maximise": program.maximise,
        "lower": np.array([row.least for row in program.rows]),
        "upper": np.array([row.most for row in program.rows]),
        "first": np.concatenate([[0], np.cumsum(lengths)]),
        "column": np.array([c for row in program.rows for c in row.columns]),
        "coefficient": np.array([c for row in program.rows for c in row.coefficients]),
    }
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", threads)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.passModel(model_of(arrays))
    highs.setOptionValue("time_limit", max(0.1, until - monotonic()))
    highs.run()
    info = highs.getInfo()
    has_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = list(highs.getSolution().col_value) if has_plan else None
    return Answer(values, info.mip_dual_bound + program.constant)


def by_scip(program: Program, until: float, threads: int) -> Answer:  # noqa: ARG001 - it has one
    """SCIP as OR-Tools brings it, which has one thread."""
    from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]  # it has none

    solver = pywraplp.Solver.CreateSolver("SCIP")
    columns = [solver.IntVar(0, most, "") for most in program.most]
    for row in program.rows:
        stated = solver.Constraint(row.least, row.most)
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            stated.SetCoefficient(columns[column], coefficient)
    objective = solver.Objective()
    for column, weight in zip(columns, program.weights, strict=True):
        objective.SetCoefficient(column, weight)
    (objective.SetMaximization if program.maximise else objective.SetMinimization)()
    parameters = pywraplp.MPSolverParameters()
    parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, 0.0)
    solver.SetTimeLimit(max(100, int(1000 * (until - monotonic()))))
    status = solver.Solve(parameters)
    has_plan = status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
    values = [column.solution_value() for column in columns] if has_plan else None
    bound = objective.BestBound() if has_plan else None
    return Answer(values, None if bound is None else bound + program.constant)


PEERS: dict[str, Callable[[Program, float, int], Answer]] = {
    "cp-sat": by_cpsat,
    "highs": by_highs,
    "scip": by_scip,
}
"""Solvers by name: each takes a program, the moment at which it has to end, and threads."""
