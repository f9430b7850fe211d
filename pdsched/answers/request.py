"""What somebody asks for, as pins: a plan has it just where it keeps them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from functools import cached_property
from typing import Any

from pdsched.checks.codes import fault
from pdsched.checks.references import no_such_code
from pdsched.errors import Fault, ProblemError
from pdsched.expansion import in_full
from pdsched.plan import Plan
from pdsched.problem import Course, EngagementPin, Need, PinKind, Problem, SessionPin
from pdsched.referee import Facts
from pdsched.referee.learning import Learning
from pdsched.referee.rules.pins import engagement_matches, session_matches
from pdsched.views.names import Names
from pdsched.views.words import day

_TABLES = {
    "need": "needs",
    "staff": "staff",
    "course": "courses",
    "trainer": "trainers",
    "substitute": "substitutes",
}
"""Of which table each field holds an id."""


def pin_ids(problem: Problem) -> set[str]:
    """The ids of all pins of a problem."""
    session_pins = {pin.id for pin in problem.session_pins}
    return session_pins | {pin.id for pin in problem.engagement_pins}


class Request:
    """A need met, or a session or an engagement with some fields.

    >>> problem = Problem(
    ...     calendar={"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...     staff=[{"id": "t1", "name": "Ada King", "schools": ["north"]}],
    ...     courses=[{"id": "sheets", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ...     needs=[{"id": "n1", "staff": "t1", "course": "sheets"}],
    ... )
    >>> request = Request(problem, need="n1", date=date(2026, 9, 8))
    >>> request.wish
    'Ada King attends sheets on Tue 2026-09-08'
    >>> [[pin.course for pin in way] for way in request.ways]
    [['sheets']]
    """

    def __init__(
        self,
        problem: Problem,
        *,
        need: str | None = None,
        staff: str | None = None,
        course: str | None = None,
        date: date | None = None,
        start: time | None = None,
        trainer: str | None = None,
        substitute: str | None = None,
    ) -> None:
        """Take what is given.

        Raises:
            ProblemError: if an id names nothing, fields contradict each other, or none is given.
        """
        self.problem = in_full(problem)
        self.need_id, self.staff_id, self.course_id = need, staff, course
        self.date, self.start, self.trainer, self.substitute = date, start, trainer, substitute
        self.names = Names(problem)
        if faults := tuple(self._faults()):
            raise ProblemError(faults)

    @cached_property
    def need(self) -> Need | None:
        """The need that is to be met; ``None`` where none is named."""
        return next((n for n in self.problem.needs if n.id == self.need_id), None)

    @property
    def staff(self) -> str | None:
        """Who is to attend."""
        return self.need.staff if self.need is not None else self.staff_id

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """The courses by any of which it can be had; none where no session is asked for.

        A series that is named is had by its last meeting, which takes all of them.
        """
        learning = Learning(self.problem)
        if self.need is not None:
            answering = (c for c in self.problem.courses if learning.answers(c, self.need))
            return tuple(c for c in answering if self.course_id in (None, *c.names))
        named = [c for c in self.problem.courses if self.course_id in c.names]
        exact = [c for c in named if c.id == self.course_id]
        return tuple(exact or named[-1:])

    @cached_property
    def ways(self) -> tuple[tuple[SessionPin | EngagementPin, ...], ...]:
        """Sets of pins: who keeps all of one set has what is asked for."""
        engaged = self._engagement()
        if not self._asks_for_a_session:
            return (engaged,)
        fields: dict[str, Any] = {
            "staff": self.staff,
            "need": self.need_id,
            "trainer": self.trainer,
            "date": self.date,
            "start": self.start,
        }
        courses: list[str | None] = [course.id for course in self.courses] or [None]
        if self.need is not None and not self.courses:
            return ()
        return tuple(
            (
                SessionPin(id=self._pin("session"), kind=PinKind.REQUIRE, course=course, **fields),
                *engaged,
            )
            for course in courses
        )

    def with_way(self, number: int = 0) -> Problem:
        """The problem with the pins of one way."""
        sessions = [pin for pin in self.ways[number] if isinstance(pin, SessionPin)]
        engaged = [pin for pin in self.ways[number] if isinstance(pin, EngagementPin)]
        return self.problem.model_copy(
            update={
                "session_pins": (*self.problem.session_pins, *sessions),
                "engagement_pins": (*self.problem.engagement_pins, *engaged),
            }
        )

    def is_in(self, plan: Plan, facts: Facts) -> bool:
        """Whether a plan of the problem has it already."""
        return any(all(is_kept(pin, plan, facts) for pin in way) for way in self.ways)

    @property
    def wish(self) -> str:
        """What is asked for, with names, without an end."""
        when = f" on {day(self.date)}" if self.date else ""
        if self.start:
            when += f" at {self.start:%H:%M}"
        parts = []
        if self._asks_for_a_session:
            parts.append(f"{self._who_and_what()}{self._given_by()}{when}")
        if self.substitute:
            person = self.names.person(self.substitute)
            when = when if not parts else ""
            parts.append(f"{person} is engaged{when}")
        return " and ".join(parts)

    def _who_and_what(self) -> str:
        course = ""
        if self.course_id:
            course = self.names.course(self.course_id)
        elif self.need is not None:
            course = self.names.aim(self.need.id)
        if self.staff:
            return f"{self.names.person(self.staff)} attends {course or 'a session'}"
        return f"{course or 'a session'} is held"

    def _given_by(self) -> str:
        return f" with {self.names.person(self.trainer)}" if self.trainer else ""

    @property
    def _asks_for_a_session(self) -> bool:
        named = (self.need_id, self.staff_id, self.course_id, self.trainer, self.start)
        return any(each is not None for each in named)

    def _engagement(self) -> tuple[EngagementPin, ...]:
        if self.substitute is None:
            return ()
        school = None
        if self.staff is not None:
            schools = next(m.schools for m in self.problem.staff if m.id == self.staff)
            school = schools[0] if len(schools) == 1 else None
        return (
            EngagementPin(
                id=self._pin("engagement"),
                kind=PinKind.REQUIRE,
                substitute=self.substitute,
                date=self.date,
                school=school,
            ),
        )

    def _pin(self, what: str) -> str:
        """An id that no pin of the problem has."""
        taken = pin_ids(self.problem)
        return next(
            name
            for name in (f"asked-{what}{'-' * n}" for n in range(len(taken) + 1))
            if name not in taken
        )

    def _faults(self) -> Iterator[Fault]:
        given = {
            "need": self.need_id,
            "staff": self.staff_id,
            "course": self.course_id,
            "trainer": self.trainer,
            "substitute": self.substitute,
        }
        unknown = False
        for field, value in given.items():
            if value is not None and value not in self._ids(_TABLES[field]):
                code, noun = no_such_code(_TABLES[field])
                unknown = True
                yield fault(code, field, value, f"is no {noun}", "give the id of one that there is")
        calendar = self.problem.calendar
        if self.date is not None and not calendar.first <= self.date <= calendar.last:
            horizon = f"give a date from {calendar.first} to {calendar.last}"
            yield fault("PD603", "date", self.date, "is outside the horizon", horizon)
        if not any((*given.values(), self.date, self.start)):
            yield fault("PD601", "question", "", "names nothing", "name a need, person or course")
        elif self.date is not None and not (self.substitute or self._asks_for_a_session):
            advice = "name a need, person, course, trainer or substitute, too"
            yield fault("PD601", "date", self.date, "stands alone", advice)
        if not unknown and self.need is not None:
            yield from self._contradictions(self.need)

    def _contradictions(self, need: Need) -> Iterator[Fault]:
        if self.staff_id not in (None, need.staff):
            advice = f"leave the person out; the need is one of {need.staff}"
            yield fault("PD404", "staff", self.staff_id, "has another need than that", advice)
        if self.course_id is not None and not self.courses:
            advice = "leave the course out, or give one that answers the need"
            yield fault("PD404", "course", self.course_id, "does not answer the need", advice)

    def _ids(self, table: str) -> set[str]:
        records = getattr(self.problem, table)
        ids = {record.id for record in records}
        if table == "courses":
            ids |= {name for course in records for name in course.names}
        return ids


def is_kept(pin: SessionPin | EngagementPin, plan: Plan, facts: Facts) -> bool:
    """Whether a plan keeps a pin that requires something."""
    if isinstance(pin, EngagementPin):
        return any(engagement_matches(pin, engagement) for engagement in plan.engagements)
    met: dict[str, list[str]] = defaultdict(list)
    for release in plan.releases:
        if release.need is not None:
            met[release.session].append(release.need)
    return any(
        session_matches(pin, s, facts.courses[s.course], facts.givers(s.trainer), met[s.id])
        for s in plan.sessions
    )
