"""A workbook as a problem, with every fault by sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.cells import Cell
from pdsched.files.folder import assemble
from pdsched.files.sheet import Line, Sheet, column_name, read_header, read_rows
from pdsched.files.tables import TABLES
from pdsched.files.text import cannot
from pdsched.files.workbook_cells import ERRORS, is_spoilt, text_of
from pdsched.outside import UnreadableError
from pdsched.outside.workbook import NAMES, Value, WorkbookSheet, is_workbook, read_workbook
from pdsched.problem import Problem

OURS = ("read_me", "example", "faults")
"""Sheets of ours that hold nothing of a problem."""
_OF_A_PLAN = {"summary", "cover", "by_day", "open_needs"}
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


def read_problem_workbook(path: Path) -> tuple[Problem | None, tuple[Fault, ...]]:
    """The problem in a workbook, and all faults of its sheets.

    Raises:
        ProblemError: if it cannot be read, or holds a plan.
    """
    return problem_in(path, sheets_in(path))


def problem_in(
    path: Path, raw: Sequence[WorkbookSheet]
) -> tuple[Problem | None, tuple[Fault, ...]]:
    """The same of sheets that are read already."""
    if {column_name(sheet.name) for sheet in raw} >= _OF_A_PLAN:
        message = "is a plan written for people, from which none is read"
        advice = "give the plan as it was written besides, a .json file or a folder of CSV files"
        raise ProblemError([fault("PD105", str(path), path.name, message, advice)])
    tables, faults = _tables(raw)
    if not tables:
        message = "holds no sheet that is a table of a problem"
        advice = f"name the sheets by what they hold: {', '.join(TABLES)}; pdsched template makes a"
        advice += " workbook to fill in"
        empty = fault("PD105", str(path), path.name, message, advice)
        return None, (empty, *faults)
    read = {table: _sheet(table, sheet) for table, sheet in tables.items()}
    return assemble(read, faults, sheet_name)


def _tables(raw: Sequence[WorkbookSheet]) -> tuple[dict[str, WorkbookSheet], list[Fault]]:
    """The sheets by table, in the order of the tables, and the faults of their names."""
    tables: dict[str, WorkbookSheet] = {}
    faults: list[Fault] = []
    for sheet in raw:
        table, is_empty = column_name(sheet.name), len(sheet.rows) < 2
        if table in tables:
            message, advice = "is the name of two sheets", "keep one of the two"
            faults.append(fault("PD104", f"sheet {sheet.name}", sheet.name, message, advice))
        elif table in TABLES and not (sheet.hidden and is_empty):
            tables[table] = sheet
        elif table not in (*OURS, *TABLES) and sheet.rows and not sheet.hidden:
            faults.append(_stray(sheet.name, table))
    return {table: tables[table] for table in TABLES if table in tables}, faults


def _stray(name: str, table: str) -> Fault:
    if near := get_close_matches(table, TABLES, n=1, cutoff=0.8):
        message, advice = "is not a known table", f"call it {near[0]}, or take it out"
        return fault("PD107", f"sheet {name}", name, message, advice)
    message = "is no table of a problem and was not read"
    return fault("PD912", f"sheet {name}", name, message, "take it out if it is not meant")


def _sheet(table: str, raw: WorkbookSheet) -> Sheet | None:
    """The rows of a sheet, and its faults."""
    file, columns = sheet_name(table), TABLES[table]
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
