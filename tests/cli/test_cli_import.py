"""`import`: what it tells on stderr of what it assumed, and the options that say it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_asc import LESSON, file
from small_feeds import BERLIN, LONG, event, feed
from small_fet import rows
from terminal import _files, run

from pdsched.cli.app import Exit
from pdsched.files import load_problem
from pdsched.outside.codepages import VARIABLE

__all__ = ["_files"]  # fixture

DUTIES = """\
7;"5a";"ADA";"M";"R1";1;1;;
7;"5a";"BEN";"M";"R1";1;1;;
1;;"ADA";"G";;1;3;;
2;;"BEN";"G";;1;3;;
3;;"BEN";"on call";;1;4;;
4;;"BEN";"M";;1;5;;
5;;"BEN";"LZ";;1;6;;
"""


def test_duties_are_told_ready_for_the_option(files: Path) -> None:
    """Subjects come with their numbers; those that classes have as well are not offered."""
    (files / "GPU001.TXT").write_text(DUTIES, encoding="utf-8")
    answer = run("import", "untis", "GPU001.TXT", "-o", "q.json")

    assert answer.exit_code == Exit.DONE
    assert answer.stderr.splitlines() == [
        "lessons without class or student, which get cover: 4 (G 2, on call 1, M 1)",
        "if they need none, say: --no-cover LZ --no-cover G --no-cover 'on call'",
    ]

    options = ("--no-cover", "LZ", "--no-cover", "G", "--no-cover", "on call")
    again = run("import", "untis", "GPU001.TXT", "-o", "q.json", *options)
    assert again.stderr == "lessons without class or student, which get cover: 1 (M 1)\n"


def test_many_duties_are_told_in_short(files: Path) -> None:
    """Twelve subjects are listed, with ``--notes`` all."""
    table = "".join(f"{n};;ADA;S{n:02};;1;{n};;\n" for n in range(1, 15))
    (files / "GPU001.TXT").write_text(table, encoding="utf-8")
    short = run("import", "untis", "GPU001.TXT", "-o", "q.json").stderr
    whole = run("import", "untis", "GPU001.TXT", "-o", "q.json", "--notes").stderr

    assert "S12 1 and 2 more subjects)" in short
    assert "say: --no-cover SUBJECT\n" in short
    assert "--no-cover S14" in whole


def test_co_teachers_are_spared_on_request(files: Path) -> None:
    """Both are needed unless the option says that one is enough."""
    (files / "GPU001.TXT").write_text(DUTIES, encoding="utf-8")
    run("import", "untis", "GPU001.TXT", "-o", "all.json")
    run("import", "untis", "GPU001.TXT", "-o", "one.json", "--spare-co-teachers")

    needed = [load_problem(files / f"{name}.json").lessons[0].staff_needed
              for name in ("all", "one")]  # fmt: skip
    assert needed == [None, 1]


def test_order_is_asked_for_and_taken(files: Path) -> None:
    """The message holds the option to copy; what is told then is the order."""
    (files / "t.csv").write_text(rows("1;Mon;P1;5a;M;ada", "2;Tue;Roll call;5a;M;ada"))
    asked = run("import", "fet", "t.csv", "-o", "q.json")

    assert asked.exit_code == Exit.WRONG
    assert "say --hours 'P1,Roll call', in the right order" in asked.stderr
    assert not (files / "q.json").exists()

    answer = run("import", "fet", "t.csv", "-o", "q.json", "--hours", "Roll call, P1")
    assert answer.exit_code == Exit.DONE
    school = load_problem(files / "q.json").schools[0]
    assert [period.id for period in school.periods] == ["Roll call", "P1"]


@pytest.mark.parametrize("option", ["--days", "--hours"])
def test_order_is_for_tables_of_fet(option: str, files: Path) -> None:
    """Asked of another kind, or of a file that lists its days and hours, it is a mistake."""
    (files / "t.fet").write_text("<fet/>")
    untis = run("import", "untis", "x.txt", "-o", "q.json", option, "a,b")
    fet = run("import", "fet", "t.fet", "-o", "q.json", option, "a,b")

    assert (untis.exit_code, fet.exit_code) == (Exit.WRONG, Exit.WRONG)
    assert f"{option} is for fet" in untis.stderr
    assert "a .fet file lists them itself" in fet.stderr


def test_code_page_is_guessed_aloud_and_told(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guess stands on stderr; ``--encoding`` after and before the command ends it."""
    monkeypatch.setitem(os.environ, VARIABLE, "")  # put back what the option before sets
    (files / "GPU001.TXT").write_bytes("7;5a;Dvořák;M;R1;1;1".encode("cp1250"))
    command = ("import", "untis", "GPU001.TXT", "-o", "q.json")
    guessed, told = run(*command), run(*command, "--encoding", "cp1250")
    wrong = run("--encoding", "cp1", *command)
    before = run("--encoding", "cp1250", *command)

    assert "GPU001.TXT: 'GPU001.TXT' is not in UTF-8 and was read in the guessed" in guessed.stderr
    assert (told.stderr, before.stderr) == ("", "")
    assert [person.id for person in load_problem(files / "q.json").staff] == ["Dvořák"]
    assert wrong.exit_code == Exit.WRONG
    assert "'cp1' is no code page" in wrong.stderr


