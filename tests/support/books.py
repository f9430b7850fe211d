"""Workbooks to be read: written cell by cell, spoilt part by part."""

from __future__ import annotations

import io
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
