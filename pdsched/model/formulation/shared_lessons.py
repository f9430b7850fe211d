"""Lessons held by several, of whom some can be away without any cover: which covers are due.

Whose cover is spared makes no difference: all of them are for one lesson. So a cover for somebody
who is away gets a column, and of a lesson on a date so many covers are due as more are away than
can be spared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids
from pdsched.engines.builder import ProgramBuilder
from pdsched.model.instance.lessons import Lessons
from pdsched.model.solution.due import beyond_spare


class Shared(NamedTuple):
    """Covers of lessons of which some need none, as arrays."""

    columns: Ints
    """1 where a cover is due."""
    row: Ints
    """By column, number of its lesson on its date."""
    spare: Ints
    """By number, how many can be away without cover."""
    taken: CsrLists
    """By column, columns whose sum is at least 1 when a release takes the lesson."""


def due_covers(
    f: ProgramBuilder, lessons: Lessons, lesson: Ints, day: Ints, taken: CsrLists
) -> tuple[CsrLists, Shared]:
    """By demand, columns whose sum is at least 1 when a cover is due; and those made for that."""
    dem = np.flatnonzero(lessons.spare[lesson] > 0)
    if not len(dem):
        return taken, Shared(dem, dem, dem, CsrLists.of(dem, dem, 0))
    row, first = group_ids(lessons.whole[lesson[dem]], day[dem])
    spare = lessons.spare[lesson[dem[first]]]
    # Where as few could be away as can be spared, no cover is ever due.
    columns = f.new_variables(
        (np.bincount(row, minlength=len(first)) > spare)[row].astype(np.int64)
    )
    entry, load = taken.expand(dem)
    shared = Shared(columns, row, spare, CsrLists.of(entry, load, len(dem)))
    f.rows.add(
        np.concatenate([row[entry], row]),
        np.concatenate([load, columns]),
        np.repeat([1, -1], [len(load), len(columns)]),
        upper=np.concatenate([spare[row[entry]], spare[row]]),
    )
    f.define(columns, _first_due(shared))
    plain_dem = np.flatnonzero(lessons.spare[lesson] == 0)
    owner, items = taken.expand(plain_dem)
    owner = np.concatenate([plain_dem[owner], dem])
    return CsrLists.of(owner, np.concatenate([items, columns]), len(lesson)), shared


def _first_due(shared: Shared) -> Callable[[Ints], None]:
    def put(values: Ints) -> None:
        entry, load = shared.taken.expand(np.arange(len(shared.columns)))
        away = np.zeros(len(shared.columns), dtype=np.int64)
        np.maximum.at(away, entry, values[load])
        gone = np.flatnonzero(away)
        due = beyond_spare(shared.row[gone], shared.spare[shared.row[gone]])
        values[shared.columns[gone]] = due

    return put


def no_cover_without_cause(f: ProgramBuilder, shared: Shared) -> None:
    """No more covers are due than more are away than can be spared.

    Only covers by colleagues look at that: whoever else is due too many is not engaged.
    """
    count = len(shared.spare)
    if not count:
        return
    any_due = f.new_variables(np.ones(count, dtype=np.int64))

    def put(values: Ints) -> None:
        np.maximum.at(values, any_due[shared.row], values[shared.columns])

    f.define(any_due, put)
    one = np.arange(len(shared.columns))
    f.rows.add(
        np.concatenate([one, one]),
        np.concatenate([shared.columns, any_due[shared.row]]),
        np.repeat([1, -1], [len(one), len(one)]),
        upper=0,
    )
    entry, load = shared.taken.expand(one)
    f.rows.add(
        np.concatenate([shared.row, np.arange(count), shared.row[entry]]),
        np.concatenate([shared.columns, any_due, load]),
        np.concatenate([np.ones(len(one), np.int64), shared.spare, np.full(len(load), -1)]),
        upper=0,
    )
