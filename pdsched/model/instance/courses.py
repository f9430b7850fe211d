"""Which courses answer whose need, and whether somebody still owes one."""

from __future__ import annotations

from pdsched.model.instance.world import World
from pdsched.problem import Course, Need


def answers(course: Course, need: Need) -> bool:
    """Whether a course answers a need, whatever the person's level."""
    if need.named:
        return course.id in need.named
    return need.topic == course.topic and (course.leads_to or 0) >= (need.level_to or 0)


def owes(world: World, person: str, course: Course) -> bool:
    """Whether a person must still do a course before what follows it."""
    member = world.staff[person]
    done = course.id in member.completed
    return not done and member.levels.get(course.topic, -1) < course.level_to
