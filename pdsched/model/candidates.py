"""Everything that could happen: placements of sessions, and who could attend them.

`pdsched.model.drawing` draws them up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pdsched.model.groups import RoomGroup, StaffGroup, SubstituteGroup
from pdsched.model.world import Taken, World
from pdsched.problem import Course, CoverKind


class Offer(NamedTuple):
    """A way to hold a session at a placement: by this trainer, in a room of this group."""

    trainer: str | None
    room: RoomGroup | None
    capacity: int


@dataclass(frozen=True, eq=False, slots=True)
class Placement:
    """A course at a date, time and venue, with the offers that could hold it there."""

    number: int
    course: Course
    day: date
    start: int
    end: int
    school: str | None
    offers: tuple[Offer, ...]

    @property
    def least(self) -> int:
        """Least group."""
        return self.course.group_min


class Away(NamedTuple):
    """What a release takes: its interval and its lessons."""

    start: int
    end: int
    lessons: tuple[Taken, ...]

    @property
    def from_lessons(self) -> bool:
        """Whether a lesson that needs cover is taken."""
        return any(t.cover is CoverKind.NEEDED for t in self.lessons)


@dataclass(frozen=True, eq=False, slots=True)
class Attendance:
    """Members of a group of equal staff could meet their need at a placement."""

    number: int
    group: StaffGroup
    slot: int
    """Position of the need among the group's needs."""
    placement: Placement
    away: Away
    points: int


@dataclass(slots=True)
class Candidates:
    """All placements and attendances, with the look-ups that the rules want."""

    world: World
    staff_groups: tuple[StaffGroup, ...]
    substitute_groups: tuple[SubstituteGroup, ...]
    placements: list[Placement] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    thinned: bool = False
    """Whether placements were left out for their number alone, so that nothing can be proven."""

    def by_placement(self) -> dict[Placement, list[Attendance]]:
        """Attendances of each placement."""
        found: dict[Placement, list[Attendance]] = {p: [] for p in self.placements}
        for attendance in self.attendances:
            found[attendance.placement].append(attendance)
        return found

    def by_group(self) -> dict[StaffGroup, list[Attendance]]:
        """Attendances of each staff group that has any."""
        found: dict[StaffGroup, list[Attendance]] = defaultdict(list)
        for attendance in self.attendances:
            found[attendance.group].append(attendance)
        return found

    def only(self, keep: Collection[Placement]) -> Candidates:
        """The same with fewer placements."""
        return Candidates(
            self.world,
            self.staff_groups,
            self.substitute_groups,
            [p for p in self.placements if p in keep],
            [a for a in self.attendances if a.placement in keep],
            self.thinned,
        )


def start_of(placement: Placement) -> int:
    """Sort key in time: minutes since the first day of all days."""
    return placement.day.toordinal() * 24 * 60 + placement.start
