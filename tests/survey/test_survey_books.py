"""A survey in a workbook is read as the same table in CSV is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import Rows, book, free_book
from test_survey_exports import reading, staffed
from xlsxwriter import Workbook

from pdsched import ProblemError
from pdsched.survey import SurveyReading, SurveyScales, needs_from_survey

TWO_ROWS: Rows = [
    ["Respondent", "Your code", "How well?", None],
    [None, "Open-Ended Response", "sheets", "slides"],
    [118001.0, "ada", 1.0, 3.0],
    [118002.0, "ben", 3.0, None],
]
SCALES: dict[str, Any] = {
    "staff": "Your code",
    "header_rows": 2,
    "ignored": ["Respondent"],
    "questions": {"skill": "How well?"},
}


def from_book(path: Path, **scales: Any) -> SurveyReading:
    """What a workbook comes to."""
    return needs_from_survey(staffed("ada", "ben"), path, SurveyScales.model_validate(scales))


def test_it_is_the_same_as_csv(tmp_path: Path) -> None:
    """Also with two rows of headings, numbers, and sheets of other things before it."""
    sheets: dict[str, Rows] = {"About": [["made by a form"]], "Form Responses 1": TWO_ROWS}
    made = from_book(book(tmp_path / "form.xlsx", sheets), **SCALES)
    lines = (",".join("" if x is None else str(x).removesuffix(".0") for x in r) for r in TWO_ROWS)
    same = reading(tmp_path, "\n".join(lines), staffed("ada", "ben"), **SCALES)

    assert made == same
    assert [need.id for need in made.needs] == ["ada:sheets"]


def _merged(made: Workbook) -> None:
    """As survey programs export it: a question over its columns in one merged cell."""
    sheet = made.add_worksheet("Sheet1")
    sheet.write_row("A1", TWO_ROWS[0])
    sheet.merge_range("C1:D1", "How well?")
    for number, row in enumerate(TWO_ROWS[1:], 1):
        sheet.write_row(number, 0, row)


def test_a_merged_question_stands_over_its_columns(tmp_path: Path) -> None:
    """Merged cells of headings are what they look like."""
    made = from_book(free_book(tmp_path / "form.xlsx", _merged), **SCALES)

    assert [need.id for need in made.needs] == ["ada:sheets"]


def test_faults_name_sheet_row_and_column(tmp_path: Path) -> None:
    """As the spreadsheet shows them."""
    rows: Rows = [["staff", "topic", "skill"], [], ["ada", "sheets", "often"], ["eve", "sheets", 1]]
    with pytest.raises(ProblemError) as raised:
        from_book(book(tmp_path / "form.xlsx", {"Answers": rows}))

    assert [(fault.code, fault.where) for fault in raised.value.faults] == [
        ("PD110", "form.xlsx sheet Answers row 3 column skill"),
        ("PD201", "form.xlsx sheet Answers row 4 column staff"),
    ]


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    """With a sentence."""
    path = free_book(tmp_path / "form.xlsx", lambda made: made.add_worksheet("x"))
    with pytest.raises(ProblemError, match=r"PD114 form.xlsx: .* has no sheet with a row"):
        from_book(path)
