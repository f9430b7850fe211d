"""Key figures by hand, beside the goals that measure the same, and their parts beside the whole."""

from __future__ import annotations

import pytest
from tuesday import PLAN, PROBLEM

from pdsched import Prices, kpis

BY_HAND = {
    "needs-stated": 5,
    "needs-met": 4,
    "needs-met-share": 80,
    "hours": 3 * 1.5 + 1,
    "people-trained": 4,
    "sessions": 2,
    "group-size": 2,
    "seats-filled": 100 * 4 / 16,
    "longest-gap": None,
    "releases-from-lessons": 3,
    "lessons-without-teacher": 5,
    "lessons-by-substitutes": 4,
    "lessons-by-colleagues": 0,
    "half-days": 3,
    "releases-per-half-day": 1,
    "chance-filled": 100,
    "expected-unfilled": 0,
    "people-unserved": 0,
    "worst-served-school": 100 * 2 / 3,  # north: two of the three needs of ada and bo
    "worst-served-role": 80,
    "trainer-hours": 2.5,
    "busiest-trainer": 2.5,
    "room-hours": 1.5,
    "travel-hours": 40 / 60,
    "protected-hours-lost": 0,
    "cost": None,
}


@pytest.mark.parametrize("figure", BY_HAND)
def test_a_day_counted_by_hand(figure: str) -> None:
    """One Tuesday, small enough to draw."""
    value = kpis(PROBLEM, PLAN)[figure].value

    assert value == (None if BY_HAND[figure] is None else pytest.approx(BY_HAND[figure]))


def test_parts_of_that_day_by_hand() -> None:
    """Where things happen, and whose they are."""
    told = kpis(PROBLEM, PLAN)

    assert told["half-days"].parts["school"] == {"north": 1, "south": 2}
    assert told["lessons-by-substitutes"].parts["school"] == {"north": 2, "south": 2}
    assert told["needs-met-share"].parts["topic"] == {"sheets": 100, "slides": 50}
    assert told["trainer-hours"].parts["trainer"] == {"tom": 2.5}
    assert told["hours"].parts["week"] == {"2026-09-07": 5.5}
    assert told["releases-per-half-day"].parts["school"] == {"north": 1, "south": 1}
    assert told["room-use"].value == pytest.approx(100 * 1.5 / 40)  # ten dates of four periods


def test_cost_is_told_with_prices_alone() -> None:
    """Three half-days, no colleague, two and a half hours of a trainer, forty minutes of ways."""
    paid = Prices(half_day=100, colleague_cover=7, trainer_hour=40, travel_hour=30, currency="CAD")
    cost = kpis(PROBLEM, PLAN, prices=paid)["cost"]
