"""Prices of what other parts of a plan will want, and points that lead the way."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.goals.registry import Goal
from pdsched.params import Prices


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
