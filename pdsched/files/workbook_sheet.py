"""One sheet of a workbook as a table, with what is wrong with its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.cells import Cell
from pdsched.files.sheet import Line, Sheet, column_name, read_header, read_rows
from pdsched.files.tables import TABLES
from pdsched.files.text import cannot
from pdsched.files.workbook_cells import ERRORS, is_spoilt, text_of
from pdsched.outside import UnreadableError
from pdsched.outside.workbook import NAMES, Value, WorkbookSheet, is_workbook, read_workbook

_HEAD_BYTES = 4096
"""Enough to tell: the first part of a workbook says what it is."""


def sheet_name(table: str) -> str:
    """What a table is called in a workbook.

    >>> sheet_name("staff")
    'sheet staff'
    """
    return f"sheet {table}"


def may_be_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its name, or begins like one.

    >>> may_be_workbook(Path("district.XLSX")), may_be_workbook(Path("district.json"))
    (True, False)
    """
    if path.suffix.casefold() in NAMES:
        return True
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return False
    return is_workbook(head)


def sheets_in(path: Path) -> tuple[WorkbookSheet, ...]:
    """The sheets of a workbook.

    Raises:
        ProblemError: if it cannot be read.
    """
    try:
        return read_workbook(path)
    except UnreadableError as error:
        raise ProblemError([cannot("read", path, error)]) from None


def read_one_table(table: str, path: Path) -> Sheet:
    """A workbook in place of one CSV file: its sheet of that name, or the only one with rows.

    Raises:
        ProblemError: if it cannot be read, or it does not say which sheet is meant.
    """
    filled = [sheet for sheet in sheets_in(path) if sheet.rows and not sheet.hidden]
    named = [sheet for sheet in filled if column_name(sheet.name) == table]
    if len(meant := named or filled) != 1:
        message = f"has {len(meant)} sheets with rows, and none or several called {table}"
        raise ProblemError([fault("PD105", path.name, path.name, message, f"call one {table}")])
    return table_in(table, meant[0], path.name)


def table_in(table: str, raw: WorkbookSheet, file: str) -> Sheet:
    """The rows of a sheet that is a table, and its faults; ``file`` is what people call it.

    >>> raw = WorkbookSheet("terms", (("id", "first", "last"), ("t1",)), hidden=False, merged=())
    >>> table_in("terms", raw, "sheet terms").rows
    (Row(number=2, cells={'id': 't1'}),)
    """
    columns = TABLES[table]
    lines = filled_rows(raw)
    if not lines:
        message, advice = "has no heads", f"write in its first row: {_listed(table)}"
        return Sheet(file, (), (fault("PD114", file, table, message, advice),), frozenset())
    number, heads = lines[0]
    first = Line(number, [text_of(Cell.TEXT, head) for head in heads])
    names, lacking, faults = read_header(file, columns, first)
    kinds = {column.name: column.cell for column in columns}
    cells = [kinds.get(name, Cell.TEXT) for name in names]
    faults += _whole(file, raw, number)
    faults += (
        _wrong(file, row, names[place], value)
        for row, values in lines[1:]
        for place, value in enumerate(values)
        if value is not None and names[place] in kinds and _is_wrong(cells[place], value)
    )
    texts = [Line(row, list(map(text_of, cells, values))) for row, values in lines[1:]]
    rows, beyond = read_rows(file, names, texts)
    advice = "give the column a head, or clear the cell"
    return Sheet(file, rows, (*faults, *(f._replace(advice=advice) for f in beyond)), lacking)


def _listed(table: str) -> str:
    return ", ".join(column.name for column in TABLES[table])


def filled_rows(raw: WorkbookSheet) -> list[tuple[int, tuple[Value, ...]]]:
    """The rows that are not blank, by the number that a spreadsheet shows.

    >>> filled_rows(WorkbookSheet("terms", ((None,), ("id",)), hidden=False, merged=()))
    [(2, ('id',))]
    """
    return [(number, row) for number, row in enumerate(raw.rows, 1) if any(map(_is_filled, row))]


def _is_filled(value: Value) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _whole(file: str, raw: WorkbookSheet, number: int) -> Iterator[Fault]:
    """Faults of a sheet that is not what it looks like: hidden, or with merged cells."""
    if raw.hidden:
        message, advice = "is hidden and holds rows", "show the sheet, or take it out"
        yield fault("PD105", file, raw.name, message, advice)
    merged = [span for span in raw.merged if span[1][0] >= number - 1]
    if merged:
        (row, column), _ = min(merged)
        message = f"has {len(merged)} merged cells" if len(merged) > 1 else "has merged cells"
        advice = f"split them, the first at {_letters(column)}{row + 1}, and fill each cell"
        yield fault("PD114", f"{file} row {row + 1}", raw.name, message, advice)


def _letters(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    rest, last = divmod(column, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _is_wrong(cell: Cell, value: Value) -> bool:
    return value in ERRORS if isinstance(value, str) else is_spoilt(cell, value)


def _wrong(file: str, row: int, column: str, value: Value) -> Fault:
    where = f"{file} row {row} column {column}"
    if isinstance(value, str):
        message, advice = "is an error of a formula", "mend it, or write the value"
        return fault("PD108", where, value, message, advice)
    message = "is a date or a time where a text is meant"
    advice = "a spreadsheet made it of what was typed: format the column as text, and type it anew"
    return fault("PD108", where, text_of(Cell.TEXT, value), message, advice)
