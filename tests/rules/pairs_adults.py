"""Pairs about how many adults a class sees."""

from __future__ import annotations

from typing import Any

from pairs import Pair, pair, plans, policies, problems
from schools import BASE, TUE, cover, engaged, plan_of, remote, session, two_schools

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, Role

ADA = {"ada-tue-1", "ada-tue-2", "ada-tue-4"}
BOB = "bob-tue-3"
CYD = "cyd-tue-3"
TWICE: dict[str, Any] = {"releases_per_week": 2}


def _of_one_class(*lessons: str) -> Problem:
    """These lessons are of class 5a."""
    return two_schools(
        lessons=[x | {"classes": ["5a"] if x["id"] in lessons else []} for x in BASE["lessons"]]
    )


def _twice(problem: Problem, *holders: str) -> Plan:
    """Ada is released at nine and at one, and these substitutes hold her lessons."""
    return plan_of(
        problem,
        [session("sheets-1", TUE, "09:00", "ada"), remote("calls-1", TUE, "13:00", "ada")],
        [cover("ada-tue-2", TUE, holders[0]), cover("ada-tue-4", TUE, holders[1])],
        [engaged(holders[0], TUE, "am"), engaged(holders[1], TUE, "pm")],
    )


@pair("adults-a-day")
def one_substitute_or_two() -> Pair:
    """Ada keeps a lesson of 5a, sue holds the two others; sue and sam hold one each."""
    problem = _of_one_class(*ADA)
    kept, broken = _twice(problem, "sue", "sue"), _twice(problem, "sue", "sam")
    policy = Policy(**TWICE, adults_of_a_class_a_day=2)
    return plans(kept, broken, problem=problem, policy=policy)


@pair("adults-a-day")
def three_or_two() -> Pair:
    """Ada, sue and sam: three are allowed; two."""
    problem = _of_one_class(*ADA)
    kept, broken = (Policy(**TWICE, adults_of_a_class_a_day=n) for n in (3, 2))
    return policies(_twice(problem, "sue", "sam"), kept, broken, problem=problem)


@pair("adults-a-day")
def a_class_of_the_same_name() -> Pair:
    """Cyd has 5a of another school; bob has that of ada."""
    kept, broken = _of_one_class(*ADA, CYD), _of_one_class(*ADA, BOB)
    policy = Policy(**TWICE, adults_of_a_class_a_day=2)
    return problems(lambda problem: _twice(problem, "sue", "sue"), kept, broken, policy=policy)


@pair("adults-a-day")
def who_is_no_adult() -> Pair:
    """Bob attends 5a's lesson as one of a student squad, or teaches it."""
    broken = _of_one_class(*ADA, BOB)
    squad = [
        p.model_copy(update={"role": Role.STUDENT_SQUAD} if p.id == "bob" else {})
        for p in broken.staff
    ]
    kept = broken.model_copy(update={"staff": tuple(squad)})
    policy = Policy(**TWICE, adults_of_a_class_a_day=2)
    return problems(lambda problem: _twice(problem, "sue", "sue"), kept, broken, policy=policy)


@pair("adults-a-day")
def who_keeps_a_lesson() -> Pair:
    """Ada leaves all her lessons of 5a to sue and sam; she keeps the one at eight."""
    kept, broken = _of_one_class("ada-tue-2", "ada-tue-4"), _of_one_class(*ADA)
    policy = Policy(**TWICE, adults_of_a_class_a_day=2)
    return problems(lambda problem: _twice(problem, "sue", "sam"), kept, broken, policy=policy)


@pair("adults-a-day")
def as_many_as_teach_it() -> Pair:
    """Two teach 5a, so two may be: bob and sue, who holds all of ada's; ada keeps one at eight."""
    kept, broken = _of_one_class("ada-tue-2", "ada-tue-4", BOB), _of_one_class(*ADA, BOB)
    policy = Policy(**TWICE, adults_of_a_class_a_day=1)
    return problems(lambda problem: _twice(problem, "sue", "sue"), kept, broken, policy=policy)
