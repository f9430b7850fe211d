"""Where sessions are held, and which trainers go where: hubs, and regions of neighbouring zones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pdsched.generator.streams import share_out
from pdsched.problem import Problem, Role, School

_ALL_HUBS = 2
"""Up to so many schools, sessions are held at all of them."""
_SCHOOLS_PER_HUB = 6
_ZONES_PER_REGION = 3
_LEAST_TRAINERS = 3
"""Fewer trainers could not give all topics of a region; regions are then larger."""


class Region(NamedTuple):
    """Neighbouring zones whose hubs the same trainers visit."""

    hubs: tuple[School, ...]
    teachers: tuple[int, ...]
    """How many work at each hub."""
    trainers: int


def hubs_of(problem: Problem) -> list[School]:
    """The schools where sessions are held.

    Those that have rooms; where none has, the biggest of each zone, one of six, and of two
    schools both.
    """
    if problem.rooms:
        with_room = {room.school for room in problem.rooms}
        return [school for school in problem.schools if school.id in with_room]
    if len(problem.schools) <= _ALL_HUBS:
        return list(problem.schools)
    homes = Counter(person.schools[0] for person in problem.staff)
    in_zone = Counter(school.zone for school in problem.schools)
    left = {zone: max(1, round(count / _SCHOOLS_PER_HUB)) for zone, count in in_zone.items()}
    chosen = set()
    for school in sorted(problem.schools, key=lambda s: (-homes[s.id], s.id)):
        if left[school.zone]:
            left[school.zone] -= 1
            chosen.add(school.id)
    return [school for school in problem.schools if school.id in chosen]


def make_regions(problem: Problem, hubs: Sequence[School], trainers: int) -> list[Region]:
    """The hubs by region: about three zones, and at least three trainers if there are several."""
    zones = list(dict.fromkeys(hub.zone for hub in hubs))
    count = max(1, min(round(len(zones) / _ZONES_PER_REGION), trainers // _LEAST_TRAINERS))
    at_work = Counter(p.schools[0] for p in problem.staff if p.role == Role.TEACHER)
    zone_of = {school.id: school.zone for school in problem.schools}
    in_zone: Counter[str] = Counter()
    for school, teachers in at_work.items():
        in_zone[zone_of[school]] += teachers
    clusters = _clusters(zones, _ways(problem, hubs), count)
    weights = [1 + sum(in_zone[zone] for zone in cluster) for cluster in clusters]
    regions = []
    for cluster, heads in zip(clusters, share_out(trainers, weights, least=1), strict=True):
        here = tuple(hub for hub in hubs if hub.zone in cluster)
        regions.append(Region(here, tuple(at_work[hub.id] for hub in here), heads))
    return regions


def _ways(problem: Problem, hubs: Sequence[School]) -> dict[tuple[str, str], int]:
    """Minutes between two zones: those between their first hubs."""
    first = {hub.zone: hub.id for hub in reversed(hubs)}
    zone_of = {hub: zone for zone, hub in first.items()}
    ways = {}
    for travel in problem.travel:
        if travel.origin in zone_of and travel.destination in zone_of:
            pair = zone_of[travel.origin], zone_of[travel.destination]
            ways[pair] = ways[pair[::-1]] = travel.minutes
    return ways


def _clusters(
    zones: Sequence[str], ways: dict[tuple[str, str], int], count: int
) -> list[list[str]]:
    """The zones in groups of near equal size: from the outermost that is left, the nearest."""

    def far(zone: str, others: Sequence[str]) -> int:
        return sum(ways.get((zone, other), 0) for other in others)

    left = list(zones)
    clusters = []
    for size in share_out(len(zones), [1.0] * count):
        outermost = max(left, key=lambda zone: far(zone, left))
        left.sort(key=lambda zone: (zone != outermost, ways.get((outermost, zone), 0)))
        clusters.append(left[:size])
        left = left[size:]
    return clusters
