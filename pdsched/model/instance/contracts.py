"""Contracts: the minutes for which people are paid, beside those of their own lessons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.index import Index
from pdsched.model.instance.world import World
from pdsched.problem import Lesson, minutes
from pdsched.problem.once import once


def counted_minutes(lesson: Lesson) -> int:
    """What a lesson counts by contract for whoever holds or covers it."""
    if lesson.counted_minutes is not None:
        return lesson.counted_minutes
    return minutes(lesson.end) - minutes(lesson.start)


class Contracts(NamedTuple):
    """Staff with a contract, by number."""

    beyond: Ints
    """Minutes of their own lessons and past covers beyond the contract; below 0 what it lacks."""
    of_colleague: Ints
    """By colleague, the number of their contract; -1 for those without."""


@once
def contracts_of(index: Index) -> Contracts:
    """The contracts of a problem."""
    world, number = index.world, colleagues_of(index).number
    members = [m for m in world.problem.staff if m.contract_minutes is not None]
    of_colleague = np.full(len(number), -1, dtype=np.int64)
    for n, member in enumerate(members):
        if member.id in number:
            of_colleague[number[member.id]] = n
    beyond = [
        _held(world, m.id) + _covered(world, m.id) - (m.contract_minutes or 0) for m in members
    ]
    return Contracts(np.array(beyond, dtype=np.int64), of_colleague)


def _held(world: World, person: str) -> int:
    """Minutes of a person's own lessons in the horizon, whether or not a release takes them."""
    return sum(
        counted_minutes(lesson)
        for day in _dates(world)
        for lesson in {x.id: x for x in world.timetable.holds(person, day)}.values()
    )


def _covered(world: World, person: str) -> int:
    lessons = {x.id: x for x in world.problem.lessons}
    covers = world.problem.past_covers
    return sum(counted_minutes(lessons[c.lesson]) for c in covers if c.colleague == person)


def _dates(world: World) -> Iterator[date]:
    calendar = world.problem.calendar
    for n in range((calendar.last - calendar.first).days + 1):
        yield calendar.first + timedelta(days=n)
