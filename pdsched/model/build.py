"""From a problem and a policy to a statement, exact for what counts can say and names where not."""

from __future__ import annotations

from collections.abc import Collection

from pdsched.model.drawing import draw_candidates
from pdsched.model.groups import room_groups, staff_groups, substitute_groups
from pdsched.model.rules import apply_rules
from pdsched.model.rules.pins import split_courses
from pdsched.model.statement import Statement
from pdsched.model.world import World
from pdsched.policy import Policy
from pdsched.problem import Problem


def build(problem: Problem, policy: Policy, named_staff: Collection[str] = ()) -> Statement:
    """State the problem; staff in ``named_staff`` and all that pins name stay single."""
    world = World(problem, policy)
    staff = set(named_staff) | {p.staff for p in problem.session_pins if p.staff is not None}
    substitutes = _pinned_substitutes(problem) | _with_narrow_ways(world)
    while True:
        statement = _state(world, staff, substitutes)
        if not statement.too_coarse:
            return statement
        substitutes |= statement.too_coarse


def _state(world: World, staff: set[str], substitutes: set[str]) -> Statement:
    pins = world.problem.session_pins if world.policy.holds("pins") else ()
    candidates = draw_candidates(
        world,
        staff_groups(world, staff),
        substitute_groups(world, substitutes),
        room_groups(world, {p.room for p in pins if p.room is not None}),
        split_courses(pins, tuple(world.courses)),
    )
    statement = Statement(candidates)
    apply_rules(statement)
    return statement


def _pinned_substitutes(problem: Problem) -> set[str]:
    return {p.substitute for p in problem.engagement_pins if p.substitute is not None}


def _with_narrow_ways(world: World) -> set[str]:
    """Substitutes who serve two schools between which the midday is somewhere too short."""
    served = {
        substitute.id: [s for s in world.schools if world.serves(substitute, s)]
        for substitute in world.problem.substitutes
    }
    narrow = {
        (one, other)
        for one in world.schools
        for other in world.schools
        if one != other
        and not all(world.can_change_school(one, other, day) for day in world.open_days)
    }
    return {
        substitute
        for substitute, schools in served.items()
        if any((one, other) in narrow for one in schools for other in schools)
    }
