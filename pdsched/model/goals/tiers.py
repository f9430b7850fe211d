"""Tiers of goals: several weighed against each other are one goal to the search."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import values_of
from pdsched.model.goals.registry import FURTHER, GOALS, Goal
from pdsched.model.rules.limits import steps_beyond
from pdsched.model.rules.registry import apply_rule
from pdsched.model.solution.solution import Solution
from pdsched.policy import Policy, Step, Tier


def tier_goals(policy: Policy) -> dict[str, Goal]:
    """The goals of a policy in their order, and then those that decide what they leave open."""
    goals_of_tiers: dict[str, Goal] = {}
    guided = True
    for tier in policy.order:
        guided = guided and "needs-met" not in tier
        goals_of_tiers[tier.id] = _of_tier(tier)._replace(guided=guided)
    return goals_of_tiers


def goal_of(name: str) -> Goal:
    """A goal, a further step of one, or a soft rule: as few steps beyond it as possible."""
    if name in GOALS:
        return GOALS[name]
    step = Step.of(name)
    return FURTHER[step.goal](step.number) if step.goal in FURTHER else _of_rule(name)


def _of_rule(rule: str) -> Goal:
    def weights(f: Formulation) -> Ints:
        weight = np.zeros(f.columns, dtype=np.int64)
        weight[f.slack.get(rule, f.columns_of_none)] = 1
        return weight

    def value(candidates: Candidates, solution: Solution) -> int:
        limit = candidates.index.world.policy.limit(rule)
        if limit is not None:
            return steps_beyond(candidates, solution, limit)
        f = Formulation(
            candidates, solution.attends.ids, solution.engaged.ids, covering=solution.covering.ids
        )
        apply_rule(f, rule)
        return int((weights(f) * values_of(f, solution)).sum())

    return Goal(weights, value)


def _of_tier(tier: Tier) -> Goal:
    goals = [(tier.step(name), goal_of(name)) for name in tier]
    if len(goals) == 1:
        return goals[0][1]

    def weights(f: Formulation) -> Ints:
        return np.asarray(sum(step * goal.weights(f) for step, goal in goals))

    def value(candidates: Candidates, solution: Solution) -> int:
        return sum(step * goal.value(candidates, solution) for step, goal in goals)

    def bounds(candidates: Candidates) -> Iterator[tuple[int, str]]:
        # What goes against the direction of the tier is at best 0.
        best = [
            [(step * bound, method) for bound, method in goal.bounds(candidates)]
            for step, goal in goals
            if goal.maximise == tier.maximise
        ]
        first, *rest = best
        yield from ((bound + sum(o[-1][0] for o in rest), method) for bound, method in first)

    def wanted(candidates: Candidates) -> bool:
        return any(goal.wanted(candidates) for _, goal in goals)

    counts_holders = any(goal.counts_holders for _, goal in goals)
    return Goal(weights, value, tier.maximise, bounds, wanted, counts_holders=counts_holders)


def state_goals(f: Formulation) -> None:
    """Add the columns that the goals of the policy weigh and no rule has."""
    for tier in f.world.policy.order:
        for name in tier:
            goal_of(name).state(f)
