"""Courses for which it matters who sits with whom.

Counts say how many attend a placement. Where a placement could hold several sessions, they do not
say who of them sits in which; so placements of these courses are made to hold one session at most:
there is one for each trainer, who can be in one place only, or for each single room where nobody
leads.
"""

from __future__ import annotations

from pdsched.model.world import World
from pdsched.problem import Course, Modality


def mixing(course: Course) -> bool:
    """Whether rules about the home schools in a group speak of a course."""
    return course.modality.has_group and course.modality is not Modality.COACHING


def grouped_courses(world: World) -> frozenset[str]:
    """Courses of which a rule asks who sits with whom."""
    found: set[str] = set()
    if any(world.policy.states(r) for r in ("most-of-one-school", "least-of-one-school")):
        found |= {c.id for c in world.problem.courses if mixing(c)}
    return frozenset(found)
