"""What stands on the sheets of workbooks that are written: for filling in, mending, and reading."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from books import book
from good_input import good
from saved import GOOD, rich
from terminal import run

import pdsched
from pdsched import Plan, Problem, ProblemError, Result, load_problem, save
from pdsched.cli.app import Exit
from pdsched.files import read
from pdsched.files.columns_page import said
from pdsched.files.tables import TABLES
from pdsched.files.template import example, save_template
from pdsched.outside.workbook import WorkbookSheet, read_workbook

Sheets = dict[str, WorkbookSheet]


def sheets(path: Path) -> Sheets:
    """The sheets of a workbook by their names."""
    return {sheet.name: sheet for sheet in read_workbook(path)}


def parts(path: Path) -> str:
    """All XML of a workbook in a row."""
    with zipfile.ZipFile(path) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


def test_sheets_are_the_tables_of_the_page(tmp_path: Path) -> None:
    """In its order, after the sheet that explains them; heads have what the page says of them."""
    save(rich(), tmp_path / "p.xlsx")
    book = sheets(tmp_path / "p.xlsx")
    xml = parts(tmp_path / "p.xlsx")

    assert [*book] == ["read me", *TABLES]
    for table, columns in TABLES.items():
        assert book[table].rows[0] == tuple(column.name for column in columns)
        for column in columns:
            first = re.split(r"[&<>'\"\n]", said()[table].columns[column.name])[0]
            assert first in xml, (table, column.name)


def test_cells_help_whoever_fills_them(tmp_path: Path) -> None:
    """Lists of choices and of ids, filters, and heads that stay in sight."""
    save(GOOD, tmp_path / "p.xlsx")
    xml = parts(tmp_path / "p.xlsx")

    assert "<formula1>'staff'!$A$2:$A$1048576</formula1>" in xml
    assert '<formula1>"needed,not-needed,impossible"</formula1>' in xml
    assert '<formula1>"rooms,staff,trainers,substitutes"</formula1>' in xml
    assert xml.count("<autoFilter ") == len(TABLES)
    assert xml.count('state="frozen"') == len(TABLES)


def test_values_are_of_their_types(tmp_path: Path) -> None:
    """Dates are dates, clock times times, ids text, numbers numbers."""
    import datetime as dt

    save(GOOD, tmp_path / "p.xlsx")
    book = sheets(tmp_path / "p.xlsx")
    calendar = dict(zip(*book["calendar"].rows[:2], strict=True))
    period = dict(zip(*book["periods"].rows[:2], strict=True))
    room = dict(zip(*book["rooms"].rows[:2], strict=True))

    assert calendar["first"] == dt.date(2026, 9, 7)
    assert isinstance(period["start"], dt.time)
    assert isinstance(period["id"], str)
    assert isinstance(room["capacity"], float)


def test_nothing_is_ever_computed(tmp_path: Path) -> None:
    """Texts that a spreadsheet would run, or make a link of, are text, and come back."""
    document = good()
    odd = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "http://x.example/",
        "\t=1",
        "#N/A",
    ]
    document["staff"][0]["qualifications"] = odd[:4]
    for number, text in enumerate(odd):
        document["staff"].append({"id": f"x{number}", "name": text, "schools": ["north"]})
    problem = Problem.model_validate(document)
    save(problem, tmp_path / "p.xlsx")
    xml = parts(tmp_path / "p.xlsx")

    assert load_problem(tmp_path / "p.xlsx") == problem
    assert "<f>" not in xml
    assert "<hyperlink " in xml  # of the sheet that explains the others
    assert 'TargetMode="External"' not in xml


def test_what_no_cell_holds_is_refused(tmp_path: Path) -> None:
    """Longer than a cell can be: with the place, and what to do; nothing is written."""
    document = good()
    document["staff"][0]["name"] = "x" * 32_768
    with pytest.raises(ProblemError, match=r"PD109 sheet staff row 2 column name: .*32,767.*json"):
        save(Problem.model_validate(document), tmp_path / "p.xlsx")
    assert [*tmp_path.iterdir()] == []


def test_the_template_is_empty_but_for_an_example(tmp_path: Path) -> None:
    """The example is not read, and what it shows is a problem without faults."""
    save_template(tmp_path / "new.xlsx")
    book = sheets(tmp_path / "new.xlsx")
    first = [(fault.code, fault.where) for fault in read(tmp_path / "new.xlsx").faults]

    assert [*book] == ["read me", "example", *TABLES]
    assert all(len(book[table].rows) == 1 for table in TABLES)
    assert first == [("PD106", "sheet calendar")]
    save(example(), tmp_path / "example.xlsx")
    assert read(tmp_path / "example.xlsx").faults == ()
    shown = [row[0] for row in book["example"].rows]
    assert {"Sheet calendar", "Sheet needs", "a.king"} <= {*shown}


def test_hidden_sheets_are_those_of_programs_without_rows(tmp_path: Path) -> None:
    """Nobody has to look at sheets that only programs fill; with rows they are there."""
    save(GOOD, tmp_path / "good.xlsx")
    save(rich(), tmp_path / "rich.xlsx")
    hidden = {name for name, sheet in sheets(tmp_path / "good.xlsx").items() if sheet.hidden}

    assert hidden == {table for table in TABLES if table.startswith(("kept", "past"))}
    assert not any(sheet.hidden for sheet in read_workbook(tmp_path / "rich.xlsx"))


def faulty(path: Path) -> Path:
    """A workbook with faults in two sheets, and a sheet of somebody's own."""
    document: dict[str, Any] = good()
    save(Problem.model_validate(document), path)
    values = {name: [list(row) for row in sheet.rows] for name, sheet in sheets(path).items()}
    values["lessons"][1][values["lessons"][0].index("school")] = "nroth"
    values["rooms"][1][values["rooms"][0].index("capacity")] = "many"
    values["notes: of [mine]"[:5]] = [["call", 1.5], [None, True]]
    return book(path, {name: rows for name, rows in values.items() if rows})


