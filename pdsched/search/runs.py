"""Runs: courses that follow each other in a rhythm, such as the meetings of a series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.goals.cadence import due_dates
from pdsched.model.instance.index import Index
from pdsched.problem import Course, Prerequisite

NONE = -1
"""No day, no placement, no course."""


class Run(NamedTuple):
    """Courses of which each has a cadence after the one before."""

    courses: Ints
    """Their numbers, in order."""
    due: Ints
    """Meeting x day number: the day number of the next meeting in rhythm with it, closed dates
    passed over, or -1; of the last meeting, as if one more followed."""

    def step(self, courses: Ints) -> Ints:
        """By course given, its place in the run."""
        order = np.argsort(self.courses)
        return order[np.searchsorted(self.courses, courses, sorter=order)]


def runs_of(index: Index, least: int) -> list[Run]:
    """The longest runs of so many courses at least; where several follow one, the first goes on."""
    number = {course.id: n for n, course in enumerate(index.courses)}
    following: dict[int, int] = {}
    for later, course in enumerate(index.courses):
        if (arc := _in_rhythm(course)) is not None:
            following.setdefault(number[arc.course], later)
    runs = [
        list(_from(following, first)) for first in sorted(following.keys() - following.values())
    ]
    return [_run(index, courses) for courses in runs if len(courses) >= least]


def _in_rhythm(course: Course) -> Prerequisite | None:
    """The first arc of a course that has a cadence."""
    return next((arc for arc in course.prerequisites if arc.cadence_days is not None), None)


def _from(following: dict[int, int], course: int) -> Iterator[int]:
    yield course
    while course in following:
        course = following[course]
        yield course


def _run(index: Index, courses: list[int]) -> Run:
    number = {day.toordinal(): n for n, day in enumerate(index.days)}

    def due(course: int) -> list[int]:
        arc = _in_rhythm(index.courses[course])
        assert arc is not None
        assert arc.cadence_days is not None
        dates = due_dates(index, arc.cadence_days, passing=True)
        return [number.get(ordinal, NONE) for ordinal in dates.tolist()]

    rows = [due(course) for course in courses[1:]]
    return Run(
        np.array(courses), np.array([*rows, rows[-1]]).reshape(len(rows) + 1, len(index.days))
    )
