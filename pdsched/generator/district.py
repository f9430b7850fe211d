"""Invented schools: levels, sizes, zones, bell schedules and the way between them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, hypot, sqrt
from random import Random
from typing import NamedTuple

from pdsched.generator.figures import Size
from pdsched.generator.streams import Streams, numbered, share_out
from pdsched.problem import Cycle, CycleKind, Period, School, Travel, clock

_TEACHERS = {False: 25, True: 60}
"""Typical teachers of an elementary and of a secondary school."""
_SPREAD = 0.4
"""Of the logarithm of a school's size."""
_LEAST_TEACHERS = 8

# First bells as minutes after midnight, then the length of the periods.
_ELEMENTARY = ((500, 60), (560, 60), (640, 60), (775, 60), (835, 60))
_SECONDARY = (
    ((525, 75), (605, 75), (740, 75), (820, 75)),
    ((500, 50), (555, 50), (625, 50), (730, 50), (785, 50), (840, 50)),
    ((480, 40), (525, 40), (570, 40), (620, 40), (665, 40), (755, 40), (800, 40), (845, 40)),
)
_NINE_DAYS = Cycle(kind=CycleKind.ROTATING, days=tuple(f"day {n}" for n in range(1, 10)))
_COLUMNS = 3
"""Zones from west to east, at least: a district is no narrow strip."""
_LATER = (0, 5, 10, 15)
"""Minutes by which a school's bells may be later than the schedule above."""


class Place(NamedTuple):
    """A school as invented, with what the school record does not say."""

    school: School
    secondary: bool
    teachers: int
    x: float
    y: float


def make_places(size: Size, streams: Streams) -> list[Place]:
    """The schools of a district; zones are neighbourhoods, the secondary schools lie in all."""
    levels = _levels(size)
    counts = _teachers(size, levels, streams.of("school sizes"))
    return [
        _place(number, size, levels[number], counts[number], streams)
        for number in range(size.schools)
    ]


def _levels(size: Size) -> list[bool]:
    """True for secondary: the last schools of the list, one to a zone as far as they reach."""
    return [number >= size.schools - size.secondary for number in range(size.schools)]


def _teachers(size: Size, levels: Sequence[bool], rng: Random) -> list[int]:
    weights = [_TEACHERS[level] * rng.lognormvariate(0, _SPREAD) for level in levels]
    return share_out(size.teachers, weights, least=_LEAST_TEACHERS)


def _place(number: int, size: Size, secondary: bool, teachers: int, streams: Streams) -> Place:
    rng = streams.of("school", str(number))
    zone = (number + (size.zones - size.schools % size.zones)) % size.zones
    bells = rng.choice(_SECONDARY) if secondary else _ELEMENTARY
    later = rng.choice(_LATER)
    school = School(
        id=numbered("s", number + 1, size.schools, least=2),
        zone=f"zone-{zone + 1}",
        cycle=_NINE_DAYS if number >= size.schools - size.rotating else Cycle(),
        periods=tuple(
            Period(id=f"p{n}", start=clock(start + later), end=clock(start + later + length))
            for n, (start, length) in enumerate(bells, 1)
        ),
    )
    columns = max(_COLUMNS, ceil(sqrt(size.zones)))
    x, y = (size.zone_km * (n + rng.uniform(0, 2 / 3)) for n in (zone % columns, zone // columns))
    return Place(school, secondary, teachers, x, y)


def make_travel(places: Sequence[Place]) -> tuple[Travel, ...]:
    """Five minutes to leave and park, and two minutes a kilometre."""
    return tuple(
        Travel(
            origin=a.school.id,
            destination=b.school.id,
            minutes=5 + round(2 * hypot(a.x - b.x, a.y - b.y)),
        )
        for i, a in enumerate(places)
        for b in places[i + 1 :]
    )
