"""Substitutes: each takes the dearest half-days, one school at a time, up to their limits.

    max sum(e (price of the moments there - price of a half-day))

over engagements with one school per half-day, where and when the substitute could come, and with
the limits of a day, of a week, and in all, which lie inside one another: so the dearest first is
best. Limits of a month and a term are left out, and so is what pins ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints, group_ids
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import hiring, offered, serving
from pdsched.model.instance.index import first_open
from pdsched.search.sessions.moments import Moments
from pdsched.search.sessions.ranking import too_many

ENDLESS = 1 << 20
"""A limit that is none."""


class Engaged(NamedTuple):
    """Engagements of substitute types, and what each is worth to one member."""

    who: Ints
    day: Ints
    half: Ints
    school: Ints
    worth: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Substitutes:
    """Substitute types, and those among them who serve the same schools with the same papers."""

    size: Ints
    able: Bools
    """Substitute type x kind of moment: whether they can hold such lessons."""
    sorts: tuple[tuple[Ints, Ints], ...]
    """Of those alike in both: the substitute types, and their schools."""
    comes: Bools
    """Substitute type x half x day to come."""
    hires: Bools
    """School x day."""
    week: Ints
    daily: Ints
    weekly: Ints
    altogether: Ints

    def best(self, moments: Moments, prices: Floats, half_day_price: float) -> Engaged:
        """The best engagements of everybody."""
        days, schools, kinds = len(self.week), len(self.hires), self.able.shape[1]
        table = np.zeros((schools * 2 * kinds, days))
        np.add.at(table, moments.place * kinds + moments.kind, prices)
        table = table.reshape(schools, 2, kinds, days) * self.hires[:, None, None, :]
        worth = np.zeros((len(self.size), 2, days))
        where = np.zeros((len(self.size), 2, days), dtype=np.int64)
        by_papers: dict[bytes, Floats] = {}
        for members, at in self.sorts:
            if len(at):
                able = self.able[members[0]]
                if able.tobytes() not in by_papers:
                    by_papers[able.tobytes()] = table[:, :, able].sum(axis=2)
                offers = by_papers[able.tobytes()][at]
                best = offers.argmax(axis=0)
                where[members] = at[best]
                worth[members] = offers.max(axis=0) - half_day_price
        who, half, day = np.nonzero((worth > 0) & self.comes)
        gain = worth[who, half, day]
        nothing = np.zeros_like(self.week)
        spans = (np.arange(days), self.daily), (self.week, self.weekly), (nothing, self.altogether)
        for span, most in spans:
            count = int(span.max(initial=0)) + 1
            over = too_many(who * count + span[day], gain, np.repeat(most, count))
            who, half, day, gain = who[~over], half[~over], day[~over], gain[~over]
        return Engaged(who, day, half, where[who, half, day], gain)

    def use(self, moments: Moments, engaged: Engaged) -> Floats:
        """Moment x day: who could hold lessons then."""
        days, kinds = len(self.week), self.able.shape[1]
        hands = np.zeros((len(self.hires) * 2, kinds, days))
        for kind in range(kinds):
            is_able = self.able[engaged.who, kind]
            spot = (engaged.school * 2 + engaged.half)[is_able], engaged.day[is_able]
            np.add.at(hands[:, kind], spot, self.size[engaged.who[is_able]])
        return hands[moments.place, moments.kind]


def substitutes_of(c: Candidates) -> Substitutes:
    """All substitute types."""
    index = c.index
    able = np.hstack([np.ones((len(index.substitutes), 1), np.bool_), index.qualified[:, :-1]])
    sort = np.hstack([serving(index), able])
    number, first = group_ids(*sort.T) if len(sort) else (index.substitute_size,) * 2
    sorts = tuple(
        (np.flatnonzero(number == n), np.flatnonzero(serving(index)[one]))
        for n, one in enumerate(first.tolist())
    )
    members = [index.world.substitutes[g.members[0]] for g in index.substitutes]
    is_limited = index.world.policy.keeps_substitute_limits
    limits = [
        np.array(
            [ENDLESS if most is None or not is_limited else most for most in figures],
            dtype=np.int64,
        )
        for figures in (
            [m.max_half_days_per_day for m in members],
            [m.max_half_days_per_week for m in members],
            [
                None if m.max_half_days is None else max(0, m.max_half_days - m.half_days_before)
                for m in members
            ],
        )
    ]
    comes = offered(index).transpose(0, 2, 1).copy()
    comes[:, :, : first_open(index)] = False
    return Substitutes(
        index.substitute_size, able, sorts, comes, hiring(index), index.week, *limits
    )
