"""The first family of decisions: who attends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import Ints, unique
from pdsched.model.candidates.candidates import Candidates


@dataclass(frozen=True, eq=False, slots=True)
class Attend:
    """x: how many of a staff type attend; one entry for each attendance that is stated."""

    ids: Ints
    """Numbers of the attendances among the candidates, sorted."""
    column: Ints
    """Columns of the program, its first."""
    group: Ints
    """Numbers of the staff types, see `Index.staff`."""
    slot: Ints
    """Ranks of the needs among those of the staff type, from 0 on."""
    placement: Ints
    """Numbers of the placements."""
    seat: Ints
    """Positions of the placements among those that anybody could attend (`Session.used`)."""
    day: Ints
    """Numbers of the dates, see `Index.days`."""
    course: Ints
    """Numbers of the courses, see `Index.courses`."""
    points: Ints
    """Points for each person who attends, 0 or more."""
    size: Ints
    """People of the staff type, 1 or more; the most that the variable can be."""

    @staticmethod
    def of(candidates: Candidates, ids: Ints) -> Attend:
        """The variables of some attendances, whose numbers are sorted."""
        placement = candidates.placement[ids].astype(np.int64)
        group = candidates.group[ids].astype(np.int64)
        return Attend(
            ids,
            np.arange(len(ids)),
            group,
            candidates.slot[ids].astype(np.int64),
            placement,
            np.searchsorted(unique(placement), placement),
            candidates.placements.day[placement],
            candidates.placements.course[placement],
            candidates.points[ids].astype(np.int64),
            candidates.index.group_size[group],
        )
