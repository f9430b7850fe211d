"""A plan that is asked about: with what it is worth, and plans beside it."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from time import monotonic
from types import MappingProxyType
from typing import TypeVar

from pdsched.answer import Answer, GoalPrice, Proof
from pdsched.checks import (
    GivenPlan,
    GivenPolicy,
    GivenProblem,
    check,
    plan_of,
    policy_of,
    problem_of,
)
from pdsched.errors import ProblemError, Severity
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import GoalResult, Result
from pdsched.runner.judge import Judge
from pdsched.views.words import listed
from pdsched.what_if import GoalGain

A = TypeVar("A", bound=Answer)
Bounds = Mapping[str, int]
"""By tier, what no plan in question does better, as far as it is proven."""


def checked(
    problem: GivenProblem,
    policy: GivenPolicy | None,
    plan: GivenPlan | Result | None = None,
    *,
    seconds: float | None = None,
) -> tuple[Problem, Policy]:
    """Problem and policy of a question; without a policy, that of the result that is asked about.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or there is no such policy.
        TypeError: if an argument is something else; with what to give.
        ValueError: if ``seconds`` is not above 0.
    """
    if seconds is not None and seconds <= 0:
        raise ValueError(f"seconds={seconds!r}: give a number above 0")
    if policy is None and isinstance(plan, Result):
        policy = plan.policy
    given, under = problem_of(problem), policy_of(policy)
    if faults := tuple(f for f in check(given) if f.severity is Severity.ERROR):
        raise ProblemError(faults)
    return given, under


def stamped(answer: A, problem: Problem, began: float) -> A:
    """An answer that says which problem it is about, and how long it took since ``began``."""
    taken = round(monotonic() - began, 3)
    return answer.model_copy(update={"problem": problem.digest(), "seconds": taken})


def is_better(policy: Policy, one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether values by tier are better than others in the first tier in which they differ."""
    for tier in policy.order:
        if one[tier.id] != other[tier.id]:
            return tier.better(one[tier.id], other[tier.id])
    return False


class AskedAbout:
    """A plan that keeps every rule, with its values, and with what is proven of them."""

    def __init__(self, problem: Problem, policy: Policy, plan: GivenPlan | Result) -> None:
        """Take what is given; of a result without a plan, the plan of nothing.

        Raises:
            StartRejectedError: if the plan breaks a rule.
        """
        self.problem, self.policy = problem, policy
        self.judge = Judge(problem, policy)
        self.goals: tuple[GoalResult, ...] = ()
        """Those of the result, where it is one of this problem and policy."""
        if isinstance(plan, Result):
            if plan.policy == policy and plan.problem == problem.digest():
                self.goals = plan.goals
            plan = plan.plan if plan.plan is not None else Plan()
        self._certificate = {g.id: g.bound for g in self.goals if g.bound is not None}
        """By tier: no plan with the values of this one in the tiers before does better."""
        self.plan, self.values = self.judge.start(plan_of(plan))

    @property
    def is_bounded(self) -> bool:
        """Whether it is known how far from the best the plan is at most, in the first tier."""
        return self.policy.tiers[0].id in self._certificate

    def learn(self, bounds: Bounds) -> None:
        """Take what is proven of all plans, each beside the values of this one before it."""
        self._certificate |= bounds

    def worth(self, plan: Plan) -> tuple[Plan, dict[str, int]]:
        """A plan as one of this problem, and its values.

        Raises:
            StartRejectedError: if it breaks a rule.
        """
        return self.judge.start(plan)

    def better(self, one: Mapping[str, int], other: Mapping[str, int]) -> bool:
        """Whether values are better than others under this policy, as `is_better`."""
        return is_better(self.policy, one, other)

    def prices(
        self, values: Mapping[str, int], bounds: Bounds | None = None
    ) -> tuple[GoalPrice, ...]:
        """The price by goal of what a plan with these values has, as `prices_beside`."""
        return prices_beside(self.policy, self.values, values, bounds or {}, self._certificate)


_last: list[tuple[weakref.ref[Plan | Result], AskedAbout]] = []
"""The plan that was asked about last, and what is known of it, as long as somebody has the plan."""


