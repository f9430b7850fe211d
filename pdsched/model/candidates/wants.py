"""Who could meet which need by which course, once rule ``level`` is judged."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.filters import off_level
from pdsched.model.instance.courses import answers
from pdsched.model.instance.index import Index
from pdsched.model.instance.world import World
from pdsched.problem import Course, Need
from pdsched.problem.once import once


class Wants(NamedTuple):
    """Who could meet a need by one course, as arrays of equal length."""

    group: Ints
    slot: Ints
    """Position of the need among the group's needs."""
    early: Ints
    """Points of the need met in time."""
    late: Ints
    """Points of the need met later."""
    late_from: Ints
    """First day number on which it is late."""


@once
def wants_of(index: Index) -> dict[int, Wants]:
    """By course number, who could meet a need by it; courses that nobody wants are left out."""
    rows_of: dict[int, list[tuple[int, int, int, int, int]]] = defaultdict(list)
    answering = _Answers(index.world)
    for number, group in enumerate(index.staff):
        for slot, need in enumerate(group.needs):
            for course in answering.to(need):
                rows_of[course].append((number, slot, *_points(index, need)))
    return {
        c: Wants(*np.array(rows, dtype=np.int64).T.copy()) for c, rows in sorted(rows_of.items())
    }


def _points(index: Index, need: Need) -> tuple[int, int, int]:
    late_from = len(index.days) if need.due is None else bisect_right(index.days, need.due)
    late = need.priority * index.world.policy.late_tenths
    return 10 * need.priority, late, late_from


class _Answers:
    """Which courses answer a need, and are of its level."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id = {c.id: (n, c) for n, c in enumerate(world.problem.courses)}
        self._by_topic: dict[str, list[tuple[int, Course]]] = defaultdict(list)
        for n, course in enumerate(world.problem.courses):
            self._by_topic[course.topic].append((n, course))

    def to(self, need: Need) -> Iterator[int]:
        """Numbers of the courses."""
        if need.named:
            courses = [self._by_id[name] for name in need.named if name in self._by_id]
        else:
            courses = self._by_topic.get(need.topic or "", [])
        for number, course in courses:
            if answers(course, need) and not off_level(self._world, need, course):
                yield number
