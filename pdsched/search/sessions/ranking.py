"""The best of each key: ranks by worth, of millions of entries at once.

Key, worth and place are packed into one whole number, so that one sort of numbers does it: several
times as fast as to sort indices. Worth is rounded for that to steps of an equal size, and so the
best may be missed by a step for each that is chosen: callers add that to a bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints

BITS = 62


class Ranked(NamedTuple):
    """Entries in order of key, and of worth from the best on."""

    key: Ints
    place: Ints
    step: float
    """Entries of a key may be out of order by so much."""

    def turn(self, amount: Ints) -> Ints:
        """By entry, the amounts of those of its key that come before it, added up."""
        before = np.cumsum(amount) - amount
        begins = np.append(True, np.diff(self.key) != 0)[: len(self.key)]
        return before - np.maximum.accumulate(np.where(begins, before, 0))


def ranked(key: Ints, place: Ints, worth: Floats) -> Ranked:
    """Rank entries of a key by worth; ``place`` tells those of a key apart.

    >>> ranked(np.array([1, 0, 1]), np.array([7, 7, 8]), np.array([2.0, 9.0, 3.0])).place.tolist()
    [7, 8, 7]
    """
    if not len(key):
        return Ranked(key, place, 0.0)
    low, high = float(worth.min()), float(worth.max())
    places = int(place.max()).bit_length()
    bits = BITS - int(key.max()).bit_length() - places
    step = max((high - low) / 2.0 ** min(bits, 50), 1e-300)
    packed = key.astype(np.int64) << (bits + places)
    packed |= np.minimum((high - worth) / step, 2.0 ** min(bits, 50) - 1).astype(np.int64) << places
    packed |= place
    packed.sort()
    return Ranked(packed >> (bits + places), packed & ((1 << places) - 1), 2 * step)


def too_many(key: Ints, worth: Floats, most: Ints) -> Bools:
    """Which entries are not among the best of their key, of which there may be only so many.

    Exactly so, for few entries.
    """
    order = np.lexsort((-worth, key))
    turn = Ranked(key[order], order, 0.0).turn(np.ones(len(key), dtype=np.int64))
    is_over = np.zeros(len(key), dtype=np.bool_)
    is_over[order] = turn >= most[key[order]]
    return is_over
