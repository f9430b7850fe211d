"""A sub-MIP: some attendances are free, everything else of a plan stays as it is.

The rows of every rule are stated for the free attendances and for whatever else of the plan they
can touch (the same people, schools' days, half-days to cover, trainers' weeks, rooms, substitutes),
and what the plan has decided there is then taken out: lags over weeks, limits of a week or a term,
and all other rules hold across the cut. A sub-MIP is plain data and can be solved anywhere; what it
decides is put into any later plan if that still keeps every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, union, unique
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.greedy import Seats
from pdsched.engines.part import SubMipData
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.build import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.releases import releases_at
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import names_covers, solution_of, values_of
from pdsched.model.goals import Goal
from pdsched.model.instance.givers import givers_of
from pdsched.model.solution.solution import Counts, Solution
from pdsched.params import LnsParams, Prices
from pdsched.search.closure import Closure, places_around
from pdsched.search.locks import Locks, ResourceLocks
from pdsched.search.prices import NetWeights, with_prices


class Move(NamedTuple):
    """What a sub-MIP decided: the free numbers, and what of them happens now."""

    free: Solution
    """All numbers that were free, with counts that mean nothing."""
    now: Solution

    def on(self, best: Solution) -> Solution:
        """The plan with this change."""
        changed = (
            counts.only(~lookup_sorted(free.ids, counts.ids)[0]).with_(now)
            for counts, free, now in zip(best, self.free, self.now, strict=True)
        )
        return Solution(*changed)


class SubMip:
    """Some attendances of the candidates set free from a plan."""

    def __init__(
        self,
        candidates: Candidates,
        best: Solution,
        free: Ints,
        goal: Goal,
        held: Sequence[tuple[Goal, int]] = (),
        *,
        seed: int = 0,
        share: ResourceLocks | None = None,
        params: LnsParams = LnsParams(),  # noqa: B008 - frozen
        more: Callable[[Formulation], None] = lambda _: None,
    ) -> None:
        self._goal = goal
        self._share = share
        """Whom the sub-MIP may engage and lead sessions; ``None`` for everybody."""
        self.free = free
        """Numbers of the attendances set free, sorted."""
        rng = np.random.default_rng(seed)
        touched = Closure(candidates, best, free, rng, share, params)
        f = self._f = formulate(
            candidates, touched.attendances, touched.engageable, best, touched.covering
        )
        more(f)
        now = values_of(f, best)
        self._is_free = self._free_columns(free, touched)
        program = with_held(f, f.program, held, best)
        self._program, self._columns = program.fixed(
            np.where(self._is_free, 0, now), np.where(self._is_free, f.most(), now)
        )
        self._now = now
        self._places = touched.places

    @property
    def formulation(self) -> Formulation:
        """What is stated; not all of it is free."""
        return self._f

    @property
    def columns(self) -> Ints:
        """By column of the part, its number in the formulation."""
        return self._columns

    @property
    def program(self) -> IntegerProgram:
        """The rows of the part."""
        return self._program

    def _free_columns(self, free: Ints, touched: Closure) -> Bools:
        """By column, whether it is free."""
        f = self._f
        x, y, e, c = f.attend, f.session, f.engage, f.cover
        is_free = np.ones(len(f.most()), dtype=np.bool_)
        is_free_attendance, _ = lookup_sorted(free, x.ids)
        is_free[x.column] = is_free_attendance
        is_free_seat = np.zeros(len(y.used), dtype=np.bool_)
        is_free_seat[x.seat[is_free_attendance]] = True
        is_free[y.column] = is_free_seat[y.seat]
        is_free[e.column] = lookup_sorted(touched.places, e.place)[0]
        is_free[c.column] = lookup_sorted(touched.places, c.place)[0]
        if names_covers(f):
            v = f.named
            is_free[v.column] = lookup_sorted(touched.places, f.demands.place[v.demand])[0]
        if len(c.ids):
            # Of a duty that stays as it is only a part may be stated: so does what it takes.
            for columns, below in f.above:
                position, column = below.expand(np.arange(len(columns)))
                count = np.bincount(position, weights=is_free[column], minlength=len(columns))
                is_free[columns] = count > 0
        if self._share is not None:
            trainer, week = self._leading()
            is_free[y.column] &= self._share.trainers[trainer, week[:, None]].all(axis=1)
            is_free[e.column] &= self._share.substitutes[self._engaging()]
        return is_free

    def _leading(self) -> tuple[Ints, Ints]:
        """By offer, who gives it, -1 for nobody else, and its week."""
        f, y = self._f, self._f.session
        return givers_of(f.index)[f.candidates.placements.trainer[y.ids]], f.index.week[y.day]

    def _engaging(self) -> tuple[Ints, Ints]:
        """By engagement, its substitute group and week."""
        f, e = self._f, self._f.engage
        return e.group, f.index.week[e.day]

    @cached_property
    def claims(self) -> Locks:
        """What the sub-MIP may change."""
        f, c = self._f, self._f.candidates
        share = ResourceLocks.none(f.index)
        trainer, week = self._leading()
        offer, giver = np.nonzero(self._is_free[f.session.column][:, None] & (trainer >= 0))
        share.trainers[trainer[offer, giver], week[offer]] = True
        group, week = self._engaging()
        is_engaged = self._is_free[f.engage.column]
        share.substitutes[group[is_engaged], week[is_engaged]] = True
        return Locks(
            unique(c.need[self.free]).astype(np.int64),
            unique(c.placement[self.free]).astype(np.int64),
            self._places,
            share,
        )

    def part(self, limits: SolveLimits, prices: Prices | None = None) -> SubMipData:
        """The part to solve; with prices for what other parts want, if it knows any."""
        goal = self._goal
        if prices is not None and (goal.maximise or goal.guided):
            weights = with_prices(goal, self._f, prices)
        else:
            weights = goal.weights(self._f)
        objective = Objective(weights[self._columns], goal.maximise)
        return SubMipData(self._program, objective, self._now[self._columns], limits, self._seats())

    def priced(self, limits: SolveLimits, net: NetWeights) -> SubMipData:
        """The part with another aim, in which more is better: the weights of a relaxation."""
        objective = Objective(net.of(self._f)[self._columns], maximise=True)
        return SubMipData(self._program, objective, self._now[self._columns], limits, self._seats())

    def _seats(self) -> Seats:
        x, y = self._f.attend, self._f.session
        is_attendance, attending = lookup_sorted(self._columns, x.column)
        is_session, holding = lookup_sorted(self._columns, y.column)
        return Seats(
            attending[is_attendance], x.seat[is_attendance], holding[is_session], y.seat[is_session]
        )

    def change(self, values: Ints) -> Move:
        """What the values of the part decide."""
        f, full = self._f, self._now.copy()
        full[self._columns] = values
        free = solution_of(f, self._is_free.astype(np.int64))
        gone = union(free.naming.ids, self._named_here())
        free = free._replace(naming=Counts.of(gone, np.ones(len(gone), dtype=np.int64)))
        return Move(free, solution_of(f, np.where(self._is_free, full, 0)))

    def standing_for(self, before: Solution, after: Solution) -> Ints:
        """Of the free attendances those that touch all rows which a change of it touches, sorted.

        ``after`` is a plan with this move, and ``before`` the same without. Where sessions or
        engagements change beside those who attend, one free attendance stands for each.
        """
        c = self._f.candidates
        placements = unique(c.placements.owners(before.holds.differing(after.holds)))
        is_here, first = lookup_sorted(c.placement[self.free].astype(np.int64), placements)
        changed = before.attends.differing(after.attends)
        standing = union(changed, self.free[first[is_here]])
        left = self._places_changed(before, after)
        left = left[~lookup_sorted(places_around(c, standing), left)[0]]
        if len(left):
            position, releases = releases_at(c, self.free)
            entry, place = c.places_taken(releases)
            for wanted in (left, left ^ 1):  # of a late morning, the afternoon
                is_there = lookup_sorted(wanted, place)[0]
                _, first = np.unique(place[is_there], return_index=True)
                standing = union(standing, self.free[position[entry[is_there][first]]])
        return standing

    def _places_changed(self, before: Solution, after: Solution) -> Ints:
        """Half-days for which others are engaged, or at which others hold lessons."""
        engaged = self._f.engagements.split(before.engaged.differing(after.engaged))[1]
        covers = (before.covering.differing(after.covering), before.naming.differing(after.naming))
        return union(engaged, self._places_of(np.concatenate(covers)))

    def _named_here(self) -> Ints:
        """Whom the plan names at half-days of the sub-MIP, of use or not: they are named anew."""
        ids = self._f.plan.naming.ids
        return ids[lookup_sorted(self._places, self._places_of(ids))[0]]

    def _places_of(self, covers: Ints) -> Ints:
        """The half-days of some covers."""
        f = self._f
        _, lesson, day = f.coverings.split(covers)
        return f.engagements.place_of(f.candidates.lessons, lesson, day)

    def holds(self) -> bool:
        """Whether the plan that it was drawn from keeps every rule that the free ones touch."""
        inside = bool((self._now <= self._f.most())[self._is_free].all())
        return inside and self._program.keeps(self._now[self._columns])


def with_held(
    f: Formulation,
    program: IntegerProgram,
    held: Sequence[tuple[Goal, int]],
    best: Solution | None = None,
) -> IntegerProgram:
    """With one row for each goal already done: no worse than its value.

    With the ``best`` plan the row is about the part of it that is stated.
    """
    for goal, value in held:
        weights = goal.weights(f)
        beyond = 0
        if best is not None:
            stated = int((weights * values_of(f, best)).sum())
            beyond = goal.value(f.candidates, best) - stated
        columns = np.flatnonzero(weights)
        limit = float(value - beyond)
        low, high = (limit, inf) if goal.maximise else (-inf, limit)
        program = program.with_row(columns, weights[columns], low, high)
    return program
