"""Pairs about classes that colleagues take in beside lessons of theirs, whole or in parts."""

from __future__ import annotations

from typing import Any

from pairs import Pair, pair, plans, policies, problems
from schools import BASE, FRI, TUE, cover, engaged, lesson, plan_of, session, two_schools

from pdsched.plan import Cover, Plan
from pdsched.policy import Policy
from pdsched.problem import Problem

MERGED, APART = (
    Policy(colleague_cover="all", colleague_covers_per_week=5, away_at_once=1, merged_classes=m)
    for m in (True, False)
)
ADA = session("sheets-1", TUE, "13:00", "ada")
"""Takes the lesson of ada's from 13 to 14."""


def _parallel(joins: str = "bob-tue-4", **fields: Any) -> Problem:
    """Ada and bob both teach on Tuesday at 13; the class of ada may join a lesson."""
    lessons = [
        lesson("ada-tue-4", may_join=[joins]),
        lesson("bob-tue-4", **fields),
        lesson("bob-tue-5"),
    ]
    return two_schools(lessons=lessons)


HELD = Cover(staff="ada", lesson="ada-tue-4", date=TUE, colleague="bob")


def _by_bob(problem: Problem) -> Plan:
    return plan_of(problem, [ADA], [HELD])


@pair("colleague-cover")
def merged_or_not() -> Pair:
    """Bob takes ada's class in beside his own: classes may be merged; not."""
    problem = _parallel()
    return policies(_by_bob(problem), MERGED, APART, problem)


@pair("colleague-cover")
def only_where_it_may_join() -> Pair:
    """Ada's class joins bob's at 13: it may join that one; only his later one."""
    kept, broken = (_parallel(joins) for joins in ("bob-tue-4", "bob-tue-5"))
    return problems(_by_bob, kept, broken, policy=MERGED)


@pair("colleague-cover")
def all_the_while() -> Pair:
    """Bob, who takes ada's class in from 13 to 14, teaches until 14; until ten before."""
    kept, broken = (_parallel(end=end) for end in ("14:00", "13:50"))
    return problems(_by_bob, kept, broken, policy=MERGED)


@pair("colleague-cover")
def not_released_from_it() -> Pair:
    """Bob, who takes ada's class in at 13, teaches until 15, and leaves on Friday; at 14."""
    problem = _parallel(end="15:00")
    problem = problem.model_copy(update={"lessons": problem.lessons[:2]})
    kept = plan_of(problem, [ADA, session("sheets-1", FRI, "09:00", "bob")], [HELD])
    broken = plan_of(
        problem,
        [ADA, session("sheets-1", TUE, "14:00", "bob")],
        [HELD, cover("bob-tue-4", TUE, "sam")],
        [engaged("sam", TUE, "pm")],
    )
    return plans(kept, broken, problem=problem, policy=MERGED)


DIVIDED, WHOLE = (
    Policy(colleague_cover="all", colleague_covers_per_week=5, away_at_once=1, split_classes=s)
    for s in (True, False)
)


def _three(*hosts: str, **fields: Any) -> Problem:
    """Ada, bob and eve all teach on Tuesday at 13; the class of ada may be divided."""
    lessons = [
        lesson("ada-tue-4", may_split=hosts or ["bob-tue-4", "eve-tue-4"]),
        lesson("bob-tue-4"),
        lesson("eve-tue-4", **fields),
    ]
    staff = [*BASE["staff"], {"id": "eve", "schools": ["north"]}]
    return two_schools(lessons=lessons, staff=staff)


def _part(colleague: str) -> Cover:
    return Cover(staff="ada", lesson="ada-tue-4", date=TUE, colleague=colleague)


def _by_both(problem: Problem) -> Plan:
    return plan_of(problem, [ADA], [_part("bob"), _part("eve")])


@pair("cover")
def divided_among_all() -> Pair:
    """Bob and eve each take in a part of ada's class; dot, who is free then, in eve's place."""
    problem = _three()
    problem = problem.model_copy(
        update={
            "staff": tuple(m.model_copy(update={"cover_volunteer": True}) for m in problem.staff)
        }
    )
    broken = plan_of(problem, [ADA], [_part("bob"), _part("dot")])
    return plans(_by_both(problem), broken, problem=problem, policy=DIVIDED)


@pair("cover")
def divided_among_no_fewer() -> Pair:
    """Ada's class is divided among bob and eve, and may be; a third has to take in a part."""
    kept, broken = (
        _three(*hosts)
        for hosts in (("bob-tue-4", "eve-tue-4"), ("bob-tue-4", "eve-tue-4", "bob-tue-5"))
    )
    broken = broken.model_copy(
        update={"lessons": (*broken.lessons, *two_schools(lessons=[lesson("bob-tue-5")]).lessons)}
    )
    return problems(_by_both, kept, broken, policy=DIVIDED)


@pair("cover")
def nobody_left_out() -> Pair:
    """Ada's class is divided among bob, eve and fay: all three take in a part; but two do."""
    problem = _three("bob-tue-4", "eve-tue-4", "fay-tue-4")
    extra = two_schools(
        staff=[{"id": "fay", "schools": ["north"]}], lessons=[lesson("fay-tue-4")], needs=[]
    )
    problem = problem.model_copy(
        update={
            "staff": (*problem.staff, *extra.staff),
            "lessons": (*problem.lessons, *extra.lessons),
        }
    )
    kept, broken = (
        plan_of(problem, [ADA], [*map(_part, names)])
        for names in (("bob", "eve", "fay"), ("bob", "eve"))
    )
    return plans(kept, broken, problem=problem, policy=DIVIDED)


@pair("colleague-cover")
def each_all_the_while() -> Pair:
    """Eve, who takes in a part of ada's class until 14, teaches until 14; until ten before."""
    kept, broken = (_three(end=end) for end in ("14:00", "13:50"))
    return problems(_by_both, kept, broken, "cover", policy=DIVIDED)


@pair("records")
def divided_or_not() -> Pair:
    """Bob and eve take in ada's class: classes may be divided; not, so that it has two covers."""
    problem = _three()
    two = policies(_by_both(problem), DIVIDED, WHOLE, problem)
    return two._replace(also=frozenset({"cover", "colleague-cover"}))
