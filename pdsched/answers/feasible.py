"""Whether a problem has any plan at all, and the smallest of its plans, by the whole model."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import union
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import (
    DisaggregationError,
    decode,
    enumerate_candidates,
    formulate,
    required_attendances,
)
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of
from pdsched.model.solution.past import past_choice
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem

FEW = 600
"""Attendances that are looked at first."""
TRIES = 4
"""Times that people are named whom counts could not tell apart."""


def is_feasible(
    problem: Problem, policy: Policy, seconds: float, *, presolve: bool = True
) -> bool | None:
    """Whether some plan keeps every rule and pin; ``None`` where the time was too short to say.

    ``False`` is a proof: counts of people alike only allow more than names do. So it is not where
    candidates were left out for their number alone.
    """
    candidates = enumerate_candidates(problem, policy)
    limits = SolveLimits(max(0.1, seconds), None, 1, 0, presolve)
    if presolve and len(candidates.placement) > 2 * FEW:
        # Most plans are there with a few of the ways to attend: then nothing else has to be stated.
        few = required_attendances(candidates, FEW, np.random.default_rng(0))
        if _has_solution(
            formulate(candidates, union(few, past_choice(candidates).attends.ids)), limits
        ):
            return True
    feasible = _has_solution(formulate(candidates), limits)
    return None if feasible is False and candidates.partial else feasible


def _has_solution(f: Formulation, limits: SolveLimits) -> bool | None:
    nothing = Objective(np.zeros(f.program.columns, dtype=np.int64), maximise=False)
    return CpSat().run(f.program, nothing, limits).feasible


def smallest_plan(problem: Problem, policy: Policy, seconds: float) -> Plan | None:
    """A plan that keeps every rule and pin in which as few people as possible attend anything.

    ``None`` where there is none, or none was found in the time.
    """
    named = set[str]()
    for _ in range(TRIES):
        candidates = enumerate_candidates(problem, policy, named)
        try:
            return _smallest(candidates, seconds)
        except DisaggregationError as error:
            named.update(error.members)
    return None


def _smallest(candidates: Candidates, seconds: float) -> Plan | None:
    f = formulate(candidates)
    weights = np.zeros(f.program.columns, dtype=np.int64)
    weights[f.attend.column] = 2 * len(candidates.index.days)
    weights[f.session.column] = 1
    weights[f.engage.column] = 1
    limits = SolveLimits(max(0.1, seconds), None, 1, 0)
    answer = CpSat().run(f.program, Objective(weights, maximise=False), limits)
    return None if answer.values is None else decode(candidates, solution_of(f, answer.values))
