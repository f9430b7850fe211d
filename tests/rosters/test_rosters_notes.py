"""Notes that are many, rows that are too long, sections that share an id."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_roster import (
    ENROLLMENTS,
    edfi,
    holds,
    interchanges,
    oneroster,
    period,
    section,
    text_of,
    written,
)

from pdsched.errors import ProblemError
from pdsched.outside import limits
from pdsched.rosters import noted, read_edfi, read_oneroster


def test_very_many_notes_of_a_reason_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first ones are kept one by one, the rest are a number."""
    monkeypatch.setattr(noted, "MOST_OF_A_REASON", 2)
    rows = [*ENROLLMENTS, *[{**ENROLLMENTS[0], "userSourcedId": f"x{n}"} for n in range(5)]]
    _, notes = read_oneroster(written(oneroster(enrollments=rows), tmp_path / "x"))

    told = [note.value for note in notes if note.message.startswith("is nobody of the staff")]
    assert told == ["x0", "x1", "more: 3"]


def test_row_with_too_many_cells_is_noted(tmp_path: Path) -> None:
    """A comma that nobody put in quotation marks moves what comes after it."""
    path = written(oneroster(), tmp_path / "x")
    head, row, *rest = text_of(ENROLLMENTS).splitlines()
    (path / "enrollments.csv").write_text("\n".join([head, f"{row},teacher", *rest]))
    _, notes = read_oneroster(path)

    assert any(note.value == "c1,7,teacher,teacher" for note in notes)


def test_files_of_a_folder_are_too_large_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each alone would pass."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1")
    path = written(oneroster(), tmp_path / "x")
    for name in ("users", "classes"):
        (path / f"{name}.csv").write_bytes(b"0" * (limits().bytes - 10_000))

    with pytest.raises(ProblemError, match="PD711"):
        read_oneroster(path)


def test_sections_of_one_id_are_told_apart_by_their_course(tmp_path: Path) -> None:
    """Their lessons and classes have both in their names."""
    again = section("A", period("2"), course="ART")
    parts = edfi(MasterSchedule=[again], StaffAssociation=[holds("8", "A", course="ART")])
    problem, notes = read_edfi(interchanges(parts, tmp_path))

    names = {each.classes for each in problem.lessons}
    assert names == {("A MATH 1 2026 Fall",), ("A ART 1 2026 Fall",)}
    assert notes == ()
