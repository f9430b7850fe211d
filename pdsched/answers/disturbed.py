"""Which attendances to set free where changes broke something."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np

from pdsched.answers.nearby import among
from pdsched.engines.arrays import Bools, Ints, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, people_told, told, words_kept

SOON = 20
"""Days after the first that is disturbed, among which as many placements are looked at again."""
WAITING, SESSIONS = 1_000, 60
"""Attendances of others at most that are looked at, and placements of each need."""


def beside(c: Candidates, best: Solution, rng: np.random.Generator, needs: Collection[str]) -> Ints:
    """Attendances of needs that lost their way, and of whoever waits for the same sessions.

    Nothing of the plan before moves.

    Args:
        c: The candidates.
        best: What still holds of the plan, and what was made since.
        rng: Which of many placements are looked at.
        needs: Ids of the needs that lost their way, or are new.
    """
    attended, numbers = best.attends.ids, _numbers_of(c, needs)
    held = unique(c.placement[attended]).astype(np.int64)
    asked = union(np.flatnonzero(numbers[c.need]), _words_again(c, best))
    # Whoever was to go on from there can only do so if they learn it soon.
    day = c.placements.day[c.placement]
    soon = asked[day[asked] <= _first_broken(c, best) + SOON]
    asked = union(among(c, asked, held, rng, SESSIONS), among(c, soon, held, rng, SESSIONS))
    waiting = c.attending(unique(c.placement[asked]).astype(np.int64))
    waiting = rng.permutation(waiting[~np.isin(c.need[waiting], c.need[attended])])[:WAITING]
    made = attended[numbers[c.need[attended]]]
    return union(union(asked, waiting), made)


def on_dates(
    c: Candidates,
    best: Solution,
    rng: np.random.Generator,
    needs: Collection[str],
    dates: Collection[date],
) -> Ints:
    """The same, and all that could be on some dates without moving anything of other dates.

    Whoever was engaged for somebody whose session is cancelled is of use again where somebody else
    goes at that time, who may be anybody that has an open need.
    """
    is_then = np.isin(c.placements.day, _numbers(c, dates))[c.placement]
    attended = best.attends.ids
    elsewhere = attended[~is_then[attended] & ~_numbers_of(c, needs)[c.need[attended]]]
    there = np.flatnonzero(is_then & ~np.isin(c.need, c.need[elsewhere]))
    return union(there, beside(c, best, rng, needs))


def whole_dates(
    c: Candidates,
    best: Solution,
    _rng: np.random.Generator,
    _needs: Collection[str],
    dates: Collection[date],
) -> Ints:
    """All of the plan, and all that could be on some dates, whoever moves for it.

    Rather than several who are engaged for nothing now, one may move who is of another date.
    """
    is_then = np.isin(c.placements.day, _numbers(c, dates))[c.placement]
    return union(np.flatnonzero(is_then), best.attends.ids)


def whole_plan(
    _c: Candidates, best: Solution, _rng: np.random.Generator, _needs: Collection[str], more: Ints
) -> Ints:
    """All of the plan, and what a bound shows with which fewer would be told, were it a plan."""
    return union(more, best.attends.ids)


def _numbers(c: Candidates, dates: Collection[date]) -> list[int]:
    days = c.index.world.calendar.day_number
    return [days[on] for on in dates if on in days]


def _first_broken(c: Candidates, best: Solution) -> int:
    """The number of the first date of which somebody has to be told."""
    numbers = c.index.world.calendar.day_number
    return min((numbers.get(on, 0) for _, on in people_told(c, best)), default=0)


def _words_again(c: Candidates, best: Solution) -> Ints:
    """Attendances that keep words which the plan breaks, of those who attend and who give."""
    words = np.setdiff1d(np.arange(len(told(c.index).person)), words_kept(c, best))
    none = np.zeros(0, dtype=np.int64)
    attends, offers = np.arange(len(c.placement)), np.arange(len(c.placements.trainer))
    attending, giving, _, _ = kept_by(c, attends, offers, none, none)
    given = unique(c.placements.owners(giving.expand(words)[1]))
    return union(unique(attending.expand(words)[1]).astype(np.int64), c.attending(given))


def _numbers_of(c: Candidates, needs: Collection[str]) -> Bools:
    """Whether a need of somebody single is among these, by its number."""
    is_asked = np.zeros(len(c.index.staff) * c.index.slots, dtype=np.bool_)
    for number, group in enumerate(c.index.staff):
        for of_member in group.member_needs:
            for slot, need in enumerate(of_member):
                is_asked[number * c.index.slots + slot] |= need in needs
    return is_asked
