"""OneRoster and School Data Sync: what becomes of each table, and of what does not fit."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from small_roster import (
    CLASSES,
    ENROLLMENTS,
    ORGS,
    SESSIONS,
    Tables,
    bells,
    oneroster,
    sds,
    written,
    zipped,
)
from small_roster import text_of as table

from pdsched.checks import check
from pdsched.errors import ProblemError
from pdsched.problem import CoverKind, CycleKind, Problem
from pdsched.rosters import CODES, guess_roster, import_roster, is_oneroster, is_sds
from pdsched.rosters import read_oneroster as read
from pdsched.rosters import read_sds as read_for_sync
from pdsched.timetables import Note

Read = tuple[Problem, tuple[Note, ...]]


def read_tables(tables: Tables, folder: Path, **term: Any) -> Read:
    """What an export of these tables makes, with the small bell table unless told otherwise."""
    if "bells" not in term:
        term["bells"] = bells(folder)
    return read(written(tables, folder / "export"), **term)


def messages(notes: tuple[Note, ...]) -> list[str]:
    """Where each note stands, and its reason, in short."""
    return [f"{note.where.rpartition(': ')[2]}: {note.message[:30]}" for note in notes]


def test_class_with_periods_becomes_lessons_of_its_teachers(tmp_path: Path) -> None:
    """Each period of the bell table is a lesson on each of its days, for as long as the terms."""
    problem, _ = read_tables(oneroster(), tmp_path)

    lessons = {lesson.id: lesson for lesson in problem.lessons}
    assert len(lessons) == 5 + 5 + 5
    assert lessons["c1-1-mon"].staff == ("7",)
    assert (lessons["c1-2-tue"].start, lessons["c1-2-tue"].end) == (time(8, 50), time(9, 35))
    assert (lessons["c2-3-thu"].end, lessons["c2-3-fri"].end) == (time(10, 25), time(10, 10))
    assert lessons["c1-1-mon"].classes == ("Algebra",)
    assert lessons["c1-1-mon"].room == "R1"
    assert check(problem) == ()


def test_the_plan_is_as_long_as_the_sessions_in_which_classes_meet(tmp_path: Path) -> None:
    """Terms are counted in; the days between them are closed; lessons know their own dates."""
    problem, _ = read_tables(oneroster(), tmp_path)

    calendar = problem.calendar
    assert (calendar.first, calendar.last) == (date(2026, 9, 7), date(2027, 5, 28))
    assert [term.id for term in calendar.terms] == ["Autumn", "Spring"]
    assert (calendar.closed[0], calendar.closed[-1]) == (date(2026, 12, 19), date(2027, 1, 3))
    physics = next(lesson for lesson in problem.lessons if lesson.subject == "Physics")
    assert (physics.first, physics.last) == (None, date(2026, 12, 18))


def test_dates_that_are_told_come_before_those_of_the_sessions(tmp_path: Path) -> None:
    """First date and weeks count; a class outside of them has no lessons, and a note."""
    problem, notes = read_tables(oneroster(), tmp_path, first=date(2027, 1, 4), weeks=2)

    assert (problem.calendar.first, problem.calendar.last) == (date(2027, 1, 4), date(2027, 1, 17))
    assert {lesson.subject for lesson in problem.lessons} == {"Algebra"}
    assert "classes.csv row 3: is a class that meets on no da" in messages(notes)


def test_pupils_are_counted_and_not_read(tmp_path: Path) -> None:
    """They are many: one note has their number."""
    problem, notes = read_tables(oneroster(), tmp_path)

    assert [person.name for person in problem.staff] == ["Ada Byron", "Ben Young"]
    assert {(note.where, note.value) for note in notes} == {
        ("users.csv", "people: 1"),
        ("enrollments.csv", "rows: 1"),
    }


def test_person_of_the_district_works_at_the_schools_of_their_classes(tmp_path: Path) -> None:
    """An organisation that is no school leads to one above it, or to none; classes tell more."""
    users = [
        {"sourcedId": "7", "role": "teacher", "orgSourcedIds": "d"},
        {"sourcedId": "8", "role": "teacher", "orgSourcedIds": "m,s"},
        {"sourcedId": "10", "role": "siteAdministrator", "orgSourcedIds": "d"},
    ]
    named = [{**user, "givenName": "A", "familyName": "B", "enabledUser": "true"} for user in users]
    problem, notes = read_tables(oneroster(users=named), tmp_path)

    assert {person.id: person.schools for person in problem.staff} == {
        "7": ("n",),
        "8": ("n", "s"),
    }
    assert "users.csv row 4: works for no school of the ros" in messages(notes)


def test_roles_of_version_1_2_stand_in_their_own_table(tmp_path: Path) -> None:
    """The primary role is the role, all of them tell schools; one that is over counts no more."""
    users = [
        {"sourcedId": name, "givenName": "A", "familyName": "B", "enabledUser": "true"}
        for name in ("7", "8", "9")
    ]
    roles = [
        {"userSourcedId": "7", "roleType": "primary", "role": "parent", "orgSourcedId": "n"},
        {"userSourcedId": "7", "roleType": "secondary", "role": "aide", "orgSourcedId": "s"},
        {"userSourcedId": "7", "roleType": "primary", "role": "teacher", "orgSourcedId": "n"},
        {
            "userSourcedId": "8",
            "roleType": "primary",
            "role": "teacher",
            "orgSourcedId": "n",
            "endDate": "2026-06-30",
        },
        {"userSourcedId": "9", "roleType": "primary", "role": "student", "orgSourcedId": "n"},
        {"userSourcedId": "x", "roleType": "primary", "role": "teacher", "orgSourcedId": "n"},
    ]
    problem, notes = read_tables(oneroster(users=users, roles=roles), tmp_path)

    assert [(each.id, each.role, each.schools) for each in problem.staff] == [
        ("7", "teacher", ("n", "s"))
    ]
    assert "roles.csv row 5: is a role that ends before the" in messages(notes)
    assert "users.csv row 3: has no role that counts, and i" in messages(notes)
    assert "roles.csv: has a role, and is no user tha" in messages(notes)


def test_teachers_take_turns_by_the_dates_of_their_enrollments(tmp_path: Path) -> None:
    """A lesson is parted where its teachers change."""
    rows = [
        {**ENROLLMENTS[0], "endDate": "2026-10-02", "beginDate": ""},
        {**ENROLLMENTS[0], "userSourcedId": "8", "beginDate": "2026-10-03", "endDate": ""},
    ]
    problem, _ = read_tables(oneroster(enrollments=rows), tmp_path, first=date(2026, 9, 7), weeks=8)

    mondays = [each for each in problem.lessons if each.id.startswith("c1-1-mon")]
    assert [(each.staff, each.first, each.last) for each in mondays] == [
        (("7",), None, date(2026, 10, 2)),
        (("8",), date(2026, 10, 3), None),
    ]


def test_nobody_holds_two_classes_at_once(tmp_path: Path) -> None:
    """The first class stays, the second has a note for each time; in another term it is none."""
    twice = [*CLASSES, {**CLASSES[1], "sourcedId": "c3", "title": "Again", "periods": "1"}]
    rows = [*ENROLLMENTS, {"classSourcedId": "c3", "userSourcedId": "7", "role": "teacher"}]
    problem, notes = read_tables(oneroster(classes=twice, enrollments=rows), tmp_path)

    assert [each for each in problem.lessons if each.subject == "Again"] == []
    assert messages(notes).count("classes.csv row 4, 1, mon: would hold a second lesson at ") == 1
    later = [{**CLASSES[0], "termSourcedIds": "t1"}, {**twice[2], "termSourcedIds": "t2"}]
    problem, notes = read_tables(oneroster(classes=later, enrollments=rows), tmp_path)
    assert len([each for each in problem.lessons if each.subject == "Again"]) == 5
    assert check(problem) == ()


def test_periods_may_name_days_of_a_rotating_cycle(tmp_path: Path) -> None:
    """Days that bells and classes name are those of the cycle; one that none has is noted."""
    lettered = bells(tmp_path, "period,start,end,days\n1,8:00,8:45,A-D\n2,9:00,9:45,A C\n")
    classes = [{**CLASSES[0], "periods": "1(A-C) 2(B C)"}]
    problem, _ = read_tables(oneroster(classes=classes), tmp_path, bells=lettered)

    cycle = problem.schools[0].cycle
    assert (cycle.kind, cycle.days) == (CycleKind.ROTATING, ("A", "B", "C", "D"))
    assert [each.id for each in problem.lessons] == ["c1-1-A", "c1-1-B", "c1-1-C", "c1-2-C"]


def test_bells_are_made_up_where_no_table_tells_them(tmp_path: Path) -> None:
    """As many periods as classes number, and a sentence that says so."""
    problem, _ = read_tables(oneroster(), tmp_path, bells=None, first_bell="09:00")

    periods = {school.id: school.periods for school in problem.schools}
    assert [period.start for period in periods["n"]] == [time(9), time(9, 50), time(10, 40)]
    assert len(periods["s"]) == 8
    assert any("no clock times: 3 periods" in sentence for sentence in problem.assumptions)


def test_school_may_have_bells_of_its_own(tmp_path: Path) -> None:
    """A row with a school is for it alone; one of no school of the roster is noted."""
    own = bells(tmp_path, "period,start,end,school\n1,8:00,8:45,\n1,9:00,9:45,s\n1,9:00,9:45,x\n")
    problem, notes = read_tables(oneroster(), tmp_path, bells=own)

    assert {each.id: each.periods[0].start for each in problem.schools} == {
        "n": time(8),
        "s": time(9),
    }
    assert "bells: is a school of the bell table," in messages(notes)


def test_subjects_and_co_teachers_can_spare_cover(tmp_path: Path) -> None:
    """``no_cover`` names subjects, ``spare_co_teachers`` leaves one adult with a class."""
    rows = [*ENROLLMENTS, {"classSourcedId": "c1", "userSourcedId": "8", "role": "teacher"}]
    problem, _ = read_tables(
        oneroster(enrollments=rows), tmp_path, no_cover=["Physics"], spare_co_teachers=True
    )

    by_subject = {lesson.subject: lesson for lesson in problem.lessons}
    assert by_subject["Physics"].cover is CoverKind.NOT_NEEDED
    assert (by_subject["Algebra"].cover, by_subject["Algebra"].staff_needed) == (
        CoverKind.NEEDED,
        1,
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"orgs": [*ORGS, ORGS[1]]}, "orgs.csv row 6: is the id of an earlier row, w"),
        ({"classes": [{**CLASSES[0], "schoolSourcedId": "x"}]}, "classes.csv row 2: is no school"),
        ({"classes": [{**CLASSES[0], "termSourcedIds": "x"}]}, "classes.csv row 2: is no session"),
        ({"classes": [{**CLASSES[0], "periods": "9"}]}, "classes.csv row 2: is a period that"),
        ({"classes": [{**CLASSES[0], "periods": ""}]}, "classes.csv row 2: is a class that names"),
        ({"enrollments": ENROLLMENTS[1:]}, "classes.csv row 2: is a class without a t"),
        (
            {"enrollments": [{**ENROLLMENTS[0], "userSourcedId": "x"}]},
            "enrollments.csv row 2: is n",
        ),
        ({"enrollments": [{**ENROLLMENTS[0], "classSourcedId": "x"}]}, "enrollments.csv row 2: is"),
        ({"enrollments": [{**ENROLLMENTS[0], "role": "proctor"}]}, "enrollments.csv row 2: is in"),
        (
            {"enrollments": [{**ENROLLMENTS[0], "endDate": "1/5/26"}]},
            "enrollments.csv row 2: is no d",
        ),
        (
            {"academicSessions": [{**SESSIONS[0], "endDate": ""}]},
            "academicSessions.csv row 2: is a ",
        ),
        ({"classes": [{**CLASSES[0], "status": "tobedeleted"}]}, "classes.csv: are marked as inac"),
        (
            {"manifest": [{"propertyName": "file.users", "value": "delta"}]},
            "manifest.csv row 2: says that the file holds chang",
        ),
    ],
)
def test_what_cannot_be_used_is_noted(tmp_path: Path, changed: Tables, told: str) -> None:
    """A row that does not fit costs no more than itself, and says why."""
    problem, notes = read_tables(oneroster(**changed), tmp_path)

    assert any(message.startswith(told) for message in messages(notes))
    assert check(problem) == ()


def test_classes_of_one_title_are_told_apart(tmp_path: Path) -> None:
    """Limits count lessons of a class by its name, so that two sections must not share one."""
    classes = [
        {**CLASSES[0], "classCode": "A"},
        {**CLASSES[1], "title": "Algebra", "classCode": "B"},
    ]
    problem, _ = read_tables(oneroster(classes=classes), tmp_path)

    assert {each.classes for each in problem.lessons} == {("Algebra (A)",), ("Algebra (B)",)}


def test_export_may_be_a_zip_and_in_another_code_page(tmp_path: Path) -> None:
    """Within a folder of the archive, too; with semicolons and a guessed code page."""
    tables = oneroster(orgs=[{**each, "name": "Grün"} for each in ORGS])
    files = {
        f"export/{name}.csv": table(rows).replace(",", ";").encode("cp1252")
        for name, rows in tables.items()
        if name != "classes"
    }
    problem, notes = read(zipped(files, tmp_path / "export.zip"))

    assert {school.name for school in problem.schools} == {"Grün"}
    assert any("cp1252" in note.message for note in notes)


def test_school_data_sync_gives_schools_and_staff(tmp_path: Path) -> None:
    """Its classes have no periods, so that each is noted."""
    export = written(sds(), tmp_path / "export")
    problem, notes = read_for_sync(export)

    assert [(each.id, each.schools) for each in problem.staff] == [("7", ("n",)), ("8", ("n",))]
    assert problem.lessons == ()
    assert messages(notes)[0] == "classes.csv row 2: is a class that names no perio"


def test_kinds_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    """The names of their files are the same."""
    ours = written(oneroster(), tmp_path / "one")
    theirs = written(sds(), tmp_path / "sync")

    assert (is_oneroster(ours), is_sds(ours), guess_roster(ours)) == (True, False, "oneroster")
    assert (is_oneroster(theirs), is_sds(theirs), guess_roster(theirs)) == (False, True, "sds")
    assert guess_roster(tmp_path) is None
    assert import_roster("sds", theirs)[0] == read_for_sync(theirs)[0]


def test_unknown_kind_is_refused(tmp_path: Path) -> None:
    """With the kinds that there are."""
    with pytest.raises(ProblemError, match="oneroster, sds or edfi"):
        import_roster("csv", tmp_path)  # type: ignore[arg-type]  # what is asked


def test_codes_are_listed_in_the_docs() -> None:
    """The page on rosters lists every code with its sentence."""
    page = (Path(__file__).parents[2] / "docs" / "rosters.md").read_text(encoding="utf-8")

    for code, (sentence, advice) in CODES.items():
        assert f"| `{code}` | {sentence} | {advice} |" in page
