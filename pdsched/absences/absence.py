"""Who is away when, and who holds their classes, in the terms of absence systems."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from uuid import uuid5

from pdsched.expansion import in_full
from pdsched.plan import Plan, Release
from pdsched.problem import Half, Problem, School, minutes
from pdsched.views import HeldClass, Turn, by_substitute
from pdsched.views.classes import half_day, half_of, taken_classes
from pdsched.views.identity import namespace_of
from pdsched.views.lookup import CoverBook, found
from pdsched.views.words import span


class DayPart(StrEnum):
    """How much of a day an absence takes, by the bells of the school."""

    FULL = "FULL"
    AM = "AM"
    PM = "PM"
    CUSTOM = "CUSTOM"


class CoverMode(StrEnum):
    """How the classes of an absence are held."""

    SUBSTITUTE = "substitute"
    """By a substitute who comes for this person alone."""
    POOLED = "pooled"
    """By a substitute who holds classes of several people in the half-day: a vacancy."""
    COLLEAGUE = "colleague"
    NONE = "none"
    """There is no class, or none that needs cover."""


class Absence(NamedTuple):
    """A person away from one school on one date, with one way in which the classes are held."""

    absence_id: str
    """Of person and need. A further part of the same absence has its number behind it."""
    employee_id: str
    school_id: str
    position: str
    date: dt.date
    start: dt.time
    end: dt.time
    day_part: DayPart
    fraction: float
    """0.5 for each half-day that it reaches into."""
    hours: float
    cover_mode: CoverMode
    requested_sub_id: str
    """Empty unless a substitute comes for this person alone."""
    qualification: str
    room: str
    note: str
    """What is held when and by whom."""
    source_session_id: str
    classes: tuple[HeldClass, ...]
    """In clock order."""

    @property
    def needs_substitute(self) -> bool:
        """Whether a substitute has to be called for this absence."""
        return self.cover_mode is CoverMode.SUBSTITUTE


class Pooled(NamedTuple):
    """A substitute at a school for a half-day, for several people or in reserve."""

    school: str
    date: dt.date
    half: Half
    substitute: str
    start: dt.time
    end: dt.time
    qualification: str


class Absences(NamedTuple):
    """What a plan has to be told to the offices."""

    problem: Problem
    """For which the plan is."""
    absences: tuple[Absence, ...]
    """By date, clock, person and part."""
    pooled: tuple[Pooled, ...]
    """By date, half-day, school and substitute."""


class _Part(NamedTuple):
    """Classes of a release that are one after the other at one school, held in one way."""

    school: str
    mode: CoverMode
    substitute: str
    classes: list[HeldClass]

    def takes(self, other: _Part) -> bool:
        """Whether another part goes on with this one; classes without cover go with any."""
        alike = self.school == other.school
        return alike and (
            CoverMode.NONE in (self.mode, other.mode)
            or (self.mode, self.substitute) == (other.mode, other.substitute)
        )


def absences_of(problem: Problem, plan: Plan) -> Absences:
    """The absences and pooled substitutes of a plan.

    Nobody is away at any hour (self-paced), nor who is coached in a lesson of their own.

    Raises:
        PdschedError: if the plan names what the problem does not hold.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> absences_of(Problem(calendar=calendar), Plan()).absences
    ()
    """
    desk = _Desk(problem, plan.canonical())
    return Absences(problem, tuple(desk.absences()), tuple(desk.pooled()))


class _Desk:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._plan = plan
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._schools = {school.id: school for school in problem.schools}
        self._staff = {member.id: member for member in problem.staff}
        self._sessions = {session.id: session for session in plan.sessions}
        self._in_lesson = {c.id for c in in_full(problem).courses if c.modality.in_lesson}
        self._book = CoverBook(plan.covers)
        self._namespace = namespace_of(problem)
        self._turns = {
            (view.substitute, turn.date, turn.half, turn.school): turn
            for view in by_substitute(problem, plan)
            for turn in view.turns
        }

    def absences(self) -> Iterator[Absence]:
        parts: dict[tuple[str, str], list[Absence]] = defaultdict(list)
        for release in self._plan.releases:
            session = found(self._sessions, release.session, "session")
            is_coached = session.course in self._in_lesson and not release.leads
            if release.start != release.end and not is_coached:
                what = release.need if release.need is not None else f"leads {session.key}"
                parts[release.staff, what] += self._of(release)
        numbered = (
            absence._replace(absence_id=self._id(*key, number))
            for key, absences in parts.items()
            for number, absence in enumerate(absences, start=1)
        )
        yield from sorted(numbered, key=lambda a: (a.date, a.start, a.employee_id, a.absence_id))

    def _id(self, staff: str, what: str, number: int) -> str:
        """The same for the same person and need in every plan of the problem; it tells no name."""
        identity = str(uuid5(self._namespace, f"absence|{staff}|{what}"))
        return identity if number == 1 else f"{identity}-{number}"

    def _of(self, release: Release) -> Iterator[Absence]:
        """The parts of a release, by the clock; what they take is in one of them each."""
        parts = self._parts(release)
        for number, part in enumerate(parts):
            start = part.classes[0].start if part.classes else release.start
            end = max((c.end for c in part.classes), default=release.end)
            if number == 0:
                start = min(start, release.start)
            if number == len(parts) - 1:
                end = max(end, release.end)
            yield self._absence(release, part, start, end)

    def _parts(self, release: Release) -> list[_Part]:
        parts: list[_Part] = []
        for held in taken_classes(self._lessons, self._book, release):
            part = self._part(held)
            if parts and parts[-1].takes(part):
                last = parts.pop()
                leading = part if last.mode is CoverMode.NONE else last
                part = leading._replace(classes=[*last.classes, *part.classes])
            parts.append(part)
        if parts:
            return parts
        home = found(self._staff, release.staff, "staff member").schools[0]
        return [_Part(home, CoverMode.NONE, "", [])]

    def _part(self, held: HeldClass) -> _Part:
        if held.substitute is None:
            mode = CoverMode.NONE if held.colleague is None else CoverMode.COLLEAGUE
            return _Part(held.school, mode, "", [held])
        half = half_of(self._lessons[held.lesson], self._schools)
        turn = self._turns[held.substitute, held.date, half, held.school]
        if _is_pooled(turn):
            return _Part(held.school, CoverMode.POOLED, "", [held])
        return _Part(held.school, CoverMode.SUBSTITUTE, held.substitute, [held])

    def _absence(self, release: Release, part: _Part, start: dt.time, end: dt.time) -> Absence:
        school = found(self._schools, part.school, "school")
        told = (f"{span(c.start, c.end)} {c.label}: {c.held_by}" for c in part.classes)
        return Absence(
            absence_id="",
            employee_id=release.staff,
            school_id=part.school,
            position=found(self._staff, release.staff, "staff member").role,
            date=release.date,
            start=start,
            end=end,
            day_part=_day_part(school, start, end),
            fraction=0.5 * ((start < school.midday) + (end > school.midday)),
            hours=round((minutes(end) - minutes(start)) / 60, 2),
            cover_mode=part.mode,
            requested_sub_id=part.substitute,
            qualification=self._qualification(c for c in part.classes if c.substitute is not None),
            room=", ".join(dict.fromkeys(c.room for c in part.classes if c.room)),
            note="; ".join(told),
            source_session_id=release.session,
            classes=tuple(part.classes),
        )

    def _qualification(self, classes: Iterator[HeldClass]) -> str:
        """What classes ask of who holds them; several with ``|`` between, which no id has."""
        asked = {self._lessons[held.lesson].qualification for held in classes}
        return "|".join(sorted(name for name in asked if name is not None))

    def pooled(self) -> Iterator[Pooled]:
        for engagement in self._plan.engagements:
            key = (engagement.substitute, engagement.date, engagement.half, engagement.school)
            turn = self._turns[key]
            if _is_pooled(turn):
                school = found(self._schools, turn.school, "school")
                start, end = half_day(school, turn.half)
                qualification = self._qualification(iter(turn.classes))
                yield Pooled(
                    turn.school,
                    turn.date,
                    turn.half,
                    engagement.substitute,
                    min([start, *(c.start for c in turn.classes)]),
                    max([end, *(c.end for c in turn.classes)]),
                    qualification,
                )


def _is_pooled(turn: Turn) -> bool:
    """Whether a substitute comes for several people, or in reserve, and not for one alone."""
    return len({held.staff for held in turn.classes}) != 1


def _day_part(school: School, start: dt.time, end: dt.time) -> DayPart:
    """The half-days whose bells an absence takes from first to last; else it is by the clock."""
    (first, morning), (afternoon, last) = (half_day(school, half) for half in (Half.AM, Half.PM))
    if start <= first and end >= last:
        return DayPart.FULL
    if start <= first and morning <= end <= max(morning, school.midday):
        return DayPart.AM
    if end >= last and min(afternoon, school.midday) <= start <= afternoon:
        return DayPart.PM
    return DayPart.CUSTOM
