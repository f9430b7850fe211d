"""Rules that look at the same hours from two sides, held against brute force."""

from __future__ import annotations

from typing import Any

import pytest
from exhaustive import Exhaustive
from schools import CALENDAR, TUE, course, lesson, need, two_schools
from solving import with_unmet
from strategies import Case

from pdsched import Policy, Problem, verify
from pdsched.search import Limits, solve_here

ONE_DAY = {"time_zone": CALENDAR["time_zone"], "first": TUE, "last": TUE}
BELL = [
    {"id": "1", "start": "08:00", "end": "09:00"},
    {"id": "2", "start": "09:00", "end": "10:00"},
]


def assert_best(problem: Problem, policy: Policy) -> tuple[int, ...]:
    """The plan of the solver is accepted, and as good as the best of all; its values."""
    case = Case(problem, policy)
    plan, goals, _ = solve_here(*case, limits=Limits(seconds=30))
    assert plan is not None
    assert verify(problem, with_unmet(problem, plan), policy) == ()
    values = tuple(goal.value or 0 for goal in goals)
    assert values == Exhaustive(case).best()
    return values


@pytest.mark.parametrize(("minutes", "met"), [(None, 30), (120, 30), (60, 30)])
def test_a_class_taken_in_adds_nothing_to_a_working_day(minutes: int | None, met: int) -> None:
    """Bob teaches for two hours, and takes ada's class in during one of them."""
    lessons = [
        lesson("ada-tue-4", may_join=["bob-tue-4"]),
        lesson("bob-tue-4"),
        lesson("bob-tue-5"),
    ]
    window = {"start": "13:00", "end": "14:00", "weekdays": ["tue"]}
    problem = two_schools(
        lessons=lessons,
        needs=[need("ada", "calls-1")],
        calendar=ONE_DAY,
        substitutes=[],
        trainers=[{"id": "tom", "courses": ["calls-1"], "available": [window]}],
    )
    policy = Policy(
        colleague_cover="all",
        merged_classes=True,
        away_at_once=1,
        colleague_covers_per_week=5,
        working_day_minutes=minutes,
    )

    assert assert_best(problem, policy)[0] == met


@pytest.mark.parametrize("held_by", [("ada", "bob"), ("bob", "ada")])
@pytest.mark.parametrize("colleagues", ["never", "all"])
@pytest.mark.parametrize(("handover", "met"), [(None, 60), (30, 30)])
def test_who_is_spared_makes_no_difference(
    held_by: tuple[str, str], colleagues: str, handover: int | None, met: int
) -> None:
    """Ada teaches at 8 and shares 9 to 10 with bob; one substitute can hold both, or but one."""
    lessons = [lesson("ada-tue-1"), lesson("ada-tue-2", staff=list(held_by), staff_needed=1)]
    school: dict[str, Any] = {"periods": BELL}
    problem = two_schools(
        schools=[{"id": "north", "zone": "a", **school}, {"id": "south", "zone": "b", **school}],
        lessons=lessons,
        needs=[need("ada", "reading-1"), need("bob", "reading-1")],
        calendar=ONE_DAY,
        substitutes=[{"id": "sue", "zones": ["a"], "available": [{}]}],
        trainers=[],
        courses=[course("reading-1", modality="self-paced", minutes=120)],
    )
    policy = Policy(
        colleague_cover=colleagues, away_at_once=1, handover_minutes=handover, merged_classes=False
    )

    values = assert_best(problem, policy)

    assert values[0] == met or colleagues == "all"


@pytest.mark.parametrize("kind", ["forbid", "require"])
def test_a_pin_of_a_need_leaves_other_needs_of_the_person_alone(kind: str) -> None:
    """Ada has an hour for one of two courses; a pin forbids or requires the session of one."""
    wanted = [need("ada", "sheets-1"), need("ada", "calls-1")]
    window = {"start": "13:00", "end": "14:00", "weekdays": ["tue"]}
    pin = {"id": "pin", "kind": kind, "staff": "ada", "need": "ada:sheets-1", "date": TUE}
    problem = two_schools(
        lessons=[],
        needs=wanted,
        calendar=ONE_DAY,
        trainers=[{"id": "tom", "courses": ["sheets-1", "calls-1"], "available": [window]}],
        session_pins=[pin],
    )

    assert assert_best(problem, Policy())[0] == 30
