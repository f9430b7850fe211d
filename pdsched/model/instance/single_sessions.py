"""Courses of which rules about the people of a group speak."""

from __future__ import annotations

from pdsched.model.instance.courses import answers
from pdsched.model.instance.world import World
from pdsched.problem import Course, Modality, Pair


def mixing(course: Course) -> bool:
    """Whether rules about the home schools in a group speak of a course."""
    coaching = (Modality.COACHING, Modality.COACHING_IN_CLASS)
    return course.modality.has_group and course.modality not in coaching


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
