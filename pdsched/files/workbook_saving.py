"""A problem as a workbook: a sheet for each table, in the order in which one fills them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pdsched.checks.codes import fault
from pdsched.errors import ProblemError
from pdsched.files.cells import Cell
from pdsched.files.columns_page import said
from pdsched.files.tables import TABLES, Column
from pdsched.files.unfold import Record, table_rows
from pdsched.files.workbook_cells import value_of
from pdsched.files.workbook_sheet import sheet_name
from pdsched.outside.workbook_writer import (
    MOST_LETTERS,
    MOST_ROWS,
    CellValue,
    Head,
    Link,
    SheetOut,
    letters,
)
from pdsched.problem import Problem
from pdsched.problem.problem import KEPT, PAST

NEEDED = (
    *("calendar", "schools", "periods", "staff", "lessons", "courses", "needs"),
    *("trainers", "substitutes", "availability"),
)
"""Tables without which there is nothing to plan."""
WRITTEN_BY_PROGRAMS = (*KEPT, *PAST)
"""Tables that nobody fills by hand: their sheets are hidden while they have no rows."""
_NEEDED_COLOUR, _OTHER_COLOUR = "#1F4E79", "#BFBFBF"
_FORMS = {
    Cell.DATE: "date",
    Cell.CLOCK: "clock",
    Cell.INT: "number",
    Cell.FLOAT: "number",
    Cell.BOOL: "number",
}
_SOURCES: Mapping[str, str] = {
    **dict.fromkeys(("school", "origin", "destination"), "schools"),
    **dict.fromkeys(("staff", "colleague"), "staff"),
    **dict.fromkeys(("course", "requires"), "courses"),
    "trainer": "trainers",
    "substitute": "substitutes",
    "room": "rooms",
    "lesson": "lessons",
}
"""Columns that hold an id of another sheet, by their names."""
_FOR_PEOPLE = {("lessons", "room")}
"""Columns of such a name that hold any words."""
_FILE = re.compile(r"(\w+)\.csv")


def problem_sheets(problem: Problem) -> Iterator[SheetOut]:
    """The sheets of a problem, the words for whoever opens it first.

    Raises:
        ProblemError: if a sheet cannot hold it, while they are written.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> [sheet.name for sheet in problem_sheets(Problem(calendar=calendar))][:4]
    ['read me', 'problem', 'assumptions', 'calendar']
    """
    yield read_me()
    for table, rows in table_rows(problem):
        yield table_sheet(table, values(table, rows))


def table_sheet(table: str, rows: Iterator[tuple[CellValue, ...]]) -> SheetOut:
    """The sheet of a table with some rows."""
    first = next(rows, None)
    return SheetOut(
        table,
        tuple(head(table, column) for column in TABLES[table]),
        () if first is None else _again(first, rows),
        colour=_NEEDED_COLOUR if table in NEEDED else _OTHER_COLOUR,
        hidden=first is None and table in WRITTEN_BY_PROGRAMS,
    )


def _again(
    first: tuple[CellValue, ...], rows: Iterator[tuple[CellValue, ...]]
) -> Iterator[tuple[CellValue, ...]]:
    yield first
    yield from rows


def head(table: str, column: Column) -> Head:
    """The head of a column: what it is for, and what its cells can be.

    >>> head("rooms", TABLES["rooms"][2]).source
    ('schools', 0)
    """
    sentence = said()[table].columns[column.name]
    needed = "Needed. " if column.required else ""
    source = _SOURCES.get(column.name) if column.cell is Cell.TEXT else None
    is_other = source is not None and source != table and (table, column.name) not in _FOR_PEOPLE
    choices = ("TRUE", "FALSE") if column.cell is Cell.BOOL else column.choices
    return Head(
        column.name,
        _FORMS.get(column.cell, "text"),
        needed + in_workbook(sentence),
        choices if column.cell in (Cell.CHOICE, Cell.BOOL) else (),
        (source, 0) if source is not None and is_other else None,
    )


def in_workbook(sentence: str) -> str:
    """A sentence on tables, of sheets in place of files.

    >>> in_workbook("Periods are in periods.csv.")
    'Periods are in sheet periods.'
    """
    return _FILE.sub(r"sheet \1", sentence).replace("no file", "none")


def values(table: str, rows: Iterator[Record]) -> Iterator[tuple[CellValue, ...]]:
    """The cells of each row, in the order of the columns.

    Raises:
        ProblemError: if a sheet cannot hold them.

    >>> next(values("terms", iter([{"id": "autumn"}])))
    ('autumn', None, None)
    """
    columns = TABLES[table]
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            message = f"has more than {MOST_ROWS - 1:,} rows"
            advice = "save it as .json or as a folder"
            raise ProblemError([fault("PD109", sheet_name(table), table, message, advice)])
        yield tuple(_value(table, number, column, row.get(column.name)) for column in columns)


def _value(table: str, number: int, column: Column, said: Any) -> CellValue:
    if said is None:
        return None
    value = value_of(column.cell, said)
    if isinstance(value, str) and letters(value) > MOST_LETTERS:
        where = f"{sheet_name(table)} row {number} column {column.name}"
        message = f"is longer than the {MOST_LETTERS:,} letters that a cell holds"
        advice = "shorten it, or save as .json or as a folder"
        raise ProblemError([fault("PD109", where, value, message, advice)])
    return value


_WORDS = (
    "Fill the sheets from left to right; a sheet on the dark tabs is needed, the others are not.",
    "Row 1 of each sheet says what a column is for: hold the mouse over a head.",
    "An empty cell means the default. A list in one cell is joined by |, such as north|south.",
    "Levels are topic and level, such as sheets=2|slides=1.",
    "Ids are names of your own, used in other sheets to say who or what is meant.",
    "Sheet example shows a small school, filled in; nothing on it counts, and it can be deleted.",
    "When you have filled it in: pdsched check FILE.xlsx --mark marked.xlsx",
    "That gives the workbook back with each fault as a comment in its cell.",
)


def read_me() -> SheetOut:
    """The sheet that says how to fill in the others."""

    def rows() -> Iterator[tuple[CellValue, ...]]:
        yield from ((words,) for words in _WORDS)
        yield (None,)
        yield ("Sheet", "Needed", "What it holds")
        for table in TABLES:
            needed = "yes" if table in NEEDED else None
            yield (Link(table, table), needed, in_workbook(said()[table].table))

    heads = (Head("What this is", width=24), Head("", width=9), Head("", "words", width=110))
    bold = frozenset({len(_WORDS) + 2})
    return SheetOut("read me", heads, rows(), is_table=False, bold=bold)
