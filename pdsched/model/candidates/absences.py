"""Being away: what attending a session takes from a person, whatever the course.

For each home school, the days of its people fall into few *shapes* (the same lessons, the same
protected and blocked times); what an interval at a venue takes from a shape is worked out once
for all dates, by numpy over a whole school at a time. Rules ``staff-available``, ``blackouts`` of
the home school, ``protected-time`` and ``coverable`` are judged here by leaving out what they
forbid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pdsched.engines.arrays import Bools, Ints, Ragged, numbered, unique
from pdsched.model.candidates.lone_releases import LoneReleases, Sessions
from pdsched.model.candidates.placements import NOWHERE, Placements
from pdsched.model.instance.calendar import LAST_MINUTE
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.granularity import holder_counts
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.lessons import Lessons
from pdsched.model.instance.pauses import unnamed_classes
from pdsched.model.instance.timetable import Taken
from pdsched.problem import CoverKind, Weekday, minutes

NEVER = -1
"""Number of no away: attending is forbidden."""


@dataclass(frozen=True, eq=False, slots=True)
class Aways:
    """Distinct ways to be away, as arrays; the date comes with the placement."""

    start: Ints
    end: Ints
    takes: Ragged
    """Numbers of `Lessons`: those that need cover."""
    covered: Ints
    """Number of the set of half-days and qualifications that covers are needed for."""
    coverable: Bools
    """Whether each such set can be covered: set x day."""
    hungry: Bools
    """Whether rule ``staff-lunch`` is stated, and this leaves no lunch by itself."""

    def from_lessons(self, aways: Any) -> Bools:
        """Whether lessons that need cover are taken."""
        taken: Bools = self.takes.first[aways] < self.takes.first[aways + 1]
        return taken


class _Shapes:
    """The shapes of the days at one home school."""

    def __init__(self) -> None:
        self.count = 0
        self.lessons: list[tuple[int, int, Taken]] = []
        """Shape, staff group and lesson."""
        self.blocked: list[tuple[int, int, int]] = []
        """Shape, start and end of time that no release may touch."""


class AwayDrawer:
    """Draws the ways to be away at the venues and intervals of some placements."""

    def __init__(self, index: Index, placements: Placements) -> None:
        self.index = index
        self.world = index.world
        self._shapes: dict[int, _Shapes] = defaultdict(_Shapes)
        self._lesson_number: dict[tuple[int, str], int] = {}
        self._lessons: list[tuple[int, Taken]] = []
        self._day_classes: dict[Hashable, tuple[Ints, list[int]]] = {}
        self.shape_of = np.full((len(index.staff), len(index.days)), NEVER, dtype=np.int64)
        """Shape of each staff group's day, numbered within its home school; -1: closed."""
        for group in range(len(index.staff)):
            self._draw_shapes(group)
        key = (placements.start * 4096 + placements.end).astype(np.int64)
        self.intervals: dict[int, Ints] = {
            int(v): unique(key[placements.venue == v]) for v in unique(placements.venue)
        }
        """By venue, start and end of the intervals as one number."""
        lunches = index.world.policy.asks_for_staff_lunch
        self._lunches = LoneReleases(index, self.intervals) if lunches else None
        self._parts: list[tuple[Ints, Ints, Bools, Ints, Ints]] = []
        self._count = 0
        self.tables: dict[tuple[int, int], Ints] = {}
        """By home school and venue: away by shape and interval; the last row says never."""

    # Shapes

    def _draw_shapes(self, group: int) -> None:
        person = self.index.staff[group].members[0]
        home = int(self.index.home[group])
        classes, examples = self._classes(person)
        shapes = self._shapes[home]
        self.shape_of[group] = np.where(classes >= 0, classes + shapes.count, NEVER)
        for offset, day in enumerate(examples):
            self._draw_shape(group, person, shapes, shapes.count + offset, self.index.days[day])
        shapes.count += len(examples)

    def _classes(self, person: str) -> tuple[Ints, list[int]]:
        """Days that are alike for a person: class by day number, and an example of each."""
        schools = self.world.timetable.schools_of(person)
        dated, by_weekday = self._what_matters(person)
        key: Hashable = (person if dated else schools, by_weekday)
        if key not in self._day_classes:
            self._day_classes[key] = self._classify(schools, dated, by_weekday)
        return self._day_classes[key]

    def _what_matters(self, person: str) -> tuple[bool, bool]:
        windows = self.world.staff[person].unavailable
        dated = (
            any(w.dates is not None or w.first or w.last for w in windows)
            or any(x.date or x.first or x.last for x in self.world.timetable.lessons_of(person))
            or any(on for _, on, _ in self.world.timetable.protected_rows(person))
        )
        return dated, any(w.weekdays is not None for w in windows)

    def _classify(
        self, schools: tuple[str, ...], dated: bool, by_weekday: bool
    ) -> tuple[Ints, list[int]]:
        seen: dict[Hashable, int] = {}
        classes = np.full(len(self.index.days), NEVER, dtype=np.int64)
        examples: list[int] = []
        for number, day in enumerate(self.index.days):
            if not self.world.calendar.is_open(schools[0], day):
                continue
            key = (
                tuple(self.world.calendar.cycle_day(s, day) for s in schools),
                self.world.calendar.blackout_spans(schools[0], day),
                Weekday.of(day) if by_weekday else None,
                day if dated else None,
            )
            if key not in seen:
                seen[key] = len(seen)
                examples.append(number)
            classes[number] = seen[key]
        return classes, examples

    def _draw_shape(self, group: int, person: str, shapes: _Shapes, number: int, day: date) -> None:
        shapes.lessons.extend((number, group, t) for t in self.world.timetable.lessons(person, day))
        away = self.world.staff[person].unavailable
        spans = [(minutes(w.start), minutes(w.end)) for w in away if w.on(day)]
        if self.world.policy.keeps_protected_time:
            spans.extend(self.world.timetable.protected(person, day))
        spans.extend(self.world.calendar.blackout_spans(self.world.home(person), day))
        shapes.blocked.extend((number, start, end) for start, end in spans)

    # Aways

    def draw(self, home: int, venue: int) -> Ints:
        """The table of a home school and a venue, made when first asked for."""
        key = (home, venue)
        if key not in self.tables:
            codes = self.intervals[venue]
            start, end = codes // 4096, codes % 4096
            there, back = self._ways(home, venue)
            away = np.maximum(0, start - there), np.minimum(LAST_MINUTE, end + back)
            everybody = np.arange(self._shapes[home].count)
            self.tables[key] = self._draw_table(home, venue, away, everybody)
        return self.tables[key]

    def draw_leading(self, home: int, venue: int, groups: Ints) -> Ints:
        """The table of leading at a venue: away for the session alone; of some staff groups."""
        codes = self.intervals[venue]
        there = unique(self.shape_of[groups])
        return self._draw_table(home, venue, (codes // 4096, codes % 4096), there[there >= 0])

    def _draw_table(self, home: int, venue: int, away: tuple[Ints, Ints], some: Ints) -> Ints:
        """The table of some shapes; ``away`` is the start and the end by interval."""
        shapes, codes = self._shapes[home], self.intervals[venue]
        start, end = codes // 4096, codes % 4096
        away_start, away_end = away
        allowed = np.zeros((shapes.count, len(codes)), dtype=np.bool_)
        allowed[some] = True
        for shape, first, last in shapes.blocked:
            allowed[shape] &= ~((first < away_end) & (away_start < last))
        touched = self._touched(shapes, venue, start, end)
        hungry = np.zeros_like(allowed)
        if self._lunches is not None:
            sessions = Sessions(start, end, away_start, away_end)
            lunches = self._lunches.judged(home, shapes.count, shapes.lessons, touched, sessions)
            allowed &= ~lunches.never
            hungry = lunches.missing
        takes = self._takes(shapes, touched, allowed)
        table = np.full((shapes.count + 1, len(codes)), NEVER, dtype=np.int64)
        count = int(allowed.sum())
        table[:-1][allowed] = self._count + np.arange(count)
        position = np.nonzero(allowed)[1]
        where, lesson = takes
        owner = table.ravel()[where]
        self._parts.append(
            (away_start[position], away_end[position], hungry[allowed], owner, lesson)
        )
        self._count += count
        return table

    def _ways(self, home: int, venue: int) -> tuple[int, int]:
        if venue == NOWHERE:
            return 0, 0
        one, other = self.index.schools[home], self.index.schools[venue]
        return self.world.travel(one, other), self.world.travel(other, one)

    def _touched(self, shapes: _Shapes, venue: int, start: Ints, end: Ints) -> Bools:
        """Which lessons of the shapes sessions take: lesson x interval."""
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

    def _takes(self, shapes: _Shapes, touched: Bools, allowed: Bools) -> tuple[Ints, Ints]:
        """Shape-and-interval and lesson of each cover needed; forbids what cannot be taken."""
        shape = np.array([row[0] for row in shapes.lessons], dtype=np.int64)
        lesson, interval = np.nonzero(touched)
        covers = np.array([_COVERS.index(row[2].cover) for row in shapes.lessons], dtype=np.int64)
        cover = covers[lesson]
        impossible = cover == _COVERS.index(CoverKind.IMPOSSIBLE)
        allowed[shape[lesson[impossible]], interval[impossible]] = False
        needed = cover == _NEEDED
        if self._never_released():
            allowed[shape[lesson[needed]], interval[needed]] = False
        keep = needed & allowed[shape[lesson], interval]
        numbers = np.array([self._number(*row[1:]) for row in shapes.lessons], dtype=np.int64)
        return shape[lesson[keep]] * touched.shape[1] + interval[keep], numbers[lesson[keep]]

    def _never_released(self) -> bool:
        """What follows at once from a limit of no release at all."""
        policy = self.world.policy
        never_in_a_week = policy.limits_releases_per_week and policy.releases_per_week == 0
        never_at_all = policy.limits_releases_in_all and policy.releases_in_all == 0
        return never_in_a_week or never_at_all

    def _number(self, group: int, taken: Taken) -> int:
        """Number of a lesson that needs cover; -1 for others."""
        if taken.cover is not CoverKind.NEEDED:
            return NEVER
        key = (group, taken.lesson)
        if key not in self._lesson_number:
            self._lesson_number[key] = len(self._lessons)
            self._lessons.append((group, taken))
        return self._lesson_number[key]

    # One by one

    def add(self, start: int, end: int, taken: Iterable[tuple[int, Taken]]) -> int:
        """One more away, of staff groups and lessons of theirs; its number."""
        number = self._count
        self._count += 1
        numbers = [self._number(*one) for one in taken]
        lessons = np.array([n for n in numbers if n != NEVER], dtype=np.int64)
        span = np.array([start], dtype=np.int64), np.array([end], dtype=np.int64)
        judged = np.zeros(1, dtype=np.bool_)
        self._parts.append((*span, judged, np.full(len(lessons), number), lessons))
        return number

    # All together

    def lessons(self) -> Lessons:
        """The lessons that were met on the way."""
        index, kinds = self.index, {q: n for n, q in enumerate(self.index.qualifications)}
        rows = [
            (
                group,
                index.school[t.school],
                HALVES.index(t.half),
                t.start,
                t.end,
                kinds.get(t.qualification or "", len(kinds)),
            )
            for group, t in self._lessons
        ]
        fields = np.array(rows, dtype=np.int64).reshape(len(rows), 6).T
        group, school, half, start, end, kind = fields.copy()
        ids = tuple(t.lesson for _, t in self._lessons)
        classes = self._classes_of(ids)
        numbers = {x.id: (n, x.spare) for n, x in enumerate(self.world.problem.lessons)}
        whole, spare = np.array([numbers[x] for x in ids], dtype=np.int64).reshape(len(ids), 2).T
        policy, named = self.world.policy, [self.world.problem.lessons[n] for n in whole.tolist()]
        joins = _sets([set(x.may_join) - {x.id} if policy.merged_classes else set() for x in named])
        splits = _sets([set(x.may_split) if policy.split_classes else set() for x in named])
        faces = _faces(classes, unnamed_classes(group, whole, spare))
        return Lessons(
            group,
            school,
            half,
            start,
            end,
            kind,
            ids,
            classes,
            whole,
            spare,
            faces,
            holder_counts(self.world, ids),
            *joins,
            *splits,
        )

    def _classes_of(self, lessons: tuple[str, ...]) -> Ragged:
        numbers = {c: n for n, c in enumerate(self.world.timetable.all_classes)}
        named = (dict.fromkeys(self.world.timetable.classes[lesson]) for lesson in lessons)
        pairs = [(n, numbers[c]) for n, some in enumerate(named) for c in some]
        owners, classes = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
        return Ragged.of(owners, classes, len(lessons))

    def aways(self, lessons: Lessons) -> Aways:
        """All aways of the tables drawn so far."""
        parts: list[Any] = [np.concatenate(some) for some in zip(*self._parts, strict=True)] or [
            np.zeros(0, dtype=np.int64)
        ] * 5
        start, end, hungry, owner, lesson = parts
        takes = Ragged.of(owner, lesson, self._count)
        covered, coverable = _cover_sets(self.index, lessons, owner, lesson, self._count)
        return Aways(start, end, takes, covered, coverable, hungry.astype(np.bool_))


def _column(numbers: Iterable[int]) -> Ints:
    """Numbers as an array of one column."""
    return np.array(list(numbers), dtype=np.int64)[:, None]


def _sets(named: list[set[str]]) -> tuple[Ints, tuple[tuple[str, ...], ...]]:
    """Numbers of sets of lessons, and the sets, the empty one first."""
    numbers: dict[tuple[str, ...], int] = {(): 0}
    found = [numbers.setdefault(tuple(sorted(some)), len(numbers)) for some in named]
    return np.array(found, dtype=np.int64), tuple(numbers)


def _faces(classes: Ragged, unnamed: Ints) -> Ints:
    """Lessons of equal classes alike; ``unnamed`` stands for those of lessons that name none."""
    numbers: dict[tuple[bool, tuple[int, ...]], int] = {}
    named = [tuple(sorted(classes[n].tolist())) for n in range(len(unnamed))]
    pairs = zip(named, unnamed.tolist(), strict=True)
    faces = ((bool(some), some or (other,)) for some, other in pairs)
    found = [numbers.setdefault(face, len(numbers)) for face in faces]
    return np.array(found, dtype=np.int64)


_COVERS = tuple(CoverKind)
_NEEDED = _COVERS.index(CoverKind.NEEDED)


def whole_half_days(touched: Bools, needed: Bools, half_day: Ints) -> Bools:
    """Rule ``half-day-releases``: lessons of a half-day of which one to cover is touched.

    ``touched`` is lesson x interval; the others go with its lessons.
    """
    number, first = numbered(half_day)
    released = np.zeros((len(first), touched.shape[1]), dtype=np.bool_)
    np.logical_or.at(released, number[needed], touched[needed])
    whole: Bools = released[number]
    return whole


def _could_be_covered(index: Index) -> Bools:
    """Whether anybody could be engaged: school x half x qualification (last: none) x day.

    Where colleagues may cover, somebody always could, as far as can be said here.
    """
    kinds = len(index.qualifications) + 1
    found = np.zeros((len(index.schools), 2, kinds, len(index.days)), dtype=np.bool_)
    colleagues = colleagues_of(index)
    for school in range(len(index.schools)):
        for kind in range(kinds):
            able = index.serves[:, school] & index.qualified[:, kind]
            offered = index.offers[able].any(axis=0)
            near = colleagues.at(school)
            covered = bool(colleagues.qualified[near, kind].any())
            found[school, :, kind, :] = (offered.T | covered) & index.open[school]
    return found


def _cover_sets(
    index: Index, lessons: Lessons, owner: Ints, lesson: Ints, count: int
) -> tuple[Ints, Bools]:
    """Number the sets of school, half-day and qualification that aways need covered.

    Lessons that somebody else may hold on with are in none of them.
    """
    alone = lessons.spare[lesson] == 0
    owner, lesson = owner[alone], lesson[alone]
    kinds = len(index.qualifications) + 1
    sort = (lessons.school * 2 + lessons.half) * kinds + lessons.kind
    pairs = unique(owner * (len(index.schools) * 2 * kinds) + sort[lesson])
    away, kind = np.divmod(pairs, len(index.schools) * 2 * kinds)
    able = _could_be_covered(index).reshape(len(index.schools) * 2 * kinds, len(index.days))
    lengths = np.bincount(away, minlength=count)
    # Sets are numbered by their members, the longest set deciding how many columns there are.
    width = int(lengths.max()) if len(lengths) else 0
    members = np.full((count, width), -1, dtype=np.int64)
    if width:
        members[away, np.arange(len(away)) - np.repeat(np.cumsum(lengths) - lengths, lengths)] = (
            kind
        )
        number, first = numbered(*members.T)
    else:
        number, first = np.zeros(count, dtype=np.int64), np.zeros(min(count, 1), dtype=np.int64)
    coverable = np.ones((len(first), len(index.days)), dtype=np.bool_)
    for column in members[first].T:
        coverable &= np.where((column >= 0)[:, None], able[column], True)
    return number, coverable
