"""Shapes of days: dates on which a person has the same lessons and the same time to keep.

For each home school, the days of its people fall into few of them. So what a session takes from
somebody is worked out by shape, once for all dates (`pdsched.model.candidates.absences`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.filters import (
    closed_home,
    day_off,
    home_blacked_out,
    protected,
    unavailable,
)
from pdsched.model.instance.index import Index
from pdsched.model.instance.timetable import Taken
from pdsched.problem import Lesson, Weekday

CLOSED = -1
"""Number of no shape: nobody works on such a day."""


class _Matters(NamedTuple):
    """What tells two dates apart for a person, beside the days of the timetable."""

    dated: bool
    """The date itself."""
    in_force: bool
    """Which lessons are in force, of those that have a first or last date."""
    by_weekday: bool


def _turns(lessons: Iterable[Lesson]) -> list[date]:
    """The dates from which other lessons are in force than before."""
    turns = set()
    for lesson in lessons:
        if lesson.first is not None:
            turns.add(lesson.first)
        if lesson.last is not None and lesson.last < date.max:
            turns.add(lesson.last + timedelta(days=1))
    return sorted(turns)


class Shapes:
    """The shapes of the days at one home school."""

    def __init__(self) -> None:
        self.count = 0
        self.lessons: list[tuple[int, int, Taken]] = []
        """Shape, staff group and lesson."""
        self.blocked: list[tuple[int, int, int]] = []
        """Shape, start and end of time that no release may touch."""
        self.off: list[int] = []
        """Shapes of days off, on which nobody attends; who is a trainer, too, may lead."""


class DayShapes:
    """The shapes of all days of everybody, with the time that no release may touch."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._world = index.world
        self._at: dict[int, Shapes] = defaultdict(Shapes)
        self._turns = _turns(index.world.problem.lessons)
        self._day_classes: dict[Hashable, tuple[Ints, list[int]]] = {}
        self.of = np.full((len(index.staff), len(index.days)), CLOSED, dtype=np.int64)
        """(staff group, day): number of the shape within the home school; -1: closed."""
        for group in range(len(index.staff)):
            self._add_shapes(group)

    def at(self, home: int) -> Shapes:
        """The shapes of a home school."""
        return self._at[home]

    def _add_shapes(self, group: int) -> None:
        person = self._index.staff[group].members[0]
        classes, examples = self._classes(person)
        shapes = self._at[int(self._index.home[group])]
        self.of[group] = np.where(classes >= 0, classes + shapes.count, CLOSED)
        for offset, day in enumerate(examples):
            self._add_shape(group, person, shapes, shapes.count + offset, self._index.days[day])
        shapes.count += len(examples)

    def _classes(self, person: str) -> tuple[Ints, list[int]]:
        """Days that are alike for a person: class by day number, and an example of each."""
        schools = self._world.timetable.schools_of(person)
        matters = self._what_matters(person)
        works_on = self._world.staff[person].works_on
        key: Hashable = (person if matters.dated else schools, matters, works_on)
        if key not in self._day_classes:
            self._day_classes[key] = self._classify(person, schools, matters)
        return self._day_classes[key]

    def _what_matters(self, person: str) -> _Matters:
        windows = self._world.staff[person].unavailable
        lessons = self._world.timetable.lessons_of(person)
        dated = (
            any(w.dates is not None or w.first or w.last for w in windows)
            or any(lesson.date for lesson in lessons)
            or any(on for _, on, _ in self._world.timetable.protected_rows(person))
        )
        by_weekday = any(w.weekdays is not None for w in windows)
        return _Matters(dated, any(x.first or x.last for x in lessons), by_weekday)

    def _classify(
        self, person: str, schools: tuple[str, ...], matters: _Matters
    ) -> tuple[Ints, list[int]]:
        seen: dict[Hashable, int] = {}
        classes = np.full(len(self._index.days), CLOSED, dtype=np.int64)
        examples: list[int] = []
        for number, day in enumerate(self._index.days):
            if closed_home(self._index, person, day):
                continue
            key = (
                tuple(self._world.calendar.cycle_day(s, day) for s in schools),
                self._world.calendar.blackout_spans(schools[0], day),
                Weekday.of(day) if matters.by_weekday else None,
                bisect_right(self._turns, day) if matters.in_force else None,
                day if matters.dated else None,
                day_off(self._index, person, day),
            )
            if key not in seen:
                seen[key] = len(seen)
                examples.append(number)
            classes[number] = seen[key]
        return classes, examples

    def _add_shape(self, group: int, person: str, shapes: Shapes, number: int, day: date) -> None:
        shapes.lessons.extend(
            (number, group, t) for t in self._world.timetable.lessons(person, day)
        )
        if day_off(self._index, person, day):
            shapes.off.append(number)
        for blocked in (unavailable, protected, home_blacked_out):
            spans = blocked(self._index, person, day)
            shapes.blocked.extend((number, start, end) for start, end in spans)
