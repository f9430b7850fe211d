"""Surveys as programs export them: lists, several headings, several answers, strangers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_survey import course, problem, told

from pdsched import Problem, ProblemError
from pdsched.problem import StaffMember
from pdsched.survey import SurveyReading, SurveyScales, needs_from_survey

WORDINGS = {"Sheets": "sheets", "Slides": "slides", "Marks, tags and search": "notes"}
SKILL = {"no idea": 0, "fine": 1, "I help others": 2}


def staffed(*names: str) -> Problem:
    """These people, and courses on sheets, slides and notes."""
    courses = [course(f"{topic}-1", topic, 0, 1) for topic in ("sheets", "slides", "notes")]
    staff = [{"id": name, "schools": ["north"]} for name in names]
    return problem(staff=staff, courses=[*courses, course("sheets-2", "sheets", 1, 2)])


def reading(folder: Path, text: str, given: Problem, **scales: Any) -> SurveyReading:
    """What a CSV file of this text comes to."""
    place = folder / "form.csv"
    place.write_text(text, encoding="utf-8")
    return needs_from_survey(given, place, SurveyScales.model_validate(scales))


def faults(folder: Path, text: str, given: Problem, **scales: Any) -> list[tuple[str, str, str]]:
    """Code, place and advice of each fault."""
    with pytest.raises(ProblemError) as raised:
        reading(folder, text, given, **scales)
    return [(fault.code, fault.where, fault.advice) for fault in raised.value.faults]


# --- lists ---

LIST: dict[str, Any] = {"chosen": {"What next?": 4}, "separator": ",", "topics": WORDINGS}


@pytest.mark.parametrize(
    ("cell", "topics"),
    [
        ("Sheets, Marks, tags and search", ["sheets", "notes"]),
        ("Marks, tags and search, Sheets", ["sheets", "notes"]),
        ("marks, TAGS and  search", ["notes"]),
        ("Marks, tags and search", ["notes"]),
        ("Sheets,,Slides,", ["sheets", "slides"]),
        ("No, thanks", []),
    ],
)
def test_a_wording_may_hold_the_separator(tmp_path: Path, cell: str, topics: list[str]) -> None:
    """The longest known wording comes first, wherever in the list it stands."""
    text = f'staff,What next?\nada,"{cell}"\n'
    made = reading(tmp_path, text, staffed("ada"), **LIST, no_answer=["No, thanks"])

    assert [need.topic for need in made.needs] == topics


def test_unknown_parts_of_a_list_are_told_one_by_one(tmp_path: Path) -> None:
    """What begins like a known wording and is none is as unknown as the rest."""
    text = 'staff,What next?\nada,"Marks, tags, Sheets"\n'
    with pytest.raises(ProblemError) as raised:
        reading(tmp_path, text, staffed("ada"), **LIST)

    assert [fault.value for fault in raised.value.faults] == ["Marks", "tags"]


def test_a_long_list_is_read_in_one_go() -> None:
    """Only so many parts are put together as the longest wording has."""
    rows = [{"staff": "ada", "What next?": ", ".join(["Sheets"] * 100_000)}]
    made = needs_from_survey(staffed("ada"), rows, SurveyScales.model_validate(LIST))

    assert [need.topic for need in made.needs] == ["sheets"]


def test_topics_may_be_ticked_each_in_its_column(tmp_path: Path) -> None:
    """A tick, a number or the wording itself is a wish; blanks, 0 and a refusal are none."""
    text = (
        "staff,What next? [Sheets],What next? [Slides],What next? [Other]\n"
        "ada,Sheets,,knitting\nbo,0,1,\ncy,FALSE,x,\n"
    )
    scales = {"chosen": {"What next?": 4}, "ignored": ["*[other]"]}
    made = reading(tmp_path, text, staffed("ada", "bo", "cy"), **scales)

    assert told(made) == [("ada:sheets", 1, 4), ("bo:slides", 1, 4), ("cy:slides", 1, 4)]
    assert faults(tmp_path, text, staffed("ada", "bo", "cy"), chosen={"What next?": 4})[0][:2] == (
        "PD207",
        "form.csv column What next? [Other]",
    )


# --- headings ---

TWO = (
    "ID,Your code,How well?,,,What next?,,Anything else?\n"
    ",Response,Sheets,Slides,Notes,Sheets,Slides,Open-Ended Response\n"
    "1,ada,fine,no idea,,,Slides,\n"
    "2,bo,no idea,fine,fine,Sheets,,thanks\n"
)
OF_TWO: dict[str, Any] = {
    "staff": "Your code",
    "ignored": ["ID", "Anything else?"],
    "questions": {"skill": "How well?"},
    "skill": SKILL,
    "chosen": {"What next?": 4},
}


def test_headings_may_take_two_rows(tmp_path: Path) -> None:
    """The second row is part of a heading where a question has several columns."""
    made = reading(tmp_path, TWO, staffed("ada", "bo"), **OF_TWO, header_rows=2)

    assert told(made) == [("ada:slides", 1, 4), ("bo:sheets", 1, 4)]
    levels = [member.levels for member in made.problem.staff]
    assert levels == [{"sheets": 1, "slides": 0}, {"notes": 1, "sheets": 0, "slides": 1}]


def test_each_column_of_a_grid_has_its_row(tmp_path: Path) -> None:
    """Also the first one, and also where the question is none of ours."""
    text = "Your code,How well?,Your rooms,\n,Sheets,Lab,Hall\nada,no idea,x,\n"
    scales = OF_TWO | {"chosen": {}, "header_rows": 2, "ignored": ["Your rooms [*]"]}
    assert told(reading(tmp_path, text, staffed("ada"), **scales)) == [("ada:sheets", 1, 3)]


def test_a_grid_of_one_row_is_a_grid(tmp_path: Path) -> None:
    """A question that is asked of topics has its topic in the second row."""
    text = "Your code,How well?\nResponse,Sheets\nada,no idea\n"
    scales = OF_TWO | {"chosen": {}, "header_rows": 2}
    assert told(reading(tmp_path, text, staffed("ada"), **scales)) == [("ada:sheets", 1, 3)]


def test_two_rows_of_headings_are_not_guessed(tmp_path: Path) -> None:
    """Without the key each cell below no heading says what to do, and no hint repeats a heading."""
    said = faults(tmp_path, TWO, staffed("ada", "bo"), **OF_TWO)

    assert ("PD114", "form.csv row 2") in [fault[:2] for fault in said]
    assert all("header_rows = 2" in advice for code, _, advice in said if code == "PD114")
    assert all("mean 'How well?'" not in advice for *_, advice in said)


# --- who answers ---

FORM = (
    "staff,skill [Sheets],What next?\n"
    "ada@school.example,no idea,Sheets\n"
    "Bo@School.example,fine,Slides\n"
    "ada@school.example,fine,Slides\n"
    "leaver@school.example,fine,???\n"
    "gone@school.example,fine,\n"
)
PEOPLE = ("ada@school.example", "bo@school.example")
LENIENT = LIST | {"skill": SKILL, "repeated": "last", "unknown_staff": "skip"}


def test_the_last_answer_counts_where_the_scales_say_so(tmp_path: Path) -> None:
    """Addresses go without case; who answered twice and who is unknown is one warning each."""
    made = reading(tmp_path, FORM, staffed(*PEOPLE), **LENIENT)

    assert told(made) == [("ada@school.example:slides", 1, 4), ("bo@school.example:slides", 1, 4)]
    assert [(w.code, w.where, w.value) for w in made.warnings] == [
        ("PD955", "form.csv row 5 column staff", "leaver@school.example"),
        ("PD954", "form.csv row 2 column staff", "ada@school.example"),
    ]
    assert made.warnings[0].message.endswith("; likewise 1 more: gone@school.example")


def test_repeated_and_unknown_respondents_are_faults_otherwise(tmp_path: Path) -> None:
    """Each is told by its row, with the key that would let it pass."""
    said = faults(tmp_path, FORM.replace("???", "Slides"), staffed(*PEOPLE), **LIST, skill=SKILL)

    assert [fault[:2] for fault in said] == [
        ("PD104", "form.csv row 4 column staff"),
        ("PD201", "form.csv row 5 column staff"),
        ("PD201", "form.csv row 6 column staff"),
    ]
    assert "repeated = 'last'" in said[0][2]
    assert "unknown_staff = 'skip'" in said[1][2]


def test_people_may_be_told_by_their_names(tmp_path: Path) -> None:
    """A form asks for names; one that two people have is no answer to who it was."""
    given = staffed("t1", "t2", "t3")
    names = ("Ada King", "Bo Ek", "bo  EK")
    staff = tuple(m.model_copy(update={"name": n}) for m, n in zip(given.staff, names, strict=True))
    given = given.model_copy(update={"staff": staff})
    text = "staff,skill [Sheets],What next?\nada king,fine,Slides\n"

    assert told(reading(tmp_path, text, given, **LENIENT)) == [("t1:slides", 1, 4)]
    both = faults(tmp_path, f"{text}Bo Ek,fine,Slides\n", given, **LENIENT)
    assert both == [("PD201", "form.csv row 3 column staff", "write an id: t2, t3")]


def test_an_empty_answer_is_no_last_one(tmp_path: Path) -> None:
    """Who opens the form again and answers nothing keeps what they answered."""
    text = "staff,skill [Sheets],What next?\nbo,no idea,Sheets\nbo,,n/a\n"
    made = reading(tmp_path, text, staffed("bo"), **LENIENT)

    assert told(made) == [("bo:sheets", 1, 4)]
    assert (made.unanswered, len(made.warnings)) == (0, 1)


def test_of_a_long_table_the_last_answer_on_each_topic_counts(tmp_path: Path) -> None:
    """Answers on other topics stay."""
    text = "staff,topic,skill\nada,sheets,2\nada,slides,1\nada,Sheets,1\n"
    made = reading(tmp_path, text, staffed("ada"), repeated="last")

    assert told(made) == [("ada:sheets", 1, 3), ("ada:slides", 1, 3)]


def test_rows_without_a_name_are_still_faults(tmp_path: Path) -> None:
    """Nobody is taken for one respondent with somebody else who left the name blank."""
    text = "staff,skill [Sheets],What next?\n,fine,Sheets\n,fine,Sheets\n"
    said = faults(tmp_path, text, staffed("ada"), **LENIENT)

    assert [fault[:2] for fault in said] == [
        ("PD106", "form.csv row 2 column staff"),
        ("PD106", "form.csv row 3 column staff"),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs"), [("Jos\u00e9", "Jose\u0301"), ("Jose\u0301", "Jos\u00e9")]
)
def test_a_name_in_another_unicode_form_is_the_same(ours: str, theirs: str) -> None:
    """In staff and in the survey, from a file or from rows."""
    given = problem(staff=[StaffMember(id=ours, schools=("north",))])
    made = needs_from_survey(given, [{"staff": theirs, "topic": "sheets", "skill": 1}])

    assert [need.staff for need in made.needs[:1]] == ["Jos\u00e9"]
