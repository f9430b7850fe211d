"""Goals of what is paid: half-days of substitutes and covers by colleagues."""

from __future__ import annotations

from collections import Counter

from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal
from pdsched.referee.rules.colleagues import covers_to_pay


@goal("paid-half-days")
def paid_half_days(case: Case) -> int:
    """Engagements of each substitute on each date, but so many at least."""
    dates = Counter((e.substitute, e.date) for e in case.engagements)
    return sum(max(count, case.policy.least_paid_half_days) for count in dates.values())


@goal("paid-covers")
def paid_covers(case: Case) -> int:
    """Covers of each colleague beyond those that are given without pay."""
    return sum(covers_to_pay(case, name) for name in case.covers_by_colleague)
