"""Lessons that could have to be covered, each for one person on one date."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints
from pdsched.engines.builder import ProgramBuilder
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.formulation.shared_lessons import Shared, due_covers
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.index import first_open
from pdsched.model.instance.lessons import Lessons
from pdsched.model.instance.pauses import Hours, classes_held


class Demands(NamedTuple):
    """Lessons of one person on one date that could have to be covered, as arrays by demand."""

    lesson: Ints
    day: Ints
    place: Ints
    """Number of the half-day at a school."""
    start: Ints
    end: Ints
    kind: Ints
    """Number of the qualification; the last number means none."""
    duty: Ints
    """Position of its duty in ``duties``."""
    is_open: Bools
    """Whether its day is not past: who held what before is settled."""
    taken: CsrLists
    """By demand, columns whose sum is at least 1 when a release takes the lesson, unless enough of
    those who hold it stay."""
    shared: Shared
    """What says so where several hold a lesson."""
    duties: Ints
    """Numbers of the duties on dates, sorted; see `Coverings.dated`."""

    def hours(self, lessons: Lessons, demands: Ints) -> Hours:
        """When some of the demands are, and of which classes."""
        return Hours(
            self.place[demands],
            self.start[demands],
            self.end[demands],
            classes_held(lessons, self.lesson[demands]),
        )


def state_demands(
    columns: ProgramBuilder,
    candidates: Candidates,
    coverings: Coverings,
    lesson: Ints,
    day: Ints,
    taken: CsrLists,
) -> Demands:
    """Demands of lessons on days; states which are due where several hold a lesson.

    ``taken`` has, by demand, columns whose sum is at least 1 when a release takes the lesson.
    """
    lessons, index = candidates.lessons, candidates.index
    taken, shared = due_covers(columns, lessons, lesson, day, taken)
    duties, duty = np.unique(coverings.dated(lesson, day), return_inverse=True)
    return Demands(
        lesson,
        day,
        Engagements(index).place_of(lessons, lesson, day),
        lessons.start[lesson],
        lessons.end[lesson],
        lessons.kind[lesson],
        duty,
        np.asarray(day >= first_open(index)),
        taken,
        shared,
        duties,
    )
