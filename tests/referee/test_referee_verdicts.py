"""Whole verdicts: a lesson taken twice, and what a plan is worth."""

from __future__ import annotations

import pytest
from schools import (
    BASE,
    FRI,
    PERIODS,
    THU,
    TUE,
    changed,
    cover,
    engaged,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.policy import Policy
from pdsched.referee import score, verify


def test_one_lesson_taken_twice_has_one_cover() -> None:
    """Two short calls within one lesson are two releases, and one cover holds the lesson."""
    calls = {"minutes": 15, "modality": "remote"}
    half_past = {"id": "2b", "start": "09:30", "end": "10:00"}
    problem = two_schools(
        schools=[school | {"periods": [*PERIODS, half_past]} for school in BASE["schools"]],
        courses=[{"id": c, "topic": c, "group_max": 2, **calls} for c in ("a", "b")],
        needs=[need("ada", "a"), need("ada", "b")],
        trainers=[BASE["trainers"][0] | {"courses": ["a", "b"]}],
    )
    sessions = [
        session(c, TUE, at, "ada", school=None, room=None, length=15)
        for c, at in (("a", "09:00"), ("b", "09:30"))
    ]
    plan = plan_of(problem, sessions, [cover("ada-tue-2", TUE, "sue")], [engaged("sue", TUE, "am")])
    assert [release.lessons for release in plan.releases] == [("ada-tue-2",), ("ada-tue-2",)]
    assert verify(problem, plan, Policy(releases_per_week=2)) == ()
    found = verify(problem, plan)
    assert [str(violation) for violation in found] == [
        "releases-per-week: ada is released twice in the week of 2026-09-07, allowed 1: "
        "2026-09-08, 2026-09-08"
    ]


def test_needs_met_count_by_priority_and_due_date() -> None:
    """Ten points a step of priority, five when late by default, and nothing for unmet needs."""
    plan = plan_of(
        two_schools(),
        [session("sheets-1", FRI, "09:00", "dot"), remote("calls-1", THU, "10:00", "ada")],
        engagements=[engaged("sam", TUE, "am")],
    )
    assert Policy().tier_values(score(two_schools(), plan)) == {
        "needs-met": 30 + 25,
        "engaged-half-days": 1,
        "colleague-covers": 0,
        "sessions": 60 + 60,
        "lessons-covered": 0,
        "changes": 0,
    }
    assert score(two_schools(), plan, Policy(late_tenths=0))["needs-met"] == 30


def test_a_need_met_on_its_due_date_is_not_late() -> None:
    """The due date itself still counts in full."""
    plan = plan_of(two_schools(), [remote("calls-1", TUE, "10:00", "ada")])
    assert score(two_schools(), plan)["needs-met"] == 50


@pytest.mark.parametrize(
    ("stands", "spread", "levels"),
    [(4, 1, "1 to 2"), (4, 0, "1 to 1"), (4, 9, "1 to 3"), (0, 1, "1 to 2")],
)
def test_a_level_that_does_not_fit_is_told_with_those_that_do(
    stands: int, spread: int, levels: str
) -> None:
    """They end with the spread of the policy, or below the level to which the course leads."""
    wide = {"level_from": 1, "level_to": 4, "prerequisites": []}
    problem = two_schools(
        **changed("courses", "sheets-2", **wide), needs=[need("dot", "sheets-2", level_from=stands)]
    )
    plan = plan_of(problem, [session("sheets-2", FRI, "09:00", "dot")])
    said = [str(v) for v in verify(problem, plan, Policy(level_spread=spread)) if v.rule == "level"]

    assert said == [
        f"level: dot stands at level {stands} of sheets; sheets-2 is for levels {levels}"
    ]


@pytest.mark.parametrize(("most", "said"), [(6, "2 to 6"), (None, "2 to any number of")])
def test_a_lag_that_does_not_fit_is_told_with_those_that_do(most: int | None, said: str) -> None:
    """The first session is the day before the second, which wants two school days between."""
    first = [{"course": "sheets-1", "min_days": 2, "max_days": most}]
    problem = two_schools(**changed("courses", "sheets-2", prerequisites=first))
    day_before = session("sheets-1", THU, "08:00", "ada")
    plan = plan_of(problem, [day_before, session("sheets-2", FRI, "09:00", "ada")])
    (told,) = [str(v) for v in verify(problem, plan) if v.rule == "prerequisites"]

    assert f"this lag of 1 school days should be {said}, and the first" in told
