"""Lessons that follow too soon on each other for one substitute: rules ``handover`` and ``lunch``.

Where there are such lessons counts say too little, and covers are named
(`pdsched.model.rules.cover`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import MINUTES, Bools, CsrLists, Ints, lookup_sorted, ranges, unique
from pdsched.model.instance.lessons import Lessons
from pdsched.policy import Policy


class Hours(NamedTuple):
    """Lessons on dates, as arrays."""

    place: Ints
    """Number of the half-day at a school; two numbers of one date differ in the last bit."""
    start: Ints
    end: Ints
    classes: CsrLists
    """By lesson, numbers of its classes; whoever holds it stands for them where it names none."""


class Pauses(NamedTuple):
    """Minutes that a substitute has between lessons, at least."""

    handover: int
    """Between two lessons without a class in common."""
    lunch: int
    """Between a lesson of the morning and one of the afternoon."""

    @classmethod
    def of(cls, policy: Policy) -> Pauses:
        """What a policy asks for."""
        return cls(
            (policy.handover_minutes or 0) if policy.keeps_handover else 0,
            (policy.lunch_minutes or 0) if policy.keeps_substitute_lunch else 0,
        )

    @property
    def longest(self) -> int:
        """No pause is longer."""
        return max(self)

    def broken(self, hours: Hours) -> tuple[Ints, Ints]:
        """Every two lessons of a school and date that follow too soon on each other, in order."""
        if not self.longest:
            return hours.place[:0], hours.place[:0]
        begin = hours.place // 2 * MINUTES
        order = np.argsort(begin + hours.start, kind="stable")
        starts = (begin + hours.start)[order]
        low = np.searchsorted(starts, begin + hours.end)
        high = np.searchsorted(starts, begin + hours.end + self.longest)
        one, where = ranges(low, high - low)
        other = order[where]
        gap = hours.start[other] - hours.end[one]
        is_midday = (hours.place[one] % 2 == 0) & (hours.place[other] % 2 == 1)
        is_soon = is_midday & (gap < self.lunch)
        going = np.flatnonzero(~is_soon & (gap < self.handover))
        is_soon[going] = ~_share(hours.classes, one[going], other[going])
        return one[is_soon], other[is_soon]


def _share(classes: CsrLists, one: Ints, other: Ints) -> Bools:
    """By pair of lessons, whether they have a class in common."""
    room = int(classes.items.max(initial=0)) + 1
    owner, item = classes.expand(np.arange(len(classes.first) - 1))
    position, item_one = classes.expand(one)
    is_common, _ = lookup_sorted(unique(owner * room + item), other[position] * room + item_one)
    is_shared = np.zeros(len(one), dtype=np.bool_)
    is_shared[position[is_common]] = True
    return is_shared


def classes_held(lessons: Lessons, positions: Ints) -> CsrLists:
    """By lesson of these, numbers of its classes, or of what stands for them where it names none.

    That is whoever holds it. Where some of those who hold it need no cover, who of them is covered
    must make no difference: there it is the lesson.
    """
    position, name = lessons.classes.expand(positions)
    plain = np.flatnonzero(lessons.classes.lengths()[positions] == 0)
    room = int(lessons.classes.items.max(initial=0)) + 1
    unnamed = unnamed_classes(lessons.group, lessons.whole, lessons.spare)
    return CsrLists.of(
        np.concatenate([position, plain]),
        np.concatenate([name, room + unnamed[positions[plain]]]),
        len(positions),
    )


def unnamed_classes(group: Ints, whole: Ints, spare: Ints) -> Ints:
    """By lesson, a number for what stands for its class where it names none."""
    people = int(group.max(initial=0)) + 1
    return np.asarray(np.where(spare > 0, people + whole, group))


def pairs_of(two: tuple[Ints, Ints]) -> list[tuple[int, int]]:
    """Pairs of positions, one by one."""
    return list(zip(two[0].tolist(), two[1].tolist(), strict=True))
