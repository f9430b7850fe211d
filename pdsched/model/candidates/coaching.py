"""Coaching in class: the lessons at which it could stand, and who holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted, unique
from pdsched.model.candidates.wants import wants_of
from pdsched.model.instance.index import Index
from pdsched.model.instance.lessons import lesson_numbers
from pdsched.problem.once import once


@once
def coached_in_class(index: Index) -> Bools:
    """By course, whether it is coaching in class."""
    return np.array([course.modality.in_lesson for course in index.courses], dtype=np.bool_)


class CoachedLessons:
    """The lessons of those who want a course of coaching in class; they are single."""

    def __init__(self, index: Index, course: int) -> None:
        self._number = lesson_numbers(index)
        self._at: dict[tuple[int, int], set[tuple[int, int, int]]] = defaultdict(set)
        for group in unique(wants_of(index)[course].group).tolist():
            person = index.staff[group].members[0]
            for day, on in enumerate(index.days):
                for held in index.world.timetable.lessons(person, on):
                    row = (self._number[held.lesson], held.start, held.end)
                    self._at[index.school[held.school], day].add(row)

    def around(self, venue: int, day: int, start: int, end: int) -> Iterator[int]:
        """Numbers of the lessons at a school in which an interval of a day lies, in order."""
        for lesson, begins, ends in sorted(self._at[venue, day]):
            if begins <= start and end <= ends:
                yield lesson


def holds(index: Index, groups: Ints, lessons: Ints) -> Bools:
    """Whether each single person holds each lesson, or there is no lesson (-1) to hold."""
    code = groups.astype(np.int64) * (len(index.world.problem.lessons) + 1) + lessons
    is_holding: Bools = lookup_sorted(_holdings(index), code)[0] | (lessons < 0)
    return is_holding


@once
def _holdings(index: Index) -> Ints:
    """Each staff group with each lesson that its first member holds, as one number; sorted."""
    groups = {group.members[0]: n for n, group in enumerate(index.staff)}
    count = len(index.world.problem.lessons) + 1
    return unique(
        [
            groups[person] * count + n
            for n, lesson in enumerate(index.world.problem.lessons)
            for person in lesson.staff
            if person in groups
        ]
    )
