"""Absences for the office: who is away when, who comes, and what changed since."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from small_roster import edfi, interchanges
from tuesday import MORNING, PLAN, PROBLEM, TUESDAY, changed, lesson, release

from pdsched import PdschedError, Plan, Problem, ProblemError, save_absences
from pdsched.absences import absence_files, absences_of
from pdsched.outside.spreadsheet import unquoted
from pdsched.rosters import read_edfi

FORMATS = ("neutral", "untis-gpu014", "edfi", "red-rover")


def table(
    problem: Problem, plan: Plan, name: str = "absences", **more: Any
) -> list[dict[str, str]]:
    """The rows of a neutral table, as a spreadsheet reads them."""
    [file] = (f for f in absence_files(problem, plan, **more) if f.file == f"{name}.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == file.news
    return rows


def only(rows: list[dict[str, str]], *columns: str) -> set[tuple[str, ...]]:
    """Some columns of rows."""
    return {tuple(row[column] for column in columns) for row in rows}


def details(problem: Problem, plan: Plan, **more: Any) -> list[dict[str, Any]]:
    """What Red Rover is told."""
    [file] = absence_files(problem, plan, format="red-rover", **more)
    answer = json.loads(file.content)
    assert answer["hasMoreData"] is False
    data: list[dict[str, Any]] = answer["data"]
    return data


def with_bo_teaching() -> tuple[Problem, Plan]:
    """Bo has a class, too, and sam holds it besides those of ada; vic comes in reserve."""
    classes = [*PROBLEM.model_dump()["lessons"], lesson("b", "bo", "north", "08:00", "09:30")]
    classes[-1]["qualification"] = "maths"
    problem = Problem.model_validate(PROBLEM.model_dump() | {"lessons": classes})
    cover = {"staff": "bo", "lesson": "b", "date": TUESDAY, "substitute": "sam"}
    reserve = {"substitute": "vic", "school": "north", "date": TUESDAY, "half": "pm"}
    releases = [r for r in PLAN.releases if r.staff != "bo"]
    return problem, changed(
        releases=[*releases, release("bo", MORNING, "09:00", "10:30", "b")],
        covers=[*PLAN.covers, cover],
        engagements=[*PLAN.engagements, reserve],
    )


def test_each_absence_has_its_row() -> None:
    """One Tuesday, small enough to draw: hours are those of absence and classes together."""
    rows = table(PROBLEM, PLAN)
    columns = ("employee_id", "school_id", "start", "end", "day_part", "hours", "cover_mode")

    assert only(rows, *columns) == {
        ("ada", "north", "09:00", "11:00", "CUSTOM", "2", "substitute"),
        ("bo", "north", "09:00", "10:30", "CUSTOM", "1.5", "none"),
        ("cy", "south", "08:40", "10:00", "CUSTOM", "1.33", "substitute"),
        ("cy", "north", "10:00", "11:00", "CUSTOM", "1", "none"),
        ("dee", "south", "13:00", "14:00", "PM", "1", "substitute"),
    }
    [ada] = (row for row in rows if row["employee_id"] == "ada")
    assert ada == {
        "absence_id": ada["absence_id"],
        "employee_id": "ada",
        "school_id": "north",
        "position": "teacher",
        "date": TUESDAY,
        "start": "09:00",
        "end": "11:00",
        "day_part": "CUSTOM",
        "fraction": "0.5",
        "hours": "2",
        "reason_code": "PD",
        "sub_required": "Y",
        "cover_mode": "substitute",
        "requested_sub_id": "sam",
        "prearranged": "Y",
        "qualification": "",
        "room": "12",
        "note": "09:00-10:00 maths 8b: sam; 10:00-11:00 maths, room 12: sam",
        "action": "ADD",
        "source_session_id": MORNING,
    }
    by_person = {(r["employee_id"], r["school_id"]): r["absence_id"] for r in rows}
    assert by_person["cy", "north"] == by_person["cy", "south"] + "-2"
    assert len(set(by_person.values())) == 5
    assert table(PROBLEM, PLAN, "vacancies") == []


def test_a_substitute_of_several_is_a_vacancy() -> None:
    """And nobody asks for them besides; so is one who comes in reserve."""
    problem, plan = with_bo_teaching()
    rows = [row for row in table(problem, plan) if row["school_id"] == "north"]

    assert only(rows, "employee_id", "cover_mode", "sub_required", "requested_sub_id") == {
        ("ada", "pooled", "N", ""),
        ("bo", "pooled", "N", ""),
        ("cy", "none", "N", ""),
    }
    assert only(rows, "employee_id", "start", "end", "qualification") >= {
        ("bo", "08:00", "10:30", "maths")
    }
    vacancies = table(problem, plan, "vacancies")
    assert [tuple(row.values()) for row in vacancies] == [
        ("north", TUESDAY, "AM", "1", "maths"),
        ("north", TUESDAY, "PM", "1", ""),
    ]
    # Each engagement is told once: with an absence, or as a vacancy.
    asked = Counter(
        (row["requested_sub_id"], row["school_id"])
        for row in table(problem, plan)
        if row["sub_required"] == "Y"
    )
    assert sum(int(row["n_subs"]) for row in vacancies) + len(asked) == len(plan.engagements)


def test_vacancies_tell_what_changed() -> None:
    """The number in all where it is another; 0 where none is wanted any longer."""
    problem, plan = with_bo_teaching()
    gone = table(problem, PLAN, "vacancies", before=plan)

    assert only(gone, "day_part", "n_subs") == {("AM", "0"), ("PM", "0")}
    assert table(problem, plan, "vacancies", before=plan) == []


def test_who_stays_is_not_away() -> None:
    """Who is coached in a lesson of their own, or learns at any hour."""
    course = {"topic": "t", "minutes": 60, "group_max": 1}
    fields = PROBLEM.model_dump() | {
        "courses": [
            {"id": "sheets", **course, "modality": "coaching-in-class"},
            {"id": "slides", **course, "modality": "self-paced"},
        ]
    }
    problem = Problem.model_validate(fields)
    sessions = [
        {"id": "s1", "course": "sheets", "start": "09:00", "end": "10:00", "school": "north"},
        {"id": "s2", "course": "slides", "start": "00:00", "end": "00:00"},
    ]
    plan = Plan.model_validate(
        {
            "sessions": [s | {"date": TUESDAY, "staff": ["ada"]} for s in sessions],
            "releases": [
                release("ada", "s1", "09:00", "10:00"),
                release("ada", "s2", "00:00", "00:00"),
                release("bo", "s1", "09:00", "10:00") | {"need": None},
            ],
        }
    )

    assert [a.employee_id for a in absences_of(problem, plan).absences] == ["bo"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '"x"', "\uff1dx"])
def test_no_cell_is_computed(text: str) -> None:
    """What a spreadsheet would compute is a JSON string, which says the text."""
    named = PROBLEM.model_dump_json().replace('"ada"', json.dumps(text))
    told = PLAN.to_json().replace('"ada"', json.dumps(text)).replace("maths", "=2")
    problem = Problem.model_validate_json(named.replace('"maths"', '"=cmd"'))
    rows = table(problem, Plan.model_validate_json(told), reason=text)

    [row] = (row for row in rows if unquoted(row["employee_id"]) == text)
    assert row["employee_id"] == json.dumps(text, ensure_ascii=False)
    assert unquoted(row["reason_code"]) == text


def test_ed_fi_reads_its_events(tmp_path: Path) -> None:
    """Before the horizon they are releases with hours; in it, dates on which nobody is there."""
    told = PLAN.to_json().replace('"ada"', '"7"').replace('"bo"', '"8"')
    named = PROBLEM.model_dump_json().replace('"ada"', '"7"').replace('"bo"', '"8"')
    problem, plan = Problem.model_validate_json(named), Plan.model_validate_json(told)
    plan = plan.model_copy(
        update={"releases": tuple(r for r in plan.releases if r.staff in ("7", "8"))}
    )
    [file, gone] = absence_files(problem, plan, format="edfi", reason="Schulung & mehr")
    root = ElementTree.fromstring(file.content)
    events = [ElementTree.tostring(each, encoding="unicode") for each in root]
    folder = interchanges(edfi(StaffAssociation=events), tmp_path / "export")
    read, notes = read_edfi(folder)
    away = {member.id: [w.first for w in member.unavailable] for member in read.staff}

    assert file.news == len(events) == 2
    assert (gone.file, gone.news) == ("cancelled/StaffAssociation.xml", 0)
    assert {who: [str(day) for day in days] for who, days in away.items()} == {
        "7": [TUESDAY],
        "8": [TUESDAY],
    }
    assert {note.message[:30] for note in notes} == {"is an absence of some hours th"}

    later = json.loads(json.dumps(events).replace("2026-09-08", "2026-09-01"))
    past, notes = read_edfi(interchanges(edfi(StaffAssociation=later), tmp_path / "past"))
    before = {m.id: (m.releases_before, m.hours_before) for m in past.staff}
    assert (before, notes) == ({"7": (1, 2.0), "8": (1, 1.5)}, ())


def test_ed_fi_tells_hours_once_and_no_whole_day() -> None:
    """A person and date are one event; the whole day has no hours."""
    whole = [r.model_dump() | {"start": "08:00", "end": "14:00"} for r in PLAN.releases]
    twice = [*PLAN.releases, PLAN.releases[0].model_copy(update={"need": "n-other"})]

    def hours(plan: Plan) -> list[str | None]:
        file, _ = absence_files(PROBLEM, plan, format="edfi")
        root = ElementTree.fromstring(file.content)
        return [event.findtext("{*}HoursAbsent") for event in root]

    assert hours(PLAN) == ["2", "1.5", "2.33", "1"]
    assert hours(changed(releases=twice)) == ["2", "1.5", "2.33", "1"]
    assert hours(changed(releases=whole)) == [None, None, "6", None]  # cy: at two schools


def test_red_rover_has_the_fields_that_clients_read() -> None:
    """Who, as what, where, when and why; and who comes."""
    named = PROBLEM.model_dump(mode="json")
    named["staff"][0]["name"] = "Ada Mary Byron"
    data = details(Problem.model_validate(named), PLAN)
    [ada] = (d for d in data if d["absenceDetail"]["employee"]["externalId"] == "ada")

    assert len(data) == 5
    assert (ada["start"], ada["end"]) == (f"{TUESDAY}T09:00:00", f"{TUESDAY}T11:00:00")
    assert (ada["location"]["name"], ada["position"]["positionType"]["name"]) == (
        "north",
        "teacher",
    )
    employee = ada["absenceDetail"]["employee"]
    assert (employee["firstName"], employee["lastName"]) == ("Ada Mary", "Byron")
    assert [reason["name"] for reason in ada["absenceDetail"]["reasons"]] == ["PD"]
    assert ada["substitute"]["externalId"] == "sam"
    assert (ada["needsReplacement"], ada["isDeleted"]) == (True, False)


def test_red_rover_has_vacancies_without_absence() -> None:
    """Those of substitutes who come for several; when they are gone they are deleted."""
    problem, plan = with_bo_teaching()
    pooled = [d for d in details(problem, plan) if d["absenceDetail"] is None]
    gone = [d for d in details(problem, PLAN, before=plan) if d["absenceDetail"] is None]

    assert [
        (d["substitute"]["externalId"], d["start"][11:16], d["end"][11:16]) for d in pooled
    ] == [
        ("sam", "08:00", "11:00"),
        ("vic", "13:00", "14:00"),
    ]
    assert [d["isDeleted"] for d in gone] == [True, True]
    assert {d["externalId"] for d in gone} == {d["externalId"] for d in pooled}


@pytest.mark.parametrize("format", FORMATS)
def test_who_has_left_is_cancelled(format: Any) -> None:
    """By the problem in which they are, or by what the plan tells of them: the same in short."""
    fields = PROBLEM.model_dump()
    for part in ("staff", "lessons", "needs"):
        fields[part] = [x for x in fields[part] if "dee" not in (x["id"], *x.get("staff", ()))]
    fields["needs"] = [need for need in fields["needs"] if need["staff"] != "dee"]
    without = Problem.model_validate(fields)
    plan = changed(
        sessions=PLAN.sessions[:1],
        releases=PLAN.releases[:3],
        covers=[c for c in PLAN.covers if c.staff != "dee"],
        engagements=[e for e in PLAN.engagements if e.half != "pm"],
    )
    [told] = (f for f in absence_files(without, plan, format=format, before=PLAN) if f.news)
    files = absence_files(without, plan, format=format, before=PLAN, before_problem=PROBLEM)

    [gone] = (file for file in files if file.news)
    assert (gone.news, gone.file) == (told.news, told.file) == (1, gone.file)
    assert b"dee" in told.content
    assert b"dee" in gone.content
    assert any(sign in gone.content for sign in (b"CANCEL", b'"isDeleted": true')) or (
        "cancelled/" in gone.file
    )


def test_who_has_left_is_named_where_the_plan_does_not_tell_enough() -> None:
    """Bo had no class that somebody held: of which school was that?"""
    without = PROBLEM.model_copy(update={"staff": PROBLEM.staff[:1] + PROBLEM.staff[2:]})

    with pytest.raises(PdschedError, match=r"before: the problem no longer has bo, .*before_prob"):
        absence_files(without, Plan(), before=PLAN)
    assert absence_files(without, Plan(), before=PLAN, before_problem=PROBLEM)[0].news == 5


@pytest.mark.parametrize("format", FORMATS)
def test_files_are_written_whole(format: Any, tmp_path: Path) -> None:
    """What was there is written over; the same plan has no news."""
    files = save_absences(PROBLEM, PLAN, tmp_path / "out", format=format)
    same = save_absences(PROBLEM, PLAN, tmp_path / "out", format=format, before=PLAN)

    assert {p.relative_to(tmp_path / "out").as_posix() for p in tmp_path.rglob("*.*")} == {
        f.file for f in files
    }
    assert sum(f.news for f in files) > 0
    assert sum(f.news for f in same) == 0
    for file in same:
        assert (tmp_path / "out" / file.file).read_bytes() == file.content
    (tmp_path / "file").write_text("ours")
    with pytest.raises(ProblemError, match="PD101"):
        save_absences(PROBLEM, PLAN, tmp_path / "file", format=format)


@pytest.mark.parametrize("reason", ["", " PD", "P\nD", "x" * 41])
def test_what_cannot_be_written_is_refused(reason: str) -> None:
    """A reason that some format cannot hold, another format, a plan of something else."""
    with pytest.raises(ValueError, match="1 to 40 letters"):
        absence_files(PROBLEM, PLAN, reason=reason)
    with pytest.raises(ValueError, match="none of neutral, untis-gpu014"):
        absence_files(PROBLEM, PLAN, format="excel")  # type: ignore[arg-type]  # that is the point
    stranger = changed(releases=[release("eve", MORNING, "09:00", "10:30")])
    with pytest.raises(PdschedError, match="'eve'"):
        absence_files(PROBLEM, stranger)
    named, told = (
        each.model_dump_json().replace('"ada"', r'"a\u0001"') for each in (PROBLEM, PLAN)
    )
    problem, plan = Problem.model_validate_json(named), Plan.model_validate_json(told)
    with pytest.raises(PdschedError, match="XML"):
        absence_files(problem, plan, format="edfi")