def asked_about(problem: Problem, policy: Policy, plan: GivenPlan | Result) -> AskedAbout:
    """A plan that is asked about: the same as last time if all of this is the same.

    Raises:
        StartRejectedError: if the plan breaks a rule.
    """
    for known, about in _last:
        if known() is plan and about.problem is problem and about.policy == policy:
            return about
    about = AskedAbout(problem, policy, plan)
    _last.clear()
    if isinstance(plan, Plan | Result):
        _last.append((weakref.ref(plan, lambda _: _last.clear()), about))
    return about


def prices_beside(
    policy: Policy,
    before: Mapping[str, int],
    values: Mapping[str, int],
    bounds: Bounds,
    certificate: Bounds = MappingProxyType({}),
) -> tuple[GoalPrice, ...]:
    """The price by goal of what a plan has that another has not.

    Args:
        policy: The policy.
        before: Values of the plan that was asked about, by tier.
        values: Values of the plan that has what was asked for.
        bounds: What no plan that has it does better, each beside these values of the tiers before.
        certificate: What no plan at all does better, each beside the values ``before``.

    >>> policy = Policy(goals=("needs-met", "engaged-half-days"))
    >>> before = {"needs-met": 9, "engaged-half-days": 9}
    >>> then = {"needs-met": 9, "engaged-half-days": 10}
    >>> [price.text for price in prices_beside(policy, before, then, {"needs-met": 9})]
    ['0', '-9 to 1']
    """
    prices, is_proven, is_beside = [], True, True
    for tier in policy.tiers:
        value, known = values[tier.id], [bounds[tier.id]] if tier.id in bounds else []
        if is_beside and tier.id in certificate:
            known.append(certificate[tier.id])
        if not tier.maximise and all(tier.sign(goal) > 0 for goal in tier):
            known.append(0)
        # What is known of a tier is about plans that are as good as can be in those before.
        bound = (min if tier.maximise else max)(known) if known and is_proven else None
        price = GoalPrice(
            id=tier.id,
            better="more" if tier.maximise else "less",
            before=before[tier.id],
            value=value,
            bound=bound,
        )
        prices.append(price)
        is_proven &= price.proven
        is_beside &= value == before[tier.id]
    return tuple(prices)


def proof_of(prices: Iterable[GoalPrice | GoalGain]) -> Proof:
    """How far prices or gains are proven.

    >>> price = GoalPrice(id="needs-met", better="more", before=90, value=80, bound=85)
    >>> proof_of([price]).value, proof_of([price.model_copy(update={"bound": 80})]).value
    ('bounded', 'proven')
    """
    told = tuple(prices)
    if all(price.proven for price in told):
        return Proof.PROVEN
    is_first_bounded = told[0].low is not None and told[0].high is not None
    return Proof.BOUNDED if is_first_bounded else Proof.TRIED


def in_words(prices: Iterable[GoalPrice]) -> str:
    """What prices come to, in a sentence without a capital and a stop.

    >>> price = GoalPrice(id="needs-met", better="more", before=90, value=80, bound=80)
    >>> in_words([price]), in_words([price.model_copy(update={"value": 90, "bound": 90})])
    ('it costs 10 of needs-met', 'it costs nothing')
    >>> in_words([price.model_copy(update={"bound": 95})])
    'it costs at most 10 (or gains up to 5) of needs-met'
    """
    told = [price for price in prices if price.high is not None]
    costs = [f"{_amount(p)} of {p.id}" for p in told if not _is_gain(p) and not _is_nothing(p)]
    gains = [f"{-(p.high or 0)} of {p.id}" for p in told if _is_gain(p)]
    parts = [f"it costs {listed(costs)}"] if costs else []
    if gains:
        parts.append(f"it gains {listed(gains)}")
    return ", and ".join(parts) or "it costs nothing"


def _amount(price: GoalPrice) -> str:
    if price.low is None or price.proven:
        return price.text
    # No cost is below 0, as it reads: that is a gain, and what is known is the cost at most.
    if price.low < 0:
        return f"at most {price.high} (or gains up to {-price.low})"
    return f"between {price.low} and {price.high}"


def _is_nothing(price: GoalPrice) -> bool:
    return price.high == 0 and price.low in (0, None)


def _is_gain(price: GoalPrice) -> bool:
    return price.high is not None and price.high < 0
