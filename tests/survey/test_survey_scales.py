"""The scales of a survey: as files, as records, and on their page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pdsched import ProblemError
from pdsched.checks import read_record
from pdsched.survey import Question, SurveyScales, load_scales

PAGE = Path(__file__).parents[2] / "docs" / "survey.md"


def faults(text: str, folder: Path) -> list[tuple[str, str, str]]:
    """Code, place and value of everything said about a file of this text."""
    place = folder / "autumn.toml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        load_scales(place)
    return [(fault.code, fault.where, fault.value) for fault in raised.value.faults]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys, unknown questions, impossible levels and wrong types are told in one go."""
    text = """
        standing = "best"
        target = 11
        due = "soon"
        ignored = "*"
        priorities = []
        skll = 1
        [skill]
        expert = 11
        novice = "low"
        [wish]
        "Yes" = 3
        "yes " = 4
        [questions]
        skil = "How well?"
        [columns]
        q1 = { topic = "sheets", questoin = "wish" }
        q2 = { topic = "" }
    """
    assert sorted(faults(text, tmp_path)) == [
        ("PD104", "autumn.toml wish", "{'Yes': 3, 'yes ': 4}"),
        ("PD107", "autumn.toml columns.q1.questoin", "questoin"),
        ("PD107", "autumn.toml skll", "skll"),
        ("PD108", "autumn.toml ignored", "*"),
        ("PD108", "autumn.toml skill.novice", "low"),
        ("PD109", "autumn.toml skill.expert", "11"),
        ("PD109", "autumn.toml target", "11"),
        ("PD110", "autumn.toml questions.skil", "skil"),
        ("PD110", "autumn.toml standing", "best"),
        ("PD111", "autumn.toml columns.q2.topic", ""),
        ("PD113", "autumn.toml due", "soon"),
        ("PD212", "autumn.toml priorities", "[]"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("skill = 3", "'3' is no table; write it as a table: [skill], and below it a line for"),
        ('topic = "Staff "', "gives one heading two meanings; give staff, topic and each of"),
        ("[wish]\na = 1\nA = 2", "gives one answer two meanings; keep one of the two"),
        ("skil = 1", "did you mean 'skill'? If not, remove it; known: chosen, columns,"),
        ("staff = 2026-09-01", "is a date or time, and none is asked for"),
        ("standing = ", "is no TOML"),
    ],
)  # fmt: skip
def test_fault_says_what_to_do(text: str, message: str, tmp_path: Path) -> None:
    """Each fault ends with what to do about it."""
    (tmp_path / "autumn.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        load_scales(tmp_path / "autumn.toml")

    assert message in str(raised.value)


def test_what_is_left_out_is_as_by_default(tmp_path: Path) -> None:
    """A file with one key gives the default scales with this key, named after the file."""
    (tmp_path / "autumn.toml").write_text("due = 2026-11-30\n", encoding="utf-8")

    assert load_scales(tmp_path / "autumn.toml") == SurveyScales.model_validate(
        {"name": "autumn", "due": "2026-11-30"}
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"skill": {"a": 1, "A ": 2}},
        {"topic": "staff"},
        {"questions": {"wish": "skill"}},
        {"priorities": (6,)},
        {"comfort": {}},
    ],
)
def test_scales_that_mean_two_things_are_refused(fields: dict[str, Any]) -> None:
    """Answers and headings have one meaning each, and figures their limits."""
    with pytest.raises(ValidationError):
        SurveyScales(**fields)


def test_page_has_every_key() -> None:
    """The table of keys holds the fields of the scales, in order."""
    table = PAGE.read_text("utf-8").split("| key |")[1].split("\n\n")[0]
    keys = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    named = [key for row in keys for key in row]

    assert sorted(named) == sorted(SurveyScales.model_fields)


@pytest.mark.parametrize("question", [Question.SKILL, Question.COMFORT, Question.WISH])
def test_page_tells_every_default_answer(question: Question) -> None:
    """Each answer that is a word stands on the page, in the order of its value."""
    line = re.search(rf"^\| `{question}` \|.*\| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert line is not None
    told: dict[str, int] = {}
    waiting: list[str] = []
    for answer, value in re.findall(r"`([a-z ]+)`(?: (\d))?", line[1]):
        waiting.append(answer)
        if value:
            told |= dict.fromkeys(waiting, int(value))
            waiting = []
    words = {a: v for a, v in SurveyScales().scale(question).items() if not a.isdecimal()}

    assert told == words


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        ("staff", 'write staff = "Your name" for the column with the staff'),
        ("topic", 'write topic = "Your name" for the column with the topic'),
        ("skill", 'write it as {topic = "sheets", question = "wish"}'),
    ],
)
def test_a_column_that_is_said_to_be_something_is_told_where(told: str, advice: str) -> None:
    """Not that it is no object, which nobody understands."""
    _, faults = read_record(SurveyScales, {"columns": {"Your name": told}})

    assert [(f.code, f.where, f.value) for f in faults] == [("PD108", "columns['Your name']", told)]
    assert advice in faults[0].advice
