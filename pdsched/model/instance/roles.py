"""Persons in several roles: the same id among staff, trainers and substitutes is one human being.

All of them are single, and each role knows the others by number. What their engagements keep them
from by themselves, whatever else is decided, is worked out in `pdsched.model.instance.spans`.
"""

from __future__ import annotations

from pdsched.model.instance.world import World
from pdsched.problem.once import once


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
