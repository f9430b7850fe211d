"""Multipliers of what sessions share: a family of numbers, 0 or more, for each kind of limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Floats


class Multipliers(NamedTuple):
    """Multipliers, 0 or more; in the same shape the subgradient of the bound."""

    needs: Floats
    """By need that anybody could meet."""
    arcs: Floats
    """Arc of a staff type x week: going on needs having come first."""
    moments: Floats
    """Moment of cover x day: lessons need as many substitutes at once."""
    places: Floats
    """Trainer or room type x day x moment."""
    days: Floats
    """Trainer x day: minutes."""
    weeks: Floats
    """Trainer x week: minutes."""
    courses: Floats
    """By course: no more sessions than least groups."""

    def each(self, change: Callable[..., Floats], *others: Multipliers) -> Multipliers:
        """Family by family what a function makes of them."""
        families = zip(self, *others, strict=True)
        return Multipliers._make(change(*family) for family in families)

    def clipped(self) -> Multipliers:
        """None of them below 0."""
        return self.each(lambda family: np.maximum(family, 0.0))
