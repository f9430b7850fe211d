"""What a problem is worth: the best plan that is found beside a known one, and what no plan passes.

Problems that are solved at once are solved whole, to a proof if there is time; larger ones first
near the plan, where something has changed. Each value is computed by a function of plain data, so
that processes of `pdsched.answers.aside` can do so beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import NamedTuple

from pdsched.answers.around import Around, Where
from pdsched.answers.asked_about import is_better
from pdsched.answers.nearby import Reach
from pdsched.errors import StartRejectedError
from pdsched.params import StrategyParams
from pdsched.plan import Plan
from pdsched.policy import NEEDS_MET, Policy
from pdsched.problem import Problem
from pdsched.result import GoalResult, Status
from pdsched.runner.judge import Judge
from pdsched.search import Limits, solve_here
from pdsched.what_if import GoalGain

LEAST = 0.1
"""Seconds that a search is given at least."""
NEARBY_SHARE = 0.5
"""Share of the time in which plans nearby are looked for, where the whole is large."""
LOOKS = 4
"""Neighbourhoods that are looked at, at most: each is twice as large as the one before."""
TIMES = 3.0
"""The whole is looked at only where there is so many times the time that reading it takes."""


class Task(NamedTuple):
    """A problem to be valued."""

    problem: Problem
    policy: Policy
    plan: Plan
    """A plan to begin with, even if it breaks rules by now."""
    where: Where
    """Where the problem has changed."""
    seconds: float


class Worth(NamedTuple):
    """What a problem is worth."""

    plan: Plan | None
    """The best plan that is known; the referee accepted it."""
    values: dict[str, int]
    """Of that plan, by tier; nothing without one."""
    bounds: dict[str, int]
    """By tier, what no plan does better that has the values of the tiers before, as far as the
    values of these are proven to be the best."""
    infeasible: bool = False
    """Whether it is proven that there is no plan."""

    def is_proven(self, policy: Policy) -> bool:
        """Whether no plan does better by any goal."""
        return all(t.id in self.bounds and self.bounds[t.id] == self.values[t.id]
                   for t in policy.tiers)  # fmt: skip


def worth(task: Task) -> Worth:
    """The value of a problem, and its bounds.

    Raises:
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
    """
    deadline = monotonic() + task.seconds
    judge, policy = Judge(task.problem, task.policy), task.policy
    best, first = None, dict[str, int]()
    with suppress(StartRejectedError):
        best = Worth(*judge.start(task.plan), {})
    if best is not None and best.plan is not None:
        begun = monotonic()
        near = Around(task.problem, policy, best.plan, task.where)
        reading = monotonic() - begun
        if near.placements > StrategyParams().whole_up_to:
            first = _at_first(policy, near)
            until = monotonic() + NEARBY_SHARE * (deadline - monotonic())
            for plan in _nearby(near, until if deadline - until > TIMES * reading else deadline):
                best = better_of(policy, best, Worth(*judge.accepted(plan), {}))
            if deadline - monotonic() < TIMES * reading:
                return best._replace(bounds=first or bounds_of(policy, (), best.values))
    limits = Limits(seconds=max(LEAST, deadline - monotonic()))
    start = best.plan if best is not None else task.plan
    solved, goals, status = solve_here(task.problem, policy, limits=limits, start=start)
    if status is Status.INFEASIBLE:
        return Worth(None, {}, {}, infeasible=True)
    if solved is not None:
        best = better_of(policy, best, Worth(*judge.accepted(solved), {}))
    if best is None or best.plan is None:
        return Worth(None, {}, {})
    bounds = bounds_of(policy, goals, best.values) or first
    return best._replace(plan=judge.relabelled(best.plan), bounds=bounds)


def _nearby(near: Around, until: float) -> Iterator[Plan]:
    """Plans of one neighbourhood after the other, while there is time."""
    reach, longest = Reach(), 0.0
    for _ in range(LOOKS):
        if (left := until - monotonic()) <= longest:
            return
        plan = near.best(left, reach)
        longest, reach = max(longest, left - (until - monotonic())), reach.farther
        if plan is not None:
            yield plan


def _at_first(policy: Policy, near: Around) -> dict[str, int]:
    """A bound of the first tier that takes no search, where there is one."""
    if policy.tiers[0].id != NEEDS_MET or (most := near.most_points) is None:
        return {}
    return {NEEDS_MET: most}


def better_of(policy: Policy, one: Worth | None, other: Worth) -> Worth:
    """The one with the better plan; the first if they are alike."""
    return other if one is None or is_better(policy, other.values, one.values) else one


def bounds_of(
    policy: Policy, goals: tuple[GoalResult, ...], values: Mapping[str, int]
) -> dict[str, int]:
    """The bounds of a search that hold for a plan of these values, tier by tier.

    Those after a tier whose value is not proven to be the best are about other plans: none of them.
    """
    known, bounds = {goal.id: goal for goal in goals}, dict[str, int]()
    for tier in policy.tiers:
        goal = known.get(tier.id)
        told = [] if goal is None or goal.bound is None else [goal.bound]
        if not tier.maximise and all(tier.sign(each) > 0 for each in tier):
            told.append(0)
        if not told:
            break
        bounds[tier.id] = bound = (min if tier.maximise else max)(told)
        if bound != values[tier.id] or (goal is not None and goal.value != bound):
            break
    return bounds


def gains(policy: Policy, before: Worth, then: Worth, *, grows: bool) -> tuple[GoalGain, ...]:
    """What one problem is worth beside another.

    Args:
        policy: Whose tiers these are.
        before: Without a change; with a plan.
        then: With it; with a plan.
        grows: Whether each plan without the change is one with it, of the same values.
    """
    made, is_settled = list[GoalGain](), True
    for number, tier in enumerate(policy.tiers):
        gain = GoalGain(
            id=tier.id,
            better="more" if tier.maximise else "less",
            before=before.values[tier.id],
            before_bound=before.bounds.get(tier.id) if is_settled else None,
            value=then.values[tier.id],
            bound=then.bounds.get(tier.id) if is_settled else None,
            at_least=0 if grows and number == 0 else None,
        )
        made.append(gain)
        is_settled &= gain.before == gain.before_bound and gain.value == gain.bound
    return tuple(made)
