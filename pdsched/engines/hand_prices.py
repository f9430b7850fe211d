"""Prices of fixed tasks: a proof of how many hands they need at least, by column generation.

Whatever price each task has, a hand saves at most what the dearest tasks cost together that it can
hold one after the other, and costs one itself. So the prices of all tasks, less what is left of
that for each hand where it is more than one, are never more than the hands that are needed: a
Lagrangian bound for any prices of 0 or more (Geoffrion, Mathematical Programming Study 2, 1974).

A price of one for each task of the fullest moment says as much as that there are so many at once.
Better prices are those of a linear program over the rosters that hands could have: it begins with
some, and those that its prices find missing come to it (Gilmore and Gomory, Operations Research 9,
1961). Prices are smoothed on the way (Wentges, International Transactions in Operational Research
4, 1997).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from math import inf
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints
from pdsched.engines.ejection import FixedTasks

UNIT = 1_000_000
"""A price of one. Prices are whole numbers, so that what they add up to is exact."""
SMOOTHING = 0.5
"""Share of the best prices so far in those that are tried next."""
WITHOUT_HAND = 3.0
"""What it costs in the linear program that nobody holds a task."""
HAIR = 1e-6


class HandBound(NamedTuple):
    """That so many hands are needed at least."""

    hands: int
    prices: Ints
    """By task, in millionths of a hand: the proof, which anybody can add up."""


class _Rosters(NamedTuple):
    """For each hand the dearest tasks that it can hold one after the other."""

    worth: Ints
    """By hand."""
    holds: Bools
    """(task, hand)."""


class HandPrices:
    """Prices of some tasks, and the bound that they prove."""

    def __init__(self, tasks: FixedTasks) -> None:
        first, last = tasks.in_slots()
        self._order = np.argsort(last, kind="stable")
        self._able = np.ascontiguousarray(tasks.able[:, self._order].T)
        # By task in order of the end, how many end before it begins.
        self._before = np.searchsorted(last[self._order], first[self._order], "right").tolist()
        self._program: _Program | None = None
        self._news: list[Ints] = []
        """Rosters that it has not seen yet."""
        self._best: Ints | None = None
        """The prices that proved most of those of the linear program, in order of the end."""
        self._total = -1
        """What the prices of the bound prove, in millionths of a hand."""
        self.is_exhausted = False
        """Whether no prices prove more."""
        self.bound = HandBound(0, np.zeros(len(self._order), dtype=np.int64))
        self._try(tasks.fullest() * UNIT)

    def improve(
        self,
        known: Iterable[Ints],
        enough: int,
        over: Callable[[], bool] = lambda: False,
        seconds: float = inf,
    ) -> None:
        """Look for better prices until ``enough`` hands are proven, or nothing is left to find.

        Args:
            known: Rosters to go on with, each with the hand by task, below 0 for none.
            enough: More than that is not looked for.
            over: Whether the time is; asked between two rounds.
            seconds: For each linear program: one that takes longer ends the search for now.
        """
        self._news += known
        if self.is_exhausted or self.bound.hands >= enough or over():
            return
        program = self._program = self._program or _Program(*self._able.shape)
        while self._news:
            hands = self._news.pop()
            in_order = hands[self._order]
            for hand in np.unique(in_order[in_order >= 0]).tolist():
                program.add(hand, np.flatnonzero(in_order == hand))
        while self.bound.hands < enough and not over():
            solved = program.solved(seconds)
            if solved is None:
                return
            prices, of_hands, value = solved
            tried = prices if self._best is None else _smoothed(self._best, prices)
            news = self._round(program, tried, prices, of_hands)
            if not news and tried is not prices:
                news = self._round(program, prices, prices, of_hands)
            # No prices prove more than the value of the linear program, rounded up.
            if not news or (not program.lacks and np.ceil(value - HAIR) <= self.bound.hands):
                self.is_exhausted = True
                return

    def _round(self, program: _Program, tried: Ints, prices: Ints, of_hands: Ints) -> int:
        """How many rosters are new that the tried prices have found, worth more than they cost."""
        is_better, rosters = self._try(self._by_task(tried))
        if is_better or self._best is None:
            self._best = tried
        worth = prices @ rosters.holds.astype(np.int64)
        dear = np.flatnonzero(worth - of_hands > UNIT)
        return sum(
            program.add(hand, np.flatnonzero(rosters.holds[:, hand])) for hand in dear.tolist()
        )

    def _by_task(self, in_order: Ints) -> Ints:
        prices = np.empty_like(in_order)
        prices[self._order] = in_order
        return prices

    def _try(self, prices: Ints) -> tuple[bool, _Rosters]:
        """Whether these prices prove more than those before; and what hands would hold for them."""
        rosters = self._rosters(prices)
        total = int(prices.sum()) - int(np.maximum(0, rosters.worth - UNIT).sum())
        is_more = total > self._total
        if is_more:
            self._total = total
            self.bound = HandBound(max(0, -(-total // UNIT)), prices)
        return is_more, rosters

    def _rosters(self, prices: Ints) -> _Rosters:
        """By dynamic programming over the tasks in order of their end, for all hands at once."""
        count, hands = self._able.shape
        worth = np.zeros((count + 1, hands), dtype=np.int64)
        is_taken = np.zeros((count, hands), dtype=np.bool_)
        in_order = prices[self._order].tolist()
        for task, (price, before) in enumerate(zip(in_order, self._before, strict=True)):
            with_it = worth[before] + price
            np.greater(with_it, worth[task], out=is_taken[task])
            is_taken[task] &= self._able[task]
            worth[task + 1] = worth[task]
            np.copyto(worth[task + 1], with_it, where=is_taken[task])
        upto = np.full(hands, count)
        for task in range(count - 1, -1, -1):
            is_taken[task] &= upto > task
            np.copyto(upto, self._before[task], where=is_taken[task])
        return _Rosters(worth[count], is_taken)


def _smoothed(best: Ints, prices: Ints) -> Ints:
    return (SMOOTHING * best + (1 - SMOOTHING) * prices).astype(np.int64)


class _Program:
    """As few rosters as possible that hold every task, a share of each, none of a hand twice."""

    def __init__(self, tasks: int, hands: int) -> None:
        from ortools.math_opt.python import mathopt

        self._model = mathopt.Model()
        self._held = [self._model.add_linear_constraint(lb=1.0) for _ in range(tasks)]
        self._once = [self._model.add_linear_constraint(ub=1.0) for _ in range(hands)]
        self._lacking = []
        for row in self._held:
            variable = self._model.add_variable(lb=0.0)
            self._model.objective.set_linear_coefficient(variable, WITHOUT_HAND)
            row.set_coefficient(variable, 1.0)
            self._lacking.append(variable)
        self._known: set[tuple[int, bytes]] = set()
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        self.lacks = True
        """Whether something of a task had no hand when it was solved last."""

    def add(self, hand: int, tasks: Ints) -> bool:
        """Whether the roster is a new one."""
        key = hand, tasks.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        variable = self._model.add_variable(lb=0.0)
        self._model.objective.set_linear_coefficient(variable, 1.0)
        self._once[hand].set_coefficient(variable, 1.0)
        for task in tasks.tolist():
            self._held[task].set_coefficient(variable, 1.0)
        return True

    def solved(self, seconds: float) -> tuple[Ints, Ints, float] | None:
        """Prices of tasks, what each hand is worth beyond its cost, and the value.

        ``None`` if that takes more seconds.
        """
        from ortools.math_opt.python import mathopt

        limit = None if seconds == inf else timedelta(seconds=max(0.1, seconds))
        result = self._solver.solve(params=mathopt.SolveParameters(time_limit=limit))
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        prices = np.maximum(0.0, np.array(result.dual_values(self._held)))
        of_hands = np.maximum(0.0, -np.array(result.dual_values(self._once)))
        self.lacks = sum(result.variable_values(self._lacking)) > HAIR
        return _in_units(prices), _in_units(of_hands), result.objective_value()


def _in_units(prices: Floats) -> Ints:
    return np.asarray(np.rint(prices * UNIT), dtype=np.int64)
