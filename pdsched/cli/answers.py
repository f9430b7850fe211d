"""A result as the JSON object that programs read, and the exit code that goes with it."""

from __future__ import annotations

from typing import Any

from pdsched.cli.app import Exit
from pdsched.expansion import in_full
from pdsched.problem import Problem
from pdsched.result import GoalResult, Result, Status


def answer(problem: Problem, result: Result) -> dict[str, Any]:
    """Status and figures; those of a plan are ``None`` without one.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> answer(problem, Result(status="unknown", problem="d1"))["status"]
    'unknown'
    """
    plan = result.plan
    first = result.goals[0] if result.goals else GoalResult(id="")
    return {
        "status": result.status.value,
        "value": first.value,
        "bound": first.bound,
        "gap": first.gap,
        "needs_total": len(in_full(problem).needs),
        "needs_met": None if plan is None else len(plan.needs_met),
        "engagements": None if plan is None else len(plan.engagements),
        "seconds": round(result.seconds, 3),
        "peak_mib": round(result.peak_mib, 1),
        "goals": [_goal(goal) for goal in result.goals],
        "left_open": [_goal(goal) for goal in result.left_open],
        "interrupted": result.interrupted,
        "message": result.message,
        "problem": result.problem,
        "policy": result.policy.model_dump(mode="json"),
        "policy_digest": result.policy.digest(),
    }


def _goal(goal: GoalResult) -> dict[str, Any]:
    return {
        "id": goal.id,
        "value": goal.value,
        "bound": goal.bound,
        "gap": goal.gap,
        "proven": goal.proven,
        "method": goal.method,
    }


def exit_code(result: Result) -> Exit:
    """How a solve ends.

    >>> exit_code(Result(status="infeasible", problem="d1")).name
    'BROKEN'
    """
    if result.plan is not None:
        return Exit.DONE
    if result.status is Status.INFEASIBLE:
        return Exit.BROKEN
    return Exit.INTERRUPTED if result.interrupted else Exit.NOTHING_YET
