"""Pairs about the half-day as the least unit of a release."""

from __future__ import annotations

from pairs import SCHOOLS, Pair, pair, plans, tuesday_at_eight
from schools import TUE, cover, engaged, lesson, plan_of, session, two_schools

from pdsched.plan import Cover, Plan
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


@pair("colleague-cover")
def no_cover_in_a_half_day_that_is_left() -> Pair:
    """Bob holds ada's lesson at 13, and is released at 9; at 14, from the whole afternoon."""
    problem = two_schools(
        lessons=[lesson("ada-tue-4"), lesson("bob-tue-2"), lesson("bob-tue-5")],
    )
    helped = Cover(staff="ada", lesson="ada-tue-4", date=TUE, colleague="bob")
    policy = Policy(release_half_days=True, colleague_cover="all", away_at_once=1)
    kept, broken = (
        plan_of(
            problem,
            [session("sheets-1", TUE, "13:00", "ada"), session("sheets-1", TUE, at, "bob")],
            [helped, cover(taken, TUE, "sam")],
            [engaged("sam", TUE, half)],
        )
        for at, taken, half in (("09:00", "bob-tue-2", "am"), ("14:00", "bob-tue-5", "pm"))
    )
    return plans(kept, broken, problem=problem, policy=policy)
