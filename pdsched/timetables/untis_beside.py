"""What Untis exports beside the timetable: GPU002 to GPU006, lessons and names.

The order of the fields is that of the manual of Untis, on the pages about its DIF files
(``hid_export`` and what follows), checked against public readers of these files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pdsched.timetables.separators import fields_of, marks_of
from pdsched.timetables.text import lines_of, read_text, seats_of
from pdsched.timetables.timetable import Note, TimetableRoom, note

SHORT = "is a row with too few fields, or without a name"
UNKNOWN = "is listed in no row of this file, and keeps its short name"
UNPLACED = "is a lesson that the timetable does not place"
UNLISTED = "cannot be listed, so that nothing beside the timetable is read"
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LESSONS, _CLASSES, _TEACHERS, _ROOMS, _SUBJECTS = "002", "003", "004", "005", "006"
_LEAST_FIELDS = {_LESSONS: 7, _CLASSES: 2, _TEACHERS: 2, _ROOMS: 2, _SUBJECTS: 2}
_CAPACITY, _FORENAME, _FROM, _TO = 7, 28, 14, 15

Dates = tuple[date | None, date | None]


class Beside(NamedTuple):
    """What the files beside a GPU001 say."""

    files: tuple[str, ...]
    """Names of the files that were read."""
    teachers: dict[str, str]
    """Full name, by short name; so with the others."""
    subjects: dict[str, str]
    classes: dict[str, str] | None
    rooms: tuple[TimetableRoom, ...]
    lessons: dict[str, Dates]
    """First and last date of each lesson number."""
    notes: tuple[Note, ...]

    def unlike(self, classes: Sequence[str], numbers: Sequence[str]) -> Iterator[Note]:
        """What the timetable has and these files lack, and the other way round."""
        if self.classes is not None:
            for name in classes:
                if name and name not in self.classes:
                    yield note(f"GPU{_CLASSES}", name, UNKNOWN)
        placed = set(numbers)
        yield from (
            note(f"GPU{_LESSONS}", number, UNPLACED)
            for number in self.lessons
            if number not in placed
        )


def nothing_beside() -> Beside:
    """What is said where no such file is there."""
    return Beside((), {}, {}, None, (), {}, ())


def read_beside(path: str | Path, encoding: str | None = None) -> Beside:
    """The files GPU002 to GPU006 in the folder of a GPU001, whatever the case of their names.

    Raises:
        ProblemError: one of them cannot be read, as `read_text` says.
    """
    timetable = Path(path)
    match = re.match(r"(gpu)001(.*)$", timetable.name, re.IGNORECASE)
    if match is None or not timetable.is_file():
        return nothing_beside()
    tables: dict[str, list[list[str]]] = {}
    files: list[str] = []
    notes: list[Note] = []
    try:
        inside = {each.name.casefold(): each for each in timetable.parent.iterdir()}
    except OSError:
        return nothing_beside()._replace(notes=(note("folder", timetable.parent, UNLISTED),))
    for number, least in _LEAST_FIELDS.items():
        file = inside.get(f"gpu{number}{match[2]}".casefold())
        if file is not None and file.is_file() and file.stat().st_size:
            tables[number] = list(_rows(file, least, encoding, notes))
            files.append(file.name)
    return Beside(
        files=tuple(files),
        teachers={row[0]: full for row in tables.get(_TEACHERS, ()) if (full := _person(row))},
        subjects={row[0]: row[1] for row in tables.get(_SUBJECTS, ()) if row[1]},
        classes={row[0]: row[1] for row in tables[_CLASSES]} if _CLASSES in tables else None,
        rooms=tuple(_room(row, notes) for row in tables.get(_ROOMS, ())),
        lessons=_dates(tables.get(_LESSONS, ())),
        notes=tuple(notes),
    )


def _rows(file: Path, least: int, encoding: str | None, notes: list[Note]) -> Iterator[list[str]]:
    text, guesses = read_text(file, encoding, wanted="table")
    notes += guesses
    lines = lines_of(text)
    marks = marks_of((line for line in lines if line.strip()), len)
    for number, line in enumerate(lines, start=1):
        fields = fields_of(line, marks)
        if len(fields) >= least and fields[0]:
            yield fields
        elif line.strip():
            notes.append(note(f"{file.name}, line {number}", line, SHORT))


def _person(row: Sequence[str]) -> str:
    forename = row[_FORENAME] if len(row) > _FORENAME else ""
    return f"{forename} {row[1]}".strip()


def _room(row: Sequence[str], notes: list[Note]) -> TimetableRoom:
    told = row[_CAPACITY] if len(row) > _CAPACITY else ""
    return TimetableRoom(name=row[0], full=row[1], capacity=seats_of(told, row[0], notes))


def _dates(rows: Sequence[Sequence[str]]) -> dict[str, Dates]:
    """The dates of each lesson: the earliest and the latest, if all its rows tell them."""
    told: dict[str, list[Dates]] = {}
    for row in rows:
        first, last = (day_of(row[at]) if len(row) > at else None for at in (_FROM, _TO))
        told.setdefault(row[0], []).append((first, last))
    dates: dict[str, Dates] = {}
    for number, pairs in told.items():
        firsts = [first for first, _ in pairs if first is not None]
        lasts = [last for _, last in pairs if last is not None]
        dates[number] = (
            min(firsts) if len(firsts) == len(pairs) else None,
            max(lasts) if len(lasts) == len(pairs) else None,
        )
    return dates


def day_of(text: str) -> date | None:
    """The date that Untis writes as eight digits.

    >>> day_of("20210913"), day_of("20211399"), day_of("")
    (datetime.date(2021, 9, 13), None, None)
    """
    match = _DATE.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
