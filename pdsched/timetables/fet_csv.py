"""Reader of FET's timetable CSV: one row for each hour of each activity."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pdsched.errors import Fault, ProblemError
from pdsched.problem import CoverKind, Weekday
from pdsched.timetables.faults import fail, fault
from pdsched.timetables.fet_mode import FetLesson, Mode, grid
from pdsched.timetables.order import not_told, order_of_days, order_of_hours, unordered
from pdsched.timetables.separators import Marks, marks_of
from pdsched.timetables.text import lines_of, read_text
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, note
from pdsched.timetables.weekdays import weekdays_of

COLUMNS = ("activity id", "day", "hour", "students sets", "subject", "teachers")
"""Columns that the header must name, in any order; ``room`` is read if it is there."""

SHORT = "has another number of fields than the header"
NO_ID = "has no activity id"
UNPLACED = "is an activity without day or hour"


class _Row(NamedTuple):
    activity: str
    day: str
    hour: str
    students: tuple[str, ...]
    subject: str
    teachers: tuple[str, ...]
    room: str


def read_fet_csv(
    path: str | Path,
    *,
    mode: Mode = "auto",
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    days: Sequence[str] | None = None,
    hours: Sequence[str] | None = None,
) -> Timetable:
    """The timetable of a FET CSV; see `read_fet`.

    Days and hours that differ in a number (``Day 3``) are counted up to the highest number; other
    names are put in order by weekday or by clock time if they all tell it. No order is guessed.

    Raises:
        ProblemError: PD701, PD702, PD705 if the header is another, PD706, PD710, PD712, PD713.
    """
    text, guesses = read_text(path, encoding)
    rows, notes = _rows(text, str(path))
    days, hours = _in_order(rows, days, hours, str(path))
    lessons = list(_lessons(rows, days, hours, no_cover))
    result = grid(days, hours, lessons, mode)
    who = dict.fromkeys(teacher for row in rows for teacher in row.teachers)
    said = [result.assumption]
    if no_cover:
        said.append(f"Lessons with the subject {' or '.join(no_cover)} need no cover.")
    return Timetable(
        name=Path(path).stem,
        days=result.days,
        periods=result.periods,
        morning=result.morning,
        teachers=tuple(who),
        lessons=result.lessons,
        notes=(*guesses, *notes, *result.notes),
        assumptions=tuple(said),
    )


def _rows(text: str, path: str) -> tuple[list[_Row], list[Note]]:
    marks = _marks(text)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=marks.separator, quotechar=marks.quote
    )
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


def _marks(text: str) -> Marks:
    """The signs under which most columns of the header are known."""
    return marks_of(lines_of(text)[:1], lambda header: len(_known(header)))


def _known(header: Iterable[str]) -> set[str]:
    return {name.strip("'").casefold() for name in header} & set(COLUMNS)


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


def _in_order(
    rows: Sequence[_Row], days: Sequence[str] | None, hours: Sequence[str] | None, path: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All days and all hours in order, as they are told or as their names tell."""
    day_names, hour_names = [row.day for row in rows], [row.hour for row in rows]
    in_order = (
        tuple(days) if days else order_of_days(day_names),
        tuple(hours) if hours else order_of_hours(hour_names),
    )
    faults = []
    for kind, names, order in zip(
        ("days", "hours"), (day_names, hour_names), in_order, strict=True
    ):
        faults += (
            [unordered(kind, names, path)] if order is None else not_told(kind, names, order, path)
        )
    faults += _against_the_week(days or ())
    if faults or None in in_order:
        raise ProblemError(faults)
    return in_order  # type: ignore[return-value]


def _against_the_week(days: Sequence[str]) -> Iterator[Fault]:
    """A fault if days are told in an order that is none of the weekdays which they name."""
    week = weekdays_of(days)
    places = [list(Weekday).index(day) for day in week or ()]
    if sum(later < earlier for earlier, later in pairwise([*places, *places[:1]])) > 1:
        detail = "these are weekdays in no order of a week: correct the order, or leave it out"
        yield fault("PD710", "days", ", ".join(days), detail)


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
