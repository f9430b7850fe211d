"""Lessons that need cover, numbered in the order in which absences are enumerated."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints
from pdsched.model.instance.contracts import counted_minutes
from pdsched.model.instance.granularity import holder_counts
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.lessons import Lessons
from pdsched.model.instance.pauses import unnamed_classes
from pdsched.model.instance.timetable import Taken
from pdsched.problem import CoverKind

NO_COVER = -1
"""Number of a lesson that needs no cover."""


class LessonsMet:
    """Numbers each lesson of a staff group that needs cover, and makes the record of them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers: dict[tuple[int, str], int] = {}
        self._lessons: list[tuple[int, Taken]] = []

    def number(self, group: int, taken: Taken) -> int:
        """Number of a lesson that needs cover; -1 for others."""
        if taken.cover is not CoverKind.NEEDED:
            return NO_COVER
        key = (group, taken.lesson)
        if key not in self._numbers:
            self._numbers[key] = len(self._lessons)
            self._lessons.append((group, taken))
        return self._numbers[key]

    def record(self) -> Lessons:
        """The lessons met, by number."""
        index, problem = self._index, self._index.world.problem
        policy = self._index.world.policy
        kinds = {q: n for n, q in enumerate(index.qualifications)}
        rows = [
            (
                group,
                index.school[t.school],
                HALVES.index(t.half),
                t.start,
                t.end,
                kinds.get(t.qualification or "", len(kinds)),
            )
            for group, t in self._lessons
        ]
        fields = np.array(rows, dtype=np.int64).reshape(len(rows), 6).T
        group, school, half, start, end, kind = fields.copy()
        ids = tuple(t.lesson for _, t in self._lessons)
        classes = self._classes_of(ids)
        numbers = {x.id: (n, x.spare) for n, x in enumerate(problem.lessons)}
        whole, spare = np.array([numbers[x] for x in ids], dtype=np.int64).reshape(len(ids), 2).T
        held = [problem.lessons[n] for n in whole.tolist()]
        joins = _sets([set(x.may_join) - {x.id} if policy.merged_classes else set() for x in held])
        splits = _sets([set(x.may_split) if policy.split_classes else set() for x in held])
        faces = _faces(classes, unnamed_classes(group, whole, spare))
        return Lessons(
            group,
            school,
            half,
            start,
            end,
            kind,
            ids,
            classes,
            whole,
            spare,
            faces,
            holder_counts(index.world, ids),
            *joins,
            *splits,
            np.array([counted_minutes(x) for x in held], dtype=np.int64),
        )

    def _classes_of(self, lessons: tuple[str, ...]) -> CsrLists:
        """By lesson, numbers of its classes."""
        numbers = {c: n for n, c in enumerate(self._index.world.timetable.all_classes)}
        named = (dict.fromkeys(self._index.world.timetable.classes[lesson]) for lesson in lessons)
        pairs = [(n, numbers[c]) for n, classes_named in enumerate(named) for c in classes_named]
        owners, classes = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
        return CsrLists.of(owners, classes, len(lessons))


def _sets(named: list[set[str]]) -> tuple[Ints, tuple[tuple[str, ...], ...]]:
    """By lesson, the number of its set of lessons; and the sets, the empty one first."""
    numbers: dict[tuple[str, ...], int] = {(): 0}
    number = [numbers.setdefault(tuple(sorted(ids)), len(numbers)) for ids in named]
    return np.array(number, dtype=np.int64), tuple(numbers)


def _faces(classes: CsrLists, unnamed: Ints) -> Ints:
    """By lesson, a number alike for equal classes; ``unnamed`` stands for those that name none."""
    numbers: dict[tuple[bool, tuple[int, ...]], int] = {}
    named = [tuple(sorted(classes[n].tolist())) for n in range(len(unnamed))]
    pairs = zip(named, unnamed.tolist(), strict=True)
    faces = ((bool(classes_named), classes_named or (other,)) for classes_named, other in pairs)
    number = [numbers.setdefault(face, len(numbers)) for face in faces]
    return np.array(number, dtype=np.int64)
