"""Rule ``adults-a-day`` names covers where a class could have too many adults, and only there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from schools import BASE, TUE, TUE2, course, lesson, need, two_schools

from pdsched import Status
from pdsched.model import enumerate_candidates, formulate
from pdsched.model.instance.crowded_classes import crowded
from pdsched.model.instance.granularity import covers_are_named
from pdsched.policy import Policy
from pdsched.problem import Problem, Role
from pdsched.search import solve_here

TWINS = [{"id": f"sub-{n}", "zones": ["a", "b"], "available": [{}]} for n in range(3)]


def of_5a(*ids: str, **fields: Any) -> Problem:
    """The two schools, where 5a has these lessons."""
    given = [x | ({"classes": ["5a"]} | fields if x["id"] in ids else {}) for x in BASE["lessons"]]
    plain = [x | {"qualification": None} for x in given]
    return two_schools(substitutes=TWINS, lessons=plain)


@pytest.mark.parametrize(
    ("lessons", "most", "found"),
    [
        (("ada-tue-1", "bob-tue-2"), 1, False),
        (("ada-tue-1", "ada-tue-2"), 1, True),
        (("ada-tue-1", "ada-tue-2"), 2, False),
        (("ada-tue-1", "ada-thu-2"), 1, False),
        (("ada-tue-1", "ada-tue-2", "bob-tue-2"), 2, True),
        (("ada-tue-1", "ada-tue-2", "bob-tue-2"), 3, False),
    ],
)
def test_who_has_a_class_twice_can_be_followed_by_two(
    lessons: tuple[str, ...], most: int, found: bool
) -> None:
    """One lesson each on a date stays one adult each; a second one can bring another."""
    statement = formulate(
        enumerate_candidates(of_5a(*lessons), Policy(adults_of_a_class_a_day=most))
    )

    dates = {day for _, day in crowded(statement.world).dates}
    assert dates == ({TUE, TUE2} if found else set())
    assert covers_are_named(statement.world) is found
    assert len(statement.index.substitutes) == (3 if found else 1)


def test_who_stays_brings_nobody() -> None:
    """Ada's two lessons of 5a crowd it, unless she wants to learn nothing."""
    problem = of_5a("ada-tue-1", "ada-tue-2")
    policy = Policy(adults_of_a_class_a_day=1)
    needs = tuple(n for n in problem.needs if n.staff != "ada")
    content = problem.model_copy(update={"needs": needs})

    assert crowded(enumerate_candidates(problem, policy).index.world).lessons == {
        "ada-tue-1",
        "ada-tue-2",
    }
    assert crowded(enumerate_candidates(content, policy).index.world).lessons == frozenset()


@pytest.mark.parametrize(("most", "found"), [(1, True), (2, False)])
def test_whoever_covers_for_a_squad_counts(most: int, found: bool) -> None:
    """A squad is no adult, but its two lessons, which would have to be covered, bring two."""
    problem = of_5a("ada-tue-1", "ada-tue-2")
    squad = tuple(
        p.model_copy(update={"role": Role.STUDENT_SQUAD} if p.id == "ada" else {})
        for p in problem.staff
    )
    given = problem.model_copy(update={"staff": squad})

    dates = crowded(
        enumerate_candidates(given, Policy(adults_of_a_class_a_day=most)).index.world
    ).dates
    assert bool(dates) is found


def test_no_plan_lets_a_squad_have_too_many_adults() -> None:
    """Bob's squad has to leave two lessons of 5a, ada keeps one, each substitute can hold one."""
    problem = two_schools(
        calendar={"time_zone": "America/Toronto", "first": TUE, "last": TUE},
        lessons=[lesson(n, classes=["5a"]) for n in ("bob-tue-1", "bob-tue-2", "ada-tue-4")],
        staff=[
            {"id": "ada", "schools": ["north"]},
            {"id": "bob", "schools": ["north"], "role": "student-squad"},
        ],
        courses=[course("reading", modality="self-paced", minutes=120)],
        needs=[need("bob", "reading")],
        trainers=[],
        rooms=[],
        substitutes=[twin | {"max_half_days": 1} for twin in TWINS],
        session_pins=[{"id": "pin", "kind": "require", "course": "reading", "start": "08:00"}],
    )
    free = Policy(away_at_once=1)

    assert solve_here(problem, free)[2] is Status.OPTIMAL
    one, two = (
        solve_here(problem, free.model_copy(update={"adults_of_a_class_a_day": n})) for n in (1, 2)
    )
    assert one[2] is Status.INFEASIBLE
    assert two[0] is not None


def test_a_lesson_without_cover_brings_nobody() -> None:
    """Of two lessons one needs no cover: ada keeps that, and one adult may come for the other."""
    uncovered = [lesson("ada-tue-1", cover="not-needed"), lesson("ada-tue-2", start="09:00")]
    given = [x | {"classes": ["5a"], "end": f"{8 + n:02}:59"} for n, x in enumerate(uncovered)]
    problem = two_schools(lessons=given)

    assert crowded(
        enumerate_candidates(problem, Policy(adults_of_a_class_a_day=1)).index.world
    ).dates
    assert not crowded(
        enumerate_candidates(problem, Policy(adults_of_a_class_a_day=2)).index.world
    ).dates


def test_a_divided_class_brings_one_adult_for_each_part() -> None:
    """5a's one lesson can be divided among three: they are too many where two may be."""
    hosts = ["bob-tue-2", "cyd-tue-2", "dot-tue-2"]
    given = [
        x | ({"classes": ["5a"], "may_split": hosts} if x["id"] == "ada-tue-2" else {})
        for x in BASE["lessons"]
        if x["id"] not in hosts
    ]
    beside = [lesson(name, start="09:00", end="10:00") for name in hosts]
    problem = two_schools(lessons=[*given, *beside])
    policies = [Policy(adults_of_a_class_a_day=2, split_classes=split) for split in (True, False)]

    assert [
        bool(crowded(enumerate_candidates(problem, p).index.world).dates) for p in policies
    ] == [True, False]


def test_colleagues_are_told_apart_where_a_class_is_crowded() -> None:
    """Of lessons at one time a colleague's cover is of any, but of crowded classes it is of one."""
    alike = [
        lesson(f"{who}-mon-1", day="mon", classes=[name])
        for who, name in (("ada", "5a"), ("bob", "5b"))
    ]
    twice = lesson("ada-mon-2", day="mon", start="09:00", end="10:00", classes=["5a"])
    needs = [n for n in BASE["needs"] if n["staff"] in ("ada", "bob")]
    covers = {}
    for name, more in (("crowded", [twice]), ("plain", [])):
        problem = two_schools(lessons=[*alike, *more], needs=needs)
        policy = Policy(adults_of_a_class_a_day=1, colleague_cover="all", away_at_once=1)
        statement = formulate(enumerate_candidates(problem, policy))
        first = statement.candidates.lessons.start == 8 * 60
        duties = statement.coverings.duty[np.flatnonzero(first)]
        covers[name] = len(np.unique(duties)), int(first.sum())

    assert covers == {"crowded": (2, 2), "plain": (1, 2)}
