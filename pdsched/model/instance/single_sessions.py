"""Courses for which it matters who sits with whom.

Counts say how many attend a placement. Where a placement could hold several sessions, they do not
say who of them sits in which; so placements of these courses are made to hold one session at most:
there is one for each trainer, who can be in one place only, or for each single room where nobody
leads.
"""

from __future__ import annotations

from pdsched.model.instance.courses import answers
from pdsched.model.instance.world import World
from pdsched.problem import Course, Modality, Pair


def mixing(course: Course) -> bool:
    """Whether rules about the home schools in a group speak of a course."""
    return course.modality.has_group and course.modality is not Modality.COACHING


def grouped_courses(world: World) -> frozenset[str]:
    """Courses of which a rule asks who sits with whom."""
    found: set[str] = set()
    if any(world.policy.states(r) for r in ("most-of-one-school", "least-of-one-school")):
        found |= {c.id for c in world.problem.courses if mixing(c)}
    if world.policy.states("pairs"):
        for pair in world.problem.pairs:
            found |= shared_courses(world, pair)
    if world.policy.states("same-group"):
        for course in world.problem.courses:
            found |= {
                c for arc in course.prerequisites if arc.same_group for c in (course.id, arc.course)
            }
    if world.policy.counts("group-size-off"):
        found |= {c.id for c in world.problem.courses if c.group_preferred is not None}
    alone = {c.id for c in world.problem.courses if not c.modality.has_group}
    return frozenset(found - alone)


def shared_courses(world: World, pair: Pair) -> set[str]:
    """Courses of which a pair speaks: those that answer a need of both, and have groups."""
    one, other = (world.needs_of.get(person, []) for person in pair.staff)
    return {
        course.id
        for course in world.problem.courses
        if course.modality.has_group
        and pair.course in (None, course.id)
        and all(any(answers(course, need) for need in needs) for needs in (one, other))
    }
