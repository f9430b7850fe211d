"""A plan that has something, what is proven of it, and of the best of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pdsched.answers.asked_about import Bounds
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.result import GoalResult


class Shown(NamedTuple):
    """A plan that has what was asked for, as the referee has judged it."""

    plan: Plan
    values: Mapping[str, int]
    bounds: Bounds = MappingProxyType({})
    """By tier, what no plan that has it does better, as far as it is proven."""


def together(policy: Policy, best: Shown, rivals: list[Shown | None]) -> dict[str, int]:
    """What no plan of any way does better, beside the values of the best plan.

    Args:
        policy: Whose tiers these are.
        best: The best plan of all.
        rivals: By way that is not refuted, its best plan; ``None`` where none is known.
    """
    bounds: dict[str, int] = {}
    for tier in policy.tiers:
        told = [way.bounds.get(tier.id) if way is not None else None for way in rivals]
        of_tier = [bound for bound in told if bound is not None]
        if len(of_tier) < len(told):
            break
        bounds[tier.id] = (max if tier.maximise else min)(of_tier)
        # Ways that are worse for certain have no say in what comes next.
        value = best.values[tier.id]
        rivals = [way for way in rivals if way and not tier.better(value, way.bounds[tier.id])]
        if any(way.values[tier.id] != value for way in rivals if way):
            break
    return bounds


def known(goals: Sequence[GoalResult], values: Mapping[str, int]) -> dict[str, int]:
    """What a search proves of plans with these values in the goals before, by tier.

    >>> goals = [GoalResult(id="a", value=1, bound=2), GoalResult(id="b", value=1, bound=3)]
    >>> known(goals, {"a": 1, "b": 0}), known(goals, {"a": 2, "b": 0})
    ({'a': 2, 'b': 3}, {'a': 2})
    """
    bounds: dict[str, int] = {}
    for goal in goals:
        if goal.bound is None:
            break
        bounds[goal.id] = goal.bound
        if goal.value != values[goal.id]:
            break
    return bounds
