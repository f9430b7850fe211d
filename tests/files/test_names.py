"""What looks alike is one name, whichever way a program writes it; days and roles in any case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from good_input import good
from pydantic import TypeAdapter

from pdsched import Problem, check, load_problem
from pdsched.checks import read_problem
from pdsched.checks.hints import Hints
from pdsched.files.loading import read
from pdsched.problem import Id

COMPOSED, DECOMPOSED = "Jos\u00e9", "Jose\u0301"

CALENDAR = "time_zone,first,last\nUTC,2026-09-07,2026-09-11\n"
SCHOOL = "id\nnorth\n"
PERIODS = "school,id,start,end\nnorth,1,08:00,09:00\n"


def folder(place: Path, **tables: str) -> Path:
    """A folder of one school with these tables."""
    given = {"calendar": CALENDAR, "schools": SCHOOL, "periods": PERIODS, **tables}
    for name, text in given.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (DECOMPOSED, COMPOSED),
        ("Le\u00a0Roy", "Le Roy"),
        ("Le\u202fRoy", "Le Roy"),
        ("ad\u200ba", "ada"),
        ("\ufeffada", "ada"),
        ("Bo@School.example", "bo@school.example"),
        ("Bo", "Bo"),
        ("@Bo", "@Bo"),
        ("\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0645\u06cc\u200c\u0631\u0648\u062f"),
    ],
)
def test_an_id_is_kept_as_it_looks(told: str, kept: str) -> None:
    """One Unicode form, plain blanks, no unseen signs; capitals only outside of addresses."""
    assert TypeAdapter(Id).validate_python(told) == kept
    assert TypeAdapter(Id).validate_json(json.dumps(told), strict=True) == kept


def test_an_id_of_unseen_signs_is_none() -> None:
    """What is left empty is refused, where it stands."""
    document = good()
    document["rooms"][0]["id"] = "\u200b"

    assert [(f.code, f.where) for f in read_problem(document)[1]] == [("PD111", "rooms[0].id")]


@pytest.mark.parametrize("escaped", [True, False])
def test_two_forms_in_json_are_one_person(tmp_path: Path, escaped: bool) -> None:
    """Staff in one form and lessons in the other, as text or as escapes, are about one person."""
    document = good()
    document["staff"][0]["id"] = COMPOSED
    document["protected"][0]["staff"] = DECOMPOSED
    for lesson in document["lessons"]:
        lesson["staff"] = [DECOMPOSED if name == "ada" else name for name in lesson["staff"]]
    for need in document["needs"]:
        need["staff"] = DECOMPOSED if need["staff"] == "ada" else need["staff"]
    place = tmp_path / "p.json"
    place.write_text(json.dumps(document, ensure_ascii=escaped), encoding="utf-8")

    problem = load_problem(place)
    assert problem.lessons[0].staff == (COMPOSED,)


def test_topics_and_classes_in_two_forms_are_one() -> None:
    """Names that records share without being ids are compared in the same way."""
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
            "staff": [{"id": "ada", "schools": ["n"], "levels": {DECOMPOSED: 2}}],
            "courses": [{"id": "c", "topic": COMPOSED, "minutes": 60, "group_max": 2}],
        }
    )
    assert problem.staff[0].levels == {problem.courses[0].topic: 2}


def test_two_forms_in_tables_are_one(tmp_path: Path) -> None:
    """Owners of nested rows, lists of people and addresses are found in any form."""
    school = "\u00c9cole"
    problem = load_problem(
        folder(
            tmp_path,
            schools=f"id\n{school}\n",
            periods="school,id,start,end\nE\u0301cole,1,08:00,09:00\n",
            staff=f"id,schools\n{COMPOSED},{school}\nBo@School.example,{school}\n",
            lessons="id,school,staff,day,start,end\n"
            f"l1,E\u0301cole,{DECOMPOSED}|bo@school.EXAMPLE,mon,08:00,09:00\n",
            availability=f"kind,id,says,start,end\nstaff,{DECOMPOSED},unavailable,10:00,11:00\n",
        )
    )
    assert problem.lessons[0].staff == (COMPOSED, "bo@school.example")
    assert len(problem.staff[0].unavailable) == 1


def test_ids_in_two_forms_are_twice_the_same(tmp_path: Path) -> None:
    """Two rows that look alike have one id, which is a fault."""
    read_folder = read(
        folder(tmp_path, staff=f"id,schools\n{COMPOSED},north\n{DECOMPOSED},north\n")
    )
    assert [(f.code, f.where) for f in read_folder.faults] == [
        ("PD210", "staff.csv row 3 column id")
    ]


def test_a_hint_never_shows_what_was_refused() -> None:
    """A word that looks like the refused one is no advice; the next one is."""
    hints = Hints()

    assert hints.near(DECOMPOSED, [COMPOSED]) == ""
    assert hints.near("two  words", ["two words", "two wards"]).startswith(
        "did you mean 'two wards'"
    )


@pytest.mark.parametrize("told", ["Mon", "MON", "monday", "Monday", "mon"])
def test_a_day_is_one_however_a_spreadsheet_writes_it(tmp_path: Path, told: str) -> None:
    """Lessons, periods, protected time, windows, and the days on which somebody works."""
    problem = load_problem(
        folder(
            tmp_path,
            calendar=f"time_zone,first,last,weekdays\nUTC,2026-09-07,2026-09-11,{told}|Tue|Wed|Thu|Fri\n",
            periods=f"school,id,start,end,days\nnorth,1,08:00,09:00,{told}|tue\n",
            staff=f"id,schools,works_on\nada,north,{told}|tue\n",
            lessons=f"id,school,staff,day,start,end\nl1,north,ada,{told},08:00,09:00\n",
            protected=f"id,staff,day,start,end\np,ada,{told},09:00,10:00\n",
            availability="kind,id,says,start,end,weekdays\n"
            f"staff,ada,unavailable,10:00,11:00,{told}\n",
        )
    )
    (ada,) = problem.staff
    assert (problem.lessons[0].day, problem.protected[0].day) == ("mon", "mon")
    assert (ada.works_on, problem.schools[0].periods[0].days) == (("mon", "tue"), ("mon", "tue"))
    assert ada.unavailable[0].weekdays == ("mon",) == problem.calendar.weekdays[:1]


@pytest.mark.parametrize(
    ("school", "told", "meant"),
    [
        ({}, "Mon", "mon"),
        ({}, "MONDAY", "mon"),
        ({"cycle": {"kind": "rotating", "days": ["Day A", "Day B"]}}, "day a", "Day A"),
        ({}, "Montag", None),
    ],
)
def test_json_and_dictionaries_name_days_as_tables_do(
    tmp_path: Path, school: dict[str, Any], told: str, meant: str | None
) -> None:
    """In lessons, protected time, days at work, bells, anchors and days that others follow."""
    hour = {"start": "08:00", "end": "09:00"}
    school = {"id": "north", "periods": [{"id": "1", **hour, "days": [told]}], **school}
    cycle = {"anchors": [{"date": "2026-09-07", "day": told}]}
    cycle |= {"follows": [{"date": "2026-09-08", "day": told}]}
    document = {
        "format": "pdsched-problem",
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
        "schools": [school | {"cycle": school.get("cycle", {}) | cycle}],
        "staff": [{"id": "ada", "schools": ["north"], "works_on": [told]}],
        "lessons": [{"id": "l", "school": "north", "staff": ["ada"], "day": told, **hour}],
        "protected": [{"id": "p", "staff": "ada", "day": told, **hour}],
    }
    (tmp_path / "p.json").write_text(json.dumps(document), encoding="utf-8")
    value, faults = read(tmp_path / "p.json")
    assert isinstance(value, Problem)
    (school_,), (ada,) = value.schools, value.staff
    cycle_ = school_.cycle
    days = [value.lessons[0].day, value.protected[0].day, *(ada.works_on or ())]
    days += [*(school_.periods[0].days or ()), cycle_.anchors[0].day, cycle_.follows[0].day]

    assert set(days) == {meant or told}
    assert [f.code for f in faults if f.code == "PD208"] == ["PD208"] * (0 if meant else 6)
    assert [f for f in check(document) if f.code == "PD208"] == [
        f for f in faults if f.code == "PD208"
    ]


@pytest.mark.parametrize(
    ("days", "told", "kept"),
    [
        ("Day A|Day B", "day a", "Day A"),
        ("A|a", "A", "A"),
        ("Mo|Di", "Mon", None),
        ("a|A", "Á", None),
    ],
)
def test_days_are_those_of_the_cycle(
    tmp_path: Path, days: str, told: str, kept: str | None
) -> None:
    """Any cycle's own names count; what is none of them is refused as it was written."""
    value, faults = read(
        folder(
            tmp_path,
            schools=f"id,cycle_kind,cycle_days\nnorth,rotating,{days}\n",
            staff="id,schools\nada,north\n",
            lessons=f"id,school,staff,day,start,end\nl1,north,ada,{told},08:00,09:00\n",
        )
    )
    assert isinstance(value, Problem)
    assert value.lessons[0].day == (kept or told)
    assert [fault.code for fault in faults] == ([] if kept else ["PD208"])


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Librarian", "librarian"),
        ("Vice  Principal", "vice-principal"),
        ("STUDENT_SQUAD", "student-squad"),
        ("", "teacher"),
    ],
)
def test_a_role_is_any_words(tmp_path: Path, told: str, kept: str) -> None:
    """Roles are free, compared without case, and blanks are hyphens."""
    tables: dict[str, Any] = {"staff": f"id,schools,role\nada,north,{told}\n"}
    assert load_problem(folder(tmp_path, **tables)).staff[0].role == kept
