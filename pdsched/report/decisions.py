"""What somebody has to decide, or to see to, before the plan is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pdsched.checks import check
from pdsched.errors import first_of_each_kind
from pdsched.indicators import Kpis
from pdsched.plan import Plan
from pdsched.problem import EngagementPin, PinKind, Problem, SessionPin
from pdsched.referee import verify
from pdsched.report.answer import Answer
from pdsched.stages import stage

_WORTH_A_WORD = 0.5
"""Half-days to be expected unfilled from which on they are told."""


class Decisions(NamedTuple):
    """Facts that ask for a decision; the needs that rules keep open stand elsewhere."""

    is_of_other_problem: bool
    """Whether the plan says that it was made for another problem."""
    is_of_other_policy: bool
    """Whether the plan says that it was made under another policy."""
    violations: tuple[str, ...]
    """The first sentences of what the plan breaks."""
    violations_in_all: int
    warnings: tuple[str, ...]
    """The first lines of what is wrong or odd about problem and policy, many alike as one."""
    warnings_in_all: int
    unfilled: float
    """Half-days to be expected unfilled; 0 where they are not worth a word."""
    half_days: int
    published_attendances: int
    """Pins of the problem that stand for what was published."""
    published_engagements: int
    assumptions: tuple[str, ...]
    """The first assumptions of the problem."""
    assumptions_in_all: int


def decisions(problem: Problem, answer: Answer, figures: Kpis, most: int) -> Decisions:
    """What asks for a decision; of each kind so many are told at most, and the others counted."""
    plan = answer.plan or Plan()
    stage("the plan is judged")
    violations = () if answer.plan is None else verify(problem, plan, answer.policy)
    unfilled = figures["unfilled-half-days"].value or 0
    made = plan.policy
    warnings = list(first_of_each_kind(check(problem, answer.policy), most=2))
    return Decisions(
        is_of_other_problem=bool(answer.made_for) and answer.made_for != problem.digest(),
        is_of_other_policy=made is not None and made.digest != answer.policy.digest(),
        violations=tuple(f"{v.rule}: {v.sentence}" for v in violations[:most]),
        violations_in_all=len(violations),
        warnings=tuple(warnings[:most]),
        warnings_in_all=len(warnings),
        unfilled=unfilled if unfilled >= _WORTH_A_WORD else 0,
        half_days=len(plan.engagements),
        published_attendances=_published(problem.session_pins),
        published_engagements=_published(problem.engagement_pins),
        assumptions=problem.assumptions[:most],
        assumptions_in_all=len(problem.assumptions),
    )


def _published(pins: Iterable[SessionPin] | Iterable[EngagementPin]) -> int:
    return sum(pin.published and pin.kind is PinKind.REQUIRE for pin in pins)
