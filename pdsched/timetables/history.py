"""Who was away and who held what: the list of substitutions of Untis, ``GPU014.TXT``, as history.

The fields are those of the manual of Untis, on its page about DIF files: number, date, period,
number of the absence, number of the lesson, who is absent, who comes in their place, subject, ...,
classes (15th), reason (16th), kind as bits (18th) and as a letter (20th).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from pdsched.problem import Record, Weekday
from pdsched.problem.base import Day
from pdsched.timetables.faults import fail
from pdsched.timetables.separators import TRIED, fields_of, marks_of
from pdsched.timetables.text import lines_of, read_text, whole
from pdsched.timetables.timetable import Note, note
from pdsched.timetables.untis_beside import day_of

SHORT = "is a row with fewer than 15 fields"
NO_TIME = "is a row without a date or a period"
NOBODY = "is a substitution that names nobody who was away"
NO_ABSENCE = "is a change that belongs to no absence"
MOVED = "is a lesson that was moved or exchanged"
RELEASED = "is a lesson whose class was away"
DUTY = "is a supervision, and no lesson"
SAME = "is a lesson that its own teacher held, in another room or otherwise"
OTHER = "is an exam or a special duty, and no absence"

_LEAST_FIELDS, _MOST_FIELDS = 15, 21
_BITS = ((1 << 3 | 1 << 7, MOVED), (1 << 4, RELEASED), (1 << 17, DUTY), (1 << 2, OTHER))
_LETTERS = {
    "T": MOVED, "F": MOVED, "W": MOVED, "~": MOVED, "L": RELEASED, "B": DUTY, "R": SAME,
    "A": OTHER, "E": OTHER,
}  # fmt: skip
_FEW = 10
"""Lessons of a weekday below which their share tells nothing."""
_LEAST_CHANCE = 0.01


class LessonMissed(Record):
    """A lesson whose teacher was absent."""

    date: Day
    period: int = Field(ge=0)
    """Number of the period, as Untis counts them."""
    teacher: str
    """Who was absent."""
    substitute: str = ""
    """Who held it in their place; empty if nobody did."""
    subject: str = ""
    classes: tuple[str, ...] = ()
    reason: str = ""


class Presence(NamedTuple):
    """What the history says of one person."""

    who: str
    lessons_missed: int
    half_days_missed: int
    covers: int
    """Lessons held for others."""


class History(Record):
    """The absences of a school and their covers, lesson by lesson."""

    name: str
    lessons: tuple[LessonMissed, ...] = ()
    notes: tuple[Note, ...] = ()
    """Every row that tells of no absence."""

    def presences(self, morning: Collection[int] = ()) -> tuple[Presence, ...]:
        """The figures of each person, by name.

        Args:
            morning: numbers of the periods of the morning; without them a date is one half-day.

        >>> lesson = LessonMissed(date="2026-09-07", period=1, teacher="ada", substitute="ben")
        >>> History(name="x", lessons=(lesson,)).presences()[1]
        Presence(who='ben', lessons_missed=0, half_days_missed=0, covers=1)
        """
        missed = Counter(each.teacher for each in self.lessons)
        halves = {(each.teacher, each.date, each.period in morning) for each in self.lessons}
        half_days = Counter(who for who, _, _ in halves)
        covers = Counter(each.substitute for each in self.lessons if each.substitute)
        return tuple(
            Presence(who, missed[who], half_days[who], covers[who])
            for who in sorted({*missed, *covers})
        )

    def chances(self) -> dict[Weekday, float]:
        """The share of missed lessons that somebody else held, by weekday; 0.01 at least.

        A weekday with fewer than ten such lessons has the share of them all. Empty without any.

        >>> lesson = LessonMissed(date="2026-09-07", period=1, teacher="ada", substitute="ben")
        >>> unheld = lesson.model_copy(update={"substitute": ""})
        >>> History(name="x", lessons=(lesson, unheld)).chances()[Weekday.MON]
        0.5
        """
        if not self.lessons:
            return {}
        by_day: dict[Weekday, list[bool]] = {day: [] for day in Weekday}
        for each in self.lessons:
            by_day[Weekday.of(each.date)].append(bool(each.substitute))
        everywhere = _share([held for of_day in by_day.values() for held in of_day])
        return {
            day: _share(held) if len(held) >= _FEW else everywhere for day, held in by_day.items()
        }


def _share(held: Sequence[bool]) -> float:
    return max(_LEAST_CHANCE, round(sum(held) / len(held), 3))


def read_untis_history(path: str | Path, encoding: str | None = None) -> History:
    """The absences in a ``GPU014.TXT``.

    A row counts that names an absence, a teacher who is absent, and a lesson that was neither moved
    nor dropped because its class was away; it is covered if it names somebody else who came.

    Args:
        path: the file.
        encoding: name of the code page of a file that is not in Unicode.

    Raises:
        ProblemError: the file cannot be read (PD701, PD702, PD713), or is something else (PD705).
    """
    text, guesses = read_text(path, encoding, wanted="table")
    lines = lines_of(text)
    marks = marks_of((line for line in lines if line.strip()), row_worth)
    lessons: list[LessonMissed] = []
    notes = [*guesses]
    is_list = False
    for number, line in enumerate(lines, start=1):
        if line.strip():
            fields = fields_of(line, marks)
            is_list |= row_worth(fields) > 0
            row = _row(fields)
            if isinstance(row, LessonMissed):
                lessons.append(row)
            else:
                notes.append(note(f"{Path(path).name}, line {number}", line, row))
    if not is_list:
        fail("PD705", str(path), Path(path).name, f"no row of it is one of GPU014; tried: {TRIED}")
    return History(name=Path(path).stem, lessons=tuple(lessons), notes=tuple(notes))


def row_worth(fields: Sequence[str]) -> int:
    """Whether fields look like a row of GPU014: a number, a date, a period and a dozen more.

    >>> row_worth("1,20210913,1,2,1175,A,,M,,,,R1,,,6a,,,1,6a,C,202109101131".split(","))
    1
    """
    return int(
        len(fields) >= _LEAST_FIELDS and fields[0].isdigit() and day_of(fields[1]) is not None
    )


def _row(told: Sequence[str]) -> LessonMissed | str:
    if len(told) < _LEAST_FIELDS:
        return SHORT
    fields = [*told, *[""] * _MOST_FIELDS]
    day, period = day_of(fields[1]), whole(fields[2])
    if day is None or period is None:
        return NO_TIME
    absent, substitute = fields[5], fields[6]
    if not absent:
        return NOBODY
    if other := _other_kind(whole(fields[17]) or 0, fields[19]):
        return other
    if substitute == absent:
        return SAME
    if not whole(fields[3]):
        return NO_ABSENCE
    return LessonMissed(
        date=day,
        period=period,
        teacher=absent,
        substitute=substitute,
        subject=fields[7],
        classes=tuple(part for part in fields[14].split("~") if part),
        reason=fields[15],
    )


def _other_kind(bits: int, letter: str) -> str:
    """What a change is that is no absence; empty if it is one."""
    told = next((reason for mask, reason in _BITS if bits & mask), "")
    return told or _LETTERS.get(letter.upper(), "")
