"""Where each rule is stated; the ids are those of `pdsched.policy.RULES`.

A rule of one placement or one attendance is judged in `pdsched.model.placements` and
`pdsched.model.aways`, where they are drawn; a rule of the plan's bookkeeping holds by the way that
`pdsched.model.decode` writes plans; every other rule is a function that adds rows to the statement
and is registered here.
"""

from __future__ import annotations

from collections.abc import Callable

from pdsched.model.statement import Statement

RuleFunction = Callable[[Statement], None]

CONSTRAINTS: dict[str, list[RuleFunction]] = {}
"""Functions that add rows, by rule id."""

JUDGED_ALONE = frozenset(
    {
        "session-times",
        "blackouts",
        "staff-available",
        "coverable",
        "protected-time",
        "level",
        "trainer",
        "room",
        "substitute-available",
        "substitute-zone",
    }
)
"""Rules that leave out candidates: sessions, people, or substitutes (`pdsched.model.index`)."""

BY_CONSTRUCTION = frozenset({"records"})
"""Rules that every decoded plan keeps by the way it is written."""

STRUCTURE = frozenset({"cover-qualification"})
"""Rules that change what other rules' rows say."""


def rule(name: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as the statement of a rule."""

    def register(function: RuleFunction) -> RuleFunction:
        CONSTRAINTS.setdefault(name, []).append(function)
        return function

    return register


def stated() -> frozenset[str]:
    """Ids of all rules that the model states, one way or another."""
    return JUDGED_ALONE | BY_CONSTRUCTION | STRUCTURE | frozenset(CONSTRAINTS)


def apply_rules(statement: Statement) -> None:
    """Add the rows of every rule that the policy holds."""
    for name, functions in CONSTRAINTS.items():
        if statement.world.policy.holds(name):
            for function in functions:
                function(statement)
