"""A plan day by day."""

from __future__ import annotations

import datetime as dt

from pdsched.plan import Cover, Engagement, Plan, Release, Session
from pdsched.problem import Record


class DayView(Record):
    """Everything that a plan holds for one date."""

    date: dt.date
    sessions: tuple[Session, ...] = ()
    releases: tuple[Release, ...] = ()
    covers: tuple[Cover, ...] = ()
    engagements: tuple[Engagement, ...] = ()


def by_day(plan: Plan) -> tuple[DayView, ...]:
    """Every date on which something is planned, in order.

    >>> plan = Plan(engagements=[{"substitute": "sam", "school": "north", "date": "2026-09-08",
    ...                           "half": "am"}])
    >>> [(str(day.date), len(day.engagements)) for day in by_day(plan)]
    [('2026-09-08', 1)]
    """
    plan = plan.canonical()
    dates = {
        *(session.date for session in plan.sessions),
        *(release.date for release in plan.releases),
        *(cover.date for cover in plan.covers),
        *(engagement.date for engagement in plan.engagements),
    }
    return tuple(_day(plan, date) for date in sorted(dates))


def _day(plan: Plan, date: dt.date) -> DayView:
    return DayView(
        date=date,
        sessions=tuple(s for s in plan.sessions if s.date == date),
        releases=tuple(r for r in plan.releases if r.date == date),
        covers=tuple(c for c in plan.covers if c.date == date),
        engagements=tuple(e for e in plan.engagements if e.date == date),
    )
