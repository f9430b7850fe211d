"""Goal of what substitutes are paid: half-days, or whole days.

Where whole days are paid who is engaged in the morning should be engaged in the afternoon, too:
that is asked of single persons, so substitutes are not counted together then
(`pdsched.model.groups`).
"""

from __future__ import annotations

import numpy as np

from pdsched.model.arrays import Ints, numbered
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.columns import largest
from pdsched.model.engagements import Engagements
from pdsched.model.goals.cover import of_engagements, one_each
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.statement import Statement

NAME = "paid-half-days"
_BY_HALF_DAYS = of_engagements(one_each)


def _least(candidates: Candidates) -> int:
    return candidates.index.world.policy.least_paid_half_days


def _state(s: Statement) -> None:
    """A column for each substitute and date: 1 where they come at all."""
    if _least(s.candidates) == 1:
        return
    _, day, half = s.engagements.split_place(s.engaged_place)
    number, first = numbered(s.engaged_group, day)
    columns = s.decide(np.ones(len(first), dtype=np.int64))
    # One school in a half-day, so of the engagements of a half-day there is one.
    row, one = numbered(number, half)
    s.rows.add(
        np.concatenate([row, row[one]]),
        np.concatenate([s.engaged_columns, columns[number[one]]]),
        np.concatenate([np.ones(len(row), dtype=np.int64), np.full(len(one), -1)]),
        upper=0,
    )
    s.derive(columns, largest(columns[number], s.engaged_columns))
    s.own[NAME] = columns


def _weights(s: Statement) -> Ints:
    least = _least(s.candidates)
    if least == 1:
        return _BY_HALF_DAYS.weights(s)
    weights = np.zeros(s.columns, dtype=np.int64)
    # A date has two half-days, so whoever comes at all is paid for both.
    weights[s.own[NAME]] = least
    return weights


def _value(candidates: Candidates, choice: Choice) -> int:
    least, engaged = _least(candidates), choice.engaged
    if least == 1:
        return _BY_HALF_DAYS.value(candidates, choice)
    numbers = Engagements(candidates.index)
    group, place = numbers.split(engaged.ids)
    _, day, _ = numbers.split_place(place)
    number, first = numbered(group, day)
    dates = np.bincount(number, weights=engaged.counts, minlength=len(first))
    return int(np.maximum(dates, least).sum())


goal(NAME, Goal(_weights, _value, state=_state))
