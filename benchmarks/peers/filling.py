"""Sessions set up one by one, the best first: the steps of the greedy peer."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from benchmarks.peers.ledger import Ledger, worth
from benchmarks.peers.slots import Slot, Wish

_MOST_CACHED = 15_000_000
"""Places in lists of wishes that are kept; beyond it they are found anew each time."""
_FREE = 3.0
"""Points by which somebody is preferred whom nobody has to cover."""
_GOOD_ENOUGH = 0.9
"""Share of what another session might earn with which one is taken at once."""
_TRIES = 2
"""People of one school whom nobody could cover before the others of it are left out."""


class Prices(NamedTuple):
    """What a session has to earn, in points."""

    half_day: float
    minute: float
    """Of a trainer."""
    unlock: float
    """Share of the points of courses for which this one comes first."""


class Able(NamedTuple):
    """Who could come to a slot, as places in the list of wishes."""

    rank: list[int]
    """By place: the less, the sooner asked; below 0 who cannot come."""
    order: list[int]
    """Places in order of rank."""
    free: list[bool]
    """By place: whether no lesson would have to be covered."""


class Filler:
    """Sets up sessions in a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.slots = ledger.slots
        self._cache: dict[Slot, Able] = {}
        self._cached = 0

    def able(self, slot: Slot) -> Able:
        """Who could come to a slot."""
        known = self._cache.get(slot)
        if known is None:
            known = self._find(slot)
            if self._cached < _MOST_CACHED:
                self._cached += len(known.rank) + len(known.order) + 20
                self._cache[slot] = known
        return known

    def _find(self, slot: Slot) -> Able:
        wishes = self.slots.wishes[slot.course]
        lost = self.ledger.ground.lost(wishes.people, *slot[1:])
        value = np.where(slot.day > wishes.due, wishes.late, wishes.points)
        key = value + 0.5 * wishes.unlocks + _FREE * (lost == 0)
        order = np.argsort(-key, kind="stable")
        order = order[lost[order] >= 0]
        rank = np.full(len(key), -1, dtype=np.int32)
        rank[order] = np.arange(len(order))
        return Able(rank.tolist(), order.tolist(), (lost == 0).tolist())

    def _open(self, slot: Slot) -> Iterable[int]:
        """Places of the open wishes of who could come, in order of rank."""
        unmet, able = self.ledger.unmet[slot.course], self.able(slot)
        if len(unmet) * 4 < len(able.order):
            rank = able.rank
            return sorted((n for n in unmet if rank[n] >= 0), key=rank.__getitem__)
        return (n for n in able.order if n in unmet)

    def hope(self, slot: Slot, prices: Prices) -> float:
        """The most that a session could earn, if every cover cost nothing."""
        each = self.slots.wishes[slot.course].each
        course = self.slots.courses[slot.course]
        seats, least = course.group_max, course.group_min
        earned: list[float] = []
        free = self.able(slot).free
        for place in self._open(slot):
            wish = each[place]
            if not free[place] and self.ledger.is_hopeless(wish.person, slot):
                continue
            if not wish.arcs or self.ledger.can_follow(wish, slot):
                earned.append(self._worth(wish, slot, prices))
                if len(earned) == seats:
                    break
        if len(earned) < least:
            return 0.0
        return sum(earned) - self._trainer(slot, prices)

    def _worth(self, wish: Wish, slot: Slot, prices: Prices) -> float:
        return worth(wish, slot.day) + prices.unlock * wish.unlocks

    def _trainer(self, slot: Slot, prices: Prices) -> float:
        led = self.slots.courses[slot.course].modality.has_trainer
        return prices.minute * (slot.end - slot.start) if led else 0.0

    def fill(self, number: int, prices: Prices) -> float:
        """Let people join a session while it pays; what they earn, less the half-days."""
        meeting = self.ledger.meetings[number]
        slot, seats = meeting.slot, meeting.seats
        least = self.slots.courses[slot.course].group_min
        each = self.slots.wishes[slot.course].each
        free, earned = self.able(slot).free, 0.0
        failed: Counter[int] = Counter()
        home = self.ledger.ground.homes
        seated = len(meeting.visits)
        for place in list(self._open(slot)):
            wish = each[place]
            if not free[place] and (
                failed[home[wish.person]] >= _TRIES or self.ledger.is_hopeless(wish.person, slot)
            ):
                continue
            mark, before = self.ledger.mark(), self.ledger.sums["half-days"]
            if not self.ledger.join(number, wish):
                failed[home[wish.person]] += not free[place]
                continue
            cost = prices.half_day * (self.ledger.sums["half-days"] - before)
            gain = self._worth(wish, slot, prices) - cost
            if gain < 0 and seated >= least:
                self.ledger.back_to(mark)
                failed[home[wish.person]] += 1
                continue
            earned += gain
            seated += 1
            if seated == seats:
                break
        return earned

    def set_up(self, slot: Slot, prices: Prices) -> float:
        """One session; what it earns. Where that is not above 0, there may be a part of it."""
        number = self.ledger.open(slot)
        if number is None:
            return 0.0
        earned = self.fill(number, prices)
        course = self.slots.courses[slot.course]
        if len(self.ledger.meetings[number].visits) < course.group_min:
            return 0.0
        return earned - self._trainer(slot, prices)

    def repair(
        self, slots: Iterable[Slot], prices: Prices, is_over: Callable[[], bool] = lambda: False
    ) -> None:
        """Set up sessions, the best first, while any pays.

        What a session earns only shrinks, mostly, as others are set up: so the best of a list
        that is out of date is looked at again, and the rest waits.
        """
        heap = [
            (-hope, n, slot)
            for n, slot in enumerate(slots)
            if (hope := self.hope(slot, prices)) > 0
        ]
        heapq.heapify(heap)
        while heap and not is_over():
            _, n, slot = heap[0]
            others = -min((item[0] for item in heap[1:3]), default=0.0)
            earned = self.hope(slot, prices)
            if earned >= others and earned > 0:
                mark = self.ledger.mark()
                earned = self.set_up(slot, prices)
                if earned > 0 and earned >= _GOOD_ENOUGH * others:
                    continue
                self.ledger.back_to(mark)
            if earned > 0:
                heapq.heapreplace(heap, (-earned, n, slot))
            else:
                heapq.heappop(heap)

    def top_up(self, numbers: Iterable[int], prices: Prices) -> None:
        """Fill the seats that are left in sessions."""
        for number in numbers:
            meeting = self.ledger.meetings[number]
            if self.ledger.unmet[meeting.slot.course] and len(meeting.visits) < meeting.seats:
                self.fill(number, prices)
