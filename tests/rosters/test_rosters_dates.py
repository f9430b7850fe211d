"""When a roster is: terms, days of cycles that a short plan misses, dates without a schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small_roster import (
    CLASSES,
    ENROLLMENTS,
    ORGS,
    SESSIONS,
    bells,
    edfi,
    element,
    interchanges,
    meets,
    oneroster,
    period,
    school,
    section,
    written,
)

from pdsched.checks import check
from pdsched.errors import ProblemError, Severity
from pdsched.problem import Weekday
from pdsched.rosters import read_edfi, read_oneroster
from pdsched.rosters.lessons import SECOND


def test_terms_of_one_name_in_several_years_are_several(tmp_path: Path) -> None:
    """A grading period is none, and one that overlaps another is noted."""
    sessions = [
        *SESSIONS,
        {**SESSIONS[0], "sourcedId": "t3", "startDate": "2027-08-30", "endDate": "2027-12-17"},
        {**SESSIONS[0], "sourcedId": "g", "type": "gradingPeriod", "title": "Weeks"},
        {**SESSIONS[0], "sourcedId": "o", "title": "Block", "startDate": "2026-10-01"},
    ]
    classes = [{**CLASSES[0], "termSourcedIds": "t1,t2,t3"}]
    tables = oneroster(academicSessions=sessions, classes=classes)
    problem, notes = read_oneroster(written(tables, tmp_path / "x"))

    told = [(term.id, term.first.year) for term in problem.calendar.terms]
    assert told == [("Autumn", 2026), ("Spring", 2027), ("Autumn (2)", 2027)]
    assert [note.value for note in notes if note.where == "session"] == ["Block"]


def test_two_classes_clash_also_on_a_day_that_the_plan_is_too_short_for(tmp_path: Path) -> None:
    """Else the problem would have two lessons at once on that day of the cycle."""
    again = {**CLASSES[0], "sourcedId": "c3", "periods": "1(I)"}
    classes = [{**CLASSES[0], "periods": "1(A-I)"}, again]
    rows = [*ENROLLMENTS, {"classSourcedId": "c3", "userSourcedId": "7", "role": "teacher"}]
    tables = oneroster(classes=classes, enrollments=rows)
    told = bells(tmp_path, "period,start,end,days\n1,8:00,8:45,A-I\n")
    problem, notes = read_oneroster(
        written(tables, tmp_path / "x"), bells=told, first=date(2026, 9, 7), weeks=1
    )

    assert [note.value for note in notes if note.message == SECOND] == ["7"]
    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []


def test_anchors_say_which_day_of_the_cycle_a_date_is(tmp_path: Path) -> None:
    """One that no school has is refused."""
    told = bells(tmp_path, "period,start,end,days\n1,8:00,8:45,A-D\n")
    path = written(oneroster(), tmp_path / "x")
    on = date(2026, 9, 7)
    problem, _ = read_oneroster(path, bells=told, cycle_anchors={on: "C"})

    assert [(each.date, each.day) for each in problem.schools[1].cycle.anchors] == [(on, "C")]
    with pytest.raises(ProblemError, match="'Z'"):
        read_oneroster(path, bells=told, cycle_anchors={on: "Z"})


def test_names_that_look_alike_are_one(tmp_path: Path) -> None:
    """An accent as a sign of its own, a blank that does not break, capitals of an address."""
    users = [
        {
            "sourcedId": "Jose\u0301@school.org",
            "givenName": "A",
            "familyName": "B",
            "enabledUser": "true",
            "orgSourcedIds": "n\u00a0",
            "role": "teacher",
        }
    ]
    rows = [{**ENROLLMENTS[0], "userSourcedId": "jos\u00e9@School.org"}]
    problem, _ = read_oneroster(
        written(oneroster(users=users, enrollments=rows), tmp_path / "x"), bells=bells(tmp_path)
    )

    assert {who for each in problem.lessons for who in each.staff} == {"jos\u00e9@school.org"}


def test_schedule_of_a_saturday_opens_its_school_alone(tmp_path: Path) -> None:
    """A dated bell schedule on a weekend is a day with lessons; other schools stay closed."""
    other = element("School", NameOfInstitution="South", SchoolId="2")
    schedules = [
        element(
            *("BellSchedule", school(), period("1")),
            BellScheduleName="made up",
            Date=["2026-09-12", "2026-09-19"],
        ),
        element("BellSchedule", school(), period("1"), BellScheduleName="usual"),
    ]
    parts = edfi(
        EducationOrganization=[other, meets("1", "09:00-09:45", at="2")], MasterSchedule=schedules
    )
    problem, _ = read_edfi(interchanges(parts, tmp_path))

    saturdays = (date(2026, 9, 12), date(2026, 9, 19))
    north, south = problem.schools
    assert problem.calendar.opened == saturdays
    assert Weekday.SAT not in problem.calendar.weekdays
    assert (north.closed, south.closed) == ((), saturdays)
    assert [each.date for each in north.cycle.follows] == list(saturdays)
    assert check(problem) == ()


def test_very_many_kinds_of_dated_days_are_cut_off(tmp_path: Path) -> None:
    """The dates beyond are ordinary days, with a note each."""
    days = [date.fromordinal(date(2026, 9, 7).toordinal() + n) for n in range(70)]
    schedules = [
        element(
            *("BellSchedule", school(), period("1")), BellScheduleName=f"s{on}", Date=on.isoformat()
        )
        for on in days
    ]
    problem, notes = read_edfi(interchanges(edfi(MasterSchedule=schedules), tmp_path))

    assert len(problem.schools[0].cycle.other_days) == 60
    assert len(notes) == 10


def test_rooms_of_several_schools_and_of_odd_weeks_are_told_exactly(tmp_path: Path) -> None:
    """A name that two schools use has the school before it; two-week days become dates."""
    rooms = [
        element("Location", school(at), ClassroomIdentificationCode="R", MaximumNumberOfSeats="9")
        for at in ("1", "2")
    ]
    identity = element("LocationIdentity", school(), ClassroomIdentificationCode="R")
    where = element("LocationReference", identity)
    schedules = [
        element(
            *("BellSchedule", school(), period("1" if day == "red" else "2")),
            BellScheduleName=day,
            AlternateDayName=day,
        )
        for day in ("red", "blue")
    ]
    parts = edfi(
        EducationOrganization=[element("School", SchoolId="2"), *rooms],
        MasterSchedule=[*schedules, section("B", where, period("1"))],
        StaffAssociation=[
            part.replace(">A<", ">B<").replace(">7<", ">8<")
            for part in edfi()["StaffAssociation"][-1:]
        ],
    )
    problem, _ = read_edfi(interchanges(parts, tmp_path))

    assert [room.id for room in problem.rooms] == ["1 R", "2 R"]
    (window,) = problem.rooms[0].unavailable
    assert window.dates is not None
    assert [day.isoformat() for day in window.dates[:3]] == [
        *("2026-09-07", "2026-09-09", "2026-09-11")
    ]


def test_department_without_a_school_is_a_school_if_classes_say_so(tmp_path: Path) -> None:
    """Small exports name a department as the school of a class."""
    orgs = [{**ORGS[3], "parentSourcedId": "gone"}, {"sourcedId": "x", "name": "", "type": "local"}]
    classes = [{**CLASSES[0], "schoolSourcedId": "m"}]
    problem, notes = read_oneroster(written(oneroster(orgs=orgs, classes=classes), tmp_path / "x"))

    assert [each.id for each in problem.schools] == ["m"]
    assert any("is none by its type" in note.message for note in notes)


def test_anchor_holds_for_the_schools_that_have_its_day(tmp_path: Path) -> None:
    """Others have days of their own."""
    rows = "period,start,end,days,school\n1,8:00,8:45,A-D,n\n1,8:00,8:45,E-H,s\n"
    path = written(oneroster(classes=[]), tmp_path / "x")
    on = date(2026, 9, 7)
    (path / "classes.csv").unlink()
    problem, _ = read_oneroster(path, bells=bells(tmp_path, rows), cycle_anchors={on: "B"})

    assert [len(each.cycle.anchors) for each in problem.schools] == [1, 0]
