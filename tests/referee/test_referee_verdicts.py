"""Whole verdicts: a lesson taken twice, and what a plan is worth."""

from __future__ import annotations

from schools import (
    BASE,
    FRI,
    PERIODS,
    THU,
    TUE,
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
