"""The date at which an account is closed: what is before it has happened."""

from __future__ import annotations

import datetime as dt

from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.problem.base import refuse_no_date


def closing_day(problem: Problem, as_of: dt.date | None = None) -> dt.date | None:
    """The date before which a plan counts; ``None`` where that is not in the horizon.

    Raises:
        ValueError: if ``as_of`` is a text or a moment, and no date.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    >>> closing_day(Problem(calendar=calendar), dt.date(2026, 9, 14))
    datetime.date(2026, 9, 14)
    >>> closing_day(Problem(calendar=calendar | {"today": "2026-09-01"})) is None
    True
    """
    calendar = problem.calendar
    if as_of is not None:
        refuse_no_date("as_of", as_of)
    day = calendar.today if as_of is None else as_of
    return day if day is not None and calendar.first <= day <= calendar.last else None


def happened(plan: Plan, day: dt.date) -> Plan:
    """What of a plan is before a date.

    >>> happened(Plan(), dt.date(2026, 9, 14)) == Plan()
    True
    """
    return plan.model_copy(
        update={
            "sessions": tuple(s for s in plan.sessions if s.date < day),
            "releases": tuple(r for r in plan.releases if r.date < day),
            "covers": tuple(c for c in plan.covers if c.date < day),
            "engagements": tuple(e for e in plan.engagements if e.date < day),
        }
    )
