"""Prices on what later goals count, so that a bound of the needs met becomes one of these.

With a price ``k`` on each unit of something, the relaxation bounds *points - k * units*. Call that
bound ``D``: a plan with ``V`` points has at least ``(V - D) / k`` units, whatever ``k`` is.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple


class Costs(NamedTuple):
    """Points that each unit costs, 0 or more."""

    half_day: float = 0.0
    """A half-day for which a substitute is engaged."""
    minute: float = 0.0
    """A minute of a session, other than self-paced ones."""
    cover: float = 0.0
    """A lesson that somebody else holds."""

    def units(self, points: int, bound: float) -> int:
        """The fewest units, beside those of the past, of plans with so many points.

        ``bound`` is one of points less costs.

        >>> Costs(half_day=20.0).units(110, 60.0)
        3

        Raises:
            ValueError: where not just one of them costs something.
        """
        prices = [price for price in self if price]
        if len(prices) != 1:
            raise ValueError(f"one kind of unit has to have a price, not {len(prices)}")
        return max(0, ceil((points - bound) / prices[0]))
