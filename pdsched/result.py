"""What `solve` answers: a plan or none, and what is proven about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import Field

from pdsched.faces import begun, in_short
from pdsched.plan import MadeUnder, Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import Record

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this


class Status(StrEnum):
    """What is known about the plan.

    *optimal*: every goal's bound equals its value; what the goals leave open
    (`Result.left_open`) does not count for it. *feasible*: a plan, with the gap of its goals.
    *infeasible*: proven that no plan keeps all rules and pins. *unknown*: the time ended before
    either was found.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class LessonPrice(Record):
    """What the cover of a lesson on a date costs at least, in a bound by prices of lessons."""

    lesson: str
    staff: str
    """Whose absence it has to be covered for."""
    date: date
    millionths: int = Field(ge=0)
    """Of an engaged half-day."""


class GoalResult(Record):
    """Value and bound of one goal.

    >>> from pdsched import GoalResult
    >>> GoalResult(id="needs-met", value=95, bound=100).gap
    0.05
    >>> GoalResult(id="needs-met", value=100, bound=100).proven
    True
    """

    id: str
    value: int | None = None
    """Value of the plan; ``None`` without a plan."""
    bound: int | None = None
    """No plan does better (on a later goal: no plan that keeps the earlier goals' values);
    ``None`` where nothing is proven."""
    method: str = ""
    """How the bound was proven: *whole* by a search of everything, *branching* by branch and bound
    (in the tolerances of HiGHS), *relaxation* by the linear relaxation of everything, *topics* or
    *weeks* by each of these alone, at the relaxation's prices of what they share, *persons* by what
    each person could reach alone, *lessons* by prices of lessons that have to be covered in any
    plan, *needs* by adding up all needs, *points* by the bound of the needs met, *before* by that
    of the step of equity before it, *plain* by itself (nothing goes below 0, no share above the
    whole); empty where it was not said."""
    prices: tuple[LessonPrice, ...] = Field(default=(), repr=False)
    """The proof of a bound by *lessons*: without lessons of a price of 0. For each half-day at a
    school, add up the prices. For each substitute, take off what the dearest lessons that they can
    hold one after the other cost together beyond one half-day. What is left, rounded up to whole
    half-days, is engaged there at least. The bound adds up half-days, and what the past has."""

    @property
    def proven(self) -> bool:
        """Whether the bound equals the value."""
        return self.value is not None and self.value == self.bound

    @property
    def gap(self) -> float | None:
        """Distance of value and bound as a share of the larger; ``None`` where one is missing."""
        return gap_of(self.value, self.bound)


def gap_of(value: int | None, bound: int | None) -> float | None:
    """Distance of value and bound as a share of the larger; ``None`` where one is missing."""
    if value is None or bound is None:
        return None
    return abs(bound - value) / max(abs(bound), abs(value), 1)


class TracePoint(Record):
    """Value and bound of a goal from a moment of the search on."""

    seconds: float
    """After the search began."""
    goal: str
    """Goal that was worked on."""
    value: int | None = None
    bound: int | None = None
    method: str = ""
    """As `GoalResult.method`."""

    def says_as_much_as(self, other: TracePoint) -> bool:
        """Whether nothing but the time is new since another point."""
        return self == other.model_copy(update={"seconds": self.seconds})


