"""The problem as the checks look at it: by id, by date, and where each record stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from pdsched.checks.days import Bits, Days
from pdsched.checks.hints import Hints
from pdsched.expansion import in_full
from pdsched.problem import (
    Course,
    HalfDays,
    Lesson,
    Problem,
    ProtectedTime,
    Record,
    School,
    StaffMember,
    Trainer,
    Window,
)
from pdsched.problem.problem import KEPT, PAST

R = TypeVar("R", bound=Record)

KINDS = (
    "schools",
    "travel",
    "rooms",
    "staff",
    "lessons",
    "protected",
    "courses",
    "series",
    "needs",
    "trainers",
    "substitutes",
    "pairs",
    "champions",
    "session_pins",
    "engagement_pins",
    *KEPT,
    *PAST,
)
"""The lists of a problem, by field."""
NAMELESS = ("travel", "series", *KEPT, *(kind for kind in PAST if kind != "past_sessions"))
"""Those whose records have no ids."""


@dataclass(frozen=True)
class Lost:
    """What was left out of a document because its shape was wrong.

    A reference to a record that was left out is no fault, and nobody is blamed for its absence.
    """

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids of records left out, by kind."""
    nameless: frozenset[str] = frozenset()
    """Kinds of which records without a readable id were left out."""
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Where the records that remain stood in the document, by kind."""
    calendar: bool = False
    """Whether the dates of the calendar could not be read."""


class Index:
    """A problem with its records by id."""

    def __init__(self, problem: Problem, lost: Lost) -> None:
        self.problem = problem
        self.lost = lost
        self.days = Days(problem.calendar)
        self.dated = self.days.sound and not lost.calendar
        """Whether the calendar can be used."""
        self._hints = Hints()
        self._paths: dict[str, list[str]] = {}

    def rows(self, kind: str, records: Sequence[R]) -> Iterator[tuple[str, R]]:
        """Records with the JSON path at which each stood in the document.

        `records` are all that there are of the kind.
        """
        paths = self._paths.get(kind)
        if paths is None:
            places = self.lost.places.get(kind) or range(len(records))
            paths = self._paths[kind] = [f"{kind}[{place}]" for place in places]
        return zip(paths, records, strict=True)

    def whole(self, *kinds: str) -> bool:
        """Whether no record of these kinds was left out."""
        left_out = self.lost.nameless | self.lost.ids.keys()
        return left_out.isdisjoint(kinds)

    def knows(self, kind: str, name: str) -> bool:
        """Whether a record of a kind has this id, or may have had it."""
        return (
            name in self.ids[kind]
            or name in self.lost.ids.get(kind, ())
            or kind in self.lost.nameless
        )

    def guess(self, name: str, known: Sequence[str] | frozenset[str]) -> str:
        """Advice that names the nearest of the known ids, or the empty text."""
        return self._hints.near(name, known)

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """All ids by kind, those of meetings and of steps that needs imply among them."""
        kinds = (kind for kind in KINDS if kind not in NAMELESS)
        lists: dict[str, Sequence[Any]] = {kind: getattr(self.problem, kind) for kind in kinds}
        ids = {kind: frozenset(record.id for record in rows) for kind, rows in lists.items()}
        for kind in ("courses", "needs"):
            ids[kind] |= {record.id for record in getattr(self.full, kind)}
        return ids

    @cached_property
    def full(self) -> Problem:
        """The problem in full."""
        return in_full(self.problem)

    @cached_property
    def schools(self) -> Mapping[str, School]:
        """Schools by id; of two with one id the first, here and below."""
        return {school.id: school for school in reversed(self.problem.schools)}

    @cached_property
    def staff(self) -> Mapping[str, StaffMember]:
        """Staff members by id."""
        return {member.id: member for member in reversed(self.problem.staff)}

    @cached_property
    def trainers(self) -> Mapping[str, Trainer]:
        """Trainers by id."""
        return {trainer.id: trainer for trainer in reversed(self.problem.trainers)}

    def givers(self, trainer: str | None) -> tuple[str, ...]:
        """Who gives a session of a trainer: each member of a team, or the trainer alone."""
        if trainer is None:
            return ()
        return self.trainers[trainer].people if trainer in self.trainers else (trainer,)

    @cached_property
    def courses(self) -> Mapping[str, Course]:
        """Courses by id, meetings of series among them."""
        every = (*self.problem.courses, *self.full.courses)
        return {course.id: course for course in reversed(every)}

    @cached_property
    def topics(self) -> Mapping[str, tuple[Course, ...]]:
        """Courses by topic."""
        courses_by_topic: dict[str, tuple[Course, ...]] = {}
        for course in self.problem.courses:
            courses_by_topic[course.topic] = (*courses_by_topic.get(course.topic, ()), course)
        return courses_by_topic

    def home(self, staff: str) -> School | None:
        """The home school of a staff member."""
        member = self.staff.get(staff)
        return self.schools.get(member.schools[0]) if member else None

    def school_of(self, record: Lesson | ProtectedTime) -> School | None:
        """The school whose cycle a lesson or protected time follows."""
        if isinstance(record, Lesson):
            return self.schools.get(record.school)
        return self.home(record.staff)

    def occurrences(self, record: Lesson | ProtectedTime) -> Bits:
        """The dates on which a lesson or protected time takes place."""
        school = self.school_of(record)
        if school is None or not self.dated:
            return 0
        if record.date is not None:
            return self.days.bit(record.date) & self.days.open_at(school)
        bits = self.days.cycle(school).get(record.day or "", 0)
        span = span_of(record)
        return bits if span == (None, None) else bits & self.days.span(*span)

    @cached_property
    def timed(self) -> tuple[tuple[str, Lesson | ProtectedTime], ...]:
        """Lessons and protected times with their paths."""
        lessons = self.rows("lessons", self.problem.lessons)
        return (*lessons, *self.rows("protected", self.problem.protected))

    @cached_property
    def windows(self) -> tuple[tuple[str, Window | HalfDays], ...]:
        """All windows of people, of rooms and of the calendar, with their paths."""
        problem = self.problem
        lists: tuple[tuple[str, Sequence[Any], str], ...] = (
            ("rooms", problem.rooms, "unavailable"),
            ("staff", problem.staff, "unavailable"),
            ("staff", problem.staff, "preferred"),
            ("trainers", problem.trainers, "available"),
            ("substitutes", problem.substitutes, "available"),
        )
        key_times = self.rows("calendar.key_times", problem.calendar.key_times)
        return (*key_times, *chain.from_iterable(self._windows_in(*each) for each in lists))

    def _windows_in(
        self, kind: str, records: Sequence[Any], name: str
    ) -> Iterator[tuple[str, Window | HalfDays]]:
        for path, record in self.rows(kind, records):
            for number, window in enumerate(getattr(record, name)):
                yield f"{path}.{name}[{number}]", window


def span_of(record: Lesson | ProtectedTime) -> tuple[date | None, date | None]:
    """The first and last date given for a lesson; protected time has none."""
    return (record.first, record.last) if isinstance(record, Lesson) else (None, None)
