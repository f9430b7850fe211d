"""`absences`."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import _files, run

from pdsched.cli.app import Exit

__all__ = ["_files"]  # a fixture


@pytest.mark.parametrize(
    ("format", "news"),
    [
        ("neutral", {"absences.csv": 5, "vacancies.csv": 0}),
        ("edfi", {"StaffAssociation.xml": 4, "cancelled/StaffAssociation.xml": 0}),
        ("red-rover", {"vacancy-details.json": 5}),
    ],
)
def test_a_plan_has_absences(format: str, news: dict[str, int], files: Path) -> None:
    """Each file is told, with how much is in it; nothing is where nothing changed."""
    told = run("absences", "p.json", "plan.json", "-o", "out", "--format", format)
    same = run(
        *("absences", "p.json", "plan.json", "-o", "out", "--format", format),
        *("--before", "plan.json"),
    )

    assert (told.exit_code, same.exit_code) == (Exit.DONE, Exit.DONE)
    lines = [f"Written    {Path('out') / name}: {count}" for name, count in news.items()]
    assert told.stdout.splitlines() == lines
    assert all(line.endswith(": 0") for line in same.stdout.splitlines())
    assert all((files / "out" / name).is_file() for name in news)


def test_a_wrong_reason_is_refused(files: Path) -> None:
    """With what to give, and nothing is written."""
    answer = run("absences", "p.json", "plan.json", "-o", "out", "--reason", "x" * 41)

    assert answer.exit_code == Exit.WRONG
    assert "give 1 to 40 letters" in answer.stderr.replace("\n", " ")
    assert not (files / "out").exists()
