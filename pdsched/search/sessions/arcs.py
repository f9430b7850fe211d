"""Arcs between steps of learning, week by week: whoever goes on has come first.

Of a staff type that still owes the first step, for each week *w* whose last day is *l*:

    sum(x[then] on days <= l) - sum(x[first] on days <= l - least lag) <= 0

and where the lag has a greatest length, with *f* for the first day of the week:

    sum(x[then] on days >= f) - sum(x[first] on days >= f - greatest lag) <= 0

Both follow from the rows of rule ``prerequisites``. Staff who attended something in the past are
left out: what they have done already counts in those rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Floats, Ints, unique
from pdsched.model.instance.index import Index

NEVER = 1 << 30


@dataclass(frozen=True, eq=False, slots=True)
class Arcs:
    """Rows of arcs, and which wishes they speak of: one entry for each wish in a row."""

    rows: int
    weeks: int
    row: Ints
    """By entry, in order of wishes."""
    by_wish: CsrLists
    """By wish, its entries."""
    lag: Ints
    """By entry, days."""
    sign: Ints
    """By entry: 1 for who goes on, -1 for who comes first."""
    until: Ints
    """Entry x day: the first week in which the row counts the day, up to the last one; of rows of
    a greatest lag the last week, from the first one on. ``weeks`` or -1 where none does."""
    is_back: Bools
    """By entry, whether its row is of a greatest lag."""

    def possible(self, wish: Ints, day: Ints) -> Bools:
        """Whether arcs alone leave attendances possible: somebody could come first in time."""
        earliest, latest = np.full(self.wishes, -NEVER), np.full(self.wishes, NEVER)
        if len(self.row):
            low, high = np.full(self.wishes, NEVER), np.full(self.wishes, -NEVER)
            np.minimum.at(low, wish, day)
            np.maximum.at(high, wish, day)
            owner, comes_first = self._owner, self.sign < 0
            soonest, farthest = np.full(self.rows, NEVER), np.full(self.rows, -NEVER)
            np.minimum.at(soonest, self.row[comes_first], (low[owner] + self.lag)[comes_first])
            np.maximum.at(farthest, self.row[comes_first], (high[owner] + self.lag)[comes_first])
            ahead, behind = ~comes_first & ~self.is_back, ~comes_first & self.is_back
            np.maximum.at(earliest, owner[ahead], soonest[self.row[ahead]])
            np.minimum.at(latest, owner[behind], farthest[self.row[behind]])
        is_possible: Bools = (day >= earliest[wish]) & (day <= latest[wish])
        return is_possible

    def charge(self, table: Floats, prices: Floats) -> None:
        """Add to a table of wish x day what attending costs at some prices."""
        if not len(self.row):
            return
        # Weeks from a week on, and weeks up to one, each with an end at which nothing is left.
        after = np.zeros((self.rows, self.weeks + 1))
        after[:, :-1] = np.cumsum(prices[:, ::-1], axis=1)[:, ::-1]
        before = np.zeros((self.rows, self.weeks + 1))
        before[:, 1:] = np.cumsum(prices, axis=1)
        for sums, part, shift in ((after, ~self.is_back, 0), (before, self.is_back, 1)):
            entry = np.flatnonzero(part)
            if len(entry):
                cost = sums[self.row[entry][:, None], self.until[entry] + shift]
                cost *= self.sign[entry][:, None]
                owner = self._owner[entry]
                begins = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
                table[owner[begins]] += np.add.reduceat(cost, begins, axis=0)

    def use(self, wish: Ints, day: Ints, people: Floats) -> Floats:
        """Row x week: what people who attend add to the left side."""
        position, entry = self.by_wish.expand(wish)
        week = self.until[entry, day[position]]
        amount = self.sign[entry] * people[position]
        used = np.zeros((self.rows, self.weeks))
        for part, is_back in ((~self.is_back[entry], False), (self.is_back[entry], True)):
            key = self.row[entry[part]] * (self.weeks + 1) + week[part] + is_back
            shape = self.rows, self.weeks + 1
            sums = np.bincount(key, weights=amount[part], minlength=shape[0] * shape[1])
            sums = sums.reshape(shape)
            if is_back:
                used += np.cumsum(sums[:, :0:-1], axis=1)[:, ::-1]
            else:
                used += np.cumsum(sums[:, :-1], axis=1)
        return used

    @property
    def wishes(self) -> int:
        """How many wishes there are."""
        return len(self.by_wish.first) - 1

    @property
    def _owner(self) -> Ints:
        return np.repeat(np.arange(self.wishes), self.by_wish.lengths())


def stated_arcs(index: Index, group: Ints, course: Ints, is_past: Bools) -> Arcs:
    """The arcs between wishes, by wish their staff type and course; none where the rule is off."""
    entries = np.array(list(_entries(index, group, course, is_past)), dtype=np.int64)
    entries = entries.reshape(len(entries), 5)
    entries = entries[np.argsort(entries[:, 1], kind="stable")]
    row, wish, sign, lag, back = (entries[:, n] for n in range(5))
    by_wish = CsrLists.of(wish, np.arange(len(wish)), len(group))
    is_back = back.astype(np.bool_)
    weeks = int(index.week.max(initial=-1)) + 1
    until = _weeks_of_days(index, weeks, lag, is_back)
    return Arcs(int(row.max(initial=-1)) + 1, weeks, row, by_wish, lag, sign, until, is_back)


def _entries(
    index: Index, group: Ints, course: Ints, is_past: Bools
) -> Iterator[tuple[int, int, int, int, int]]:
    """Row, wish, sign, lag, and whether the row is of a greatest lag."""
    number = {taught.id: n for n, taught in enumerate(index.courses)}
    row = 0
    for n, taught in enumerate(index.courses if index.world.policy.keeps_prerequisites else ()):
        for arc in taught.prerequisites:
            before = number[arc.course]
            is_bound = (index.owing(arc) & ~is_past)[group]
            going, first = (np.flatnonzero(is_bound & (course == c)) for c in (n, before))
            lags = [(0, arc.min_days)]
            if arc.max_days is not None:
                lags.append((1, arc.max_days))
            for one in unique(group[going]).tolist():
                ahead = going[group[going] == one].tolist()
                behind = first[group[first] == one].tolist()
                for is_back, lag in lags:
                    yield from ((row, wish, 1, 0, is_back) for wish in ahead)
                    yield from ((row, wish, -1, lag, is_back) for wish in behind)
                    row += 1


def _weeks_of_days(index: Index, weeks: int, lag: Ints, is_back: Bools) -> Ints:
    day = np.arange(len(index.days))
    first = np.searchsorted(index.week, np.arange(weeks))
    last = np.searchsorted(index.week, np.arange(weeks), "right") - 1
    kinds = {(int(n), bool(b)) for n, b in zip(lag, is_back, strict=True)}
    until = np.zeros((len(lag), len(day)), dtype=np.int64)
    for one, back in kinds:
        if back:
            week = np.searchsorted(first, day + one, "right") - 1
        else:
            week = np.searchsorted(last, day + one)
        until[(lag == one) & (is_back == back)] = week
    return until
