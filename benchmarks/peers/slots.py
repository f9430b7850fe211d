"""Who could attend what, and where and when sessions could be held: facts that no plan changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from benchmarks.peers.days import CLOSED, Flags, Ints
from benchmarks.peers.ground import NOWHERE, Ground
from pdsched.problem import Course, Need, Window, minutes


class Slot(NamedTuple):
    """A course at a date, time and venue."""

    course: int
    day: int
    start: int
    end: int
    venue: int


class Arc(NamedTuple):
    """A course that somebody still has to attend first."""

    course: int
    least: int
    most: int


class Wish(NamedTuple):
    """A need that a course answers."""

    need: int
    person: int
    points: int
    late: int
    due: int
    """Last day number that is not late."""
    arcs: tuple[Arc, ...]
    unlocks: int
    """Points of other needs of the person for which this course comes first."""


class Wishes(NamedTuple):
    """All wishes for one course, the most urgent first; arrays in the same order."""

    each: list[Wish]
    people: Ints
    needs: Ints
    points: Ints
    late: Ints
    due: Ints
    unlocks: Ints
    waits: Flags
    """Whether another course comes first."""


class Slots:
    """All slots of a problem, and the wishes for each course."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        problem = ground.problem
        self.courses = problem.courses
        self.course_of = {course.id: n for n, course in enumerate(problem.courses)}
        self._able: dict[int, list[int]] = defaultdict(list)
        for number, trainer in enumerate(problem.trainers):
            for course_id in dict.fromkeys(trainer.courses):
                self._able[self.course_of[course_id]].append(number)
        self._goes = [
            None if t.schools is None else frozenset(ground.schools[s] for s in t.schools)
            for t in problem.trainers
        ]
        self.rooms_at: dict[int, list[int]] = defaultdict(list)
        for number, room in enumerate(problem.rooms):
            self.rooms_at[ground.schools[room.school]].append(number)
        self._given: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._trainers: dict[Slot, list[int]] = {}

    # Wishes

    @cached_property
    def wishes(self) -> list[Wishes]:
        """The wishes for each course."""
        found: dict[int, list[Wish]] = defaultdict(list)
        for number, need in enumerate(self.ground.problem.needs):
            for course in self._answers(need):
                found[course].append(self._wish(number, need, course))
        unlocked = self._unlocked(found)
        return [
            _as_arrays(
                sorted(
                    (
                        wish._replace(unlocks=unlocked.get((wish.person, course), 0))
                        for wish in found[course]
                    ),
                    key=lambda wish: (-wish.points, wish.need),
                )
            )
            for course in range(len(self.courses))
        ]

    @cached_property
    def places_of(self) -> list[list[tuple[int, int]]]:
        """For each need: the courses that answer it, and its place in the wishes for each."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.ground.problem.needs]
        for course, wishes in enumerate(self.wishes):
            for place, wish in enumerate(wishes.each):
                found[wish.need].append((course, place))
        return found

    @cached_property
    def _by_topic(self) -> dict[str, list[int]]:
        topics: dict[str, list[int]] = defaultdict(list)
        for number, course in enumerate(self.courses):
            topics[course.topic].append(number)
        return topics

    def _answers(self, need: Need) -> list[int]:
        if need.course is not None:
            named = [self.course_of[need.course]]
        else:
            named = [
                number
                for number in self._by_topic.get(need.topic or "", ())
                if self.courses[number].level_to >= (need.level_to or 0)
            ]
        return [number for number in named if self._is_for(need, self.courses[number])]

    def _is_for(self, need: Need, course: Course) -> bool:
        """Rule ``level``."""
        stands = need.level_from
        if stands is None:
            member = self.ground.problem.staff[self.ground.people[need.staff]]
            before = [self.courses[self.course_of[arc.course]] for arc in course.prerequisites]
            stated = [first.level_to for first in before if first.topic == course.topic]
            stated += [member.levels[course.topic]] if course.topic in member.levels else []
            stands = max(stated, default=course.level_from)
        most = course.level_from + self.ground.policy.level_spread
        return course.level_from <= stands <= most and stands < course.level_to

    def _wish(self, number: int, need: Need, course: int) -> Wish:
        person = self.ground.people[need.staff]
        member = self.ground.problem.staff[person]
        arcs = []
        for arc in self.courses[course].prerequisites:
            first = self.courses[self.course_of[arc.course]]
            stands = member.levels.get(first.topic, -1)
            if arc.course not in member.completed and stands < first.level_to:
                most = len(self.ground.dates) if arc.max_days is None else arc.max_days
                arcs.append(Arc(self.course_of[arc.course], arc.min_days, most))
        due = len(self.ground.dates) if need.due is None else self._last_day(need.due)
        late = need.priority * self.ground.policy.late_tenths
        return Wish(number, person, 10 * need.priority, late, due, tuple(arcs), 0)

    def _last_day(self, due: date) -> int:
        return int(np.searchsorted(self._ordinals, due.toordinal(), side="right")) - 1

    @cached_property
    def _ordinals(self) -> Ints:
        return np.array([day.toordinal() for day in self.ground.dates], dtype=np.int32)

    @staticmethod
    def _unlocked(found: dict[int, list[Wish]]) -> dict[tuple[int, int], int]:
        unlocked: dict[tuple[int, int], int] = defaultdict(int)
        for wishes in found.values():
            for wish in wishes:
                for arc in wish.arcs:
                    unlocked[wish.person, arc.course] += wish.points
        return unlocked

    # Slots

    def on(self, day: int, venues: Collection[int] | None = None) -> list[Slot]:
        """The slots of a date, at some venues or at all."""
        return [
            slot
            for course in range(len(self.courses))
            if self.wishes[course].each
            for venue in self._venues(course, day)
            if venues is None or venue == NOWHERE or venue in venues
            for slot in self._at(course, day, venue)
        ]

    def _venues(self, course: int, day: int) -> Iterable[int]:
        wanted = self.courses[course]
        if not wanted.modality.has_venue:
            return (NOWHERE,)
        open_at: Iterable[int] = np.flatnonzero(self.ground.kinds[:, day] != CLOSED).tolist()
        if wanted.schools is not None:
            hosts = {self.ground.schools[school] for school in wanted.schools}
            open_at = [venue for venue in open_at if venue in hosts]
        if wanted.modality.has_room:
            open_at = [venue for venue in open_at if self.rooms_at.get(venue)]
        return open_at

    def _at(self, course: int, day: int, venue: int) -> Iterable[Slot]:
        wanted = self.courses[course]
        for start in self._starts(wanted.minutes, day, venue):
            slot = Slot(course, day, start, start + wanted.minutes, venue)
            if self.ground.is_shut(venue, day, slot.start, slot.end):
                continue  # For no venue, place -1 of the list holds the blackouts of all.
            if wanted.modality.has_trainer and not self.trainers(slot):
                continue
            if wanted.modality.has_room and not self.rooms(slot):
                continue
            yield slot

    def _starts(self, length: int, day: int, venue: int) -> list[int]:
        if venue != NOWHERE:
            starts, last = self.ground.bells(venue, day)
            return [start for start in starts if start + length <= last]
        return [start for start, last in self._all_starts if start + length <= last]

    @cached_property
    def _all_starts(self) -> list[tuple[int, int]]:
        """Starts of periods of any day of any school, with the latest end of such a school."""
        last: dict[int, int] = {}
        for school in self.ground.problem.schools:
            end = max(minutes(period.end) for period in school.periods)
            for period in school.periods:
                start = minutes(period.start)
                last[start] = max(end, last.get(start, 0))
        return sorted(last.items())

    def trainers(self, slot: Slot) -> list[int]:
        """Trainers who could give it, were they free."""
        if slot not in self._trainers:
            self._trainers[slot] = [
                trainer
                for trainer in self._able[slot.course]
                if self._comes(trainer, slot.venue)
                and any(a <= slot.start and slot.end <= b for a, b in self.given(trainer, slot.day))
            ]
        return self._trainers[slot]

    def _comes(self, trainer: int, venue: int) -> bool:
        goes = self._goes[trainer]
        return venue == NOWHERE or goes is None or venue in goes

    def given(self, trainer: int, day: int) -> list[tuple[int, int]]:
        """When a trainer is there on a date."""
        key = trainer, day
        if key not in self._given:
            windows = self.ground.problem.trainers[trainer].available
            self._given[key] = _spans(windows, self.ground.dates[day])
        return self._given[key]

    def rooms(self, slot: Slot) -> list[int]:
        """Rooms that could hold it, were they free; the largest first."""
        rooms = self.ground.problem.rooms
        free = [
            room
            for room in self.rooms_at.get(slot.venue, ())
            if not any(a < slot.end and slot.start < b for a, b in self._away(room, slot.day))
        ]
        return sorted(free, key=lambda room: -rooms[room].capacity)

    def _away(self, room: int, day: int) -> list[tuple[int, int]]:
        key = room, day
        if key not in self._taken:
            windows = self.ground.problem.rooms[room].unavailable
            self._taken[key] = _spans(windows, self.ground.dates[day])
        return self._taken[key]


def _spans(windows: Iterable[Window], day: date) -> list[tuple[int, int]]:
    return [(minutes(w.start), minutes(w.end)) for w in windows if w.on(day)]


def _as_arrays(each: list[Wish]) -> Wishes:
    table = np.array([(*wish[:5], wish.unlocks) for wish in each], dtype=np.int32).reshape(-1, 6)
    needs, people, points, late, due, unlocks = table.T
    waits = np.array([bool(wish.arcs) for wish in each], dtype=bool)
    return Wishes(each, people, needs, points, late, due, unlocks, waits)
