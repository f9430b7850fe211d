"""Where identity matters: what a policy asks of single people and covers, as it says itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pdsched.engines.arrays import Bools
from pdsched.model.instance.crowded_classes import crowded
from pdsched.model.instance.distinctions import holders_matter
from pdsched.model.instance.past_figures import covers_given
from pdsched.model.instance.world import World
from pdsched.policy import ColleagueCover, Policy
from pdsched.problem import Role, StaffMember


def may_cover(policy: Policy, member: StaffMember) -> bool:
    """Whether the policy lets a staff member cover for colleagues at all."""
    if policy.colleague_cover is ColleagueCover.NEVER:
        return False
    asked = policy.colleague_cover is ColleagueCover.ALL and member.role == Role.TEACHER
    return member.cover_volunteer or asked


def covers_are_named(world: World) -> bool:
    """Whether who holds which lesson is decided everywhere, because goals or a rule count it."""
    return holders_matter(world.policy) or bool(crowded(world).dates)


def who_may_cover(world: World) -> tuple[str, ...]:
    """Staff whom the policy lets cover, and whom its limits leave a cover."""
    policy = world.policy
    limited = policy.limits_colleague_covers
    if limited and not policy.colleague_covers_per_week:
        return ()
    members = (m for m in world.problem.staff if may_cover(policy, m))
    return tuple(m.id for m in members if not limited or covers_left(world, m))


def covers_left(world: World, member: StaffMember) -> int:
    """Covers that the limit of all leaves a colleague."""
    covers_given_before = member.covers_before + covers_given(world.problem)[member.id]
    return max(0, world.policy.colleague_covers_in_all - covers_given_before)


def holder_counts(world: World, lessons: Sequence[str]) -> Bools:
    """By lesson, whether a goal or rule counts who holds it."""
    everywhere, lessons_crowded = holders_matter(world.policy), crowded(world).lessons
    return np.array([everywhere or name in lessons_crowded for name in lessons], dtype=np.bool_)
