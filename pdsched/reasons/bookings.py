"""Lessons that an attempt gives to somebody to hold."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pdsched.plan import Cover, Engagement
from pdsched.problem import Half
from pdsched.referee.spans import Span
from pdsched.referee.timetable import Held


class Owed(NamedTuple):
    """A lesson of a person that somebody has to hold."""

    staff: str
    held: Held


class Booking(NamedTuple):
    """A lesson given to a substitute or colleague on trial, in addition to the plan."""

    owed: Owed
    half: Half
    substitute: str | None = None
    colleague: str | None = None

    @property
    def school(self) -> str:
        """Where the lesson is."""
        return self.owed.held.lesson.school

    @property
    def span(self) -> Span:
        """When the lesson is."""
        return self.owed.held.span

    def cover(self, day: date) -> Cover:
        """What it is in a plan."""
        return Cover(
            staff=self.owed.staff,
            lesson=self.owed.held.lesson.id,
            date=day,
            substitute=self.substitute,
            colleague=self.colleague,
        )

    def engagement(self, day: date) -> Engagement | None:
        """The engagement that it takes, if it is a substitute's."""
        if self.substitute is None:
            return None
        return Engagement(substitute=self.substitute, school=self.school, date=day, half=self.half)
