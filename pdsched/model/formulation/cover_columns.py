"""Who could hold which lesson, among the columns of a formulation and besides."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.solution.holders import Held, held_by


def held_beyond(f: Formulation) -> Held:
    """The covers of the plan that are not stated, and stay as they are."""
    held, _ = held_by(f.candidates, f.plan)
    is_stated = lookup_sorted(f.demands.duties, f.coverings.dated(held.lesson, held.day))[0]
    return held.only(np.flatnonzero(~is_stated))


def could_hold(f: Formulation) -> tuple[Held, Ints]:
    """Every cover that is stated, and its column."""
    c = f.cover
    demand, group, column = f.named
    return Held(
        np.concatenate([f.demands.lesson[demand], c.lesson]),
        np.concatenate([f.demands.day[demand], c.day]),
        np.concatenate([group, len(f.index.substitutes) + c.colleague]),
    ), np.concatenate([column, c.column])
