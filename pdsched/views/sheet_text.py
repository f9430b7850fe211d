"""Sheets as text in aligned columns, measured in the cells that a terminal takes for letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells

from pdsched.printable import on_one_line
from pdsched.views.sheets import Sheet

_WIDEST = 40
"""Most cells of a column: a longer text goes on below, so that one long name widens no table."""
_NOTE = 96
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
        first, *more = folded(note, _NOTE)
        yield f"{_INDENT}{first}"
        yield from (_INDENT * 2 + line for line in more)


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
    """The lines of a text, each broken between words where it takes more cells than it may.

    >>> folded("Learning platform, level 1", 20)
    ['Learning platform,', 'level 1']
    """
    return [part for line in text.split("\n") for part in _folded(on_one_line(line), width)]


def _folded(line: str, width: int) -> Iterator[str]:
    if cell_len(line) <= width:
        yield line
        return
    kept = ""
    for word in line.split(" "):
        joined = f"{kept} {word}" if kept else word
        if cell_len(joined) <= width:
            kept = joined
            continue
        if kept:
            yield kept
        *full, kept = chop_cells(word, width)
        yield from full
    yield kept
