"""A lesson meeting as a row or a cell tells it, before days and times are understood."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pdsched.outside.workbook import Value
from pdsched.timetables.tables.grid import MOST_LETTERS, Grid, is_error, text_of
from pdsched.timetables.tables.heads import Role
from pdsched.timetables.timetable import Note, note

SEPARATORS: Mapping[Role, str] = {"teacher": ";+/\n", "class": ";+,\n", "room": ";+,\n"}
"""Signs that part several names, unless others are told. A comma stands between the names of one
teacher as well, and a stroke in the name of a class, so that these are not taken for separators."""
SEVERAL: Mapping[Role, str] = {
    "teacher": "was taken for several teachers; if it is one, say --separators with other signs",
    "class": "was taken for several classes; if it is one, say --separators with other signs",
    "room": "was taken for several rooms; if it is one, say --separators with other signs",
}
ONE: Mapping[Role, str] = {
    "teacher": "has a comma and was taken for one teacher; if it is several, say --separators ,",
    "class": "has a stroke and was taken for one class; if it is several, say --separators /",
    "room": "has a stroke and was taken for one room; if it is several, say --separators /",
}
LONG = f"is longer than {MOST_LETTERS} letters and was cut"
ERROR = "is an error of the spreadsheet and was taken for an empty cell"
DASH = "is a dash and was taken for an empty cell"
_DASHES = re.compile(r"[-\u2010-\u2015\u2212_.]{1,5}")


class Meeting(NamedTuple):
    """What one row or cell says, times and days still as they stand there."""

    where: str
    """File, sheet, row and column."""
    lesson: str
    """What parts of one lesson share; empty if nothing tells."""
    day: str
    week: str
    date: Value
    period: Value
    start: Value
    end: Value
    duration: Value
    teachers: tuple[str, ...]
    classes: tuple[str, ...]
    subject: str
    rooms: tuple[str, ...]


class Reader:
    """Reads cells as texts and lists of names, and notes what it had to decide.

    Args:
        grid: the table.
        separators: what parts several names, by column; told, so that nothing is noted.
    """

    def __init__(self, grid: Grid, separators: Mapping[Role, str]) -> None:
        self.grid = grid
        self.merged = frozenset(grid.origins.values())
        """First places of merged cells."""
        self.notes: list[Note] = []
        self.separators = separators

    def value(self, row: int, columns: Sequence[int], joint: str = " ") -> Value:
        """What stands in a column, or in several of them one after the other."""
        if len(columns) == 1:
            return self._clean(row, columns[0])
        texts = (text_of(self._clean(row, column)) for column in columns)
        return joint.join(text for text in texts if text)

    def text(self, row: int, columns: Sequence[int]) -> str:
        """The same as a text that is not too long for a name."""
        return self.short(text_of(self.value(row, columns)), row, columns)

    def short(self, text: str, row: int, columns: Sequence[int]) -> str:
        """A text, cut if it is too long for a name."""
        if len(text) <= MOST_LETTERS:
            return text
        self.note(row, columns, text, LONG)
        return text[:MOST_LETTERS].strip()

    def names(self, role: Role, text: str, row: int, columns: Sequence[int]) -> tuple[str, ...]:
        """The names in a text: of teachers, classes or rooms."""
        signs = self.separators.get(role, SEPARATORS[role])
        parts = _parted(text, signs)
        if role not in self.separators:
            if len(parts) > 1:
                self.note(row, columns, text, SEVERAL[role])
            elif ("," if role == "teacher" else "/") in text:
                self.note(row, columns, text, ONE[role])
        return tuple(dict.fromkeys(self.short(part, row, columns) for part in parts))

    def note(self, row: int, columns: Sequence[int], value: object, message: str) -> None:
        """Notes something of a cell."""
        column = columns[0] if columns else None
        self.notes.append(note(self.grid.place(row, column), value, message))

    def _clean(self, row: int, column: int) -> Value:
        value = self.grid.value(row, column)
        if is_error(value):
            self.note(row, (column,), value, ERROR)
            return None
        if isinstance(value, str) and _DASHES.fullmatch(value.strip()):
            self.note(row, (column,), value, DASH)
            return None
        return value


def _parted(text: str, signs: Collection[str]) -> list[str]:
    pattern = "[" + re.escape("".join(signs)) + "]" if signs else r"(?!)"
    return [part.strip() for part in re.split(pattern, text) if part.strip()]
