"""The table of a survey as rows of cells: from a CSV file, or from a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.sheet import Line, Row, read_lines, read_rows
from pdsched.files.text import read_table_text
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
    """The table in a CSV file, or made of rows at hand.

    Raises:
        ProblemError: if it cannot be read at all.
    """
    if not isinstance(source, str | Path):
        return _from_rows(source, scales)
    path = Path(source)
    text, remarks = read_table_text(path)
    known = [scales.staff, scales.topic, *map(scales.wording, Question), *scales.columns]
    known += scales.chosen
    lines = read_lines(path.name, text, known)
    table = _table(path.name, [cell.strip() for cell in lines[0].cells], lines[1:], lines[0].number)
    return table._replace(faults=(*remarks, *table.faults))


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
    faults = [*(fault("PD104", where, name, message, advice) for name in twice), *faults]
    return Table(file, tuple(each for each in headings if each.strip()), rows, tuple(faults))
