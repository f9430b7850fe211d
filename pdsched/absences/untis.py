"""Absences as Untis lists substitutions, ``GPU014.TXT``: a row a lesson, period and holder.

The fields are those of the manual of Untis, on its page of exports about substitutions: number of
the substitution, date, period, number of the absence, number of the lesson, who is absent, who
comes in their place, subject, ..., room (12th), classes (15th, with ``~`` between), reason (16th),
text (17th), kind as bits (18th: bit 0 is a lesson that is dropped, bit 6 a part of a class) and as
a letter (20th: C and P). `pdsched.timetables.history` reads the same fields.

A period has the number that is its id; where not all of a school's are numbers, its place in the
bell schedule. Numbers of absences, lessons and substitutions are worked out of what they are of, so
that they stay.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_OID, uuid5

from pdsched.absences.absence import Absence, Absences
from pdsched.problem import Lesson, Problem, School
from pdsched.views import HeldClass
from pdsched.views.words import span

FILE = "GPU014.TXT"
_MOST = 999_999_999
_ID_LETTERS = 36
"""Of the id of an absence, without the number of a part."""
_DROPPED, _PART = 1 << 0, 1 << 6

_Fields = tuple[str | int, ...]


class _Row(NamedTuple):
    school: str
    fields: _Fields


def untis(now: Absences, before: Absences | None, reason: str) -> Iterator[tuple[str, str, int]]:
    """For each school its rows, and those to be taken back: name, text and number of rows."""
    new = _Table(now.problem, reason).rows(now)
    old = set[_Row]() if before is None else _Table(before.problem, reason).rows(before)
    schools = {school.id for told in (now, before or now) for school in told.problem.schools}
    for school in sorted(schools):
        for folder, rows in (("", new - old), ("cancelled/", old - new)):
            lines = [row.fields for row in rows if row.school == school]
            yield f"{_folder(school)}/{folder}{FILE}", _text(lines), len(lines)


def _folder(school: str) -> str:
    """A folder of its own for any id, also for one that means another folder.

    >>> _folder("north/east"), _folder("..")
    ('north%2Feast', '%2E%2E')
    """
    name = quote(school, safe=" ")
    return name if name.strip(".") else name.replace(".", "%2E")


class _Table:
    def __init__(self, problem: Problem, reason: str) -> None:
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._bells = {school.id: _Bells(school) for school in problem.schools}
        self._reason = reason

    def rows(self, absences: Absences) -> set[_Row]:
        """What is to stand in the lists of the schools."""
        all_held = [held for absence in absences.absences for held in absence.classes]
        away = {(held.lesson, held.date, held.staff) for held in all_held}
        covered = {(c.lesson, c.date) for c in all_held if c.substitute or c.colleague}
        rows: set[_Row] = set()
        for absence in absences.absences:
            for held in absence.classes:
                lesson = self._lessons[held.lesson]
                goes_on = (lesson.id, held.date) in covered or any(
                    (lesson.id, held.date, who) not in away for who in lesson.staff
                )
                rows |= self._rows(absence, held, lesson, goes_on=goes_on)
        return rows

    def _rows(
        self, absence: Absence, held: HeldClass, lesson: Lesson, *, goes_on: bool
    ) -> set[_Row]:
        """Those of one lesson; it is dropped if nobody holds it, of those of its own or others."""
        holders = [held.substitute or held.colleague or "", *held.parts]
        bits, letter = (_PART, "P") if held.parts else (0, "")
        if not goes_on:
            bits, letter = _DROPPED, "C"
        whole = absence.absence_id[:_ID_LETTERS]
        classes = "~".join(_plain(name).replace("~", "-") for name in held.classes)
        date = f"{held.date:%Y%m%d}"
        return {
            _Row(
                held.school,
                (
                    *(_number(whole, date, period, lesson.id, holder), int(date), period),
                    *(_number(whole), _number(lesson.id), held.staff, holder),
                    *(_plain(held.subject), "", "", "", _plain(held.room), "", "", classes),
                    *(_plain(self._reason), span(held.start, held.end), bits, classes, letter, ""),
                ),
            )
            for period in self._bells[held.school].numbers(lesson)
            for holder in holders
        }


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


def _number(*parts: str | int) -> int:
    """A number of 1 to 999,999,999 that is the same for the same parts."""
    return uuid5(NAMESPACE_OID, "|".join(map(str, parts))).int % _MOST + 1


def _plain(text: str) -> str:
    """A text on one line, without outer blanks, as a field holds it."""
    return " ".join(text.split())


def _text(rows: Collection[_Fields]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    in_order = sorted(rows, key=lambda fields: (fields[1], fields[2], fields[5], fields[0]))
    writer.writerows(in_order)
    return text.getvalue()
