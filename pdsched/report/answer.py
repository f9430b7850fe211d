"""What a report is about: a plan, and what is proven of it, if that is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from pdsched.checks import GivenPolicy, plan_of, policy_of, read_record
from pdsched.errors import ProblemError
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.result import Result

GivenAnswer: TypeAlias = Result | Plan | Mapping[str, Any]
"""A result or a plan, or a dictionary of the fields of either, as in its JSON."""


class Answer(NamedTuple):
    """A plan under a policy, with its result where there is one."""

    plan: Plan | None
    """``None`` for a result without a plan."""
    policy: Policy
    result: Result | None = None

    @property
    def made_for(self) -> str:
        """Digest of the problem that it answers; empty where that is not said."""
        if self.result is not None:
            return self.result.problem
        return self.plan.problem if self.plan is not None else ""


def answer_of(given: GivenAnswer, policy: GivenPolicy | None) -> Answer:
    """What a caller gives.

    Raises:
        ProblemError: with all faults, if a dictionary has the shape of neither.
        TypeError: if it is neither; with what to give.
        ValueError: if a policy is given for a result, which has its own.

    >>> answer_of(Plan(), None).result is None
    True
    """
    if isinstance(given, Mapping) and given.get("format") == "pdsched-result":
        record, faults = read_record(Result, dict(given))
        if record is None:
            raise ProblemError(faults)
        given = record
    if isinstance(given, Result):
        if policy is not None:
            raise ValueError("policy: a result has its own policy; give none")
        return Answer(given.plan, given.policy, given)
    return Answer(plan_of(given), policy_of(policy))
