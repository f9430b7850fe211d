"""A good greedy with rotation, as a skilled programmer writes it in a day.

Sessions are set up date by date, those that earn most for what is scarce first; substitutes go
from class to class. Then, until the time is up, a part of the plan is taken down and set up anew
with other prices, and kept where that is better (or, early on, not much worse).
"""

from __future__ import annotations

import math
import multiprocessing
from random import Random
from time import monotonic

from benchmarks.peers.common import Diary
from benchmarks.peers.filling import Filler, Prices
from benchmarks.peers.ground import Ground
from benchmarks.peers.ledger import Ledger
from benchmarks.peers.slots import Slot, Slots
from benchmarks.peers.writing import Snapshot
from pdsched import Plan, Policy, Problem

MOST_VENUES = 20
"""Venues looked at on one date, drawn anew each time."""
FIRST = Prices(half_day=5.0, minute=0.2, unlock=0.5)
LAST = Prices(half_day=0.5, minute=0.01, unlock=0.1)
"""At the end of every step, so that nothing stays undone that can be done."""
WRITING = 0.03
"""Share of the time kept for writing the plan out."""
HEAT, COLD = 25.0, 0.5
"""Points by which a plan may be worse and still be gone on from, at first and at last."""
HALF_DAY = 0.2
"""Points that a half-day stands for while plans are compared on the way."""


def plan(problem: Problem, policy: Policy, seconds: float, diary: Diary, seed: int = 0) -> Plan:
    """The best plan found in the time, by two searches that go on from the same first plan."""
    limit = monotonic() + seconds
    ground = Ground(problem, policy)
    search = Greedy(ground, limit - WRITING * seconds, seed)
    search.construct(diary)
    best = _side_by_side(search)
    return best.to_plan(ground)


def _side_by_side(search: Greedy) -> Snapshot:
    """Improve on two cores; on one where the system cannot copy a process."""
    if "fork" not in multiprocessing.get_all_start_methods():
        search.improve()
        return search.best
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def other() -> None:
        search.rng = Random(search.rng.random())
        search.improve()
        there.send((search.value, search.best))

    process = context.Process(target=other, daemon=True)
    process.start()
    search.improve()
    best = search.best
    if here.poll(1 + WRITING * search.spent):
        value, found = here.recv()
        best = found if value > search.value else best
    process.kill()
    process.join()
    return best


class Greedy:
    """One search."""

    def __init__(self, ground: Ground, limit: float, seed: int) -> None:
        self.ground, self.slots = ground, Slots(ground)
        self.ledger = Ledger(ground, self.slots)
        self.filler = Filler(self.ledger)
        self.rng = Random(seed)
        self.best, self.value = Snapshot.of(self.ledger), self.ledger.value
        self.steps = 0
        self._started, self._limit = monotonic(), limit
        self._days = [d for d in range(len(ground.dates)) if not self._is_idle(d)]
        self._hosts = sorted(self.slots.rooms_at) or list(range(len(ground.schools)))
        self._drawn: dict[int, list[Slot]] = {}

    def _is_idle(self, day: int) -> bool:
        count = len(self.ground.schools)
        return all(self.ground.is_shut(school, day, 0, 1440) for school in range(count))

    @property
    def spent(self) -> float:
        """Seconds since the search was begun."""
        return monotonic() - self._started

    def _is_over(self) -> bool:
        return monotonic() >= self._limit

    def _on(self, day: int) -> list[Slot]:
        """The slots of a date, at some venues where there are many."""
        if len(self._hosts) > MOST_VENUES:
            return self.slots.on(day, set(self.rng.sample(self._hosts, MOST_VENUES)))
        if day not in self._drawn:
            self._drawn[day] = self.slots.on(day)
        return self._drawn[day]

    def construct(self, diary: Diary) -> None:
        """Date by date, twice: what was too dear at first may be worth it in the end."""
        for prices in (FIRST, LAST):
            for day in self._days:
                if self._is_over():
                    break
                self.filler.repair(self._on(day), prices, self._is_over)
                self.ledger.settle()
                if self.ledger.meetings:
                    diary.found()
        self.filler.top_up(list(self.ledger.meetings), LAST)
        self.ledger.settle()
        self.best, self.value = Snapshot.of(self.ledger), self.ledger.value

    # Improvement

    def improve(self) -> None:
        """Take down and set up, until the time is up."""
        begun = monotonic()
        while not self._is_over() and self._days:
            share = (monotonic() - begun) / max(1e-9, self._limit - begun)
            heat = HEAT * (COLD / HEAT) ** share
            before, mark = self._standing(), self.ledger.mark()
            self._step()
            self.steps += 1
            change = self._standing() - before
            if change < 0 and self.rng.random() >= math.exp(change / heat):
                self.ledger.back_to(mark)
            self.ledger.settle()
            if self.ledger.value > self.value:
                self.best, self.value = Snapshot.of(self.ledger), self.ledger.value

    def _standing(self) -> float:
        points, saved = self.ledger.value
        return points + HALF_DAY * saved

    def _step(self) -> None:
        days = self._choose_days()
        share = self.rng.choice((0.4, 0.7, 1.0))
        for number, meeting in list(self.ledger.meetings.items()):
            chosen = meeting.slot.day in days and self.rng.random() < share
            if chosen and number in self.ledger.meetings:
                self.ledger.close(number)
        prices = Prices(
            half_day=self.rng.choice((0.5, 3.0, 8.0, 15.0)),
            minute=self.rng.choice((0.0, 0.1, 0.3)),
            unlock=self.rng.choice((0.0, 0.3, 0.6)),
        )
        slots = [slot for day in days for slot in self._on(day)]
        self.filler.repair(slots, prices, self._is_over)
        self.filler.repair(slots, LAST, self._is_over)
        self.filler.top_up(list(self.ledger.meetings), LAST)

    def _choose_days(self) -> set[int]:
        first = self.rng.choice(self._days)
        if self.rng.random() < 0.5:
            return {first}
        week = [d for d in self._days if self.ground.week[d] == self.ground.week[first]]
        other = self.rng.choice(week if self.rng.random() < 0.5 else self._days)
        return {first, other}
