"""Small schools with one time for a session, and the reason of an unmet need."""

from __future__ import annotations

from typing import Any

from schools import TUE, changed, need

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs

ADA = {"needs": [need("ada", "sheets-1")]}
DOT = {"needs": [need("dot", "sheets-1")]}


def tom(day: Any, start: str, end: str, **fields: Any) -> dict[str, Any]:
    """Tom comes once, so that there is one time at which a session can be held."""
    window = {"start": start, "end": end, "dates": [day]}
    return changed("trainers", "tom", available=[window], **fields)


TUESDAY_AT_EIGHT = tom(TUE, "08:00", "09:00")
"""The one time is during ada's first lesson."""


def reasons(
    problem: Problem, plan: Plan | None = None, policy: Policy | None = None, complete: bool = False
) -> dict[str, tuple[str, str]]:
    """Rule and sentence of each unmet need."""
    given = unmet_needs(problem, plan or Plan(), policy or Policy(), complete)
    return {unmet.need: (unmet.rule, unmet.reason) for unmet in given}


def why(
    problem: Problem, *, name: str = "ada:sheets-1", plan: Plan | None = None, **policy: Any
) -> tuple[str, str]:
    """Rule and sentence of one unmet need."""
    return reasons(problem, plan, Policy(**policy))[name]
