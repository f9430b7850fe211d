"""Pairs about people who need each other: who hold a lesson together, or stand in for another."""

from __future__ import annotations

from typing import Any

from pairs import Pair, Side, pair, plans, problems, with_sessions
from schools import (
    BASE,
    FRI,
    THU,
    TUE,
    changed,
    cover,
    engaged,
    lesson,
    need,
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


TIM = {"id": "tim", "courses": ["coach-1"], "available": [{"start": "08:00", "end": "15:00"}]}
"""A second trainer, who coaches."""


def _standing_in(*pairs: tuple[str, str], **fields: Any) -> Problem:
    """The two schools and tim; the first of each pair stands in for the second."""
    staff = [
        s | {"stands_in_for": [other for one, other in pairs if one == s["id"]]}
        for s in fields.pop("staff", BASE["staff"])
    ]
    return two_schools(staff=staff, trainers=[*BASE["trainers"], TIM], **fields)


@pair("stand-ins")
def for_the_other() -> Pair:
    """Bob and dot learn together on Friday, when dot stands in for ada; for bob."""
    kept, broken = (_standing_in(("dot", name)) for name in ("ada", "bob"))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "bob", "dot")), kept, broken)


@pair("stand-ins")
def by_the_other() -> Pair:
    """The same when bob stands in for dot, whatever the order in which they are listed."""
    kept, broken = (_standing_in(("bob", name)) for name in ("cyd", "dot"))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "bob", "dot")), kept, broken)


@pair("stand-ins")
def one_of_equals() -> Pair:
    """Bob and eve learn together, when dot, who is like eve, stands in for bob; eve herself."""
    eve = {"id": "eve", "schools": ["north"], "role": "administrative-assistant"}
    more = {
        "staff": [*BASE["staff"], eve],
        "needs": [*BASE["needs"], need("eve", "sheets-1"), need("eve", "club-1")],
    }
    kept, broken = (_standing_in((name, "bob"), **more) for name in ("dot", "eve"))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "bob", "eve")), kept, broken)


@pair("stand-ins")
def when_the_other_is_back() -> Pair:
    """Dot learns at 10, and bob until 10; for half an hour longer."""
    kept, broken = (
        _standing_in(("dot", "bob"), **changed("courses", "coach-1", minutes=n)) for n in (60, 90)
    )
    return problems(_bob_and_then_dot, kept, broken)


def _bob_and_then_dot(problem: Problem) -> Plan:
    """Bob at a coaching on Friday from 9, dot at sheets-1 from 10."""
    length = next(c.minutes for c in problem.courses if c.id == "coach-1")
    coaching = session("coach-1", FRI, "09:00", "bob", trainer="tim", room=None, length=length)
    return plan_of(problem, [coaching, session("sheets-1", FRI, "10:00", "dot")])


@pair("stand-ins")
def on_another_date() -> Pair:
    """Bob is coached on Thursday at 9, and dot learns then on Friday; both on Friday."""
    problem = _standing_in(("dot", "bob"))
    kept, broken = (
        plan_of(
            problem,
            [
                session("coach-1", day, "09:00", "bob", trainer="tim", room=None),
                session("sheets-1", FRI, "09:00", "dot"),
            ],
        )
        for day in (THU, FRI)
    )
    return plans(kept, broken, problem=problem)
