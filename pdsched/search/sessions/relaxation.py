"""One evaluation of the Lagrangian relaxation by session: a bound, and which way it falls.

Every limit that sessions share has a price (`pdsched.search.sessions.multipliers`). What is left is
a problem for each session and each substitute by itself:

    bound = sum(price * limit)
            + sum over sessions: max(0, best group at reduced worth - price of trainer and room)
            + sum over substitutes: dearest half-days within their limits

where the reduced worth of an attendance is its points, less the price of its need, of the arcs
that it is in, and of the moments that it takes from lessons. No plan has more points, whatever
the prices are, as long as none is below 0 (Lagrangian relaxation: Geoffrion, 1974; Fisher, 1981):
any plan keeps the limits, so that the prices only add to it, and its sessions and substitutes are
among those over which is maximised. Each limit follows from rules that hold; whatever else a
policy asks for is left out, which makes plans no better. Where candidates were left out for their
number alone there is no bound.

With prices on what later goals count the same is a bound of these, where a number of points is
held (`pdsched.search.sessions.costs`).
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Floats, Ints
from pdsched.engines.duality import SAFETY
from pdsched.model.candidates.candidates import Candidates
from pdsched.search.sessions.costs import Costs
from pdsched.search.sessions.entries import Entries
from pdsched.search.sessions.groups import Gatherer
from pdsched.search.sessions.hands import hands_of
from pdsched.search.sessions.moments import covers_of, moments_of
from pdsched.search.sessions.multipliers import Multipliers
from pdsched.search.sessions.resources import resources_of
from pdsched.search.sessions.substitutes import substitutes_of


class Evaluation(NamedTuple):
    """What one evaluation says."""

    bound: float
    """No plan has more; rounding errors are added."""
    subgradient: Multipliers
    """Limits less use: how the bound changes with each price."""


class SessionRelaxation:
    """The relaxation of one set of candidates; make it by `of`."""

    costs = Costs()

    def __init__(self, candidates: Candidates) -> None:
        c = self._candidates = candidates
        self._entries = Entries.of(c)
        self._moments = moments_of(c, self._entries)
        self._resources = resources_of(c)
        self._substitutes = substitutes_of(c)
        least = np.array([x.group_min for x in c.index.courses], dtype=np.int64)
        hands = hands_of(c, self._entries, self._moments)
        teams = np.bincount(self._resources.placement)
        self._most_teams = int(teams.max(initial=1))
        seats, least = self._resources.seats, least[c.placements.course]
        self._gatherer = Gatherer(self._entries, hands, seats, least)
        self.unit = int(np.gcd.reduce(c.points)) or 1
        """What all points are multiples of, beside those of the past."""

    @staticmethod
    def of(candidates: Candidates) -> SessionRelaxation | None:
        """The relaxation, without costs; ``None`` where it would say nothing."""
        return None if candidates.partial else SessionRelaxation(candidates)

    def priced(self, costs: Costs) -> SessionRelaxation:
        """The same with other costs."""
        other = copy(self)
        other.costs = costs
        return other

    def start(self) -> Multipliers:
        """Prices to begin with: needs are worth their best, half-days pay for their moments."""
        entries, moments, resources = self._entries, self._moments, self._resources
        things, days, grid = resources.shape
        per_moment = np.zeros((len(moments.place), days))
        if self.costs.half_day:
            plain = moments.kind == 0
            count = np.maximum(1, np.bincount(moments.place[plain]))
            per_moment[plain] = (self.costs.half_day / count[moments.place[plain]])[:, None]
        cost = moments.charge(per_moment).ravel()
        wish = entries.cell % len(entries.wish_need)
        best = np.zeros(len(entries.need_size))
        worth = entries.points - cost[moments.cell] - self.costs.cover * self._covers
        np.maximum.at(best, entries.wish_need[wish], worth)
        return Multipliers(
            needs=best,
            arcs=np.zeros((entries.arcs.rows, entries.arcs.weeks)),
            moments=per_moment,
            places=np.zeros((things, days, grid)),
            days=np.zeros((things, days)),
            weeks=np.zeros((things, resources.weeks)),
            courses=np.zeros(len(entries.most_sessions)),
        )

    def evaluate(self, prices: Multipliers) -> Evaluation:
        """The bound at some prices, and its subgradient."""
        entries, moments, resources = self._entries, self._moments, self._resources
        prices = resources.free(prices.clipped())
        reduced = self._reduced(prices)
        offer, cost = resources.charge(prices, self.costs.minute)
        least = np.full(len(self._candidates.placements), np.inf)
        np.minimum.at(least, resources.placement, cost)
        groups = self._gatherer.gather(reduced, least)
        value = groups.worth[resources.placement] - cost
        held = np.flatnonzero(value > 0)
        engaged = self._substitutes.best(moments, prices.moments, self.costs.half_day)
        hired = engaged.worth * self._substitutes.size[engaged.who]
        limits = self._limits()
        worth = [float((limit * price).sum()) for limit, price in zip(limits, prices, strict=True)]
        parts = np.concatenate([value[held], hired, worth, [entries.settled]])
        sizes = float(parts.sum()) + float(np.abs(reduced[groups.entry] * groups.people).sum())
        # Prices of moments and places are differences of running sums.
        sums = float(prices.moments.sum() + prices.places.sum())
        error = SAFETY * (1 + sizes + sums) + self._most_teams * groups.error
        times = np.bincount(resources.placement[held], minlength=len(least))
        people = (groups.people * times[entries.placement[groups.entry]]).astype(np.float64)
        day, wish = np.divmod(entries.cell[groups.entry], len(entries.wish_need))
        places, days, weeks, courses = resources.use(offer[held])
        need = entries.wish_need[wish]
        hands = self._substitutes.use(moments, engaged)
        use = Multipliers(
            needs=np.bincount(need, people, len(prices.needs)).astype(np.float64),
            arcs=entries.arcs.use(wish, day, people),
            moments=moments.use(groups.entry, people) - hands,
            places=places,
            days=days,
            weeks=weeks,
            courses=np.bincount(courses, minlength=len(prices.courses)).astype(np.float64),
        )
        subgradient = limits.each(lambda limit, used: np.asarray(limit - used), use)
        return Evaluation(
            float(parts.sum()) + error,
            resources.free(subgradient),
        )

    @cached_property
    def mean_points(self) -> float:
        """Points of a need that is met at its best, on average; 1 where there is none."""
        best = self.priced(Costs()).start().needs
        return float(best.mean()) if len(best) else 1.0

    @cached_property
    def mean_minutes(self) -> float:
        """Minutes of a session that is not self-paced, on average; 0 where there is none."""
        met = self._resources.met[self._resources.met > 0]
        return float(met.mean()) if len(met) else 0.0

    def measures(self) -> Multipliers:
        """By family, how many points a step of one is worth at most, one number each."""
        resources = self._resources
        length = float(np.mean(resources.end - resources.begin)) if len(resources.end) else 1.0
        sizes = (1.0, 0.1, 1.0, 3.0 / max(1.0, length), 0.025, 0.025, 1.0)
        return Multipliers._make(np.array(size) for size in sizes)

    def net_worth(self, prices: Multipliers) -> Floats:
        """Reduced worth of each attendance.

        Those of the past, and those that come before what has to come first, are worth minus
        infinity.
        """
        worth = np.full(len(self._candidates.placement), -np.inf)
        worth[self._entries.ids] = self._reduced(self._resources.free(prices.clipped()))
        return worth

    def rounded(self, bound: float) -> int:
        """The largest sum of points up to a bound; with costs, no less than it."""
        if any(self.costs):
            return ceil(bound)
        settled = self._entries.settled
        return floor(bound - settled) // self.unit * self.unit + settled

    def _reduced(self, prices: Multipliers) -> Floats:
        """By entry, its points less its prices."""
        entries, moments = self._entries, self._moments
        table = np.repeat(prices.needs[entries.wish_need][:, None], moments.days, axis=1)
        entries.arcs.charge(table, prices.arcs)
        reduced = entries.points - np.ascontiguousarray(table.T).ravel()[entries.cell]
        reduced -= moments.charge(prices.moments).ravel()[moments.cell]
        if self.costs.cover:
            reduced -= self.costs.cover * self._covers
        return np.asarray(reduced)

    @cached_property
    def _covers(self) -> Ints:
        """By entry, lessons that need a cover for one person of it."""
        c = self._candidates
        return covers_of(c, self._entries)[c.away[self._entries.ids]]

    def _limits(self) -> Multipliers:
        """What there is of everything that has a price."""
        entries, moments, resources = self._entries, self._moments, self._resources
        things, days, grid = resources.shape
        return Multipliers(
            needs=entries.need_size.astype(np.float64),
            arcs=np.zeros((entries.arcs.rows, entries.arcs.weeks)),
            moments=np.zeros((len(moments.place), days)),
            places=np.broadcast_to(resources.counts[:, None, None], (things, days, grid)),
            days=np.broadcast_to(resources.daily[:, None], (things, days)),
            weeks=np.broadcast_to(resources.weekly[:, None], (things, resources.weeks)),
            courses=entries.most_sessions.astype(np.float64),
        )
