"""Persons in several roles: the same id among staff, trainers and substitutes is one human being.

All of them are single, and each role knows the others by number. What their engagements keep them
from by themselves, whatever else is decided, is worked out in `pdsched.model.spans`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pdsched.model.arrays import Ints
from pdsched.model.world import World
from pdsched.problem.once import once

if TYPE_CHECKING:
    from pdsched.model.index import Index


@once
def leaders(world: World) -> frozenset[str]:
    """Staff members who are trainers, too: leading a session is a release of theirs."""
    return frozenset(t.id for t in world.problem.trainers if t.id in world.staff)


@once
def in_several_roles(world: World) -> frozenset[str]:
    """Ids that stand in two tables or in all three."""
    staff, substitutes = world.staff.keys(), world.substitutes.keys()
    trainers = {t.id for t in world.problem.trainers}
    return frozenset(staff & trainers | staff & substitutes | trainers & substitutes)


def may_be_released(world: World, person: str) -> bool:
    """Whether a staff member could learn or lead in a plan."""
    return person in world.needs_of or person in leaders(world)


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
        numbers(substitutes, index.colleagues.names),
    )
