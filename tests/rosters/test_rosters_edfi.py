"""Ed-Fi interchanges: bells, calendars, staff and sections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from small_roster import (
    edfi,
    element,
    holds,
    interchange,
    interchanges,
    meets,
    org,
    period,
    person,
    school,
    section,
    staff,
    zipped,
)

from pdsched.checks import check
from pdsched.problem import CycleKind, HalfDays, Problem
from pdsched.rosters import guess_roster, is_edfi
from pdsched.rosters import read_edfi as read
from pdsched.timetables import Note

MASTER, STAFF = "MasterSchedule", "StaffAssociation"
ORGS, DATES = "EducationOrganization", "EducationOrgCalendar"


def read_parts(
    folder: Path, more: dict[str, Sequence[str]] | None = None, **term: Any
) -> tuple[Problem, tuple[Note, ...]]:
    """What the small interchanges with more parts make."""
    return read(interchanges(edfi(**more or {}), folder / "export"), **term)


def reasons(notes: Sequence[Note]) -> set[tuple[str, str]]:
    """Where each note stands, and its reason, in short."""
    return {(note.where, note.message[:24]) for note in notes}


def bell(name: str, *periods: str, **fields: object) -> str:
    """A bell schedule of school 1."""
    parts = (school(), *(period(each) for each in periods))
    return element("BellSchedule", *parts, BellScheduleName=name, **fields)


def day(on: str, event: str) -> str:
    """A date of a calendar of school 1."""
    told = {"Date": on, "CalendarEvent": f"uri://ed-fi.org/X#{event}"}
    identity = element("CalendarIdentity", school(), CalendarCode="C", SchoolYear="2026")
    return element("CalendarDate", element("CalendarReference", identity), **told)


def post(who: str, role: str, at: str = "1", **fields: str) -> str:
    """An assignment of somebody to an organisation."""
    told = {"StaffClassification": f"uri://ed-fi.org/X#{role}", **fields}
    name = "StaffEducationOrganizationAssignmentAssociation"
    return element(name, staff(who), org(at), **told)


def employed(who: str, hired: str, ended: str = "", **fields: str) -> str:
    """An employment of somebody at school 1."""
    dates = {"HireDate": hired} | ({"EndDate": ended} if ended else {})
    name = "StaffEducationOrganizationEmploymentAssociation"
    return element(name, staff(who), org(), element("EmploymentPeriod", **dates), **fields)


def test_section_becomes_lessons_in_its_class_periods(tmp_path: Path) -> None:
    """On each day, as long as the session; a class period in two parts makes two lessons a day."""
    more = [section("B", period("2"))]
    problem, notes = read_parts(
        tmp_path, {MASTER: more, STAFF: [holds("8", "B")]}, time_zone="America/Chicago"
    )

    monday = [each for each in problem.lessons if each.day == "mon"]
    assert [(each.id, each.staff, each.start, each.end) for each in monday] == [
        ("A-1-mon", ("7",), time(8), time(8, 45)),
        ("B-2-mon", ("8",), time(8, 50), time(9, 10)),
        ("B-2-mon-2", ("8",), time(9, 40), time(10, 5)),
    ]
    assert (problem.calendar.first, problem.calendar.last) == (
        date(2026, 9, 7),
        date(2026, 12, 18),
    )
    assert (notes, check(problem)) == ((), ())


def test_references_may_point_to_ids(tmp_path: Path) -> None:
    """As in older exports: ``ref`` in place of the identity, also through several entities."""
    parts = edfi()
    parts[MASTER] = [
        element("CourseOffering", school(), LocalCourseCode="MATH", LocalCourseTitle="Maths")
        .replace("<CourseOffering>", '<CourseOffering id="o">')
        .replace("</CourseOffering>", '<SessionReference ref="f"/></CourseOffering>'),
        '<Section id="s"><SectionIdentifier>A</SectionIdentifier>'
        f'<CourseOfferingReference ref="o"/>{period("1")}</Section>',
    ]
    parts[DATES] = [parts[DATES][0].replace("<Session>", '<Session id="f">')]
    parts[STAFF][-1] = element("StaffSectionAssociation", staff("7"), '<SectionReference ref="s"/>')
    problem, notes = read(interchanges(parts, tmp_path))

    assert {each.subject for each in problem.lessons} == {"Maths"}
    assert (len(problem.lessons), notes) == (5, ())


def test_schedules_with_dates_are_days_of_their_own(tmp_path: Path) -> None:
    """On their dates the school follows them; on others, the schedule without dates."""
    short = [meets("1s", "08:00-08:20")]
    schedules = [bell("usual", "1"), bell("short", "1s", Date=["2026-09-16", "2026-09-30"])]
    sections = [section("B", period("1"), period("1s"))]
    problem, _ = read_parts(
        tmp_path, {ORGS: short, MASTER: [*schedules, *sections], STAFF: [holds("8", "B")]}
    )

    cycle = problem.schools[0].cycle
    assert cycle.other_days == ("short",)
    assert [each.date for each in cycle.follows] == [date(2026, 9, 16), date(2026, 9, 30)]
    there = [(each.day, each.end) for each in problem.lessons if each.staff == ("8",)]
    assert there[-1] == ("short", time(8, 20))
    assert len(there) == 6
    assert check(problem) == ()


def test_alternate_days_are_the_days_of_the_cycle(tmp_path: Path) -> None:
    """Red and blue days follow each other over the teaching days."""
    schedules = [bell("R", "1", AlternateDayName="red"), bell("B", "2", AlternateDayName="blue")]
    problem, _ = read_parts(tmp_path, {MASTER: [*schedules, section("B", period("2"))]})

    cycle = problem.schools[0].cycle
    assert (cycle.kind, cycle.days) == (CycleKind.ROTATING, ("red", "blue"))
    assert [each.day for each in problem.lessons] == ["red"]


def test_calendar_tells_days_off(tmp_path: Path) -> None:
    """Holidays are closed, days of teachers pupil-free; of several events, lessons count first."""
    dates = [
        element("Calendar", school(), CalendarCode="C", CalendarType="X#School"),
        *(day("2026-09-08", event) for event in ("Holiday", "Teacher only day")),
        *(day("2026-09-09", event) for event in ("Weather day", "Instructional day")),
        *(day("2026-09-14", event) for event in ("Teacher only day", "Instructional day")),
        day("2026-09-10", "Holiday"),
        day("2026-09-12", "Make-up day"),
        day("2026-09-11", "Other"),
        day("soon", "Holiday"),
    ]
    problem, notes = read_parts(tmp_path, {DATES: dates})

    assert problem.calendar.closed == (date(2026, 9, 10),)
    assert problem.calendar.pupil_free == (date(2026, 9, 8),)
    assert reasons(notes) == {
        ("EducationOrgCalendar.xml CalendarDate 9", "is a calendar event that"),
        ("EducationOrgCalendar.xml CalendarDate 10", "is a calendar date witho"),
        ("school 1", "is a day with lessons on"),
    }


def test_days_of_single_pupils_are_none_of_the_school(tmp_path: Path) -> None:
    """A calendar of a pupil or a grade is counted, and not used."""
    calendar = element("Calendar", school(), CalendarCode="C", CalendarType="X#Student Specific")
    problem, notes = read_parts(tmp_path, {DATES: [calendar, day("2026-09-10", "Holiday")]})

    assert problem.calendar.closed == ()
    assert [str(note)[:18] for note in notes] == ["Ed-Fi: 'dates: 1' "]


def test_weekdays_are_closed_that_a_full_list_of_teaching_days_leaves_out(tmp_path: Path) -> None:
    """A list of more than half of them is taken for full, with a sentence."""
    listed = [f"2026-{month:02}-{n:02}" for month in (9, 10, 11, 12) for n in range(1, 31)]
    taught = [day(on, "Instructional day") for on in listed if on != "2026-10-12"]
    problem, _ = read_parts(tmp_path, {DATES: taught})

    assert problem.calendar.closed == (date(2026, 10, 12),)
    assert any("does not list" in sentence for sentence in problem.assumptions)


def test_rooms_are_taken_while_lessons_are_held_in_them(tmp_path: Path) -> None:
    """A room without seats is noted, one with seats is free when no class is in it."""
    place = element("LocationIdentity", school(), ClassroomIdentificationCode="R1")
    room = element("LocationReference", place)
    rooms = [
        element("Location", school(), ClassroomIdentificationCode="R1", MaximumNumberOfSeats="20"),
        element("Location", school(), ClassroomIdentificationCode="R2"),
    ]
    more: dict[str, Sequence[str]] = {
        ORGS: rooms,
        MASTER: [section("B", room, period("2"))],
        STAFF: [holds("8", "B")],
    }
    problem, notes = read_parts(tmp_path, more)

    (only,) = problem.rooms
    assert (only.id, only.capacity, only.school) == ("R1", 20, "1")
    assert [(each.start, each.end) for each in only.unavailable] == [
        (time(8, 50), time(9, 10)),
        (time(9, 40), time(10, 5)),
    ]
    assert only.unavailable[0].weekdays == problem.calendar.weekdays
    assert reasons(notes) == {("EducationOrganization.xml Location 2", "is a room whose seats ar")}


def test_leaves_and_absences_take_people_away(tmp_path: Path) -> None:
    """A leave without end is one day; absences to learn, before the plan, count as releases."""
    away = [
        element("StaffLeave", staff("7"), BeginDate="2026-09-10"),
        element("StaffLeave", staff("7"), BeginDate="2026-10-01", EndDate="2026-10-09"),
        element("StaffLeave", staff("7"), BeginDate="2026-01-05", EndDate="2026-01-09"),
        *(
            element(
                "StaffAbsenceEvent",
                staff("8"),
                EventDate=on,
                AbsenceEventCategory=f"X#{category}",
                HoursAbsent="3.5",
            )
            for on, category in (
                ("2026-03-02", "Professional development"),
                ("2026-03-03", "Sick leave"),
                ("2026-09-11", "Sick leave"),
            )
        ),
    ]
    problem, notes = read_parts(tmp_path, {STAFF: away})

    ada, ben = problem.staff
    assert [(each.first, each.last) for each in ada.unavailable] == [
        (date(2026, 9, 10), date(2026, 9, 10)),
        (date(2026, 10, 1), date(2026, 10, 9)),
    ]
    assert (ben.releases_before, ben.hours_before) == (1, 3.5)
    assert [each.first for each in ben.unavailable] == [date(2026, 9, 11)]
    assert {message for _, message in reasons(notes)} == {
        *("is a leave without an en", "is away on no date of th"),
        *("is an absence before the", "is an absence of some ho"),
    }


def test_posts_tell_role_share_and_who_has_left(tmp_path: Path) -> None:
    """The first assignment counts; who stands in for others without a class is a substitute."""
    more = [
        *(person(name, name, "X") for name in ("10", "11", "12", "13")),
        post("7", "Elementary Teacher", OrderOfAssignment="1", FullTimeEquivalency="0.5"),
        post("7", "Principal", OrderOfAssignment="2"),
        post("8", "Principal"),
        employed("8", "2020-08-01", Department="Science"),
        post("10", "Substitute Teacher"),
        post("11", "Counselor", at="99"),
        employed("12", "2019-08-01", "2026-06-30"),
        post("13", "Counselor"),
        post("13", "Principal", BeginDate="2027-02-01"),
    ]
    problem, notes = read_parts(tmp_path, {STAFF: more})

    told = [(each.id, each.role, each.fte, each.department) for each in problem.staff]
    assert told == [
        ("7", "teacher", 0.5, "MATH"),
        ("8", "principal", 1.0, "Science"),
        ("13", "counselor", 1.0, ""),
    ]
    (sam,) = problem.substitutes
    assert (sam.id, sam.schools, sam.available) == ("10", ("1",), (HalfDays(),))
    assert {message for _, message in reasons(notes)} == {
        *("works for no school of t", "has left before the plan", "has this post at another"),
    }


def test_what_names_nothing_is_noted(tmp_path: Path) -> None:
    """Sections, people, sessions, schools and periods that are not there; helpers in a class."""
    more: dict[str, Sequence[str]] = {
        ORGS: [meets("3"), meets("1", "10:00-10:45"), element("School", SchoolId="1")],
        MASTER: [
            bell("usual", "1", "9"),
            section("A"),
            section("B", period("9")),
            section("C", at="2"),
            section("D", period("1")),
        ],
        STAFF: [
            holds("8", "X"),
            holds("99", "A"),
            holds("8", "B"),
            holds("8", "D", ClassroomPosition="Assistant Teacher"),
            element("StaffLeave", staff("99"), BeginDate="2026-09-10"),
            person("7", "Twice", "There"),
        ],
    }
    _, notes = read_parts(tmp_path, more)

    told = {(where.partition(".xml ")[2], message) for where, message in reasons(notes)}
    assert told >= {
        ("ClassPeriod 3", "is a class period withou"),
        ("ClassPeriod 4", "is told twice, and the f"),
        ("School 2", "is told twice, and the f"),
        ("BellSchedule 1", "is a class period of a b"),
        ("Section 2", "is told twice, and the f"),
        ("Section 3", "is a period that the bel"),
        ("Section 4", "is no school that is the"),
        ("Section 5", "is a class without a tea"),
        ("StaffSectionAssociation 2", "is no class that is ther"),
        ("StaffSectionAssociation 3", "is nobody of the staff"),
        ("StaffSectionAssociation 5", "is in the class without "),
        ("StaffLeave 1", "is nobody of the staff"),
        ("Staff 3", "is the id of an earlier "),
    }


def test_interchanges_are_known_by_what_they_say(tmp_path: Path) -> None:
    """Whatever their files are called, in a zip, too; others are noted and not parsed."""
    files = {f"x{n}.xml": interchange(*each) for n, each in enumerate(edfi().items())}
    files |= {"pupils.xml": "<InterchangeStudent>cut", "other.xml": "<fet/>"}
    path = zipped(files, tmp_path / "export.zip")
    problem, notes = read(path)

    assert (is_edfi(path), guess_roster(path)) == (True, "edfi")
    assert len(problem.lessons) == 5
    assert [note.value for note in notes] == ["other files: 2"]
