"""One measure for each goal, from the plan alone."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.referee.case import Case, Met
from pdsched.referee.rules import CHECKS

_POINTS = 10


def needs_met(case: Case) -> int:
    """Ten points a step of priority for each need that is met, ``late_tenths`` when late."""
    points: dict[str, int] = {}
    for met in case.releases:
        need = met.release.need
        points[need] = max(points.get(need, 0), _points(case, met))
    return sum(points.values())


def _points(case: Case, met: Met) -> int:
    need = case.facts.needs[met.release.need]
    late = need.due is not None and met.attendance.day > need.due
    return need.priority * (case.policy.late_tenths if late else _POINTS)


def engaged_half_days(case: Case) -> int:
    """The number of engagements."""
    return len(case.plan.engagements)


def unfamiliar_half_days(case: Case) -> int:
    """The number of engagements at schools that do not know the substitute."""
    known = {s: set(member.familiar_schools) for s, member in case.facts.substitutes.items()}
    return sum(e.school not in known.get(e.substitute, ()) for e in case.plan.engagements)


MEASURES: dict[str, Callable[[Case], int]] = {
    "needs-met": needs_met,
    "engaged-half-days": engaged_half_days,
    "unfamiliar-half-days": unfamiliar_half_days,
}
"""Every goal's measure by the id of the goal."""


def measured(case: Case) -> dict[str, int]:
    """The value of every goal, and of each soft rule how far the plan goes beyond it."""
    values = {name: measure(case) for name, measure in MEASURES.items()}
    for name in case.policy.soft:
        values[name] = sum(violation.steps for violation in CHECKS[name](case))
    return values
