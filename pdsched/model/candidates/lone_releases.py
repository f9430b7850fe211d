"""Releases that leave no lunch whatever else happens, rule ``staff-lunch``: no candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, unique
from pdsched.model.candidates.filters import not_to_be_covered
from pdsched.model.candidates.intervals import starts_and_ends
from pdsched.model.instance.calendar import LAST_MINUTE
from pdsched.model.instance.index import Index
from pdsched.model.instance.lunch import Lunch, Touching, any_of, starving
from pdsched.model.instance.role_numbers import roles_of
from pdsched.model.instance.timetable import Taken
from pdsched.policy import Policy
from pdsched.problem import CoverKind


class Sessions(NamedTuple):
    """Intervals of sessions at a venue, and of releases for them from a home school."""

    start: Ints
    end: Ints
    away_start: Ints
    away_end: Ints


class Judged(NamedTuple):
    """Releases by shape of a day and interval."""

    missing: Bools
    """Whether it leaves no lunch by itself."""
    never: Bools
    """Whether no other release can help, so that it is in no plan."""


def one_release_a_date(policy: Policy) -> bool:
    """Whether nobody can be released from lessons twice on a date."""
    per_week = policy.limits_releases_per_week and policy.releases_per_week <= 1
    return per_week or policy.keeps_days_between_releases


class LoneReleases:
    """Judges releases by themselves, home school by home school.

    Another release on the date may free time that the first one leaves to a lesson: where that
    could be, nothing is said, and rows judge (`pdsched.model.rules.staff_lunch`).
    """

    def __init__(self, index: Index, intervals: Mapping[int, Ints]) -> None:
        """Take the intervals at each venue, each interval as one number."""
        self._index = index
        self._lunch = Lunch.of(index.world.policy)
        self._alone = one_release_a_date(index.world.policy)
        self._hard = index.world.policy.keeps_staff_lunch
        self._whole = index.world.policy.releases_half_days
        self._intervals = intervals
        self._led = bool((roles_of(index).leader >= 0).any())
        self._limits: dict[int, Ints] = {}

    def judged(
        self,
        home: int,
        count: int,
        lessons: Sequence[tuple[int, int, Taken]],
        touched: Bools,
        sessions: Sessions,
    ) -> Judged:
        """What can be said of releases by themselves.

        Args:
            home: number of the home school.
            count: how many shapes of days there are.
            lessons: shape, staff group and lesson.
            touched: which lessons the releases take: lesson x interval.
            sessions: the intervals.
        """
        shape = np.array([row[0] for row in lessons], dtype=np.int64)
        start = np.array([row[2].start for row in lessons], dtype=np.int64)
        end = np.array([row[2].end for row in lessons], dtype=np.int64)
        needed = np.array([row[2].cover is CoverKind.NEEDED for row in lessons], dtype=np.bool_)
        loose = self._loose(home, lessons, start, end)
        rescued = np.repeat(any_of(count, shape, loose[:, None]), touched.shape[1], axis=1)
        if self._alone:
            from_lessons = any_of(count, shape, touched & needed[:, None])
            rescued &= ~from_lessons | any_of(count, shape, (loose & ~needed)[:, None])
        rescued |= self._beside_long(sessions)
        away = sessions.away_start, sessions.away_end
        here = Touching(shape, start, end, touched)
        missing = starving(self._lunch, count, here, away)
        missing &= ~self._lunch.brought(sessions.start, sessions.end)
        return Judged(missing, missing & ~rescued & self._hard)

    def _loose(
        self, home: int, lessons: Sequence[tuple[int, int, Taken]], start: Ints, end: Ints
    ) -> Bools:
        """By lesson, whether a release could take it and leave time of it in the span."""
        school = self._index.schools[home]
        cuts = self._cuts(home)
        cut = np.searchsorted(cuts, end) > np.searchsorted(cuts, start, "right")
        away = [self._whole or row[2].school != school for row in lessons]
        fixed = not_to_be_covered([row[2] for row in lessons])
        loose: Bools = cut | np.array(away, dtype=np.bool_)
        return loose & ~fixed & self._lunch.inside(start, end)

    def _beside_long(self, sessions: Sessions) -> Bools:
        """By interval, whether a session with a lunch of its own could be before or after it."""
        begins, ends = self._long
        return (ends <= sessions.start) | (sessions.end <= begins)

    @cached_property
    def _long(self) -> tuple[int, int]:
        """When the last of such sessions begins, and the first one ends."""
        codes = np.concatenate([np.zeros(0, dtype=np.int64), *self._intervals.values()])
        start, end = starts_and_ends(codes)
        long = self._lunch.brought(start, end)
        return int(start[long].max(initial=-1)), int(end[long].min(initial=LAST_MINUTE + 1))

    def _cuts(self, home: int) -> Ints:
        """When releases from a home school begin and end, over all venues."""
        if home not in self._limits:
            limits = [np.zeros(0, dtype=np.int64)]
            for venue, codes in self._intervals.items():
                start, end = starts_and_ends(codes)
                # Whoever leads is away for the session alone.
                limits += [start, end] if self._led else []
                way_there, way_back = self._ways(home, venue)
                limits += [
                    np.maximum(0, start - way_there),
                    np.minimum(LAST_MINUTE, end + way_back),
                ]
            self._limits[home] = unique(np.concatenate(limits))
        return self._limits[home]

    def _ways(self, home: int, venue: int) -> tuple[int, int]:
        if venue < 0:
            return 0, 0
        travel = self._index.travel
        return int(travel[home, venue]), int(travel[venue, home])
