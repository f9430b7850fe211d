"""Rules of sessions: trainers and rooms in one place at a time; trainers' loads and free time."""

from __future__ import annotations

from typing import NamedTuple

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
from pdsched.engines.builder import whether_some
from pdsched.model.formulation.couplings import room_days, trainer_weeks
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.givers import givers
from pdsched.model.rules.registry import rule
from pdsched.problem import minutes


class _Held:
    """Sessions that some offers would hold, as arrays: one entry for each offer chosen.

    An offer that is chosen several times stands for one of a team each time, who is ``trainer``.
    """

    def __init__(self, f: Formulation, chosen: Ints, trainer: Ints | None = None) -> None:
        y = f.session
        placements = f.candidates.placements
        placement = y.placement[chosen]
        self.column = y.column[chosen]
        self.trainer = placements.trainer[y.ids[chosen]] if trainer is None else trainer
        self.room = placements.room[y.ids[chosen]]
        self.day = y.day[chosen]
        self.start = placements.start[placement]
        self.end = placements.end[placement]
        self.venue = placements.venue[placement]
        self.minutes = self.end - self.start


def _with_trainer(f: Formulation) -> _Held:
    """One entry for each who would give a session."""
    return _Held(f, *givers(f.index, f.candidates.placements.trainer[f.session.ids]))


@rule("one-place", reach=[trainer_weeks])
def trainers_in_one_place(f: Formulation) -> None:
    """A trainer's sessions of a day do not overlap, and leave time to go from one to the next."""
    _keep_apart(f, 0)


@rule("trainer-pause", reach=[trainer_weeks])
def trainer_pause(f: Formulation) -> None:
    """Between two sessions of a trainer on a date lie so many minutes beside the way."""
    _keep_apart(f, f.world.policy.trainer_pause_minutes or 0)


def _keep_apart(f: Formulation, pause: int) -> None:
    held = _with_trainer(f)
    by_day = held.trainer * len(f.index.days) + held.day
    entry, key = interval_cliques(by_day, held.start, held.end + pause)
    f.rows.add(key, held.column[entry], upper=1)
    _leave_time_to_go(f, held, by_day, pause)


