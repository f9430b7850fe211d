"""Who could hold which lesson, among the columns of a formulation and besides."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.solution.holders import Held, held_by


def held_beyond(s: Formulation) -> Held:
    """The covers of the plan that are not stated, and stay as they are."""
    held, _ = held_by(s.candidates, s.plan)
    stated = lookup_sorted(s.duties[1], s.coverings.dated(held.lesson, held.day))[0]
    return held.only(np.flatnonzero(~stated))


def could_hold(s: Formulation) -> tuple[Held, Ints]:
    """Every cover that is stated, and its column."""
    demand, group, column = s.named
    who, lesson, day = s.covering_of
    return Held(
        np.concatenate([s.demands.lesson[demand], lesson]),
        np.concatenate([s.demands.day[demand], day]),
        np.concatenate([group, len(s.index.substitutes) + who]),
    ), np.concatenate([column, s.covering_columns])
