"""The page that fills in a workbook, followed as an office follows it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from books import Rows, book

from pdsched.files.cells import Cell
from pdsched.files.tables import TABLES
from pdsched.outside.workbook import Value, read_workbook

PAGE = Path(__file__).parents[2] / "docs" / "tutorial-office.md"
COMMAND = re.compile(r"^\$ pdsched (.*)$", re.M)
_BLOCK = re.compile(r"`(?P<table>\w+)`[^`]*(?:\[`[^`]*`\][^`]*)?```text\n(?P<text>.*?)```", re.S)


def told() -> Mapping[str, list[list[str]]]:
    """What the page says stands on each sheet."""
    page = PAGE.read_text(encoding="utf-8")
    return {m["table"]: list(csv.reader(m["text"].splitlines())) for m in _BLOCK.finditer(page)}


def filled(template: Path) -> None:
    """Fills in a template as the page says, as a person at a spreadsheet types it."""
    sheets: dict[str, Rows] = {sheet.name: sheet.rows for sheet in read_workbook(template)}
    for table, (heads, *rows) in told().items():
        kinds = {column.name: column.cell for column in TABLES[table]}
        places = [list(kinds).index(head) for head in heads]
        typed: list[list[Value]] = []
        for row in rows:
            cells: list[Value] = [None] * len(kinds)
            for place, head, text in zip(places, heads, row, strict=True):
                cells[place] = _typed(kinds[head], text)
            typed.append(cells)
        sheets[table] = [list(kinds), *typed]
    book(template, sheets)


def _typed(kind: Cell, text: str) -> Value:
    """What a spreadsheet makes of a text that is typed."""
    match kind:
        case _ if not text:
            return None
        case Cell.DATE:
            return dt.date.fromisoformat(text)
        case Cell.CLOCK:
            return dt.time.fromisoformat(text.zfill(5))
        case Cell.INT:
            return float(text)
    return text


def mended(marked: Path, target: Path) -> None:
    """Corrects the one cell that is wrong, and saves under the first name."""
    sheets: dict[str, Rows] = {
        sheet.name: [["north" if cell == "nroth" else cell for cell in row] for row in sheet.rows]
        for sheet in read_workbook(marked)
    }
    book(target, sheets)
