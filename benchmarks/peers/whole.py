"""Our own counted, strongly linked model, given whole to HiGHS and to SCIP.

The best peer that there is to be had from the same package: no cutting up, no choice of what is
worth a variable, no repair. The first goal gets most of the time, the second what is left.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

import numpy as np
from ortools.math_opt.python import mathopt

from benchmarks.peers.common import Diary
from benchmarks.peers.writing import with_unmet
from pdsched import Plan, Policy, Problem
from pdsched.engines.arrays import Ints
from pdsched.engines.mathopt import mathopt_model
from pdsched.engines.program import Objective
from pdsched.model import DisaggregationError, build, decode
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of
from pdsched.model.goals import tier_goals

FIRST_GOAL = 0.8
"""Share of the time that the first goal may use."""
READING = 0.05
"""Share kept for reading the answer."""


def by_highs(problem: Problem, policy: Policy, seconds: float, diary: Diary) -> Plan | None:
    """What HiGHS has at the limit."""
    return Whole(problem, policy, seconds, diary).plan(mathopt.SolverType.HIGHS)


def by_scip(problem: Problem, policy: Policy, seconds: float, diary: Diary) -> Plan | None:
    """What SCIP has at the limit."""
    return Whole(problem, policy, seconds, diary).plan(mathopt.SolverType.GSCIP)


class Whole:
    """The statement of everything, solved goal after goal by one solver."""

    def __init__(self, problem: Problem, policy: Policy, seconds: float, diary: Diary) -> None:
        self._started = monotonic()
        self._problem, self._policy, self._diary = problem, policy, diary
        self._seconds = seconds * (1 - READING)
        self._named: set[str] = set()

    def plan(self, solver: mathopt.SolverType) -> Plan | None:
        """The plan; where counts cannot be dealt out, those are named and it is tried again."""
        while self._left > 0:
            statement = build(self._problem, self._policy, self._named)
            program = statement.program
            size = f"{program.columns} columns, {program.rows} rows"
            self._diary.tell(note=f"stated in {self._seconds - self._left:.0f} s: {size}")
            values = self._values(statement, solver)
            if values is None:
                return None
            try:
                plan = decode(statement.candidates, solution_of(statement, values))
            except DisaggregationError as error:
                self._named.update(error.members)
            else:
                return with_unmet(self._problem, _without_idle(plan))
        return None

    @property
    def _left(self) -> float:
        return self._seconds - (monotonic() - self._started)

    def _values(self, statement: Formulation, solver: mathopt.SolverType) -> Ints | None:
        program = statement.program
        best: Ints | None = None
        # Nothing is left to a third goal: the default policy lets no colleague cover.
        for goal, share in zip(tier_goals(Policy()).values(), (FIRST_GOAL, 1.0), strict=False):
            aim = Objective(goal.weights(statement), goal.maximise)
            if self._left <= 0:
                break
            # How many threads cannot be said: HiGHS in OR-Tools 9.15 refuses the parameter.
            parameters = mathopt.SolveParameters(
                time_limit=timedelta(seconds=share * self._left),
                relative_gap_tolerance=0.0,
            )
            model = mathopt_model(program, aim, whole=True)
            answer = mathopt.solve(model, solver, params=parameters)
            if not answer.has_primal_feasible_solution():
                break
            found = answer.variable_values(list(model.variables()))
            best = np.rint(np.array(found)).astype(np.int64)
            columns = np.flatnonzero(aim.weights)
            value = float(aim.value(best))
            program = program.with_row(columns, aim.weights[columns], value, float(np.inf))
        return best


def _without_idle(plan: Plan) -> Plan:
    """Without engagements of substitutes who hold no lesson that day."""
    busy = {(cover.substitute, cover.date) for cover in plan.covers}
    kept = (e for e in plan.engagements if (e.substitute, e.date) in busy)
    return plan.model_copy(update={"engagements": tuple(kept)})
