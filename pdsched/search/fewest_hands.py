"""Who holds the lessons that have to be covered whatever else happens, and how few can.

Where releases are settled (pins ask for them, or what comes first), the rest is a matter of fixed
lessons and of substitutes who can hold them: the engine, which sees a column for each of both, can
take minutes for a first plan. Ejection chains find one in no time, and better ones; prices of
lessons prove how many half-days are engaged at least. Both are about one half-day at a school at a
time, and only where who holds what is named. What they find counts only if it keeps all rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from math import inf
from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, unique
from pdsched.engines.ejection import EjectionChains, FixedTasks
from pdsched.engines.hand_prices import HandPrices
from pdsched.engines.program import Objective
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import names_covers, solution_of, values_of
from pdsched.model.instance.pauses import Pauses
from pdsched.model.solution.solution import Solution
from pdsched.search.task import GoalTask

HEARD_EVERY = 0.5
"""Seconds between two plans that are told."""
FIRST_SECONDS = 0.3
"""For each half-day in the first round; rounds grow."""
GROWTH = 3.0
METHOD = "lessons"


class HalfDay(NamedTuple):
    """Lessons of one half-day at a school that have to be covered, and who could."""

    place: int
    demands: Ints
    groups: Ints
    """By hand, its number as a substitute."""
    engaged: Ints
    """By hand, the column of its engagement."""
    holds: Ints
    """(hand, task): the column that says so; -1 where the hand is not able to."""
    tasks: FixedTasks
    of_all: int
    """Number of demands in all."""

    def roster_of(self, hands: Ints) -> Ints:
        """By demand, the substitute who holds it; -1 for none that is known."""
        roster = np.full(self.of_all, -1)
        roster[self.demands] = self.groups[hands]
        return roster

    def hands_of(self, roster: Ints) -> Ints:
        """By task, the hand that holds it; -1 for none that is known here."""
        groups = roster[self.demands]
        is_here, hands = lookup_sorted(self.groups, groups)
        return np.where(is_here, hands, -1)


class FewestHands:
    """The work on one goal; `is_apt` says whether it can be of use."""

    def __init__(self, task: GoalTask, f: Formulation) -> None:
        self._task, self._f, self._incumbent = task, f, task.incumbent
        self._prices: dict[int, HandPrices] = {}
        self._chains: dict[int, EjectionChains] = {}
        self._rosters: dict[int, list[Ints]] = {}
        """By half-day, those that were seen; see `HalfDay.roster_of`."""
        self._base: Solution | None = None
        """The solution that the chains go on from."""

    @property
    def is_apt(self) -> bool:
        """Whether each lesson has columns of single substitutes, and nothing else holds it."""
        f = self._f
        return (
            names_covers(f)
            and not len(f.cover.ids)
            and not f.plan.naming.ids.size
            and bool((f.index.substitute_size[f.named.group] == 1).all())
            and len(unique(f.demands.duty)) == len(f.demands.duty)
            and not Pauses.of(f.world.policy).longest
        )

    @property
    def is_settled(self) -> bool:
        """Whether the goal is as few engagements as possible, of lessons that are settled.

        In any plan the lessons are covered that the best one covers.
        """
        e, goal, best = self._f.engage, self._incumbent.goal, self._incumbent.best
        others = goal.weights(self._f)
        if best is None or goal.maximise or (others[e.column] != 1).any():
            return False
        others[e.column] = 0
        asked, covered = self._due(self._asked), self._due(values_of(self._f, best))
        return not others.any() and np.array_equal(asked, covered)

    @cached_property
    def _asked(self) -> Ints:
        """By column, 1 where rows ask for it."""
        return self._f.program.at_least_one().astype(np.int64)

    # A first plan

    def begin(self, seconds: float) -> None:
        """Tell a plan of what rows ask for, if there is one whose lessons can be held."""
        f, over = self._f, _after(seconds)
        hands = np.concatenate([f.engage.column, f.named.column])
        most = f.program.most.copy()
        most[hands] = 0
        rest, free = f.program.without_rows_of(hands).fixed(f.program.least, most)
        weights = np.zeros(f.columns, dtype=np.int64)
        weights[f.attend.column] = 1
        answer = self._incumbent.engine().run(
            rest, Objective(weights[free], maximise=False), self._task.solve_limits(seconds)
        )
        if answer.values is None:
            return
        values = np.where(most == f.program.least, f.program.least, 0)
        values[free] = answer.values
        for place in self._half_days(values, self._due(values)):
            chains = EjectionChains(place.tasks, seed=self._task.limits.seed)
            chains.run(over, lambda _: None, least=len(place.groups))
            if chains.best is None:
                return
            self._hold(values, place, chains.best)
        self._hear(values)

    # Fewer

    def run(self, over: Callable[[], bool]) -> None:
        """Look for plans with fewer engagements, and where none comes for the proof of how few."""
        self._prove(0.0, over)  # As many as there are lessons at once.
        seconds = FIRST_SECONDS
        while not over() and not self._incumbent.done:
            before = self._incumbent.value
            if not self._look(seconds, over):
                self._prove(inf, over)
                return
            if self._incumbent.value == before:
                self._prove(seconds, over)
                seconds *= GROWTH

    def _prove(self, seconds: float, over: Callable[[], bool]) -> None:
        """A bound of what has to be covered in any plan: each half-day by itself."""
        total = 0
        for place in self._half_days(self._asked, self._due(self._asked)):
            prices = self._prices.setdefault(place.place, HandPrices(place.tasks))
            known = [place.hands_of(roster) for roster in self._rosters.get(place.place, ())]
            enough = min((len(unique(hands[hands >= 0])) for hands in known), default=0)
            prices.improve(known, enough, _any(over, _after(seconds), self._is_done), seconds)
            total += prices.bound.hands
        self._incumbent.tighten(total, METHOD)

    def _is_done(self) -> bool:
        return self._incumbent.done

    def _look(self, seconds: float, over: Callable[[], bool]) -> bool:
        """Whether there are half-days in which fewer could do; each is looked at for some time."""
        best = self._incumbent.best
        if best is None:
            return False
        if best is not self._base:
            self._base = best
            self._chains.clear()
        values = values_of(self._f, best)
        is_open = False
        for place in self._half_days(values, self._due(values)):
            prices, hands = self._prices.get(place.place), _held(values, place)
            least = 0 if prices is None else prices.bound.hands
            if hands is None or len(unique(hands)) <= least:
                continue
            values, goes_on = self._improved(
                values, place, hands, _any(over, _after(seconds)), least
            )
            is_open |= goes_on
        return is_open

    def _improved(
        self, values: Ints, place: HalfDay, hands: Ints, over: Callable[[], bool], least: int
    ) -> tuple[Ints, bool]:
        """The values with fewer hands in a half-day where that keeps all rows, which is told.

        And whether there is more to look at.
        """
        chains = self._chains.get(place.place)
        if chains is None:
            chains = EjectionChains(place.tasks, hands, self._task.limits.seed)
            self._chains[place.place] = chains
        rosters = self._rosters.setdefault(place.place, [])
        last, told, is_refused = monotonic(), chains.best, False

        def tell() -> None:
            nonlocal last, told, values, is_refused
            if chains.best is None or chains.best is told:
                return
            last, told = monotonic(), chains.best
            changed = values.copy()
            self._hold(changed, place, chains.best)
            is_refused = not self._hear(changed)
            if not is_refused:
                values = changed

        def is_over() -> bool:
            if monotonic() > last + HEARD_EVERY:
                tell()
            return over() or self._incumbent.done

        goes_on = chains.run(is_over, lambda hands: rosters.append(place.roster_of(hands)), least)
        tell()
        if is_refused:
            # Another rule forbids it: what is looked for next begins with what there is.
            del self._chains[place.place]
        return values, goes_on and not self._incumbent.done

    # Half-days

    def _due(self, values: Ints) -> Ints:
        """Demands that are to be covered where columns have at least these values."""
        demands = self._f.demands
        numbers = np.arange(len(demands.lesson))
        owner, column = demands.taken.expand(numbers)
        is_taken = np.bincount(owner, weights=values[column], minlength=len(numbers)) > 0
        return np.flatnonzero(is_taken & demands.is_open)

    def _half_days(self, values: Ints, due: Ints) -> Iterator[HalfDay]:
        """Those with something due; without substitutes who are elsewhere at the time."""
        f, demands = self._f, self._f.demands
        demand, group, column = f.named
        for place in unique(demands.place[due]).tolist():
            here = due[demands.place[due] == place]
            is_here = np.isin(demand, here)
            groups = unique(group[is_here])
            groups = groups[~np.isin(groups, self._elsewhere(values, place))]
            is_here &= np.isin(group, groups)
            holds = np.full((len(groups), len(here)), -1)
            hand = np.searchsorted(groups, group[is_here])
            holds[hand, np.searchsorted(here, demand[is_here])] = column[is_here]
            _, engaged, who = f.engage.at(np.array([place]))
            engaged = engaged[np.argsort(who, kind="stable")][np.searchsorted(np.sort(who), groups)]
            tasks = FixedTasks(demands.start[here], demands.end[here], holds >= 0)
            yield HalfDay(place, here, groups, engaged, holds, tasks, len(demands.lesson))

    def _elsewhere(self, values: Ints, place: int) -> Ints:
        """Substitutes who are engaged at another school in the half-day of a place."""
        e = self._f.engage
        _, day, half = self._f.engagements.split_place(np.array([place]))
        is_then = (e.day == day) & (e.half == half) & (e.place != place)
        return unique(e.group[is_then & (values[e.column] > 0)])

    @staticmethod
    def _hold(values: Ints, place: HalfDay, hands: Ints) -> None:
        """Have these hands hold the lessons, and engage no others there."""
        values[place.holds[place.holds >= 0]] = 0
        values[place.engaged] = 0
        values[place.engaged[unique(hands)]] = 1
        values[place.holds[hands, np.arange(len(hands))]] = 1

    def _hear(self, values: Ints) -> bool:
        """Whether the values keep all rows; if so they are told."""
        f = self._f
        completed = values.copy()
        f.complete(completed)
        keeps = f.program.keeps(completed)
        if keeps:
            self._incumbent.hear(solution_of(f, completed))
            self._base = self._incumbent.best
        return keeps


def _held(values: Ints, place: HalfDay) -> Ints | None:
    """By task, the hand that holds it; ``None`` where it is somebody else."""
    is_held: Bools = (place.holds >= 0) & (values[place.holds] > 0)
    if not is_held.any(axis=0).all():
        return None
    return np.asarray(is_held.argmax(axis=0))


def _after(seconds: float) -> Callable[[], bool]:
    end = monotonic() + seconds
    return lambda: monotonic() > end


def _any(*conditions: Callable[[], bool]) -> Callable[[], bool]:
    return lambda: any(condition() for condition in conditions)
