"""Numbers of persons in their other roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.index import Index
from pdsched.problem.once import once


class Roles(NamedTuple):
    """Numbers of persons in their other roles; -1 where they have no such role."""

    leader: Ints
    """By trainer, the staff group; one entry more for sessions without a trainer."""
    of_trainer: Ints
    """By trainer, the substitute group; one entry more, too."""
    of_group: Ints
    """By staff group, the substitute group."""
    of_colleague: Ints
    """By colleague who may cover, the substitute group."""


@once
def roles_of(index: Index) -> Roles:
    """The roles of everybody in one index."""
    groups = {m: n for n, g in enumerate(index.staff) for m in g.members}
    substitutes = {m: n for n, g in enumerate(index.substitutes) for m in g.members}
    trainers = [t.id for t in index.trainers]

    def numbers(of: dict[str, int], names: Iterable[str]) -> Ints:
        return np.array([of.get(name, -1) for name in names], dtype=np.int64)

    return Roles(
        np.append(numbers(groups, trainers), -1),
        np.append(numbers(substitutes, trainers), -1),
        numbers(substitutes, (g.members[0] for g in index.staff)),
        numbers(substitutes, colleagues_of(index).names),
    )
