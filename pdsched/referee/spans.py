"""Half-open clock intervals in minutes since midnight, and how messages write them."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple, Protocol

from pdsched.problem import clock, minutes

MIDNIGHT = 24 * 60


class Span(NamedTuple):
    """A half-open interval of one day.

    >>> Span(540, 600).overlaps(Span(600, 660))
    False
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether each starts before the other ends."""
        return self.start < other.end and other.start < self.end

    def inside(self, other: Span) -> bool:
        """Whether the other interval holds all of this one."""
        return other.start <= self.start and self.end <= other.end

    def __str__(self) -> str:
        return f"{hhmm(self.start)} to {hhmm(self.end)}"


def hhmm(minute: int) -> str:
    """How messages write a time of day.

    >>> hhmm(545), hhmm(1440)
    ('09:05', '24:00')
    """
    return "24:00" if minute >= MIDNIGHT else f"{clock(minute):%H:%M}"


class Timed(Protocol):
    """Whatever has a start and an end: a lesson, a window, a period, a session, a release."""

    @property
    def start(self) -> time:
        """First minute inside."""

    @property
    def end(self) -> time:
        """First minute outside."""


def span_of(record: Timed) -> Span:
    """The clock interval of a record, in minutes."""
    return Span(minutes(record.start), minutes(record.end))
