"""What the relaxation says of where to look: the worth of each attendance, net of what it takes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints


class Guide(NamedTuple):
    """The worth of attendances at the prices of a relaxation."""

    net: Floats
    """By attendance, net of everything that it takes; -inf where it cannot be."""
    middling: float
    """What a need of middling worth is worth."""

    def kernel(self, depth: float) -> Bools:
        """By attendance, whether its net worth is at most so many needs below 0."""
        return self.net > -depth * self.middling

    def first(self, count: int) -> Ints:
        """The attendances of most worth, at most so many, sorted."""
        if count >= len(self.net):
            return np.flatnonzero(self.net > -np.inf)
        first = np.sort(np.argpartition(-self.net, count)[:count])
        return first[self.net[first] > -np.inf]
