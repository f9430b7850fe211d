"""Substitutes: who can hold a class, where, when, and how much."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from pdsched.problem.base import Day, Id, Record
from pdsched.problem.calendar import Weekday
from pdsched.problem.names import Name


class Half(StrEnum):
    """Half of a day, cut at the school's midday."""

    AM = "am"
    PM = "pm"


class HalfDays(Record):
    """Half-days on some dates: on named weekdays, on named dates, or (with neither) daily."""

    halves: tuple[Half, ...] = Field(default=(Half.AM, Half.PM), min_length=1)
    weekdays: tuple[Weekday, ...] | None = None
    """Only on these weekdays; ``null`` means on every weekday."""
    dates: tuple[Day, ...] | None = None
    """Only on these dates; ``null`` means on every date."""
    first: Day | None = None
    """Not before this date."""
    last: Day | None = None
    """Not after this date."""


class Substitute(Record):
    """Who can be engaged for a half-day at a school to hold released lessons.

    With the id of a staff member or trainer, the same person.
    """

    id: Id
    name: str = ""
    zones: tuple[Id, ...] = ()
    """Zones whose schools this substitute serves; give these or ``schools``, or both."""
    schools: tuple[Id, ...] = ()
    """Single schools this substitute serves besides."""
    excluded_schools: tuple[Id, ...] = ()
    """Schools this substitute never serves."""
    preferred_schools: tuple[Id, ...] = ()
    """Schools this substitute likes; where none is listed, all alike."""
    familiar_schools: tuple[Id, ...] = ()
    """Schools that know this substitute, from covers before the horizon."""
    qualifications: tuple[Id, ...] = ()
    available: tuple[HalfDays, ...] = Field(min_length=1)
    max_half_days_per_day: int = Field(default=2, ge=1, le=2)
    max_half_days_per_week: int | None = Field(default=None, ge=1, le=14)
    """Most half-days in a week; ``null`` means no limit."""
    max_half_days_per_month: int | None = Field(default=None, ge=1, le=62)
    """Most half-days in a calendar month; ``null`` means no limit."""
    max_half_days_per_term: int | None = Field(default=None, ge=1, le=1600)
    """Most half-days in a term of the calendar; ``null`` means no limit."""
    max_half_days: int | None = Field(default=None, ge=1, le=1600)
    """Most half-days in all, with those of ``half_days_before``; ``null`` means no limit."""
    half_days_before: int = Field(default=0, ge=0, le=1600)
    """Half-days engaged before the horizon that count with those of the plan in all."""
    class_days_before: dict[Name, Annotated[int, Field(ge=0, le=1000)]] = Field(
        default_factory=dict
    )
    """Dates before the horizon on which this substitute held lessons of a class, by its
    name; where several schools have classes of a name it stands for them all."""
    fill_probability: float = Field(default=1.0, gt=0, le=1)
    """Chance that a planned half-day is really filled."""

    @field_validator("class_days_before")
    @classmethod
    def _sorted(cls, by_class: dict[str, int]) -> dict[str, int]:
        return dict(sorted(by_class.items()))
