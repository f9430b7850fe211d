"""Features of people, courses and plans where they meet: each of these once went wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from pdsched import Policy, Problem, approve, solve, verify, with_approvals
from pdsched.expansion import in_full
from pdsched.plan import gone
from pdsched.views import by_person

BELLS = [
    {"id": "1", "start": "08:00", "end": "09:00"},
    {"id": "2", "start": "15:00", "end": "16:00"},
]


def school(**fields: Any) -> Problem:
    """Ada, at a school of two hours a day, over some weeks."""
    given = {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-10-02"},
        "schools": [{"id": "north", "periods": BELLS}],
        "staff": [{"id": "ada", "schools": ["north"]}],
        "needs": [{"id": "n", "staff": "ada", "course": "club"}],
    }
    return Problem.model_validate(given | fields)


def club(**fields: Any) -> Problem:
    """A remote club of three weekly meetings."""
    course = {"id": "club", "topic": "reading", "minutes": 60, "group_max": 3, "modality": "remote"}
    hours = {"start": "15:00", "end": "16:00"}
    given = {
        "courses": [course],
        "series": [{"course": "club", "meetings": 3, "cadence_days": 7}],
        "trainers": [{"id": "tom", "courses": ["club"], "available": [hours]}],
    }
    return school(**given | fields)


def test_nobody_is_coached_in_class_on_a_day_off() -> None:
    """Her one lesson is on a Monday, and she works on Tuesdays."""
    coaching = {"modality": "coaching-in-class", "minutes": 60, "group_max": 1}
    lesson = {"school": "north", "staff": ["ada"], "start": "08:00", "end": "09:00"}
    problem = school(
        staff=[{"id": "ada", "schools": ["north"], "works_on": ["tue"]}],
        lessons=[{"id": "l", "day": "mon", **lesson}],
        courses=[{"id": "club", "topic": "reading", **coaching}],
        trainers=[
            {"id": "tom", "courses": ["club"], "available": [{"start": "7:00", "end": "17:00"}]}
        ],
    )
    result = solve(problem, seconds=20, workers=1)

    assert result.plan is not None
    assert result.plan.sessions == ()


def test_published_meetings_of_a_series_stay() -> None:
    """Their courses are written out from the series, and are not gone."""
    problem = club()
    plan = solve(problem, seconds=20, workers=1).plan
    assert plan is not None
    assert len(plan.sessions) == 3
    approvals = approve(plan, "published", by="Roy", on=date(2026, 9, 1))

    assert gone(problem, approvals) == ()
    assert len(with_approvals(problem, approvals).session_pins) == 3
    again = solve(problem, seconds=20, workers=1, approvals=approvals).plan
    assert again is not None
    assert {(s.course, s.date) for s in again.sessions} == {
        (s.course, s.date) for s in plan.sessions
    }


def test_a_series_without_a_school_day_is_planned_for_nobody() -> None:
    """The horizon is a weekend."""
    calendar = {"time_zone": "UTC", "first": "2026-09-12", "last": "2026-09-13"}
    result = solve(club(calendar=calendar), seconds=20, workers=1)

    assert result.plan is not None
    assert result.plan.sessions == ()


def test_a_step_that_is_done_keeps_the_need_that_the_past_met() -> None:
    """The office writes the level down, and the release of before still has its need."""
    course = {"topic": "sheets", "minutes": 60, "group_max": 3, "modality": "self-paced"}
    problem = school(
        staff=[{"id": "ada", "schools": ["north"], "levels": {"sheets": 0}}],
        courses=[
            {"id": "one", "level_from": 0, "level_to": 1, **course},
            {"id": "two", "level_from": 1, "level_to": 2, "prerequisites": [{"course": "one"}]}
            | course,
        ],
        needs=[{"id": "n", "staff": "ada", "course": "two"}],
    )
    plan = solve(problem, seconds=20, workers=1).plan
    assert plan is not None
    first = min(session.date for session in plan.sessions)
    staff = (problem.staff[0].model_copy(update={"levels": {"sheets": 1}}),)
    later = problem.model_copy(update={"staff": staff})
    day = date.fromordinal(first.toordinal() + 1)
    again = solve(later, seconds=20, workers=1, previous=plan, as_of=day)

    assert "n:one" not in {need.id for need in in_full(later).needs}
    assert again.plan is not None
    assert "n:one" in again.plan.needs_met


def test_a_sheet_says_why_each_meeting_stays_open() -> None:
    """Nobody leads the club: that is said of the first meeting, too."""
    problem = club(trainers=[])
    plan = solve(problem, seconds=20, workers=1).plan
    assert plan is not None
    [ada] = by_person(plan, problem)

    assert len(ada.unmet) == len(plan.unmet) == 3
    assert {unmet.need for unmet in ada.unmet} == {need.id for need in in_full(problem).needs}
    assert verify(problem, plan, Policy()) == ()
