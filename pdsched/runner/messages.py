"""What parent and child say to each other: one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pdsched.params import SearchParams
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import Record
from pdsched.result import Clash, GoalResult, LessonPrice, Progress, Status


class Job(Record):
    """What the child is to do; the first line that it reads. Any later line means: stop."""

    problem: Problem
    policy: Policy
    start: Plan | None = None
    """A plan to go on from."""
    deadline: float | None
    """When to end, in seconds of the machine's clock since its epoch, so that the start of the
    process counts; ``None`` where ``work`` counts instead."""
    work: float | None
    workers: int
    seed: int
    params: SearchParams = SearchParams()
    timed: bool = False
    """Whether to tell what the time goes to: see `pdsched.timed`."""


class StepLine(Record):
    """The state of the search."""

    kind: Literal["step"] = "step"
    seconds: float
    goal: str
    value: int | None
    bound: int | None
    pieces: int = 0
    method: str = ""
    prices: tuple[LessonPrice, ...] = ()
    peak_mib: float

    @property
    def result(self) -> GoalResult:
        """Value and bound of the goal."""
        said = {name: getattr(self, name) for name in ("value", "bound", "method", "prices")}
        return GoalResult(id=self.goal, **said)

    def told(self, goal: GoalResult) -> Progress:
        """The step as listeners hear of it, with what else is known of the goal."""
        proof = goal.bound, self.pieces, goal.method, goal.prices
        return Progress(self.seconds, goal.id, goal.value, *proof)


class PlanLine(Record):
    """The best plan so far; plans are long, so what is read of every line stands before it."""

    kind: Literal["plan"] = "plan"
    values: Mapping[str, int]
    """The value of each goal."""
    bare: bool = False
    """Whether nothing is in it but what is past."""
    plan: Plan


class RefutedLine(Record):
    """It is proven that there is no plan; why is told by the end line."""

    kind: Literal["refuted"] = "refuted"


class LogLine(Record):
    """What was decided, for whoever reads the log of the parent."""

    kind: Literal["log"] = "log"
    logger: str
    level: int
    text: str


class EndLine(Record):
    """The end of the search."""

    kind: Literal["end"] = "end"
    status: Status
    plan: Plan | None
    goals: tuple[GoalResult, ...]
    clashes: tuple[Clash, ...] = ()
    """Where there is no plan: what of all that is asked for clashes."""
    message: str = ""
    peak_mib: float
