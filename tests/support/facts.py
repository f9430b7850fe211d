"""The terms of docs/rules.md, read a third time: for the oracle and for the strategies.

This room shares no code with the model or the referee, so that a misreading there shows up here.
Times are minutes since midnight.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from cycling import names_of

from pdsched.expansion import in_full
from pdsched.problem import (
    Blackout,
    DayKind,
    Half,
    HalfDays,
    Lesson,
    Problem,
    ProtectedTime,
    School,
    Weekday,
    Window,
    minutes,
)

LAST_MINUTE = 23 * 60 + 59
MIDNIGHT = 24 * 60


class Span(NamedTuple):
    """A half-open interval of minutes."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        """Whether the two overlap."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies inside."""
        return self.start <= other.start and other.end <= self.end


def span(record: Window | Lesson | ProtectedTime) -> Span:
    """The clock interval of a record."""
    return Span(minutes(record.start), minutes(record.end))


def dark(blackout: Blackout) -> Span:
    """The hours that a blackout touches on its dates."""
    return Span(
        0 if blackout.start is None else minutes(blackout.start),
        MIDNIGHT if blackout.end is None else minutes(blackout.end),
    )


def blackout_on(blackout: Blackout, day: date) -> bool:
    """Whether a blackout touches a date."""
    return blackout.first <= day <= blackout.last and (
        blackout.weekdays is None or Weekday.of(day) in blackout.weekdays
    )


def half_days_on(listed: HalfDays, day: date) -> bool:
    """Whether an entry of a substitute's availability speaks of a date."""
    return (
        (listed.weekdays is None or Weekday.of(day) in listed.weekdays)
        and (listed.dates is None or day in listed.dates)
        and (listed.first is None or listed.first <= day)
        and (listed.last is None or day <= listed.last)
    )


class Facts:
    """A problem's calendar, lessons and ways, looked up by id."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem = in_full(problem)
        self.calendar = problem.calendar
        self.schools = {s.id: s for s in problem.schools}
        self.staff = {s.id: s for s in problem.staff}
        self.courses = {c.id: c for c in problem.courses}
        self.needs = {n.id: n for n in problem.needs}
        self.trainers = {t.id: t for t in problem.trainers}
        self.rooms = {r.id: r for r in problem.rooms}
        self.lessons = {lesson.id: lesson for lesson in problem.lessons}
        self.substitutes = {s.id: s for s in problem.substitutes}
        days = (self.calendar.last - self.calendar.first).days + 1
        self.horizon = [self.calendar.first + timedelta(days=n) for n in range(days)]
        self.school_days = [d for d in self.horizon if self._open(d)]
        self._ways = {(t.origin, t.destination): t.minutes for t in problem.travel}
        self._names: dict[str, dict[date, str]] = {}
        self._kinds = {(s.id, d): self._kind(s, d) for s in problem.schools for d in self.horizon}

    def _open(self, day: date) -> bool:
        is_open = Weekday.of(day) in self.calendar.weekdays or day in self.calendar.opened
        return is_open and day not in self.calendar.closed

    def _kind(self, school: School, day: date) -> DayKind:
        if not self._open(day) or day in school.closed:
            return DayKind.CLOSED
        free = day in self.calendar.pupil_free or day in school.pupil_free
        return DayKind.PUPIL_FREE if free else DayKind.TEACHING

    def kind(self, school: str, day: date) -> DayKind:
        """What a date is for a school; closed outside the horizon."""
        return self._kinds.get((school, day), DayKind.CLOSED)

    def is_closed(self, school: str, day: date) -> bool:
        """Whether nobody works at a school on a date."""
        return self.kind(school, day) is DayKind.CLOSED

    def cycle_day(self, school: str, day: date) -> str | None:
        """The name of a date in the school's timetable; none but teaching days have one."""
        if self.kind(school, day) is not DayKind.TEACHING:
            return None
        record = self.schools[school]
        told = {each.date: each.day for each in record.cycle.follows}
        if school not in self._names:
            self._names[school] = names_of(self.calendar, record) | told
        return self._names[school].get(day)

    def is_at_work(self, staff: str, day: date) -> bool:
        """Whether a date is none of somebody's days off."""
        person = self.staff[staff]
        if person.works_on is None:
            return True
        name = self.cycle_day(person.schools[0], day)
        return any(listed in (str(Weekday.of(day)), name) for listed in person.works_on)

    def takes_place(self, lesson: Lesson, day: date) -> bool:
        """Whether a lesson takes place on a date."""
        if lesson.date is not None:
            return lesson.date == day and not self.is_closed(lesson.school, day)
        return (
            self.cycle_day(lesson.school, day) == lesson.day
            and (lesson.first is None or lesson.first <= day)
            and (lesson.last is None or day <= lesson.last)
        )

    def lessons_of(self, staff: str, day: date) -> list[Lesson]:
        """What a staff member teaches on a date."""
        held = (lesson for lesson in self.problem.lessons if staff in lesson.staff)
        return [lesson for lesson in held if self.takes_place(lesson, day)]

    def protected_of(self, staff: str, day: date) -> list[Span]:
        """A staff member's protected hours on a date."""
        home = self.home(staff)
        mine = [p for p in self.problem.protected if p.staff == staff]
        name = self.cycle_day(home, day)
        dated = [p for p in mine if p.date == day and not self.is_closed(home, day)]
        cyclic = [p for p in mine if p.day is not None and p.day == name]
        return [span(p) for p in dated + cyclic]

    def home(self, staff: str) -> str:
        """The school at which a staff member is at home."""
        return self.staff[staff].schools[0]

    def travel(self, origin: str | None, destination: str | None) -> int:
        """Minutes between two schools; none from or to a session without venue."""
        if origin is None or destination is None:
            return 0
        there = self._ways.get((origin, destination))
        return self._ways.get((destination, origin), 0) if there is None else there

    def away(self, staff: str, venue: str | None, session: Span) -> Span:
        """The release of a staff member who attends a session."""
        reach = self._reach(self.home(staff), venue, session)
        return Span(max(reach.start, 0), min(reach.end, LAST_MINUTE))

    def _reach(self, school: str, venue: str | None, session: Span) -> Span:
        back = self.travel(venue, school)
        return Span(session.start - self.travel(school, venue), session.end + back)

    def taken(self, staff: str, day: date, venue: str | None, session: Span) -> list[Lesson]:
        """The lessons that a session takes from a staff member."""
        held = self.lessons_of(staff, day)
        return [x for x in held if self._reach(x.school, venue, session).meets(span(x))]

    def half(self, lesson: Lesson) -> Half:
        """The half-day to which a lesson belongs."""
        midday = minutes(self.schools[lesson.school].midday)
        return Half.AM if minutes(lesson.start) < midday else Half.PM

    def lessons_at(self, school: str, day: date, half: Half) -> list[Lesson]:
        """All lessons of a school in a half-day."""
        here = (x for x in self.problem.lessons if x.school == school)
        return [x for x in here if self.half(x) is half and self.takes_place(x, day)]

    def way_is_possible(self, morning: str, afternoon: str, day: date) -> bool:
        """Whether a substitute can change from one school to the other at midday."""
        before = [span(x).end for x in self.lessons_at(morning, day, Half.AM)]
        after = [span(x).start for x in self.lessons_at(afternoon, day, Half.PM)]
        if morning == afternoon or not before or not after:
            return True
        return self.travel(morning, afternoon) <= min(after) - max(before)
