"""What was decided before: the plan that people know already."""

from __future__ import annotations

import datetime as dt

from pdsched.problem.base import Clock, Id, Record


class Kept(Record):
    """In the plan before, this person attends this course at this time."""

    staff: Id
    course: Id
    date: dt.date
    start: Clock
    """Beginning of the session."""
