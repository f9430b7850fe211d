"""The checks by theme; importing this package registers them all in ``CHECKS``."""

from collections.abc import Mapping

from pdsched.policy import Limit, Policy
from pdsched.referee.registry import CHECKS, Check, as_check
from pdsched.referee.rules import (
    adults,
    amounts,
    class_days,
    classes,
    coaching,
    colleagues,
    cover,
    engagements,
    groups,
    in_a_row,
    learning,
    limits,
    past,
    pins,
    records,
    releases,
    roles,
    series,
    sessions,
    staff_lunch,
    substitutes,
    time,
    working_day,
)

__all__ = [
    "CHECKS",
    "adults",
    "amounts",
    "checks_of",
    "class_days",
    "classes",
    "coaching",
    "colleagues",
    "cover",
    "engagements",
    "groups",
    "in_a_row",
    "learning",
    "limits",
    "past",
    "pins",
    "records",
    "releases",
    "roles",
    "series",
    "sessions",
    "staff_lunch",
    "substitutes",
    "time",
    "working_day",
]


def checks_of(policy: Policy) -> Mapping[str, Check]:
    """The checks by the id of their rule, those of the policy's own limits after the others."""
    return {**CHECKS, **{limit.id: _check_of(limit) for limit in policy.limits}}


def _check_of(limit: Limit) -> Check:
    return as_check(limit.id, lambda case: limits.limit_findings(case, limit))
