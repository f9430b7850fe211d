"""A checkpoint of that Tuesday's plan, and what plans are compared by; see `tuesday`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tuesday import PLAN, PROBLEM

from pdsched import Plan, Policy
from pdsched.result import GoalResult
from pdsched.runner.checkpoint import Checkpoint

EMPTY = Plan(problem=PROBLEM.digest())
BOUND = GoalResult(id="needs-met", value=120, bound=130, method="relaxation")


def kept(path: Path, **fields: Any) -> Path:
    """A checkpoint of that Tuesday's plan in a file."""
    given: dict[str, Any] = {
        "problem": PROBLEM.digest(),
        "policy": Policy(),
        "seed": 0,
        "seconds": 100.0,
        "goals": (BOUND, GoalResult(id="engaged-half-days", value=3)),
        "plan": PLAN,
    }
    path.write_text(Checkpoint(**{**given, **fields}).model_dump_json(), encoding="utf-8")
    return path


def sounds(plan: Plan) -> tuple[Any, ...]:
    """All of a plan but the reasons."""
    return plan.sessions, plan.releases, plan.covers, plan.engagements
