"""Absences as Untis lists substitutions, ``GPU014.TXT``: a row a lesson, period and holder.

The fields are those of the manual of Untis, on its page of exports about substitutions: number of
the substitution, date, period, number of the absence, number of the lesson, who is absent, who
comes in their place, subject, ..., room (12th), classes (15th, with ``~`` between), reason (16th),
text (17th), kind as bits (18th: bit 0 is a lesson that is dropped, bit 6 a part of a class) and as
a letter (20th: C and P). `pdsched.timetables.history` reads the same fields.

A period has the number that is its id; where not all of a school's are numbers, its place in the
bell schedule. A number of an absence is worked out of its id, so that it stays.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_OID, uuid5

from pdsched.absences.absence import Absence, Absences
from pdsched.absences.changes import Action, compared
from pdsched.problem import Lesson, Problem, School
from pdsched.views import HeldClass

FILE = "GPU014.TXT"
_MOST = 2**31 - 1
_DROPPED, _PART = 1 << 0, 1 << 6


class _Key(NamedTuple):
    """What tells a row from all others, of whatever plan."""

    school: str
    date: str
    period: int
    absence: str
    lesson: str
    holder: str


_Row = tuple[str | int, ...]


def untis(
    problem: Problem, now: Absences, before: Absences | None, reason: str
) -> Iterator[tuple[str, str, int]]:
    """For each school its rows, and those to be taken back: name, text and number of rows."""
    table = _Table(problem, reason)
    new = table.rows(now)
    told = compared(new, {} if before is None else table.rows(before))
    for school in problem.schools:
        rows = [(action, row) for action, (at, row) in told if at == school.id]
        name = quote(school.id, safe=" ")
        # A row of another content takes the place of the one with its number.
        yield from (
            (f"{name}/{folder}{FILE}", _text(lines), len(lines))
            for folder, lines in (
                ("", [row for action, row in rows if action is not Action.CANCEL]),
                ("cancelled/", [row for action, row in rows if action is Action.CANCEL]),
            )
        )


class _Table:
    def __init__(self, problem: Problem, reason: str) -> None:
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._bells = {school.id: _Bells(school) for school in problem.schools}
        self._reason = reason

    def rows(self, absences: Absences) -> dict[_Key, tuple[str, _Row]]:
        """The rows, each with its school."""
        away = {(c.lesson, c.date, c.staff) for a in absences.absences for c in a.classes}
        rows: dict[_Key, tuple[str, _Row]] = {}
        for absence in absences.absences:
            for held in absence.classes:
                lesson = self._lessons[held.lesson]
                stays = any((lesson.id, held.date, who) not in away for who in lesson.staff)
                for key in self._keys(absence, held, lesson):
                    rows[key] = (held.school, self._row(key, held, stays=stays))
        return rows

    def _keys(self, absence: Absence, held: HeldClass, lesson: Lesson) -> Iterator[_Key]:
        holders = [held.substitute or held.colleague or "", *held.parts]
        first = absence.absence_id[:36]  # without the number of a part
        for period in self._bells[held.school].numbers(lesson):
            for holder in holders:
                yield _Key(held.school, f"{held.date:%Y%m%d}", period, first, lesson.id, holder)

    def _row(self, key: _Key, held: HeldClass, *, stays: bool) -> _Row:
        bits, letter = (_PART, "P") if held.parts else (0, "")
        if not key.holder and not stays:
            bits, letter = _DROPPED, "C"
        classes = "~".join(_plain(name).replace("~", "-") for name in held.classes)
        return (
            *(_number("|".join(map(str, key))), int(key.date), key.period, _number(key.absence)),
            *(_number(held.lesson), held.staff, key.holder, _plain(held.subject), "", "", ""),
            *(_plain(held.room), "", "", classes, _plain(self._reason)),
            *(f"{held.start:%H:%M}-{held.end:%H:%M}", bits, classes, letter, ""),
        )


class _Bells:
    """The numbers of the periods of a school."""

    def __init__(self, school: School) -> None:
        self._periods = school.periods
        names = dict.fromkeys(p.id for p in sorted(school.periods, key=lambda p: p.start))
        if all(name.isascii() and name.isdigit() and len(name) < 4 for name in names):
            self._numbers: Mapping[str, int] = {name: int(name) for name in names}
        else:
            self._numbers = {name: number for number, name in enumerate(names, start=1)}

    def numbers(self, lesson: Lesson) -> Collection[int]:
        """The periods in which a lesson is; between bells, the one that was last."""
        there = [p for p in self._periods if p.days is None or lesson.day in (None, *p.days)]
        during = {
            self._numbers[p.id] for p in there if p.start < lesson.end and lesson.start < p.end
        }
        earlier = [p for p in there if p.end <= lesson.start]
        last = max(earlier, key=lambda p: p.end, default=None)
        return sorted(during) or [0 if last is None else self._numbers[last.id]]


def _number(text: str) -> int:
    """A number of 1 to 2,147,483,647 that is the same for the same text."""
    return uuid5(NAMESPACE_OID, text).int % _MOST + 1


def _plain(text: str) -> str:
    """A text on one line, without outer blanks, as a field holds it."""
    return " ".join(text.split())


def _text(rows: Collection[_Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows(sorted(rows, key=lambda row: (row[1], row[2], row[5], row[0])))
    return text.getvalue()
