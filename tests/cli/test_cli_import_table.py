"""`import` of tables: the preview, the guess of a kind, and the options of tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import _files, run

from pdsched.cli.app import Exit
from pdsched.files import load_problem
from pdsched.timetables import KINDS, guess_kind

__all__ = ["_files"]  # fixture

STAFF = "Prof;Jour;Heure;Classe;Note\nAda;lundi;1;6A;\nBen/Eve;mardi;2;6B;x\n;mardi;;;\n"
BELLS = "period,start,end\n1,8:00,8:50\n2,9:00,9:50\n"


def test_preview_writes_nothing(files: Path) -> None:
    """Columns, days, periods and lessons on stdout, what could not be used on stderr."""
    (files / "staff.csv").write_text(STAFF)
    (files / "bells.csv").write_text(BELLS)
    before = sorted(files.iterdir())
    answer = run("import", "table", "staff.csv", "--bells", "bells.csv", "--preview")

    assert answer.exit_code == Exit.DONE
    assert answer.stdout.splitlines() == [
        "staff.csv: a row a lesson (layout long)",
        "  teacher: 'Prof' (A), guessed",
        "  day: 'Jour' (B), guessed",
        "  period: 'Heure' (C), guessed",
        "  class: 'Classe' (D), guessed",
        "2 days: lundi, mardi",
        "2 periods: 1 (08:00-08:50), 2 (09:00-09:50)",
        "3 teachers, 2 lessons; the first of them:",
        "  lundi, 1: Ada | 6A | - | -",
        "  mardi, 2: Ben+Eve | 6B | - | -",
    ]
    assert "staff.csv row 1 column E: 'Note' is a column that was not used" in answer.stderr
    assert "staff.csv row 4: '' is a row without a period" in answer.stderr
    assert "nothing was written" in answer.stderr
    assert sorted(files.iterdir()) == before


def test_kind_is_guessed_aloud(files: Path) -> None:
    """With a kind or without, the problem is the same."""
    (files / "staff.csv").write_text(STAFF)
    guessed = run("import", "staff.csv", "-o", "a.json")
    named = run("import", "table", "staff.csv", "-o", "b.json")

    assert (guessed.exit_code, named.exit_code) == (Exit.DONE, Exit.DONE)
    assert guessed.stderr.splitlines()[0] == (
        "staff.csv was taken for a table of lessons; if it is none, say:"
        " pdsched import KIND staff.csv"
    )
    assert guessed.stderr.splitlines()[1:] == named.stderr.splitlines()
    assert load_problem(files / "a.json") == load_problem(files / "b.json")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('7;"5a";"ADA";"M";"R1";1;1;;\n', "untis"),
        ("Activity Id,Day,Hour,Students Sets,Subject,Teachers\n1,Mon,1,5a,M,a\n", "fet"),
        ('<fet version="6"/>', "fet"),
        ("<HighSchoolTimetableArchive/>", "xhstt"),
        ("Teacher\tDay\tPeriod\nada\tMon\t1\n", "table"),
        ("Teacher,Class,Subject,Room,Week,Day,Period\nada,5a,M,R1,A,1,1\n", "table"),
    ],
)
def test_each_kind_is_known_by_its_content(files: Path, content: str, kind: str) -> None:
    """Whatever the name; each has words for it."""
    (files / "file").write_text(content)

    assert guess_kind(files / "file") == kind
    assert KINDS[kind].what.startswith(("a ", "an "))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["staff.csv"], "say where to write the problem"),
        (["tabel", "staff.csv", "-o", "q.json"], "'tabel' is no kind of file: say xhstt"),
        (["table", "-o", "q.json"], "'table' is a kind of file"),
        (["table", "staff.csv", "x", "-o", "q.json"], "more than a kind and a path"),
        (["untis", "staff.csv", "-o", "q.json", "--layout", "wide"], "--layout is for table"),
        (["staff.csv", "-o", "q.json", "--mode", "official"], "--mode is for fet"),
        (["untis", "staff.csv", "--preview"], "--preview is for table"),
        (["staff.csv", "-o", "q.json", "--layout", "nova"], "PD722 layout: 'nova'"),
        (["staff.csv", "-o", "q.json", "--columns", "none.toml"], "PD701 none.toml"),
        (["nowhere.csv", "-o", "q.json"], "PD701 nowhere.csv"),
        (["staff.csv", "-o", "q.json", "--sheet", "2"], "PD721 staff.csv"),
    ],
)
def test_mistakes_are_told(files: Path, arguments: list[str], said: str) -> None:
    """Nothing is written, and a sentence says what to do."""
    (files / "staff.csv").write_text(STAFF)
    answer = run("import", *arguments)

    assert answer.exit_code == Exit.WRONG
    assert said in " ".join(answer.stderr.split())
    assert not (files / "q.json").exists()


def test_options_of_tables(files: Path) -> None:
    """Columns, separators and days as they are told."""
    (files / "staff.csv").write_text("Wer,Wann,Std\nAda & Ben,red,1\nAda,blue,2\n")
    (files / "map.toml").write_text('teacher = "Wer"\nday = "Wann"\n')
    options = ("--columns", "map.toml", "--separators", "&", "--days", "blue,red", "--rotating")
    answer = run("import", "table", "staff.csv", "-o", "q.json", *options)
    problem = load_problem(files / "q.json")

    assert answer.exit_code == Exit.DONE
    assert [person.id for person in problem.staff] == ["Ada", "Ben"]
    assert problem.schools[0].cycle.days == ("blue", "red")


def test_a_table_can_be_generated_around(files: Path) -> None:
    """As it is, where nothing has to be said."""
    (files / "staff.csv").write_text(STAFF)
    answer = run("generate", "--around", "staff.csv", "-o", "q.json")

    assert answer.exit_code == Exit.DONE
    assert {person.id for person in load_problem(files / "q.json").staff} >= {"Ada", "Ben", "Eve"}
