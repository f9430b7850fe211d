"""Classes that could have more adults on a date than rule ``adults-a-day`` lets them.

Where there are none the rule holds whoever is released and whoever covers, and no cover has to be
named for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from pdsched.model.instance.roles import may_be_released
from pdsched.model.instance.timetable import SchoolClass
from pdsched.model.instance.world import World
from pdsched.problem import CoverKind, Lesson, Role, StaffMember
from pdsched.problem.once import once


class Crowded(NamedTuple):
    """Where it can matter who holds a lesson."""

    dates: frozenset[tuple[SchoolClass, date]]
    lessons: frozenset[str]
    """Ids of lessons that such a class has on such a date."""


class _Share(NamedTuple):
    """What one person's lessons of a date mean for a class."""

    one: SchoolClass
    teaching: int
    """1 where the person counts among those who teach the class."""
    most: int
    """Adults whom these lessons bring at most, the person included, whatever they leave."""
    lessons: tuple[str, ...]


@once
def crowded(world: World) -> Crowded:
    """Classes and dates with more adults than may be, if everybody left what they can."""
    if not world.policy.limits_adults:
        return Crowded(frozenset(), frozenset())
    figure = world.policy.adults_of_a_class_a_day or 0
    teachers: Counter[tuple[SchoolClass, date]] = Counter()
    adults: Counter[tuple[SchoolClass, date]] = Counter()
    lessons: defaultdict[tuple[SchoolClass, date], set[str]] = defaultdict(set)
    for member in world.problem.staff:
        if not any(
            world.timetable.classes[lesson.id] for lesson in world.timetable.lessons_of(member.id)
        ):
            continue
        # Most dates of a person are like one of a few others.
        known: dict[tuple[str, ...], list[_Share]] = {}
        for day in world.calendar.open_days:
            if world.problem.calendar.is_past(day):
                continue
            held = tuple(world.timetable.holds(member.id, day))
            ids = tuple(lesson.id for lesson in held)
            if ids not in known:
                known[ids] = _shares(world, member, held)
            for share in known[ids]:
                case = (share.one, day)
                teachers[case] += share.teaching
                adults[case] += share.most
                lessons[case].update(share.lessons)
    cases = frozenset(case for case, most in adults.items() if most > max(figure, teachers[case]))
    return Crowded(cases, frozenset(x for case in cases for x in lessons[case]))


def _shares(world: World, member: StaffMember, held: tuple[Lesson, ...]) -> list[_Share]:
    """By class of these lessons.

    Each lesson that is left brings one adult, or one for each part in which the class is divided;
    whoever keeps a lesson stays one themselves, but for the pupils of a squad.
    """
    leaves, pupils = may_be_released(world, member.id), member.role == Role.STUDENT_SQUAD
    by_class: defaultdict[SchoolClass, dict[str, int]] = defaultdict(dict)
    for lesson in held:
        parts = len(lesson.may_split) if world.policy.split_classes else 0
        brings = max(1, parts) if leaves and lesson.cover is CoverKind.NEEDED else 0
        for one in world.timetable.classes[lesson.id]:
            by_class[one][lesson.id] = brings
    shares = []
    for one, brought in by_class.items():
        most = sum(brought.values())
        # All is left, or all but one lesson.
        stays = 0 if pupils else most - min(brought.values()) + 1
        shares.append(_Share(one, int(not pupils), max(most, stays), tuple(brought)))
    return shares
