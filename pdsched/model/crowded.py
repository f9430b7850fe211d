"""Classes that could have more adults on a date than rule ``adults-a-day`` lets them.

Only their covers have to be named: whoever is released, all others keep the rule.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from pdsched.model.world import SchoolClass, World
from pdsched.problem import CoverKind, Role
from pdsched.problem.once import once


class Crowded(NamedTuple):
    """Where who holds a lesson can matter."""

    dates: frozenset[tuple[SchoolClass, date]]
    lessons: frozenset[str]
    """Ids of lessons that such a class has on such a date."""


@once
def crowded(world: World) -> Crowded:
    """Classes and dates with more adults than may be, if everybody left what they can.

    Whoever keeps a lesson of the class counts once, and each lesson they leave adds one adult, or
    one for each part in which it is divided.
    """
    if not world.policy.holds("adults-a-day"):
        return Crowded(frozenset(), frozenset())
    figure = world.policy.adults_of_a_class_a_day or 0
    teachers: defaultdict[tuple[SchoolClass, date], int] = defaultdict(int)
    adults: defaultdict[tuple[SchoolClass, date], int] = defaultdict(int)
    lessons: defaultdict[tuple[SchoolClass, date], set[str]] = defaultdict(set)
    leaving = {need.staff for need in world.problem.needs}
    for member in world.problem.staff:
        if member.role is Role.STUDENT_SQUAD:
            continue
        for day in world.open_days:
            held: defaultdict[SchoolClass, list[int]] = defaultdict(list)
            for taken in world.lessons(member.id, day):
                covers = _parts(world, taken.lesson) if taken.cover is CoverKind.NEEDED else 0
                for one in set(world.classes[taken.lesson]):
                    held[one].append(covers if member.id in leaving else 0)
                    lessons[one, day].add(taken.lesson)
            for one, covers_of in held.items():
                teachers[one, day] += 1
                # Who leaves nothing stays, and who leaves all but one lesson stays, too.
                adults[one, day] += max(sum(covers_of), sum(covers_of) - min(covers_of) + 1)
    found = frozenset(case for case, most in adults.items() if most > max(figure, teachers[case]))
    return Crowded(found, frozenset(x for case in found for x in lessons[case]))


def _parts(world: World, lesson: str) -> int:
    """Adults who can hold a lesson in place of one who is released from it."""
    return max(1, len(_splits(world).get(lesson, ())))


@once
def _splits(world: World) -> dict[str, tuple[str, ...]]:
    if not world.policy.split_classes:
        return {}
    return {x.id: x.may_split for x in world.problem.lessons if x.may_split}
