"""A problem unfolded over its dates, as arrays: what each date is, and who teaches what on it.

Written from ``docs/rules.md`` for the peers alone; it shares no code with `pdsched.model` or with
the referee. People, schools, ... are numbers here (their place in the problem), dates are numbers
of open days, clock times minutes since midnight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pdsched import Problem
from pdsched.problem import CoverKind, CycleKind, School, Weekday, Window, minutes

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
NEEDED, IMPOSSIBLE = 1, 2
LAST_MINUTE = 24 * 60 - 1
CLOSED, PUPIL_FREE, TEACHING = 0, 1, 2
_NEVER = 9999


class Row(NamedTuple):
    """A lesson of one person, whatever the date."""

    person: int
    lesson: int
    start: int
    end: int
    school: int
    half: int
    """0 in the morning, 1 in the afternoon."""
    kind: int
    wants: int
    """The qualification asked for as a bit; 0 for none."""


class Day(NamedTuple):
    """One date: a line per person, filled up with what never overlaps anything."""

    start: Ints
    end: Ints
    school: Ints
    kind: Ints
    row: Ints
    block_start: Ints
    block_end: Ints
    """Time that no release may touch: protected, or unavailable."""
    morning_end: Ints
    """By school; -1 without lessons."""
    afternoon_start: Ints


class Days:
    """The dates of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = {member.id: n for n, member in enumerate(problem.staff)}
        self.schools = {school.id: n for n, school in enumerate(problem.schools)}
        self.home: Ints = as_ints(self.schools[member.schools[0]] for member in problem.staff)
        self.dates = problem.calendar.open_days()
        self.day_of = {day: n for n, day in enumerate(self.dates)}
        self.week = [(day - timedelta(days=day.weekday())).toordinal() for day in self.dates]
        self._days: dict[int, Day] = {}
        self._shut: dict[int, list[list[tuple[int, int]]]] = {}

    @cached_property
    def kinds(self) -> Ints:
        """What each date is, by school and day number."""
        calendar = self.problem.calendar
        kinds = np.full((len(self.schools), len(self.dates)), TEACHING, dtype=np.int32)
        for number, school in enumerate(self.problem.schools):
            for day in (*calendar.pupil_free, *school.pupil_free):
                if day in self.day_of:
                    kinds[number, self.day_of[day]] = PUPIL_FREE
            for day in school.closed:
                if day in self.day_of:
                    kinds[number, self.day_of[day]] = CLOSED
        return kinds

    @cached_property
    def names(self) -> list[dict[int, str]]:
        """Names of the cycle days, by school and day number; teaching days only."""
        return [dict(self._names(n, school)) for n, school in enumerate(self.problem.schools)]

    def _names(self, number: int, school: School) -> Iterable[tuple[int, str]]:
        teaching = [int(d) for d in np.flatnonzero(self.kinds[number] == TEACHING)]
        names = school.cycle.days
        if school.cycle.kind is CycleKind.ROTATING:
            return [(day, names[n % len(names)]) for n, day in enumerate(teaching)]
        weekdays = [w for w in Weekday if w in self.problem.calendar.weekdays]
        first = self.problem.calendar.first
        origin = (first - timedelta(days=first.weekday())).toordinal()
        return [
            (
                day,
                names[
                    (self.week[day] - origin) // 7 % (len(names) // len(weekdays)) * len(weekdays)
                    + weekdays.index(Weekday.of(self.dates[day]))
                ],
            )
            for day in teaching
        ]

    def bells(self, school: int, day: int) -> tuple[tuple[int, ...], int]:
        """Starts of the periods on a date, and the end of the last one."""
        if self.kinds[school, day] == CLOSED:
            return (), 0
        name = self.names[school].get(day)
        periods = [
            period
            for period in self.problem.schools[school].periods
            if name is None or period.days is None or name in period.days
        ]
        starts = {minutes(period.start) for period in periods}
        return tuple(sorted(starts)), max((minutes(p.end) for p in periods), default=0)

    def shut(self, day: int) -> list[list[tuple[int, int]]]:
        """Closed days and blackouts by school; the last entry is for sessions without venue."""
        if day not in self._shut:
            spans: list[list[tuple[int, int]]] = [[] for _ in range(len(self.schools) + 1)]
            for school in np.flatnonzero(self.kinds[:, day] == CLOSED):
                spans[int(school)].append((0, LAST_MINUTE + 1))
            for blackout in self.problem.calendar.blackouts:
                weekday = Weekday.of(self.dates[day])
                if not blackout.first <= self.dates[day] <= blackout.last or (
                    blackout.weekdays is not None and weekday not in blackout.weekdays
                ):
                    continue
                start = 0 if blackout.start is None else minutes(blackout.start)
                end = LAST_MINUTE + 1 if blackout.end is None else minutes(blackout.end)
                whom = range(len(spans))
                chosen = blackout.schools
                there = whom if chosen is None else [self.schools[s] for s in chosen]
                for place in there:
                    spans[place].append((start, end))
            self._shut[day] = spans
        return self._shut[day]

    def is_shut(self, school: int, day: int, start: int, end: int) -> bool:
        """Whether a closed day or a blackout touches an interval."""
        return any(a < end and start < b for a, b in self.shut(day)[school])

    # Lessons and what blocks

    @cached_property
    def bits(self) -> dict[str, int]:
        """A bit for each qualification that a lesson asks for."""
        asked = sorted({item.qualification for item in self.problem.lessons if item.qualification})
        return {name: 1 << n for n, name in enumerate(asked)}

    @cached_property
    def rows(self) -> list[Row]:
        """Every lesson of every person."""
        rows = []
        for number, lesson in enumerate(self.problem.lessons):
            school = self.schools[lesson.school]
            afternoon = lesson.start >= self.problem.schools[school].midday
            wants = self.bits.get(lesson.qualification or "", 0)
            kind = {CoverKind.NEEDED: NEEDED, CoverKind.IMPOSSIBLE: IMPOSSIBLE}.get(lesson.cover, 0)
            span = minutes(lesson.start), minutes(lesson.end)
            for person in dict.fromkeys(lesson.staff):
                rows.append(
                    Row(self.people[person], number, *span, school, int(afternoon), kind, wants)
                )
        return rows

    @cached_property
    def _table(self) -> Ints:
        return np.array(self.rows, dtype=np.int32).reshape(-1, len(Row._fields))

    @cached_property
    def _cycles(self) -> tuple[dict[tuple[int, str], Ints], dict[date, Ints]]:
        by_name: dict[tuple[int, str], list[int]] = defaultdict(list)
        by_date: dict[date, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            lesson = self.problem.lessons[row.lesson]
            if lesson.day is not None:
                by_name[row.school, lesson.day].append(number)
            elif lesson.date is not None:
                by_date[lesson.date].append(number)
        return {k: as_ints(v) for k, v in by_name.items()}, {
            k: as_ints(v) for k, v in by_date.items()
        }

    @cached_property
    def _limited(self) -> dict[int, tuple[date, date]]:
        """Lessons that do not take place from the first to the last date."""
        return {
            n: (lesson.first or date.min, lesson.last or date.max)
            for n, lesson in enumerate(self.problem.lessons)
            if lesson.first or lesson.last
        }

    def _rows_on(self, day: int) -> Ints:
        by_name, by_date = self._cycles
        dated = by_date.get(self.dates[day], as_ints(()))
        parts = [dated[self.kinds[self._table[dated, 4], day] != CLOSED]]
        parts += [
            by_name[school, names[day]]
            for school, names in enumerate(self.names)
            if (school, names.get(day, "")) in by_name
        ]
        rows = np.concatenate(parts)
        if self._limited:
            always = (date.min, date.max)
            spans = [self._limited.get(int(n), always) for n in self._table[rows, 1]]
            rows = rows[[first <= self.dates[day] <= last for first, last in spans]]
        return rows[np.argsort(self._table[rows, 0], kind="stable")]

    @cached_property
    def _protected(self) -> dict[tuple[int, str | date], list[tuple[int, int, int]]]:
        found: dict[tuple[int, str | date], list[tuple[int, int, int]]] = defaultdict(list)
        for row in self.problem.protected:
            person = self.people[row.staff]
            when = row.day if row.day is not None else row.date
            if when is not None:
                span = person, minutes(row.start), minutes(row.end)
                found[int(self.home[person]), when].append(span)
        return found

    @cached_property
    def _absences(self) -> list[tuple[int, Window]]:
        return [(n, w) for n, member in enumerate(self.problem.staff) for w in member.unavailable]

    def _blocks_on(self, day: int) -> Ints:
        spans = [
            span
            for school, names in enumerate(self.names)
            for when in (names.get(day), self.dates[day] if self.kinds[school, day] else None)
            if when is not None
            for span in self._protected.get((school, when), ())
        ]
        spans += [
            (person, minutes(window.start), minutes(window.end))
            for person, window in self._absences
            if window.on(self.dates[day])
        ]
        return np.array(sorted(spans), dtype=np.int32).reshape(-1, 3)

    def day(self, number: int) -> Day:
        """A date in arrays."""
        if number not in self._days:
            self._days[number] = self._make_day(number)
        return self._days[number]

    def _make_day(self, number: int) -> Day:
        rows, blocks = self._rows_on(number), self._blocks_on(number)
        table = self._table[rows]
        count = len(self.people)
        schools = len(self.schools)
        morning = np.full(schools, -1, dtype=np.int32)
        afternoon = np.full(schools, _NEVER, dtype=np.int32)
        am, pm = table[table[:, 5] == 0], table[table[:, 5] == 1]
        np.maximum.at(morning, am[:, 4], am[:, 3])
        np.minimum.at(afternoon, pm[:, 4], pm[:, 2])
        owners, who = table[:, 0], blocks[:, 0]
        return Day(
            _padded(count, owners, table[:, 2], _NEVER),
            _padded(count, owners, table[:, 3], 0),
            _padded(count, owners, table[:, 4], 0),
            _padded(count, owners, table[:, 6], 0),
            _padded(count, owners, rows, -1),
            _padded(count, who, blocks[:, 1], _NEVER),
            _padded(count, who, blocks[:, 2], 0),
            morning,
            np.where(afternoon == _NEVER, -1, afternoon).astype(np.int32),
        )


def as_ints(values: Iterable[int]) -> Ints:
    """An array of numbers."""
    return np.array(list(values), dtype=np.int32)


def _padded(count: int, owners: Ints, values: Ints, filler: int) -> Ints:
    """Values of sorted owners as a table with a line per owner."""
    sizes = np.bincount(owners, minlength=count)
    table = np.full((count, int(sizes.max(initial=0))), filler, dtype=np.int32)
    places = np.arange(len(owners)) - (np.cumsum(sizes) - sizes)[owners]
    table[owners, places] = values
    return table
