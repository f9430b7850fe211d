"""What a release for a session of some length takes, by the minute at which the session begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pdsched.preflight.minutes import WHOLE_DAY, Hours, Minutes, layers, starts_that_touch
from pdsched.problem import CoverKind


class Way(NamedTuple):
    """Minutes to the nearest venue, and back from the nearest."""

    out: int = 0
    back: int = 0


class Span(NamedTuple):
    """A lesson that somebody holds for sure."""

    first: int
    end: int
    is_am: bool
    cover: CoverKind


class Releases:
    """What sessions of one length take of a person on a cycle day."""

    def __init__(
        self, lessons: Iterable[Span], kept: Iterable[Hours], length: int, way: Way
    ) -> None:
        """``kept`` are times that no release may touch."""
        out, back = way
        self.never = 0
        """Starts at which a release would take what none may."""
        for first, end in kept:
            self.never |= starts_that_touch(first, end, length, out, back)
        self._each: list[Minutes] = []
        self._am = self._pm = taking = 0
        for first, end, is_am, cover in lessons:
            starts = starts_that_touch(first, end, length, out, back)
            if cover is CoverKind.IMPOSSIBLE:
                self.never |= starts
                continue
            taking |= starts
            if cover is CoverKind.NEEDED:
                self._each.append(starts)
                if is_am:
                    self._am |= starts
                else:
                    self._pm |= starts
        self.free = WHOLE_DAY & ~taking & ~self.never
        """Starts at which a release takes nothing that is sure to be there."""

    def least(self, starts: Minutes) -> int:
        """Lessons that need cover, at the best of some starts."""
        counted = layers(self._each)
        return next((n for n, layer in enumerate(counted) if starts & ~layer), len(counted))

    def takes(self, starts: Minutes) -> tuple[bool, bool]:
        """Whether one of some starts takes a lesson of the morning, and one of the afternoon."""
        return bool(starts & self._am), bool(starts & self._pm)
