"""What each need takes at the very least of those who hold classes, whenever it is met.

A release takes every lesson of the person that its time overlaps, the way included. With more
venues, starts and dates than plans have, and only lessons that are sure
(`pdsched.preflight.lessons`), the least over all of them is never more than a plan takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.expansion import Answering, Learner
from pdsched.policy import Policy
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.lessons import Lessons
from pdsched.preflight.minutes import WHOLE_DAY, Minutes
from pdsched.preflight.offers import Offers
from pdsched.preflight.releases import Releases, Way
from pdsched.problem import Course, Need, School, StaffMember

EVERY_DATE: Bits = -1
_UNCOVERABLE = 1_000
"""Lessons that stand for a day on which no substitute would help: more than anybody holds."""


class Demand(NamedTuple):
    """What a need takes at the least."""

    school: str
    """The home school."""
    covers: int
    """Lessons for which somebody has to come; 0 if the need can be met without."""
    qualification: str
    """What whoever comes must have, whichever lessons these are; empty for nothing."""
    am: Bits = 0
    """Dates on which a lesson of the morning may have to be held; none where no cover is taken."""
    pm: Bits = 0
    free: Bits = 0
    """Dates without lessons on which it could be met; none if it takes no cover anyhow."""


class _Option(NamedTuple):
    """What a need takes at the least if it is met by some course on some dates."""

    covers: int = 0
    am: Bits = 0
    pm: Bits = 0
    free: Bits = 0


class _Day(NamedTuple):
    """When a course can be on a cycle day."""

    name: str
    dates: Bits
    """Those of the cycle day that are left."""
    here: Bits
    """Those of them on which the course can be."""
    begins: Minutes


class _Offered(NamedTuple):
    """When a course can be for people of a school."""

    without_lessons: bool
    """Whether it can be, and takes nobody out of a lesson."""
    days: tuple[_Day, ...] = ()
    free: Bits = 0
    """Dates on which nobody has lessons."""
    way: Way = Way()


class Learners:
    """The needs that are open, and what each takes."""

    def __init__(self, index: Index, policy: Policy, horizon: Horizon, offers: Offers) -> None:
        self._index, self._policy = index, policy
        self._horizon, self._offers = horizon, offers
        self._known: dict[tuple[str, str, int, Way], Releases] = {}
        self._known_offers: dict[tuple[str, str, Bits], _Offered] = {}
        self._levels = policy.keeps_levels

    @cached_property
    def open_needs(self) -> tuple[Need, ...]:
        """Needs that the past has not met, of people who are there."""
        met = {release.need for release in self._index.problem.past_releases}
        needs = self._index.full.needs
        return tuple(n for n in needs if n.id not in met and self._index.home(n.staff))

    @cached_property
    def lessons(self) -> Lessons:
        """The lessons of those whose needs are open."""
        staff = self._index.staff
        homes = {need.staff: staff[need.staff].schools[0] for need in self.open_needs}
        return Lessons(self._index, self._policy, self._horizon, homes)

    def courses(self, need: Need) -> list[Course]:
        """The courses that answer a need, those of another level left out where levels hold."""
        answers = list(self._answering.to(need))
        if not self._levels:
            return answers
        learner = self.learner(need.staff)
        return [course for course in answers if self._is_of_level(learner, need, course)]

    def learner(self, person: str) -> Learner:
        """A person before the catalogue."""
        return Learner(self._people[person], self._catalogue)

    def demand(
        self,
        person: str,
        courses: Sequence[Course],
        dates: Bits = EVERY_DATE,
        starts: Minutes = WHOLE_DAY,
    ) -> Demand | None:
        """What it takes at the least that a person attends one of some courses.

        Args:
            person: a staff member.
            courses: what answers the need, or the pin.
            dates: only these.
            starts: only these.

        Returns:
            ``None`` if it can be at no time.
        """
        member = self._index.staff[person]
        options: list[_Option] = []
        for course in courses:
            for option in self._options(member, course, dates, starts):
                if not option.covers:
                    return Demand(member.schools[0], 0, "")
                options.append(option)
        if not options:
            return None
        am = pm = free = 0
        for option in options:
            am, pm, free = am | option.am, pm | option.pm, free | option.free
        least = min(option.covers for option in options)
        asked = self.lessons.qualification(person)
        return Demand(member.schools[0], least, asked, am, pm, free)

    def _options(
        self, member: StaffMember, course: Course, dates: Bits, starts: Minutes
    ) -> Iterator[_Option]:
        """What a course takes, by cycle day, and on dates without lessons."""
        school = self._index.schools[member.schools[0]]
        offered = self._offered(course, school, dates)
        if offered.without_lessons:
            yield _Option()
            return
        free = offered.free
        for name, bits, here, begins in offered.days:
            if self.lessons.comes(member, name, here):
                releases = self._releases(member, course.minutes, offered.way, name, bits)
                begins &= starts
                if begins & releases.free:
                    yield _Option()
                elif option := self._on_day(course, here, releases, begins):
                    yield option
        if free and starts & self._offers.starts(course, free):
            yield _Option(_UNCOVERABLE, free=free) if course.modality.has_trainer else _Option()

    def _offered(self, course: Course, school: School, dates: Bits) -> _Offered:
        """When a course can be for people of a school: known once for all of them."""
        key = course.id, school.id, dates
        if key not in self._known_offers:
            self._known_offers[key] = self._offer(course, school, dates)
        return self._known_offers[key]

    def _offer(self, course: Course, school: School, dates: Bits) -> _Offered:
        dates &= self._offers.dates(course)
        if not course.modality.has_hour:
            return _Offered(bool(dates & self._index.days.open_at(school)))
        dates &= self._horizon.at(school)
        if course.modality.in_lesson:
            return _Offered(bool(dates))
        free, days = dates, list[_Day]()
        for name, bits in self._horizon.names(school).items():
            free &= ~bits
            if here := bits & dates:
                days.append(_Day(name, bits, here, self._offers.starts(course, here)))
        return _Offered(False, tuple(days), free, self._offers.way(course, school.id))

    def _on_day(
        self, course: Course, dates: Bits, releases: Releases, begins: Minutes
    ) -> _Option | None:
        """What a course takes that can only begin in lessons on these dates of a cycle day.

        Nothing, if it can begin at no time.
        """
        if self._avoided & dates:
            dates &= ~self._avoided
            begins &= self._offers.starts(course, dates)
        begins &= ~releases.never
        if not begins:
            return None
        am, pm = releases.takes(begins)
        return _Option(releases.least(begins), dates if am else 0, dates if pm else 0)

    def _releases(
        self, member: StaffMember, length: int, way: Way, name: str, dates: Bits
    ) -> Releases:
        key = member.id, name, length, way
        if key not in self._known:
            self._known[key] = Releases(
                self.lessons.of(member.id, name),
                self.lessons.kept(member, name, dates),
                length,
                way,
            )
        return self._known[key]

    def _is_of_level(self, learner: Learner, need: Need, course: Course) -> bool:
        level, spread = learner.stands(need, course), self._policy.level_spread
        if level is None:
            return True
        return course.level_from <= level <= course.level_from + spread and level < course.level_to

    @cached_property
    def _avoided(self) -> Bits:
        """Dates on which nobody is released from lessons."""
        weekdays = self._policy.avoided_weekdays or ()
        if not self._policy.keeps_weekdays:
            return 0
        return sum(self._horizon.weekdays[weekday] for weekday in {*weekdays})

    @cached_property
    def _people(self) -> Mapping[str, StaffMember]:
        return {member.id: member for member in self._index.full.staff}

    @cached_property
    def _catalogue(self) -> Mapping[str, Course]:
        return {course.id: course for course in self._index.full.courses}

    @cached_property
    def _answering(self) -> Answering:
        return Answering(self._index.full)
