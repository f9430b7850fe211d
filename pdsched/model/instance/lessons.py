"""Lessons: those that need cover when taken, as arrays (the record alone); numbers of all."""

from __future__ import annotations

from dataclasses import dataclass

from pdsched.engines.arrays import Bools, CsrLists, Ints
from pdsched.model.instance.index import Index
from pdsched.problem.once import once


@dataclass(frozen=True, eq=False, slots=True)
class Lessons:
    """Lessons that need cover when taken, of single persons, as arrays."""

    group: Ints
    """The staff group of one who holds it."""
    school: Ints
    half: Ints
    start: Ints
    end: Ints
    kind: Ints
    """Number of its qualification; the last number means none."""
    ids: tuple[str, ...]
    classes: CsrLists
    """By lesson, numbers of its classes."""
    whole: Ints
    """Number of the lesson that it is a part of, held by this person and others."""
    spare: Ints
    """How many of those who hold that can be away without any cover."""
    face: Ints
    """Number of its set of classes; of whoever holds it where it names none."""
    holder_counts: Bools
    """Whether a goal or rule counts who holds it."""
    join: Ints
    """Number of the set of lessons that could take the class in."""
    joins: tuple[tuple[str, ...], ...]
    """These sets; the first is empty."""
    split: Ints
    """Number of the set of lessons that could each take in a part of the class."""
    splits: tuple[tuple[str, ...], ...]
    """These sets; the first is empty."""
    minutes: Ints
    """What it counts by contract for whoever covers it."""


@once
def lesson_numbers(index: Index) -> dict[str, int]:
    """Number of each lesson of the problem."""
    return {lesson.id: n for n, lesson in enumerate(index.world.problem.lessons)}
