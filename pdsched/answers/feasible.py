"""Whether a problem has any plan at all, and a small one of its plans, by the whole model."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.answers.of_use import Rows, no_rows
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
LEAST = 0.1
"""Seconds that a search is given at least."""
SMALLER = 0.5
"""Seconds in which a part of a plan is looked for that will do, at most."""
TRIES = 4
"""Times that people are named whom counts could not tell apart."""


class Attempt(NamedTuple):
    """What came of an attempt to make a plan."""

    feasible: bool | None
    """Whether there is a plan; ``None`` where the time was too short to say."""
    plan: Plan | None = None
    """A plan in which few people attend anything, if there is one."""


def is_infeasible(problem: Problem, policy: Policy, seconds: float, more: Rows = no_rows) -> bool:
    """Whether it is proven without presolve, as a second opinion, that there is no plan.

    Args:
        problem: What is given.
        policy: The policy.
        seconds: Wall-clock limit.
        more: Adds rows beside those of the rules.
    """
    candidates = enumerate_candidates(problem, policy)
    f = formulate(candidates)
    more(f)
    limits = SolveLimits(max(LEAST, seconds), None, 1, 0, presolve=False)
    nothing = Objective(np.zeros(f.program.columns, dtype=np.int64), maximise=False)
    return CpSat().run(f.program, nothing, limits).feasible is False and not candidates.partial


def attempt(problem: Problem, policy: Policy, seconds: float, more: Rows = no_rows) -> Attempt:
    """A plan that keeps every rule and pin, in which few people attend anything.

    As few as possible, where that is soon known. That there is none is a proof: counts of people
    alike only allow more than names do. So it is not where candidates were left out for their
    number alone.

    Args:
        problem: What is given.
        policy: The policy.
        seconds: Wall-clock limit.
        more: Adds rows beside those of the rules.
    """
    deadline, named = monotonic() + seconds, set[str]()
    for _ in range(TRIES):
        candidates = enumerate_candidates(problem, policy, named)
        try:
            return _attempt(candidates, deadline, more)
        except DisaggregationError as error:
            named.update(error.members)
    return Attempt(None)


def _attempt(candidates: Candidates, deadline: float, more: Rows) -> Attempt:
    if len(candidates.placement) <= 2 * FEW:
        return _made(candidates, formulate(candidates), deadline, more)
    # Most plans are there with a few of the ways to attend: then nothing else has to be stated.
    few = required_attendances(candidates, FEW, np.random.default_rng(0), in_groups=True)
    among = formulate(candidates, union(few, past_choice(candidates).attends.ids))
    made = _made(candidates, among, deadline, more)
    if made.plan is None:
        made = _made_of_all(candidates, deadline, more)
    return Attempt(None) if candidates.partial and made.plan is None else made


def _made_of_all(candidates: Candidates, deadline: float, more: Rows) -> Attempt:
    """A plan of all candidates, where there is time for it."""
    began = monotonic()
    if began >= deadline:
        return Attempt(None)
    everything = formulate(candidates)
    # The engine takes about as long to read a program as it takes to state it.
    if 2 * monotonic() - began >= deadline:
        return Attempt(None)
    return _made(candidates, everything, deadline, more)


def _made(candidates: Candidates, f: Formulation, deadline: float, more: Rows) -> Attempt:
    """A plan of some candidates: the smallest, or of many one that no part of it could replace."""
    more(f)
    weights, is_large = np.zeros(f.program.columns, dtype=np.int64), len(f.attend.ids) > 2 * FEW
    if not is_large:
        weights[f.attend.column] = 2 * len(candidates.index.days)
        weights[f.session.column] = 1
        weights[f.engage.column] = 1
    limits = SolveLimits(max(LEAST, deadline - monotonic()), None, 1, 0)
    answer = CpSat().run(f.program, Objective(weights, maximise=False), limits)
    if answer.values is None:
        return Attempt(answer.feasible)
    solution = solution_of(f, answer.values)
    if is_large and len(solution.attends.ids) <= 2 * FEW:
        # The smallest of many takes long; the smallest part of one is there at once.
        among = formulate(
            candidates, union(solution.attends.ids, past_choice(candidates).attends.ids)
        )
        smaller = _made(candidates, among, min(deadline, monotonic() + SMALLER), more)
        if smaller.plan is not None:
            return smaller
    return Attempt(True, decode(candidates, solution))
