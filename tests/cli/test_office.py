"""The page for an office, followed to the letter: its files written, its commands run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from terminal import run

from pdsched.cli.app import Exit
from pdsched.files import load_plan

PAGE = Path(__file__).parents[2] / "docs" / "office.md"
BLOCK = re.compile(r"`(?P<name>[\w./]+)`(?P<between>[^`]*)```(?:text|toml)\n(?P<text>.*?)```", re.S)
COMMAND = re.compile(r"^\$ pdsched (.*)$", re.M)


def test_an_office_comes_from_spreadsheets_to_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody learns what they asked for, and the sheets call people by their names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "school").mkdir()
    page = PAGE.read_text(encoding="utf-8")
    written = [block["name"] for block in BLOCK.finditer(page)]
    for block in BLOCK.finditer(page):
        Path(block["name"]).write_text(block["text"], encoding="utf-8")
    commands = COMMAND.findall(page)

    assert (len(written), len(commands)) == (12, 8)
    for command in commands:
        answer = run(*command.split())
        assert answer.exit_code == Exit.DONE, (command, answer.output)
    plan = load_plan("plan.json")
    learning = {(release.staff, release.need) for release in plan.releases}
    assert learning == {("a.king", "a.king:sheets"), ("b.ito", "b.ito:sheets")} | {
        ("c.roy", "c.roy:sheets")
    }
    assert not plan.unmet
    assert len(plan.covers) >= 1
    sheets = Path("people.html").read_text(encoding="utf-8")
    assert "Ada King" in sheets
    assert "Spreadsheets for marks" in sheets
    assert "a.king" not in sheets
    report = Path("report.html").read_text(encoding="utf-8")
    assert "Spreadsheets for marks" in report
    assert "Ada King" in report
    assert "Sue Lam" in Path("substitutes.html").read_text(encoding="utf-8")
    binder = Path("binder.html").read_text(encoding="utf-8")
    assert "Ada King" in binder
    assert "Sue Lam" in binder
