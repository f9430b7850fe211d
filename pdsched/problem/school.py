"""Places: schools with their bell schedule and day cycle, rooms, and the travel between schools."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

from pydantic import Field

from pdsched.problem.base import Clock, Day, Id, Record
from pdsched.problem.calendar import Window


class CycleKind(StrEnum):
    """How the days of a timetable fall on dates."""

    WEEKLY = "weekly"
    ROTATING = "rotating"


class Cycle(Record):
    """The named days of a school's timetable.

    *weekly*: the names follow the calendar's open weekdays, one name each, over one week or
    several (ten names on five weekdays are a two-week timetable; weeks are counted from the week
    of the calendar's first date). *rotating*: the names follow the school's teaching days one
    after the other, so that a closed or pupil-free day uses up no name (day 1 to day 9 in Quebec).
    """

    kind: CycleKind = CycleKind.WEEKLY
    days: tuple[Id, ...] = ("mon", "tue", "wed", "thu", "fri")
    """Names of the days, in order, each once."""


class Period(Record):
    """One line of a bell schedule."""

    id: Id
    start: Clock
    end: Clock
    days: tuple[Id, ...] | None = None
    """Cycle days that have this period; ``null`` means all of them."""


class School(Record):
    """A school: where lessons are held and sessions can be."""

    id: Id
    name: str = ""
    zone: Id = "all"
    """Zone in which substitutes are called."""
    cycle: Cycle = Cycle()
    periods: tuple[Period, ...] = Field(min_length=1)
    """Bell schedule. Sessions begin at the beginning of a period."""
    midday: Clock = time(12)
    """Where the morning ends: a lesson belongs to the half-day in which it begins."""
    most_away: int | None = Field(default=None, ge=0, le=5000)
    """Most of its staff away from lessons at any moment, in place of the policy's share."""
    fill_probability: float = Field(default=1.0, gt=0, le=1)
    """Chance that an engagement at this school is really filled, as a factor."""
    pupil_free: tuple[Day, ...] = ()
    """Pupil-free days of this school alone."""
    closed: tuple[Day, ...] = ()
    """Closed days of this school alone."""


class Room(Record):
    """A place for a session in person."""

    id: Id
    name: str = ""
    school: Id
    capacity: int = Field(ge=1, le=5000)
    """Seats for learners."""
    unavailable: tuple[Window, ...] = ()


class Travel(Record):
    """Minutes from one school to another; both directions unless the other is given too."""

    origin: Id
    destination: Id
    minutes: int = Field(ge=0, le=600)
