"""Approvals in a file of their own: JSON, or a table of one row for each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pdsched.checks import read_record
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.cells import read_cell, write_cell
from pdsched.files.jsontext import parse, write
from pdsched.files.sheet import Sheet, read_columns
from pdsched.files.tables import columns
from pdsched.files.text import is_json, read_text
from pdsched.files.writing import write_files
from pdsched.outside import csv_text, packed
from pdsched.outside.spreadsheet import BOM
from pdsched.plan import Approval, Approvals

_COLUMNS = columns(Approval)
_ACT = re.compile(r"acts\[(\d+)\]\.?(.*)")


def load_approvals(path: str | Path) -> Approvals:
    """The approvals in a JSON file, also a compressed one, or in a CSV file.

    Raises:
        ProblemError: with all faults, if it cannot be read or holds something else.

    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, approve, load_approvals, save
    >>> plan = Plan.model_validate({"sessions": [{"id": "s", "course": "sheets-1",
    ...     "date": "2026-09-08", "start": "09:00", "end": "10:30", "staff": ["ada"]}]})
    >>> told = approve(plan, "approved", by="Roy", on=date(2026, 9, 1))
    >>> with TemporaryDirectory() as folder:
    ...     save(told, f"{folder}/told.csv")
    ...     load_approvals(f"{folder}/told.csv") == told
    True
    """
    file = Path(path)
    if file.suffix.casefold() == ".csv":
        return _of_table(file)
    document = parse(file.name, read_text(file))
    told = document.get("format") if isinstance(document, dict) else None
    if told != "pdsched-approvals":
        value, advice = str(told or "no format"), 'it needs "format": "pdsched-approvals"'
        raise ProblemError([fault("PD105", file.name, value, "is no list of approvals", advice)])
    approvals, faults = read_record(Approvals, document)
    return _sound(approvals, faults)


def _of_table(file: Path) -> Approvals:
    sheet = read_columns(_COLUMNS, file)
    types = {column.name: column.cell for column in _COLUMNS}
    acts = [
        {name: read_cell(types[name], text) for name, text in row.cells.items() if name in types}
        for row in sheet.rows
    ]
    approvals, faults = read_record(Approvals, {"acts": acts})
    of_rows = tuple(_by_row(each, sheet) for each in faults if not _lacks(each, sheet))
    return _sound(approvals, (*sheet.faults, *of_rows))


def _sound(approvals: Approvals | None, faults: tuple[Fault, ...]) -> Approvals:
    errors = [each for each in faults if each.severity is Severity.ERROR]
    if errors or approvals is None:
        raise ProblemError(errors)
    return approvals


def _lacks(each: Fault, sheet: Sheet) -> bool:
    """Whether a fault only says again that the table has no such column."""
    match = _ACT.match(each.where)
    return each.code == "PD106" and match is not None and match[2] in sheet.lacking


def _by_row(each: Fault, sheet: Sheet) -> Fault:
    """The fault with file, row and column in place of the JSON path."""
    if (match := _ACT.match(each.where)) is None:
        return each._replace(where=sheet.file)
    where = f"{sheet.file} row {sheet.rows[int(match[1])].number}"
    return each._replace(where=f"{where} column {match[2]}" if match[2] else where)


def save_approvals(approvals: Approvals, path: Path) -> None:
    """Writes approvals as JSON or CSV, by the ending of the path, whole or not at all.

    Raises:
        ProblemError: if the path has neither ending, or cannot be written.
    """
    document = approvals.model_dump(mode="json", exclude_defaults=True)
    acts: list[dict[str, Any]] = document.get("acts", [])
    if is_json(path):
        head = {"format": approvals.format, "version": approvals.version, "acts": acts}
        text = write(head)
        is_packed = path.suffix.casefold() == ".gz"
        write_files({path.resolve(): packed(text) if is_packed else text})
    elif path.suffix.casefold() == ".csv":
        rows = (
            [write_cell(c.cell, act[c.name]) if c.name in act else "" for c in _COLUMNS]
            for act in acts
        )
        write_files({path: BOM + csv_text([column.name for column in _COLUMNS], rows)})
    else:
        advice = "use a .json, .json.gz or .csv file"
        message = "is not where approvals can be saved"
        raise ProblemError([fault("PD105", str(path), path.name, message, advice)])
