"""Tables of answers, long and wide, from files and rows, and all that can be wrong in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_survey import problem, told

from pdsched import ProblemError
from pdsched.survey import SurveyScales, needs_from_survey

WANTED = [
    ("ada:sheets", 2, 5),
    ("ada:slides", 1, 2),
    ("bo:slides", 1, 3),
]


def faults(text: str, folder: Path, **scales: Any) -> list[tuple[str, str, str]]:
    """Code, place and value of everything said about a CSV file of this text."""
    place = folder / "a.csv"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        needs_from_survey(problem(), place, SurveyScales(**scales))
    assert all(fault.message and fault.advice for fault in raised.value.faults)
    return [(fault.code, fault.where, fault.value) for fault in raised.value.faults]


LONG = """staff;Topic;Skill;WISH
bo;slides;1;yes

ada;sheets;2;urgent
ada;Slides;never used it;low
bo;sheets;;
"""
GRID = """Timestamp,staff,skill [sheets],Skill [Slides],wish [sheets],wish [slides]
9:00,bo,,1,,yes
9:01,ada,2.0,1,urgent,low
"""
CODED = """id,q1,q2,q3,q4,comment
ada,2,1,urgent,low,"often, but alone"
bo,,1,,yes,
"""
COLUMNS = {
    "q1": {"topic": "sheets"},
    "Q2": {"topic": "slides", "question": "skill"},
    "q3": {"topic": "sheets", "question": "wish"},
    "q4": {"topic": "slides", "question": "wish"},
}


@pytest.mark.parametrize(
    ("text", "scales"),
    [
        (LONG, {}),
        (GRID, {"ignored": ["time*"]}),
        (CODED, {"staff": "ID", "columns": COLUMNS, "ignored": ["comment"]}),
        (GRID.replace("kill [", "kill of [").replace("sheets]", "Spreadsheets]"),
         {"ignored": ["*"], "questions": {"skill": "Skill of"},
          "topics": {"spreadsheets": "sheets"}}),
        (LONG.replace(";", "\t"), {}),
        ("sep=;\n" + LONG, {}),
    ],
    ids=["long", "grid", "coded", "reworded", "tabs", "sep"],
)  # fmt: skip
def test_every_layout_gives_the_same_needs(
    text: str, scales: dict[str, Any], tmp_path: Path
) -> None:
    """Long or wide, with headings of any wording, the same answers are the same needs."""
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = needs_from_survey(problem(), tmp_path / "a.csv", SurveyScales(**scales))

    assert [n for n in told(found) if len(str(n[0]).split(":")) == 2] == WANTED
    assert found.unanswered == 1


def test_column_named_after_a_topic_asks_the_usual_question() -> None:
    """A heading that is a topic alone asks for skill, or for what the scales say."""
    rows = [{"staff": "ada", "Sheets": "2"}]
    skill = needs_from_survey(problem(), rows)
    wish = needs_from_survey(problem(), rows, SurveyScales(question="wish"))

    assert (told(skill)[0], skill.problem.staff[0].levels) == (("ada:sheets", 2, 3), {"sheets": 1})
    assert (told(wish)[0], wish.problem.staff[0].levels) == (("ada:sheets", 1, 2), {})


def test_listed_topics_are_wishes() -> None:
    """A topic in a list is a wish of the column's priority, or of a higher one; another is none."""
    rows = [
        {"staff": "ada", "Now": "Slides; sheets;", "Later": "sheets", "skill [sheets]": 2},
        {"staff": "bo", "Now": "", "Later": "n/a", "skill [sheets]": 1},
    ]
    found = needs_from_survey(problem(), rows, SurveyScales(chosen={"now": 5, "LATER": 2}))

    assert told(found) == [("ada:sheets", 2, 5), ("ada:slides", 1, 5)]
    assert [note.reason for note in found.notes] == ["bo left the wish to learn sheets open."]
    with pytest.raises(ProblemError) as raised:
        needs_from_survey(problem(), rows, SurveyScales(chosen={"now": 5}, separator=","))
    assert [(fault.code, fault.where, fault.value) for fault in raised.value.faults] == [
        ("PD107", "answers", "Later"),
        ("PD207", "answers row 1 column Now", "Slides; sheets;"),
    ]


