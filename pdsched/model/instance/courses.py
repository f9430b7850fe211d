"""Which courses answer whose need, and whether somebody still owes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pdsched.model.instance.world import World
from pdsched.problem import Course, Need


def answers(course: Course, need: Need) -> bool:
    """Whether a course answers a need, whatever the person's level."""
    if need.course is not None:
        return need.course == course.id
    return need.topic == course.topic and course.level_to >= (need.level_to or 0)


class Answers:
    """Which courses answer a need, once level is judged."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id = {c.id: (n, c) for n, c in enumerate(world.problem.courses)}
        self._by_topic: dict[str, list[tuple[int, Course]]] = defaultdict(list)
        for n, course in enumerate(world.problem.courses):
            self._by_topic[course.topic].append((n, course))

    def to(self, need: Need) -> Iterator[int]:
        """Numbers of the courses."""
        if need.course is not None:
            some = [self._by_id[need.course]] if need.course in self._by_id else []
        else:
            some = self._by_topic.get(need.topic or "", [])
        for number, course in some:
            if answers(course, need) and self._level(need, course):
                yield number

    def _level(self, need: Need, course: Course) -> bool:
        """Rule ``level``."""
        if not self._world.policy.keeps_levels:
            return True
        stands = self._level_on(need, course)
        spread = self._world.policy.level_spread
        return (
            course.level_from <= stands <= course.level_from + spread and stands < course.level_to
        )

    def _level_on(self, need: Need, course: Course) -> int:
        if need.level_from is not None:
            return need.level_from
        levels = self._world.staff[need.staff].levels
        reached = [
            first.level_to
            for first in (self._world.courses[arc.course] for arc in course.prerequisites)
            if first.topic == course.topic
        ]
        if course.topic in levels:
            reached.append(levels[course.topic])
        return max(reached) if reached else course.level_from


def owes(world: World, person: str, course: Course) -> bool:
    """Whether a person must still do a course before what follows it."""
    member = world.staff[person]
    done = course.id in member.completed
    return not done and member.levels.get(course.topic, -1) < course.level_to
