"""Figures of what is learned, by whom, with whom, and of those who teach it."""

from __future__ import annotations

from pydantic import Field

from pdsched.problem.base import Record


class LearningFigures(Record):
    """The figures of rules and goals about sessions and groups; see `pdsched.Policy`."""

    level_spread: int = Field(default=1, ge=0, le=10)
    """How many levels above the start of a course a person who attends may stand."""
    most_of_one_school: int | None = Field(default=None, ge=1, le=1000)
    """People of one home school in a group, at most; ``None`` for no such limit."""
    least_of_one_school: int | None = Field(default=None, ge=1, le=1000)
    """People of each home school that is in a group at all, at least: 2, so that nobody comes
    alone from a school; ``None`` for no such limit."""
    coaching_at_home: bool = False
    """Whether coaching comes to a school of everybody who is coached."""
    dose_minutes: int | None = Field(default=None, ge=0, le=100_000)
    """Minutes of learning that each person who needs something is to have, with those before the
    horizon; ``None`` for no such amount."""
    dose_by_topic: bool = False
    """Whether that is so much in each topic of which a person needs something, or in all."""
    insist_on_dose: bool = False
    """Whether plans that leave somebody short of ``dose_minutes`` are refused."""
    insist_on_champions: bool = False
    """Whether plans that leave a school without its champions are refused."""
    notice_days: int | None = Field(default=None, ge=0, le=400)
    """School days between the day on which the plan is made and a session, at least."""
    trainer_pause_minutes: int | None = Field(default=None, ge=0, le=240)
    """Minutes that a trainer has between two sessions of a date, the way not counted; ``None`` for
    no more than the way."""
    trainer_lunch_minutes: int | None = Field(default=None, ge=1, le=240)
    """Minutes in a row that a trainer keeps for lunch on a date with sessions, in the span of the
    staff's lunch; ``None`` for no such limit."""
    equity_depth: int = Field(default=1, ge=1, le=1000)
    """How many of the worst-served schools or roles the goals of equity look at: first the worst,
    then the two worst together, and so on."""
    fair_share: float | None = Field(default=None, ge=0, le=1)
    """Share of the points of their needs below which people are underserved; ``None`` for none."""
    late_tenths: int = Field(default=5, ge=0, le=10)
    """Tenths of its points that a need counts for when met after its due date."""
