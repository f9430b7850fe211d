"""The tables of a CSV export: rows as dictionaries, one after the other."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pdsched.errors import Fault, ProblemError
from pdsched.problem.names import normal
from pdsched.rosters.bundle import Bundle
from pdsched.rosters.faults import fail, fault
from pdsched.rosters.noted import Noted
from pdsched.timetables.separators import marks_of
from pdsched.timetables.text import lines_of, text_of

LONG = "has more cells than the table has columns, and is not used"
MOST_COLUMNS = 1000
_HEAD = 100_000
"""Letters of which the first line is looked at."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    where: str
    """File and number, as a spreadsheet counts rows."""
    cells: dict[str, str]
    """Without outer blanks, by column in small letters."""

    def __getitem__(self, column: str) -> str:
        """What it says in a column; empty where the table has no such column."""
        return self.cells.get(column, "")

    def many(self, column: str) -> tuple[str, ...]:
        """The parts of a list between commas, each once."""
        parts = (part.strip() for part in self[column].split(","))
        return tuple(dict.fromkeys(part for part in parts if part))


def _neat(cell: str) -> str:
    return normal(cell).strip()


class Table:
    """A table of an export, whose rows can be walked through; without its file it has none."""

    def __init__(self, name: str, text: str, noted: Noted) -> None:
        self.name = name
        self._text, self._noted = text, noted
        # The separator is the one that makes most columns of the head.
        self._separator = marks_of(lines_of(text[:_HEAD])[:1], len).separator
        head = next(self._records(), (1, []))[1]
        self.columns = tuple(column.strip().casefold() for column in head)

    def _records(self) -> Iterator[tuple[int, Sequence[str]]]:
        # Strict, since a quotation mark that nobody closes would swallow the rows that follow.
        text = io.StringIO(self._text, newline="")
        reader = csv.reader(text, delimiter=self._separator, strict=True)
        number = 0
        try:
            for number, fields in enumerate(reader, start=1):
                yield number, fields
        except csv.Error as error:
            fail("PD733", f"{self.name} row {number + 1}", self.name, str(error))

    def __iter__(self) -> Iterator[Row]:
        columns = self.columns
        for number, fields in self._records():
            if number == 1 or not any(field.strip() for field in fields):
                continue
            where = f"{self.name} row {number}"
            if any(field.strip() for field in fields[len(columns) :]):
                self._noted.say(where, ",".join(fields), LONG)
                continue
            yield Row(where, dict(zip(columns, map(_neat, fields), strict=False)))

    def faults(self, required: Collection[str]) -> Iterator[Fault]:
        """What is wrong with its head."""
        for column in required:
            if column.casefold() not in self.columns:
                yield fault("PD732", self.name, column)
        if len(self.columns) > MOST_COLUMNS:
            detail = f"{len(self.columns):,} columns"
            yield fault("PD733", self.name, ",".join(self.columns[:5]), detail)
            return
        for column in dict.fromkeys(self.columns):
            if column and self.columns.count(column) > 1:
                yield fault("PD736", f"{self.name} row 1", column)


def read_tables(
    bundle: Bundle,
    required: dict[str, tuple[str, ...]],
    optional: dict[str, tuple[str, ...]],
    encoding: str | None,
    noted: Noted,
) -> dict[str, Table]:
    """The tables of an export by name, such as ``users``; optional ones may be empty or not there.

    Args:
        bundle: the export.
        required: columns that tables must have, by name of tables that must be there.
        optional: the same of others.
        encoding: code page of files that are not in Unicode; guessed where ``None``.
        noted: takes what cannot be used.

    Raises:
        ProblemError: PD731 if tables are not there, PD732, PD733 and PD736 if their heads are no
            good, PD702, PD710 or PD713 if a text cannot be read; all of them at once.
    """
    files = {name: bundle.named(f"{name}.csv") for name in (*required, *optional)}
    faults = [
        fault("PD731", bundle.path, f"{name}.csv") for name in required if files[name] is None
    ]
    tables: dict[str, Table] = {}
    for name, columns in {**required, **optional}.items():
        file = files[name]
        content = b"" if file is None else bundle.files[file]
        if file is None or (name in optional and not content.strip()):
            tables[name] = Table(f"{name}.csv", "", noted)
            continue
        try:
            text, guesses = text_of(content, bundle.where(file), file, encoding)
            tables[name] = Table(file, text, noted)
        except ProblemError as error:
            faults += error.faults
            continue
        noted.add(guesses)
        faults += tables[name].faults(columns)
    if faults:
        raise ProblemError(faults)
    return tables
