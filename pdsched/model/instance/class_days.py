"""Dates that substitutes have left with a class, for rule ``days-with-a-class``."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.instance.index import Index
from pdsched.model.instance.timetable import SchoolClass
from pdsched.model.instance.world import World
from pdsched.problem.once import once


@once
def dates_with_classes(world: World) -> Counter[tuple[str, SchoolClass]]:
    """On how many dates of the past each substitute held lessons of a class."""
    dates = {
        (cover.substitute, one, cover.date)
        for cover in world.problem.past_covers
        if cover.substitute is not None
        for one in world.timetable.classes[cover.lesson]
    }
    return Counter((who, one) for who, one, _ in dates)


@once
def class_days_left(index: Index) -> Ints:
    """(substitute group, class): dates left; all there are where the rule does not hold."""
    world, classes = index.world, index.world.timetable.all_classes
    shape = (len(index.substitutes), len(classes))
    most = world.policy.days_with_a_class
    if most is None or not world.policy.limits_days_with_a_class:
        return np.full(shape, len(index.days), dtype=np.int64)
    members = [world.substitutes[g.members[0]] for g in index.substitutes]
    past = dates_with_classes(world)
    before = [
        [m.class_days_before.get(one.name, 0) + past[m.id, one] for one in classes] for m in members
    ]
    return np.maximum(0, most - np.array(before, dtype=np.int64).reshape(shape))
