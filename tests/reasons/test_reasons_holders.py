"""Reasons for unmet needs where a rule says who may hold which lessons."""

from __future__ import annotations

from typing import Any

import pytest
from schools import BASE, TUE, changed, lesson, need, two_schools

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs

SUE: dict[str, Any] = {"id": "sue", "schools": ["north"], "available": [{}]}
SAM: dict[str, Any] = {**SUE, "id": "sam"}
NOT_ALL = "not every way to cover the lessons was tried"
ONE_ADULT = Policy(adults_of_a_class_a_day=1)
ONE_DAY = Policy(days_with_a_class=1)
FIVE_MINUTES = Policy(handover_minutes=5)


def tuesday(minutes: int = 60, substitutes: tuple[dict[str, Any], ...] = (SUE,)) -> Problem:
    """Ada holds 5a at eight and 5b or 5a at nine; her course is on Tuesday from eight."""
    until = "10:00" if minutes > 60 else "09:00"
    window = {"start": "08:00", "end": until, "dates": [TUE]}
    course = {"id": "calls-1", "topic": "calls", "modality": "remote", "group_max": 2}
    return two_schools(
        lessons=[
            lesson("ada-tue-1", classes=["5a"]),
            lesson("ada-tue-2", classes=["5b" if minutes > 60 else "5a"]),
        ],
        courses=[course | {"minutes": minutes}],
        needs=[need("ada", "calls-1")],
        trainers=[BASE["trainers"][0] | {"courses": ["calls-1"], "available": [window]}],
        substitutes=list(substitutes),
    )


def reason(problem: Problem, policy: Policy) -> tuple[str, str]:
    """Rule and sentence of the one need."""
    (unmet,) = unmet_needs(problem, Plan(), policy, complete=True)
    return unmet.rule, unmet.reason


@pytest.mark.parametrize(
    ("problem", "policy", "rule", "said"),
    [
        (tuesday(), ONE_ADULT, "adults-a-day", "5a of north has 2 different adults"),
        (
            tuesday(substitutes=(SUE | {"class_days_before": {"5a": 1}},)),
            ONE_DAY,
            "days-with-a-class",
            "sue holds lessons of class 5a of north on 1 dates after 1 before",
        ),
        (tuesday(120), FIVE_MINUTES, "handover", "sue has 0 minutes"),
    ],
    ids=["adults", "days", "handover"],
)
def test_who_would_hold_the_lessons_is_judged(
    problem: Problem, policy: Policy, rule: str, said: str
) -> None:
    """Sue is free, but may not hold what ada would leave; without the rule nothing stops ada."""
    found, sentence = reason(problem, policy)

    assert found == rule
    assert said in sentence
    assert reason(problem, Policy())[0] == "search-ended"


@pytest.mark.parametrize(
    ("problem", "policy"),
    [
        (tuesday(substitutes=(SUE | {"class_days_before": {"5a": 1}}, SAM)), ONE_DAY),
        (tuesday(120, (SUE, SAM)), FIVE_MINUTES),
    ],
    ids=["days", "handover"],
)
def test_somebody_else_may_hold_them(problem: Problem, policy: Policy) -> None:
    """Where sam can step in for sue, nothing stops ada."""
    assert reason(problem, policy)[0] == "search-ended"


def test_what_was_not_tried_is_said() -> None:
    """Of forty substitutes none may hold 5a; not all of them are tried."""
    crowd = tuple(SUE | {"id": f"s{n}", "class_days_before": {"5a": 1}} for n in range(40))
    few, many = (reason(tuesday(substitutes=some), ONE_DAY) for some in (crowd[:5], crowd))

    assert few[0] == many[0] == "days-with-a-class"
    assert NOT_ALL not in few[1]
    assert NOT_ALL in many[1]


def test_that_a_class_could_be_divided_is_not_tried() -> None:
    """Sue may not hold 5a; bob and cyd could share it out, which an attempt does not try."""
    given = tuesday(substitutes=(SUE | {"class_days_before": {"5a": 1}},))
    lessons = [
        lesson("ada-tue-1", classes=["5a"], may_split=["bob-tue-1", "cyd-tue-1"]),
        lesson("bob-tue-1"),
        lesson("cyd-tue-1"),
    ]
    problem = two_schools(
        **{name: getattr(given, name) for name in ("courses", "needs", "trainers", "substitutes")},
        lessons=lessons,
        **changed("staff", "cyd", schools=["north"]),
    )
    dividing = Policy(days_with_a_class=1, colleague_cover="all", split_classes=True)

    assert NOT_ALL not in reason(problem, ONE_DAY)[1]
    assert NOT_ALL in reason(problem, dividing)[1]
