"""What substitutes are paid: the goal ``paid-half-days``."""

from __future__ import annotations

from typing import Any

import pytest
from schools import BASE, TUE, engaged, need, plan_of, two_schools
from solving import plan_for
from strategies import Case

from pdsched import score
from pdsched.policy import Policy
from pdsched.problem import Problem

WHOLE_DAYS = Policy(
    goals=("needs-met", "paid-half-days", "engaged-half-days"),
    least_paid_half_days=2,
    releases_per_week=2,
)
TWINS = [{"id": f"sub-{n}", "zones": ["a"], "available": [{}]} for n in range(3)]


def twice_on_tuesday(**fields: Any) -> Problem:
    """Ada can learn on Tuesday at 9 and at 13, when she teaches."""
    at = [
        {"start": s, "end": e, "dates": [TUE]} for s, e in (("09:00", "10:00"), ("13:00", "14:00"))
    ]
    tom = BASE["trainers"][0] | {"available": at}
    wanted = [need("ada", "sheets-1"), need("ada", "calls-1")]
    return two_schools(**{"trainers": [tom], "needs": wanted, "substitutes": TWINS} | fields)


@pytest.mark.parametrize(("least", "paid"), [(1, 3), (2, 4)])
def test_dates_count_so_many_half_days_at_least(least: int, paid: int) -> None:
    """Sue comes for a whole day, sam for a morning."""
    problem = two_schools()
    hired = [engaged("sue", TUE, "am"), engaged("sue", TUE, "pm"), engaged("sam", TUE, "am")]
    policy = Policy(least_paid_half_days=least)

    assert score(problem, plan_of(problem, engagements=hired), policy)["paid-half-days"] == paid


def test_where_whole_days_are_paid_one_substitute_stays() -> None:
    """Of three equal substitutes one holds a lesson of the morning and one of the afternoon."""
    plan, found = plan_for(Case(twice_on_tuesday(), WHOLE_DAYS))

    assert plan is not None
    assert found.value == (60, 2, 2)
    assert len({e.substitute for e in plan.engagements}) == 1
    assert len(plan.engagements) == 2
