"""The solver called in the test's own process, its every plan shown to the referee."""

from __future__ import annotations

from typing import NamedTuple

from strategies import Case

from pdsched import Plan, Problem, Status, score, verify
from pdsched.expansion import in_full
from pdsched.plan import UnmetNeed
from pdsched.search import Limits, solve_here


class Solved(NamedTuple):
    """What the solver proved: the values of the goals of the policy, and none of the others."""

    status: Status
    value: tuple[int, ...] | None


def with_unmet(problem: Problem, plan: Plan) -> Plan:
    """The plan with its unmet needs listed, as the referee wants them."""
    met = {release.need for release in plan.releases}
    unmet = (need.id for need in in_full(problem).needs if need.id not in met)
    listed = tuple(UnmetNeed(need=need, rule="search-ended") for need in unmet)
    return plan.model_copy(update={"unmet": listed}).canonical()


def plan_for(case: Case, seconds: float = 30) -> tuple[Plan | None, Solved]:
    """The plan and its value; the referee accepts it and finds the same value."""
    found, goals, status = solve_here(*case, limits=Limits(seconds=seconds))
    if found is None:
        return None, Solved(status, None)
    plan = with_unmet(case.problem, found)

    assert verify(case.problem, plan, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, plan, case.policy))
    assert values == {goal.id: goal.value for goal in goals}
    asked = goals[: len(case.policy.tiers)]
    assert status is not Status.OPTIMAL or all(goal.proven for goal in asked)
    return plan, Solved(status, tuple(values[goal.id] for goal in asked))


def solved(case: Case, seconds: float = 30) -> Solved:
    """What `plan_for` finds, without the plan."""
    return plan_for(case, seconds)[1]
