"""Ejection chains: fixed tasks held one at a time by as few hands as possible.

A task without a hand takes the one on which least weight is in its way, and what it pushes out
looks for another hand in turn. A task that has to push gains weight, so that it is moved less
easily (breakout, Morris, AAAI 1993), and what was pushed out stays away from that hand for some
moves (tabu, Glover, ORSA Journal on Computing 1, 1989). When every task has a hand again, the hand
whose tasks weigh least is sent away and they look for others. Where that goes on for long, somebody
comes back who could do what waits, and another goes; where nobody can go, somebody comes in place
of another.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints

TENURE = 10
"""Least moves for which a task stays away from a hand; up to twice as many, drawn."""
MOVES_PER_TASK = 1
"""Moves for each task without progress, after which another hand is sent away in place of one."""
LUCK = 0.2
"""Share by which the worth of a hand may be taken for more than it is."""
EASY = 0.25
"""Moves for each task up to which sending hands away was easy: next time twice as many go, and
come back if that takes more than a move for each task."""
GLANCE = 128
"""Moves between two looks whether it is over."""
BARRED = 1e18
"""More than any weight."""
NOBODY = -1


class FixedTasks(NamedTuple):
    """Tasks with fixed times, which end when the next begins or later overlap it."""

    start: Ints
    end: Ints
    """After ``start``; a task that begins then does not overlap."""
    able: Bools
    """(hand, task): who can do what."""

    def in_slots(self) -> tuple[Ints, Ints]:
        """First slot and slot after the last of each task; a slot begins where any task begins.

        >>> one = np.ones((1, 3), dtype=bool)
        >>> FixedTasks(np.array([0, 10, 30]), np.array([20, 90, 40]), one).in_slots()
        (array([0, 1, 2]), array([2, 3, 3]))
        """
        begins = np.unique(self.start)
        return np.searchsorted(begins, self.start), np.searchsorted(begins, self.end)

    def fullest(self) -> Bools:
        """By task, whether it is there at the moment at which most are; the first such moment."""
        first, last = self.in_slots()
        steps = np.zeros(int(last.max(initial=0)) + 1, dtype=np.int64)
        np.add.at(steps, first, 1)
        np.subtract.at(steps, last, 1)
        slot = steps.cumsum().argmax()
        return np.asarray((first <= slot) & (slot < last))

    def at_once(self) -> int:
        """Most tasks at one moment."""
        return int(self.fullest().sum())


class EjectionChains:
    """One search; hands and tasks are numbers."""

    def __init__(self, tasks: FixedTasks, begin: Ints | None = None, seed: int = 0) -> None:
        """``begin`` is the hand by task of a way that is known."""
        first, last = tasks.in_slots()
        hands, count = tasks.able.shape
        slots = int(last.max(initial=0))
        self._tasks, self._rng = tasks, np.random.default_rng(seed)
        self._first, self._last = first.tolist(), last.tolist()
        self._able = [np.flatnonzero(tasks.able[:, task]) for task in range(count)]
        self._here = np.ones(hands, dtype=np.bool_)
        """By hand, whether it takes part."""
        self._able_here = tasks.able.sum(axis=0)
        """By task, how many who take part are able to do it."""
        self._weight = np.ones(count)
        self._hand = np.full(count, NOBODY)
        self._busy = np.full((hands, slots), NOBODY)
        """(hand, slot): its task."""
        self._held: Floats = np.zeros((hands, slots))
        """(hand, slot): the weight of its task."""
        self._begun: Floats = np.zeros((hands, slots))
        """(hand, slot): the weight of its task where that begins."""
        self._away = np.zeros((hands, count), dtype=np.int64)
        """(hand, task): the move up to which the task stays away."""
        self._came_back = np.zeros(hands, dtype=np.bool_)
        """By hand, whether it came in place of another since there were fewer."""
        self.moves = 0
        """Tasks that were given a hand so far."""
        self._waiting: list[int] = []
        self.best = begin
        """By task, its hand in the best way so far."""
        if begin is None:
            # Last in, first out: in order of their begin.
            self._waiting = np.argsort(-first, kind="stable").tolist()
            return
        for task, hand in enumerate(begin.tolist()):
            self._put(task, hand)

    @property
    def fewest(self) -> int:
        """Hands of the best way so far."""
        return len(self._able) if self.best is None else len(np.unique(self.best))

    def run(
        self, over: Callable[[], bool], on_fewer: Callable[[Ints], None], least: int = 0
    ) -> bool:
        """Look for fewer and fewer hands; whether it was over before it had looked everywhere.

        It can go on later. Where it ends by itself there are no more than ``least`` hands, or each
        is the only one for something, whoever else comes in place of one of them.

        Args:
            over: Asked now and then.
            on_fewer: Is given the hand by task of the first way, and of each that is better.
            least: So many hands are needed in any case.
        """
        if not (self._able_here > 0).all():
            return False
        at_a_time, most = 1, inf

        def is_enough() -> bool:
            return over() or self.moves > most

        while True:
            before = self.moves
            if self._place_all(is_enough):
                if self.best is None or len(np.unique(self._hand)) < self.fewest:
                    self.best = self._hand.copy()
                    self._came_back[:] = False
                    on_fewer(self.best)
                was_easy = self.moves - before <= EASY * len(self._able)
                at_a_time = 2 * at_a_time if was_easy else 1
            if over():
                return True
            if self._waiting:
                self._go_back()  # Too many went at once.
                at_a_time = 1
            at_a_time = min(at_a_time, self.fewest - least)
            if at_a_time < 1:
                return False
            one_goes = self._send_away(at_a_time)
            most = self.moves + len(self._able) if at_a_time > 1 or not one_goes else inf
            if not one_goes and not self._exchange():
                return False

    def _go_back(self) -> None:
        """To the best way so far."""
        assert self.best is not None
        for task in np.flatnonzero(self._hand != NOBODY).tolist():
            self._take_off(task)
        self._waiting.clear()
        for task, hand in enumerate(self.best.tolist()):
            self._put(task, hand)
        self._here[:] = False
        self._here[self.best] = True
        self._able_here = self._tasks.able[self._here].sum(axis=0)

    def _put(self, task: int, hand: int) -> None:
        first, last = self._first[task], self._last[task]
        self._hand[task] = hand
        self._busy[hand, first:last] = task
        self._held[hand, first:last] = self._weight[task]
        self._begun[hand, first] = self._weight[task]

    def _take_off(self, task: int) -> None:
        hand, first, last = self._hand[task], self._first[task], self._last[task]
        self._hand[task] = NOBODY
        self._busy[hand, first:last] = NOBODY
        self._held[hand, first:last] = 0
        self._begun[hand, first] = 0
        self._waiting.append(task)

    def _place_all(self, over: Callable[[], bool]) -> bool:
        """Whether each waiting task has a hand before it is over."""
        able = self._who_is_able()
        fewest, since = len(self._waiting), self.moves
        patience = MOVES_PER_TASK * len(able)
        while self._waiting:
            if self.moves % GLANCE == 0 and over():
                return False
            self._move(able)
            if len(self._waiting) < fewest:
                fewest, since = len(self._waiting), self.moves
            elif self.moves - since > patience and not self._here.all():
                self._change_hands()
                able = self._who_is_able()
                fewest, since = len(self._waiting), self.moves
        return True

    def _who_is_able(self) -> list[Ints]:
        """By task, those of the hands who take part that are able to do it."""
        return [hands[self._here[hands]] for hands in self._able]

    def _move(self, able: list[Ints]) -> None:
        """Give a waiting task a hand."""
        self.moves += 1
        task = self._drawn()
        first, last, hands = self._first[task], self._last[task], able[task]
        weights = self._held[hands, first]
        if last > first + 1:
            weights = weights + self._begun[hands, first + 1 : last].sum(axis=1)
        # Among equals the draw decides: no weight is below 1.
        rank = weights + 0.001 * self._rng.random(len(hands))
        is_barred = (weights > 0) & (self._away[hands, task] > self.moves)
        if not is_barred.all():
            rank[is_barred] = BARRED
        hand = int(hands[rank.argmin()])
        in_the_way = self._busy[hand, first:last]
        pushed = set(in_the_way[in_the_way != NOBODY].tolist())
        for other in pushed:
            self._take_off(other)
            tenure = TENURE + int(TENURE * self._rng.random())
            self._away[hand, other] = self.moves + tenure
        self._weight[task] += bool(pushed)
        self._put(task, hand)

    def _drawn(self) -> int:
        """One of the waiting tasks; the last one as long as nobody was sent away."""
        waiting = self._waiting
        if not self._here.all():
            place = int(self._rng.random() * len(waiting))
            waiting[place], waiting[-1] = waiting[-1], waiting[place]
        return waiting.pop()

    def _send_away(self, count: int) -> bool:
        """Whether some could go, beside whoever is of no use."""
        for idle in np.setdiff1d(np.flatnonzero(self._here), self._hand).tolist():
            self._dismiss(idle)
        gone = 0
        while gone < count and (hand := self._least_needed()) is not None:
            self._dismiss(hand)
            gone += 1
        self._weight[:] = 1
        self._held[:] = self._busy != NOBODY
        np.minimum(self._begun, 1, out=self._begun)
        return gone > 0

    def _exchange(self) -> bool:
        """Whether somebody comes in place of another, each once: then others may be able to go."""
        for back in self._rng.permutation(np.flatnonzero(~self._here & ~self._came_back)).tolist():
            self._came_back[back] = self._here[back] = True
            self._able_here += self._tasks.able[back]
            hand = self._least_needed(beside=back)
            self._dismiss(back if hand is None else hand)
            if hand is not None:
                return True
        return False

    def _change_hands(self) -> None:
        """One comes back who could do much of what waits, and who is least needed goes."""
        away = np.flatnonzero(~self._here)
        worth = self._tasks.able[away][:, self._waiting] @ self._weight[self._waiting]
        back = int(away[self._by_luck(worth).argmax()])
        self._here[back] = True
        self._able_here += self._tasks.able[back]
        hand = self._least_needed(beside=back)
        # Whoever comes back goes again where nobody else can.
        self._dismiss(back if hand is None else hand)

    def _least_needed(self, beside: int = NOBODY) -> int | None:
        """The hand whose tasks weigh least: what is hard to place weighs much.

        Nobody who is the only one for something can go.
        """
        here = np.flatnonzero(self._here)
        alone = np.flatnonzero(self._able_here == 1)
        here = here[~self._tasks.able[here][:, alone].any(axis=1) & (here != beside)]
        if not len(here):
            return None
        return int(here[self._by_luck(self._begun[here].sum(axis=1)).argmin()])

    def _by_luck(self, worth: Floats) -> Floats:
        return worth * (1 + LUCK * self._rng.random(len(worth)))

    def _dismiss(self, hand: int) -> None:
        self._here[hand] = False
        self._able_here -= self._tasks.able[hand]
        for task in np.flatnonzero(self._hand == hand).tolist():
            self._take_off(task)
