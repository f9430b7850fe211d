"""Which engaged substitute holds which lesson that no colleague holds.

Wherever counts suffice (see `pdsched.model.rules.cover`) going through the lessons in order and
matching those that begin together finds a holder for each; where covers were named, an exact
search does. As far as it costs nothing, lessons go to who held a lesson of the same person or class
before: a familiar face is better for pupils, and easier to find for schools.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import CsrLists
from pdsched.engines.assignment import IntervalAssignment, assign
from pdsched.model.instance.class_days import dates_with_classes
from pdsched.model.instance.index import Index
from pdsched.model.instance.pauses import Hours, Pauses, pairs_of
from pdsched.model.instance.timetable import SchoolClass, Taken
from pdsched.plan import Cover, Engagement, Release
from pdsched.problem import CoverKind, Half


class _Due(NamedTuple):
    """A lesson that has to be held."""

    person: str
    lesson: Taken


class _Hand(NamedTuple):
    """Somebody engaged for a half-day."""

    substitute: str
    half: Half
    qualifications: frozenset[str]


def covers_of(
    index: Index,
    releases: Iterable[Release],
    engagements: Iterable[Engagement],
    colleagues: Sequence[Cover] = (),
) -> list[Cover]:
    """The covers of all released lessons that need one, by ``colleagues`` or substitutes engaged.

    Raises:
        LookupError: if no way is found, which is a bug of ours.
    """
    due = _due(index, releases, {(c.staff, c.lesson, c.date) for c in colleagues})
    due = dict(sorted(due.items(), key=lambda one: (one[0][1], one[0][0])))
    hands: dict[tuple[str, date], list[_Hand]] = defaultdict(list)
    qualified = {m: g.qualifications for g in index.substitutes for m in g.members}
    for engagement in engagements:
        qualifications = qualified[engagement.substitute]
        hands[engagement.school, engagement.date].append(
            _Hand(engagement.substitute, engagement.half, qualifications)
        )
    covers, pauses = [*colleagues], Pauses.of(index.world.policy)
    tasks = [
        IntervalAssignment(
            day,
            [(d.lesson.start, d.lesson.end) for d in lessons],
            [[h.substitute for h in hands[school, day] if _able(d, h)] for d in lessons],
            pairs_of(pauses.broken(_hours(index, lessons))) if pauses.longest else (),
            [index.world.timetable.classes[d.lesson.lesson] for d in lessons],
            [_known_by(index, d) for d in lessons],
        )
        for (school, day), lessons in due.items()
    ]
    held_by = assign(tasks, _days_left(index, tasks))
    for ((school, day), lessons), substitutes in zip(due.items(), held_by, strict=True):
        if substitutes is None:
            raise LookupError(f"no covers at {school} on {day} by those engaged")
        covers.extend(
            Cover(staff=d.person, lesson=d.lesson.lesson, date=day, substitute=substitute)
            for d, substitute in zip(lessons, substitutes, strict=True)
        )
    return covers


def _due(
    index: Index, releases: Iterable[Release], covered: Container[tuple[str, str, date]]
) -> dict[tuple[str, date], list[_Due]]:
    names_released: dict[tuple[str, date], dict[str, None]] = defaultdict(dict)
    for release in releases:
        names_released[release.staff, release.date].update(dict.fromkeys(release.lessons))
    due: dict[tuple[str, date], list[_Due]] = defaultdict(list)
    spared: Counter[tuple[str, date]] = Counter()
    for (person, day), names in sorted(names_released.items()):
        for lesson in index.world.timetable.lessons(person, day):
            due_now = lesson.lesson in names and lesson.cover is CoverKind.NEEDED
            if not due_now or (person, lesson.lesson, day) in covered:
                continue
            if spared[lesson.lesson, day] < lesson.spare:
                spared[lesson.lesson, day] += 1
            else:
                due[lesson.school, day].append(_Due(person, lesson))
    for dues in due.values():
        dues.sort(key=lambda d: (d.lesson.start, d.lesson.end, d.person, d.lesson.lesson))
    return due


def _known_by(index: Index, due: _Due) -> list[Hashable]:
    """Who released the lesson, whose other lessons are better held by one, and its classes."""
    return [
        ("staff", due.person),
        *(("class", c) for c in index.world.timetable.classes[due.lesson.lesson]),
    ]


def _able(due: _Due, hand: _Hand) -> bool:
    qualification = due.lesson.qualification
    return due.lesson.half is hand.half and (
        qualification is None or qualification in hand.qualifications
    )


def _classes(index: Index, due: _Due) -> list[tuple[str, ...]]:
    """The classes of a lesson, or what stands for that of a lesson that names none."""
    unnamed = ("lesson", due.lesson.lesson) if due.lesson.spare else ("staff", due.person)
    return [("class", *one) for one in index.world.timetable.classes[due.lesson.lesson]] or [
        unnamed
    ]


def _hours(index: Index, due: Sequence[_Due]) -> Hours:
    """When lessons of one school and date are, and of which classes."""
    numbers: dict[tuple[str, ...], int] = {}
    pairs = [
        (k, numbers.setdefault(one, len(numbers)))
        for k, d in enumerate(due)
        for one in _classes(index, d)
    ]
    owner, item = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    rows = [(d.lesson.half is Half.PM, d.lesson.start, d.lesson.end) for d in due]
    place, start, end = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    return Hours(place, start, end, CsrLists.of(owner, item, len(due)))


def _days_left(
    index: Index, tasks: Sequence[IntervalAssignment[str]]
) -> dict[tuple[str, Hashable], int]:
    """Dates that substitutes have left with classes of which more are held, by both."""
    most = index.world.policy.days_with_a_class
    if most is None or not index.world.policy.limits_days_with_a_class:
        return {}
    dates = Counter(
        one
        for one, _ in {
            (one, task.date)
            for task in tasks
            for classes in task.classes
            for one in classes
            if isinstance(one, SchoolClass)
        }
    )
    past = dates_with_classes(index.world)
    days_left = {
        (name, one): max(0, most - substitute.class_days_before.get(one.name, 0) - past[name, one])
        for name, substitute in index.world.substitutes.items()
        for one in dates
    }
    return {both: days for both, days in days_left.items() if days < dates[both[1]]}
