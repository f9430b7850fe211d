"""Reasons for unmet needs where colleagues may cover."""

from __future__ import annotations

from typing import Any

from pairs_colleagues import ALL, VOLUNTEERS, held
from schools import BASE, TUE, changed, lesson, need, plan_of, session, two_schools

from pdsched.plan import Plan, UnmetNeed
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs


def reason(problem: Problem, wanted: str, plan: Plan, policy: Policy = ALL) -> UnmetNeed:
    """What is said of one unmet need."""
    found = unmet_needs(problem, plan, policy, complete=False)
    return next(unmet for unmet in found if unmet.need == wanted)


def tuesday_at_eight(**fields: Any) -> Problem:
    """Nobody but colleagues can hold lessons; the trainer comes on Tuesday from 8 to 9."""
    hour = {"start": "08:00", "end": "09:00", "dates": [TUE]}
    tom = BASE["trainers"][0] | {"available": [hour]}
    given: dict[str, Any] = {"substitutes": [], "trainers": [tom]}
    return two_schools(**{**given, "needs": [need("ada", "sheets-1")], **fields})


EMPTY = Plan()


def test_a_colleague_who_could_cover_stops_nothing() -> None:
    """Bob could hold ada's lesson: nothing stops her; where nobody may be asked, want of cover."""
    problem = tuesday_at_eight()

    assert reason(problem, "ada:sheets-1", EMPTY).rule == "search-ended"
    assert reason(problem, "ada:sheets-1", EMPTY, Policy()).rule == "substitute-zone"


def test_no_colleague_is_free() -> None:
    """Where nobody volunteers nobody is free, and that is said."""
    found = reason(tuesday_at_eight(), "ada:sheets-1", EMPTY, VOLUNTEERS)

    assert found.rule == "cover"
    assert found.reason.endswith(
        "of the 0 who could hold it at north: none; no colleague is free either"
    )


def test_a_colleague_who_may_not_cover_more() -> None:
    """Bob has covered as often as he may."""
    problem = tuesday_at_eight(**changed("staff", "bob", covers_before=9))

    assert reason(problem, "ada:sheets-1", EMPTY).rule == "cover"


def test_a_colleague_without_the_qualification() -> None:
    """Bob could hold the lesson, if he knew chemistry."""
    lessons = [lesson("ada-tue-1", qualification="chemistry")]
    lacking = tuesday_at_eight(lessons=lessons)
    able = tuesday_at_eight(
        lessons=lessons, **changed("staff", "bob", qualifications=["chemistry"])
    )

    assert reason(lacking, "ada:sheets-1", EMPTY).rule == "cover"
    assert reason(able, "ada:sheets-1", EMPTY).rule == "search-ended"


def test_who_holds_a_lesson_cannot_come() -> None:
    """Bob holds ada's lesson in the plan, and cannot attend anything then."""
    problem = tuesday_at_eight(needs=[need("ada", "sheets-1"), need("bob", "sheets-1")])
    plan = plan_of(problem, [session("sheets-1", TUE, "08:00", "ada")], [held("ada-tue-1", "bob")])
    found = reason(problem, "bob:sheets-1", plan)

    assert found.rule == "colleague-cover"
    assert "bob covers lesson ada-tue-1 of ada on 2026-09-08, and is released" in found.reason


def test_who_comes_too_cannot_cover() -> None:
    """Ada and bob would have to come together: bob cannot hold her lesson, dot can."""
    courses = [c | {"group_min": 2} if c["id"] == "sheets-1" else c for c in BASE["courses"]]
    both = {"courses": courses, "needs": [need("ada", "sheets-1"), need("bob", "sheets-1")]}
    alone = tuesday_at_eight(**both)
    helped = tuesday_at_eight(**both, **changed("staff", "dot", cover_volunteer=True))

    assert reason(alone, "ada:sheets-1", EMPTY).rule == "cover"
    assert reason(alone, "bob:sheets-1", EMPTY).rule == "cover"
    assert reason(helped, "ada:sheets-1", EMPTY).rule == "search-ended"
    assert reason(helped, "bob:sheets-1", EMPTY).rule == "search-ended"


def test_lessons_are_given_out_anew() -> None:
    """Dot, found first for ada's lesson, is the only one for bob's: cyd can take ada's then."""
    courses = [c | {"group_min": 2} if c["id"] == "sheets-1" else c for c in BASE["courses"]]
    willing = {"cover_volunteer": True}
    staff = [s | willing if s["id"] == "dot" else s for s in BASE["staff"] if s["id"] != "cyd"]
    problem = tuesday_at_eight(
        courses=courses,
        needs=[need("ada", "sheets-1"), need("bob", "sheets-1")],
        staff=[*(s | {"qualifications": ["music"]} for s in staff), _guest()],
        lessons=[lesson("ada-tue-1"), lesson("bob-tue-1", qualification="music")],
    )

    assert reason(problem, "ada:sheets-1", EMPTY, VOLUNTEERS).rule == "search-ended"


def _guest() -> dict[str, Any]:
    return {"id": "cyd", "schools": ["south", "north"], "cover_volunteer": True}
