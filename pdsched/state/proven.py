"""What is proven about a district, and under which policy."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.policy import NEEDS_MET, Policy
from pdsched.policy.goals import Tier
from pdsched.problem import Problem
from pdsched.result import Result
from pdsched.state.problems import points_wanted


class Proven(NamedTuple):
    """A bound, and how it was proven."""

    bound: int
    method: str


def for_needs_alone(policy: Policy) -> Policy:
    """The policy with no goal but the needs met, where no rule is softer for it: it is sooner done.

    A rule that is a goal would hold if it were none, and plans that break it would be left out.
    """
    if policy.soft:
        return policy
    return policy.model_copy(update={"goals": (Tier({NEEDS_MET: 1}),)})


def least(problem: Problem, policy: Policy, result: Result | None) -> Proven:
    """What was proven, or all needs added up, if nothing was or that is less."""
    wanted = points_wanted(problem, policy)
    if result is None or result.bound is None or result.bound > wanted:
        return Proven(wanted, "needs")
    return Proven(result.bound, result.goals[0].method)
