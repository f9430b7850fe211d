"""Each goal as weights of the decisions; ids are those of `pdsched.policy.GOALS`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pdsched.model.arrays import Ints
from pdsched.model.candidates import Candidates
from pdsched.model.colleagues import Coverings
from pdsched.model.statement import Choice, Statement


class Goal(NamedTuple):
    """How much a decision adds, and whether more is better."""

    weights: Callable[[Statement], Ints]
    """By column."""
    value: Callable[[Candidates, Choice], int]
    maximise: bool
    wanted: Callable[[Candidates], bool] = lambda _: True
    """Whether any decision can add to it; if not it is 0, and needs no time."""

    def better(self, one: int, other: int) -> bool:
        """Whether one value is better than another."""
        return one > other if self.maximise else one < other


class Thrift(NamedTuple):
    """Prices of what other parts of a plan will want, in tenths of a unit of the goal at hand."""

    half_day: int
    """Of a substitute engaged."""
    release: int
    """Of a person from lessons: each has only so many."""


def thrifty(goal: Goal, s: Statement, thrift: Thrift) -> Ints:
    """Tenfold weights of a goal that is maximised, less these prices.

    Parts of a plan that are solved by themselves spend nothing for nothing then: on 500 teachers
    that met more needs with half the half-days.
    """
    weights = 10 * goal.weights(s)
    weights[s.engaged_columns] -= thrift.half_day
    weights[s.attend_columns[s.from_lessons]] -= thrift.release
    return weights


def _points(s: Statement) -> Ints:
    weights = np.zeros(len(s.most()), dtype=np.int64)
    weights[s.attend_columns] = s.points
    return weights


def _points_of(candidates: Candidates, choice: Choice) -> int:
    points = candidates.points[choice.attends.ids].astype(np.int64)
    return int((points * choice.attends.counts).sum())


def _half_days(s: Statement) -> Ints:
    weights = np.zeros(len(s.most()), dtype=np.int64)
    weights[s.engaged_columns] = 1
    return weights


def _half_days_of(_: Candidates, choice: Choice) -> int:
    return int(choice.engaged.counts.sum())


def _colleagues_may(candidates: Candidates) -> bool:
    return bool(candidates.index.colleagues.names)


def _covers(s: Statement) -> Ints:
    weights = np.zeros(len(s.most()), dtype=np.int64)
    weights[s.covering_columns] = s.index.colleagues.weight[s.covering_of[0]]
    return weights


def _covers_of(candidates: Candidates, choice: Choice) -> int:
    who, _, _ = Coverings(candidates.index, candidates.lessons).split(choice.covering.ids)
    return int((candidates.index.colleagues.weight[who] * choice.covering.counts).sum())


GOALS: dict[str, Goal] = {
    "needs-met": Goal(_points, _points_of, maximise=True),
    "engaged-half-days": Goal(_half_days, _half_days_of, maximise=False),
    "colleague-covers": Goal(_covers, _covers_of, maximise=False, wanted=_colleagues_may),
}
"""In the order of their importance."""
