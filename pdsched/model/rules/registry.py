"""Where each rule is stated; the ids are those of `pdsched.policy.RULES`.

A rule of one session, person or substitute alone leaves out candidates
(`pdsched.model.candidates.filters`); a rule of the plan's bookkeeping holds by the way that
`pdsched.model.decode.decode` writes plans; every other rule is a function that adds rows to the
formulation and is registered here, or is stated in such rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pdsched.model.formulation.couplings import Reach
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.limits import state_limit
from pdsched.policy import RULES, Policy

RuleFunction = Callable[[Formulation], None]

CONSTRAINTS: dict[str, list[Rows]] = {}
"""Functions that add rows, by rule id."""

REACHES: dict[str, dict[Reach, None]] = {}
"""What the attendances of one row have in common, by rule id."""

BY_CONSTRUCTION = frozenset({"records", "engagement-of-use"})
"""Rules that every decoded plan keeps by the way it is written."""

STATED_IN: dict[str, str] = {}
"""Rules that have no rows of their own, and the one whose rows state them."""


class Rows(NamedTuple):
    """One function that adds rows of a rule."""

    add: RuleFunction
    implied: bool
    """Whether other rows say the same of whole numbers: soft limits do not, and leave it out."""


def rule(
    name: str, *, reach: Iterable[Reach] = (), implied: bool = False
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as the formulation of a rule.

    Args:
        name: id of the rule.
        reach: what the attendances of one row have in common: those of a plan that have one of
            these keys in common with a free attendance are stated with a sub-MIP.
        implied: whether other rows of the rule say the same of whole numbers.
    """

    def register(function: RuleFunction) -> RuleFunction:
        CONSTRAINTS.setdefault(name, []).append(Rows(function, implied))
        REACHES.setdefault(name, {}).update(dict.fromkeys(reach))
        return function

    return register


def stated_in(rows: str, *names: str) -> None:
    """Declare that the rows of one rule state others, too.

    Raises:
        ValueError: if one of them is stated elsewhere already, or there is no such rule.
    """
    for name in names:
        if name in STATED_IN or name not in RULES or rows not in RULES:
            raise ValueError(f"{name} in {rows}: declared twice, or no rule")
        STATED_IN[name] = rows


def reaches(policy: Policy) -> tuple[Reach, ...]:
    """What the attendances of one row have in common, over all rules in force, each once."""
    stated = (r for name, of_rule in REACHES.items() if policy.states(name) for r in of_rule)
    return tuple(dict.fromkeys(stated))


def apply_rules(f: Formulation) -> None:
    """Add the rows of every rule and limit that the policy holds, or makes soft."""
    for name in (*CONSTRAINTS, *(limit.id for limit in f.world.policy.limits)):
        if f.world.policy.states(name):
            apply_rule(f, name)


def apply_rule(f: Formulation, name: str) -> None:
    """Add the rows of one rule, or of one limit of the policy."""
    policy = f.world.policy
    soft, limit = name in policy.soft, policy.limit(name)
    f.soften(name if soft else "")
    if limit is not None:
        state_limit(f, limit)
    for rows in CONSTRAINTS.get(name, ()):
        if not (soft and rows.implied):
            rows.add(f)
    f.soften("")


tells_apart("records", "engagement-of-use")
