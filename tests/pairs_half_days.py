"""Pairs about the half-day as the least unit of a release."""

from __future__ import annotations

from pairs import SCHOOLS, Pair, pair, plans, tuesday_at_eight
from schools import TUE, cover, engaged, plan_of, session

from pdsched.plan import Plan
from pdsched.policy import Policy

WHOLE = Policy(release_half_days=True)


def _taking(plan: Plan, *lessons: str) -> Plan:
    """The plan, whose one release lists these lessons."""
    release = plan.releases[0].model_copy(update={"lessons": lessons})
    return plan.model_copy(update={"releases": (release,)})


@pair("half-day-releases")
def what_needs_cover() -> Pair:
    """Ada is away at 8, and sue holds her lessons at 8 and 9; only that at 8."""
    broken = tuesday_at_eight()
    covers = (*broken.covers, cover("ada-tue-2", TUE, "sue"))
    kept = _taking(broken.model_copy(update={"covers": covers}), "ada-tue-1", "ada-tue-2")
    return plans(kept, broken, "cover", policy=WHOLE)


@pair("half-day-releases")
def what_needs_none() -> Pair:
    """Bob is away at 9, and leaves his lesson at 10, too, which needs no cover; keeps it."""
    broken = plan_of(
        SCHOOLS,
        [session("sheets-1", TUE, "09:00", "bob")],
        [cover("bob-tue-2", TUE, "sue")],
        [engaged("sue", TUE, "am")],
    )
    return plans(_taking(broken, "bob-tue-2", "bob-tue-3"), broken, policy=WHOLE)
