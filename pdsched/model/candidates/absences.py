"""Being away: what attending a session takes from a person, whatever the course.

What an interval at a venue takes from a shape of a day (`pdsched.model.candidates.day_shapes`) is
worked out once for all dates, by numpy over a whole home school at a time. What rules forbid of a
release alone (`pdsched.model.candidates.filters`) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints, group_ids, unique
from pdsched.model.candidates.coverable import cover_sets
from pdsched.model.candidates.day_shapes import DayShapes, Shapes
from pdsched.model.candidates.filters import not_to_be_covered
from pdsched.model.candidates.intervals import intervals_by_venue, starts_and_ends
from pdsched.model.candidates.lessons_met import NO_COVER, LessonsMet
from pdsched.model.candidates.lone_releases import LoneReleases, Sessions
from pdsched.model.candidates.placements import NOWHERE, Placements
from pdsched.model.instance.calendar import LAST_MINUTE
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.lessons import Lessons
from pdsched.model.instance.timetable import Taken
from pdsched.problem import CoverKind

NEVER = -1
"""Number of no away: attending is forbidden."""


@dataclass(frozen=True, eq=False, slots=True)
class Absences:
    """Distinct ways to be away, as arrays; the date comes with the placement."""

    start: Ints
    end: Ints
    takes: CsrLists
    """Numbers of `Lessons`: those that need cover."""
    covered: Ints
    """Number of the set of half-days and qualifications that covers are needed for."""
    coverable: Bools
    """Whether each such set can be covered: set x day."""
    hungry: Bools
    """Whether rule ``staff-lunch`` is stated, and this leaves no lunch by itself."""

    def from_lessons(self, aways: Any) -> Bools:
        """Whether lessons that need cover are taken."""
        is_taking: Bools = self.takes.first[aways] < self.takes.first[aways + 1]
        return is_taking


class AbsenceGenerator:
    """Enumerates the ways to be away at the venues and intervals of some placements."""

    def __init__(self, index: Index, placements: Placements) -> None:
        self.index = index
        self.world = index.world
        self.shapes = DayShapes(index)
        self.lessons = LessonsMet(index)
        """The lessons that were met on the way."""
        self.intervals = intervals_by_venue(placements)
        """By venue, the numbers of the intervals."""
        lunches = index.world.policy.asks_for_staff_lunch
        self._lunches = LoneReleases(index, self.intervals) if lunches else None
        self._parts: list[tuple[Ints, Ints, Bools, Ints, Ints]] = []
        self._count = 0
        self.tables: dict[tuple[int, int], Ints] = {}
        """By home school and venue: away by shape and interval; the last row says never."""
        self.staying: dict[tuple[int, int], Ints] = {}
        """The same of those who are coached in a lesson."""

    # Whole tables

    def enumerate(self, home: int, venue: int) -> Ints:
        """The table of a home school and a venue, made when first asked for."""
        key = (home, venue)
        if key not in self.tables:
            start, end = starts_and_ends(self.intervals[venue])
            way_there, way_back = self._ways(home, venue)
            away = np.maximum(0, start - way_there), np.minimum(LAST_MINUTE, end + way_back)
            shapes = self.shapes.at(home)
            at_work = np.setdiff1d(np.arange(shapes.count), shapes.off)
            self.tables[key] = self._table(home, venue, away, at_work)
        return self.tables[key]

    def enumerate_staying(self, home: int, venue: int) -> Ints:
        """The table of being coached in a lesson at a venue, which takes no lesson."""
        key = (home, venue)
        if key not in self.staying:
            shapes = self.shapes.at(home)
            start, end = starts_and_ends(self.intervals[venue])
            is_allowed = np.ones((shapes.count, len(start)), dtype=np.bool_)
            is_allowed[shapes.off] = False
            _leave_out_blocked(is_allowed, shapes, start, end)
            none = np.zeros(0, dtype=np.int64)
            is_hungry = np.zeros_like(is_allowed)
            self.staying[key] = self._numbered(is_allowed, is_hungry, (start, end), (none, none))
        return self.staying[key]

    def enumerate_leading(self, home: int, venue: int, groups: Ints) -> Ints:
        """The table of leading at a venue: away for the session alone; of some staff groups."""
        session = starts_and_ends(self.intervals[venue])
        shapes = unique(self.shapes.of[groups])
        return self._table(home, venue, session, shapes[shapes >= 0])

    def _table(self, home: int, venue: int, away: tuple[Ints, Ints], shape_numbers: Ints) -> Ints:
        """The table of some shapes; ``away`` is the start and the end by interval."""
        shapes = self.shapes.at(home)
        start, end = starts_and_ends(self.intervals[venue])
        is_allowed = np.zeros((shapes.count, len(start)), dtype=np.bool_)
        is_allowed[shape_numbers] = True
        _leave_out_blocked(is_allowed, shapes, *away)
        is_touched = self._touched(shapes, venue, start, end)
        is_hungry = np.zeros_like(is_allowed)
        if self._lunches is not None:
            sessions = Sessions(start, end, *away)
            lunches = self._lunches.judged(home, shapes.count, shapes.lessons, is_touched, sessions)
            is_allowed &= ~lunches.never
            is_hungry = lunches.missing
        takes = self._takes(shapes, is_touched, is_allowed)
        return self._numbered(is_allowed, is_hungry, away, takes)

    def _numbered(
        self, is_allowed: Bools, is_hungry: Bools, away: tuple[Ints, Ints], takes: tuple[Ints, Ints]
    ) -> Ints:
        """The table with a number for each way that is allowed."""
        away_start, away_end = away
        table = np.full((len(is_allowed) + 1, is_allowed.shape[1]), NEVER, dtype=np.int64)
        count = int(is_allowed.sum())
        table[:-1][is_allowed] = self._count + np.arange(count)
        position = np.nonzero(is_allowed)[1]
        where, lesson = takes
        owner = table.ravel()[where]
        self._parts.append(
            (away_start[position], away_end[position], is_hungry[is_allowed], owner, lesson)
        )
        self._count += count
        return table

    def _ways(self, home: int, venue: int) -> tuple[int, int]:
        if venue == NOWHERE:
            return 0, 0
        one, other = self.index.schools[home], self.index.schools[venue]
        return self.world.travel(one, other), self.world.travel(other, one)

    def _touched(self, shapes: Shapes, venue: int, start: Ints, end: Ints) -> Bools:
        """(lesson of the shapes, interval): whether a session takes the lesson."""
        taken = [row[2] for row in shapes.lessons]
        ways = {t.school: self._ways(self.index.school[t.school], venue) for t in taken}
        there = _column(ways[t.school][0] for t in taken)
        back = _column(ways[t.school][1] for t in taken)
        begins, stops = _column(t.start for t in taken), _column(t.end for t in taken)
        touched: Bools = (begins < end + back) & (start - there < stops)
        if self.world.policy.releases_half_days:
            needed = np.array([t.cover is CoverKind.NEEDED for t in taken], dtype=np.bool_)
            halves = np.array([HALVES.index(t.half) for t in taken], dtype=np.int64)
            shape = np.array([row[0] for row in shapes.lessons], dtype=np.int64)
            touched |= whole_half_days(touched, needed, shape * 2 + halves)
        return touched

    def _takes(self, shapes: Shapes, touched: Bools, allowed: Bools) -> tuple[Ints, Ints]:
        """Shape-and-interval and lesson of each cover needed; forbids what cannot be taken."""
        shape = np.array([row[0] for row in shapes.lessons], dtype=np.int64)
        lesson, interval = np.nonzero(touched)
        held = [row[2] for row in shapes.lessons]
        impossible = not_to_be_covered(held)[lesson]
        allowed[shape[lesson[impossible]], interval[impossible]] = False
        needed = np.array([x.cover is CoverKind.NEEDED for x in held], dtype=np.bool_)[lesson]
        if self._never_released():
            allowed[shape[lesson[needed]], interval[needed]] = False
        keep = needed & allowed[shape[lesson], interval]
        numbers = np.array(
            [self.lessons.number(*row[1:]) for row in shapes.lessons], dtype=np.int64
        )
        return shape[lesson[keep]] * touched.shape[1] + interval[keep], numbers[lesson[keep]]

    def _never_released(self) -> bool:
        """What follows at once from a limit of no release at all."""
        policy = self.world.policy
        never_in_a_week = policy.limits_releases_per_week and policy.releases_per_week == 0
        never_at_all = policy.limits_releases_in_all and policy.releases_in_all == 0
        return never_in_a_week or never_at_all

    # One by one

    def add(self, start: int, end: int, taken: Iterable[tuple[int, Taken]]) -> int:
        """One more away, of staff groups and lessons of theirs; its number."""
        number = self._count
        self._count += 1
        numbers = [self.lessons.number(*one) for one in taken]
        lessons = np.array([n for n in numbers if n != NO_COVER], dtype=np.int64)
        span = np.array([start], dtype=np.int64), np.array([end], dtype=np.int64)
        judged = np.zeros(1, dtype=np.bool_)
        self._parts.append((*span, judged, np.full(len(lessons), number), lessons))
        return number

    # All together

    def aways(self, lessons: Lessons) -> Absences:
        """All aways of the tables enumerated so far."""
        parts: list[Any] = [
            np.concatenate(arrays) for arrays in zip(*self._parts, strict=True)
        ] or [np.zeros(0, dtype=np.int64)] * 5
        start, end, hungry, owner, lesson = parts
        takes = CsrLists.of(owner, lesson, self._count)
        covered, coverable = cover_sets(self.index, lessons, owner, lesson, self._count)
        return Absences(start, end, takes, covered, coverable, hungry.astype(np.bool_))


def _leave_out_blocked(is_allowed: Bools, shapes: Shapes, start: Ints, end: Ints) -> None:
    """Forbid intervals that touch what a shape has blocked."""
    for shape, first, last in shapes.blocked:
        is_allowed[shape] &= ~((first < end) & (start < last))


def _column(numbers: Iterable[int]) -> Ints:
    """Numbers as an array of one column."""
    return np.array(list(numbers), dtype=np.int64)[:, None]


def whole_half_days(touched: Bools, needed: Bools, half_day: Ints) -> Bools:
    """Rule ``half-day-releases``: lessons of a half-day of which one to cover is touched.

    ``touched`` is lesson x interval; the others go with its lessons.
    """
    number, first = group_ids(half_day)
    released = np.zeros((len(first), touched.shape[1]), dtype=np.bool_)
    np.logical_or.at(released, number[needed], touched[needed])
    whole: Bools = released[number]
    return whole
