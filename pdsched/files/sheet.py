"""One CSV file as rows of cells, read the way spreadsheets write it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.tables import PLAN_TABLES, TABLES, Column
from pdsched.files.text import read_table_text
from pdsched.outside import Together
from pdsched.problem.names import normal

_SEP = re.compile(r"\s*sep\s*=(.)[ ,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """The cells of a row that are not blank, and the number that a spreadsheet shows."""

    number: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """The rows of a table, and what was wrong with the file."""

    file: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    lacking: frozenset[str]
    """Required columns that the file does not have."""


class Line(NamedTuple):
    """A line that is not blank: its number, and all its cells."""

    number: int
    cells: list[str]


def read_sheet(table: str, path: Path, together: Together) -> Sheet:
    """Reads a file as a table of a folder whose other tables are held besides.

    Raises:
        ProblemError: if it cannot be read at all.
        TooLargeError: if all of them are too large together.
    """
    columns = TABLES[table] if table in TABLES else PLAN_TABLES[table]
    return read_columns(columns, path, together)


def read_columns(columns: Sequence[Column], path: Path, together: Together | None = None) -> Sheet:
    """Reads a file as a table with some columns; as `read_sheet`."""
    text, remarks = read_table_text(path, together)
    lines = read_lines(path.name, text, [column.name for column in columns])
    names, lacking, faults = read_header(path.name, columns, lines[0])
    rows, more = read_rows(path.name, names, lines[1:])
    return Sheet(path.name, rows, (*remarks, *faults, *more), lacking)


def read_lines(file: str, text: str, known: Sequence[str]) -> list[Line]:
    r"""The header of a table and its rows that are not blank.

    `known` are names of columns, by which the delimiter is told.

    Raises:
        ProblemError: if the text is no CSV, or has not even a header.

    >>> read_lines("rooms.csv", "id;school\nlab;north\n", ["id", "school"])[1]
    Line(number=2, cells=['lab', 'north'])
    """
    lines = list(_lines(file, text, known))
    if not lines:
        message, advice = "has no header row", f"begin with: {', '.join(known)}"
        raise ProblemError([fault("PD114", file, file, message, advice)])
    return lines


def _lines(file: str, text: str, known: Sequence[str]) -> Iterator[Line]:
    """The rows that are not blank; the line ``sep=;`` is no row, as in a spreadsheet."""
    sep = _SEP.match(text)
    body = text[sep.end() :] if sep else text
    delimiter = sep[1] if sep else _delimiter(body, known)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield Line(number, cells)
    except csv.Error as error:
        where, message = (
            f"{file} row {number + 1}",
            f"is not well-formed CSV from here on ({error})",
        )
        advice = "check the quotation marks: inside a quoted cell each is doubled"
        raise ProblemError([fault("PD103", where, file, message, advice)]) from None


def _delimiter(text: str, names: Sequence[str]) -> str:
    """The delimiter under which most of the header is known."""
    header = text.lstrip().partition("\n")[0].partition("\r")[0]
    known = {column_name(name) for name in names}

    def fit(delimiter: str) -> tuple[int, int]:
        columns = {column_name(cell.strip('" \t')) for cell in header.split(delimiter)}
        return len(columns & known), header.count(delimiter)

    return max(_DELIMITERS, key=fit)


def column_name(cell: str) -> str:
    """A column's name however it is written.

    >>> column_name("Level From")
    'level_from'
    """
    return re.sub(r"[\s\-]+", "_", normal(cell).strip().casefold())


def read_header(
    file: str, columns: Sequence[Column], line: Line
) -> tuple[list[str], frozenset[str], list[Fault]]:
    """The names of the columns, the required ones that are not there, and all faults.

    >>> read_header("sheet terms", TABLES["terms"], Line(1, ["Id", "First", "Last"]))
    (['id', 'first', 'last'], frozenset(), [])
    """
    names, known = [column_name(cell) for cell in line.cells], [column.name for column in columns]
    where, faults = f"{file} row {line.number}", []
    for place, name in enumerate(names):
        if name and name not in known:
            faults.append(_unknown(where, line.cells[place].strip(), known))
        elif name and name in names[:place]:
            message = "is the name of two columns"
            faults.append(fault("PD104", where, name, message, "remove or rename one"))
    lacking = [column.name for column in columns if column.required and column.name not in names]
    for name in lacking:
        faults.append(fault("PD106", where, name, "is missing among the columns", "add it"))
    return names, frozenset(lacking), faults


def _unknown(where: str, name: str, known: Sequence[str]) -> Fault:
    near = get_close_matches(column_name(name), known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}? If not, " if near else ""
    advice = f"{hint}remove it; known: {', '.join(known)}"
    return fault("PD107", where, name, "is not a known column", advice)


def read_rows(
    file: str, names: Sequence[str], lines: Sequence[Line]
) -> tuple[tuple[Row, ...], list[Fault]]:
    """The rows below a header by the names of its columns, and a fault for each cell beyond.

    >>> read_rows("rooms.csv", ["id", "school"], [Line(2, ["lab", " "])])[0]
    (Row(number=2, cells={'id': 'lab'}),)
    """
    rows, faults = [], []
    for number, line in lines:
        cells = {name: cell for name, cell in zip(names, line, strict=False) if cell.strip()}
        if extra := [cell for cell in line[len(names) :] if cell.strip()] or cells.get("", ""):
            value = extra if isinstance(extra, str) else extra[0]
            advice = "put a cell that contains the delimiter in quotation marks"
            message = "stands under no column name"
            faults.append(fault("PD114", f"{file} row {number}", value, message, advice))
        rows.append(Row(number, {name: cell for name, cell in cells.items() if name}))
    return tuple(rows), faults
