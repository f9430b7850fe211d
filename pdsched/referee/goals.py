"""One measure per goal, each from the plan alone."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.referee.case import Case, Met

_POINTS = 10
_UNASKED = 10


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


def colleague_covers(case: Case) -> int:
    """One for each cover by a colleague who volunteers, ten for any other."""
    staff = case.facts.staff
    return sum(
        1 if staff[cover.colleague or ""].cover_volunteer else _UNASKED
        for cover in case.covers_by_colleagues
    )


MEASURES: dict[str, Callable[[Case], int]] = {
    "needs-met": needs_met,
    "engaged-half-days": engaged_half_days,
    "colleague-covers": colleague_covers,
}
"""Every goal's measure by the id of the goal."""
