"""Reader of Untis lesson exports, ``GPU001.TXT``.

One row is one class, one teacher and one subject of a lesson in one period:
``lesson;class;teacher;subject;room;day;period;;``, or with commas, tabs or vertical bars. Rows with
the same lesson number, day and period are one coupling and become one lesson. Beside it may lie
GPU002 to GPU006, with dates of lessons and with names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.problem import CoverKind
from pdsched.timetables.clashes import one_at_a_time
from pdsched.timetables.faults import fail
from pdsched.timetables.separators import TRIED, Marks, fields_of, marks_of
from pdsched.timetables.text import lines_of, read_text, whole
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, TimetablePeriod, note
from pdsched.timetables.untis_beside import Beside, nothing_beside, read_beside

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


def read_untis(
    path: str | Path,
    *,
    no_cover: Sequence[str] = NO_COVER,
    encoding: str | None = None,
    beside: bool = True,
) -> Timetable:
    """The timetable of a ``GPU001.TXT``, whatever separator and quotation marks it has.

    Days 1 to 7 are Monday to Sunday, unless an import is told other weekdays. Where a teacher has
    two lesson numbers in one period, the one that comes first in the file stays and the other is
    noted.

    Args:
        path: the file.
        no_cover: subjects whose rows need no cover.
        encoding: name of the code page of a file that is not in Unicode; by default it is
            guessed, with a note.
        beside: whether GPU002 to GPU006 in the same folder are read, too.

    Raises:
        ProblemError: the file cannot be read (PD701, PD702, PD713), is something else (PD705), or
            no row of it can be used (PD706).
    """
    text, guesses = read_text(path, encoding)
    rows, notes = _rows(text, str(path))
    more = read_beside(path, encoding) if beside else nothing_beside()
    notes += [*more.notes, *more.unlike(*_distinct_of(rows))]
    # Subjects without cover keep their short names: the option that lists them has these.
    full = {short: name for short, name in more.subjects.items() if short not in no_cover}
    rows = [row._replace(subject=full.get(row.subject, row.subject)) for row in rows]
    # Some schools have a period 0 before the first.
    lowest = min(1, *(row.period for row in rows))
    periods = range(lowest, max(row.period for row in rows) + 1)
    dated = (_dated(lesson, more) for lesson in _lessons(rows, lowest, no_cover))
    lessons, clashes = one_at_a_time(tuple(dated))
    return Timetable(
        name=Path(path).stem,
        days=(days := _days(rows)),
        days_are_named=days[0] not in _WEEK,
        periods=tuple(TimetablePeriod(name=str(number)) for number in periods),
        teachers=_distinct((*(row.teacher for row in rows), *more.teachers)),
        names=more.teachers,
        rooms=more.rooms,
        lessons=lessons,
        notes=(*guesses, *notes, *clashes),
        assumptions=_assumptions(no_cover, more),
    )


def _rows(text: str, path: str) -> tuple[list[_Row], list[Note]]:
    rows: list[_Row] = []
    notes: list[Note] = []
    lines = lines_of(text)
    marks = marks_of((line for line in lines if line.strip()), row_worth)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(line, marks)
            if isinstance(row, _Row):
                rows.append(row)
            else:
                notes.append(note(f"line {number}", line, row))
    if not rows:
        if all(item.message == SHORT for item in notes):
            fail("PD705", path, Path(path).name, f"{notes[0].where} {SHORT}; tried: {TRIED}")
        fail("PD706", path, Path(path).name, f"{notes[0].where} {notes[0].message}")
    return rows, notes


def row_worth(fields: Sequence[str]) -> int:
    """How much fields look like a row: 2 if it names day and period, 1 if it has seven fields.

    >>> row_worth(["7", "5a", "ada", "M", "R1", "1", "1"]), row_worth(["7", "5a"])
    (2, 0)
    """
    if len(fields) < 7:
        return 0
    return 1 if whole(fields[5]) is None or whole(fields[6]) is None else 2


def are_heads(fields: Sequence[str]) -> bool:
    """Whether words stand where a lesson has its day and its period.

    >>> are_heads(["no", "class", "who", "what", "room", "day", "hour"]), are_heads(["7", "5a"])
    (True, False)
    """
    times = [field.strip() for field in fields[5:7]]
    return bool(times) and all(field and whole(field) is None for field in times)


def _row(line: str, marks: Marks) -> _Row | str:
    # Line by line: an unclosed quotation mark must not swallow the rows that follow.
    fields = fields_of(line, marks)
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


def _distinct_of(rows: Sequence[_Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The classes and the lesson numbers of the rows."""
    return _distinct(row.class_ for row in rows), _distinct(row.number for row in rows)


def _dated(lesson: TimetableLesson, more: Beside) -> TimetableLesson:
    first, last = more.lessons.get(lesson.event, (None, None))
    return lesson.model_copy(update={"first": first, "last": last})


def _assumptions(no_cover: Sequence[str], more: Beside) -> tuple[str, ...]:
    said = []
    if more.files:
        said.append(f"Names and dates of lessons are those of {', '.join(more.files)} beside it.")
    if no_cover:
        said.append(f"Lessons with the subject {' or '.join(no_cover)} need no cover.")
    return tuple(said)
