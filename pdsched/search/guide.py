"""What the relaxation says of where to look: the worth of each attendance, net of what it takes."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.engines.arrays import Bools, Floats


class Guide(NamedTuple):
    """The worth of attendances at the prices of a relaxation; all by attendance, in points."""

    net: Floats
    """Net of everything that an attendance takes; -inf where it cannot be."""
    beyond: Floats
    """Net of what it takes from other days alone: its need, and the arcs that it is in."""
    middling: float
    """The worth of a need of middling worth."""

    def kernel(self, depth: float) -> Bools:
        """By attendance, whether its net worth is at most so many needs below 0."""
        return self.net > -depth * self.middling