def test_faults_come_back_in_their_cells(tmp_path: Path) -> None:
    """Each is a comment in its cell, and a row with a link; all values are as they were."""
    given = faulty(tmp_path / "given.xlsx")
    answer = run("check", str(given), "--mark", str(tmp_path / "marked.xlsx"))
    xml = parts(tmp_path / "marked.xlsx")
    before, after = sheets(given), sheets(tmp_path / "marked.xlsx")
    told = [row[1:4] for row in after["faults"].rows[1:]]

    assert answer.exit_code == Exit.WRONG
    assert f"Written    {tmp_path / 'marked.xlsx'}" in answer.stdout
    assert [*after][:2] == ["faults", "read me"]
    assert ("PD202", "lessons B2", "nroth") in told
    assert ("PD108", "rooms D2", "many") in told
    assert "PD202 'nroth' is no school" in xml
    assert '<comment ref="B2" ' in xml
    assert "location=\"'lessons'!B2\"" in xml
    for name in (*TABLES, "notes"):
        if name in before:
            assert after[name].rows == before[name].rows, name
    again = [str(fault) for fault in read(tmp_path / "marked.xlsx").faults]
    assert again == [str(fault) for fault in read(given).faults]


def test_a_fault_of_a_row_is_marked_where_its_value_stands(tmp_path: Path) -> None:
    """Heads that are not known or come twice, and cells under none."""
    rooms = [("id", "name", "nmae", "id"), ("lab", "Lab", None, None, None, "stray")]
    given = book(tmp_path / "p.xlsx", {"rooms": rooms, "staff": [("id",), ("ada", None, "x")]})
    run("check", str(given), "--mark", str(tmp_path / "marked.xlsx"))
    told = {row[1:4] for row in sheets(tmp_path / "marked.xlsx")["faults"].rows[1:]}

    assert {
        ("PD107", "rooms C1", "nmae"),
        ("PD104", "rooms D1", "id"),
        ("PD114", "rooms F2", "stray"),
        ("PD114", "staff C2", "x"),
        ("PD106", "staff A1", "schools"),
    } <= told


def test_marking_needs_a_workbook(tmp_path: Path) -> None:
    """Of anything else there is none to give back, and the sentence says how to make one."""
    save(GOOD, tmp_path / "p.json")
    for given, out, sentence in (
        ("p.json", "m.xlsx", "pdsched convert"),
        ("p.json", "m.ods", "name it"),
    ):
        answer = run("check", str(tmp_path / given), "--mark", str(tmp_path / out))
        assert (answer.exit_code, sentence in answer.stderr) == (Exit.WRONG, True)
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"]


