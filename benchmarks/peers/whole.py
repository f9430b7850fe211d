"""Our own counted, strongly linked model, given whole to CP-SAT, to HiGHS and to SCIP.

The best peers that there are to be had for it: no cutting up, no choice of what is worth a
variable, no repair. The first goal gets most of the time, the second what is left.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from benchmarks.apart import ROOT
from benchmarks.peers.common import Diary
from benchmarks.peers.writing import with_unmet
from pdsched import Plan, Policy, Problem
from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import as_model, rounded
from pdsched.engines.mathopt import mathopt_model
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model import DisaggregationError, build, decode
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of
from pdsched.model.goals import tier_goals

FIRST_GOAL = 0.8
"""Share of the time that the first goal may use."""
READING = 0.05
"""Share kept for reading the answer."""
GRACE = 0.5
"""Seconds after which HiGHS is ended if it does not look at the clock."""
LOOK_EVERY = 0.1
"""Seconds between two looks at whether it has a solution."""


class Answer(NamedTuple):
    """What a solver has at its limit."""

    values: Ints | None
    bound: float
    """Of the goal, as the solver says it."""


Found = Callable[[], None]
"""Called when there is a solution."""
Engine = Callable[[IntegerProgram, Objective, float, Found], Answer]
"""Solves one goal within so many seconds."""


def by_cpsat(
    problem: Problem, policy: Policy, seconds: float, diary: Diary, cores: int
) -> Plan | None:
    """What CP-SAT has at the limit, all parameters left as they are but that of the cores."""
    return Whole(problem, policy, seconds, diary).plan(partial(cpsat, cores))


def by_highs(
    problem: Problem, policy: Policy, seconds: float, diary: Diary, cores: int
) -> Plan | None:
    """What HiGHS has at the limit, with a thread for each core."""
    return Whole(problem, policy, seconds, diary).plan(partial(highs, cores))


def by_scip(problem: Problem, policy: Policy, seconds: float, diary: Diary) -> Plan | None:
    """What SCIP has at the limit."""
    return Whole(problem, policy, seconds, diary).plan(scip)


class Whole:
    """The statement of everything, solved goal after goal by one solver."""

    def __init__(self, problem: Problem, policy: Policy, seconds: float, diary: Diary) -> None:
        self._started = monotonic()
        self._problem, self._policy, self._diary = problem, policy, diary
        self._seconds = seconds * (1 - READING)
        self._named: set[str] = set()

    def plan(self, solve: Engine) -> Plan | None:
        """The plan; where counts cannot be dealt out, those are named and it is tried again."""
        while self._left > 0:
            statement = build(self._problem, self._policy, self._named)
            program = statement.program
            size = f"{program.columns} columns, {program.rows} rows"
            self._diary.tell(note=f"stated in {self._seconds - self._left:.0f} s: {size}")
            values = self._values(statement, solve)
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

    def _values(self, statement: Formulation, solve: Engine) -> Ints | None:
        program = statement.program
        best: Ints | None = None
        # Nothing is left to a third goal: the default policy lets no colleague cover.
        goals = list(tier_goals(Policy()).values())[:2]
        for goal, share in zip(goals, (FIRST_GOAL, 1.0), strict=True):
            aim = Objective(goal.weights(statement), goal.maximise)
            if self._left <= 0:
                break
            answer = solve(program, aim, share * self._left, self._diary.found)
            if goal is goals[0]:
                self._diary.tell(bound=rounded(aim.maximise, answer.bound))
            if answer.values is None:
                break
            best = answer.values
            columns = np.flatnonzero(aim.weights)
            value = float(aim.value(best))
            program = program.with_row(columns, aim.weights[columns], value, float(np.inf))
        return best


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, found: Found) -> None:
        super().__init__()
        self._found = found

    def on_solution_callback(self) -> None:
        self._found()


def cpsat(
    cores: int, program: IntegerProgram, aim: Objective, seconds: float, found: Found
) -> Answer:
    """CP-SAT as it comes."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = cores
    solver.parameters.max_time_in_seconds = seconds
    model = cp_model.CpModel(as_model(program, aim, None))
    status = solver.solve(model, _Listener(found))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, _said(solver.best_objective_bound))
    values = np.array(solver.response_proto.solution, dtype=np.int64)
    return Answer(values, solver.best_objective_bound)


def _said(bound: float) -> float:
    """A bound of CP-SAT; it says 0 where it has none."""
    return bound or float("inf")


def highs(
    cores: int, program: IntegerProgram, aim: Objective, seconds: float, found: Found
) -> Answer:
    """HiGHS as it comes, in a process of its own; its last solution counts if it has to be ended.

    Raises:
        RuntimeError: if it dies before it has anything to say.
    """
    limit = monotonic() + seconds + GRACE
    with TemporaryDirectory(prefix="highs-") as place:
        folder = Path(place)
        np.savez(
            folder / "program.npz",
            **{name: getattr(program, name) for name in program.__slots__},
            weights=aim.weights,
            maximise=np.array(aim.maximise),
        )
        command = [sys.executable, "-m", "benchmarks.highs", place, str(seconds), str(cores)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
        try:
            while process.poll() is None and monotonic() < limit:
                if (folder / "answer.npz").exists():
                    found()
                sleep(LOOK_EVERY)
        finally:
            in_time = process.poll() is not None
            process.kill()
            process.wait()
        if (folder / "answer.npz").exists():
            with np.load(folder / "answer.npz") as answer:
                values = answer["values"].astype(np.int64)
                return Answer(values if len(values) else None, float(answer["bound"]))
        if in_time:
            raise RuntimeError(f"HiGHS ended with code {process.returncode}")
        return Answer(None, float("inf") if aim.maximise else float("-inf"))


def scip(program: IntegerProgram, aim: Objective, seconds: float, found: Found) -> Answer:
    """SCIP as it comes, on one core."""
    parameters = mathopt.SolveParameters(
        time_limit=timedelta(seconds=seconds), relative_gap_tolerance=0.0
    )
    model = mathopt_model(program, aim, whole=True)
    answer = mathopt.solve(model, mathopt.SolverType.GSCIP, params=parameters)
    bound = answer.dual_bound()
    if not answer.has_primal_feasible_solution():
        return Answer(None, bound)
    found()
    values = np.array(answer.variable_values(list(model.variables())))
    return Answer(np.rint(values).astype(np.int64), bound)


def _without_idle(plan: Plan) -> Plan:
    """Without engagements of substitutes who hold no lesson that day."""
    busy = {(cover.substitute, cover.date) for cover in plan.covers}
    kept = (e for e in plan.engagements if (e.substitute, e.date) in busy)
    return plan.model_copy(update={"engagements": tuple(kept)})
