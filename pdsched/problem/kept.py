"""What was decided before: the plan that people know already."""

from __future__ import annotations

from pdsched.problem.base import Clock, Day, Id, Record


class Kept(Record):
    """In the previous plan, this person attends this course at this time."""

    staff: Id
    course: Id
    date: Day
    start: Clock
    """Beginning of the session."""
    school: Id | None = None
    """Its venue; ``null`` where it has none, or where it does not matter."""


class KeptSession(Record):
    """In the previous plan, this trainer gives this course at this time."""

    trainer: Id
    course: Id
    date: Day
    start: Clock
    """Beginning of the session."""
    school: Id | None = None
    """Its venue; ``null`` where it has none, or where it does not matter."""


class KeptCover(Record):
    """In the previous plan, this staff member covers a lesson of a colleague that begins then."""

    colleague: Id
    date: Day
    start: Clock
    """Beginning of the lesson."""
