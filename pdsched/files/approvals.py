"""Approvals in a file of their own: JSON, or a table of one row for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pdsched.checks.codes import fault
from pdsched.errors import ProblemError
from pdsched.files.cells import write_cell
from pdsched.files.jsontext import write
from pdsched.files.listed import read_listed
from pdsched.files.tables import columns
from pdsched.files.text import is_json
from pdsched.files.writing import write_files
from pdsched.outside import csv_text, packed
from pdsched.outside.spreadsheet import BOM
from pdsched.plan import Approval, Approvals

_COLUMNS = columns(Approval)


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
    return read_listed(Approvals, Path(path), _COLUMNS, "acts", "list of approvals")


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
