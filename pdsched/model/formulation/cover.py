"""The fourth family of decisions: which lessons colleagues hold in free time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints
from pdsched.engines.builder import ProgramBuilder
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.formulation.demands import Demands
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings


@dataclass(frozen=True, eq=False)
class Cover:
    """c: whether a colleague holds a duty; one entry for each cover that is stated.

    A cover is of one colleague for a duty, or for a part of one, on a date; see
    `pdsched.model.instance.covers`.
    """

    ids: Ints
    """Numbers of the covers, sorted."""
    column: Ints
    """Columns of the program."""
    colleague: Ints
    """Numbers of the colleagues, see `pdsched.model.instance.colleagues`."""
    lesson: Ints
    """Numbers of the lessons that stand for the duties."""
    day: Ints
    """Numbers of the dates, see `Index.days`."""
    place: Ints
    """Numbers of the half-days at schools, as in `Engage`."""
    is_part: Bools
    """Whether the colleague holds a part of a class that is divided."""
    _candidates: Candidates

    @staticmethod
    def of(
        columns: ProgramBuilder, candidates: Candidates, coverings: Coverings, ids: Ints
    ) -> Cover:
        """The variables of some covers, whose numbers are sorted, as new columns."""
        colleague, lesson, day = coverings.split(ids)
        return Cover(
            ids,
            columns.new_variables(np.ones(len(ids), dtype=np.int64)),
            colleague,
            lesson,
            day,
            Engagements(candidates.index).place_of(candidates.lessons, lesson, day),
            coverings.parts(ids),
            candidates,
        )

    @cached_property
    def joined(self) -> list[str]:
        """Ids of the colleague's own lessons that take in the class or the part; "" for none."""
        colleagues = colleagues_of(self._candidates.index)
        lessons = self._candidates.lessons
        return colleagues.joined(lessons, self.colleague, self.lesson, self.day, self.is_part)

    @cached_property
    def part_rank(self) -> Ints:
        """Of a part, the rank of that lesson among those that divide the class, from 0; else -1."""
        lessons, rank = self._candidates.lessons, np.full(len(self.ids), -1, dtype=np.int64)
        for n in np.flatnonzero(self.is_part).tolist():
            rank[n] = lessons.splits[lessons.split[self.lesson[n]]].index(self.joined[n])
        return rank


class Named(NamedTuple):
    """v: whether a substitute type holds a lesson; one entry for each pair, where covers are named.

    Stated by rule ``cover``; elsewhere there is no entry.
    """

    demand: Ints
    """Positions of the lessons among the demands."""
    group: Ints
    """Numbers of the substitute types, see `Index.substitutes`."""
    column: Ints
    """Columns of the program."""


def covers_of_use(candidates: Candidates, coverings: Coverings, demands: Demands) -> Ints:
    """Numbers of all covers by colleagues of lessons on dates to come, sorted."""
    lesson, day = demands.lesson[demands.is_open], demands.day[demands.is_open]
    return coverings.all(colleagues_of(candidates.index), candidates.lessons, lesson, day)
