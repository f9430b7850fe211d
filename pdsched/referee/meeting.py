"""A meeting, who attends or leads it, and what the other records of a plan say of that."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pdsched.plan import Release, Session
from pdsched.problem import Course, Lesson
from pdsched.referee.facts import Away
from pdsched.referee.spans import Span
from pdsched.views.names import Names


class Meeting(NamedTuple):
    """A session with its course, its interval in minutes and its people, each once."""

    session: Session
    course: Course
    span: Span
    people: tuple[str, ...]

    @property
    def day(self) -> date:
        """Its date."""
        return self.session.date

    @property
    def venue(self) -> str | None:
        """Where it is held; None where everybody stays at the home school."""
        return self.session.school

    def __str__(self) -> str:
        return f"{self.course.id} on {self.day} from {self.span}"

    def called(self, names: Names) -> str:
        """The same with names in place of ids."""
        return f"{names.course(self.course.id)} on {self.day} from {self.span}"


class Attendance(NamedTuple):
    """One person at one meeting, to learn or to lead it, and what this release comes to."""

    staff: str
    meeting: Meeting
    away: Away
    leads: bool = False

    @property
    def day(self) -> date:
        """The date of the meeting."""
        return self.meeting.day

    def __str__(self) -> str:
        leads = "leads " if self.leads else ""
        return f"{self.staff} ({leads}{self.meeting.course.id}, {self.day}, {self.away.span})"


class Told(NamedTuple):
    """A release of the plan with the attendance to which it belongs."""

    release: Release
    attendance: Attendance


class Met(NamedTuple):
    """A need with the attendance that meets it, as a release of the plan says."""

    need: str
    attendance: Attendance


class Due(NamedTuple):
    """A lesson on a date, who is released from it, and how many covers it needs."""

    lesson: Lesson
    day: date
    people: tuple[str, ...]
    covers: int
