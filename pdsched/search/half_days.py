"""Half-days at a school with the lessons that have to be covered there, as fixed tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, unique
from pdsched.engines.ejection import FixedTasks
from pdsched.engines.program import RowsBuilder
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import first_open
from pdsched.result import LessonPrice


class HalfDay(NamedTuple):
    """Lessons of one half-day at a school that have to be covered, and who could hold them."""

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

    def held(self, values: Ints) -> Ints | None:
        """By task, the hand that holds it; ``None`` where something is held by somebody else."""
        is_held: Bools = (self.holds >= 0) & (values[self.holds] > 0)
        if not is_held.any(axis=0).all():
            return None
        return np.asarray(is_held.argmax(axis=0))

    def hold(self, values: Ints, hands: Ints, asked: Ints) -> None:
        """Have these hands hold the lessons, and engage no others of these there.

        ``asked`` is, by column, 1 where rows ask for it: who has to come does.
        """
        values[self.holds[self.holds >= 0]] = 0
        values[self.engaged] = asked[self.engaged]
        values[self.engaged[unique(hands)]] = 1
        values[self.holds[hands, np.arange(len(hands))]] = 1

    def all_busy(self, rows: RowsBuilder, least: int) -> None:
        """Add rows of plans with ``least`` hands: all are busy where so many lessons are at once.

        And no lesson is held by two.
        """
        first, last = self.tasks.in_slots()
        hands = np.arange(len(self.groups))
        for slot in range(int(last.max(initial=0))):
            here = np.flatnonzero((first <= slot) & (slot < last))
            if len(here) == least:
                able, task = np.nonzero(self.holds[:, here] >= 0)
                rows.add(
                    np.concatenate([hands, able]),
                    np.concatenate([self.engaged, self.holds[able, here[task]]]),
                    np.repeat([1, -1], [len(hands), len(able)]),
                    upper=0,
                    lower=0,
                )
        hand, task = np.nonzero(self.holds >= 0)
        rows.add(task, self.holds[hand, task], upper=1)

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

    def fewest_of(self, rosters: Sequence[Ints]) -> int:
        """Hands of the roster with fewest that is known, 0 if there is none: no bound is above."""
        return min((len(unique(self._of(roster))) for roster in rosters), default=0)

    def priced(self, f: Formulation, prices: Ints) -> Iterator[LessonPrice]:
        """Prices by task, in millionths of a half-day, as anybody can read them."""
        lessons, index, demands = f.candidates.lessons, f.index, f.demands
        for demand, price in zip(self.demands.tolist(), prices.tolist(), strict=True):
            if price:
                lesson = int(demands.lesson[demand])
                yield LessonPrice(
                    lesson=lessons.ids[lesson],
                    staff=index.staff[int(lessons.group[lesson])].members[0],
                    date=index.days[int(demands.day[demand])],
                    millionths=price,
                )

    def _of(self, roster: Ints) -> Ints:
        hands = self.hands_of(roster)
        return hands[hands >= 0]


def due(f: Formulation, values: Ints) -> Ints:
    """Demands that are to be covered where columns have at least these values."""
    demands = f.demands
    numbers = np.arange(len(demands.lesson))
    owner, column = demands.taken.expand(numbers)
    is_taken = np.bincount(owner, weights=values[column], minlength=len(numbers)) > 0
    return np.flatnonzero(is_taken & demands.is_open)


def made(f: Formulation) -> Ints:
    """Columns of engagements of the past, each of which is in any plan."""
    return f.engage.column[f.engage.day < first_open(f.index)]


def half_days(f: Formulation, values: Ints, *, are_free: bool = False) -> Iterator[HalfDay]:
    """Those with something due; with ``are_free`` without substitutes who are elsewhere then.

    Values can be changed meanwhile: half-days to come see who is elsewhere by then.
    """
    demands, dues = f.demands, due(f, values)
    demand, group, column = f.named
    for place in unique(demands.place[dues]).tolist():
        here = dues[demands.place[dues] == place]
        is_here = np.isin(demand, here)
        if are_free:
            is_here &= ~np.isin(group, _elsewhere(f, values, place))
        groups = unique(group[is_here])
        holds = np.full((len(groups), len(here)), -1)
        hand = np.searchsorted(groups, group[is_here])
        holds[hand, np.searchsorted(here, demand[is_here])] = column[is_here]
        _, engaged, who = f.engage.at(np.array([place]))
        engaged = engaged[np.argsort(who, kind="stable")][np.searchsorted(np.sort(who), groups)]
        tasks = FixedTasks(demands.start[here], demands.end[here], holds >= 0)
        yield HalfDay(place, here, groups, engaged, holds, tasks, len(demands.lesson))


def _elsewhere(f: Formulation, values: Ints, place: int) -> Ints:
    """Substitutes who are engaged at another school in the half-day of a place."""
    e = f.engage
    _, day, half = f.engagements.split_place(np.array([place]))
    is_then = (e.day == day) & (e.half == half) & (e.place != place)
    return unique(e.group[is_then & (values[e.column] > 0)])
