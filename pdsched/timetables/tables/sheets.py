"""From a file or a frame to the one sheet that is read, and what is to be said of the others."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pdsched import outside
from pdsched.outside.workbook import Value, is_workbook, read_workbook
from pdsched.timetables.faults import fail
from pdsched.timetables.separators import Marks, marks_of
from pdsched.timetables.tables.grid import Grid, grid_of, is_empty, text_of
from pdsched.timetables.tables.heads import known_heads
from pdsched.timetables.text import lines_of, read_text
from pdsched.timetables.timetable import Note, note

HIDDEN = "is a hidden sheet and was not read; --sheet names one to be read"
NOT_READ = "is a sheet that was not read; --sheet names the one to be read"
_SEP = re.compile(r"\s*sep\s*=(.)[ ,;\t]*\n", re.IGNORECASE)
_LEAST_HEADS = 2
_HEAD_ROWS = 30


class Frame(Protocol):
    """A data frame, of pandas or made alike: columns and rows."""

    @property
    def columns(self) -> Any:
        """Names of the columns."""


class Chosen(NamedTuple):
    """The sheet that is read."""

    name: str
    """Of the timetable: the name of the file without its ending."""
    grid: Grid
    notes: tuple[Note, ...]


def sheet_of(source: str | Path | Frame, sheet: str | int | None, encoding: str | None) -> Chosen:
    """The sheet of a source that is read: the one that is told, or the only one that can be.

    Args:
        source: a workbook, a CSV or TSV file, or a frame.
        sheet: name of the sheet, or its number from 1 on.
        encoding: of a text file, where it is not in Unicode and not to be guessed.

    Raises:
        ProblemError: it cannot be read (PD701, PD702, PD705, PD711, PD713), or which sheet is
            meant is not told (PD721).
    """
    if not isinstance(source, (str, Path)):
        return Chosen("table", grid_of("frame", list(_rows_of_frame(source))), ())
    path = Path(source)
    try:
        content = outside.read_bytes(path)
        if is_workbook(content):
            return _of_workbook(path, sheet)
    except outside.UnreadableError as error:
        code = "PD711" if isinstance(error, outside.TooLargeError) else "PD701"
        fail(code, str(path), path.name, str(error))
    if sheet is not None:
        fail("PD721", str(path), sheet, "it is no workbook, and has one table")
    text, notes = read_text(path, encoding)
    return Chosen(path.stem, grid_of(path.name, _rows_of_text(text, path)), notes)


def _of_workbook(path: Path, wanted: str | int | None) -> Chosen:
    sheets = read_workbook(path)
    where = {sheet.name: f"{path.name} sheet {sheet.name}" for sheet in sheets}
    if wanted is not None:
        for number, sheet in enumerate(sheets, 1):
            if wanted in (sheet.name, number) or wanted == str(number):
                grid = grid_of(where[sheet.name], sheet.rows, sheet.merged)
                return _not_empty(path, Chosen(path.stem, grid, ()))
        names = ", ".join(repr(sheet.name) for sheet in sheets)
        fail("PD721", str(path), wanted, f"there are {names}")
    notes = [note(str(path), sheet.name, HIDDEN) for sheet in sheets if sheet.hidden]
    grids = {
        sheet.name: grid_of(where[sheet.name], sheet.rows, sheet.merged)
        for sheet in sheets
        if not sheet.hidden
    }
    full = {name: grid for name, grid in grids.items() if not is_empty(grid)}
    able = {name: grid for name, grid in full.items() if len(full) == 1 or _has_heads(grid)}
    if len(able) > 1 or (full and not able):
        names = ", ".join(repr(name) for name in (able or full))
        fail("PD721", str(path), path.name, f"several sheets may be meant: {names}")
    if not able:
        fail("PD702", str(path), path.name)
    ((name, grid),) = able.items()
    notes += [note(str(path), other, NOT_READ) for other in full if other != name]
    return Chosen(path.stem, grid, tuple(notes))


def _not_empty(path: Path, sheet: Chosen) -> Chosen:
    return fail("PD702", sheet.grid.where, path.name) if is_empty(sheet.grid) else sheet


def _has_heads(grid: Grid) -> bool:
    rows = grid.rows[:_HEAD_ROWS]
    return any(known_heads(map(text_of, row)) >= _LEAST_HEADS for row in rows)


def _rows_of_text(text: str, path: Path) -> list[list[Value]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    sep = _SEP.match(text)
    lines = [line for line in lines_of(text) if line.strip()]
    marks = Marks(sep[1], '"') if sep else marks_of(lines, _worth)
    body = text[sep.end() :] if sep else text  # as in a spreadsheet, "sep=;" is no row
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=marks.separator, quotechar=marks.quote
    )
    rows: list[list[Value]] = []
    try:
        rows.extend(list(fields) for fields in reader)
    except csv.Error as error:
        fail("PD705", str(path), f"line {reader.line_num}", str(error))
    return rows


def _worth(fields: Sequence[str]) -> int:
    return len(fields) - 1 + 20 * known_heads(fields)


def _rows_of_frame(frame: Frame) -> Iterator[list[Value]]:
    """The names of the columns, one row for each of their levels, and the rows."""
    told: Any = frame
    if any(name is not None for name in getattr(getattr(told, "index", None), "names", ())):
        told = told.reset_index()
    heads = [name if isinstance(name, tuple) else (name,) for name in told.columns]
    for level in range(max(map(len, heads), default=0)):
        yield [_plain(name[level]) if level < len(name) else None for name in heads]
    rows = told.iter_rows() if hasattr(told, "iter_rows") else told.itertuples(False, None)
    for row in rows:
        yield [_plain(value) for value in row]


def _plain(value: Any) -> Value:
    """A value of a frame as one of a workbook; what is missing there has many forms."""
    if hasattr(value, "to_pydatetime") and value == value:
        value = value.to_pydatetime()
    elif hasattr(value, "item"):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, (str, int, float, bool, dt.date, dt.time, dt.timedelta)):
        return value
    return str(value)
