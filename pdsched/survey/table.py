"""The table of a survey as rows of cells: from a CSV file, a workbook, or a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.cells import Cell
from pdsched.files.sheet import Line, Row, read_lines, read_rows
from pdsched.files.text import read_table_text
from pdsched.files.workbook_cells import text_of
from pdsched.files.workbook_sheet import filled_rows, may_be_workbook, sheets_in
from pdsched.outside.workbook import Value
from pdsched.survey.scales import Question, SurveyScales, plain

Rows = Sequence[Mapping[str, object]]
"""A row for each answer or person: values by heading; ``None`` and ``NaN`` are empty cells."""


class Table(NamedTuple):
    """Headings and rows; cells are found by their heading as `plain` gives it."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    def at(self, row: int, heading: str | None = None) -> str:
        """A place as a person at a spreadsheet looks for it."""
        where = f"{self.file} row {row}"
        return f"{where} column {heading}" if heading else where


def read_table(source: str | Path | Rows, scales: SurveyScales) -> Table:
    """The table in a CSV file or a workbook, or made of rows at hand.

    Of a workbook it is the sheet whose first row has most of the headings that the scales know.

    Raises:
        ProblemError: if it cannot be read at all.
    """
    if not isinstance(source, str | Path):
        return _from_rows(source, scales)
    path = Path(source)
    known = [scales.staff, scales.topic, *map(scales.wording, Question), *scales.columns]
    known += scales.chosen
    remarks: tuple[Fault, ...] = ()
    file = path.name
    if may_be_workbook(path):
        file, lines = _of_workbook(path, {*map(plain, known)})
    else:
        text, remarks = read_table_text(path)
        lines = read_lines(file, text, known)
    headings, rows = [cell.strip() for cell in lines[0].cells], lines[1:]
    if scales.header_rows > 1 and rows:
        headings = _two_rows(headings, [cell.strip() for cell in rows[0].cells], scales)
        rows = rows[1:]
    table = _table(file, headings, rows, lines[0].number)
    return table._replace(faults=(*remarks, *table.faults))


def _of_workbook(path: Path, known: Set[str]) -> tuple[str, list[Line]]:
    """The rows of a sheet that are not blank, and what people call it."""
    sheets = [(sheet, filled_rows(sheet)) for sheet in sheets_in(path) if not sheet.hidden]
    filled = [(sheet.name, rows) for sheet, rows in sheets if rows]
    if not filled:
        message, advice = "has no sheet with a row", "give the workbook that holds the answers"
        raise ProblemError([fault("PD114", path.name, path.name, message, advice)])

    def fit(sheet: tuple[str, Sequence[tuple[int, Sequence[Value]]]]) -> int:
        _, heads = sheet[1][0]
        return len(known & {plain(text_of(Cell.TEXT, head)) for head in heads})

    name, rows = max(filled, key=fit)
    lines = [Line(number, [text_of(Cell.TEXT, cell) for cell in row]) for number, row in rows]
    return f"{path.name} sheet {name}", lines


def _two_rows(first: Sequence[str], second: Sequence[str], scales: SurveyScales) -> list[str]:
    """Headings of two rows: a question, and below it, where it is a grid, the row of each column.

    A question about several things stands over the first of its columns, and blanks over the
    others. What stands below a question with one column, such as "Response", is no part of it,
    unless the question is asked of topics.

    >>> _two_rows(["Name", "skill", ""], ["Response", "Sheets", "Slides"], SurveyScales())
    ['Name', 'skill [Sheets]', 'skill [Slides]']
    """
    columns = list(zip_longest(first, second, fillvalue=""))
    of_topics = {*map(plain, map(scales.wording, Question)), *map(plain, scales.chosen)}
    headings: list[str] = []
    question = ""
    for (text, row), (next_text, next_row) in zip(columns, [*columns[1:], ("", "")], strict=True):
        is_wide = not text or (next_row and not next_text)
        question = text or question
        is_grid = row and question and (is_wide or plain(question) in of_topics)
        headings.append(f"{question} [{row}]" if is_grid else text)
    return headings


def _from_rows(rows: Rows, scales: SurveyScales) -> Table:
    headings = list(dict.fromkeys(str(heading) for row in rows for heading in row))
    if not headings:
        message, advice = "has no rows", f"give rows with a column {scales.staff!r}"
        raise ProblemError([fault("PD114", "answers", "answers", message, advice)])
    cells = [{str(heading): _cell(value) for heading, value in row.items()} for row in rows]
    lines = [Line(n, [row.get(each, "") for each in headings]) for n, row in enumerate(cells, 1)]
    return _table("answers", headings, lines, 0)


def _cell(value: object) -> str:
    """The text of a cell; what is not equal to itself is no number."""
    return "" if value is None or value != value else str(value)


def _table(file: str, headings: Sequence[str], lines: Sequence[Line], number: int) -> Table:
    names = [plain(heading) for heading in headings]
    rows, faults = read_rows(file, names, lines)
    where = f"{file} row {number}" if number else file
    twice = [name for place, name in enumerate(names) if name and name in names[:place]]
    message, advice = "is the heading of two columns", "remove or rename one"
    headings_twice = (fault("PD104", where, name, message, advice) for name in twice)
    faults = [*headings_twice, *map(_beyond, faults)]
    return Table(file, tuple(each for each in headings if each.strip()), rows, tuple(faults))


def _beyond(fault: Fault) -> Fault:
    """The fault of a cell below no heading, with what it likely comes from in a survey."""
    advice = f"if two rows are headings, say header_rows = 2 in the scales; else {fault.advice}"
    return fault._replace(advice=advice)
