"""Figures of who holds the class meanwhile."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from pdsched.problem.base import Record


class ColleagueCover(StrEnum):
    """Which colleagues may hold a released lesson, instead of a substitute."""

    NEVER = "never"
    VOLUNTEERS = "volunteers"
    ALL = "all"
    """Volunteers, and every teacher."""


class CoverFigures(Record):
    """The figures of rules and goals about covers; see `pdsched.Policy`."""

    reserve: int | None = Field(default=None, ge=0, le=10000)
    """Substitutes who could come and are left free in each half-day; ``None`` for no reserve."""
    reserve_by_zone: bool = False
    """Whether that is so many of those who could come to each zone, or in all."""
    half_days_per_date: int | None = Field(default=None, ge=0, le=20000)
    """Half-days for which substitutes are engaged on one date, in all schools together."""
    colleague_cover: ColleagueCover = ColleagueCover.NEVER
    """Who may cover for a colleague in free time: nobody (``never``), those who volunteer
    (``volunteers``), or these and every teacher (``all``). Default: England forbids it for absence
    that is foreseen, as training is; Quebec asks volunteers first, then everybody in turn."""
    merged_classes: bool = False
    """Whether they may also take a class in beside a lesson of their own that it ``may_join``."""
    split_classes: bool = False
    """Whether a class may be divided among the lessons that its ``may_split`` names."""
    colleague_covers_per_week: int = Field(default=1, ge=0, le=100)
    """Lessons that one colleague covers in a week from Monday. Default: schools name one."""
    colleague_covers_in_all: int = Field(default=9, ge=0, le=10_000)
    """Lessons that one colleague covers, those before the horizon included. Default: an agreement
    allows nine a year without pay."""
    unpaid_covers: int | None = Field(default=None, ge=0, le=10_000)
    """Lessons that one colleague covers without pay, those before the horizon included; ``None``
    where nobody counts. What is beyond is told by the ledger, and as few as possible by a goal."""
    most_consecutive_periods: int | None = Field(default=None, ge=1, le=20)
    """Lessons, own and of others, that a colleague who covers holds without a break; ``None`` for
    no such limit."""
    break_minutes: int = Field(default=10, ge=1, le=240)
    """Least minutes between two lessons that are a break for ``most_consecutive_periods``.
    Default: an assumption of ours; what is shorter is spent on the way."""
    handover_minutes: int | None = Field(default=None, ge=0, le=240)
    """Minutes that a substitute has to go from one class to another; ``None`` for none."""
    lunch_minutes: int | None = Field(default=None, ge=0, le=240)
    """Minutes that a substitute who is engaged all day has at midday; ``None`` for none."""
    least_paid_half_days: int = Field(default=1, ge=1, le=2)
    """Half-days for which a substitute who is engaged on a date is paid, at least: 2 where whole
    days are paid."""
    days_with_a_class: int | None = Field(default=None, ge=1, le=1000)
    """Dates on which a substitute holds lessons of the same class, those before the horizon
    included; ``None`` for no such limit."""
    adults_of_a_class_a_day: int | None = Field(default=None, ge=1, le=100)
    """Different adults who hold lessons of one class on one date, where the timetable has no more
    anyway; ``None`` for no such limit."""
