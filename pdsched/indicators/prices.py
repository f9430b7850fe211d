"""What things cost, where a district knows it."""

from __future__ import annotations

from pydantic import Field

from pdsched.problem.base import Record


class Prices(Record):
    """What is paid, in one currency; what is left at 0 costs nothing.

    >>> from pdsched import Prices
    >>> Prices(half_day=110, currency="CAD").half_day
    110.0
    """

    half_day: float = Field(default=0.0, ge=0)
    """A substitute for a half-day."""
    colleague_cover: float = Field(default=0.0, ge=0)
    """A lesson that a colleague covers."""
    trainer_hour: float = Field(default=0.0, ge=0)
    """A trainer for an hour of a session."""
    travel_hour: float = Field(default=0.0, ge=0)
    """Somebody who attends, for an hour on the way."""
    currency: str = ""
