"""Goals of the times of learning: those that people prefer, and the key times of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Solution
from pdsched.problem import Window, minutes
from pdsched.problem.once import once


class _Windows(NamedTuple):
    """Windows as arrays."""

    start: Ints
    end: Ints
    on: Bools
    """Window x day."""

    @classmethod
    def of(cls, index: Index, windows: Sequence[Window]) -> _Windows:
        on = np.array([[w.on(d) for d in index.days] for w in windows], dtype=np.bool_)
        return cls(
            np.array([minutes(w.start) for w in windows], dtype=np.int64),
            np.array([minutes(w.end) for w in windows], dtype=np.int64),
            on.reshape(len(windows), len(index.days)),
        )

    def hold(self, c: Candidates, window: Ints, placement: Ints) -> Bools:
        """Entry by entry, whether the session at the placement lies inside the window."""
        p = c.placements
        is_inside: Bools = (
            self.on[window, p.day[placement]]
            & (p.start[placement] >= self.start[window])
            & (p.end[placement] <= self.end[window])
        )
        return is_inside


@once
def _preferred(index: Index) -> tuple[CsrLists, _Windows]:
    """By staff group the numbers of its windows; equal ones, of whoever they are, are one."""
    numbers: dict[Window, int] = {}
    rows = [
        (group, numbers.setdefault(window, len(numbers)))
        for group, staff_type in enumerate(index.staff)
        for window in index.world.staff[staff_type.members[0]].preferred
    ]
    owner, item = np.array(rows, dtype=np.int64).reshape(len(rows), 2).T
    return CsrLists.of(owner, item, len(index.staff)), _Windows.of(index, tuple(numbers))


@once
def _key_times(index: Index) -> _Windows:
    return _Windows.of(index, index.world.problem.calendar.key_times)


def _unloved(c: Candidates, ids: Ints) -> Bools:
    """By attendance, whether it is outside all windows that the person prefers, if any."""
    of, windows = _preferred(c.index)
    group, placement = c.group[ids].astype(np.int64), c.placement[ids].astype(np.int64)
    entry, window = of.expand(group)
    is_inside = windows.hold(c, window, placement[entry])
    is_loved = np.bincount(entry[is_inside], minlength=len(ids)) > 0
    return np.asarray((of.lengths()[group] > 0) & ~is_loved & _has_hour(c, placement))


def _beside_key_times(c: Candidates, ids: Ints) -> Bools:
    """By attendance, whether it is outside all key times of the calendar, if there are any."""
    windows = _key_times(c.index)
    placement = c.placement[ids].astype(np.int64)
    numbers = range(len(windows.start))
    masks = [windows.hold(c, np.full(len(ids), w, dtype=np.int64), placement) for w in numbers]
    if not masks:
        return np.zeros(len(ids), np.bool_)
    return np.asarray(~np.logical_or.reduce(masks) & _has_hour(c, placement))


def _has_hour(c: Candidates, placement: Ints) -> Bools:
    courses = np.array([course.modality.has_hour for course in c.index.courses], dtype=np.bool_)
    is_timed: Bools = courses[c.placements.course[placement]]
    return is_timed


def _counted(which: Callable[[Candidates, Ints], Bools]) -> Goal:
    """As few of such attendances as possible."""

    def weights(f: Formulation) -> Ints:
        x = f.attend
        weight = np.zeros(f.columns, dtype=np.int64)
        weight[x.column] = which(f.candidates, x.ids)
        return weight

    def value(candidates: Candidates, solution: Solution) -> int:
        return int((which(candidates, solution.attends.ids) * solution.attends.counts).sum())

    return Goal(weights, value)


goal("outside-preferred-times", _counted(_unloved))
goal("outside-key-times", _counted(_beside_key_times))


tells_apart("outside-key-times")
tells_apart(
    "outside-preferred-times",
    staff=lambda member: frozenset(w.model_dump_json() for w in member.preferred),
)
