"""What parent and child say to each other: one JSON object a line."""

from __future__ import annotations

from typing import Literal

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import Record
from pdsched.result import GoalResult, Status


class Job(Record):
    """What the child is to do; the first line that it reads. Any later line means: stop."""

    problem: Problem
    policy: Policy
    deadline: float | None
    """When to end, in seconds of the machine's clock since its epoch, so that the start of the
    process counts; ``None`` where ``work`` counts instead."""
    work: float | None
    workers: int
    seed: int


class StepLine(Record):
    """The state of the search."""

    kind: Literal["step"] = "step"
    seconds: float
    goal: str
    value: int | None
    bound: int | None
    peak_mib: float


class PlanLine(Record):
    """The best plan so far."""

    kind: Literal["plan"] = "plan"
    plan: Plan


class EndLine(Record):
    """The end of the search."""

    kind: Literal["end"] = "end"
    status: Status
    plan: Plan | None
    goals: tuple[GoalResult, ...]
    message: str = ""
    peak_mib: float
