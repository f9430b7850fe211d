"""Which attendances to set free where changes broke something."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np

from pdsched.answers.nearby import among, set_free
from pdsched.engines.arrays import Ints, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, told, words_kept

MOST = 6_000
"""Attendances that are set free around what broke, beside those of the plan."""
SESSIONS = 60
"""Placements at most that are looked at for each need."""


def beside(c: Candidates, base: Solution, rng: np.random.Generator, needs: Collection[str]) -> Ints:
    """Attendances of needs that lost their way alone: all that the plan has stays as it is."""
    held = unique(c.placement[base.attends.ids]).astype(np.int64)
    return among(c, union(_attendances_of(c, needs), _words_again(c, base)), held, rng, SESSIONS)


def on_dates(
    c: Candidates,
    base: Solution,
    rng: np.random.Generator,
    needs: Collection[str],
    dates: Collection[date],
) -> Ints:
    """All that could be on some dates without moving anything of other dates, and lost needs.

    Whoever was engaged for somebody whose session is cancelled is of use again where somebody else
    goes at that time, who may be anybody that has an open need.
    """
    days = [n for on in dates if (n := c.index.world.calendar.day_number.get(on)) is not None]
    is_then = np.isin(c.placements.day, days)[c.placement]
    attended = base.attends.ids
    elsewhere = attended[~is_then[attended]]
    there = np.flatnonzero(is_then & ~np.isin(c.need, c.need[elsewhere]))
    return union(there, beside(c, base, rng, needs))


def around(c: Candidates, base: Solution, rng: np.random.Generator, needs: Collection[str]) -> Ints:
    """Attendances to set free: of needs that lost their way, and of words that are broken.

    Args:
        c: The candidates.
        base: What still holds of the plan.
        rng: Which of many placements are looked at.
        needs: Ids of the needs that lost their way, or are new.
    """
    again = _words_again(c, base)
    asked = union(again, _attendances_of(c, needs))
    return set_free(c, base, asked, again, rng, SESSIONS, MOST)


def _words_again(c: Candidates, base: Solution) -> Ints:
    """Attendances that keep words which the plan breaks, of those who attend and who give."""
    words = np.setdiff1d(np.arange(len(told(c.index).person)), words_kept(c, base))
    none = np.zeros(0, dtype=np.int64)
    attends, offers = np.arange(len(c.placement)), np.arange(len(c.placements.trainer))
    attending, giving, _, _ = kept_by(c, attends, offers, none, none)
    given = unique(c.placements.owners(giving.expand(words)[1]))
    return union(unique(attending.expand(words)[1]).astype(np.int64), c.attending(given))


def _attendances_of(c: Candidates, needs: Collection[str]) -> Ints:
    numbers = [
        group_number * c.index.slots + slot
        for group_number, group in enumerate(c.index.staff)
        for of_member in group.member_needs
        for slot, need in enumerate(of_member)
        if need in needs
    ]
    asked = np.zeros(len(c.index.staff) * c.index.slots, dtype=np.bool_)
    asked[np.array(sorted(set(numbers)), dtype=np.int64)] = True
    return np.flatnonzero(asked[c.need])
