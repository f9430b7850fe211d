"""The best plan of a tiny problem by brute force, and which problems are tiny enough."""

from __future__ import annotations

from exhaustive import Exhaustive
from hypothesis import HealthCheck, assume
from strategies import Case

MOST = 300
FILTERING = (HealthCheck.filter_too_much, HealthCheck.too_slow)
"""Brute force takes tiny problems alone, and many of what is drawn is not what a test is about."""


def every_plan(case: Case, most: int = MOST) -> Exhaustive:
    """All plans, where there are few enough choices of seats; else the example is left out."""
    every = Exhaustive(case)
    assume(every.breadth <= most)
    return every


def best_of(case: Case, most: int = MOST) -> tuple[int, ...] | None:
    """The values of the goals in the best plan; none where there is none."""
    values = every_plan(case, most).best()
    return None if values is None else values[: len(case.policy.tiers)]
