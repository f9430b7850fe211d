"""Prices of what other parts of a plan will want, and points that lead the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Floats, Ints, lookup_sorted
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.goals.registry import Goal
from pdsched.params import Prices

PRECISION = 100
"""Steps of whole numbers to a unit of a goal, where weights are net of prices."""


class NetWeights(NamedTuple):
    """What attendances, sessions and engagements are worth, net of prices; by their numbers."""

    attend: tuple[Ints, Floats]
    """Sorted numbers, and what each is worth in units of the goal."""
    session: tuple[Ints, Floats]
    engage: tuple[Ints, Floats]

    @classmethod
    def by_columns(cls, f: Formulation, weights: Floats) -> NetWeights:
        """Of the columns of a formulation."""
        x, y, e = f.attend, f.session, f.engage
        return cls(
            (x.ids, weights[x.column]), (y.ids, weights[y.column]), (e.ids, weights[e.column])
        )

    def of(self, f: Formulation) -> Ints:
        """By column of another formulation, in whole numbers; 0 for what is not known."""
        weights = np.zeros(f.columns)
        x, y, e = f.attend, f.session, f.engage
        columns = ((x.ids, x.column), (y.ids, y.column), (e.ids, e.column))
        for (known, worth), (ids, column) in zip(self, columns, strict=True):
            is_known, where = lookup_sorted(known, ids)
            weights[column[is_known]] = worth[where[is_known]]
        return np.rint(PRECISION * weights).astype(np.int64)


def with_prices(goal: Goal, f: Formulation, prices: Prices) -> Ints:
    """Tenfold weights of a goal that is maximised, less these prices.

    Parts of a plan that are solved by themselves spend nothing for nothing then: on 500 teachers
    that met more needs with half the half-days.

    Of a goal that is guided these are the weights of ``needs-met``, and each step of the goal
    itself is worth more than all of them.
    """
    y, e = f.session, f.engage
    if goal.guided:
        return _guided(goal, f, with_prices(NEEDS_MET, f, prices))
    weights = 10 * goal.weights(f)
    weights[e.column] -= prices.half_day
    weights[f.release_columns[f.releases.from_lessons]] -= prices.release
    groups = np.array([c.modality.has_group for c in f.index.courses], dtype=np.bool_)
    weights[y.column[groups[y.course]]] -= prices.session
    return weights


def _guided(goal: Goal, f: Formulation, points: Ints) -> Ints:
    more = 1 + int((np.abs(points) * f.most()).sum())
    sign = 1 if goal.maximise else -1
    return np.asarray(more * goal.weights(f) + sign * points)
