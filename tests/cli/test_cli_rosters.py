"""`import` of rosters: what it tells, the options that count, and the way on to a plan."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from quick import slow
from small_roster import BELLS, CLASSES, edfi, interchanges, oneroster, sds, written
from terminal import _files, run, spawn
from xlsxwriter import Workbook

from pdsched.cli.app import Exit
from pdsched.files import load_problem
from pdsched.problem import Problem

__all__ = ["_files"]  # fixture


def test_roster_is_imported_with_a_bell_table(files: Path) -> None:
    """Notes are counted by reason on stderr; without dates the sessions tell when the plan is."""
    written(oneroster(), files / "export")
    (files / "bells.csv").write_text(BELLS, encoding="utf-8")
    answer = run("import", "oneroster", "export", "-o", "q.json", "--bells", "bells.csv")

    assert answer.exit_code == Exit.DONE
    assert "enrollments.csv: 'rows: 1' are of pupils and their families" in answer.stderr
    assert answer.stdout.startswith("Written    q.json: 2 schools, 2 staff members, 15 lessons")
    assert str(load_problem(files / "q.json").calendar.first) == "2026-09-07"


def test_a_bell_table_may_be_a_workbook(files: Path) -> None:
    """With clock times as spreadsheets have them; it says the same as the file of its rows."""
    written(oneroster(), files / "export")
    (files / "bells.csv").write_text(BELLS, encoding="utf-8")
    rows = [[cell.strip() for cell in line.split(",")] for line in BELLS.splitlines()]
    with Workbook(files / "bells.xlsx") as made:
        clock = made.add_format({"num_format": "hh:mm"})
        sheet = made.add_worksheet("Bells")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if rows[0][column] in ("start", "end") and number:
                    sheet.write_datetime(number, column, time.fromisoformat(f"{cell:0>5}"), clock)
                else:
                    sheet.write(number, column, cell)

    told = load_roster(files, "--bells", "bells.csv")
    assert load_roster(files, "--bells", "bells.xlsx") == told
    assert len(told.lessons) == 15


def test_history_goes_into_the_problem_of_a_roster(files: Path) -> None:
    """As into that of a timetable; a file that is none is told."""
    written(oneroster(), files / "export")
    who = load_roster(files).staff[0].id
    row = f"1,20260831,1,3,7,OTHER,{who},F,,,,R1,,,5a,sick,,0,5a,,202608310700\n"
    (files / "GPU014.TXT").write_text(row, encoding="utf-8")
    problem = load_roster(files, "--history", "GPU014.TXT")
    answer = run("import", "oneroster", "export", "-o", "q.json", "--history", "none.TXT")

    assert problem.staff[0].covers_before == 1
    assert (answer.exit_code, answer.stderr[:5]) == (Exit.WRONG, "PD701")


def load_roster(files: Path, *options: str) -> Problem:
    """The problem that an import of the export makes."""
    run("import", "oneroster", "export", "-o", "q.json", *options)
    return load_problem(files / "q.json")


def test_problem_is_generated_around_a_roster(files: Path) -> None:
    """As it is, like around the file of a timetable program."""
    written(oneroster(), files / "export")
    answer = run("generate", "--around", "export", "-o", "q.json")

    assert answer.exit_code == Exit.DONE
    assert "`pdsched import` tells which" in answer.stderr
    assert load_problem(files / "q.json").needs


def test_dates_that_are_given_count(files: Path) -> None:
    """Also where they are the ones that other files have by default."""
    interchanges(edfi(), files / "export")
    run("import", "edfi", "export", "-o", "q.json", "--first", "2026-09-07", "--weeks", "12")
    told = load_problem(files / "q.json").calendar
    run("import", "edfi", "export", "-o", "r.json", "--weeks", "2")
    short = load_problem(files / "r.json").calendar

    assert (str(told.last), str(short.last)) == ("2026-11-29", "2026-09-20")


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        ("edfi", ("--bells", "bells.csv")),
        ("untis", ("--bells", "bells.csv")),
        ("sds", ("--school", "north")),
        ("oneroster", ("--solution", "1")),
    ],
)
def test_option_of_other_kinds_is_refused(files: Path, kind: str, option: tuple[str, str]) -> None:
    """It is a mistake, and no wish to be passed over."""
    answer = run("import", kind, str(files), "-o", "q.json", *option)

    assert answer.exit_code == Exit.WRONG
    assert f"this is {kind}" in " ".join(answer.stderr.split())


def test_faults_of_an_export_are_all_told(files: Path) -> None:
    """A line each, with file, columns and what to do."""
    written({"users": [{"sourcedId": "7"}]}, files / "export")
    answer = run("import", "oneroster", "export", "-o", "q.json")

    assert answer.exit_code == Exit.WRONG
    assert [line[:5] for line in answer.stderr.splitlines()] == ["PD731", "PD732", "PD732"]
    assert "'givenName' is not among the columns" in answer.stderr


@slow
@pytest.mark.parametrize("kind", ["oneroster", "sds", "edfi"])
def test_roster_leads_to_a_plan(files: Path, kind: str) -> None:
    """Imported, enriched, checked, solved and verified: each command ends well."""
    if kind == "edfi":
        interchanges(edfi(), files / "export")
    else:
        tables = oneroster(classes=CLASSES) if kind == "oneroster" else sds()
        written(tables, files / "export")
    for command in (
        ("import", kind, "export", "-o", "p.json"),
        ("generate", "--around", "p.json", "-o", "q.json"),
        ("check", "q.json"),
        ("solve", "q.json", "-o", "plan.json", "--seconds", "20"),
        ("verify", "q.json", "plan.json"),
    ):
        answer = spawn(*command)
        assert answer.returncode == Exit.DONE, answer.stderr
