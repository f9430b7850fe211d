"""Workbooks to be read: written cell by cell, spoilt part by part."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from good_input import good
from xlsxwriter import Workbook

from pdsched import Problem, save
from pdsched.outside.workbook_writer import Head, SheetOut, workbook_bytes

Rows = Sequence[Sequence[Any]]


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these sheets; the first row of each is its heads."""
    pages = [
        SheetOut(
            name, tuple(Head("" if text is None else str(text)) for text in head), map(tuple, rows)
        )
        for name, (head, *rows) in sheets.items()
    ]
    path.write_bytes(workbook_bytes(pages))
    return path


def free_book(path: Path, fill: Callable[[Workbook], object], **options: Any) -> Path:
    """A workbook filled by hand, with whatever a spreadsheet program can do."""
    with Workbook(path, options) as made:
        fill(made)
    return path


def good_book(path: Path) -> Path:
    """The good problem as a workbook."""
    save(Problem.model_validate(good()), path)
    return path


def with_parts(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same workbook with other parts."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    path.write_bytes(data.getvalue())
    return path


def sheet_part(parts: Mapping[str, bytes], head: bytes) -> str:
    """The name of the part whose sheet has this text in it."""
    return next(name for name, part in parts.items() if head in part and "worksheets" in name)


def binary_book(path: Path, cells: Mapping[tuple[int, int], str | float], name: str) -> Path:
    """The least workbook in the binary format (.xlsb) that has these cells by row and column."""

    def record(kind: int, data: bytes = b"") -> bytes:
        told = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return told + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data

    def text(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    def cell(column: int, value: str | float) -> bytes:
        head = struct.pack("<II", column, 0)
        if isinstance(value, str):
            return record(6, head + text(value))
        return record(5, head + struct.pack("<d", value))

    rows = b""
    for row in sorted({row for row, _ in cells}):
        rows += record(0, struct.pack("<I", row) + bytes(21))
        rows += b"".join(cell(at[1], cells[at]) for at in sorted(cells) if at[0] == row)
    size = struct.pack("<IIII", 0, max(r for r, _ in cells), 0, max(c for _, c in cells))
    sheet = record(129) + record(148, size) + record(145) + rows + record(146) + record(130)
    bundle = struct.pack("<II", 0, 1) + text("rId1") + text(name)
    book = record(131) + record(143) + record(156, bundle) + record(144) + record(132)
    relation = (
        b'<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>'
        b"</Relationships>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr("xl/workbook.bin", book)
        packed.writestr("xl/_rels/workbook.bin.rels", relation)
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
    return path
