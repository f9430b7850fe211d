"""Pairs about people who hold a lesson together."""

from __future__ import annotations

from typing import Any

from pairs import Pair, Side, pair, plans, problems
from schools import (
    TUE,
    cover,
    engaged,
    lesson,
    plan_of,
    session,
    two_schools,
)

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem

ALL_AWAY = Policy(away_at_once=1)


def _together(**fields: Any) -> Problem:
    """Ada and bob hold a lesson together on Tuesday at 13, and nothing else."""
    given = lesson("ada-tue-4", staff=["ada", "bob"], classes=["5a"], **fields)
    return two_schools(lessons=[given])


def _without(problem: Problem, *staff: str, covers: int = 0) -> Plan:
    """Some of them are away, and sue and sam cover for the first so many."""
    hands = [("sue", "sam")[n] for n in range(covers)]
    given = [
        cover("ada-tue-4", TUE, hand).model_copy(update={"staff": who})
        for hand, who in zip(hands, staff, strict=False)
    ]
    groups = [session("sheets-1", TUE, "13:00", *staff)]
    return plan_of(problem, groups, given, [engaged(hand, TUE, "pm") for hand in hands])


@pair("cover")
def one_of_two_stays() -> Pair:
    """Ada is away without cover, and bob stays: one adult is needed; two."""
    kept, broken = (_together(staff_needed=n) for n in (1, 2))
    return problems(lambda problem: _without(problem, "ada"), kept, broken)


@pair("cover")
def one_cover_for_both() -> Pair:
    """Ada and bob are away, and one adult is needed: one cover; none."""
    problem = _together(staff_needed=1)
    kept, broken = (_without(problem, "bob", "ada", covers=n) for n in (1, 0))
    return plans(kept, broken, problem=problem, policy=ALL_AWAY)


@pair("cover")
def no_cover_for_nothing() -> Pair:
    """Ada and bob are away: both have a cover where two adults are needed; where one is."""
    kept, broken = (_together(staff_needed=n) for n in (2, 1))
    return problems(
        lambda problem: _without(problem, "ada", "bob", covers=2), kept, broken, policy=ALL_AWAY
    )


@pair("class-hits")
def who_stays_is_no_hit() -> Pair:
    """Class 5a may lose no lesson, and ada is away: bob is enough; both are needed."""
    kept, broken = (
        (problem, _without(problem, "ada", covers=covers))
        for needed, covers in ((1, 0), (2, 1))
        for problem in (_together(staff_needed=needed),)
    )
    policy = Policy(class_hits=0)
    return Pair(Side(*kept, policy), Side(*broken, policy), frozenset())
