"""`pdsched merge`: files in, one problem out, and a report of who was known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_merge import office, timetable
from typer.testing import CliRunner

from pdsched import ProblemError, load_problem
from pdsched.cli import app
from pdsched.merging.match_table import load_matches


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a timetable and what the office knows, in which the command runs."""
    (tmp_path / "timetable.json").write_text(json.dumps(timetable()), encoding="utf-8")
    (tmp_path / "office.json").write_text(json.dumps(office()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    """Exit code, and all that was said."""
    result = CliRunner().invoke(app, ["merge", *arguments])
    return result.exit_code, result.output


def test_sources_are_written_as_one(folder: Path) -> None:
    """The report names who was matched by name, and who was left and why."""
    code, told = run("timetable.json", "office.json", "-o", "P.json")

    assert code == 0
    assert "Matched    2 people: 0 by --match, 0 by id, 2 by name" in told
    assert "ada (Ada King) of office.json is ADA, by name" in told
    assert "tess of office.json: has no name" in told
    assert "office.json: staff 0 added, 2 filled in" in told
    assert [m.id for m in load_problem(folder / "P.json").staff] == ["ADA", "BEN"]


def test_a_workbook_may_be_a_part(folder: Path) -> None:
    """A list of staff alone is taken; what is wrong stands at its sheet."""
    import xlsxwriter

    def write(*rows: tuple[str, ...]) -> None:
        with xlsxwriter.Workbook("office.xlsx") as book:
            sheet = book.add_worksheet("Staff")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    write(("id", "role"), ("ADA", "head"))
    code, told = run("timetable.json", "office.xlsx", "-o", "P.json")
    assert code == 0, told
    assert load_problem(folder / "P.json").staff[0].role == "head"

    write(("id", "fte"), ("ADA", "much"))
    code, told = run("timetable.json", "office.xlsx", "-o", "P.json")
    assert code == 2
    assert "PD108 office.xlsx sheet staff row 2 column fte: 'much'" in told


def test_the_report_as_json(folder: Path) -> None:
    """One object on the last line."""
    code, told = run("timetable.json", "office.json", "-o", "P.json", "--json")
    report = json.loads(told.splitlines()[-1])

    assert code == 0
    assert report["matched"][0] == {
        "source": "office.json",
        "id": "ada",
        "known_as": "ADA",
        "name": "Ada King",
        "by": "name",
    }
    assert {"left", "tallies"} <= report.keys()
    assert (folder / "P.json").is_file()


def test_a_table_of_ids_matches_people_and_schools(folder: Path) -> None:
    """A spreadsheet with both ids, also with semicolons and other cases."""
    document = json.loads(json.dumps(office()).replace('"north"', '"N"').replace("Ada King", ""))
    (folder / "office.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "ids.csv").write_text(
        "Kind;ID;Other\nPeople;ADA;ada\nschools;north;N\n;BEN;ben\n", encoding="utf-8"
    )
    code, told = run("timetable.json", "office.json", "-o", "P.json", "--match", "ids.csv")

    assert code == 0, told
    assert "2 by --match" in told
    assert load_problem(folder / "P.json").staff[0].schools == ("north", "south")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id\nADA\n", "PD106 ids.csv row 1"),
        ("id,other\nADA,\n", "PD106 ids.csv row 2 column other"),
        ("id,other\nADA,a\nBEN,a\n", "PD104 ids.csv row 3 column other"),
        ("kind,id,other\nrooms,ADA,a\n", "PD110 ids.csv row 2 column kind"),
        ("id,other,note\nADA,a,\n", "PD107 ids.csv row 1"),
    ],
)
def test_faults_of_the_table_have_their_cell(text: str, fault: str, tmp_path: Path) -> None:
    """Each cell that says nothing, or two things, is named."""
    (tmp_path / "ids.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        load_matches(tmp_path / "ids.csv")
    assert [f"{f.code} {f.where}" for f in raised.value.faults] == [fault]
