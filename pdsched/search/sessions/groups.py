"""The best people of each session, at some prices.

The people of a session are limited by schools (hands), by all schools together, and by seats: sets
that lie inside one another, so that whoever is worth most comes first (a laminar matroid, on which
the greedy algorithm is exact). A session has a least group: where those worth something are fewer,
those who cost least are added, or nobody comes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints
from pdsched.search.sessions.entries import Entries
from pdsched.search.sessions.hands import Hands, within_hands


class Groups(NamedTuple):
    """Who attends: one entry for each of the entries chosen."""

    entry: Ints
    people: Ints
    """How many of the staff type."""
    worth: Floats
    """By placement, what a session with this group is worth; 0 where nobody comes."""


class Gatherer:
    """Gathers the groups of all placements."""

    def __init__(self, entries: Entries, hands: Hands, seats: Ints, least: Ints) -> None:
        self._entries, self._hands, self._seats, self._least = entries, hands, seats, least

    def gather(self, reduced: Floats, cost: Floats) -> Groups:
        """The best groups; ``reduced`` is the worth of an entry, ``cost`` by placement the least.

        Placements that are not worth their cost, however small their group might be, have none.
        """
        entries, count = self._entries, len(self._least)
        entry = np.flatnonzero(reduced > 0)
        gain = reduced[entry] * entries.size[entry]
        hoped = np.bincount(entries.placement[entry], weights=gain, minlength=count)
        is_open = hoped > cost
        entry = entry[is_open[entries.placement[entry]]]
        entry, people = self._pick(entry, reduced, fill=False)
        worth, heads = self._sums(entry, people, reduced)
        is_open &= worth > cost
        short = is_open & (heads < self._least)
        worth = np.where(is_open & ~short, worth, 0.0)
        kept = worth[entries.placement[entry]] > 0
        entry, people = entry[kept], people[kept]
        if short.any():
            # Filling up only costs, so nothing is lost where it was not worth it before.
            more, others = self._pick(entries.of_placements(short), reduced, fill=True)
            filled, heads = self._sums(more, others, reduced)
            filled = np.where((heads >= self._least) & short, np.maximum(filled, 0.0), 0.0)
            worth += filled
            kept = filled[entries.placement[more]] > 0
            entry = np.concatenate([entry, more[kept]])
            people = np.concatenate([people, others[kept]])
        return Groups(entry, people, worth)

    def worths(self, reduced: Floats) -> Floats:
        """By placement, what its best session is worth; minus infinity where too few could come."""
        entry, people = self._pick(np.arange(len(reduced)), reduced, fill=True)
        worth, heads = self._sums(entry, people, reduced)
        return np.where(heads >= self._least, worth, -np.inf)

    def _sums(self, entry: Ints, people: Ints, reduced: Floats) -> tuple[Floats, Floats]:
        """By placement, the worth of a group, and its people."""
        placement, count = self._entries.placement[entry], len(self._least)
        worth = np.bincount(placement, weights=reduced[entry] * people, minlength=count)
        return worth, np.bincount(placement, weights=people, minlength=count)

    def _pick(self, entry: Ints, reduced: Floats, *, fill: bool) -> tuple[Ints, Ints]:
        """The best of some entries within hands and seats; ``fill``: beyond worth, to the least."""
        entries, worth = self._entries, reduced[entry]
        spot = self._hands.spot[entry]
        if (spot >= 0).any():
            is_kept = within_hands(self._hands, spot, worth)
            entry, worth = entry[is_kept], worth[is_kept]
        if not len(entry):
            return entry, entry
        placement = entries.placement[entry]
        order = np.lexsort((-worth, placement))
        entry, worth, placement = entry[order], worth[order], placement[order]
        size = entries.size[entry].astype(np.int64)
        before = np.cumsum(size) - size
        begins: Bools = np.append(True, np.diff(placement) != 0)
        before -= np.maximum.accumulate(np.where(begins, before, 0))
        room = self._seats[placement] - before
        if fill:
            room = np.where(worth > 0, room, np.minimum(room, self._least[placement] - before))
        people = np.clip(np.minimum(size, room), 0, None)
        is_in = people > 0
        return entry[is_in], people[is_in]
