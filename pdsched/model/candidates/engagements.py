"""Engagements and places as numbers: a substitute group at a school, on a day, for a half."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, Ints, lookup_sorted
from pdsched.model.candidates.filters import closed_to_substitutes, not_offered, out_of_zone
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.lessons import Lessons
from pdsched.model.instance.spans import impossible_engagements
from pdsched.problem import EngagementPin, PinKind
from pdsched.problem.once import once


@once
def serving(index: Index) -> Bools:
    """(substitute group, school): who could be engaged there."""
    return ~out_of_zone(index)


@once
def offered(index: Index) -> Bools:
    """(substitute group, day, half): who could be engaged then, wherever schools are open."""
    return ~not_offered(index)


@once
def hiring(index: Index) -> Bools:
    """(school, day): where substitutes could be engaged."""
    return ~closed_to_substitutes(index)


class Engagements:
    """Numbers of places (a half-day at a school) and of engagements (a group at a place)."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.places = len(index.schools) * len(index.days) * 2

    def place(self, school: Ints, day: Ints, half: Ints) -> Ints:
        """Number of a half-day at a school."""
        return (school * len(self._index.days) + day) * 2 + half

    def place_of(self, lessons: Lessons, lesson: Ints, day: Ints) -> Ints:
        """Number of the half-day at a school in which a lesson of a day begins."""
        return self.place(lessons.school[lesson], day, lessons.half[lesson])

    def split_place(self, place: Ints) -> tuple[Ints, Ints, Ints]:
        """School, day and half of a place."""
        rest, half = np.divmod(place, 2)
        school, day = np.divmod(rest, len(self._index.days))
        return school, day, half

    def split(self, number: Ints) -> tuple[Ints, Ints]:
        """Substitute group and place of an engagement."""
        group, place = np.divmod(number, self.places)
        return group, place

    def who_could_come(self, schools: Bools) -> Bools:
        """Who could be engaged at some of these schools: substitute group x day x half."""
        index = self._index
        somewhere = (serving(index) & schools).astype(np.int64) @ hiring(index).astype(np.int64) > 0
        able: Bools = somewhere[:, :, None] & offered(index)
        return able

    def at(self, places: Ints) -> Ints:
        """All engagements that could be at some places, sorted."""
        school, day, half = self.split_place(places)
        index = self._index
        comes, free, hires = serving(index), offered(index), hiring(index)
        chunks = []
        for begin in range(0, len(places), 4096):
            chunk = slice(begin, begin + 4096)
            is_able = comes[:, school[chunk]] & free[:, day[chunk], half[chunk]]
            group, where = np.nonzero(is_able & hires[school[chunk], day[chunk]])
            chunks.append(group * self.places + places[chunk][where])
        numbers = np.sort(np.concatenate(chunks)) if chunks else np.zeros(0, dtype=np.int64)
        return np.asarray(numbers[~lookup_sorted(impossible_engagements(index), numbers)[0]])


def places_of(index: Index, pin: EngagementPin) -> Bools:
    """School x day x half that a pin is about."""
    school = np.array([pin.school in (None, x) for x in index.schools], dtype=np.bool_)
    day = np.array([pin.date in (None, x) for x in index.days], dtype=np.bool_)
    half = np.array([pin.half in (None, x) for x in HALVES], dtype=np.bool_)
    return school[:, None, None] & day[None, :, None] & half[None, None, :]


def pinned_places(index: Index, engagements: Engagements) -> Ints:
    """Half-days at schools for which a pin insists on an engagement."""
    is_pinned = np.zeros((len(index.schools), len(index.days), 2), dtype=np.bool_)
    for pin in index.world.problem.engagement_pins:
        if pin.kind is PinKind.REQUIRE:
            is_pinned |= places_of(index, pin)
    school, day, half = np.nonzero(is_pinned)
    return engagements.place(school, day, half)
