"""Covers of lessons as numbers."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, unique
from pdsched.model.instance.colleagues import Colleagues
from pdsched.model.instance.distinctions import classes_matter, divided_matter
from pdsched.model.instance.index import Index
from pdsched.model.instance.lessons import Lessons


class Coverings:
    """Numbers of covers: a colleague or a substitute group, a duty or a part of one, and a day.

    A *duty* is whatever lesson of a school at an interval asks for a qualification (and may join
    the same lessons, be divided among the same, and counts as many minutes by contract): which of
    those that are taken a colleague holds makes no difference, and is dealt out afterwards. It
    bears the number of its first lesson.
    On a school of 80 that saves nine columns in ten. Where rules ask which class a substitute
    holds, what colleagues leave to them does make a difference, and a duty is of the same classes,
    too; where limits count covers of classes or people, a duty that can be divided is of one
    lesson. Where all covers are named, and who holds a lesson counts, it is one lesson of one
    person, or of all who hold it if some of them need no cover.
    """

    def __init__(self, index: Index, lessons: Lessons) -> None:
        self._index, self._of = index, lessons
        self._days = len(index.days)
        self._lessons = max(1, len(lessons.ids))

    @cached_property
    def duty(self) -> Ints:
        """By lesson, its duty."""
        lessons, policy = self._of, self._index.world.policy
        faces = lessons.face if classes_matter(policy) else np.zeros_like(lessons.face)
        fields = (lessons.school, lessons.start, lessons.end, lessons.kind)
        alike = [*fields, lessons.join, lessons.split, lessons.minutes, faces]
        if divided_matter(policy):
            alike.append(np.where(lessons.split > 0, lessons.whole, -1))
        if lessons.holder_counts.any():
            identity = np.arange(len(lessons.ids))
            identity = np.where(lessons.spare > 0, len(identity) + lessons.whole, identity)
            alike.append(np.where(lessons.holder_counts, identity, -1))
        number, first = group_ids(*alike)
        return first[number]

    def join(self, colleague: Ints, lesson: Ints, day: Ints, part: Bools | bool = False) -> Ints:
        """Numbers of covers of some lessons, or of parts of them."""
        number = (colleague * 2 + part) * self._lessons + self.duty[lesson]
        return np.asarray(number * self._days + day)

    def dated(self, lesson: Ints, day: Ints) -> Ints:
        """Numbers of duties on a day."""
        return self.duty[lesson] * self._days + day

    def split(self, number: Ints) -> tuple[Ints, Ints, Ints]:
        """Colleague, duty and day of covers."""
        rest, day = np.divmod(number, max(1, self._days))
        colleague, lesson = np.divmod(rest, self._lessons)
        return colleague // 2, lesson, day

    def parts(self, number: Ints) -> Bools:
        """Whether covers are of a part of a duty."""
        return np.asarray(number // (max(1, self._days) * self._lessons) % 2 == 1)

    def all(self, colleagues: Colleagues, lessons: Lessons, lesson: Ints, day: Ints) -> Ints:
        """All covers by colleagues of some lessons that could be, sorted."""
        _, first = group_ids(self.duty[lesson], day)
        lesson, day = lesson[first], day[first]
        position, who = colleagues.possible(lessons, lesson, day)
        whole = self.join(who, lesson[position], day[position])
        position, who = colleagues.parted(lessons, lesson, day)
        parts = self.join(who, lesson[position], day[position], part=True)
        return unique(np.concatenate([whole, parts]))


def comes_late(
    index: Index, session: tuple[Ints, Ints], venue: Ints, lesson: tuple[Ints, Ints], school: Ints
) -> Bools:
    """Whether a session would take a lesson, were it held by one who attends.

    ``session`` and ``lesson`` are starts and ends; ``venue`` is -1 where there is none.
    """
    count = len(index.schools)
    travel = np.zeros((count + 1, count + 1), dtype=np.int64)
    travel[:count, :count] = index.travel
    (start, end), (first, last) = session, lesson
    late: Bools = (first < end + travel[venue, school]) & (start - travel[school, venue] < last)
    return late
