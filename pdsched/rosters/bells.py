"""The bell table: when each period is, at all schools or at one, on all days or on some."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import time
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pdsched.errors import Fault, ProblemError
from pdsched.files.workbook_sheet import may_be_workbook
from pdsched.problem import Clock, minutes
from pdsched.rosters.bundle import Bundle
from pdsched.rosters.faults import fault
from pdsched.rosters.noted import Noted
from pdsched.rosters.roster import Line
from pdsched.rosters.tables import Row, Table, read_tables
from pdsched.timetables.day_lists import days_of
from pdsched.timetables.naming import clean_id
from pdsched.timetables.tables.grid import text_of
from pdsched.timetables.tables.sheets import sheet_of
from pdsched.timetables.text import read_bytes

COLUMNS = ("period", "start", "end")
MOST_LINES = 2000
_CLOCK: TypeAdapter[time] = TypeAdapter(Clock)


class BellTable:
    """Lines of bells by school; those without a school are for all that have none of their own."""

    def __init__(self, lines: dict[str, list[Line]]) -> None:
        self._lines = lines

    def of(self, school: str) -> tuple[Line, ...]:
        """The lines of a school."""
        return tuple(self._lines.get(school, self._lines.get("", [])))

    def schools(self) -> frozenset[str]:
        """Schools that have lines of their own."""
        return frozenset(self._lines) - {""}


def read_bells(path: str | Path, encoding: str | None, noted: Noted) -> BellTable:
    """The bells of a table with the columns period, start, end, and if need be days and school.

    The table is a CSV file, or the sheet of a workbook as `pdsched.read_table` chooses it.

    Days are names parted by blanks or commas, such as ``mon-thu`` or ``A C``; an empty cell means
    all days. A school is told by its id; an empty cell means each one without lines of its own.

    Raises:
        ProblemError: PD701, PD702, PD711, PD713 or PD721 if the file cannot be read, PD732, PD733
            or PD736 if its head is no good, PD735 for each row that is no line of bells.
    """
    name = Path(path).name
    bundle = Bundle(str(path), {"bells.csv": _content(path)})
    table = read_tables(bundle, {"bells": COLUMNS}, {}, encoding, noted)["bells"]
    table.name = name
    lines: dict[str, list[Line]] = {}
    faults: list[Fault] = []
    for row in _first_rows(table, faults):
        line = _line(row)
        if isinstance(line, Fault):
            faults.append(line)
        else:
            lines.setdefault(clean_id(row["school"]), []).append(line)
    if not lines and not faults:
        faults.append(fault("PD735", name, "", "it has no row"))
    if faults:
        raise ProblemError(faults)
    return BellTable(lines)


def _content(path: str | Path) -> bytes:
    """A file, or a workbook's sheet as one."""
    if not may_be_workbook(Path(path)):
        return read_bytes(path)
    told = io.StringIO(newline="")
    csv.writer(told).writerows(map(text_of, row) for row in sheet_of(path, None, None).grid.rows)
    return told.getvalue().encode()


def _first_rows(table: Table, faults: list[Fault]) -> Iterator[Row]:
    for number, row in enumerate(table):
        if number == MOST_LINES:
            faults.append(fault("PD735", row.where, "", f"more than {MOST_LINES:,} rows"))
            return
        yield row


def _line(row: Row) -> Line | Fault:
    if not (period := clean_id(row["period"])):
        return fault("PD735", row.where, "", "no period")
    spans = []
    for column in ("start", "end"):
        told = clock_of(row[column])
        if told is None:
            return fault("PD735", row.where, row[column], f"{column} is no clock time HH:MM")
        spans.append(told)
    start, end = spans
    if end <= start:
        return fault("PD735", row.where, row["end"], f"not after the start, {row['start']}")
    return Line(period, start, end, days_of(row["days"]) or None)


def clock_of(text: str) -> int | None:
    """Minutes since midnight of a clock time; ``None`` if it is none.

    >>> clock_of("8:05"), clock_of("08:05:00"), clock_of("8")
    (485, 485, None)
    """
    try:
        return minutes(_CLOCK.validate_python(text))
    except ValidationError:
        return None
