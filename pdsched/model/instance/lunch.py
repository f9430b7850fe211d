"""Time that staff keep at midday, rule ``staff-lunch``: what one release comes to.

A lunch can be moved earlier until the span or something busy stops it. So it is enough to look at
those that begin with the span, or at the end of a lesson, a release or a cover.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, inner_join
from pdsched.policy import Policy
from pdsched.problem import minutes


class Lunch(NamedTuple):
    """What a policy asks for, in minutes."""

    least: int
    start: int
    """Of the span in which a lunch lies."""
    end: int
    long: int
    """Length from which on a session has a lunch of its own."""

    @classmethod
    def of(cls, policy: Policy) -> Lunch:
        """The figures of a policy; they are to be read only where the rule is stated."""
        span = minutes(policy.staff_lunch_from), minutes(policy.staff_lunch_to)
        return cls(policy.staff_lunch_minutes, *span, policy.long_session_minutes)

    @property
    def last(self) -> int:
        """When a lunch begins at the latest."""
        return self.end - self.least

    def inside(self, start: Ints, end: Ints) -> Bools:
        """Whether intervals touch the span."""
        return np.asarray((start < self.end) & (self.start < end))

    def meets(self, start: Ints, end: Ints, lunch: Ints) -> Bools:
        """Whether intervals touch lunches that begin then."""
        return np.asarray((start < lunch + self.least) & (lunch < end))

    def brought(self, start: Ints, end: Ints) -> Bools:
        """Whether sessions have a lunch of their own."""
        shared = np.minimum(end, self.end) - np.maximum(start, self.start)
        return np.asarray((end - start >= self.long) & (shared >= self.least))


class Touching(NamedTuple):
    """Lessons of shapes of days, and which of some intervals of sessions take them."""

    shape: Ints
    start: Ints
    end: Ints
    taken: Bools
    """Lesson x interval."""


def starving(lunch: Lunch, count: int, lessons: Touching, away: tuple[Ints, Ints]) -> Bools:
    """Whether a release leaves no lunch, though the lessons do: shape x interval.

    Args:
        lunch: what the policy asks for.
        count: how many shapes there are.
        lessons: their lessons.
        away: by interval, when the release begins and ends.
    """
    is_starving = np.zeros((count, len(away[0])), dtype=np.bool_)
    interval = np.flatnonzero(lunch.inside(*away))
    if not len(interval) or not count:
        return is_starving
    touching = lessons._replace(taken=lessons.taken[:, interval])
    is_kept = _keeps(lunch, count, touching, (away[0][interval], away[1][interval]))
    lessons_alone = lessons._replace(taken=np.zeros((len(lessons.shape), 1), dtype=np.bool_))
    is_kept_by_lessons = _keeps(lunch, count, lessons_alone, (np.zeros(1, dtype=np.int64),) * 2)
    is_starving[:, interval] = is_kept_by_lessons & ~is_kept
    return is_starving


def _keeps(lunch: Lunch, count: int, lessons: Touching, away: tuple[Ints, Ints]) -> Bools:
    """Whether a lunch is free of lessons not taken, and of the release: shape x interval."""
    first, last = away
    is_kept = np.zeros((count, len(first)), dtype=np.bool_)
    is_busy = ~lessons.taken
    for begin in (np.full(len(first), lunch.start), last):
        is_possible = (
            (lunch.start <= begin) & (begin <= lunch.last) & ~lunch.meets(first, last, begin)
        )
        is_in_the_way = lunch.meets(lessons.start[:, None], lessons.end[:, None], begin) & is_busy
        is_kept |= is_possible & ~any_of(count, lessons.shape, is_in_the_way)
    after = np.flatnonzero((lunch.start <= lessons.end) & (lessons.end <= lunch.last))
    begin = lessons.end[after]
    one, other = inner_join(lessons.shape[after], lessons.shape)
    is_met = lunch.meets(lessons.start[other], lessons.end[other], begin[one])
    is_blocked = any_of(len(after), one[is_met], is_busy[other[is_met]])
    is_possible = ~is_blocked & ~lunch.meets(first, last, begin[:, None])
    return is_kept | any_of(count, lessons.shape[after], is_possible)


def any_of(count: int, owner: Ints, rows: Bools) -> Bools:
    """By owner, whether any of its rows says so, column by column."""
    is_any = np.zeros((count, rows.shape[1]), dtype=np.bool_)
    np.logical_or.at(is_any, owner, rows)
    return is_any
