"""Figures of when somebody may leave, how often, and how many at once."""

from __future__ import annotations

from datetime import time

from pydantic import Field

from pdsched.problem.base import Clock, Record
from pdsched.problem.calendar import Weekday


class ReleaseFigures(Record):
    """The figures of rules and goals about releases; see `pdsched.Policy`."""

    release_half_days: bool = False
    """Whether who is released from lessons is released from all lessons of the half-day."""
    protected_minutes: int | None = Field(default=None, ge=0, le=100_000)
    """Minutes of protected time that one person loses, those before the horizon included; ``None``
    where no release may touch any."""
    payback_days: int = Field(default=20, ge=1, le=400)
    """School days within which such minutes are to be given back. Default: an agreement restores
    lost planning time within 30 days."""
    away_at_once: float = Field(default=0.10, ge=0, le=1)
    """Share of a school's staff away from lessons at any moment; at least one person may be.
    Default: a teachers' agreement allows ten per cent of a building's staff a day."""
    away_of_department: float | None = Field(default=None, ge=0, le=1)
    """The same of the staff of one department of a school; ``None`` for no such limit."""
    away_of_grade: float | None = Field(default=None, ge=0, le=1)
    """The same of the staff of one grade of a school; ``None`` for no such limit."""
    away_of_role: float | None = Field(default=None, ge=0, le=1)
    """The same of the staff of one role of a school; ``None`` for no such limit."""
    avoided_weekdays: tuple[Weekday, ...] | None = Field(default=None, min_length=1)
    """Weekdays on which nobody is released from lessons; ``None`` for none."""
    releases_per_week: int = Field(default=1, ge=0, le=20)
    """Releases from lessons of one person in a week from Monday."""
    releases_per_month: int | None = Field(default=None, ge=0, le=60)
    """Releases from lessons of one person in a calendar month; ``None`` for no such limit."""
    releases_per_term: int | None = Field(default=None, ge=0, le=1000)
    """Releases from lessons of one person in a term of the calendar; ``None`` for no limit."""
    releases_in_all: int = Field(default=6, ge=0, le=1000)
    """Releases from lessons of one person in the horizon. Default: school policies name five or
    six a year."""
    releases_in_window: int | None = Field(default=None, ge=0, le=1000)
    """Releases from lessons of one person in ``window_days``; ``None`` for no such limit. With one
    less than ``window_days`` nobody is released on so many days in a row."""
    window_days: int = Field(default=3, ge=1, le=800)
    """School days in a row over which ``releases_in_window`` counts."""
    days_between_releases: int | None = Field(default=None, ge=0, le=200)
    """School days that lie between two releases of one person from lessons, at least: 0 forbids
    the same day, 1 neighbouring days, too; ``None`` for no such limit."""
    class_hits: int | None = Field(default=None, ge=0, le=1000)
    """Lessons of one class without their teacher in ``class_hits_days``; ``None`` for no limit."""
    class_hits_days: int = Field(default=5, ge=1, le=800)
    """School days in a row over which ``class_hits`` counts."""
    hits_of_a_slot: int | None = Field(default=None, ge=0, le=1000)
    """Lessons of one class at the same time of the same weekday without their teacher, in the plan;
    ``None`` for no such limit."""
    misses_of_a_lesson: int | None = Field(default=None, ge=0, le=1000)
    """Times that one person misses the same lesson in the plan; ``None`` for no such limit."""
    working_day_minutes: int | None = Field(default=None, ge=0, le=1440)
    """Minutes of lessons, sessions with their way, and covers of one staff member on one date;
    ``None`` for no such limit."""
    staff_lunch_minutes: int = Field(default=30, ge=1, le=240)
    """Minutes in a row that whoever is released or covers keeps for lunch, where lessons alone
    leave them. Default: laws of states name a lunch of thirty minutes without duty."""
    staff_lunch_from: Clock = time(11)
    """When that lunch begins at the earliest. Default: an assumption of ours."""
    staff_lunch_to: Clock = time(14)
    """When it ends at the latest. Default: an assumption of ours."""
    long_session_minutes: int = Field(default=300, ge=30, le=1440)
    """Minutes from which on a session has a lunch of its own. Default: the law of Quebec on labour
    standards asks for a meal after five hours."""
