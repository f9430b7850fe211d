"""Rules of sessions: trainers and rooms in one place at a time, and trainers' loads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.model.arrays import Ints, Ragged, moments, numbered
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement


class _Held:
    """Sessions that some offers would hold, as arrays: one entry for each offer chosen."""

    def __init__(self, s: Statement, chosen: Ints) -> None:
        placements = s.candidates.placements
        placement = s.used[s.offer_seat[chosen]]
        self.column = s.hold_columns[chosen]
        self.trainer = placements.trainer[s.offers[chosen]]
        self.room = placements.room[s.offers[chosen]]
        self.day = placements.day[placement]
        self.start = placements.start[placement]
        self.end = placements.end[placement]
        self.venue = placements.venue[placement]
        course = placements.course[placement]
        self.minutes = np.array([c.minutes for c in s.index.courses], dtype=np.int64)[course]


def _with_trainer(s: Statement) -> _Held:
    return _Held(s, np.flatnonzero(s.candidates.placements.trainer[s.offers] >= 0))


@rule("one-place")
def trainers_in_one_place(s: Statement) -> None:
    """A trainer's sessions of a day do not overlap, and leave time to go from one to the next."""
    held = _with_trainer(s)
    by_day = held.trainer * len(s.index.days) + held.day
    entry, key = moments(by_day, held.start, held.end)
    s.rows.add(key, held.column[entry], upper=1)
    number, first = numbered(by_day)
    today = Ragged.of(number, np.arange(len(by_day)), len(first))
    parts: list[tuple[Ints, Ints]] = []
    count = 0
    for day in range(len(first)):
        for key, column in _too_soon(s, held, today[day]):
            parts.append((key + count, column))
            count += len(by_day) ** 2
    if parts:
        s.rows.add(
            np.concatenate([key for key, _ in parts]),
            np.concatenate([column for _, column in parts]),
            upper=1,
        )


def _too_soon(s: Statement, held: _Held, today: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Whoever is here until then is not there too soon after: keys of such pairs, and columns."""
    today = today[held.venue[today] >= 0]
    if len(np.unique(held.venue[today])) < 2:
        return
    here, one = numbered(held.venue[today], held.start[today], held.end[today])
    there, other = numbered(held.venue[today], held.start[today])
    first, then = today[one], today[other]
    way = s.index.travel[held.venue[first]][:, held.venue[then]]
    clash = (
        (held.venue[first][:, None] != held.venue[then][None, :])
        & (held.start[first][:, None] <= held.start[then][None, :])
        & (held.start[then][None, :] < held.end[first][:, None] + way)
    )
    left, right = np.nonzero(clash)
    before = Ragged.of(here, held.column[today], len(one))
    after = Ragged.of(there, held.column[today], len(other))
    row, column = before.expand(left)
    further, more = after.expand(right)
    yield np.concatenate([row, further]), np.concatenate([column, more])


@rule("one-place")
def rooms_in_one_use(s: Statement) -> None:
    """At any moment no more sessions sit in a group of rooms than it has rooms."""
    held = _Held(s, np.flatnonzero(s.candidates.placements.room[s.offers] >= 0))
    rooms = np.array([len(r.members) for r in s.index.rooms] or [0], dtype=np.int64)
    by_day = held.room * len(s.index.days) + held.day
    entry, key = moments(by_day, held.start, held.end)
    s.rows.add(key, held.column[entry], upper=rooms[held.room[entry]])


@rule("trainer-load")
def trainer_loads(s: Statement) -> None:
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


def _limit_minutes(s: Statement, held: _Held, some: Ints, key: Ints, limit: Ints) -> None:
    """The limit, and what it says of numbers: of sessions this long or longer, only so many."""
    s.rows.add(key, held.column[some], held.minutes[some], upper=limit)
    for length in np.unique(held.minutes[some]):
        longer = held.minutes[some] >= length
        s.rows.add(key[longer], held.column[some[longer]], upper=limit[longer] // length)
