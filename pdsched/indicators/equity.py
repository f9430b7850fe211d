"""Key figures of equity: who gets little, and how unequal it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pdsched.indicators.ground import Ground, Tally
from pdsched.indicators.registry import kpi
from pdsched.indicators.training import needs_met_share


@kpi(
    "people-unserved",
    "People with needs and nothing",
    "people",
    "less",
    "People with needs of whom none is met.",
)
def people_unserved(ground: Ground) -> Tally:
    """By school, zone and role."""
    tally = Tally()
    for staff, (_, met) in _by_person(ground).items():
        tally.add(int(not met), **ground.person(staff))
    return tally


@kpi(
    "least-served-school",
    "Worst served school",
    "%",
    "more",
    "Share of needs met of the school that has the least.",
)
def worst_served_school(ground: Ground) -> Tally:
    """Of the home schools of people with needs."""
    return Tally(min(ground.of(needs_met_share).parts.get("school", {}).values(), default=None))


@kpi(
    "least-served-role",
    "Worst served role",
    "%",
    "more",
    "Share of needs met of the role that has the least.",
)
def worst_served_role(ground: Ground) -> Tally:
    """Of the roles of people with needs."""
    return Tally(min(ground.of(needs_met_share).parts.get("role", {}).values(), default=None))


@kpi(
    "gini",
    "Inequality of hours",
    "",
    "less",
    "Gini coefficient of hours of learning over people with needs: 0 if all have the same, near 1 "
    "if one has all.",
)
def gini(ground: Ground) -> Tally:
    """Over all who have needs, also those who attend nothing."""
    return Tally(gini_of(list(ground.hours_by_person.values())))


def gini_of(amounts: Sequence[float]) -> float | None:
    """The Gini coefficient: half the mean difference of two people, as a share of the mean.

    From the sorted amounts, as in C. Gini, Measurement of Inequality of Incomes, The Economic
    Journal 31 (1921) 124-126. ``None`` where nobody has anything.

    >>> gini_of([1, 1, 1]), gini_of([0, 0, 0, 4]), gini_of([])
    (0.0, 0.75, None)
    """
    total, count = sum(amounts), len(amounts)
    if not total:
        return None
    weighted = sum(rank * amount for rank, amount in enumerate(sorted(amounts), 1))
    return 2 * weighted / (count * total) - (count + 1) / count


def _by_person(ground: Ground) -> dict[str, tuple[int, int]]:
    """By person with needs: how many, and how many of them are met."""
    stated = Counter(need.staff for need in ground.facts.problem.needs)
    needs = {met.need for met in ground.case.met}
    met = Counter(ground.facts.needs[need].staff for need in needs)
    return {staff: (number, met[staff]) for staff, number in stated.items()}
