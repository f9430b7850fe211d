"""Pauses of substitutes in the model: covers are named where they could bind, and only there."""

from __future__ import annotations

import pytest
from schools import BASE, two_schools

from pdsched.model import draw, state
from pdsched.policy import Policy

TWINS = [{"id": f"sub-{n}", "zones": ["a", "b"], "available": [{}]} for n in range(3)]


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ({}, False),
        ({"handover_minutes": 0}, False),
        ({"handover_minutes": 1}, True),
        ({"lunch_minutes": 120}, False),
        ({"lunch_minutes": 240}, True),
    ],
)
def test_covers_are_named_where_a_pause_could_bind(figures: dict[str, int], named: bool) -> None:
    """North's lessons follow at once, and its midday is of three hours."""
    lessons = [x | {"qualification": None} for x in BASE["lessons"] if x["school"] == "north"]
    problem = two_schools(substitutes=TWINS, lessons=lessons)
    statement = state(draw(problem, Policy(**figures)))

    assert bool(len(statement.named[0])) is named
    assert len(statement.index.substitutes) == (3 if named else 1)
