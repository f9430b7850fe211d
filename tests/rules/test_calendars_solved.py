"""Schools of four calendars, written, read, imported and planned: the dates of their plans.

Ada has a lesson on one day of the timetable, and a trainer comes at its hour on one date. By hand
it is known which day that date is: the plan releases her from this lesson, and from no other.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_timetable import lesson as of_timetable
from small_timetable import timetable
from solving import plan_for
from strategies import Case

from pdsched import Plan, Policy, Problem, check, load, save, verify
from pdsched.timetables import to_problem

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
TWO_WEEKS = tuple(f"{day}-{week}" for week in "ab" for day in WEEKDAYS)
SIX = ("1", "2", "3", "4", "5", "6")
SUNDAY_FIRST = ("sun", "mon", "tue", "wed", "thu")
BELLS = [
    {"id": str(hour), "start": f"{hour:02}:00", "end": f"{hour + 1:02}:00"} for hour in (8, 9, 10)
]


def lessons(*days: str, start: str = "08:00", end: str = "09:00") -> list[dict[str, Any]]:
    """A lesson of ada on each of the days, named after it."""
    held = {"school": "north", "staff": ["ada"], "start": start, "end": end}
    return [{"id": f"of {day}", "day": day, **held} for day in days]


def school(
    cycle: dict[str, Any],
    calendar: dict[str, Any],
    given: list[dict[str, Any]],
    periods: list[dict[str, Any]] = BELLS,
) -> Problem:
    """A school with a calendar and lessons, and nothing to learn yet."""
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "Europe/London", **calendar},
            "schools": [{"id": "north", "cycle": cycle, "periods": periods}],
            "staff": [{"id": "ada", "schools": ["north"]}],
            "lessons": given,
        }
    )


def with_visits(problem: Problem, *dates: str, hour: int = 8, needs: int = 1) -> Problem:
    """The problem with as many hours for ada to learn, given at an hour of some dates alone."""
    window = {"start": f"{hour:02}:00", "end": f"{hour + 1:02}:00", "dates": dates}
    courses = [f"course {number}" for number in range(needs)]
    more = {
        "rooms": [{"id": "library", "school": "north", "capacity": 9}],
        "courses": [{"id": c, "topic": c, "minutes": 60, "group_max": 9} for c in courses],
        "needs": [{"id": c, "staff": "ada", "course": c} for c in courses],
        "trainers": [{"id": "tom", "courses": courses, "available": [window]}],
        "substitutes": [{"id": "sue", "zones": ["all"], "available": [{}]}],
    }
    return Problem.model_validate(problem.model_dump(mode="json") | more)


def planned(problem: Problem, tmp_path: Path | None = None) -> Plan:
    """The plan; of a problem that was written and read again in between, if a folder is given."""
    assert check(problem) == ()
    if tmp_path is not None:
        save(problem, tmp_path)
        again = load(tmp_path)
        assert again == problem
        problem = again
    plan, _ = plan_for(Case(problem, Policy()))
    assert plan is not None
    return plan


def covered(plan: Plan) -> list[tuple[str, str]]:
    """Dates and lessons for which somebody comes."""
    return [(str(cover.date), cover.lesson) for cover in plan.covers]


BEGINS_IN_B = {
    "days": TWO_WEEKS,
    "anchors": [{"date": "2026-10-12", "day": "mon-a"}],
    "skips_empty_weeks": True,
}
"""Week A is that of 12 October and B the next one; that of the 26th is a holiday, and A follows,
so that the plan from 9 November begins in B."""
HOLIDAY = [f"2026-10-{day}" for day in range(26, 31)]
NOVEMBER = {"first": "2026-11-09", "last": "2026-11-20", "closed": HOLIDAY}

ROTATING = {"kind": "rotating", "days": SIX, "anchors": [{"date": "2026-09-07", "day": "4"}]}
SEPTEMBER = {"first": "2026-09-07", "last": "2026-09-18", "closed": ["2026-09-09"]}
"""Days 4, 5, closed, 6, 1, and from Monday 14 days 2, 3, 4, 5, 6."""

SUNDAYS = {
    "first": "2026-09-06",
    "last": "2026-09-17",
    "weekdays": SUNDAY_FIRST,
    "week_begins": "sun",
}

EXAMS = {
    "other_days": ["exam"],
    "follows": [{"date": f"2026-11-{day}", "day": "exam"} for day in range(16, 21)],
}
EXAM_BELLS: list[dict[str, Any]] = [
    *BELLS,
    {"id": "paper 1", "start": "08:30", "end": "11:00", "days": ["exam"]},
    {"id": "paper 2", "start": "12:00", "end": "14:30", "days": ["exam"]},
]
WEEK_AND_EXAMS = [*lessons(*WEEKDAYS), *lessons("exam", start="12:00", end="14:30")]


@pytest.mark.parametrize("folder", ["problem.json", "tables"])
@pytest.mark.parametrize(
    ("given", "visit", "hour", "lesson"),
    [
        (school(BEGINS_IN_B, NOVEMBER, lessons(*TWO_WEEKS)), "2026-11-09", 8, "of mon-b"),
        (school(BEGINS_IN_B, NOVEMBER, lessons(*TWO_WEEKS)), "2026-11-18", 8, "of wed-a"),
        (school(ROTATING, SEPTEMBER, lessons(*SIX)), "2026-09-07", 8, "of 4"),
        (school(ROTATING, SEPTEMBER, lessons(*SIX)), "2026-09-10", 8, "of 6"),
        (school({"days": SUNDAY_FIRST}, SUNDAYS, lessons("sun", "thu")), "2026-09-13", 8, "of sun"),
        (school(EXAMS, NOVEMBER, WEEK_AND_EXAMS, EXAM_BELLS), "2026-11-18", 12, "of exam"),
        (school(EXAMS, NOVEMBER, WEEK_AND_EXAMS, EXAM_BELLS), "2026-11-11", 8, "of wed"),
    ],
    ids=["week B", "week A", "day 4", "day 6", "Sunday", "exams", "before exams"],
)
def test_the_plan_knows_which_day_a_date_is(
    given: Problem, visit: str, hour: int, lesson: str, folder: str, tmp_path: Path
) -> None:
    """From JSON and from CSV, she is released from the lesson that she has on that date."""
    plan = planned(with_visits(given, visit, hour=hour), tmp_path / folder)
    assert covered(plan) == [(visit, lesson)]


def test_no_session_keeps_to_the_bells_of_another_day() -> None:
    """In the exam week a session begins with a paper, and not at 8 as in other weeks."""
    exams = with_visits(school(EXAMS, NOVEMBER, [], EXAM_BELLS), "2026-11-17", hour=8)
    assert planned(exams).sessions == ()
    without = EXAMS | {"follows": []}
    plan = planned(with_visits(school(without, NOVEMBER, [], EXAM_BELLS), "2026-11-17", hour=8))
    assert [str(s.date) for s in plan.sessions] == ["2026-11-17"]
    assert "session-times" in {broken.rule for broken in verify(exams, plan)}


def test_bells_may_hold_from_a_date_on() -> None:
    """From 14 September the first period begins half an hour later."""
    bells = [
        {"id": "1", "start": "08:00", "end": "09:00", "last": "2026-09-13"},
        {"id": "1", "start": "08:30", "end": "09:30", "first": "2026-09-14"},
    ]
    given = school({}, SEPTEMBER | {"closed": []}, [], bells)
    at_eight = with_visits(given, "2026-09-11", "2026-09-14", hour=8)
    assert [str(s.date) for s in planned(at_eight).sessions] == ["2026-09-11"]


@pytest.mark.parametrize(("week_begins", "releases"), [("mon", 2), ("sun", 1)])
def test_a_week_of_limits_begins_where_weeks_begin(week_begins: str, releases: int) -> None:
    """Sunday 13 and Monday 14 are one school week: one release from lessons, as the policy says."""
    days = SUNDAY_FIRST if week_begins == "sun" else (*SUNDAY_FIRST[1:], "sun")
    calendar = SUNDAYS | {"week_begins": week_begins}
    given = school({"days": days}, calendar, lessons("sun", "mon"))
    plan = planned(with_visits(given, "2026-09-13", "2026-09-14", needs=2))
    assert len(plan.releases) == releases


def test_the_referee_counts_weeks_from_the_day_on_which_they_begin() -> None:
    """Two releases of which weeks from Monday make two weeks are too many in one from Sunday."""
    monday, sunday = (
        with_visits(
            school({"days": days}, SUNDAYS | {"week_begins": begins}, lessons("sun", "mon")),
            *("2026-09-13", "2026-09-14"),
            needs=2,
        )
        for begins, days in (("mon", (*SUNDAY_FIRST[1:], "sun")), ("sun", SUNDAY_FIRST))
    )
    plan = planned(monday)
    assert [each.rule for each in verify(monday, plan)] == []
    assert [each.rule for each in verify(sunday, plan)] == ["releases-per-week"]


@pytest.mark.parametrize(
    ("days", "term", "visit", "lesson"),
    [
        (
            TWO_WEEKS,
            {"first": date(2026, 11, 9), "cycle_anchors": {date(2026, 11, 9): "mon-b"}},
            "2026-11-10",
            "tue-b",
        ),
        (
            SIX,
            {
                "rotating": True,
                "cycle_anchors": {date(2026, 9, 7): "4"},
                "closed": [date(2026, 9, 9)],
            },
            "2026-09-10",
            "6",
        ),
        (
            ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس"),
            {"first": date(2026, 9, 6)},
            "2026-09-13",
            "الأحد",
        ),
    ],
    ids=["week B", "six days", "Sunday"],
)
def test_an_imported_school_is_planned_on_its_dates(
    days: tuple[str, ...], term: dict[str, Any], visit: str, lesson: str
) -> None:
    """The lessons of a timetable of ada, one a day, are covered on the date on which they are."""
    held = (of_timetable(day, day=day) for day in days)
    problem = to_problem(timetable(*held, days=days), weeks=3, period_minutes=60, **term)
    plan = planned(with_visits(problem, visit))
    assert covered(plan) == [(visit, lesson)]


def test_an_imported_school_may_get_an_exam_week() -> None:
    """Its problem takes the other days, their dates, bells and lessons as records of their own."""
    imported = to_problem(timetable(of_timetable("monday"), periods=2), period_minutes=60)
    first = date(2026, 9, 14)
    document = imported.model_dump(mode="json")
    document["schools"][0]["cycle"] |= {
        "other_days": ["exam"],
        "follows": [{"date": str(first + timedelta(days=n)), "day": "exam"} for n in range(5)],
    }
    paper = {"start": "10:00", "end": "12:00"}
    document["schools"][0]["periods"].append({"id": "paper", "days": ["exam"], **paper})
    document["lessons"] += lessons("exam", **paper)
    plan = planned(with_visits(Problem.model_validate(document), "2026-09-14", hour=10))
    assert covered(plan) == [("2026-09-14", "of exam")]
