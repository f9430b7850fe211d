"""Who holds which lesson, where covers are named everywhere because goals or rules count holders.

A solution may name more holders than covers are due, since rows say only that there are enough.
Here is the one place that tells which of them hold something: in order of their numbers, colleagues
before substitutes, as many as are due.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints, cumcount, group_ids, inner_join, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.solution.due import covers_due
from pdsched.model.solution.solution import Counts, Solution


class Held(NamedTuple):
    """Covers, as arrays."""

    lesson: Ints
    day: Ints
    holder: Ints
    """A substitute group; beyond these, a colleague."""

    def only(self, positions: Ints) -> Held:
        """Some of them."""
        return Held(self.lesson[positions], self.day[positions], self.holder[positions])


def held_by(candidates: Candidates, solution: Solution) -> tuple[Held, int]:
    """The covers of a solution in which covers are named, and how many more lessons are due.

    A class that colleagues divide has a cover by each of them.
    """
    numbers = Coverings(candidates.index, candidates.lessons)
    lesson, day = covers_due(candidates, solution)
    holder, duty, on, turn = _named(candidates, numbers, solution)
    # The first who hold a duty hold the first lesson that is due of it, and so on.
    duty_due, duty_held = numbers.dated(lesson, day), numbers.dated(duty, on)
    key, _ = group_ids(
        np.concatenate([duty_due, duty_held]), np.concatenate([cumcount(duty_due), turn])
    )
    keys_due, keys_held = key[: len(duty_due)], key[len(duty_due) :]
    due, cover = inner_join(keys_due, keys_held)
    missing = len(lesson) - len(unique(due))
    return Held(lesson[due], day[due], holder[cover]), missing


def held_named(candidates: Candidates, solution: Solution) -> Counts:
    """Those numbers of covers by substitutes that a solution names and that are due."""
    held, _ = held_by(candidates, solution)
    substitutes = held.only(np.flatnonzero(held.holder < len(candidates.index.substitutes)))
    numbers = Coverings(candidates.index, candidates.lessons)
    ids = numbers.join(substitutes.holder, substitutes.lesson, substitutes.day)
    return Counts.of(ids, np.ones(len(ids), dtype=np.int64))


def _named(
    candidates: Candidates, numbers: Coverings, solution: Solution
) -> tuple[Ints, Ints, Ints, Ints]:
    """Holders with their duties, days, and turns among the holders of a duty: colleagues first."""
    index, ids = candidates.index, solution.covering.ids
    who, duty, day = numbers.split(ids)
    group, duty_named, on = numbers.split(solution.naming.ids)
    part = np.flatnonzero(numbers.parts(ids))
    beside = colleagues_of(index).joined(
        candidates.lessons, who[part], duty[part], day[part], np.ones(len(part), dtype=np.bool_)
    )
    hosts = {name: n for n, name in enumerate(sorted(set(beside)), 1)}
    host = np.zeros(len(ids) + len(group), dtype=np.int64)
    host[part] = [hosts[name] for name in beside]
    holder = np.concatenate([len(index.substitutes) + who, group])
    duty, day = np.concatenate([duty, duty_named]), np.concatenate([day, on])
    dated = numbers.dated(duty, day)
    # One beside each of the lessons among which a class is divided: they have a turn together.
    turn = cumcount(group_ids(dated, host)[0])
    divided = unique(dated[part])
    for one in divided.tolist():
        is_here = dated == one
        first = host[is_here][host[is_here] > 0].min()
        teams = int((is_here & (host == first)).sum())
        turn[is_here & (host == 0)] += teams
    return holder, duty, day, turn
