"""Columns that say whether one of some releases happens."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids, interval_cliques, lookup_sorted
from pdsched.engines.builder import ProgramBuilder, largest
from pdsched.model.candidates.candidates import Releases


class AnyRelease(NamedTuple):
    """What says of each question whether one of the releases that it asks about happens."""

    taken: CsrLists
    """By question, columns whose sum is at least 1 when one of its releases happens."""
    above: Ints
    """Columns made for that: 1 when one of several releases happens."""
    below: CsrLists
    """By such a column, the columns of these releases."""


def any_release(
    columns: ProgramBuilder,
    releases: Releases,
    release: Ints,
    question: Ints,
    entry: Ints,
    count: int,
) -> AnyRelease:
    """State, by question, whether one of some releases of a single person happens.

    The columns of the releases themselves say so where no two can happen together, else a column
    above them.

    Args:
        columns: the program, which gets what has to be stated.
        releases: all releases.
        release: by release, its column.
        question: question by entry.
        entry: release by entry.
        count: how many questions there are.
    """
    start, end = releases.start[entry], releases.end[entry]
    latest, earliest = np.zeros(count, dtype=np.int64), np.full(count, 2**31)
    np.maximum.at(latest, question, start)
    np.minimum.at(earliest, question, end)
    pairs = group_ids(question, releases.slot[entry])[1]
    slots = np.bincount(question[pairs], minlength=count)
    is_direct = (slots == 1) | (latest < earliest)
    indirect = np.flatnonzero(~is_direct)
    above = columns.new_variables(np.ones(len(indirect), dtype=np.int64))
    is_below, position = lookup_sorted(indirect, question)
    position, inner = position[is_below], entry[is_below]
    below = CsrLists.of(position, release[inner], len(indirect))
    if len(indirect):
        columns.define(above, largest(above[position], release[inner]))
        at, key = interval_cliques(position, releases.start[inner], releases.end[inner])
        points, first = np.unique(key, return_index=True)
        columns.rows.add(
            np.concatenate([key, points]),
            np.concatenate([release[inner[at]], above[position[at[first]]]]),
            np.concatenate(
                [np.ones(len(key), dtype=np.int64), -np.ones(len(points), dtype=np.int64)]
            ),
            upper=0,
        )
    is_plain = is_direct[question]
    taken = CsrLists.of(
        np.concatenate([question[is_plain], indirect]),
        np.concatenate([release[entry[is_plain]], above]),
        count,
    )
    return AnyRelease(taken, above, below)