def _leave_time_to_go(f: Formulation, held: _Held, by_day: Ints, pause: int) -> None:
    """Whoever is here until then is not there too soon after."""
    spots = unique(by_day * (len(f.index.schools) + 1) + held.venue + 1)
    is_several = np.bincount(spots // (len(f.index.schools) + 1))[by_day] > 1
    session = np.flatnonzero(is_several & (held.venue >= 0))
    if not len(session):
        return
    day, venue, start, end = (
        by_day[session],
        held.venue[session],
        held.start[session],
        held.end[session],
    )
    spot, one = group_ids(day, venue, start, end)
    spot_after, other = group_ids(day, start, venue)
    # Whatever starts elsewhere before one could be there.
    when = day[other] * MINUTES + start[other]
    begin = np.searchsorted(when, day[one] * MINUTES + start[one])
    farthest = np.minimum(end[one] + f.index.travel.max(initial=0) + pause, MINUTES - 1)
    stop = np.searchsorted(when, day[one] * MINUTES + farthest)
    left, right = ranges(begin, np.maximum(stop - begin, 0))
    needed = f.index.travel[venue[one][left], venue[other][right]] + pause
    is_clash = start[other][right] < end[one][left] + needed
    is_clash &= venue[one][left] != venue[other][right]
    left, right = left[is_clash], right[is_clash]
    columns = held.column[session]
    row, column = CsrLists.of(spot, columns, len(one)).expand(left)
    further, more = CsrLists.of(spot_after, columns, len(other)).expand(right)
    f.rows.add(np.concatenate([row, further]), np.concatenate([column, more]), upper=1)


@rule("one-place", reach=[room_days])
def rooms_in_one_use(f: Formulation) -> None:
    """At any moment no more sessions sit in a group of rooms than it has rooms."""
    held = _Held(f, np.flatnonzero(f.candidates.placements.room[f.session.ids] >= 0))
    rooms = np.array([len(r.members) for r in f.index.rooms] or [0], dtype=np.int64)
    by_day = held.room * len(f.index.days) + held.day
    entry, key = interval_cliques(by_day, held.start, held.end)
    f.rows.add(key, held.column[entry], upper=rooms[held.room[entry]])


@rule("trainer-load", reach=[trainer_weeks])
def trainer_loads(f: Formulation) -> None:
    """A trainer's minutes in sessions stay within the day's and the week's limit."""
    held = _with_trainer(f)
    trainers = f.index.trainers
    for limits, span in (
        ([t.max_minutes_per_day for t in trainers], held.day),
        ([t.max_minutes_per_week for t in trainers], f.index.week[held.day]),
    ):
        limit = np.array([n if n is not None else -1 for n in limits] or [-1], dtype=np.int64)
        session = np.flatnonzero(limit[held.trainer] >= 0)
        key = held.trainer[session] * len(f.index.days) + span[session]
        _limit_minutes(f, held, session, key, limit[held.trainer[session]])


def _limit_minutes(f: Formulation, held: _Held, session: Ints, key: Ints, limit: Ints) -> None:
    """The limit, and what it says of numbers: of sessions this long, only so many.

    One twice as long counts twice, and so on (rounding after Gomory and Chvatal).
    """
    f.rows.add(key, held.column[session], held.minutes[session], upper=limit)
    for length in unique(held.minutes[session]):
        is_longer = held.minutes[session] >= length
        times = held.minutes[session[is_longer]] // length
        f.rows.add(
            key[is_longer], held.column[session[is_longer]], times, upper=limit[is_longer] // length
        )


class _Lunches(NamedTuple):
    """Where a trainer's lunch may lie, by trainer and date: before all sessions, or after some."""

    day: Ints
    """Number of the trainer and the date together."""
    end: Ints
    """When the sessions before it end; 0 where it comes first."""
    venue: Ints
    """Where these are; -1 where it comes first, and for sessions without venue."""
    over: Ints
    """When it is over."""


@rule("trainer-lunch", reach=[trainer_weeks])
def trainer_lunch(f: Formulation) -> None:
    """On a date with sessions a trainer has a lunch before all of them, or after one of them.

    A column for each place where it could lie says that it is gone; not all of them are.
    """
    policy = f.world.policy
    least, first = policy.trainer_lunch_minutes or 0, minutes(policy.staff_lunch_from)
    last = minutes(policy.staff_lunch_to) - least
    held = _with_trainer(f)
    by_day = held.trainer * len(f.index.days) + held.day
    # Of other dates the lunch comes first, or after everything.
    early, late = by_day[held.start < first + least], by_day[held.end > last]
    days = np.intersect1d(early, late)
    after = np.flatnonzero(np.isin(by_day, days) & (held.end <= last))
    place, one = group_ids(by_day[after], held.end[after], held.venue[after])
    ends = np.concatenate([held.end[after[one]], np.zeros_like(days)])
    lunches = _Lunches(
        np.concatenate([by_day[after[one]], days]),
        ends,
        np.concatenate([held.venue[after[one]], np.full_like(days, -1)]),
        np.maximum(ends, first) + least,
    )
    gone = f.new_variables(np.ones(len(lunches.day), dtype=np.int64))
    f.if_none(gone[: len(one)], place, held.column[after])
    lunch, later = _too_soon(f, lunches, held, by_day)
    f.define(gone[:0], whether_some(gone[lunch], held.column[later]))
    entry, key = interval_cliques(lunch, held.start[later], held.end[later])
    keys, begin = np.unique(key, return_index=True)
    f.rows.add(
        np.concatenate([key, keys]),
        np.concatenate([held.column[later[entry]], gone[lunch[entry[begin]]]]),
        np.repeat([1, -1], [len(key), len(keys)]),
        upper=0,
    )
    count = np.bincount(np.searchsorted(days, lunches.day), minlength=len(days))
    most = count[np.searchsorted(days, lunches.day)] - 1
    f.rows.add(lunches.day, gone, upper=most)


def _too_soon(f: Formulation, lunches: _Lunches, held: _Held, by_day: Ints) -> tuple[Ints, Ints]:
    """Later sessions that begin before a lunch and the way to them are over: lunch, and session."""
    when = by_day * MINUTES + held.start
    order = np.argsort(when, kind="stable")
    begin = np.searchsorted(when[order], lunches.day * MINUTES + lunches.end)
    farthest = np.minimum(lunches.over + f.index.travel.max(initial=0), MINUTES - 1)
    stop = np.searchsorted(when[order], lunches.day * MINUTES + farthest)
    lunch, where = ranges(begin, np.maximum(stop - begin, 0))
    later = order[where]
    venue, other_venue = lunches.venue[lunch], held.venue[later]
    way = np.where((venue >= 0) & (other_venue >= 0), f.index.travel[venue, other_venue], 0)
    is_soon = held.start[later] < lunches.over[lunch] + way
    return lunch[is_soon], later[is_soon]


tells_apart("trainer-load", "trainer-pause", "trainer-lunch")
