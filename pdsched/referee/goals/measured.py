"""The values of goals, each by its own measure; of soft rules, by the steps beyond them."""

from __future__ import annotations

from collections.abc import Iterable

from pdsched.policy import Step
from pdsched.referee.case import Case
from pdsched.referee.goals.registry import FURTHER, MEASURES
from pdsched.referee.rules import checks_of


def measured(case: Case, names: Iterable[str]) -> dict[str, int]:
    """The values of some goals; of a soft rule, how far the plan goes beyond it."""
    return {name: _value(case, name) for name in names}


def _value(case: Case, name: str) -> int:
    if name in MEASURES:
        return MEASURES[name](case)
    if (step := Step.of(name)).goal in FURTHER:
        return FURTHER[step.goal](case, step.number)
    return sum(violation.steps for violation in checks_of(case.policy)[name](case))
