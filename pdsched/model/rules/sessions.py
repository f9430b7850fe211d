"""Rules of sessions: trainers and rooms in one place at a time, and trainers' loads."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import (
    MINUTES,
    CsrLists,
    Ints,
    group_ids,
    interval_cliques,
    ranges,
    unique,
)
from pdsched.model.formulation.couplings import room_days, trainer_weeks
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.registry import rule


class _Held:
    """Sessions that some offers would hold, as arrays: one entry for each offer chosen."""

    def __init__(self, s: Formulation, chosen: Ints) -> None:
        placements = s.candidates.placements
        placement = s.used[s.offer_seat[chosen]]
        self.column = s.hold_columns[chosen]
        self.trainer = placements.trainer[s.offers[chosen]]
        self.room = placements.room[s.offers[chosen]]
        self.day = placements.day[placement]
        self.start = placements.start[placement]
        self.end = placements.end[placement]
        self.venue = placements.venue[placement]
        self.minutes = self.end - self.start


def _with_trainer(s: Formulation) -> _Held:
    return _Held(s, np.flatnonzero(s.candidates.placements.trainer[s.offers] >= 0))


@rule("one-place", reach=[trainer_weeks])
def trainers_in_one_place(s: Formulation) -> None:
    """A trainer's sessions of a day do not overlap, and leave time to go from one to the next."""
    held = _with_trainer(s)
    by_day = held.trainer * len(s.index.days) + held.day
    entry, key = interval_cliques(by_day, held.start, held.end)
    s.rows.add(key, held.column[entry], upper=1)
    _leave_time_to_go(s, held, by_day)


def _leave_time_to_go(s: Formulation, held: _Held, by_day: Ints) -> None:
    """Whoever is here until then is not there too soon after."""
    spots = unique(by_day * (len(s.index.schools) + 1) + held.venue + 1)
    several = np.bincount(spots // (len(s.index.schools) + 1))[by_day] > 1
    some = np.flatnonzero(several & (held.venue >= 0))
    if not len(some):
        return
    day, venue, start, end = by_day[some], held.venue[some], held.start[some], held.end[some]
    here, one = group_ids(day, venue, start, end)
    there, other = group_ids(day, start, venue)
    # Whatever starts elsewhere before one could be there.
    when = day[other] * MINUTES + start[other]
    begin = np.searchsorted(when, day[one] * MINUTES + start[one])
    farthest = np.minimum(end[one] + s.index.travel.max(initial=0), MINUTES - 1)
    stop = np.searchsorted(when, day[one] * MINUTES + farthest)
    left, right = ranges(begin, np.maximum(stop - begin, 0))
    way = s.index.travel[venue[one][left], venue[other][right]]
    clash = (venue[one][left] != venue[other][right]) & (start[other][right] < end[one][left] + way)
    left, right = left[clash], right[clash]
    columns = held.column[some]
    row, column = CsrLists.of(here, columns, len(one)).expand(left)
    further, more = CsrLists.of(there, columns, len(other)).expand(right)
    s.rows.add(np.concatenate([row, further]), np.concatenate([column, more]), upper=1)


@rule("one-place", reach=[room_days])
def rooms_in_one_use(s: Formulation) -> None:
    """At any moment no more sessions sit in a group of rooms than it has rooms."""
    held = _Held(s, np.flatnonzero(s.candidates.placements.room[s.offers] >= 0))
    rooms = np.array([len(r.members) for r in s.index.rooms] or [0], dtype=np.int64)
    by_day = held.room * len(s.index.days) + held.day
    entry, key = interval_cliques(by_day, held.start, held.end)
    s.rows.add(key, held.column[entry], upper=rooms[held.room[entry]])


@rule("trainer-load", reach=[trainer_weeks])
def trainer_loads(s: Formulation) -> None:
    """A trainer's minutes in sessions stay within the day's and the week's limit."""
    held = _with_trainer(s)
    trainers = s.index.trainers
    for limits, span in (
        ([t.max_minutes_per_day for t in trainers], held.day),
        ([t.max_minutes_per_week for t in trainers], s.index.week[held.day]),
    ):
        limit = np.array([n if n is not None else -1 for n in limits] or [-1], dtype=np.int64)
        some = np.flatnonzero(limit[held.trainer] >= 0)
        key = held.trainer[some] * len(s.index.days) + span[some]
        _limit_minutes(s, held, some, key, limit[held.trainer[some]])


def _limit_minutes(s: Formulation, held: _Held, some: Ints, key: Ints, limit: Ints) -> None:
    """The limit, and what it says of numbers: of sessions this long, only so many.

    One twice as long counts twice, and so on (rounding after Gomory and Chvatal).
    """
    s.rows.add(key, held.column[some], held.minutes[some], upper=limit)
    for length in unique(held.minutes[some]):
        longer = held.minutes[some] >= length
        times = held.minutes[some[longer]] // length
        s.rows.add(key[longer], held.column[some[longer]], times, upper=limit[longer] // length)


tells_apart("trainer-load")
