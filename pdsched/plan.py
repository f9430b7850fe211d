"""What is wanted: sessions, releases, covers, engagements and unmet needs; data only.

A plan is canonical: its records are sorted, its session ids follow from their contents, and its
JSON is the same bytes for the same plan.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError

from pdsched.problem import Kept, Problem
from pdsched.problem.base import Clock, Day, Id, Record
from pdsched.problem.substitute import Half


class Session(Record):
    """One meeting of a course."""

    id: str
    course: Id
    date: Day
    start: Clock
    end: Clock
    school: Id | None = None
    """Venue; ``null`` where everybody stays at the home school (remote, self-paced)."""
    trainer: Id | None = None
    room: Id | None = None
    staff: tuple[Id, ...]
    """Who attends, sorted."""

    @field_validator("staff")
    @classmethod
    def _sorted(cls, staff: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(staff))


class Release(Record):
    """One staff member away for one session: to attend it, or to lead it as its trainer.

    The interval of who attends includes the travel from and to the home school; that of who leads
    is the session's own. ``lessons`` may be empty: who is there in free time is released from
    nothing.

    >>> Release(staff="ada", session="s", date="2026-09-08", start="09:00", end="10:00",
    ...         need=None).leads
    True
    """

    staff: Id
    session: str
    date: Day
    start: Clock
    end: Clock
    need: Id | None
    """The need that this release meets; ``null`` for who leads the session, whom it teaches
    nothing."""
    lessons: tuple[Id, ...] = ()
    """Lessons taken, whatever their cover, sorted."""

    @property
    def leads(self) -> bool:
        """Whether the staff member leads the session, and does not attend it."""
        return self.need is None

    @field_validator("lessons")
    @classmethod
    def _sorted(cls, lessons: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(lessons))


class Cover(Record):
    """A substitute or a colleague holds one lesson of one released staff member on one date.

    Several covers for the same staff member, lesson and date, by different colleagues, are the
    parts of a divided class.

    >>> Cover(staff="ada", lesson="l1", date="2026-09-08", colleague="bob").holder
    'bob'
    >>> Cover(staff="ada", lesson="l1", date="2026-09-08", substitute="sam", colleague="bob")
    Traceback (most recent call last):
    pydantic_core._pydantic_core.ValidationError: ... either a substitute or a colleague ...
    """

    staff: Id
    """Whose lesson it is."""
    lesson: Id
    date: Day
    substitute: Id | None = None
    """Who holds it, engaged for the half-day; give this or ``colleague``."""
    colleague: Id | None = None
    """The staff member who holds it in free time, or takes it or a part of it in beside a lesson of
    their own; give this or ``substitute``."""

    @model_validator(mode="after")
    def _one_holder(self) -> Cover:
        if (self.substitute is None) == (self.colleague is None):
            raise PydanticCustomError("holder", "either a substitute or a colleague holds a lesson")
        return self

    @property
    def holder(self) -> str:
        """Who holds the lesson, substitute or colleague."""
        return self.substitute or self.colleague or ""


class Engagement(Record):
    """A substitute hired for one school for one half-day."""

    substitute: Id
    school: Id
    date: Day
    half: Half


class UnmetNeed(Record):
    """A need that the plan leaves open, and the rule that stopped it."""

    need: Id
    rule: str
    """Id of the rule, or ``search-ended`` where nothing but the time limit stopped it."""
    reason: str = ""
    """A sentence."""


class MadeUnder(Record):
    """The policy under which a plan was made."""

    name: str
    digest: str
    """`Policy.digest` of it."""


class Plan(Record):
    """The whole answer; see `pdsched.views` to look at it by person, school, day and so on.

    >>> Plan().to_json()
    '{"format":"pdsched-plan","version":1,"problem":"","policy":null,"sessions":[],"releases":[],"covers":[],"engagements":[],"unmet":[]}'
    """

    format: Literal["pdsched-plan"] = "pdsched-plan"
    version: Literal[1] = 1
    problem: str = ""
    """`Problem.digest` of the problem that it answers."""
    policy: MadeUnder | None = None
    """The policy under which `pdsched.solve` made it; ``null`` for one made by hand."""
    sessions: tuple[Session, ...] = ()
    releases: tuple[Release, ...] = ()
    covers: tuple[Cover, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    unmet: tuple[UnmetNeed, ...] = ()

    @property
    def needs_met(self) -> frozenset[str]:
        """The ids of the needs that releases meet.

        >>> Plan().needs_met
        frozenset()
        """
        return frozenset(release.need for release in self.releases if release.need is not None)

    def to_json(self) -> str:
        """Canonical JSON on one line."""
        return self.model_dump_json()

    @staticmethod
    def session_id(
        course: str,
        date: dt.date,
        start: dt.time,
        school: str | None,
        trainer: str | None,
        room: str | None,
        number: int = 1,
    ) -> str:
        """The id that a session's contents give it; ``number`` tells equal ones apart.

        >>> from datetime import date, time
        >>> Plan.session_id("sheets-1", date(2026, 9, 8), time(9), "north", "ada", "lab")
        'sheets-1|2026-09-08|09:00|north|ada|lab'
        """
        parts = [course, date.isoformat(), f"{start:%H:%M}", school, trainer, room]
        if number > 1:
            parts.append(f"#{number}")
        return "|".join(part or "" for part in parts)

    def canonical(self) -> Plan:
        """The same plan with its records sorted."""
        return Plan(
            problem=self.problem,
            policy=self.policy,
            sessions=tuple(sorted(self.sessions, key=lambda s: (s.date, s.start, s.id))),
            releases=tuple(
                sorted(
                    self.releases,
                    key=lambda r: (r.date, r.start, r.staff, r.session, r.need or ""),
                )
            ),
            covers=tuple(sorted(self.covers, key=lambda c: (c.date, c.lesson, c.staff, c.holder))),
            engagements=tuple(
                sorted(self.engagements, key=lambda e: (e.date, e.half, e.school, e.substitute))
            ),
            unmet=tuple(sorted(self.unmet, key=lambda u: u.need)),
        )

    def _repr_html_(self) -> str:
        from pdsched.views import to_html

        return to_html(self)


def keep(problem: Problem, plan: Plan) -> Problem:
    """The problem with a plan before, of which the goal ``changes`` keeps what it can.

    Args:
        problem: what is given now.
        plan: what people were told, for this problem or for one like it. What names people or
            courses that are no longer there, or dates outside the horizon, is left out.

    >>> problem = Problem(
    ...     calendar={"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...     staff=[{"id": "ada", "schools": ["north"]}],
    ...     courses=[{"id": "sheets", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ... )
    >>> session = Session(id="s", course="sheets", date="2026-09-08", start="09:00", end="10:00",
    ...                   staff=("ada", "bob"))
    >>> [kept.staff for kept in keep(problem, Plan(sessions=(session,))).kept]
    ['ada']
    """
    staff, courses = {s.id for s in problem.staff}, {c.id for c in problem.courses}
    calendar = problem.calendar
    kept = {
        k
        for k in _attended(plan)
        if k.staff in staff and k.course in courses and calendar.first <= k.date <= calendar.last
    }
    order = sorted(kept, key=lambda k: (k.date, k.start, k.staff, k.course))
    return problem.model_copy(update={"kept": tuple(order)})


def left_out(problem: Problem, plan: Plan) -> tuple[int, int]:
    """How many attendances of a plan before `keep` leaves out, and of how many."""
    told = len(_attended(plan))
    return told - len(keep(problem, plan).kept), told


def _attended(plan: Plan) -> set[Kept]:
    return {
        Kept(staff=person, course=session.course, date=session.date, start=session.start)
        for session in plan.sessions
        for person in session.staff
    }
