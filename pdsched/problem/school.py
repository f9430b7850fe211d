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


class CycleDate(Record):
    """A date, and the day of a school's timetable that it is."""

    date: Day
    day: Id


class Cycle(Record):
    """The named days of a school's timetable, and on which dates they are.

    *weekly*: the names follow the calendar's open weekdays, one name each, over one week or
    several (ten names on five weekdays are a two-week timetable). *rotating*: the names follow the
    school's teaching days one after the other, so that a closed or pupil-free day uses up no name
    (day 1 to day 9 in Quebec). Both are counted from the calendar's first date, unless an anchor
    says otherwise.

    >>> from pdsched import Cycle
    >>> cycle = Cycle.model_validate({"kind": "rotating", "days": ["1", "2", "3", "4", "5", "6"],
    ...                               "anchors": [{"date": "2026-09-07", "day": "4"}]})
    >>> cycle.anchors[0].day
    '4'
    """

    kind: CycleKind = CycleKind.WEEKLY
    days: tuple[Id, ...] = ("mon", "tue", "wed", "thu", "fri")
    """Names of the days, in order, each once. In a weekly cycle the first one is that of the first
    open weekday from ``calendar.week_begins`` on."""
    anchors: tuple[CycleDate, ...] = ()
    """Dates whose day is known, in or outside the horizon: each date is counted from the last
    anchor before it, or else from the first one. In a rotating cycle, the first teaching day from
    an anchor's date on has its day; in a weekly one, its week is the one that has it."""
    skips_empty_weeks: bool = False
    """Weekly: weeks in which the school holds no lessons by its cycle do not count, so that week B
    comes after week A also where holidays lie between them. Without anchors, the first week of the
    horizon that counts is the first one of the cycle."""
    other_days: tuple[Id, ...] = ()
    """Names of days that are not part of the cycle, such as exam days: dates in ``follows`` alone
    have them."""
    follows: tuple[CycleDate, ...] = ()
    """Teaching days that follow the timetable of another day. They use up no name of a rotating
    cycle."""

    @property
    def all_days(self) -> tuple[str, ...]:
        """Names of the days of the cycle, and of the others."""
        return (*self.days, *self.other_days)


class Period(Record):
    """One line of a bell schedule."""

    id: Id
    start: Clock
    end: Clock
    days: tuple[Id, ...] | None = None
    """Days of the timetable that have this period; ``null`` means all of the cycle, and those other
    days that no period names."""
    first: Day | None = None
    """Exists from this date on."""
    last: Day | None = None
    """Exists up to this date."""


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
    kilometres: float | None = Field(default=None, ge=0, le=2000)
    """How far it is, for key figures and cost; no rule reads it."""
