"""Rules of classes: what pupils lose."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import group_ids, interval_cliques
from pdsched.model.formulation.couplings import classes, people
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import missed
from pdsched.model.instance.distinctions import tells_apart, with_lessons
from pdsched.model.rules.registry import rule


@rule("class-hits", reach=[classes])
def class_hits(f: Formulation) -> None:
    """A class is without its teacher only so often in so many school days in a row."""
    policy, demands = f.world.policy, f.demands
    demand, name = f.candidates.lessons.classes.expand(demands.lesson)
    day = demands.day[demand]
    # Two dates are in one stretch of so many days where the stretches that they begin overlap.
    entry, key = interval_cliques(name, day, day + policy.class_hits_days)
    owner, taken = demands.taken.expand(demand[entry])
    more = f.distinct(key, entry)[owner] > (policy.class_hits or 0)
    owner, taken = owner[more], taken[more]
    f.limit(key[owner], taken, upper=policy.class_hits or 0, case=name[entry][owner])


@rule("slot-hits", reach=[classes])
def slot_hits(f: Formulation) -> None:
    """A class is without its teacher only so often at the same time of the same weekday."""
    most, demands = f.world.policy.hits_of_a_slot or 0, f.demands
    demand, name = f.candidates.lessons.classes.expand(demands.lesson)
    weekday = np.array([day.weekday() for day in f.index.days], dtype=np.int64)
    slot, _ = group_ids(name, weekday[demands.day[demand]], demands.start[demand])
    more = np.flatnonzero(np.bincount(slot)[slot] > most)
    owner, taken = demands.taken.expand(demand[more])
    f.limit(slot[more][owner], taken, upper=most)


@rule("lesson-misses", reach=[people])
def lesson_misses(f: Formulation) -> None:
    """A person misses the same lesson only so often."""
    most = f.world.policy.misses_of_a_lesson or 0
    misses = missed(f)
    key, _ = group_ids(misses.group, misses.lesson)
    more = np.flatnonzero(np.bincount(key)[key] > most)
    owner, column = misses.columns.expand(more)
    f.limit(key[more][owner], column, upper=most)


tells_apart("class-hits", "slot-hits")
tells_apart("lesson-misses", single_staff=with_lessons)