def test_every_bad_cell_is_told_at_once(tmp_path: Path) -> None:
    """Unknown people, topics and answers, blanks and doubles are told in one go, by their place."""
    text = (
        "staff,topic,skill,wish\n"
        "adda,sheets,1,yes\n"
        "ada,sheet,9,yess\n"
        ",slides,1,no\n"
        "bo,,1,no\n"
        "bo,slides,1,no,extra\n"
        "bo,Slides,2,no\n"
    )
    assert faults(text, tmp_path) == [
        ("PD114", "a.csv row 6", "extra"),
        ("PD201", "a.csv row 2 column staff", "adda"),
        ("PD207", "a.csv row 3 column topic", "sheet"),
        ("PD110", "a.csv row 3 column skill", "9"),
        ("PD110", "a.csv row 3 column wish", "yess"),
        ("PD106", "a.csv row 4 column staff", "staff"),
        ("PD106", "a.csv row 5 column topic", "topic"),
        ("PD104", "a.csv row 7 column topic", "bo, slides"),
    ]


def test_advice_names_what_was_probably_meant(tmp_path: Path) -> None:
    """A fault of a mistyped person, topic, answer or column names the nearest that is known."""
    text = "staff,topic,skil,wish\nadda,sheet,1,urgnt\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as raised:
        needs_from_survey(problem(), tmp_path / "a.csv")

    hints = [fault.advice.split("?")[0] for fault in raised.value.faults]
    assert hints == [f"did you mean '{word}'" for word in ("skill", "ada", "sheets", "urgent")]


@pytest.mark.parametrize(
    ("text", "scales", "found"),
    [
        ("", {}, [("PD114", "a.csv", "a.csv")]),
        ("who,topic,skill\nada,sheets,1\n", {}, [
            ("PD107", "a.csv", "who"), ("PD106", "a.csv", "staff")]),
        ("staff,topic\nada,sheets\n", {}, [("PD106", "a.csv", "a.csv")]),
        ("staff,skill [sheets],skill [sheets]\n", {}, [("PD104", "a.csv row 1", "skill [sheets]")]),
        ("staff,skill [sheets],sheets\n", {}, [("PD104", "a.csv", "sheets")]),
        ("staff,skill [robots]\n", {}, [("PD207", "a.csv column skill [robots]", "robots")]),
        ("staff,sheets\n", {"columns": {"q1": {"topic": "sheets"}}}, [("PD106", "a.csv", "q1")]),
        ("staff,sheets\nada,1\nbo,\nada,2\n", {}, [("PD104", "a.csv row 4 column staff", "ada")]),
        ("staff,now\nada,1\n", {"chosen": {"later": 3}}, [
            ("PD107", "a.csv", "now"), ("PD106", "a.csv", "later")]),
        ('staff,sheets\nada,"1\n', {}, [("PD103", "a.csv row 2", "a.csv")]),
    ],
)  # fmt: skip
def test_bad_tables_are_told(
    text: str, scales: dict[str, Any], found: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    """A table that lacks a column, or has one that cannot be understood, is refused."""
    assert faults(text, tmp_path, **scales) == found


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing file and a table without rows are faults, no tracebacks."""
    for source, code in ((tmp_path / "gone.csv", "PD101"), ([], "PD114")):
        with pytest.raises(ProblemError) as raised:
            needs_from_survey(problem(), source)
        assert [fault.code for fault in raised.value.faults] == [code]


def test_rows_of_a_notebook_are_told_by_number() -> None:
    """Rows that come from no file have numbers from 1."""
    rows = [{"staff": "ada", "sheets": 2}, {"staff": "bo", "sheets": 9.5}]
    with pytest.raises(ProblemError) as raised:
        needs_from_survey(problem(), rows)

    assert [f.where for f in raised.value.faults] == ["answers row 2 column sheets"]


def test_encoding_that_was_guessed_is_a_warning(tmp_path: Path) -> None:
    """A table in Windows-1252 is read, and its warning handed on."""
    (tmp_path / "a.csv").write_bytes("staff,sheets,caf\xe9\nada,1,x\n".encode("cp1252"))
    found = needs_from_survey(problem(), tmp_path / "a.csv", SurveyScales(ignored=["caf\xe9"]))

    assert [fault.code for fault in found.warnings] == ["PD911"]
    assert told(found) == [("ada:sheets", 1, 3)]
