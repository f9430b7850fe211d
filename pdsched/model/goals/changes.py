"""The goal of stability: what the plan before said still holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.model.arrays import MINUTES, Ints, contains, unique
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.index import Index
from pdsched.model.statement import Statement
from pdsched.problem import minutes
from pdsched.problem.once import once


class _Before(NamedTuple):
    """The plan before, as numbers."""

    keys: Ints
    """Of what could be again, sorted."""
    gone: int
    """How much names somebody without needs, or a closed day."""


@once
def _before(index: Index) -> _Before:
    groups = {m: number for number, group in enumerate(index.staff) for m in group.members}
    courses = {course.id: number for number, course in enumerate(index.courses)}
    days = {day: number for number, day in enumerate(index.days)}
    kept = set(index.world.problem.kept)
    rows = [
        (groups[k.staff], courses[k.course], days[k.date], minutes(k.start))
        for k in kept
        if k.staff in groups and k.date in days
    ]
    group, course, day, start = np.array(rows, dtype=np.int64).reshape(len(rows), 4).T
    keys = unique(_key(index, group, course, day, start))
    return _Before(keys, len(kept) - len(rows))


def _key(index: Index, group: Ints, course: Ints, day: Ints, start: Ints) -> Ints:
    return ((group * len(index.courses) + course) * len(index.days) + day) * MINUTES + start


def _found(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """Which attendances the plan before had: position in ``ids``, and in its keys."""
    p, at = c.placements, c.placement[ids].astype(np.int64)
    group = c.group[ids].astype(np.int64)
    keys = _key(c.index, group, p.course[at], p.day[at], p.start[at])
    there, where = contains(_before(c.index).keys, keys)
    return np.flatnonzero(there), where[there]


def _state(s: Statement) -> None:
    """A column for each attendance of the plan before that says whether it is lost.

    People who are named there are single. A piece states what is about its own people.
    """
    before = _before(s.index)
    own, which = _found(s.candidates, s.attendances)
    asked = unique(which) if s.part else np.arange(len(before.keys))
    held = unique(_found(s.candidates, s.beyond.attends.ids)[1])
    asked = np.setdiff1d(asked, held)
    there, where = contains(asked, which)
    own, where = own[there], where[there]
    gone = np.ones(len(asked) + (0 if s.part else before.gone), dtype=np.int64)
    ones = np.ones(len(own), dtype=np.int64)
    s.own["changes"] = s.at_least(where, s.attend_columns[own], ones, gone, slack=gone)


def _value(candidates: Candidates, choice: Choice) -> int:
    before = _before(candidates.index)
    _, which = _found(candidates, choice.attends.ids)
    return len(before.keys) + before.gone - len(unique(which))


def _wanted(candidates: Candidates) -> bool:
    return bool(candidates.index.world.problem.kept)


goal("changes", Goal(own_columns("changes"), _value, wanted=_wanted, state=_state))
