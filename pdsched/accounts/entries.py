"""The rows of a ledger."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from pdsched.faces import in_short


@in_short
class LedgerEntry(NamedTuple):
    """One figure of one person or substitute: before the plan, what it adds, and after it."""

    who: str
    figure: str
    """Field of the problem that carries it."""
    of: str
    """Topic of ``topic_hours_before``, class of ``class_days_before``; else empty."""
    before: float
    added: float
    after: float
    """What the field says in the next plan; hours by topic are whole, and parts are left out."""


@in_short
class Payback(NamedTuple):
    """Protected time that somebody lost on a date, and when it is to be given back at the latest.

    ``by`` is ``None`` where that lies beyond the horizon.
    """

    staff: str
    date: dt.date
    minutes: int
    by: dt.date | None


@in_short
class ColleagueCovers(NamedTuple):
    """What a colleague does for others by covering their lessons."""

    who: str
    covers: int
    """Lessons covered in the plan."""
    in_all: int
    """The same with those before the plan."""
    minutes: int
    """Minutes of free time that they take: preparation that is owed."""
    minutes_in_all: int
    """The same with those before the plan, as far as they were not given back."""
    to_pay: int | None
    """Covers of the plan beyond the policy's ``unpaid_covers``; ``None`` where it has none."""
