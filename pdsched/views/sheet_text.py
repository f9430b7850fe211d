"""Sheets as text in aligned columns, measured in the cells that a terminal takes for letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from rich.cells import cell_len, chop_cells

from pdsched.printable import on_one_line
from pdsched.views.sheets import Sheet

_WIDEST = 48
"""Most cells of a column: a longer text goes on below, so that one long name widens no table."""
_WIDTH = 96
"""Letters of a line of sentences."""
_INDENT = "  "


def sheets_to_text(sheets: Iterable[Sheet]) -> str:
    """Sheets in aligned columns, an empty line between two."""
    return "\n\n".join("\n".join(_lines(sheet)) for sheet in sheets) or "nothing is planned"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield on_one_line(sheet.title)
    if sheet.rows:
        yield from _table([sheet.columns, *sheet.rows])
    else:
        yield f"{_INDENT}nothing is planned"
    for note in sheet.notes:
        yield from wrap(
            on_one_line(note),
            _WIDTH,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT * 2,
            break_on_hyphens=False,
        )


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    cells = [[folded(cell, _WIDEST) for cell in row] for row in rows]
    widths = [max(map(cell_len, _every(column))) for column in zip(*cells, strict=True)]
    for row in cells:
        for number in range(max(map(len, row))):
            parts = (cell[number] if number < len(cell) else "" for cell in row)
            padded = (p + " " * (w - cell_len(p)) for p, w in zip(parts, widths, strict=True))
            yield f"{_INDENT}{'  '.join(padded)}".rstrip()


def _every(column: Iterable[list[str]]) -> Iterator[str]:
    for cell in column:
        yield from cell


def folded(text: str, width: int) -> list[str]:
    """The lines of a text, each broken where it takes more cells than it may.

    Names of a list stay whole where they can.

    >>> folded("Ada King, Bo Ek", 10)
    ['Ada King,', 'Bo Ek']
    """
    return [part for line in text.split("\n") for part in _folded(on_one_line(line), width)]


def _folded(line: str, width: int) -> Iterator[str]:
    kept = ""
    for part in _parts(line, width):
        joined = f"{kept} {part}" if kept else part
        if cell_len(joined) <= width:
            kept = joined
            continue
        if kept:
            yield kept
        *full, kept = chop_cells(part, width)
        yield from full
    yield kept


def _parts(line: str, width: int) -> Iterator[str]:
    """The items of a list, and the words of what is too wide for a line."""
    for item in re.split("(?<=,) ", line):
        yield from [item] if cell_len(item) <= width else item.split(" ")
