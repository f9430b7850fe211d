"""What was decided before: the plan that people know already."""

from __future__ import annotations

from pdsched.problem.base import Clock, Day, Id, Record


class Kept(Record):
    """In the plan before, this person attends this course at this time."""

    staff: Id
    course: Id
    date: Day
    start: Clock
    """Beginning of the session."""
