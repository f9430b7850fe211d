"""The goal of cadence: meetings that follow each other in the rhythm that was asked for."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.distinctions import in_series, tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Solution
from pdsched.problem.once import once

SPREAD = 2**22
"""More than any ordinal of a date: a person and a date make one number."""
NEVER = -1


class _Arc(NamedTuple):
    """A prerequisite with a cadence, by numbers of courses."""

    later: int
    earlier: int
    due: Ints
    """By day number of the earlier, the ordinal of the date in rhythm with it."""


@once
def _arcs(index: Index) -> list[_Arc]:
    number = {c.id: n for n, c in enumerate(index.courses)}
    return [
        _Arc(
            later,
            number[arc.course],
            due_dates(index, arc.cadence_days, passing=arc.passes_closed_days),
        )
        for later, course in enumerate(index.courses)
        for arc in course.prerequisites
        if arc.cadence_days is not None
    ]


def _dates(index: Index) -> Ints:
    """By day number, the ordinal of its date."""
    return np.array([day.toordinal() for day in index.days], dtype=np.int64)


def due_dates(index: Index, cadence: int, *, passing: bool) -> Ints:
    """By day number, the ordinal of the date that is so many calendar days later.

    With ``passing``, that of the first open date after so many days, twice as many, and so on;
    beyond the horizon there is none.
    """
    dates = _dates(index)
    due = dates + cadence
    while passing:
        is_closed = (due <= dates.max(initial=0)) & ~np.isin(due, dates)
        if not is_closed.any():
            break
        due[is_closed] += cadence
    return due


def _state(f: Formulation) -> None:
    """A column for each person and arc that says whether its two meetings are off the cadence.

    Of a person of whom anything is free, a sub-MIP states all that they attend.
    """
    columns = [_state_arc(f, arc) for arc in _arcs(f.index)]
    f.own["off-cadence"] = np.concatenate([f.columns_of_none, *columns])


def _state_arc(f: Formulation, arc: _Arc) -> Ints:
    """Whoever attends the later course on a date, and the earlier one but not so long before.

    Row by row, for a person and a date: attending the later course then, less the earlier one in
    time, and attending the earlier one at all, come to 2 only where the meetings are off.
    """
    x = f.attend
    later, earlier = np.flatnonzero(x.course == arc.later), np.flatnonzero(x.course == arc.earlier)
    people = np.intersect1d(x.group[later], x.group[earlier])
    later = later[lookup_sorted(people, x.group[later])[0]]
    earlier = earlier[lookup_sorted(people, x.group[earlier])[0]]
    dates = _dates(f.index)
    key = x.group[later] * SPREAD + dates[x.day[later]]
    due = x.group[earlier] * SPREAD + arc.due[x.day[earlier]]
    keys = unique(key)
    in_time, row_in_time = lookup_sorted(keys, due)
    row, owner = np.searchsorted(keys, key), np.searchsorted(people, keys // SPREAD)
    person = np.searchsorted(people, x.group[earlier])
    both, off = (
        f.new_variables(np.ones(len(people), np.int64)),
        f.new_variables(np.ones(len(people), np.int64)),
    )
    ones, rows = np.ones(len(people), dtype=np.int64), np.arange(len(keys))
    f.rows.add(
        np.concatenate([person, np.arange(len(people))]),
        np.concatenate([x.column[earlier], both]),
        np.concatenate([np.ones(len(earlier), dtype=np.int64), -ones]),
        lower=0,
        upper=0,
    )
    entry = np.concatenate([row, row_in_time[in_time], rows])
    column = np.concatenate([x.column[later], x.column[earlier[in_time]], both[owner]])
    sign = np.ones(len(entry), dtype=np.int64)
    sign[len(row) : len(row) + int(in_time.sum())] = -1
    f.rows.add(
        np.concatenate([entry, rows]),
        np.concatenate([column, off[owner]]),
        np.concatenate([sign, np.full(len(rows), -1)]),
        upper=1,
    )

    def put(values: Ints) -> None:
        np.add.at(values, both[person], values[x.column[earlier]])
        activity = np.bincount(entry, weights=sign * values[column], minlength=len(keys))
        np.maximum.at(values, off[owner], activity.astype(np.int64) - 1)

    f.define(np.concatenate([both, off]), put)
    return off


def _value(candidates: Candidates, solution: Solution) -> int:
    c, ids, total = candidates, solution.attends.ids, 0
    course, dates = c.placements.course[c.placement[ids]], _dates(c.index)
    for arc in _arcs(c.index):
        first, then = ids[course == arc.earlier], ids[course == arc.later]
        due = np.full(len(c.index.staff), NEVER, dtype=np.int64)
        due[c.group[first]] = arc.due[c.placements.day[c.placement[first]]]
        expected = due[c.group[then]]
        is_off = (expected != NEVER) & (dates[c.placements.day[c.placement[then]]] != expected)
        total += len(unique(c.group[then[is_off]]))
    return total


def _wanted(candidates: Candidates) -> bool:
    return bool(_arcs(candidates.index))


goal("off-cadence", Goal(own_columns("off-cadence"), _value, wanted=_wanted, state=_state))


tells_apart(
    "off-cadence", single_staff=partial(in_series, of=lambda arc: arc.cadence_days is not None)
)
