"""Where schools lie: kilometres and minutes between them, and zones of near ones."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, fsum, radians, sin, sqrt

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

EARTH_KILOMETRES = 6371.0
ROAD_FACTOR = 1.3
"""Length of the road as a multiple of the great circle; assumed."""
KILOMETRES_PER_HOUR = 40.0
"""Assumed."""
PARKING_MINUTES = 5
"""To leave one school and arrive at the other; assumed, as in the generator."""
ROUNDS = 25


def kilometres(a: Point, b: Point) -> float:
    """Length of the great circle between two points.

    >>> round(kilometres((30.0, -85.0), (31.0, -85.0)))
    111
    """
    (north_a, east_a), (north_b, east_b) = ((radians(x), radians(y)) for x, y in (a, b))
    lifted = sin((north_b - north_a) / 2) ** 2
    turned = cos(north_a) * cos(north_b) * sin((east_b - east_a) / 2) ** 2
    return 2 * EARTH_KILOMETRES * asin(sqrt(min(1.0, lifted + turned)))


def travel_minutes(a: Point, b: Point) -> int:
    """Minutes by road from one school to another.

    >>> travel_minutes((30.0, -85.0), (30.1, -85.0))
    27
    """
    hours = ROAD_FACTOR * kilometres(a, b) / KILOMETRES_PER_HOUR
    return PARKING_MINUTES + round(60 * hours)


def zones_of(points: Sequence[Point], count: int) -> list[int]:
    """The zone of each point, numbered from 0: at most so many zones of near points, by k-means.

    The first centres are far from one another, so that chance has no part in it.

    >>> zones_of([(30.0, -85.0), (30.0, -80.0), (30.1, -85.0)], 2)
    [0, 1, 0]
    """
    centres = _far_apart(points, count)
    zones: list[int] = []
    for _ in range(ROUNDS):
        before, zones = zones, [_nearest(point, centres) for point in points]
        if zones == before:
            break
        centres = [
            _middle([p for p, zone in zip(points, zones, strict=True) if zone == number]) or centre
            for number, centre in enumerate(centres)
        ]
    return _renumbered(zones)


def _far_apart(points: Sequence[Point], count: int) -> list[Point]:
    centres = list(points[:1])
    while len(centres) < min(count, len(set(points))):
        centres.append(max(points, key=lambda p: min(kilometres(p, c) for c in centres)))
    return centres


def _nearest(point: Point, centres: Sequence[Point]) -> int:
    return min(range(len(centres)), key=lambda number: kilometres(point, centres[number]))


def _middle(points: Sequence[Point]) -> Point | None:
    if not points:
        return None
    return fsum(p[0] for p in points) / len(points), fsum(p[1] for p in points) / len(points)


def _renumbered(zones: Sequence[int]) -> list[int]:
    """Without gaps, in the order in which they come first."""
    order = {zone: number for number, zone in enumerate(dict.fromkeys(zones))}
    return [order[zone] for zone in zones]
