"""Rows that leave out engagements for nothing, which no plan has.

The rule against them is kept by how plans are read out. A goal that counts who is told would keep a
substitute engaged whom nobody needs; so it is stated where that goal comes first.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints, lookup_sorted, unique
from pdsched.model.candidates.engagements import pinned_places
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import Index, first_open
from pdsched.problem import PinKind


def add_rows_of_use(f: Formulation, whole: Index | None = None) -> None:
    """At most as many engagements for a half-day as lessons are taken in it, unless it is pinned.

    Add them before the program is built; limits that ask for engagements are left alone.

    Args:
        f: What is stated.
        whole: The index of the problem of which it is a part, with all of its pins and limits.
    """
    index = f.index if whole is None else whole
    policy = index.world.policy
    if any(limit.asks and policy.states(limit.id) for limit in policy.limits):
        return
    e, numbers = f.engage, f.engagements
    release, place = f.candidates.places_taken(f.releases)
    pinned = pinned_places(index, numbers) if policy.keeps_pins else place[:0]
    of_use = unique(e.place[e.day >= first_open(f.index)])
    of_use = of_use[~lookup_sorted(pinned, of_use)[0]]
    is_engaged, is_taken = (lookup_sorted(of_use, places)[0] for places in (e.place, place))
    # A release may take several lessons of one half-day: then it counts as often.
    columns = np.concatenate([e.column[is_engaged], f.release_columns[release[is_taken]]])
    row = np.searchsorted(of_use, np.concatenate([e.place[is_engaged], place[is_taken]]))
    ones = np.ones(int(is_engaged.sum()), dtype=np.int64)
    signs = np.concatenate([ones, -np.ones(int(is_taken.sum()), dtype=np.int64)])
    f.rows.add(row, columns, signs, upper=_left_beyond(f, of_use)[row])


def may_be_for_nothing(index: Index) -> bool:
    """Whether an engagement of any date may hold nothing: a pin asks for one and says no date."""
    pins = index.world.problem.engagement_pins
    is_asked = any(pin.kind is PinKind.REQUIRE and pin.date is None for pin in pins)
    return is_asked and index.world.policy.keeps_pins


def _left_beyond(f: Formulation, places: Ints) -> Ints:
    """By half-day at a school, lessons taken beyond what is stated that nobody there holds yet."""
    _, taken = f.candidates.places_taken(f.releases_beyond)
    _, engaged = f.engagements.split(f.beyond.engaged.ids)
    count = np.zeros(len(places) + 1, dtype=np.int64)
    for at, amount in ((taken, np.ones(len(taken))), (engaged, -f.beyond.engaged.counts)):
        is_here, where = lookup_sorted(places, at)
        np.add.at(count, where[is_here], amount[is_here].astype(np.int64))
    return np.maximum(0, count[:-1])
