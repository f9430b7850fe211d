"""Where the checks register, one under each rule's id."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pdsched.policy import RULES
from pdsched.referee.case import Case
from pdsched.referee.violation import Violation

Finding = tuple[tuple[str, ...], str] | tuple[tuple[str, ...], str, int]
"""Whom it concerns, a sentence, and of a rule that can be soft the steps beyond it."""
Check = Callable[[Case], Iterator[Violation]]

CHECKS: dict[str, Check] = {}
"""Every rule's check by the id of the rule."""


def as_check(name: str, find: Callable[[Case], Iterator[Finding]]) -> Check:
    """The check of a rule that a generator of findings makes."""

    def check(case: Case) -> Iterator[Violation]:
        return (Violation(name, *finding) for finding in find(case))

    return check


def rule(name: str) -> Callable[[Callable[[Case], Iterator[Finding]]], Check]:
    """Register a generator of findings as the check of a rule.

    Raises:
        ValueError: if no rule has this id, or another check has it already.
    """
    if name not in RULES or name in CHECKS:
        raise ValueError(f"rule {name!r} is unknown or has a check already")

    def register(find: Callable[[Case], Iterator[Finding]]) -> Check:
        check = as_check(name, find)
        check.__name__, check.__doc__ = find.__name__, find.__doc__
        CHECKS[name] = check
        return check

    return register
