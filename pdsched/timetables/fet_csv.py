"""Reader of FET's timetable CSV: one row for each hour of each activity."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.problem import CoverKind, Weekday
from pdsched.timetables.faults import fail
from pdsched.timetables.fet_mode import FetLesson, Mode, grid
from pdsched.timetables.hours import named_periods
from pdsched.timetables.text import decode, lines_of, read_bytes
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, note
from pdsched.timetables.weekdays import weekdays_of

COLUMNS = ("activity id", "day", "hour", "students sets", "subject", "teachers")
"""Columns that the header must name, in any order; ``room`` is read if it is there."""

SHORT = "has another number of fields than the header"
NO_ID = "has no activity id"
UNPLACED = "is an activity without day or hour"
UNORDERED = "are names whose order is not known and was taken as in the file"

_NUMBERED = re.compile(r"^(.*?)(\d+)$", re.DOTALL)


class _Row(NamedTuple):
    activity: str
    day: str
    hour: str
    students: tuple[str, ...]
    subject: str
    teachers: tuple[str, ...]
    room: str


def read_fet_csv(
    path: str | Path, *, mode: Mode = "auto", no_cover: Sequence[str] = ()
) -> Timetable:
    """The timetable of a FET CSV; see `read_fet`.

    Days and hours that end in a number (``Day 3``) are counted up to the highest number; other
    names are put in order by weekday or by clock time if they all tell it.

    Raises:
        ProblemError: PD701, PD702, PD705 if the header is another, PD706.
    """
    text, encoding = decode(read_bytes(path))
    rows, notes = _rows(text, str(path))
    days, hours = _ordered("days", (row.day for row in rows), notes), _hours(rows, notes)
    lessons = list(_lessons(rows, days, hours, no_cover))
    result = grid(days, hours, lessons, mode)
    who = dict.fromkeys(teacher for row in rows for teacher in row.teachers)
    said = [result.assumption]
    if encoding not in ("utf-8-sig", "utf-16"):
        said.append(f"The file is not UTF-8; it was read as {encoding}.")
    if no_cover:
        said.append(f"Lessons with the subject {' or '.join(no_cover)} need no cover.")
    return Timetable(
        name=Path(path).stem,
        days=result.days,
        periods=result.periods,
        morning=result.morning,
        teachers=tuple(who),
        lessons=result.lessons,
        notes=(*notes, *result.notes),
        assumptions=tuple(said),
    )


def _rows(text: str, path: str) -> tuple[list[_Row], list[Note]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[_Row] = []
    notes: list[Note] = []
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            fail("PD705", path, lines_of(text)[0], f"the header lacks {', '.join(missing)}")
        for fields in reader:
            if any(field.strip() for field in fields):
                row = _row(header, fields)
                if isinstance(row, _Row):
                    rows.append(row)
                else:
                    shown = fields[0] if row == UNPLACED else ",".join(fields)
                    notes.append(note(f"line {reader.line_num}", shown, row))
    except csv.Error as error:
        fail("PD705", path, f"line {reader.line_num}", str(error))
    if not rows:
        fail("PD706", path, Path(path).name, notes[0].message if notes else "only a header")
    return rows, notes


def _delimiter(text: str) -> str:
    header = lines_of(text)[0]
    return max(",;\t", key=header.count)


def _row(header: Sequence[str], fields: Sequence[str]) -> _Row | str:
    if len(fields) != len(header):
        return SHORT
    told = {name: field.strip() for name, field in zip(header, fields, strict=True)}
    if not told["activity id"]:
        return NO_ID
    if not told["day"] or not told["hour"]:
        return UNPLACED
    return _Row(
        told["activity id"],
        told["day"],
        told["hour"],
        _parts(told["students sets"]),
        told["subject"],
        _parts(told["teachers"]),
        told.get("room", ""),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for each in text.split("+") if (part := each.strip())))


def _hours(rows: Iterable[_Row], notes: list[Note]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(row.hour for row in rows))
    timed = sorted(names, key=_first_time)
    if all(period.start is not None for period in named_periods(timed)):
        return tuple(timed)
    return _ordered("hours", names, notes)


def _first_time(name: str) -> tuple[int, ...]:
    match = re.search(r"(\d{1,2})[:hH](\d{2})", name)
    return (int(match[1]), int(match[2])) if match else (99,)


def _ordered(kind: str, names: Iterable[str], notes: list[Note]) -> tuple[str, ...]:
    distinct_names = tuple(dict.fromkeys(names))
    numbered = [match for name in distinct_names if (match := _NUMBERED.match(name))]
    if len(numbered) == len(distinct_names) and len({match[1] for match in numbered}) == 1:
        return _counted(numbered[0][1], [int(match[2]) for match in numbered], distinct_names)
    week = weekdays_of(distinct_names)
    if week is not None:
        told = dict(zip(week, distinct_names, strict=True))
        return tuple(told[day] for day in Weekday if day in told)
    if len(distinct_names) > 1:
        notes.append(note(kind, ", ".join(distinct_names), UNORDERED))
    return distinct_names


def _counted(head: str, numbers: Sequence[int], names: Sequence[str]) -> tuple[str, ...]:
    named = dict(zip(numbers, names, strict=False))
    if max(numbers) > 100 or len(named) < len(names):
        return tuple(sorted(names, key=lambda name: (len(name), name)))
    first = min(1, *numbers)
    return tuple(named.get(at, f"{head}{at}") for at in range(first, max(numbers) + 1))


def _lessons(
    rows: Iterable[_Row], days: Sequence[str], hours: Sequence[str], no_cover: Sequence[str]
) -> Iterator[FetLesson]:
    activities: dict[str, list[_Row]] = {}
    for row in rows:
        activities.setdefault(row.activity, []).append(row)
    for name, members in activities.items():
        slots = {(days.index(row.day), hours.index(row.hour)) for row in members}
        for number, (day, hour, length) in enumerate(_runs(slots), start=1):
            part = f"{name}/{number}" if number > 1 else name
            yield FetLesson(_record(part, name, members, no_cover), day, hour, length)


def _runs(slots: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Runs of successive hours of one day: day, first hour, length."""
    run: tuple[int, int, int] | None = None
    for day, hour in sorted(slots):
        if run is not None and (day, hour) == (run[0], run[1] + run[2]):
            run = (day, run[1], run[2] + 1)
            continue
        if run is not None:
            yield run
        run = (day, hour, 1)
    if run is not None:
        yield run


def _record(part: str, name: str, rows: Sequence[_Row], no_cover: Sequence[str]) -> TimetableLesson:
    subject = rows[0].subject
    return TimetableLesson(
        id=part,
        event=name,
        day="",
        period=0,
        teachers=tuple(dict.fromkeys(who for row in rows for who in row.teachers)),
        classes=tuple(dict.fromkeys(who for row in rows for who in row.students)),
        subject=subject,
        rooms=tuple(dict.fromkeys(row.room for row in rows if row.room)),
        cover=CoverKind.NOT_NEEDED if subject in no_cover else CoverKind.NEEDED,
    )
