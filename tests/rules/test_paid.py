"""What substitutes are paid: the goal ``paid-half-days``."""

from __future__ import annotations

from typing import Any

import pytest
from schools import (
    BASE,
    CALENDAR,
    TUE,
    TUE2,
    changed,
    engaged,
    lesson,
    need,
    plan_of,
    two_schools,
)
from solving import plan_for
from strategies import Case

from pdsched import score
from pdsched.model import enumerate_candidates
from pdsched.model.goals.settled import settled
from pdsched.plan import Cover
from pdsched.policy import ColleagueCover, Policy, Tier
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


BY_COLLEAGUES = Policy(
    goals=("needs-met", "paid-covers"), colleague_cover=ColleagueCover.ALL, unpaid_covers=1
)


@pytest.mark.parametrize(("before", "paid"), [(0, 0), (1, 1)])
def test_a_cover_within_those_without_pay_costs_nothing(before: int, paid: int) -> None:
    """Cyd alone can hold ada's one lesson; a cover of hers is without pay."""
    teaching = ["ada-tue-1", "ada-tue-2", "ada-tue-4", "bob-tue-2", "bob-tue-4", "cyd-tue-5"]
    problem = twice_on_tuesday(
        **changed("staff", "cyd", schools=["north", "south"], covers_before=before),
        needs=[need("ada", "sheets-1")],
        lessons=[lesson(x) for x in teaching],
        substitutes=[],
    )
    _, found = plan_for(Case(problem, BY_COLLEAGUES))

    assert found.value == (30, paid)


@pytest.mark.parametrize(
    ("unpaid", "before", "paid"),
    [(None, 20, 0), (0, 0, 2), (1, 0, 1), (2, 0, 0), (9, 8, 1), (9, 9, 2), (9, 7, 0)],
)
def test_covers_of_the_past_are_paid_as_those_of_a_plan(
    unpaid: int | None, before: int, paid: int
) -> None:
    """Cyd has held two lessons of ada's; what that costs is settled before the search."""
    held = [Cover(staff="ada", lesson=f"ada-tue-{n}", date=TUE, colleague="cyd") for n in (1, 2)]
    problem = two_schools(
        **changed("staff", "cyd", covers_before=before),
        calendar=CALENDAR | {"today": TUE2},
        past_covers=[cover.model_dump() for cover in held],
    )
    candidates = enumerate_candidates(problem, Policy(unpaid_covers=unpaid))

    assert settled(candidates, Tier({"paid-covers": 1})) == paid
