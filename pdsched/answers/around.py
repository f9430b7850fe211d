"""The best plan near another where something has changed: a school, a course, some dates.

As `pdsched.answers.nearby`, but what is asked for are the needs that a plan leaves open and that
could be met there.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from pdsched.answers.nearby import Nearby, Reach, elsewhere, touching
from pdsched.engines.arrays import Ints, lookup_sorted, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals.settled import settled
from pdsched.model.solution.solution import Solution
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem


class Where(NamedTuple):
    """Where something has changed; ``None`` for anywhere, and no date for any."""

    schools: frozenset[str] | None = None
    """Home schools of those whom it is about."""
    courses: frozenset[str] | None = None
    dates: tuple[date, ...] = ()


class Around(Nearby):
    """The plans near one plan, where something has changed."""

    def __init__(self, problem: Problem, policy: Policy, plan: Plan, where: Where) -> None:
        self._where = where
        super().__init__(problem, policy, plan, ())

    def _free(self, c: Candidates, base: Solution, rng: np.random.Generator, reach: Reach) -> Ints:
        attended = base.attends.ids
        held = unique(c.placement[attended]).astype(np.int64)
        asked = self._asked(c, attended)
        if len(asked) > reach.most // 2:
            # Sessions of the plan first: whoever joins one takes no trainer and no room.
            keys = rng.random(len(asked)) - lookup_sorted(held, c.placement[asked])[0]
            asked = np.sort(asked[np.argsort(keys)[: reach.most // 2]])
        where = unique(c.placement[asked]).astype(np.int64)
        is_there = lookup_sorted(where, c.placement[attended].astype(np.int64))[0]
        free = union(asked, attended[touching(c, asked, attended) | is_there])
        waiting = c.attending(where)
        is_waiting = ~np.isin(c.need[waiting], c.need[attended])
        free = union(free, waiting[is_waiting][: reach.most])
        return union(free, elsewhere(c, free, held, rng, reach.most))

    def _asked(self, c: Candidates, attended: Ints) -> Ints:
        """Attendances there by which open needs could be met, sorted."""
        index, where = c.index, self._where
        is_met = np.zeros(len(index.staff) * index.slots, dtype=np.bool_)
        is_met[c.need[attended]] = True
        is_asked = ~is_met[c.need]
        if where.schools is not None:
            homes = [index.school[name] for name in where.schools if name in index.school]
            is_asked &= np.isin(index.home, homes)[c.group]
        is_placed = np.ones(len(c.placements), dtype=np.bool_)
        if where.courses is not None:
            is_meant = np.array([not where.courses.isdisjoint(x.names) for x in index.courses])
            is_placed &= is_meant[c.placements.course]
        if where.dates:
            is_day = np.array([day in where.dates for day in index.days], dtype=np.bool_)
            is_placed &= is_day[c.placements.day]
        return np.flatnonzero(is_asked & is_placed[c.placement]).astype(np.int64)

    @property
    def most_points(self) -> int | None:
        """No plan meets needs of more points: those of every need that can be met.

        ``None`` where candidates were left out for their number alone.
        """
        c = self._candidates
        if c.partial:
            return None
        points = np.zeros(len(c.index.staff) * c.index.slots, dtype=np.int64)
        np.maximum.at(points, c.need, c.points)
        # Of a group whose members are alike each can meet the need.
        sizes = np.array([len(group.members) for group in c.index.staff], dtype=np.int64)
        tier = c.index.world.policy.tiers[0]
        return int(points.reshape(len(sizes), -1).sum(axis=1) @ sizes) + settled(c, tier)
