"""What a district office does: first come, first served by priority, one substitute each.

Dates are taken in calendar order and hours in clock order. Whoever waits for a course, the most
urgent first, gets a place; whoever has to miss lessons for it gets a substitute of their own for
the half-day, who goes to no other class. A session for which too few can come is not set up.
What is learned alone on a platform is done in free time.
"""

from __future__ import annotations

from collections import Counter
from time import monotonic

import numpy as np

from benchmarks.peers.common import Diary
from benchmarks.peers.days import Ints
from benchmarks.peers.ground import NOWHERE, Ground
from benchmarks.peers.ledger import Ledger
from benchmarks.peers.slots import Slot, Slots
from benchmarks.peers.writing import Snapshot
from pdsched import Plan, Policy, Problem
from pdsched.problem import Modality

MOST_VENUES = 12
"""Venues considered on one date: those that most of the waiting are near to."""


def plan(problem: Problem, policy: Policy, seconds: float, diary: Diary) -> Plan:
    """The plan, made in one go through the calendar."""
    return Office(problem, policy).plan(seconds, diary)


class Office:
    """One go through the calendar."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.ground = Ground(problem, policy)
        self.slots = Slots(self.ground)
        self.ledger = Ledger(self.ground, self.slots, roving=False)
        self._been: Counter[int] = Counter()
        self._open = [np.arange(len(w.each), dtype=np.int32) for w in self.slots.wishes]
        self._as_of: dict[int, int] = {}

    def plan(self, seconds: float, diary: Diary) -> Plan:
        """Go on until the calendar or the time ends."""
        limit = monotonic() + seconds
        for day in range(len(self.ground.dates)):
            if monotonic() > limit:
                diary.tell(note="the time ended before the calendar did")
                break
            self._fill(day)
            if self.ledger.meetings:
                diary.found()
        return Snapshot.of(self.ledger).to_plan(self.ground)

    def _fill(self, day: int) -> None:
        urgent = {n: self._urgency(n) for n in range(len(self.slots.courses))}
        venues = self._venues()
        slots = self.slots.on(day, set(venues))
        slots.sort(
            key=lambda s: (s.start, urgent[s.course], s.venue >= 0 and venues.index(s.venue))
        )
        for slot in slots:
            if urgent[slot.course] < (0, 0):
                self._set_up(slot)
                urgent[slot.course] = self._urgency(slot.course)

    def _urgency(self, course: int) -> tuple[int, int]:
        """Rank of the first who waits; (0, 0) where too few do."""
        waiting = self._waiting(course)
        if len(waiting) < self.slots.courses[course].group_min:
            return 0, 0
        first = self.slots.wishes[course].each[int(waiting[0])]
        return -first.points, first.need - len(self.ground.problem.needs)

    def _waiting(self, course: int) -> Ints:
        """Places of the open wishes in the list of a course."""
        before = self._open[course]
        if self._as_of.get(course) != len(self.ledger.met):
            each = self.slots.wishes[course].each
            open_still = [n for n in before.tolist() if each[n].need not in self.ledger.met]
            self._open[course] = np.array(open_still, dtype=np.int32)
            self._as_of[course] = len(self.ledger.met)
        return self._open[course]

    def _venues(self) -> list[int]:
        """Where sessions could be held, in order of how many wait near by and how seldom it was."""
        waiting: Counter[str] = Counter()
        zones = [school.zone for school in self.ground.problem.schools]
        for number, need in enumerate(self.ground.problem.needs):
            if number not in self.ledger.met:
                waiting[zones[self.ground.home[self.ground.people[need.staff]]]] += 1
        hosts = sorted(self.slots.rooms_at) or list(range(len(zones)))
        hosts.sort(key=lambda venue: -waiting[zones[venue]] / (1 + self._been[venue]))
        return hosts[:MOST_VENUES]

    def _set_up(self, slot: Slot) -> None:
        course = self.slots.courses[slot.course]
        alone = course.modality is Modality.SELF_PACED and course.group_min == 1
        mark = self.ledger.mark()
        wishes = self.slots.wishes[slot.course]
        open_still = [
            n
            for n in self._waiting(slot.course).tolist()
            if not wishes.waits[n] or self.ledger.can_follow(wishes.each[n], slot)
        ]
        if not open_still:
            return
        lost = self.ground.lost(wishes.people[open_still], *slot[1:]).tolist()
        waiting = [
            wishes.each[n]
            for n, lessons in zip(open_still, lost, strict=True)
            if lessons == 0 or (lessons > 0 and not alone)
        ]
        least = course.group_min
        number = self.ledger.open(slot) if len(waiting) >= least else None
        if number is None:
            return
        for wish in waiting:
            if self.ledger.join(number, wish) and alone:
                break
        if len(self.ledger.meetings[number].visits) < least:
            self.ledger.back_to(mark)
            return
        self.ledger.settle()
        if slot.venue != NOWHERE:
            self._been[slot.venue] += 1
        if alone:
            self._set_up(slot)
