"""Reader of Untis lesson exports, ``GPU001.TXT``.

One row is one class, one teacher and one subject of a lesson in one period:
``lesson;class;teacher;subject;room;day;period;;``. Rows with the same lesson number, day and
period are one coupling and become one lesson.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.problem import CoverKind
from pdsched.timetables.clashes import one_at_a_time
from pdsched.timetables.faults import fail
from pdsched.timetables.text import decode, lines_of, read_bytes, whole
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, TimetablePeriod, note

NO_COVER = ("Mittag", "LZ")
"""Subjects of the German schools that we know to need no cover: lunch break, study time."""

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST_DAY, _LAST_PERIOD = 70, 40

SHORT = "has fewer than seven fields"
NO_NUMBER = "has no lesson number"
NO_TIME = "has a day or a period that is not a whole number"
UNPLACED = "has no day, so the lesson is not placed"
TOO_FAR = "has a day above 70 or a period above 40"


class _Row(NamedTuple):
    number: str
    class_: str
    teacher: str
    subject: str
    room: str
    day: int
    period: int


def read_untis(path: str | Path, *, no_cover: Sequence[str] = NO_COVER) -> Timetable:
    """The timetable of a ``GPU001.TXT``, in UTF-8 or the Windows code page.

    Days 1 to 7 are Monday to Sunday. Where a teacher has two lesson numbers in one period, the
    one that comes first in the file stays and the other is noted.

    Args:
        path: the file.
        no_cover: subjects whose rows need no cover.

    Raises:
        ProblemError: the file cannot be read (PD701, PD702), is something else (PD705), or no
            row of it can be used (PD706).
    """
    text, encoding = decode(read_bytes(path))
    rows, notes = _rows(text, str(path))
    # Some schools have a period 0 before the first.
    lowest = min(1, *(row.period for row in rows))
    periods = range(lowest, max(row.period for row in rows) + 1)
    lessons, clashes = one_at_a_time(tuple(_lessons(rows, lowest, no_cover)))
    return Timetable(
        name=Path(path).stem,
        days=_days(rows),
        periods=tuple(TimetablePeriod(name=str(number)) for number in periods),
        teachers=tuple(dict.fromkeys(row.teacher for row in rows if row.teacher)),
        lessons=lessons,
        notes=(*notes, *clashes),
        assumptions=_assumptions(encoding, no_cover),
    )


def _rows(text: str, path: str) -> tuple[list[_Row], list[Note]]:
    rows: list[_Row] = []
    notes: list[Note] = []
    for number, line in enumerate(lines_of(text), start=1):
        if line.strip():
            row = _row(line)
            if isinstance(row, _Row):
                rows.append(row)
            else:
                notes.append(note(f"line {number}", line, row))
    if not rows:
        code = "PD705" if all(item.message == SHORT for item in notes) else "PD706"
        fail(code, path, Path(path).name, f"{notes[0].where} {notes[0].message}")
    return rows, notes


def _row(line: str) -> _Row | str:
    # Line by line: an unclosed quotation mark must not swallow the rows that follow.
    try:
        fields = [field.strip() for field in next(csv.reader([line], delimiter=";"))]
    except csv.Error:
        return SHORT
    if len(fields) < 7:
        return SHORT
    day, period = whole(fields[5]), whole(fields[6])
    if day is None or period is None:
        return NO_TIME if fields[5] or fields[6] else UNPLACED
    return _refused(fields[0], day, period) or _Row(*_texts(fields), day, period)


def _texts(fields: Sequence[str]) -> tuple[str, str, str, str, str]:
    number, class_, teacher, subject, room = fields[:5]
    return number, class_, teacher, subject, room


def _refused(number: str, day: int, period: int) -> str:
    if not number:
        return NO_NUMBER
    if day == 0:
        return UNPLACED
    return TOO_FAR if day > _LAST_DAY or period > _LAST_PERIOD else ""


def _days(rows: Iterable[_Row]) -> tuple[str, ...]:
    last = max(5, max(row.day for row in rows))
    return _WEEK[:last] if last <= 7 else tuple(str(number + 1) for number in range(last))


def _lessons(
    rows: Sequence[_Row], lowest: int, no_cover: Sequence[str]
) -> Iterator[TimetableLesson]:
    days = _days(rows)
    couplings: dict[tuple[str, int, int, bool], list[_Row]] = {}
    for row in rows:
        key = (row.number, row.day, row.period, row.subject in no_cover)
        couplings.setdefault(key, []).append(row)
    for (number, day, period, free), members in couplings.items():
        mixed = free and (number, day, period, False) in couplings
        lesson = _lesson(members, days[day - 1], period - lowest, free)
        yield lesson.model_copy(update={"id": lesson.id + "-no-cover"}) if mixed else lesson


def _lesson(rows: Sequence[_Row], day: str, period: int, free: bool) -> TimetableLesson:
    subjects: dict[str, list[str]] = {}
    for row in rows:
        if row.teacher:
            subjects.setdefault(row.teacher, []).append(row.subject)
    own_subjects = tuple("+".join(_distinct(of_one)) for of_one in subjects.values())
    head = rows[0]
    return TimetableLesson(
        id=f"{head.number}-{head.day}-{head.period}",
        event=head.number,
        day=day,
        period=period,
        teachers=tuple(subjects),
        classes=_distinct(row.class_ for row in rows),
        subject="+".join(_distinct(row.subject for row in rows)),
        own_subjects=own_subjects if len(set(own_subjects)) > 1 else (),
        rooms=_distinct(row.room for row in rows),
        cover=CoverKind.NOT_NEEDED if free else CoverKind.NEEDED,
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _assumptions(encoding: str, no_cover: Sequence[str]) -> tuple[str, ...]:
    said = []
    if encoding not in ("utf-8-sig", "utf-16"):
        said.append(f"The file is not UTF-8; it was read as {encoding}.")
    if no_cover:
        said.append(f"Lessons with the subject {' or '.join(no_cover)} need no cover.")
    return (*said, "Days 1 to 7 of the Untis file are Monday to Sunday.")
