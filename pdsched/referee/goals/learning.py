"""Goals of learning: the points of needs met."""

from __future__ import annotations

from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal
from pdsched.referee.meeting import Met

POINTS = 10
"""Of a need that is met in time, by step of its priority."""


@goal("needs-met")
def needs_met(case: Case) -> int:
    """Ten points a step of priority for each need that is met, ``late_tenths`` when late."""
    return sum(points_by_need(case).values())


def points_by_need(case: Case) -> dict[str, int]:
    """The points of each need that is met, by its id."""
    points: dict[str, int] = {}
    for met in case.met:
        points[met.need] = max(points.get(met.need, 0), _points(case, met))
    return points


def _points(case: Case, met: Met) -> int:
    need = case.facts.needs[met.need]
    late = need.due is not None and met.attendance.day > need.due
    return need.priority * (case.policy.late_tenths if late else POINTS)
