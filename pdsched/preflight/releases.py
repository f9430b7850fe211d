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


Spans = tuple[Span, ...]


class Taken(NamedTuple):
    """What a release takes that begins at the best of some minutes."""

    covers: int
    """Lessons that need cover."""
    am: bool
    """Whether one of the minutes takes a lesson of the morning."""
    pm: bool


class Releases:
    """What sessions of one length take of whoever holds certain lessons on a cycle day."""

    def __init__(
        self, lessons: Iterable[Span], kept: Iterable[Hours], length: int, way: Way
    ) -> None:
        """``kept`` are times that no release may touch."""
        out, back = way
        self.never = 0
        """Starts at which a release would take what none may."""
        for first, end in kept:
            self.never |= starts_that_touch(first, end, length, out, back)
        self._known: dict[Minutes, Taken] = {}
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

    def taken(self, starts: Minutes) -> Taken:
        """What a release takes at the best of some starts: known once for all who ask."""
        if starts not in self._known:
            counted = layers(self._each)
            covers = next((n for n, layer in enumerate(counted) if starts & ~layer), len(counted))
            self._known[starts] = Taken(covers, bool(starts & self._am), bool(starts & self._pm))
        return self._known[starts]
