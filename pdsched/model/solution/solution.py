"""What happens, in numbers of candidates, which mean the same in any formulation of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, union


class Counts(NamedTuple):
    """Numbers, sorted, each with a count above 0."""

    ids: Ints
    counts: Ints

    @classmethod
    def of(cls, ids: Ints, counts: Ints) -> Counts:
        """Those with a count, sorted."""
        position = np.flatnonzero(counts > 0)
        order = position[np.argsort(ids[position], kind="stable")]
        return cls(ids[order], counts[order].astype(np.int64))

    @classmethod
    def none(cls) -> Counts:
        """Nothing."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

    def at(self, numbers: Ints) -> Ints:
        """The count of each wanted number; 0 where it is not there."""
        is_there, where = lookup_sorted(self.ids, numbers)
        counts = np.zeros(len(numbers), dtype=np.int64)
        counts[is_there] = self.counts[where[is_there]]
        return counts

    def only(self, keep: Bools) -> Counts:
        """Some of them."""
        return Counts(self.ids[keep], self.counts[keep])

    def differing(self, other: Counts) -> Ints:
        """The numbers that have another count there, sorted."""
        ids = union(self.ids, other.ids)
        return np.asarray(ids[self.at(ids) != other.at(ids)])

    def with_(self, other: Counts) -> Counts:
        """Both together; no number may be in both."""
        return Counts.of(
            np.concatenate([self.ids, other.ids]), np.concatenate([self.counts, other.counts])
        )


class Solution(NamedTuple):
    """What happens: attendances, offers, engagements and covers, with counts."""

    attends: Counts
    holds: Counts
    """By number of offer."""
    engaged: Counts
    """By number of engagement, see `Engagements`."""
    covering: Counts
    """Covers by colleagues: by number of cover, see `Coverings`."""
    naming: Counts
    """Covers by substitutes: by number of cover, see `Coverings`; none where names are dealt out
    afterwards. Some may be of no use, see `pdsched.model.solution.holders`."""

    def same_as(self, other: Solution) -> bool:
        """Whether the same happens."""
        return all(
            np.array_equal(left, right)
            for one, two in zip(self, other, strict=True)
            for left, right in zip(one, two, strict=True)
        )

    @classmethod
    def none(cls) -> Solution:
        """Nothing happens."""
        return cls(*[Counts.none()] * 5)
