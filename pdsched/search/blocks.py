"""Blocks: whole weeks, topics and schools of the kernel set free together.

The *kernel* is every attendance whose net worth at the prices of the session relaxation
(`pdsched.search.sessions`) is not far below 0. A block is what some weeks, some topics and the
staff of some schools have in common in it. On 500 teachers in shortage blocks of 10,000 attendances
are solved to proof within a second or two, and each brings many times as much as neighbourhoods of
a thousand attendances that are drawn from everything. A block keeps to weeks of which nothing on
the way takes anything, as long as there are such, and so shares neither trainers nor substitutes.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.solution.solution import Solution
from pdsched.search.locks import Locks

NEAR, FAR = 0.7, 1.4
"""A block may be so much smaller or larger than asked for."""


class Blocks:
    """Draws blocks of one kernel."""

    def __init__(self, candidates: Candidates, is_inside: Bools, together: int) -> None:
        """``is_inside`` says which attendances are in the kernel; so many blocks go together."""
        self._c, index = candidates, candidates.index
        self._ids = np.flatnonzero(is_inside)
        self._labels = self._labels_of(self._ids)
        shape = [int(of.max(initial=0)) + 1 for of in (index.week, index.topic, index.home)]
        cell = np.ravel_multi_index(self._labels, shape)
        self._counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
        """Attendances of the kernel, by week, topic and school."""
        self._present = [unique(of) for of in self._labels]
        """Weeks, topics and schools of the kernel."""
        self._most_weeks = -(-len(self._present[0]) // max(1, together))

    def __len__(self) -> int:
        return len(self._ids)

    def draw(
        self, best: Solution, is_unmet: Bools, size: int, rng: np.random.Generator, claimed: Locks
    ) -> Ints:
        """Some of about ``size`` attendances to set free, sorted; those of the plan come on top.

        Those whose need is met outside the block are left out: it could not be met again. Nothing
        that is claimed by sub-MIPs on the way. ``is_unmet`` tells of each need of ``best``.
        """
        chosen = self._chosen(size, rng, claimed)
        need, attended = self._c.need, best.attends.ids
        attended = attended[_inside(self._labels_of(attended), chosen)]
        is_open = is_unmet.copy()
        is_open[need[attended]] = True
        ids = self._ids[_inside(self._labels, chosen)]
        ids = union(ids[is_open[need[ids]]], attended)
        if len(claimed.needs):
            ids = ids[~lookup_sorted(claimed.needs, need[ids].astype(np.int64))[0]]
            ids = ids[~claimed.touch(self._c, ids)]
        return ids

    def _labels_of(self, ids: Ints) -> tuple[Ints, Ints, Ints]:
        """Of some attendances: week, topic, and the school of whoever attends."""
        c, index = self._c, self._c.index
        placement = c.placement[ids]
        day, course = c.placements.day[placement], c.placements.course[placement]
        return index.week[day], index.topic[course], index.home[c.group[ids]]

    def _chosen(self, size: int, rng: np.random.Generator, claimed: Locks) -> list[Ints]:
        """Weeks, topics and schools that together hold about so many attendances."""
        weeks, topics, schools = self._present
        idle = weeks[~claimed.share.weeks()[weeks]]
        orders = [rng.permutation(idle if len(idle) else weeks), rng.permutation(topics)]
        orders.append(self._from_one(schools, rng))
        limits = [min(len(orders[0]), self._most_weeks), len(topics), len(schools)]
        # Some blocks have many weeks and few topics, others the reverse: shares are at random.
        total = max(1, int(self._counts[orders[0]].sum()))
        shares = min(1.0, size / total) ** rng.dirichlet([1.0, 1.0, 1.0])
        numbers = [
            int(np.clip(round(share * len(order)), 1, limit))
            for share, order, limit in zip(shares, orders, limits, strict=True)
        ]
        return self._fitted(size, orders, numbers, limits, rng)

    def _from_one(self, schools: Ints, rng: np.random.Generator) -> Ints:
        """The schools in order of the way from one of them, or in any order."""
        if rng.random() < 0.5:
            return rng.permutation(schools)
        travel = self._c.index.travel[rng.choice(schools)][schools]
        return schools[np.lexsort((rng.random(len(schools)), travel))]

    def _fitted(
        self,
        size: int,
        orders: list[Ints],
        numbers: list[int],
        limits: list[int],
        rng: np.random.Generator,
    ) -> list[Ints]:
        """The first of each order: some more or less of something until the size is about right."""
        way = 0
        while True:
            chosen = [order[:number] for order, number in zip(orders, numbers, strict=True)]
            count = int(self._counts[np.ix_(*chosen)].sum())
            step = (count < NEAR * size) - (count > FAR * size)
            ends = limits if step > 0 else [1] * len(limits)
            movable = [k for k, end in enumerate(ends) if numbers[k] != end]
            # Turning back would go on for ever.
            if not step or not movable or step == -way:
                return chosen
            way = step
            k = int(rng.choice(movable))
            numbers[k] = int(np.clip(numbers[k] + step * max(1, numbers[k] // 8), 1, limits[k]))


def _inside(labels: tuple[Ints, Ints, Ints], chosen: list[Ints]) -> Bools:
    """By attendance, whether it is of the weeks, topics and schools chosen."""
    weeks, topics, schools = (np.isin(of, among) for of, among in zip(labels, chosen, strict=True))
    return np.asarray(weeks & topics & schools)
