"""The date at which an account is closed: what is before it has happened."""

from __future__ import annotations

import datetime as dt

from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.problem.base import refuse_no_date


def closing_day(problem: Problem, as_of: dt.date | None = None) -> dt.date | None:
    """The date before which a plan counts; ``None`` where the whole plan does.

    A date that is asked for closes the account there: the whole plan counts only where it is after
    the horizon, and nothing where it is not after its first date. The calendar's ``today`` does so
    only in the horizon: before it the plan is made, and its account is that of the whole plan.

    Raises:
        ValueError: if ``as_of`` is a text or a moment, and no date.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    >>> closing_day(Problem(calendar=calendar), dt.date(2026, 9, 14))
    datetime.date(2026, 9, 14)
    >>> early = Problem(calendar=calendar | {"today": "2026-09-01"})
    >>> closing_day(early) is None, closing_day(early, dt.date(2026, 9, 1))
    (True, datetime.date(2026, 9, 1))
    """
    calendar = problem.calendar
    if as_of is not None:
        refuse_no_date("as_of", as_of)
        return as_of if as_of <= calendar.last else None
    day = calendar.today
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
