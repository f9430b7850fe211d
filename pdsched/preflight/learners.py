"""What each need takes at the very least of those who hold classes, whenever it is met.

A release takes every lesson of the person that its time overlaps, the way included. Seen are the
lessons at the home school that take place on each date of their cycle day that is left, so that
whatever is counted here is taken in any plan; with more venues, starts and dates than plans have,
the least that is counted over them is never more than a plan takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.expansion import Answering, Learner
from pdsched.policy import Policy
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.minutes import Minutes, between, layers, starts_that_touch
from pdsched.preflight.offers import WHOLE_DAY, Hours, Offers, Way
from pdsched.problem import (
    Course,
    CoverKind,
    Half,
    Lesson,
    Need,
    ProtectedTime,
    StaffMember,
    Weekday,
    minutes,
)

EVERY_DATE: Bits = -1
_UNCOVERABLE = 1_000
"""Lessons that stand for a day on which no substitute would help: more than anybody holds."""
_WEEKDAYS = frozenset(map(str, Weekday))


class Demand(NamedTuple):
    """What a need takes at the least; equal ones are counted together."""

    school: str
    """The home school."""
    covers: int
    """Lessons for which somebody has to come; 0 if the need can be met without."""
    qualification: str
    """What whoever comes must have, whichever lessons these are; empty for nothing."""
    am: Bits
    """Dates on which a lesson of the morning may have to be held."""
    pm: Bits
    free: Bits
    """Dates without lessons on which it could be met; none if it takes no cover anyhow."""
    courses: frozenset[str]
    """Those that answer it."""


class Held(NamedTuple):
    """A lesson that takes place on each date of its cycle day."""

    day: str
    start: int
    end: int
    half: Half
    cover: CoverKind
    qualification: str


class _Day(NamedTuple):
    """What a session of some length touches on a cycle day of a person."""

    never: Minutes
    """Starts at which a release would take what none may."""
    taken: tuple[Minutes, ...]
    """Starts at which at least one lesson needs cover, at least two, and so on."""
    am: Minutes
    """Starts at which one of the morning does."""
    pm: Minutes


class Learners:
    """The needs that are open, and what each takes."""

    def __init__(self, index: Index, policy: Policy, horizon: Horizon, offers: Offers) -> None:
        self._index, self._policy = index, policy
        self._horizon, self._offers = horizon, offers
        self._days: dict[tuple[str, int, Way], Mapping[str, _Day]] = {}
        self._asks = policy.asks_qualifications
        self._unseen: set[str] = set()

    @cached_property
    def open_needs(self) -> tuple[Need, ...]:
        """Needs that the past has not met, of people who are there."""
        met = {release.need for release in self._index.problem.past_releases}
        needs = self._index.full.needs
        return tuple(n for n in needs if n.id not in met and self._index.home(n.staff))

    @cached_property
    def held(self) -> Mapping[str, list[Held]]:
        """By person with open needs, the lessons at the home school that are seen."""
        homes = {need.staff: self._index.staff[need.staff].schools[0] for need in self.open_needs}
        held: defaultdict[str, list[Held]] = defaultdict(list)
        for lesson in self._index.problem.lessons:
            for person in lesson.staff:
                if person not in homes:
                    continue
                if homes[person] == lesson.school and self._is_seen(lesson):
                    held[person].append(self._seen(lesson))
                else:
                    self._unseen.add(person)
        return held

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

    def _is_of_level(self, learner: Learner, need: Need, course: Course) -> bool:
        level, spread = learner.stands(need, course), self._policy.level_spread
        if level is None:
            return True
        return course.level_from <= level <= course.level_from + spread and level < course.level_to

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
            options += self._options(member, course, dates, starts)
            if options and not options[-1].covers:
                return self._of(member, courses, options[-1:])
        return self._of(member, courses, options) if options else None

    def _of(
        self, member: StaffMember, courses: Sequence[Course], options: Sequence[_Option]
    ) -> Demand:
        least, am, pm, free = min(option.covers for option in options), 0, 0, 0
        for option in options:
            am, pm, free = am | option.am, pm | option.pm, free | option.free
        answered = frozenset(course.id for course in courses)
        qualification = self._qualification(member.id) if least else ""
        return Demand(member.schools[0], least, qualification, am, pm, free, answered)

    def _options(
        self, member: StaffMember, course: Course, dates: Bits, starts: Minutes
    ) -> Iterator[_Option]:
        """What a course takes by cycle day and on dates without lessons, up to what takes none."""
        school = self._index.schools[member.schools[0]]
        dates &= self._offers.dates(course)
        if not course.modality.has_hour:
            if dates & self._index.days.open_at(school):
                yield _Option()
            return
        dates &= self._horizon.at(school)
        if course.modality.in_lesson and dates:
            yield _Option()
            return
        free = dates
        for name, bits in self._horizon.names(school).items():
            free &= ~bits
            if (here := bits & dates) and self._comes(member, name, here):
                day = self._by_day(member, course)[name]
                option = self._on_day(course, here, day, starts & ~day.never)
                if option is not None:
                    yield option
                    if not option.covers:
                        return
        if free and starts & self._offers.starts(course, free):
            yield _Option(_UNCOVERABLE, free=free) if course.modality.has_trainer else _Option()

    def _on_day(
        self, course: Course, dates: Bits, day: _Day, starts: Minutes
    ) -> _Option | None:
        """What a course takes on one of these dates of a cycle day, if it can begin at all."""
        begins = self._offers.starts(course, dates) & starts
        if begins & ~day.taken[0]:
            return _Option()
        if begins and self._avoided & dates:
            dates &= ~self._avoided
            begins = self._offers.starts(course, dates) & starts
        if not begins:
            return None
        am, pm = (dates if begins & half else 0 for half in (day.am, day.pm))
        return _Option(_least(begins, day.taken), am, pm)

    def _by_day(self, member: StaffMember, course: Course) -> Mapping[str, _Day]:
        way = self._offers.way(course, member.schools[0])
        key = member.id, course.minutes, way
        if key not in self._days:
            self._days[key] = self._touched(member, course.minutes, way)
        return self._days[key]

    def _touched(self, member: StaffMember, length: int, way: Way) -> Mapping[str, _Day]:
        school = self._index.schools[member.schools[0]]
        names = self._horizon.names(school)
        never = dict.fromkeys(names, 0)
        halves: dict[str, dict[Half, list[Minutes]]] = {}
        for name in names:
            halves[name] = {Half.AM: [], Half.PM: []}
        for lesson in self.held.get(member.id, ()):
            if lesson.day in never:
                touching = starts_that_touch(lesson.start, lesson.end, length, *way)
                if lesson.cover is CoverKind.IMPOSSIBLE:
                    never[lesson.day] |= touching
                else:
                    halves[lesson.day][lesson.half].append(touching)
        for name, start, end in self._kept_free(member, names):
            never[name] |= starts_that_touch(start, end, length, *way)
        if self._lunch and length < self._policy.long_session_minutes:
            for name in names:
                never[name] |= self._without_lunch(member.id, name, length, way)
        return {
            name: _Day(
                never[name],
                layers((*by_half[Half.AM], *by_half[Half.PM])),
                reduce(or_, by_half[Half.AM], 0),
                reduce(or_, by_half[Half.PM], 0),
            )
            for name, by_half in halves.items()
        }

    def _without_lunch(self, person: str, name: str, length: int, way: Way) -> Minutes:
        """Starts at which a release that takes no lesson leaves no lunch, where lessons alone do.

        Of people all of whose lessons are seen, so that the gaps between them are those of any
        such date.
        """
        assert self._lunch is not None
        if person in self._partly_seen:
            return 0
        least, since, end = self._lunch
        lessons = sorted(h for h in self.held.get(person, ()) if h.day == name)
        gaps: list[Hours] = []
        touching = 0
        for lesson in lessons:
            touching |= starts_that_touch(lesson.start, lesson.end, length, *way)
            gaps.append((since, min(lesson.start, end)))
            since = max(since, lesson.end)
        gaps.append((since, end))
        left = [(first, last) for first, last in gaps if last - first >= least]
        starts = WHOLE_DAY & ~touching if left else 0
        for first, last in left:
            starts &= between(last - least - length - way.back + 1, first + least + way.out)
        return starts

    def _kept_free(
        self, member: StaffMember, names: Mapping[str, Bits]
    ) -> Iterator[tuple[str, int, int]]:
        """By cycle day the times that no release of a person may touch on any of its dates."""
        if self._policy_protects:
            for time in self._protected.get(member.id, ()):
                if time.day in names:
                    yield time.day, minutes(time.start), minutes(time.end)
        for window in member.unavailable:
            if window.dates is None and window.first is None and window.last is None:
                for name, bits in names.items():
                    if window.weekdays is None or self._weekdays(bits) <= set(window.weekdays):
                        yield name, minutes(window.start), minutes(window.end)

    def _comes(self, member: StaffMember, name: str, dates: Bits) -> bool:
        """Whether a person is at work on one of the dates of a cycle day."""
        if member.works_on is None or name in member.works_on:
            return True
        return not self._weekdays(dates).isdisjoint(map(Weekday, _WEEKDAYS & {*member.works_on}))

    def _weekdays(self, dates: Bits) -> set[Weekday]:
        if dates not in self._on_weekdays:
            self._on_weekdays[dates] = {Weekday.of(day) for day in self._index.days.each(dates)}
        return self._on_weekdays[dates]

    def _is_seen(self, lesson: Lesson) -> bool:
        """Whether a lesson takes place on each date of its day, and who holds it needs cover."""
        if lesson.day is None or lesson.cover is CoverKind.NOT_NEEDED:
            return False
        if lesson.first is not None or lesson.last is not None:
            left, days = self._horizon.dates, self._index.days
            if left & ~days.span(lesson.first, lesson.last):
                return False
        return lesson.cover is CoverKind.IMPOSSIBLE or not lesson.spare

    def _seen(self, lesson: Lesson) -> Held:
        school = self._index.schools[lesson.school]
        half = Half.AM if lesson.start < school.midday else Half.PM
        qualification = (lesson.qualification or "") if self._asks else ""
        assert lesson.day is not None
        start, end = minutes(lesson.start), minutes(lesson.end)
        return Held(lesson.day, start, end, half, lesson.cover, qualification)

    def _qualification(self, person: str) -> str:
        """What all lessons of a person that need cover ask for, if they all ask for the same."""
        asked = {h.qualification for h in self.held[person] if h.cover is CoverKind.NEEDED}
        return asked.pop() if len(asked) == 1 else ""

    @cached_property
    def _partly_seen(self) -> set[str]:
        """People who hold lessons besides those that are seen."""
        self.held  # noqa: B018 - tells them
        return self._unseen

    @cached_property
    def _lunch(self) -> tuple[int, int, int] | None:
        """The minutes of a lunch, and from when to when it is kept, if it is."""
        policy = self._policy
        span = minutes(policy.staff_lunch_from), minutes(policy.staff_lunch_to)
        return (policy.staff_lunch_minutes, *span) if policy.keeps_staff_lunch else None

    @cached_property
    def _avoided(self) -> Bits:
        """Dates on which nobody is released from lessons."""
        weekdays = self._policy.avoided_weekdays or ()
        if not self._policy.keeps_weekdays or not weekdays:
            return 0
        days = self._index.days
        return sum(days.bit(d) for d in days.each(days.open) if Weekday.of(d) in weekdays)

    @cached_property
    def _policy_protects(self) -> bool:
        return self._policy.keeps_protected_time

    @cached_property
    def _protected(self) -> Mapping[str, list[ProtectedTime]]:
        protected: defaultdict[str, list[ProtectedTime]] = defaultdict(list)
        for time in self._index.problem.protected:
            protected[time.staff].append(time)
        return protected

    @cached_property
    def _on_weekdays(self) -> dict[Bits, set[Weekday]]:
        return {}

    @cached_property
    def _levels(self) -> bool:
        return self._policy.keeps_levels

    @cached_property
    def _people(self) -> Mapping[str, StaffMember]:
        return {member.id: member for member in self._index.full.staff}

    @cached_property
    def _catalogue(self) -> Mapping[str, Course]:
        return {course.id: course for course in self._index.full.courses}

    @cached_property
    def _answering(self) -> Answering:
        return Answering(self._index.full)


class _Option(NamedTuple):
    """What a need takes at the least if it is met by some course on some dates."""

    covers: int = 0
    am: Bits = 0
    pm: Bits = 0
    free: Bits = 0


def _least(starts: Minutes, taken: tuple[Minutes, ...]) -> int:
    """How many lessons are taken at the best of some starts."""
    return next((number for number, layer in enumerate(taken) if starts & ~layer), len(taken))
