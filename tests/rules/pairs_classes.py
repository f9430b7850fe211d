"""Pairs about what pupils lose."""

from __future__ import annotations

from pairs import SCHOOLS, Pair, ada_at_nine, ada_twice, pair, plans, policies, problems
from pairs_releases import ada_and_bob
from schools import (
    BASE,
    THU,
    THU2,
    TUE,
    TUE2,
    cover,
    engaged,
    lesson,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.policy import Policy
from pdsched.problem import Problem


def _of_class(*lessons: str) -> Problem:
    """The two schools, some of whose lessons are those of class 5a."""
    given = [x | ({"classes": ["5a"]} if x["id"] in lessons else {}) for x in BASE["lessons"]]
    return two_schools(lessons=given)


@pair("class-hits")
def of_one_class() -> Pair:
    """Ada's and bob's lessons on Tuesday are both taken: one is of class 5a; both are."""
    kept, broken = (_of_class("ada-tue-2", *more) for more in ((), ("bob-tue-2",)))
    return problems(ada_and_bob, kept, broken, policy=Policy(away_at_once=1, class_hits=1))


@pair("class-hits")
def in_so_many_days_in_a_row() -> Pair:
    """Class 5a loses a lesson on Tuesday and one on Thursday: one in two days may be; in three."""
    problem = _of_class("ada-tue-1", "ada-thu-2")
    plan = ada_at_nine(THU)
    kept, broken = (
        Policy(releases_per_week=2, class_hits=1, class_hits_days=days) for days in (2, 3)
    )
    mine = plan_of(problem, plan.sessions, plan.covers, plan.engagements)
    return policies(mine, kept, broken, problem=problem)


@pair("slot-hits")
def at_the_same_time_of_a_weekday() -> Pair:
    """Class 5a loses its first lesson of a Tuesday; a week later its second one; its first."""
    problem = _of_class("ada-tue-1", "ada-tue-2")
    kept, broken = (
        ada_twice(TUE2, start, cover(f"ada-tue-{n}", TUE2, "sue"), problem=problem)
        for n, start in ((2, "09:00"), (1, "08:00"))
    )
    return plans(kept, broken, problem=problem, policy=Policy(hits_of_a_slot=1))


@pair("slot-hits")
def on_the_same_weekday() -> Pair:
    """Ada's class loses a lesson at nine on Tuesday, and one at nine on Thursday; on Tuesday."""
    problem = _of_class("ada-tue-2", "ada-thu-2")
    first = session("sheets-1", TUE, "09:00", "ada")
    kept, broken = (
        plan_of(
            problem,
            [first, remote("calls-1", day, "09:00", "ada")],
            [cover("ada-tue-2", TUE, "sue"), cover(name, day, "sue")],
            [engaged("sue", TUE, "am"), engaged("sue", day, "am")],
        )
        for day, name in ((THU2, "ada-thu-2"), (TUE2, "ada-tue-2"))
    )
    return plans(kept, broken, problem=problem, policy=Policy(hits_of_a_slot=1))


@pair("slot-hits")
def whoever_teaches_then() -> Pair:
    """Ada's and bob's lessons at nine on a Tuesday are both taken: of 5a is hers; are both."""
    kept, broken = (_of_class("ada-tue-2", *more) for more in ((), ("bob-tue-2",)))
    return problems(ada_and_bob, kept, broken, policy=Policy(away_at_once=1, hits_of_a_slot=1))


@pair("lesson-misses")
def the_same_lesson_twice() -> Pair:
    """Bob misses his third lesson of two Tuesdays, which needs no cover: twice is allowed; once."""
    coached = session("coach-1", TUE2, "10:00", "bob", room=None)
    plan = plan_of(SCHOOLS, [session("sheets-1", TUE, "10:00", "bob"), coached])
    return policies(plan, Policy(misses_of_a_lesson=2), Policy(misses_of_a_lesson=1))


@pair("lesson-misses")
def once_a_date() -> Pair:
    """Dot misses a lesson of two hours by two sessions, one may: of one Tuesday; of two."""
    problem = two_schools(
        lessons=[*BASE["lessons"], lesson("dot-tue-2", end="11:00", cover="not-needed")],
        needs=[*BASE["needs"], need("dot", "calls-1")],
    )
    first = session("sheets-1", TUE, "09:00", "dot")
    kept, broken = (
        plan_of(problem, [first, remote("calls-1", day, "10:00", "dot")]) for day in (TUE, TUE2)
    )
    return plans(kept, broken, problem=problem, policy=Policy(misses_of_a_lesson=1))
