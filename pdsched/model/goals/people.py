"""Goals of single people: the times that they prefer, and that nobody is left out."""

from __future__ import annotations

import numpy as np

from pdsched.model.arrays import Bools, Ints
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.protected import minutes_lost
from pdsched.model.statement import Statement
from pdsched.problem import Window, minutes


def _outside(s: Statement) -> Ints:
    weights = np.zeros(s.columns, dtype=np.int64)
    weights[s.attend_columns] = _unloved(s.candidates, s.attendances)
    return weights


def _outside_of(candidates: Candidates, choice: Choice) -> int:
    return int((_unloved(candidates, choice.attends.ids) * choice.attends.counts).sum())


def _unloved(c: Candidates, ids: Ints) -> Bools:
    """Which attendances are outside all windows that the person prefers, if there are any."""
    found = np.zeros(len(ids), dtype=np.bool_)
    group = c.group[ids]
    for number in np.unique(group):
        member = c.index.staff[int(number)].members[0]
        windows = c.index.world.staff[member].preferred
        if windows:
            own = np.flatnonzero(group == number)
            inside = [_inside(c, c.placement[ids[own]].astype(np.int64), w) for w in windows]
            found[own] = ~np.logical_or.reduce(inside)
    return found


def _inside(c: Candidates, placements: Ints, window: Window) -> Bools:
    on = np.array([window.on(d) for d in c.index.days], dtype=np.bool_)
    p = c.placements
    return np.asarray(
        on[p.day[placements]]
        & (p.start[placements] >= minutes(window.start))
        & (p.end[placements] <= minutes(window.end))
    )


goal("outside-preferred-times", Goal(_outside, _outside_of))


def _outside_key(s: Statement) -> Ints:
    weights = np.zeros(s.columns, dtype=np.int64)
    weights[s.attend_columns] = _beside_key_times(s.candidates, s.attendances)
    return weights


def _outside_key_of(candidates: Candidates, choice: Choice) -> int:
    beside = _beside_key_times(candidates, choice.attends.ids)
    return int((beside * choice.attends.counts).sum())


def _beside_key_times(c: Candidates, ids: Ints) -> Bools:
    """Which attendances are outside all key times of the calendar, if there are any."""
    placements = c.placement[ids].astype(np.int64)
    inside = [_inside(c, placements, w) for w in _key_times(c)]
    return np.asarray(~np.logical_or.reduce(inside)) if inside else np.zeros(len(ids), np.bool_)


def _key_times(c: Candidates) -> tuple[Window, ...]:
    return c.index.world.problem.calendar.key_times


def _some_key_times(c: Candidates) -> bool:
    return bool(_key_times(c))


goal("outside-key-times", Goal(_outside_key, _outside_key_of, wanted=_some_key_times))


def _protected(s: Statement) -> Ints:
    weights = np.zeros(s.columns, dtype=np.int64)
    weights[s.attend_columns] = minutes_lost(s.candidates, s.attendances)
    return weights


def _protected_of(candidates: Candidates, choice: Choice) -> int:
    lost = minutes_lost(candidates, choice.attends.ids)
    return int((lost * choice.attends.counts).sum())


goal("protected-minutes-lost", Goal(_protected, _protected_of))


def _state_unserved(s: Statement) -> None:
    """A column for each single person who attends nothing beyond what is stated."""
    c = s.candidates
    people = np.setdiff1d(np.arange(len(c.index.staff)), c.group[s.beyond.attends.ids])
    columns = s.decide(np.ones(len(people), dtype=np.int64))
    own = np.flatnonzero(np.isin(s.group, people))
    person, attends = np.searchsorted(people, s.group[own]), s.attend_columns[own]
    s.rows.add(
        np.concatenate([person, np.arange(len(people))]),
        np.concatenate([attends, columns]),
        lower=1,
    )

    def put(values: Ints) -> None:
        served = np.bincount(person, weights=values[attends], minlength=len(people)) > 0
        values[columns] = ~served

    s.derive(columns, put)
    s.own["unserved-people"] = columns


def _unserved_of(candidates: Candidates, choice: Choice) -> int:
    return len(candidates.index.staff) - len(np.unique(candidates.group[choice.attends.ids]))


goal("unserved-people", Goal(own_columns("unserved-people"), _unserved_of, state=_state_unserved))
