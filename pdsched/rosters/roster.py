"""What a roster tells, whatever program wrote it: schools and bells, people, classes, sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pdsched.rosters.noted import Noted

Dates = tuple[date, date]
"""First and last date, both included."""


class Line(NamedTuple):
    """A line of a bell schedule."""

    period: str
    start: int
    """Minutes since midnight."""
    end: int
    days: tuple[str, ...] | None = None
    """Days that have it; ``None``: all but those that dates alone have."""


class Place(NamedTuple):
    """A school."""

    id: str
    name: str = ""
    lines: tuple[Line, ...] = ()
    """Bells; empty where the source has none."""
    days: tuple[str, ...] = ()
    """Days of its cycle, in order; empty where these are the open weekdays."""
    follows: tuple[tuple[date, str], ...] = ()
    """Dates that have a day of their own, and its name."""
    closed: frozenset[date] = frozenset()
    pupil_free: frozenset[date] = frozenset()


class Person(NamedTuple):
    """Somebody who works at schools."""

    id: str
    where: str
    name: str = ""
    role: str = "teacher"
    schools: tuple[str, ...] = ()
    """Where the source says that they work; the schools of their classes come after these."""
    grade: str = ""
    department: str = ""
    fte: float = 1.0
    away: tuple[Dates, ...] = ()
    releases_before: int = 0
    hours_before: float = 0.0


class Holder(NamedTuple):
    """Who holds a class, and when; ``None``: as long as the class is."""

    person: str
    first: date | None = None
    last: date | None = None


class PeriodDays(NamedTuple):
    """A period in which a class meets, and on which days; ``None``: on all that have it."""

    period: str
    days: tuple[str, ...] | None = None


class Section(NamedTuple):
    """A class with its own pupils."""

    id: str
    where: str
    school: str
    subject: str = ""
    group: str = ""
    """How the class is called, differently from others of its school."""
    room: str = ""
    spans: tuple[Dates, ...] = ()
    """When it meets; empty: all along."""
    periods: tuple[PeriodDays, ...] = ()
    holders: tuple[Holder, ...] = ()


class Session(NamedTuple):
    """A part of a year."""

    id: str
    first: date
    last: date
    is_term: bool = True
    """Whether releases may be counted in it; a whole year and a grading period are none."""


class Seats(NamedTuple):
    """A room and how many it seats."""

    id: str
    where: str
    school: str
    seats: int


@dataclass
class Roster:
    """All of it, and the notes on what it could not hold."""

    path: str
    name: str
    places: list[Place] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    no_cover: frozenset[str] = frozenset()
    """Subjects whose lessons need no cover."""
    rooms: list[Seats] = field(default_factory=list)
    noted: Noted = field(default_factory=Noted)
    assumptions: list[str] = field(default_factory=list)
