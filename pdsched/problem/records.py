"""What happens: sessions, releases, covers and engagements, of a plan and of the past."""

from __future__ import annotations

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError

from pdsched.problem.base import Clock, Day, Id, Record
from pdsched.problem.names import Name
from pdsched.problem.substitute import Half


class Session(Record):
    """One meeting of a course."""

    id: Name
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

    @property
    def key(self) -> str:
        """Course and first of those who attend: it stays when the session moves, and is no other's.

        >>> from datetime import date, time
        >>> from pdsched import Session
        >>> Session(id="s", course="sheets", date=date(2026, 9, 8), start=time(9), end=time(10),
        ...         staff=("bo", "ada")).key
        'sheets|ada'
        """
        return f"{self.course}|{min(self.staff, default='')}"

    @field_validator("staff")
    @classmethod
    def _sorted(cls, staff: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(staff))


class Release(Record):
    """One staff member away for one session: to attend it, or to lead it as its trainer.

    The interval of who attends includes the travel from and to the home school; that of who leads
    is the session's own. ``lessons`` may be empty: who is there in free time is released from
    nothing.

    >>> from datetime import date, time
    >>> from pdsched import Release
    >>> Release(staff="ada", session="s", date=date(2026, 9, 8), start=time(9), end=time(10),
    ...         need=None).leads
    True
    """

    staff: Id
    session: Name
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

    >>> from datetime import date
    >>> from pdsched import Cover
    >>> Cover(staff="ada", lesson="l1", date=date(2026, 9, 8), colleague="bob").holder
    'bob'
    >>> Cover(staff="ada", lesson="l1", date=date(2026, 9, 8), substitute="sam", colleague="bob")
    Traceback (most recent call last):
    pdsched.problem.base.RecordError: ... either a substitute or a colleague ...
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
