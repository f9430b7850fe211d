"""What sub-MIPs on the way may change, and no other sub-MIP touches meanwhile.

Two sub-MIPs of one plan go well together when they share no row. Nearly all rows are about a
person, a placement, a half-day to cover, or a substitute's or trainer's week, so sub-MIPs drawn
beside others leave these alone. What is left (a year's limit of a substitute, say) is seen when
they come back.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.releases import releases_at
from pdsched.model.instance.index import Index


class ResourceLocks(NamedTuple):
    """Whom a sub-MIP may engage and lead sessions: by number and week."""

    substitutes: Bools
    """Substitute group x week."""
    trainers: Bools
    """Trainer x week; the last row is of sessions without one."""

    @classmethod
    def none(cls, index: Index) -> ResourceLocks:
        """Nobody."""
        weeks = int(index.week.max(initial=0)) + 1
        return cls(
            np.zeros((len(index.substitutes), weeks), dtype=np.bool_),
            np.zeros((len(index.trainers) + 1, weeks), dtype=np.bool_),
        )

    def weeks(self) -> Bools:
        """By week, whether anybody is in it."""
        return np.asarray(self.substitutes.any(axis=0) | self.trainers.any(axis=0))

    def without(self) -> ResourceLocks:
        """Everybody else."""
        return ResourceLocks(~self.substitutes, ~self.trainers)


class Locks(NamedTuple):
    """Numbers, each list sorted, and people."""

    needs: Ints
    """See `Candidates.need`."""
    placements: Ints
    places: Ints
    """See `Engagements.place`."""
    share: ResourceLocks

    @classmethod
    def of(cls, index: Index, *claims: Locks) -> Locks:
        """All of these together."""
        none = np.zeros(0, dtype=np.int64)
        locks = (cls(none, none, none, ResourceLocks.none(index)), *claims)
        return cls(
            unique(np.concatenate([one.needs for one in locks])),
            unique(np.concatenate([one.placements for one in locks])),
            unique(np.concatenate([one.places for one in locks])),
            ResourceLocks(
                np.logical_or.reduce([one.share.substitutes for one in locks]),
                np.logical_or.reduce([one.share.trainers for one in locks]),
            ),
        )

    def touch(self, candidates: Candidates, attendances: Ints) -> Bools:
        """By attendance, whether its placement or a half-day to cover for it is claimed."""
        placement = candidates.placement[attendances].astype(np.int64)
        is_touched = lookup_sorted(self.placements, placement)[0]
        if len(self.places):
            position, releases = releases_at(candidates, attendances)
            entry, place = candidates.places_taken(releases)
            is_touched[position[entry[lookup_sorted(self.places, place)[0]]]] = True
        return is_touched
