"""When and where each course could be given at all, whoever wants it, and by whom.

All of it is a superset of what plans have: periods count on all dates, of a team the hours of its
members count and not its own, and out of several venues the nearest is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.minutes import WHOLE_DAY, Hours, Minutes, between, starts_inside
from pdsched.preflight.releases import Way
from pdsched.problem import Course, Trainer, Window, minutes

Venues = frozenset[str] | None
"""Schools at which a session can be; ``None`` for one without venue."""


class Offers:
    """When and where the courses of a problem could be given."""

    def __init__(self, index: Index, horizon: Horizon) -> None:
        self._index, self._horizon = index, horizon
        self._by_date: dict[str, list[Minutes]] = {}
        self._dates: dict[str, Bits] = {}
        self._joint: dict[tuple[str, Bits], Minutes] = {}
        self._at_schools: dict[tuple[Venues, int], Minutes] = {}
        self._ways: dict[tuple[Venues, str], Way] = {}
        self._hours: dict[str, list[list[Hours]]] = {}
        self._places: dict[str, Venues] = {}

    def givers(self, course: Course) -> list[Trainer]:
        """The trainers and teams who list a course and may give it somewhere."""
        return [t for t in self._listing[course.id] if self.venues(course, t) != frozenset()]

    def dates(self, course: Course) -> Bits:
        """The dates left on which a course could begin at some time."""
        if course.id not in self._dates:
            by_date = self._starts(course)
            self._dates[course.id] = sum(1 << n for n, starts in enumerate(by_date) if starts)
        return self._dates[course.id]

    def starts(self, course: Course, dates: Bits) -> Minutes:
        """When a course could begin on one of these dates."""
        if (course.id, dates) not in self._joint:
            joint, by_date, bits = 0, self._starts(course), dates
            while bits:
                lowest = bits & -bits
                joint |= by_date[lowest.bit_length() - 1]
                bits ^= lowest
            self._joint[course.id, dates] = joint
        return self._joint[course.id, dates]

    def way(self, course: Course, home: str) -> Way:
        """How far the nearest venue of a course is from a school; nothing without venue."""
        venues = self.everywhere(course)
        if not venues or home in venues:
            return Way()
        if (venues, home) not in self._ways:
            out = min(self._travel(home, venue) for venue in venues)
            back = min(self._travel(venue, home) for venue in venues)
            self._ways[venues, home] = Way(out, back)
        return self._ways[venues, home]

    def venues(self, course: Course, trainer: Trainer | None = None) -> Venues:
        """The schools at which a trainer could give a course, those with a room if it takes one."""
        if not course.modality.has_venue:
            return None
        venues = self._with_rooms if course.modality.has_room else self._all_schools
        limits = [course.schools, *(self._schools_of(name) for name in _people(trainer))]
        return venues.intersection(*(limit for limit in limits if limit is not None))

    def everywhere(self, course: Course) -> Venues:
        """The schools at which anybody could give a course."""
        if course.id not in self._places:
            given = course.modality.has_trainer and course.modality.has_venue
            each = [self.venues(course, trainer) or () for trainer in self._listing[course.id]]
            self._places[course.id] = frozenset().union(*each) if given else self.venues(course)
        return self._places[course.id]

    def hours(self, person: str) -> list[list[Hours]]:
        """By date of the horizon, the windows of a trainer; none on dates that are not left."""
        if person not in self._hours:
            trainer = self._index.trainers.get(person)
            self._hours[person] = self._windows(trainer.available if trainer else ())
        return self._hours[person]

    def _schools_of(self, trainer: str) -> tuple[str, ...] | None:
        return self._index.trainers[trainer].schools if trainer in self._index.trainers else None

    def _windows(self, windows: tuple[Window, ...]) -> list[list[Hours]]:
        days = self._index.days
        by_date: list[list[Hours]] = [[] for _ in range(days.count)]
        for window in windows:
            hours = minutes(window.start), minutes(window.end)
            for day in window.dates or days.each(self._horizon.dates):
                if days.bit(day) & self._horizon.dates and window.on(day):
                    by_date[(day - days.first).days].append(hours)
        return by_date

    def _starts(self, course: Course) -> list[Minutes]:
        """By date of the horizon, when a course could begin."""
        if course.id not in self._by_date:
            left = self._horizon.dates if course.modality.has_hour else self._horizon.left
            self._by_date[course.id] = [
                self._on(course, number) if left >> number & 1 else 0
                for number in range(self._index.days.count)
            ]
        return self._by_date[course.id]

    def _on(self, course: Course, number: int) -> Minutes:
        if not course.modality.has_hour:
            return WHOLE_DAY
        if not course.modality.has_trainer:
            return self._of_periods(self.venues(course), course.minutes)
        starts = 0
        for trainer in self._listing[course.id]:
            free = WHOLE_DAY
            for person in trainer.people:
                inside = 0
                for start, end in self.hours(person)[number]:
                    inside |= starts_inside(start, end, course.minutes)
                free &= inside
            if free:
                starts |= free & self._of_periods(self.venues(course, trainer), course.minutes)
        return starts

    def _of_periods(self, venues: Venues, length: int) -> Minutes:
        """When periods begin that leave so many minutes to the last bell of their school."""
        if (venues, length) not in self._at_schools:
            starts = 0
            for school, (firsts, last) in self._bells.items():
                if venues is None or school in venues:
                    starts |= firsts & between(0, last - length + 1)
            self._at_schools[venues, length] = starts
        return self._at_schools[venues, length]

    def _travel(self, origin: str, destination: str) -> int:
        ways = self._minutes
        known = ways.get((origin, destination))
        return ways.get((destination, origin), 0) if known is None else known

    @cached_property
    def _minutes(self) -> Mapping[tuple[str, str], int]:
        return {(way.origin, way.destination): way.minutes for way in self._index.problem.travel}

    @cached_property
    def _listing(self) -> Mapping[str, list[Trainer]]:
        listing: defaultdict[str, list[Trainer]] = defaultdict(list)
        for trainer in self._index.full.trainers:
            for course in trainer.courses:
                listing[course].append(trainer)
        return listing

    @cached_property
    def _all_schools(self) -> frozenset[str]:
        return frozenset(self._index.schools)

    @cached_property
    def _with_rooms(self) -> frozenset[str]:
        return frozenset(room.school for room in self._index.problem.rooms)

    @cached_property
    def _bells(self) -> Mapping[str, tuple[Minutes, int]]:
        """By school, when its periods begin, and its last bell."""
        bells: dict[str, tuple[Minutes, int]] = {}
        for school in self._index.schools.values():
            firsts = 0
            for period in school.periods:
                firsts |= 1 << minutes(period.start)
            bells[school.id] = firsts, max(minutes(period.end) for period in school.periods)
        return bells


def _people(trainer: Trainer | None) -> tuple[str, ...]:
    return () if trainer is None else trainer.people
