"""When part-time staff are at work: what is told where nobody says so, and what counts if so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from quick import slow
from solving import plan_for
from strategies import Case

from pdsched import Plan, Policy, Problem, solve, verify
from pdsched.checks import check
from pdsched.problem import StaffMember
from pdsched.views import By, by_school, sheets, sheets_to_text, summary
from pdsched.views.teaching_days import TeachingDays

MONDAY, WEDNESDAY = "2026-09-07", "2026-09-09"
DAYS_OFF = ["wed", "thu", "fri"]


def problem(*more: dict[str, Any], cycle: dict[str, Any] | None = None, **ada: Any) -> Problem:
    """Ada teaches on Mondays and Tuesdays all day; a trainer comes on Mondays and Wednesdays."""
    school: dict[str, Any] = {
        "id": "north",
        "periods": [
            {"id": str(hour), "start": f"{hour:02d}:00", "end": f"{hour + 1:02d}:00"}
            for hour in range(8, 12)
        ],
    }
    days = ["mon", "tue"] if cycle is None else cycle["days"][:2]
    lessons = [
        {"id": f"{day}-{p['id']}", "school": "north", "staff": ["ada"], "day": day}
        | {"start": p["start"], "end": p["end"]}
        for day in days
        for p in school["periods"]
    ]
    comes = {"start": "09:00", "end": "10:00", "weekdays": ["wed", "mon"]}
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "Europe/London", "first": MONDAY, "last": "2026-09-18"},
            "schools": [school | ({} if cycle is None else {"cycle": cycle})],
            "rooms": [{"id": "lib", "school": "north", "capacity": 10}],
            "staff": [{"id": "ada", "schools": ["north"], **ada}, *more],
            "lessons": lessons,
            "courses": [{"id": "c1", "topic": "sheets", "minutes": 60, "group_max": 8}],
            "needs": [{"id": "n-ada", "staff": "ada", "course": "c1"}],
            "trainers": [{"id": "tom", "courses": ["c1"], "available": [comes]}],
            "substitutes": [{"id": "sue", "zones": ["all"], "available": [{}]}],
        }
    )


def told(given: Problem) -> list[tuple[str, str, str]]:
    """Code, place and value of every fault."""
    return [(fault.code, fault.where, fault.value) for fault in check(given)]


def planned(given: Problem) -> Plan:
    """The best plan, which the referee accepts."""
    plan, _ = plan_for(Case(given, Policy()))
    assert plan is not None
    return plan


def attended(given: Problem) -> list[str]:
    """The dates on which ada attends in the best plan."""
    return [str(release.date) for release in planned(given).releases]


def test_part_time_staff_without_days_are_told() -> None:
    """Whose days nobody knows is told once for all, with the days without a lesson."""
    bo = {"id": "bo", "schools": ["north"], "fte": 0.5}
    (fault,) = check(problem(bo, fte=0.4))

    assert (fault.code, fault.where, fault.value) == ("PD951", "staff[0].fte", "ada")
    assert "wed, thu, fri; so is 1 more: 'bo'" in fault.message


@pytest.mark.parametrize(
    "ada",
    [
        {},
        {"fte": 0.4, "works_on": ["mon", "tue"]},
        {"fte": 0.4, "works_on": ["mon", "tue", "wed"]},
        {"fte": 0.4, "unavailable": [{"start": "08:00", "end": "09:00"}]},
    ],
)
def test_who_says_when_they_work_is_not_told(ada: dict[str, Any]) -> None:
    """Full-time staff, and those with days or hours of their own, need no warning."""
    assert told(problem(**ada)) == []


def test_who_teaches_every_day_is_not_told() -> None:
    """Part-time in hours and not in days: a lesson on each day of the cycle is enough."""
    rotating = {"kind": "rotating", "days": ["1", "2"]}
    assert told(problem(cycle=rotating, fte=0.4)) == []
    three = {"kind": "rotating", "days": ["1", "2", "3"]}
    assert "lesson: 3;" in str(check(problem(cycle=three, fte=0.4))[0])


def test_lessons_on_days_off_are_told() -> None:
    """Lessons and days that contradict each other, with the dates."""
    (fault,) = check(problem(works_on=["mon", "wed"]))

    assert (fault.code, fault.where) == ("PD952", "staff[0].works_on")
    assert fault.message == "has lessons on days off: 2026-09-08, 2026-09-15"


def test_days_of_work_are_weekdays_or_of_the_cycle() -> None:
    """Any other name is a fault, and so is an empty list."""
    assert told(problem(works_on=["mon", "tue", "day 3"])) == [
        ("PD208", "staff[0].works_on[2]", "day 3")
    ]
    assert ("PD212", "staff[0].works_on", "[]") in told(problem(works_on=[]))


@pytest.mark.parametrize(
    ("works_on", "day", "name", "at_work"),
    [
        (None, WEDNESDAY, "wed", True),
        (("mon",), MONDAY, "4", True),
        (("mon",), WEDNESDAY, "wed", False),
        (("4",), WEDNESDAY, "4", True),
        (("4",), WEDNESDAY, None, False),
        (("wed",), WEDNESDAY, None, True),
    ],
)
def test_at_work_by_weekday_or_by_cycle(
    works_on: tuple[str, ...] | None, day: str, name: str | None, at_work: bool
) -> None:
    """Without pupils no day of the cycle is taught, so weekdays alone count then."""
    ada = StaffMember(id="ada", schools=("north",), works_on=works_on)
    assert ada.is_at_work(date.fromisoformat(day), name) is at_work


@slow
def test_nobody_learns_on_a_day_off() -> None:
    """The plan has the cheaper Wednesday where ada may be at work, and else the Monday."""
    assert attended(problem(fte=0.4)) in ([WEDNESDAY], ["2026-09-16"])
    assert attended(problem(works_on=["mon", "tue"])) in ([MONDAY], ["2026-09-14"])


@pytest.mark.parametrize("pupil_free", [[], [MONDAY, "2026-09-08", WEDNESDAY]])
def test_people_who_differ_in_their_days_alone_are_told_apart(pupil_free: list[str]) -> None:
    """Two without a timetable are counted together only if they work on the same days."""
    days = {"bo": "mon", "cy": "wed"}
    people = ({"id": name, "schools": ["north"], "works_on": [d]} for name, d in days.items())
    given = problem(*people).model_dump(mode="json")
    given["needs"] = [{"id": name, "staff": name, "course": "c1"} for name in days]
    given["calendar"] |= {"last": "2026-09-11", "pupil_free": pupil_free}
    releases = planned(Problem.model_validate(given)).releases

    assert {release.staff: f"{release.date:%a}".lower() for release in releases} == days


@slow
def test_a_plan_on_a_day_off_breaks_a_rule() -> None:
    """The referee says who, when and why, and an unmet need names the rule."""
    (violation,) = verify(problem(works_on=["mon", "tue"]), planned(problem()))
    assert violation.rule == "staff-available"
    assert str(violation).endswith("is released on a day off")

    never = solve(problem(works_on=["tue"]), seconds=20).plan
    assert never is not None
    (unmet,) = never.unmet
    assert (unmet.rule, "is released on a day off" in unmet.reason) == ("staff-available", True)


def test_attendances_without_lessons_are_marked() -> None:
    """In the summary, on the sheets of the person and of the school; not where days are said."""
    given = problem()
    plan = planned(given)

    assert "1 attendance on dates without a lesson of the person" in summary(given, plan)
    assert "no lessons that day" in sheets_to_text(sheets(given, plan, By.PERSON))
    assert [a.without_lessons for d in by_school(given, plan)[0].days for a in d.away] == [True]
    known = problem(works_on=["mon", "tue", "wed"])
    assert "without a lesson" not in summary(known, plan)
    only_monday = given.calendar.model_copy(update={"last": given.calendar.first})
    plan = planned(given.model_copy(update={"calendar": only_monday}))
    assert plan.releases
    assert "without a lesson" not in summary(given, plan)


def test_a_date_without_pupils_marks_nobody() -> None:
    """Where no school has lessons, nobody is without one; nor is who never teaches."""
    given = problem({"id": "bo", "schools": ["north"]})
    free = given.calendar.model_copy(update={"pupil_free": (date.fromisoformat(WEDNESDAY),)})
    days = TeachingDays(given.model_copy(update={"calendar": free}), ["ada", "bo"])
    dates = [date.fromisoformat(day) for day in (MONDAY, WEDNESDAY, "2026-09-10")]

    assert [days.is_without("ada", day) for day in dates] == [False, False, True]
    assert not any(days.is_without("bo", day) for day in dates)
