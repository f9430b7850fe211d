"""A table of who is who in two systems: ``kind``, ``id`` and ``other``, a row for each."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.cells import Cell, read_cell
from pdsched.files.sheet import Row, read_columns
from pdsched.files.tables import Column
from pdsched.problem.names import normal

_COLUMNS = (
    Column("kind", Cell.CHOICE),
    Column("id", Cell.TEXT, required=True),
    Column("other", Cell.TEXT, required=True),
)
_KINDS = ("people", "schools")


class SaidMatches(NamedTuple):
    """Ids of the other sources, and the ids in their place, as `merge` takes them."""

    people: dict[str, str]
    schools: dict[str, str]


def load_matches(path: str | Path) -> SaidMatches:
    r"""The matches in a CSV file: ``other`` is who there is called ``id`` before.

    ``kind`` is ``people``, also where there is no such column, or ``schools``.

    Raises:
        ProblemError: with all faults, if the file cannot be read, a cell is missing, or an id is
            given two others.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "ids.csv").write_text("id,other\nADA,t-17\n")
    ...     load_matches(Path(folder, "ids.csv")).people
    {'t-17': 'ADA'}
    """
    sheet = read_columns(_COLUMNS, Path(path))
    said, faults = SaidMatches({}, {}), list(sheet.faults)
    for row in sheet.rows:
        faults += _put(said, f"{sheet.file} row {row.number}", row, sheet.lacking)
    if errors := [each for each in faults if each.severity is Severity.ERROR]:
        raise ProblemError(errors)
    return said


def _put(said: SaidMatches, where: str, row: Row, lacking: frozenset[str]) -> list[Fault]:
    cells = {name: read_cell(Cell.TEXT, text) for name, text in row.cells.items()}
    kind = cells.get("kind", "people").casefold()
    if missing := {"id", "other"} - cells.keys():
        return [
            fault("PD106", f"{where} column {name}", name, "is missing", "fill the cell")
            for name in sorted(missing - lacking)
        ]
    if kind not in _KINDS:
        advice = f"use {' or '.join(_KINDS)}"
        message = "is none of the choices"
        return [fault("PD110", f"{where} column kind", cells["kind"], message, advice)]
    known: dict[str, str] = getattr(said, kind)
    other, chosen = normal(cells["other"]), normal(cells["id"])
    if known.setdefault(other, chosen) != chosen:
        message = f"is {known[other]!r} in a row above, and {chosen!r} here"
        return [fault("PD104", f"{where} column other", other, message, "keep one of the two")]
    return []
