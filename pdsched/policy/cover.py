"""Figures of who holds the class meanwhile."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from pdsched.problem.base import Record


class ColleagueCover(StrEnum):
    """Who may hold a released lesson in their own free time, instead of a substitute."""

    NEVER = "never"
    VOLUNTEERS = "volunteers"
    ALL = "all"
    """Volunteers, and every teacher."""


class CoverFigures(Record):
    """The figures of rules and goals about covers; see `pdsched.Policy`."""

    reserve: int | None = Field(default=None, ge=0, le=10000)
    """Substitutes who could come and are left free in each half-day; ``None`` for no reserve."""
    half_days_per_date: int | None = Field(default=None, ge=0, le=20000)
    """Half-days for which substitutes are engaged on one date, in all schools together."""
    colleague_cover: ColleagueCover = ColleagueCover.NEVER
    """Who may cover for a colleague in free time: nobody (``never``), those who volunteer
    (``volunteers``), or these and every teacher (``all``). Default: England forbids it for absence
    that is foreseen, as training is; Quebec asks volunteers first, then everybody in turn."""
    merged_classes: bool = False
    """Whether they may also take a class in beside a lesson of their own that it ``may_join``."""
    colleague_covers_per_week: int = Field(default=1, ge=0, le=100)
    """Lessons that one colleague covers in a week from Monday. Default: schools name one."""
    colleague_covers_in_all: int = Field(default=9, ge=0, le=10_000)
    """Lessons that one colleague covers, those before the horizon included. Default: an agreement
    allows nine a year without pay."""