def test_a_table_that_is_read_otherwise_is_sent_to_import(files: Path) -> None:
    """`generate --around` has none of the options, and says where they are."""
    (files / "t.csv").write_text(rows("1;Mon;P1;5a;M;ada", "2;Tue;Roll call;5a;M;ada"))
    answer = run("generate", "--around", "t.csv", "-o", "q.json")

    assert answer.exit_code == Exit.WRONG
    assert "`pdsched import` has options for t.csv" in answer.stderr


def test_asc_and_feeds_are_kinds_of_import(files: Path) -> None:
    """A file of aSc, a feed, and a folder of feeds, which can be generated around as it is."""
    file(files, LESSON, '<card lessonid="L" period="1" days="10000"/>')
    (files / "feeds").mkdir()
    feed(files / "feeds", event(BERLIN, LONG))

    for kind, path in (("asc", "school.xml"), ("ical", "feeds/ada.ics"), ("ical", "feeds")):
        assert run("import", kind, path, "-o", "q.json").exit_code == Exit.DONE
        assert len(load_problem(files / "q.json").lessons) == 1
    assert run("generate", "--around", "feeds", "-o", "g.json").exit_code == Exit.DONE
    assert load_problem(files / "g.json").lessons[0].staff == ("ada",)


@pytest.mark.parametrize(
    "options", [("--asc-term", "1"), ("--teacher-from", "attendee"), ("--solution", "0")]
)
def test_options_of_other_kinds_are_refused(files: Path, options: tuple[str, ...]) -> None:
    """An option that a kind does not have is a mistake."""
    (files / "GPU001.TXT").write_text(DUTIES, encoding="utf-8")
    answer = run("import", "untis", "GPU001.TXT", "-o", "q.json", *options)

    assert answer.exit_code == Exit.WRONG
    assert options[0] in answer.stderr


def test_history_is_told_and_goes_into_the_problem(files: Path) -> None:
    """In two lines, and with ``--notes`` by person."""
    (files / "GPU001.TXT").write_text(DUTIES, encoding="utf-8")
    row = "1,20260831,1,3,7,ADA,BEN,F,,,,R1,,,5a,sick,,0,5a,,202608310700\n"
    (files / "GPU014.TXT").write_text(row, encoding="utf-8")
    options = ("-o", "q.json", "--history", "GPU014.TXT", "--notes")
    told = run("import", "untis", "GPU001.TXT", *options).stderr.splitlines()
    problem = load_problem(files / "q.json")

    assert told[:4] == [
        "GPU014: lessons missed: 1, people: 1, dates: 1; held by somebody else: 1 (100%)",
        "chance that cover is filled: mon 100%, tue 100%, wed 100%, thu 100%, fri 100%",
        "ADA: lessons missed: 1, half-days missed: 1, held for others: 0",
        "BEN: lessons missed: 0, half-days missed: 0, held for others: 1",
    ]
    assert {member.id: member.covers_before for member in problem.staff} == {"ADA": 0, "BEN": 1}


def test_dates_of_exams_and_of_other_days_are_options(files: Path) -> None:
    """They come into the problem as in the library; what cannot be read is said."""
    (files / "GPU001.TXT").write_text(DUTIES, encoding="utf-8")
    told = ("--exam-days", "2026-09-08..2026-09-09", "--follows", "2026-09-10=mon")
    ask = ("import", "untis", "GPU001.TXT", "-o", "q.json")
    answer = run(*ask, *told, "--skips-empty-weeks")
    cycle = load_problem(files / "q.json").schools[0].cycle

    assert answer.exit_code == Exit.DONE
    assert [(f"{each.date}", each.day) for each in cycle.follows] == [
        ("2026-09-08", "exam"),
        ("2026-09-09", "exam"),
        ("2026-09-10", "mon"),
    ]
    assert cycle.skips_empty_weeks
    assert "'2026-09-10' names no day to follow" in run(*ask, "--follows", "2026-09-10").stderr


def test_a_subject_that_no_lesson_has_is_told(files: Path) -> None:
    """Whoever mistypes one would else wonder why its lessons get cover."""
    (files / "GPU001.TXT").write_text(DUTIES, encoding="utf-8")
    answer = run("import", "untis", "GPU001.TXT", "-o", "q.json", "--no-cover", "ZZZ")

    assert answer.exit_code == Exit.DONE
    assert answer.stderr.splitlines()[0] == (
        "no_cover: 'ZZZ' is a subject that no lesson has, and was named as one that needs no cover"
    )


def test_days_in_no_order_of_a_week_are_refused(files: Path) -> None:
    """A week may begin on any of them; `--days` that puts them in disorder is a mistake."""
    table = rows("1;Mon;1;5a;M;ada", "2;Tue;1;5a;M;ada", "3;Wed;1;5a;M;ada")
    (files / "t.csv").write_text(table)
    ask = ("import", "fet", "t.csv", "-o", "q.json", "--weekdays", "mon,tue,wed", "--days")
    wrong, right = run(*ask, "Wed,Tue,Mon"), run(*ask, "Wed,Mon,Tue")

    assert (wrong.exit_code, "weekdays in no order of a week" in wrong.stderr) == (Exit.WRONG, True)
    assert right.exit_code == Exit.DONE
