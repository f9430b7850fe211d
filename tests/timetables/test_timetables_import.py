"""The import of a timetable: its arguments, the kinds of file, and the codes of its faults."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from small_timetable import timetable

from pdsched.errors import ProblemError
from pdsched.problem import CoverKind
from pdsched.timetables import CODES, guess_kind, import_timetable, to_problem
from pdsched.timetables.cleaning import NOBODY


@pytest.mark.parametrize("first", ["2026-09-07", datetime(2026, 9, 7)])
def test_wrong_arguments_are_told_together(first: Any) -> None:
    """All arguments that are no good are named at once, each with PD710."""
    with pytest.raises(ProblemError) as error:
        to_problem(
            timetable(),
            first=first,
            weeks=0,
            time_zone="Moon/Base",
            first_bell="8",
            period_minutes=1,
            break_minutes=-1,
            weekdays=["mon", "monday"],
            school=" x",
        )

    assert {fault.where for fault in error.value.faults} == {
        "first",
        "weeks",
        "time_zone",
        "first_bell",
        "period_minutes",
        "break_minutes",
        "weekdays",
        "school",
    }
    assert {fault.code for fault in error.value.faults} == {"PD710"}


def test_an_argument_that_there_is_not_is_refused() -> None:
    """A misspelt argument is an error of the program, as everywhere in Python."""
    with pytest.raises(TypeError, match=r"no such argument of an import: wekks"):
        to_problem(timetable(), wekks=3)  # type: ignore[call-arg]


def test_horizon_past_all_dates_is_refused() -> None:
    """A horizon that no date can end is refused."""
    with pytest.raises(ProblemError, match="PD710 first"):
        to_problem(timetable(), first=date(9999, 12, 1))


def test_day_past_midnight_is_refused() -> None:
    """Periods that would end after midnight are refused, with what to change."""
    with pytest.raises(ProblemError, match="PD709"):
        to_problem(timetable(periods=12), period_minutes=100)


def test_import_reads_any_kind(tmp_path: Path) -> None:
    """The kind is guessed by the content, and notes of the reader and the import come together."""
    path = tmp_path / "export"
    path.write_text("1;5a;ada;M;;1;1;;\n2;5a\n3;5b;;M;;1;1;;\n")

    kind = guess_kind(path)
    problem, notes = import_timetable(kind, path, school="north", no_cover=("M",))

    assert (kind, problem.schools[0].id, len(problem.lessons)) == ("untis", "north", 1)
    assert problem.lessons[0].cover is CoverKind.NOT_NEEDED
    assert [item.message for item in notes] == ["has fewer than seven fields", NOBODY]


def test_import_of_fet_and_xhstt(tmp_path: Path) -> None:
    """The arguments of each kind reach its reader."""
    table = tmp_path / "table"
    table.write_text("Activity Id,Day,Hour,Students Sets,Subject,Teachers\n1,D4,H1,5a,M,ada\n")
    problem, _ = import_timetable("fet", table, mode="mornings-afternoons")
    assert problem.schools[0].cycle.days == ("day 1", "day 2")

    archive = tmp_path / "archive"
    archive.write_text("<HighSchoolTimetableArchive/>")
    with pytest.raises(ProblemError, match="PD705"):
        import_timetable("xhstt", archive, solution="any")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("1;5a;ada;M;;1;1;;", "untis"),
        ('Activity Id,Day,Hour,"Students Sets",Subject,Teachers\n', "fet"),
        ("<fet/>", "fet"),
        ("\n<HighSchoolTimetableArchive/>", "xhstt"),
    ],
)
def test_kinds_are_told_apart(tmp_path: Path, content: str, kind: str) -> None:
    """Each kind is known by its content."""
    path = tmp_path / "file"
    path.write_text(content)

    assert guess_kind(path) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "PD702"),
        ("<school>", "PD703"),
        ("<school/>", "PD705"),
        ("a;b\n1;2", "PD705"),
        ("a,b,c,d,e,filled,unfilled\nK1,G2,North,clerks,4,1,2\n", "PD705"),
    ],
)
def test_foreign_files_have_no_kind(tmp_path: Path, content: str, code: str) -> None:
    """A file of no known kind is refused."""
    path = tmp_path / "file"
    path.write_text(content)

    with pytest.raises(ProblemError, match=code):
        guess_kind(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("1;20210913;1;2;1175;Bo;;M\u00e4;;;;R1;;;06a", "GPU014"),
        ('1,1,"4",,"5a","ADA","M\u00e4","R1",,,,,,,,', "GPU002"),
    ],
)
def test_other_tables_of_untis_are_named(
    tmp_path: Path, encoding: str, row: str, name: str
) -> None:
    """Also where they are given as the timetable, in whatever encoding Untis wrote them."""
    (tmp_path / "x.txt").write_bytes(f"{row}\n".encode(encoding))
    with pytest.raises(ProblemError, match=name):
        import_timetable("untis", tmp_path / "x.txt")


def test_unknown_kind_is_refused(tmp_path: Path) -> None:
    """A kind that does not exist is refused."""
    with pytest.raises(ProblemError, match="PD710 kind"):
        import_timetable("excel", tmp_path)


def test_codes_are_listed_in_the_docs() -> None:
    """The page on timetables lists every code with its sentence."""
    page = (Path(__file__).parents[2] / "docs" / "timetables.md").read_text()

    for code, (sentence, advice) in CODES.items():
        assert f"| `{code}` | {sentence} | {advice} |" in page
