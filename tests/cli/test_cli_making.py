"""`generate`, `import` and `convert`: the problems that they write, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import _files, run
from tuesday import PROBLEM
from tuesday_files import write_plan

from pdsched import generate
from pdsched.cli.app import Exit
from pdsched.cli.places import for_plan
from pdsched.files import load_plan, load_problem, save

__all__ = ["_files"]  # fixture

UNTIS = """\
1;"8b";"ada";"maths";"12";1;1;;
1;"8b";"ada";"maths";"12";1;2;;
2;"7a";"bo";"french";"14";2;1;;
3;"7a";"bo";"french";"14";0;1;;
4;"7a";"bo";"french";"14";0;1;;
"""


def test_generate_is_a_problem_without_errors(files: Path) -> None:
    """What is generated passes ``check``, and the same options give the same file."""
    first = run("generate", "--size", "XS", "--seed", "1", "-o", "one.json")
    run("generate", "--size", "xs", "--seed", "1", "-o", "two.json")
    run("generate", "--size", "XS", "--seed", "2", "-o", "three.json")
    one, two, three = (load_problem(files / f"{name}.json") for name in ("one", "two", "three"))

    assert first.exit_code == Exit.DONE
    assert "assumptions listed in it" in first.stdout
    assert one == two
    assert one != three
    assert run("check", "one.json").exit_code == Exit.DONE


def test_generate_is_as_long_and_as_tight_as_asked(files: Path) -> None:
    """``--weeks`` and ``--tightness`` are those of the library."""
    asked = ("--size", "XS", "--seed", "1", "--weeks", "6", "--tightness", "0.002")
    answer = run("generate", *asked, "-o", "one.json")
    problem = load_problem(files / "one.json")

    assert answer.exit_code == Exit.DONE
    assert problem == generate(size="XS", seed=1, weeks=6, tightness=0.002)
    assert (problem.calendar.last - problem.calendar.first).days < 6 * 7


def test_every_command_takes_compressed_files(files: Path) -> None:
    """Problem and plan are written and read as ``.json.gz`` wherever they can be ``.json``."""
    write_plan(files / "plan.json")
    save(load_plan(files / "plan.json"), files / "plan.json.gz")
    commands = (
        ("convert", "p.json", "p.json.gz"),
        ("check", "p.json.gz"),
        ("verify", "p.json.gz", "plan.json.gz"),
        ("show", "p.json.gz", "plan.json.gz", "--by", "person"),
        ("convert", "p.json.gz", "again.json"),
    )
    assert [run(*command).exit_code for command in commands] == [Exit.DONE] * len(commands)
    assert load_problem(files / "again.json") == load_problem(files / "p.json")
    assert (files / "p.json.gz").read_bytes().startswith(b"\x1f\x8b")
    assert for_plan(Path("plan.json.gz")).name == "plan.json.gz"


def test_generate_around_keeps_the_lessons(files: Path) -> None:
    """A timetable as Untis wrote it, or as ``import`` did, gives the same problem around it."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    run("import", "untis", "GPU001.TXT", "-o", "lessons.json")
    imported = run("generate", "--around", "lessons.json", "-o", "one.json")
    raw = run("generate", "--around", "GPU001.TXT", "-o", "two.json")
    lessons, one = load_problem(files / "lessons.json"), load_problem(files / "one.json")

    assert imported.exit_code == raw.exit_code == Exit.DONE
    assert one.lessons == lessons.lessons
    assert one.needs
    assert one == load_problem(files / "two.json")
    assert "`pdsched import` tells which" in raw.stderr


def test_generate_around_a_whole_problem_is_refused(files: Path) -> None:
    """A problem that has needs already is no timetable."""
    answer = run("generate", "--around", "p.json", "-o", "q.json")

    assert answer.exit_code == Exit.WRONG
    assert "around already has needs (5)" in answer.stderr
    assert not (files / "q.json").exists()


