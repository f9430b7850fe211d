"""A workbook given back with its faults: each a comment in its cell, all on a sheet with links."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.errors import Fault
from pdsched.files.cells import Cell
from pdsched.files.loading import Reading
from pdsched.files.sheet import column_name
from pdsched.files.tables import TABLES
from pdsched.files.workbook import OURS, problem_in
from pdsched.files.workbook_cells import is_dated, text_of
from pdsched.files.workbook_saving import head, read_me
from pdsched.files.workbook_sheet import sheets_in
from pdsched.files.writing import write_files
from pdsched.outside.workbook import Value, WorkbookSheet
from pdsched.outside.workbook_writer import (
    MOST_LETTERS,
    CellValue,
    Head,
    Link,
    SheetOut,
    address,
    workbook_bytes,
)

_PLACE = re.compile(r"sheet (.+?)(?: row (\d+)(?: column (.+?))?)?(?:, see .*)?", re.DOTALL)
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_LONGEST_NAME = 31
_MOST_TOLD = 10_000
"""Faults that get a row and a comment: whoever mends these has the next ones told."""
_FAULTS, _COLOUR = "faults", "#C00000"
_HEADS = (
    *(Head("What", width=9), Head("Code", width=8), Head("Where", width=24)),
    *(Head("Value", width=24), Head("What is wrong", "words", width=44)),
    Head("What to do", "words", width=56),
)


class Workbook:
    """A workbook that is read once, checked, and given back.

    Raises:
        ProblemError: if it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._sheets = path, sheets_in(path)

    def problem(self) -> Reading:
        """The problem in it, and its faults.

        Raises:
            ProblemError: if it holds a plan.
        """
        return Reading(*problem_in(self._path, self._sheets))

    def mark(self, faults: Sequence[Fault], target: Path) -> None:
        """Writes it with its faults to another place.

        Raises:
            ProblemError: if it cannot be written there.
        """
        write_files({target.resolve(): marked(self._sheets, faults)})


class _Place(NamedTuple):
    """A cell, counted from 0, by the name of its sheet in what was read."""

    sheet: str
    row: int
    column: int


def marked(sheets: Sequence[WorkbookSheet], faults: Sequence[Fault]) -> bytes:
    """The bytes of a workbook with the same values, and what is wrong with them.

    Formulas come back as their values, and formats as those of `pdsched template`.

    Args:
        sheets: what was read.
        faults: of the problem in it; errors and warnings.
    """
    names = _names(sheets)
    heads = {column_name(sheet.name): _heads(sheet) for sheet in sheets}
    called = {column_name(sheet.name): sheet for sheet in sheets}
    places = [_place(fault, heads, called) for fault in faults[:_MOST_TOLD]]
    comments: dict[str, dict[tuple[int, int], str]] = {sheet.name: {} for sheet in sheets}
    for fault, place in zip(faults, places, strict=False):
        if place is not None:
            here, key = comments[place.sheet], place[1:]
            here[key] = "\n".join(filter(None, (here.get(key), _sentence(fault))))
    links = [place and _link(place, names) for place in places]
    pages = (_page(sheet, names[sheet.name], comments[sheet.name]) for sheet in sheets)
    kept = (page for page in pages if column_name(page.name) not in (_FAULTS, "read_me"))
    first = [read_me()] if "read_me" in heads else []
    return workbook_bytes([_list(faults, links), *first, *kept])


def _sentence(fault: Fault) -> str:
    return f"{fault.code} {fault.value!r} {fault.message}; {fault.advice}"


def _names(sheets: Sequence[WorkbookSheet]) -> Mapping[str, str]:
    """Names as .xlsx allows them: other formats allow others."""
    names: dict[str, str] = {}
    taken: set[str] = {_FAULTS}
    for sheet in sheets:
        name = _NO_NAME.sub("_", sheet.name)[:_LONGEST_NAME] or "_"
        number = 1
        while name.casefold() in taken and column_name(name) not in OURS:
            number += 1
            name = f"{name[: _LONGEST_NAME - 5]} {number}"
        names[sheet.name] = name
        taken.add(name.casefold())
    return names


def _heads(sheet: WorkbookSheet) -> list[str]:
    row = next((row for row in sheet.rows if any(cell is not None for cell in row)), ())
    return [column_name(text_of(Cell.TEXT, cell)) for cell in row]


def _place(
    fault: Fault, heads: Mapping[str, list[str]], called: Mapping[str, WorkbookSheet]
) -> _Place | None:
    """The cell that a fault is about, if it names one that is there."""
    match = _PLACE.fullmatch(fault.where)
    if match is None or (table := column_name(match[1])) not in called:
        return None
    sheet, name, row = called[table], match[3], int(match[2] or 1) - 1
    if name in heads[table]:
        return _Place(sheet.name, row, heads[table].index(name))
    # A fault of a row alone, such as a head that is not known, stands where its value does; of two
    # heads that are alike the second is the one too many.
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    texts = [text_of(Cell.TEXT, cell).strip() for cell in cells]
    column = max((i for i, text in enumerate(texts) if text == fault.value), default=0)
    return _Place(sheet.name, row, column)


def _link(place: _Place, names: Mapping[str, str]) -> Link:
    name = names[place.sheet]
    return Link(f"{name} {address(place.row, place.column)}", name, place.row, place.column)


def _page(sheet: WorkbookSheet, name: str, comments: Mapping[tuple[int, int], str]) -> SheetOut:
    """A sheet with its values, and the heads of a table as `save` writes them."""
    table = column_name(name)
    columns = {column.name: column for column in TABLES.get(table, ())}
    first = sheet.rows[0] if sheet.rows else ()
    heads = [text_of(Cell.TEXT, cell) for cell in first]
    return SheetOut(
        name,
        tuple(
            head(table, columns[of])._replace(text=text)
            if (of := column_name(text)) in columns
            else Head(text)
            for text in heads
        ),
        (tuple(map(_kept, row)) for row in sheet.rows[1:]),
        comments,
        hidden=sheet.hidden,
        is_table=bool(columns),
    )


def _kept(value: Value) -> CellValue:
    """A value as .xlsx can hold it."""
    match value:
        case str():
            return value[:MOST_LETTERS]
        case float() if not math.isfinite(value):
            return str(value)
        case dt.date() if not is_dated(value):
            return value.isoformat()
        case dt.timedelta() if value < dt.timedelta():
            return str(value)
    return value


def _list(faults: Sequence[Fault], links: Sequence[Link | None]) -> SheetOut:
    def rows() -> Iterator[tuple[CellValue, ...]]:
        for fault, link in zip(faults, links, strict=False):
            where = link or fault.where
            told = (fault.value, fault.message, fault.advice)
            yield (fault.severity.value, fault.code, where, *told)
        if more := len(faults) - len(links):
            yield (None, None, f"and {more:,} more: mend these first")

    return SheetOut(_FAULTS, _HEADS, rows(), colour=_COLOUR)
