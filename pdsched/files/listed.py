"""A record that is a list of others, in a file of its own: JSON, or a table of one row for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pdsched.checks import read_record
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.cells import read_cell
from pdsched.files.jsontext import parse
from pdsched.files.sheet import Sheet, read_columns
from pdsched.files.tables import Column
from pdsched.files.text import read_text
from pdsched.problem import Record

R = TypeVar("R", bound=Record)


def read_listed(kind: type[R], file: Path, columns: Sequence[Column], field: str, noun: str) -> R:
    """The record in a JSON file, also a compressed one, or in a CSV file.

    Args:
        kind: What the file holds.
        file: The file.
        columns: Those of the table.
        field: Which field holds the list.
        noun: What it is called where it is none.

    Raises:
        ProblemError: with all faults, if it cannot be read or holds something else.

    >>> from pdsched.plan import Approvals
    >>> read_listed(Approvals, Path("nowhere.json"), (), "acts", "list of approvals")
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD101 nowhere.json: ...
    """
    if file.suffix.casefold() == ".csv":
        return _of_table(kind, file, columns, field)
    document = parse(file.name, read_text(file))
    told = document.get("format") if isinstance(document, dict) else None
    asked = kind.model_fields["format"].default
    if told != asked:
        value, advice = str(told or "no format"), f'it needs "format": "{asked}"'
        raise ProblemError([fault("PD105", file.name, value, f"is no {noun}", advice)])
    return _sound(*read_record(kind, document))


def _of_table(kind: type[R], file: Path, columns: Sequence[Column], field: str) -> R:
    sheet = read_columns(columns, file)
    types = {column.name: column.cell for column in columns}
    rows = [
        {name: read_cell(types[name], text) for name, text in row.cells.items() if name in types}
        for row in sheet.rows
    ]
    record, faults = read_record(kind, {field: rows})
    path = re.compile(rf"{field}\[(\d+)\]\.?(.*)")
    of_rows = tuple(_by_row(each, sheet, path) for each in faults if not _lacks(each, sheet, path))
    return _sound(record, (*sheet.faults, *of_rows))


def _sound(record: R | None, faults: tuple[Fault, ...]) -> R:
    errors = [each for each in faults if each.severity is Severity.ERROR]
    if errors or record is None:
        raise ProblemError(errors)
    return record


def _lacks(each: Fault, sheet: Sheet, path: re.Pattern[str]) -> bool:
    """Whether a fault only says again that the table has no such column."""
    match = path.match(each.where)
    return each.code == "PD106" and match is not None and match[2] in sheet.lacking


def _by_row(each: Fault, sheet: Sheet, path: re.Pattern[str]) -> Fault:
    """The fault with file, row and column in place of the JSON path."""
    if (match := path.match(each.where)) is None:
        return each._replace(where=sheet.file)
    where = f"{sheet.file} row {sheet.rows[int(match[1])].number}"
    return each._replace(where=f"{where} column {match[2]}" if match[2] else where)
