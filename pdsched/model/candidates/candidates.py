"""Everything that could happen: placements of sessions, and who could attend them, as arrays.

Rules that can be judged for one placement or one attendance alone leave out what they forbid
(`pdsched.model.candidates.filters`). What is left out can be in no plan, so nothing is lost. Rules
that look at several things at once are rows (`pdsched.model.rules`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pdsched.engines.arrays import Bools, Ints, ranges
from pdsched.model.candidates.absences import Absences
from pdsched.model.candidates.engagements import Engagements, serving
from pdsched.model.candidates.placements import Placements
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.index import Index, first_open
from pdsched.model.instance.lessons import Lessons

Small = NDArray[np.int32]
Fields = tuple[Small, Small, Small, Small, Small]
"""Attendances: placement, group, slot, away, points."""


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """All placements and attendances of one problem; attendances lie in order of placement."""

    index: Index
    placements: Placements
    lessons: Lessons
    aways: Absences
    placement: Small
    """By attendance."""
    group: Small
    """By attendance, the staff group."""
    slot: Small
    """By attendance, position of the need among the group's needs."""
    need: Small
    """By attendance, number of its need: `Index.slots` for each group."""
    away: Small
    """By attendance, number of the way to be away."""
    points: Small
    """By attendance."""
    first_attendance: Ints
    """By placement, where its attendances begin; one entry more than there are placements."""
    late: Bools
    """By school, whether some morning lesson runs into an afternoon one, or ends so late that
    whoever holds it may need a pause before that."""
    near_limit: Bools
    """Whether a substitute could come to the limit of rule ``days-with-a-class``: substitute group
    x class."""
    leads: bool
    """Whether anybody of the staff could lead a session."""
    partial: bool
    """Whether far venues were left out for the number of placements alone, so that only a bound
    that looks at no placement is one."""

    @property
    def names_covers(self) -> bool:
        """Whether who holds which lesson is decided everywhere, and not dealt out afterwards."""
        return covers_are_named(self.index.world)

    def counts_days(self, lessons: Ints) -> Bools:
        """By lesson, whether it has a class with which somebody could come to the limit of days."""
        is_counted = np.zeros(len(lessons), dtype=np.bool_)
        if not self.near_limit.any():
            return is_counted
        position, name = self.lessons.classes.expand(lessons)
        school = self.lessons.school[lessons][position]
        is_near = (self.near_limit[:, name] & serving(self.index)[:, school]).any(axis=0)
        is_counted[position[is_near]] = True
        return is_counted

    def attending(self, placements: Ints) -> Ints:
        """Attendances of some placements."""
        begin = self.first_attendance[placements]
        return ranges(begin, self.first_attendance[placements + 1] - begin)[1]

    def lessons_taken(self, releases: Releases) -> tuple[Ints, Ints, Ints]:
        """Lessons to cover: position among ``releases``, lesson, and day."""
        entry, lesson = self.aways.takes.expand(releases.away)
        return entry, lesson, releases.day[entry]

    def places_taken(self, releases: Releases) -> tuple[Ints, Ints]:
        """Half-days at schools with lessons to cover: position among ``releases``, and place.

        Those of days that are past are none: who covered there is settled.
        """
        entry, lesson, day = self.lessons_taken(releases)
        is_open = day >= first_open(self.index)
        entry, lesson, day = entry[is_open], lesson[is_open], day[is_open]
        places = Engagements(self.index)
        return entry, places.place_of(self.lessons, lesson, day)


class Releases(NamedTuple):
    """Releases, end to end: those of attendances in order, then those of leaders."""

    group: Ints
    """The staff group; leaders are single."""
    placement: Ints
    slot: Ints
    """Number of the need among those of the group; beyond these, a number for each offer. Of the
    releases of one person with the same slot at most one happens."""
    away: Ints
    day: Ints
    start: Ints
    """Of the interval in which the person is away, the way included for those who attend."""
    end: Ints
    from_lessons: Bools
    """Whether lessons that need cover are taken."""

    def first(self, count: int) -> Releases:
        """The first of them."""
        return Releases._make(field[:count] for field in self)

    def only(self, keep: Bools | Ints) -> Releases:
        """Some of them, by a mask or by their positions."""
        return Releases._make(field[keep] for field in self)