def test_import_counts_what_it_could_not_use(files: Path) -> None:
    """Unusable rows are counted by reason on stderr; the others become lessons."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    answer = run("import", "untis", "GPU001.TXT", "-o", "lessons.json")
    each = run("import", "untis", "GPU001.TXT", "-o", "lessons.json", "--notes")
    problem = load_problem(files / "lessons.json")

    assert answer.exit_code == Exit.DONE
    assert {member.id for member in problem.staff} == {"ada", "bo"}
    assert "2 entries: " in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert len(each.stderr.splitlines()) == 2
    assert problem.needs == ()


def test_import_hands_its_options_on(files: Path) -> None:
    """Calendar, bells, school and subjects are those of the options."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    options = {
        "--first": "2027-01-04",
        "--weeks": "2",
        "--time-zone": "Europe/Berlin",
        "--school": "north",
        "--first-bell": "09:10",
        "--period-minutes": "50",
        "--break-minutes": "10",
        "--no-cover": "french",
        "--weekdays": "mon, tue",
    }
    flat = [part for pair in options.items() for part in pair]
    run("import", "untis", "GPU001.TXT", "-o", "lessons.json", *flat)
    problem = load_problem(files / "lessons.json")
    periods = [(str(p.start), str(p.end)) for p in problem.schools[0].periods]
    cover = {lesson.subject: lesson.cover.value for lesson in problem.lessons}

    assert str(problem.calendar.first) == "2027-01-04"
    assert str(problem.calendar.last) == "2027-01-17"
    assert problem.calendar.time_zone == "Europe/Berlin"
    assert problem.calendar.weekdays == ("mon", "tue")
    assert problem.schools[0].id == "north"
    assert periods == [("09:10:00", "10:00:00"), ("10:10:00", "11:00:00")]
    assert cover == {"maths": "needed", "french": "not-needed"}


def test_import_says_which_day_a_date_is(files: Path) -> None:
    """Anchors, closed dates and rotation are handed on, and faults of how they are written told."""
    (files / "GPU001.TXT").write_text(UNTIS, encoding="utf-8")
    told = ("--rotating", "--cycle-anchor", "2026-09-08=tue")
    closed = ("--closed", "2026-09-09..2026-09-10", "--closed", "2026-09-14")
    run("import", "untis", "GPU001.TXT", "-o", "lessons.json", *told, *closed)
    problem = load_problem(files / "lessons.json")

    assert problem.schools[0].cycle.kind.value == "rotating"
    assert [str(each.date) for each in problem.schools[0].cycle.anchors] == ["2026-09-08"]
    assert [str(day) for day in problem.calendar.closed] == [
        "2026-09-09",
        "2026-09-10",
        "2026-09-14",
    ]
    for option, value in (
        ("--cycle-anchor", "2026-09-08"),
        ("--cycle-anchor", "soon=tue"),
        ("--closed", "2026-09-10..2026-09-09"),
    ):
        answer = run("import", "untis", "GPU001.TXT", "-o", "other.json", option, value)
        assert answer.exit_code == 2
        assert value.partition("=")[0] in answer.stderr


def test_import_refuses_another_format(files: Path) -> None:
    """A file of another kind is refused with a code."""
    answer = run("import", "xhstt", "p.json", "-o", "lessons.json")

    assert answer.exit_code == Exit.WRONG
    assert answer.stderr.startswith("PD7")
    assert not (files / "lessons.json").exists()


@pytest.mark.usefixtures("files")
def test_import_tells_every_wrong_option() -> None:
    """Options that make no sense are told together."""
    answer = run("import", "untis", "p.json", "-o", "q.json", "--weeks", "0", "--time-zone", "Mars")

    assert answer.exit_code == Exit.WRONG
    assert [line.split()[0] for line in answer.stderr.splitlines()] == ["PD710", "PD710"]


def test_convert_there_and_back(files: Path) -> None:
    """JSON to CSV files to JSON gives an equal problem."""
    there = run("convert", "p.json", "tables")
    back = run("convert", "tables", "back.json")

    assert there.exit_code == back.exit_code == Exit.DONE
    assert (files / "tables" / "staff.csv").is_file()
    assert load_problem(files / "back.json") == PROBLEM
    assert run("check", "tables").exit_code == Exit.DONE


def test_convert_refuses_another_ending(files: Path) -> None:
    """A problem becomes a ``.json`` file, a workbook or a folder, and nothing else."""
    answer = run("convert", "p.json", "tables.ods")

    assert answer.exit_code == Exit.WRONG
    assert "a JSON file, a workbook or a folder of CSV files" in answer.stderr
    assert not (files / "tables.ods").exists()
