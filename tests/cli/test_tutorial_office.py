"""The page that fills in a workbook, followed to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import run
from tutorial import COMMAND, PAGE, filled, mended, told

from pdsched.cli.app import Exit
from pdsched.files import load_plan
from pdsched.outside.workbook import read_workbook


def test_an_office_comes_from_a_template_to_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five commands: the fault of the page is marked, mended, and everybody learns."""
    monkeypatch.chdir(tmp_path)
    template, check, solve, show, report = COMMAND.findall(PAGE.read_text(encoding="utf-8"))
    assert len(told()) == 11
    assert run(*template.split()).exit_code == Exit.DONE
    filled(Path("school.xlsx"))

    answer = run(*check.split())
    assert answer.exit_code == Exit.WRONG
    assert "PD202 sheet lessons row 4 column school: 'nroth' is no school" in answer.stdout
    assert "school.xlsx: 1 error, 0 warnings" in answer.stdout
    first = read_workbook("marked.xlsx")[0]
    assert first.name == "faults"
    assert first.rows[1][2] == "lessons B4"
    mended(Path("marked.xlsx"), Path("school.xlsx"))

    assert run(*solve.split()).exit_code == Exit.DONE
    plan = load_plan("plan.json")
    assert plan.needs_met == {"n1", "n2", "n3"}
    assert run(*show.split()).exit_code == Exit.DONE
    cover = next(sheet for sheet in read_workbook("plan.xlsx") if sheet.name == "cover")
    assert {"Ada King", "Sue Lam"} <= {str(cell) for row in cover.rows for cell in row}
    assert run(*report.split()).exit_code == Exit.DONE
    assert "North School" in Path("report.html").read_text(encoding="utf-8")


def test_pictures_of_the_page_are_there() -> None:
    """`python tests/pictures.py` makes them."""
    page = PAGE.read_text(encoding="utf-8")
    named = [part.partition(")")[0] for part in page.split("](pictures/")[1:]]

    assert len(named) == 4
    assert all((PAGE.parent / "pictures" / name).stat().st_size > 1_000 for name in named)
