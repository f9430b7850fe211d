"""A quick plan for a large part: session after session, the fullest first.

Knows rows and columns only, and of rows their upper limits: a column may be raised when no
row breaks, or when raising another column (an engagement, for a lesson that has to be covered; a
colleague, where nobody may come alone) mends the row. It is no match for the engine, but takes a
part many times larger in the same time.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from itertools import pairwise
from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints
from pdsched.engines.program import IntegerProgram

PATIENCE = 0.85
"""A session is held when it brings at least this share of what any other could still bring."""

DEEP = 3
"""Length of a chain of columns raised one for the other: who is named for a lesson, for that the
engagement, for that what counts it. Nobody attends for their sake."""


class Seats(NamedTuple):
    """Which columns of a part are attendances and sessions of which placement."""

    attend: Ints
    attend_seat: Ints
    hold: Ints
    hold_seat: Ints

    @classmethod
    def none(cls) -> Seats:
        """Of a part that is not to be filled."""
        return cls(*[np.zeros(0, dtype=np.int64)] * 4)


def fill(
    program: IntegerProgram,
    weights: Ints,
    start: Ints,
    seats: Seats,
    seed: int,
    seconds: float,
    over: Callable[[], bool] = lambda: False,
    *,
    in_order: bool = False,
) -> Ints:
    """Values by column, no worse than those given, for a goal to be maximised.

    Ends early where ``over()`` says so. ``in_order`` opens sessions in the order of their seats,
    not the fullest first.
    """
    filler = _Filler(program, weights, start, seats, seed)
    return filler.run(monotonic() + seconds, over, in_order=in_order)


class _Filler:
    def __init__(
        self, program: IntegerProgram, weights: Ints, start: Ints, seats: Seats, seed: int
    ) -> None:
        self.values: list[int] = start.tolist()
        self._most: list[int] = program.most.tolist()
        self._upper: list[float] = program.upper.tolist()
        self._lower: list[float] = program.lower.tolist()
        self._activity: list[float] = program.activity(start).tolist()
        self._weights: list[int] = weights.tolist()
        self._random = random.Random(seed)
        count = program.columns
        row, column, coefficient = program.row, program.column, program.coefficient
        is_hold = np.zeros(count, dtype=np.bool_)
        is_hold[seats.hold] = True
        helps = (coefficient < 0) & ~is_hold[column]
        helpers = CsrLists.of(row[helps], column[helps], program.rows)
        has_helpers = helpers.lengths() > 0
        self._helpers = {r: helpers[r].tolist() for r in np.flatnonzero(has_helpers).tolist()}
        is_plain = (coefficient == 1) & ~has_helpers[row]
        self._plain = _lists(column, row, is_plain, count)
        """By column, rows that raising it adds 1 to, and that nothing mends."""
        rows = _lists(column, row, ~is_plain, count)
        coefficients = _lists(column, coefficient, ~is_plain, count)
        self._entries = [
            list(zip(*both, strict=True)) for both in zip(rows, coefficients, strict=True)
        ]
        """By column, the other rows, and what raising it adds to them."""
        self._gathers = _gathering(program, seats).tolist()
        called = helps & np.isin(column, seats.attend)
        drawn_in = np.bincount(row[called], minlength=program.rows) > 0
        self._deep = np.where(drawn_in, 1, DEEP).tolist()
        number = int(max(seats.attend_seat.max(initial=-1), seats.hold_seat.max(initial=-1))) + 1
        heavy = seats.attend[np.argsort(-weights[seats.attend], kind="stable")]
        seat_of = np.zeros(count, dtype=np.int64)
        seat_of[seats.attend] = seats.attend_seat
        attends = CsrLists.of(seat_of[heavy], heavy, number)
        holds = CsrLists.of(seats.hold_seat, seats.hold, number)
        self._attends = [attends[k].tolist() for k in range(number)]
        self._holds = [holds[k].tolist() for k in range(number)]
        self._trail: list[int] = []

    def run(self, deadline: float, over: Callable[[], bool], *, in_order: bool) -> Ints:
        for seat in range(len(self._attends)):
            if any(self.values[h] for h in self._holds[seat]):
                self._join(seat)
            while in_order and monotonic() < deadline and not over() and self._hold(seat):
                pass
        queue = [(-self._hope(seat), seat) for seat in range(len(self._attends))]
        heapq.heapify(queue)
        while queue and monotonic() < deadline and not over():
            hope, seat = heapq.heappop(queue)
            mark = len(self._trail)
            gain = self._hold(seat)
            if not gain:
                continue
            if queue and gain < PATIENCE * -queue[0][0] and gain < -hope:
                self._undo(mark)
            heapq.heappush(queue, (-gain, seat))
        return np.array(self.values, dtype=np.int64)

    def _hope(self, seat: int) -> float:
        """What a session could bring at most, blurred a little."""
        waiting = (c for c in self._attends[seat] if self.values[c] < self._most[c])
        hope: float = self._random.uniform(1.0, 1.1) * sum(self._weights[c] for c in waiting)
        return hope

    def _join(self, seat: int) -> None:
        for column in self._attends[seat]:
            self._raise_if_worth(column)

    def _raise_if_worth(self, column: int) -> bool:
        """Raise a column with all that it takes, unless that costs more than it brings."""
        mark = len(self._trail)
        if not self._raise(column):
            return False
        if sum(self._weights[c] for c in self._trail[mark:]) > 0:
            return True
        self._undo(mark)
        return False

    def _hold(self, seat: int) -> int:
        """Hold one session more; what it brings, 0 where it cannot be."""
        mark = len(self._trail)
        held = self._holds[seat]
        self._random.shuffle(held)
        if not any(self._raise(hold) for hold in held):
            return 0
        for column in self._attends[seat]:
            while self._raise_if_worth(column):
                pass
        hold = self._trail[mark]
        gain = sum(self._weights[column] for column in self._trail[mark:])
        short = any(self._activity[r] < self._lower[r] for r in self._rows_of(hold))
        if short or gain <= 0:
            self._undo(mark)
            return 0
        return gain

    def _rows_of(self, column: int) -> list[int]:
        return [*self._plain[column], *(r for r, _ in self._entries[column])]

    def _raise(self, column: int, depth: int = 0) -> bool:
        """Raise a column by one if every row can stand it."""
        if self.values[column] >= self._most[column]:
            return False
        activity, upper = self._activity, self._upper
        for r in self._plain[column]:
            if activity[r] + 1 > upper[r]:
                return False
        entries = self._entries[column]
        for r, k in entries:
            if k > 0 and activity[r] + k > upper[r] and not self._is_mendable(r, depth):
                return False
        mark = len(self._trail)
        self._put(column)
        for r, k in entries:
            if k > 0 and activity[r] > upper[r] and not self._mend(r, depth):
                self._undo(mark)
                return False
        return True

    def _is_mendable(self, row: int, depth: int) -> bool:
        if row not in self._helpers:
            return False
        return not depth or self._gathers[row] or depth < self._deep[row]

    def _mend(self, row: int, depth: int) -> bool:
        # Whoever is gathered needs a cover as much as who came first.
        depth = 0 if self._gathers[row] else depth + 1
        for helper in self._helpers.get(row, ()):
            while self._activity[row] > self._upper[row] and self._raise(helper, depth):
                pass
            if self._activity[row] <= self._upper[row]:
                return True
        return False

    def _put(self, column: int) -> None:
        activity = self._activity
        self.values[column] += 1
        self._trail.append(column)
        for r in self._plain[column]:
            activity[r] += 1
        for r, k in self._entries[column]:
            activity[r] += k

    def _undo(self, mark: int) -> None:
        activity = self._activity
        while len(self._trail) > mark:
            column = self._trail.pop()
            self.values[column] -= 1
            for r in self._plain[column]:
                activity[r] -= 1
            for r, k in self._entries[column]:
                activity[r] -= k


def _lists(owner: Ints, items: Ints, is_meant: Bools, count: int) -> list[list[int]]:
    """By owner, the items that are meant."""
    lists = CsrLists.of(owner[is_meant], items[is_meant], count)
    flat = lists.items.tolist()
    return [flat[a:b] for a, b in pairwise(lists.first.tolist())]


def _gathering(program: IntegerProgram, seats: Seats) -> Bools:
    """Rows that attendances together make room in for something else: nobody, or so many."""
    attends = np.zeros(program.columns, dtype=np.bool_)
    attends[seats.attend] = True
    adds, takes = program.coefficient > 0, program.coefficient < 0
    wrong = np.where(attends[program.column], adds, takes)
    is_gathering = np.bincount(program.row[takes], minlength=program.rows) > 0
    is_gathering[program.row[wrong]] = False
    return is_gathering
