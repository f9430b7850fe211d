"""``survey``, ``gaps`` and ``suggest``: what they read, write and say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import _files, last_json, run
from test_survey import problem

from pdsched import save
from pdsched.cli.app import Exit
from pdsched.files import load_problem
from pdsched.survey import needs_from_survey

__all__ = ["_files"]  # fixture

ANSWERS = """staff,topic,skill,wish
ada,sheets,1,high
ada,slides,1,no
bo,sheets,,
bo,slides,2,urgent
"""
SCALES = """
[targets]
sheets = 2
"""


@pytest.fixture(name="folder")
def _folder(files: Path) -> Path:
    """The folder with a problem, answers and scales."""
    save(problem(), files / "s.json")
    (files / "a.csv").write_text(ANSWERS, encoding="utf-8")
    (files / "scales.toml").write_text(SCALES, encoding="utf-8")
    return files


def test_survey_writes_the_problem_with_its_needs(folder: Path) -> None:
    """The file holds what the library makes of it, and stdout the table and where it is."""
    answer = run("survey", "s.json", "a.csv", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert (
        load_problem(folder / "new.json") == needs_from_survey(problem(), folder / "a.csv").problem
    )
    assert answer.stdout.splitlines() == [
        "1 need of 1 person",
        "  sheets to level 1      1  priority 4",
        "1 need to which no course leads is left out",
        "  slides to level 2      1  priority 5",
        "1 answer made no need; 1 question was left empty, which makes none either",
        "Written    new.json: 1 school, 2 staff members, 0 lessons, 1 need",
    ]


def test_survey_without_output_writes_nothing(folder: Path) -> None:
    """Without ``-o`` the table is shown, and no file made."""
    before = sorted(folder.iterdir())
    answer = run("survey", "s.json", "a.csv", "--notes")

    assert answer.exit_code == Exit.DONE
    assert answer.stderr == "ada does not wish to learn slides.\n"
    assert sorted(folder.iterdir()) == before


def test_survey_in_json(folder: Path) -> None:
    """With ``--json`` stdout is one object, and the problem is written all the same."""
    answer = run("survey", "s.json", "a.csv", "--scales", "scales.toml", "-o", "new.json", "--json")
    told = last_json(answer)

    assert len(answer.stdout.splitlines()) == 1
    assert set(told) == {"needs", "beyond", "notes", "unanswered"}
    assert [need["id"] for need in told["needs"]] == ["ada:sheets", "ada:sheets:sheets-1"]
    assert [need["id"] for need in told["beyond"]] == ["bo:slides>2"]
    assert told["notes"] == [
        {"staff": "ada", "topic": "slides", "reason": "ada does not wish to learn slides."}
    ]
    assert told["unanswered"] == 1
    assert len(load_problem(folder / "new.json").needs) == 2


def test_faults_of_a_survey_are_sentences(folder: Path) -> None:
    """Each bad cell and each bad scale has its line on stderr, and nothing is written."""
    (folder / "a.csv").write_text("staff,topic,skill\nzed,sheets,1\nada,sheets,9\n", "utf-8")
    answer = run("survey", "s.json", "a.csv", "-o", "new.json")
    (folder / "scales.toml").write_text("standing = 'best'\nskil = 3\n", encoding="utf-8")
    scales = run("survey", "s.json", "a.csv", "--scales", "scales.toml")

    assert (answer.exit_code, scales.exit_code) == (Exit.WRONG, Exit.WRONG)
    assert [line.split(":")[0] for line in answer.stderr.splitlines()] == [
        "PD201 a.csv row 2 column staff",
        "PD110 a.csv row 3 column skill",
    ]
    assert [line.split(":")[0] for line in scales.stderr.splitlines()] == [
        "PD110 scales.toml standing",
        "PD107 scales.toml skil",
    ]
    assert not (folder / "new.json").exists()


def test_survey_does_not_write_over_what_it_reads(folder: Path) -> None:
    """An output that is an input is refused."""
    assert folder.exists()
    for place in ("s.json", "a.csv"):
        answer = run("survey", "s.json", "a.csv", "-o", place)
        assert answer.exit_code == Exit.WRONG
        assert "is the input too" in answer.stderr


def test_warnings_of_a_survey_are_told(folder: Path) -> None:
    """An encoding that was guessed is told on stderr."""
    (folder / "a.csv").write_bytes(ANSWERS.replace("high", "h\xe9").encode("cp1252"))
    (folder / "scales.toml").write_text("[wish]\n'h\xe9' = 5\nno = 0\nurgent = 1", encoding="utf-8")
    answer = run("survey", "s.json", "a.csv", "--scales", "scales.toml")

    assert answer.exit_code == Exit.DONE
    assert answer.stderr.startswith("warning: PD911 a.csv")


def test_gaps_are_told_like_with_like(folder: Path) -> None:
    """Needs that lack the same are one line with an example; then the courses without a need."""
    needs = [
        {"id": str(number), "staff": staff, "topic": "robots", "level_to": 1}
        for number, staff in enumerate(["ada", "bo"])
    ]
    document = {**json.loads(problem().to_json()), "needs": needs}
    (folder / "s.json").write_text(json.dumps(document), encoding="utf-8")
    answer = run("gaps", "s.json")
    told = last_json(run("gaps", "s.json", "--json"))

    assert answer.exit_code == Exit.DONE
    assert " ".join(answer.stdout.split()).startswith(
        "2 needs of 2 without a course no-course: ada wants robots to level 1, and there is no "
        "course of robots. And 1 more like this. 4 courses of 4 asked for by nobody sheets-1 leads"
    )
    assert max(map(len, answer.stdout.splitlines())) <= 96
    assert [gap["need"] for gap in told["needs"]] == ["0", "1"]
    assert [course["course"] for course in told["courses"]] == [
        "sheets-1", "sheets-2", "sheets-3", "slides-1"
    ]  # fmt: skip


def test_gaps_of_a_survey(folder: Path) -> None:
    """With a survey, its needs are looked at, those beyond all courses too."""
    assert folder.exists()
    told = last_json(run("gaps", "s.json", "--answers", "a.csv", "--json"))
    alone = run("gaps", "s.json", "--scales", "scales.toml")

    assert [(gap["need"], gap["kind"]) for gap in told["needs"]] == [
        ("bo:slides>2", "no-higher-course")
    ]
    assert alone.exit_code == Exit.WRONG


def test_gaps_wants_a_sound_problem_but_for_its_needs(folder: Path) -> None:
    """Faults that are no gaps are faults here too."""
    rooms = [{"id": "lab", "school": "west", "capacity": 5}]
    document = {**json.loads(problem().to_json()), "rooms": rooms}
    (folder / "s.json").write_text(json.dumps(document), encoding="utf-8")
    answer = run("gaps", "s.json")

    assert answer.exit_code == Exit.WRONG
    assert "PD202" in answer.stderr


def test_suggestions_by_person(folder: Path) -> None:
    """Each person has a heading, and below it the courses with their reasons."""
    run("survey", "s.json", "a.csv", "-o", "new.json")
    answer = run("suggest", "new.json")
    told = last_json(run("suggest", "new.json", "--json"))
    nobody = run("suggest", "new.json", "--staff", "bo")
    unknown = run("suggest", "new.json", "--staff", "zed")

    assert folder.exists()
    assert " ".join(answer.stdout.split()) == (
        "ada sheets-1: ada wants sheets to level 1, stands at level 0, and sheets-1 leads from "
        "level 0 to 1."
    )
    assert [s["course"] for s in told["suggestions"]] == ["sheets-1"]
    assert nobody.stdout == "no course fits anybody's need\n"
    assert unknown.exit_code == Exit.WRONG
    assert "no staff member is called zed" in unknown.output
