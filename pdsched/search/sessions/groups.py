"""The best people of each session, at some prices.

The people of a session are limited by schools (hands), by all schools together, and by seats: sets
that lie inside one another, so that whoever is worth most comes first (a laminar matroid, on which
the greedy algorithm is exact). A session has a least group: where those worth something are fewer,
those who cost least are added, or nobody comes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Floats, Ints
from pdsched.search.sessions.entries import Entries
from pdsched.search.sessions.hands import Hands
from pdsched.search.sessions.ranking import ranked


class Groups(NamedTuple):
    """Who attends: one entry for each of the entries chosen."""

    entry: Ints
    people: Ints
    """How many of the staff type."""
    worth: Floats
    """By placement, what a session with this group is worth; 0 where nobody comes."""
    error: float
    """By how much all of them together may be worth more: ranks are rounded."""


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
        entry, people, error = self._pick(entry, reduced, fill=False)
        worth, heads = self._sums(entry, people, reduced)
        is_open &= worth > cost
        short = is_open & (heads < self._least)
        worth = np.where(is_open & ~short, worth, 0.0)
        kept = worth[entries.placement[entry]] > 0
        entry, people = entry[kept], people[kept]
        if short.any():
            # Filling up only costs, so nothing is lost where it was not worth it before.
            more, others, lost = self._pick(entries.of_placements(short), reduced, fill=True)
            error += lost
            filled, heads = self._sums(more, others, reduced)
            filled = np.where((heads >= self._least) & short, np.maximum(filled, 0.0), 0.0)
            worth += filled
            kept = filled[entries.placement[more]] > 0
            entry = np.concatenate([entry, more[kept]])
            people = np.concatenate([people, others[kept]])
        return Groups(entry, people, worth, error)

    def _sums(self, entry: Ints, people: Ints, reduced: Floats) -> tuple[Floats, Floats]:
        """By placement, the worth of a group, and its people."""
        placement, count = self._entries.placement[entry], len(self._least)
        worth = np.bincount(placement, weights=reduced[entry] * people, minlength=count)
        heads = np.bincount(placement, weights=people, minlength=count)
        return worth.astype(np.float64), heads.astype(np.float64)

    def _pick(self, entry: Ints, reduced: Floats, *, fill: bool) -> tuple[Ints, Ints, float]:
        """The best of some entries within hands and seats; ``fill``: beyond worth, to the least.

        Entries in order; how many people of each; and what ranking may have lost.
        """
        entries, hands, error = self._entries, self._hands, 0.0
        spot = hands.spot[entry]
        is_bound = spot >= 0
        if is_bound.any():
            free, bound = entry[~is_bound], entry[is_bound]
            for by_spot, most in ((True, hands.hands), (False, hands.together)):
                key = hands.spot[bound] if by_spot else hands.group[hands.spot[bound]]
                bound, lost = self._best(bound, key, reduced, most)
                error += lost
            entry = np.sort(np.concatenate([free, bound]))
        placement = entries.placement[entry].astype(np.int64)
        heads = np.bincount(placement, weights=entries.size[entry], minlength=len(self._least))
        is_full = (heads > self._seats) if not fill else np.ones(len(heads), dtype=np.bool_)
        is_sorted = is_full[placement]
        few, many = entry[~is_sorted], entry[is_sorted]
        best = ranked(
            placement[is_sorted], many - entries.first[entries.placement[many]], reduced[many]
        )
        many = entries.first[best.key] + best.place
        size = entries.size[many].astype(np.int64)
        before = best.turn(size)
        room = self._seats[best.key] - before
        if fill:
            up_to_least = np.minimum(room, self._least[best.key] - before)
            room = np.where(reduced[many] > 0, room, up_to_least)
        people = np.clip(np.minimum(size, room), 0, None)
        is_in = people > 0
        error += best.step * float(people.sum())
        entry = np.concatenate([few, many[is_in]])
        return entry, np.concatenate([entries.size[few], people[is_in]]), error

    def _best(self, entry: Ints, key: Ints, reduced: Floats, most: Ints) -> tuple[Ints, float]:
        """Those of some entries that are among the best of their key, and what that may lose."""
        is_over = np.bincount(key, minlength=len(most)) > most
        is_sorted = is_over[key]
        many, placement = entry[is_sorted], self._entries.placement[entry[is_sorted]]
        first = np.zeros(len(most), dtype=np.int64)
        first[key[is_sorted]] = self._entries.first[placement]
        best = ranked(key[is_sorted], many - self._entries.first[placement], reduced[many])
        is_in = best.turn(np.ones(len(many), dtype=np.int64)) < most[best.key]
        chosen = first[best.key[is_in]] + best.place[is_in]
        return np.concatenate([entry[~is_sorted], chosen]), best.step * len(chosen)