class Result(Record):
    """The answer and its certificate.

    ``seconds``, ``peak_mib``, ``trace`` and nothing else differ between two reproducible runs.
    """

    format: Literal["pdsched-result"] = "pdsched-result"
    version: Literal[1] = 1
    status: Status
    plan: Plan | None = None
    goals: tuple[GoalResult, ...] = ()
    """In the order of their importance."""
    left_open: tuple[GoalResult, ...] = ()
    """What decided between plans that are equal in all goals, see `Policy.left_open`: as far as the
    rest of the time allowed, proven or not."""
    policy: Policy = Policy()
    problem: str
    """`Problem.digest` of the problem."""
    seed: int = 0
    workers: int = 1
    reproducible: bool = False
    """Ended by a limit of work, not of time."""
    interrupted: bool = False
    """Ended before its time: by Ctrl-C, `Run.stop`, or a wish of ``on_progress``."""
    versions: Mapping[str, str] = Field(default_factory=dict)
    """Versions of pdsched, of Python and of the engine."""
    seconds: float = 0.0
    """Wall-clock seconds of the whole call."""
    peak_mib: float = 0.0
    """Largest memory of the solving process and its workers together, in MiB; 0 where the system
    does not say. Under an executor of yours: of this process alone."""
    trace: tuple[TracePoint, ...] = ()
    """Value and bound of the goals whenever they changed, in the order of time."""
    message: str = ""
    """A sentence where there is something to say, such as which pins conflict."""

    def __repr__(self) -> str:
        """One line, whatever is planned."""
        goals = ", ".join(f"{g.id} {g.value} (bound {g.bound})" for g in self.goals[:2])
        more = ", …" if len(self.goals) > 2 else ""
        told = f" {goals}{more};" if goals else ""
        return begun(f"<Result {self.status}:{told} {self.plan!r}>")

    __str__ = __repr__

    def goal(self, goal: str) -> GoalResult:
        """The entry of one goal, or of one that decides what the goals leave open.

        Raises:
            KeyError: if neither is called so.
        """
        for entry in (*self.goals, *self.left_open):
            if entry.id == goal:
                return entry
        raise KeyError(goal)

    @property
    def value(self) -> int | None:
        """Value of the first goal; ``None`` without a plan."""
        return self.goals[0].value if self.goals else None

    @property
    def bound(self) -> int | None:
        """What no plan does better in the first goal; ``None`` where nothing is proven."""
        return self.goals[0].bound if self.goals else None

    @property
    def gap(self) -> float | None:
        """Gap of the first goal, as `GoalResult.gap`."""
        return self.goals[0].gap if self.goals else None

    def trace_frame(self) -> DataFrame:
        """The trace as a table: ``seconds``, ``goal``, ``value``, ``bound``, ``method``, ``gap``.

        >>> points = [TracePoint(seconds=1.5, goal="needs-met", value=95, bound=100)]
        >>> Result(status="feasible", problem="d1", trace=points).trace_frame().gap.tolist()
        [0.05]
        """
        import pandas as pd

        columns = [*TracePoint.model_fields, "gap"]
        rows = [
            (*point.model_dump().values(), gap_of(point.value, point.bound)) for point in self.trace
        ]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"value": "Int64", "bound": "Int64", "gap": "Float64"})

    def report(
        self,
        path: str | Path,
        problem: Problem | Mapping[str, Any],
        *,
        templates: str | Path | None = None,
        logo: str | Path | None = None,
        language: str = "en",
    ) -> None:
        """Writes one page to open, print and send; `pdsched.save_report` says what is on it.

        Args:
            path: Where the page goes, such as ``report.html``.
            problem: What was given to solve.
            templates: A folder of templates in place of those of the package.
            logo: A picture, PNG, JPEG or SVG, of at most 1 MiB.
            language: ``en``, ``fr`` or ``de``.

        Raises:
            ProblemError: as `pdsched.save_report` does.
            ValueError: if there is no such language.
        """
        from pdsched.report import save_report

        save_report(problem, self, path, templates=templates, logo=logo, language=language)


class Clash(Record):
    """What no plan keeps together: ids of pins, and of rules that insist on an amount."""

    session_pins: tuple[str, ...] = ()
    engagement_pins: tuple[str, ...] = ()
    insisted: tuple[str, ...] = ()
    least: bool = False
    """Whether each was shown to be needed for it: without any one, a plan keeps the others."""


def carried(
    goals: Sequence[GoalResult], policy: Policy, values: Mapping[str, int]
) -> tuple[GoalResult, ...]:
    """What was proven beside one plan, as far as it holds for another, with that one's values.

    A bound of a goal was proven for all plans that keep the values of the goals before: it says
    nothing beside a plan that loses some of these.

    Args:
        goals: Results of the plan beside which they were proven, in the order of the policy.
        policy: The policy.
        values: Values of the other plan, by id of a tier.

    >>> proven = [GoalResult(id="needs-met", value=80, bound=80),
    ...           GoalResult(id="engaged-half-days", value=3, bound=2)]
    >>> values = {"needs-met": 70, "engaged-half-days": 1}
    >>> [(goal.value, goal.bound) for goal in carried(proven, Policy(), values)]
    [(70, 80), (1, None)]
    """
    results, holds = [], True
    for tier, goal in zip(policy.order, goals, strict=False):
        value = values[tier.id]
        of_plan = goal.model_copy(update={"value": value})
        results.append(of_plan if holds else GoalResult(id=goal.id, value=value))
        holds = holds and goal.value is not None and not tier.better(goal.value, value)
    return tuple(results)


def made_under(policy: Policy) -> MadeUnder:
    """What a plan says of the policy under which it is made.

    >>> made_under(Policy(name="ours")).name
    'ours'
    """
    return MadeUnder(name=policy.name, digest=policy.digest())


@in_short
class Progress(NamedTuple):
    """One step of a running solve, given to ``on_progress``."""

    seconds: float
    goal: str
    """Goal now worked on."""
    value: int | None
    bound: int | None
    pieces: int = 0
    """Pieces of the problem solved so far."""
    method: str = ""
    """As `GoalResult.method`."""
    prices: tuple[LessonPrice, ...] = ()
    """As `GoalResult.prices`."""

    @property
    def gap(self) -> float | None:
        """As `GoalResult.gap`."""
        return gap_of(self.value, self.bound)
