"""Goals of equity: the worst served schools and roles, and people who are left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import partial

from pdsched.referee.case import Case
from pdsched.referee.goals.learning import POINTS, points_by_need
from pdsched.referee.goals.registry import FURTHER, goal

_WHOLE = 1000
# A share such as 0.7 is slightly more in binary.
_GRACE = 1e-6


_UNITS: dict[str, Callable[[Case, str], str]] = {
    "worst-served-school": lambda case, staff: case.facts.home[staff],
    "worst-served-role": lambda case, staff: case.facts.staff[staff].role,
}
"""Whom the goals of equity compare: the unit of a person."""


@goal("worst-served-school")
def worst_served_school(case: Case) -> int:
    """The least share of points over home schools."""
    return _sum_of_least("worst-served-school", case, 1)


@goal("worst-served-role")
def worst_served_role(case: Case) -> int:
    """The least share of points over roles."""
    return _sum_of_least("worst-served-role", case, 1)


def _sum_of_least(compared: str, case: Case, number: int) -> int:
    """The sum of the smallest shares; units that are not there count as served in full."""
    shares = sorted(_shares(case, _UNITS[compared]))[:number]
    return sum(shares) + _WHOLE * (number - len(shares))


FURTHER.update({compared: partial(_sum_of_least, compared) for compared in _UNITS})


def _shares(case: Case, unit: Callable[[Case, str], str]) -> list[int]:
    """The share of its points that each unit with needs has, in thousandths."""
    wanted: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for member in case.facts.problem.staff:
        wanted[unit(case, member.id)] += member.points_wanted_before
        met[unit(case, member.id)] += member.points_met_before
    for staff, (all_points, points) in _points_by_person(case).items():
        wanted[unit(case, staff)] += all_points
        met[unit(case, staff)] += points
    with_needs = {unit(case, need.staff) for need in case.facts.problem.needs}
    return [_WHOLE * met[one] // wanted[one] for one in with_needs]


def _points_by_person(case: Case) -> dict[str, tuple[int, int]]:
    """By person with needs, the points of these needs and of those that are met."""
    points = points_by_need(case)
    totals: dict[str, tuple[int, int]] = {}
    for need in case.facts.problem.needs:
        wanted, met = totals.get(need.staff, (0, 0))
        totals[need.staff] = wanted + POINTS * need.priority, met + points.get(need.id, 0)
    return totals


@goal("unserved-people")
def unserved_people(case: Case) -> int:
    """Staff members with needs of which none is met."""
    needs = case.facts.needs
    met = {needs[one.need].staff for one in case.met}
    return len({need.staff for need in needs.values()} - met)


@goal("underserved-people")
def underserved_people(case: Case) -> int:
    """Staff members with needs who have less than the fair share of their points."""
    return sum(
        met + case.facts.staff[staff].points_met_before
        < _fair(case, wanted + case.facts.staff[staff].points_wanted_before)
        for staff, (wanted, met) in _points_by_person(case).items()
    )


def _fair(case: Case, wanted: int) -> int:
    """The points that are a fair share; a share such as 0.7 is slightly more in binary."""
    return math.ceil((case.policy.fair_share or 0) * wanted - _GRACE)
