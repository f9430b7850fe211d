"""Which attendances to set free where changes broke something."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from pdsched.answers.nearby import among, set_free
from pdsched.engines.arrays import Ints, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, told, words_kept

SESSIONS = 60
"""Placements at most that are looked at for each need."""


def beside(c: Candidates, base: Solution, rng: np.random.Generator, needs: Collection[str]) -> Ints:
    """Attendances of needs that lost their way alone: all that the plan has stays as it is."""
    held = unique(c.placement[base.attends.ids]).astype(np.int64)
    return among(c, union(_attendances_of(c, needs), _words_again(c, base)), held, rng, SESSIONS)


def _words_again(c: Candidates, base: Solution) -> Ints:
    """Attendances that keep words which the plan breaks."""
    words = np.setdiff1d(np.arange(len(told(c.index).person)), words_kept(c, base))
    none = np.zeros(0, dtype=np.int64)
    by_word = kept_by(c, np.arange(len(c.placement)), none, none, none)
    return unique(by_word[0].expand(words)[1]).astype(np.int64)


def around(
    c: Candidates, base: Solution, rng: np.random.Generator, most: int, needs: Collection[str]
) -> Ints:
    """Attendances to set free: of needs that lost their way, and of words that are broken.

    Args:
        c: The candidates.
        base: What still holds of the plan.
        rng: Which of many placements are looked at.
        most: So many attendances at most, beside those of the plan.
        needs: Ids of the needs that lost their way, or are new.
    """
    again = _words_again(c, base)
    asked = union(again, _attendances_of(c, needs))
    return set_free(c, base, asked, again, rng, SESSIONS, most)


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