PLAN = Plan.model_validate(
    {
        "sessions": [
            {
                "id": "s1",
                "course": "sheets-1",
                "date": "2026-09-08",
                "start": "08:30",
                "end": "09:30",
                "school": "north",
                "trainer": "tom",
                "room": "lib",
                "staff": ["a.king", "c.roy"],
            }
        ],
        "releases": [
            {
                "staff": who,
                "session": "s1",
                "date": "2026-09-08",
                "start": "08:30",
                "end": "09:30",
                "need": need,
                "lessons": lessons,
            }
            for who, need, lessons in (("a.king", "n1", ["l1"]), ("c.roy", "n2", []))
        ],
        "covers": [{"staff": "a.king", "lesson": "l1", "date": "2026-09-08", "substitute": "sue"}],
        "engagements": [
            {"substitute": "sue", "school": "north", "date": "2026-09-08", "half": "am"}
        ],
        "unmet": [{"need": "n3", "rule": "releases-per-week", "reason": "Ben is away already."}],
    }
)


def test_a_plan_is_told_by_names(tmp_path: Path) -> None:
    """Sheet by sheet what an office asks: who is away, who holds the class, what stays open."""
    result = Result(
        status="feasible",
        plan=PLAN,
        problem="d",
        goals=[{"id": "needs-met", "value": 70, "bound": 100, "method": "needs"}],
    )
    save(result, tmp_path / "plan.xlsx", example())
    book = sheets(tmp_path / "plan.xlsx")
    rows = {name: sheet.rows[1:] for name, sheet in book.items()}
    heads = {name: sheet.rows[0] for name, sheet in book.items()}

    assert [*book] == [
        *("summary", "sessions", "people", "cover", "substitutes", "open needs", "by day"),
        *("ledger", "figures", "goals"),
    ]
    cover = ("Date", "Half", "School", "Lesson", "Class", "Room", "Absent", "Held by", "Kind")
    assert heads["cover"] == (*cover, "Acknowledged", "Notes")
    assert [row[1:9] for row in rows["cover"]] == [
        ("am", "North School", "08:30-09:30 Maths", "8A", None, "Ada King", "Sue Lam", "substitute")
    ]
    assert [row[0] for row in rows["people"]] == ["Ada King", "Claire Roy"]
    (unmet,) = rows["open needs"]
    assert unmet[:3] == ("Ben Ito", "sheets to level 2", "releases-per-week")
    assert "releases_per_week" in str(unmet[4])
    matrix = {row[2]: row[4] for row in rows["by day"]}
    assert matrix["Ada King"] == "at Spreadsheets for marks, North School"
    assert matrix["Sue Lam"] == "Maths 8A, instead of Ada King"
    assert heads["by day"][4:] == ("1", "2", "3")
    assert ("Sue Lam", "substitute", "half days") in [row[:3] for row in rows["ledger"]]
    assert [row[:3] for row in rows["goals"]] == [("needs-met", 70.0, 100.0)]
    assert ("Needs met", 2.0) in [row[:2] for row in rows["summary"]]
    assert ("Sessions", "school", "North School", 1.0) in [row[:4] for row in rows["figures"]]
    everything = str([rows[name] for name in rows if name != "ledger"])
    assert not re.search(r"a\.king|'tom'|sheets-1", everything)


def test_a_plan_is_shown_as_a_workbook(tmp_path: Path) -> None:
    """By the command, from the plan or the result; a plan without its problem is refused."""
    save(example(), tmp_path / "p.xlsx")
    save(PLAN, tmp_path / "plan.json")
    paths = [str(tmp_path / name) for name in ("p.xlsx", "plan.json", "plan.xlsx")]
    answer = run("show", *paths[:2], "--xlsx", paths[2])

    assert (answer.exit_code, answer.stdout) == (Exit.DONE, f"Written    {paths[2]}\n")
    assert "engaged-half-days" in str(sheets(Path(paths[2]))["goals"].rows)
    with pytest.raises(ProblemError, match=r"is a plan written for people"):
        load_problem(paths[2])
    with pytest.raises(ProblemError, match=r"give the problem as well"):
        save(PLAN, tmp_path / "other.xlsx")


def test_a_workbook_goes_wherever_a_problem_does(tmp_path: Path) -> None:
    """Converted to JSON and back it is the same, and so is what a survey makes of it."""
    save(GOOD, tmp_path / "p.json")
    names = [str(tmp_path / name) for name in ("p.json", "p.xlsx", "again.json")]
    assert run("convert", *names[:2]).exit_code == Exit.DONE
    assert run("convert", *names[1:]).exit_code == Exit.DONE
    assert load_problem(names[2]) == GOOD == pdsched.load(names[1])
