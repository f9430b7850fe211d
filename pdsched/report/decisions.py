"""What somebody has to decide, or to see to, before the plan is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdsched.checks import check
from pdsched.checks.codes import CODES
from pdsched.errors import Fault, first_of_each_kind
from pdsched.indicators import Kpis
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import EngagementPin, PinKind, Problem, SessionPin
from pdsched.referee import Violation, verify
from pdsched.report.answer import Answer
from pdsched.stages import stage
from pdsched.wording import Language, wording

_WORTH_A_WORD = 0.5
"""Half-days to be expected unfilled from which on they are told."""


class Decisions(NamedTuple):
    """Facts that ask for a decision; the needs that rules keep open stand elsewhere."""

    is_of_other_problem: bool
    """Whether the plan says that it was made for another problem."""
    is_of_other_policy: bool
    """Whether the plan says that it was made under another policy."""
    violations: tuple[str, ...]
    """The first sentences of what the plan breaks; in other languages than English the rules, each
    with the number of places."""
    violations_left_out: int
    """How many sentences or rules are not told."""
    violations_in_all: int
    """In how many places the plan breaks rules."""
    warnings: tuple[str, ...]
    """The first lines of what is wrong or odd about problem and policy, many alike as one; in other
    languages than English one for each code."""
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


def decisions(
    problem: Problem, answer: Answer, figures: Kpis, most: int, language: str
) -> Decisions:
    """What asks for a decision; of each kind so many are told at most, and the others counted."""
    plan = answer.plan or Plan()
    stage("the plan is judged")
    violations = () if answer.plan is None else verify(problem, plan, answer.policy)
    unfilled = figures["unfilled-half-days"].value or 0
    made = plan.policy
    sentences = _sentences(violations, answer.policy, language)
    warnings = _warnings(check(problem, answer.policy), language)
    return Decisions(
        is_of_other_problem=bool(answer.made_for) and answer.made_for != problem.digest(),
        is_of_other_policy=made is not None and made.digest != answer.policy.digest(),
        violations=tuple(sentences[:most]),
        violations_left_out=len(sentences[most:]),
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


def _sentences(violations: Sequence[Violation], policy: Policy, language: str) -> list[str]:
    """What is broken: the sentences of the referee, which are in English, or the rules."""
    if language == Language.EN:
        return [str(violation) for violation in violations]
    return [
        f"{rule} ({number}): {policy.sentence(rule, language=language)}"
        for rule, number in Counter(violation.rule for violation in violations).items()
    ]


def _warnings(faults: Sequence[Fault], language: str) -> list[str]:
    """What is odd: in English by what it is about, else what the code says and the first place."""
    if language == Language.EN:
        return list(first_of_each_kind(faults, most=2))
    words, first = wording(language), {fault.code: fault.where for fault in reversed(faults)}
    return [
        f"{code} ({number}): {words.text(CODES[code])} ({first[code]})"
        for code, number in Counter(fault.code for fault in faults).items()
    ]


def _published(pins: Iterable[SessionPin] | Iterable[EngagementPin]) -> int:
    return sum(pin.published and pin.kind is PinKind.REQUIRE for pin in pins)
