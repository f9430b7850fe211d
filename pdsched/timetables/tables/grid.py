"""A table as cells: values in rows and columns, merged ones filled, each with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pdsched.outside import TooLargeError
from pdsched.outside.workbook import Value
from pdsched.problem.names import normal

MOST_LETTERS = 200
"""Letters of a name or a subject; a text that is longer is cut, with a note."""
MOST_MERGED = 500_000
"""Cells that are part of merged ones; a plan of a school has some thousands."""
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:\d{3}")
_LETTER = re.compile(r"[A-Z]{1,3}")
Place = tuple[int, int]
"""Row and column, counted from 0."""


class Grid(NamedTuple):
    """The cells of one sheet."""

    where: str
    """File, and sheet if it has several."""
    rows: tuple[tuple[Value, ...], ...]
    """``rows[0]`` is row 1."""
    origins: Mapping[Place, Place]
    """Where a merged cell begins, for each place that it fills beyond its first."""

    def text(self, row: int, column: int) -> str:
        """What a cell says; empty beyond the edge."""
        return text_of(self.value(row, column))

    def value(self, row: int, column: int) -> Value:
        """What a cell holds; of a merged one what stands in its first."""
        row, column = self.origins.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def place(self, row: int, column: int | None = None) -> str:
        """File, sheet, row and column as a spreadsheet shows them."""
        told = f"{self.where} row {row + 1}"
        return told if column is None else f"{told} column {letters_of(column)}"

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(map(len, self.rows), default=0)


def grid_of(
    where: str, rows: Sequence[Sequence[Value]], merged: Iterable[tuple[Place, Place]] = ()
) -> Grid:
    """A grid; merged cells are looked up, and none reaches beyond the filled part of the sheet.

    Raises:
        TooLargeError: merged cells fill more than `MOST_MERGED`.

    >>> grid_of("a.xlsx", [["Mon", None], ["1", "2"]], [((0, 0), (0, 1))]).text(0, 1)
    'Mon'
    """
    kept = tuple(tuple(row) for row in rows)
    height, width = len(kept), max(map(len, kept), default=0)
    origins: dict[Place, Place] = {}
    count = 0
    for first, last in merged:
        rows_of = range(first[0], min(last[0] + 1, height))
        columns_of = range(first[1], min(last[1] + 1, width))
        count += len(rows_of) * len(columns_of)
        if count > MOST_MERGED:
            raise TooLargeError(f"its merged cells fill more than {MOST_MERGED:,} cells")
        places = ((row, column) for row in rows_of for column in columns_of)
        origins.update((place, first) for place in places if place != first)
    return Grid(where, kept, origins)


def letters_of(column: int) -> str:
    """The letters of a column.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int | None:
    """The column of letters; ``None`` if they are none.

    >>> column_of("A"), column_of("AB"), column_of("Teacher")
    (0, 27, None)
    """
    if not _LETTER.fullmatch(letters):
        return None
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def text_of(value: Value) -> str:
    r"""A value as a person would write it, without outer blanks.

    >>> text_of(3.0), text_of(dt.time(8, 15)), text_of(dt.date(2026, 9, 7)), text_of(" a\r\nb")
    ('3', '08:15', '2026-09-07', 'a\nb')
    """
    if value is None or isinstance(value, str):
        lines = (value or "").replace("\r\n", "\n").replace("\r", "\n")
        return "\n".join(normal(line).strip() for line in lines.strip().split("\n"))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value)


def is_error(value: Value) -> bool:
    """Whether a cell holds an error of a spreadsheet, such as ``#REF!``.

    >>> is_error("#REF!"), is_error("#1")
    (True, False)
    """
    return isinstance(value, str) and _ERRORS.fullmatch(value.strip()) is not None


def filled(grid: Grid) -> Iterator[int]:
    """The rows in which something stands."""
    for row, cells in enumerate(grid.rows):
        if any(text_of(value) for value in cells):
            yield row


def is_empty(grid: Grid) -> bool:
    """Whether nothing stands in it at all.

    >>> is_empty(grid_of("a.csv", [[" ", None]]))
    True
    """
    return next(filled(grid), None) is None
