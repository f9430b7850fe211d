"""Ways of substitutes at midday: between which schools the time for way and lunch is too short."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, Ints
from pdsched.model.candidates.engagements import serving
from pdsched.model.instance.index import FAR, Index
from pdsched.model.instance.pauses import Pauses
from pdsched.problem.once import once


@once
def _middays(index: Index) -> tuple[Ints, Ints]:
    """(school, day): last end of the morning's, first start of the afternoon's lessons."""
    last = np.full((len(index.schools), len(index.days)), -FAR, dtype=np.int64)
    first = np.full((len(index.schools), len(index.days)), FAR, dtype=np.int64)
    for school, name in enumerate(index.schools):
        for day, date in enumerate(index.days):
            end, start = index.world.timetable.midday_gap(name, date)
            last[school, day] = -FAR if end is None else end
            first[school, day] = FAR if start is None else start
    return last, first


def cannot_change(
    index: Index, morning: Ints, afternoon: Ints, day: Ints | int, rest: int = 0
) -> Bools:
    """By pair of schools on a day, whether there is no way (rule ``one-school``).

    With a ``rest``, whether there is none besides it (rule ``lunch``).
    """
    last, first = _middays(index)
    gap = first[afternoon, day] - last[morning, day]
    clash: Bools = (morning != afternoon) & (index.travel[morning, afternoon] + rest > gap)
    return clash


@once
def is_narrow(index: Index) -> Bools:
    """(school, school): whether the midday is too short for way and lunch on some day."""
    lunch = Pauses.of(index.world.policy).lunch
    everywhere = np.arange(len(index.schools))
    narrow = np.zeros((len(everywhere), len(everywhere)), dtype=np.bool_)
    last, first = _middays(index)
    # Even without any way, mornings of one school may run into afternoons of another.
    if index.travel.any() or (last.size and last.max() + lunch > first.min()):
        for day in range(len(index.days)):
            narrow |= cannot_change(index, everywhere[:, None], everywhere, day, lunch)
    return narrow


def with_narrow_ways(index: Index) -> set[str]:
    """Ids of substitutes who serve two schools between which the midday is somewhere too short."""
    narrow = is_narrow(index)
    if not narrow.any():
        return set()
    reached = serving(index).astype(np.int64) @ narrow.astype(np.int64)
    serves_both: Bools = np.any(reached * serving(index), axis=1)
    groups = zip(index.substitutes, serves_both, strict=True)
    return {member for group, both in groups if both for member in group.members}
