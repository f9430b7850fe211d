"""What a release for a session of some length takes, by the minute at which the session begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from functools import reduce
from operator import or_
from typing import NamedTuple

from pdsched.preflight.minutes import WHOLE_DAY, Hours, Minutes, layers, starts_that_touch
from pdsched.problem import CoverKind, Half, Lesson, minutes


class Way(NamedTuple):
    """Minutes to the nearest venue, and back from the nearest."""

    out: int = 0
    back: int = 0


class Releases:
    """What sessions of one length take of a person on a cycle day."""

    def __init__(
        self,
        lessons: Sequence[Lesson],
        kept: Iterable[Hours],
        length: int,
        way: Way,
    ) -> None:
        """``kept`` are times that no release may touch."""
        self._length, self._way = length, way
        self._touching = [
            (lesson, self._starts(minutes(lesson.start), minutes(lesson.end))) for lesson in lessons
        ]
        self.never = reduce(or_, (self._starts(*hours) for hours in kept), 0)
        """Starts at which a release would take what none may."""
        taking = 0
        for lesson, starts in self._touching:
            if lesson.cover is CoverKind.IMPOSSIBLE:
                self.never |= starts
            else:
                taking |= starts
        self.free = WHOLE_DAY & ~taking & ~self.never
        """Starts at which a release takes nothing that is sure to be there."""

    def least(self, starts: Minutes) -> int:
        """Lessons that need cover, at the best of some starts."""
        counted = layers(each for lesson, each in self._touching if _is_covered(lesson))
        return next((n for n, layer in enumerate(counted) if starts & ~layer), len(counted))

    def takes(self, starts: Minutes, half: Half, midday: time) -> bool:
        """Whether one of some starts takes a lesson of a half-day."""
        return any(
            starts & each
            for lesson, each in self._touching
            if (lesson.start < midday) is (half is Half.AM) and _is_covered(lesson)
        )

    def _starts(self, first: int, end: int) -> Minutes:
        return starts_that_touch(first, end, self._length, *self._way)


def _is_covered(lesson: Lesson) -> bool:
    return lesson.cover is CoverKind.NEEDED
