"""Counted rules: rules of every policy that are stated and judged as counted limits are.

What each counts stands beside its sentence, as `pdsched.policy.rule.Counted`; here it becomes a
record like those of limits. Model and referee read the same record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pdsched.policy.limits import Limit
from pdsched.policy.rules import RULES
from pdsched.problem.once import once


class CountedRule(Limit):
    """A rule of every policy, stated and judged as a counted limit is."""

    before: str = ""
    """Field of staff with what each of them had before the plan, which counts, too."""


def as_limit(rule: str, figures: Mapping[str, Any]) -> CountedRule:
    """A counted rule with the figures of a policy, as `Policy.figures` gives them.

    Raises:
        KeyError: if there is no such rule, or it is not a counted one.

    >>> as_limit("releases-per-month", {"releases_per_month": 2}).figures
    'releases, per month, each person: at most 2'
    """
    counted = RULES[rule].counted
    if counted is None:
        raise KeyError(rule)
    # What would refuse the id of a rule is left out.
    return CountedRule.model_construct(
        id=rule,
        sentence=RULES[rule].sentence,
        count=counted.what,
        per=counted.per,
        window_days=figures.get(counted.window_days),
        each=counted.each,
        at_most=figures[counted.at_most] or 0,
        before=counted.before,
    )


class _Figures(Protocol):
    """A policy."""

    def figures(self, identity: str) -> dict[str, Any]:
        """The figures of a rule."""


def counted_rule(policy: _Figures, rule: str) -> CountedRule:
    """A counted rule as a policy has it, worked out once: every formulation of a sub-MIP asks.

    Raises:
        KeyError: if there is no such rule, or it is not a counted one.

    >>> from pdsched import Policy
    >>> counted_rule(Policy(), "releases-per-week").figures
    'releases, per week, each person: at most 1'
    """
    known = _counted_rules(policy)
    if rule not in known:
        known[rule] = as_limit(rule, policy.figures(rule))
    return known[rule]


@once
def _counted_rules(_: _Figures) -> dict[str, CountedRule]:
    return {}
