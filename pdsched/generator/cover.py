"""Substitutes: many on the list, few on any one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from pdsched.generator.figures import HALF_DAYS_ONLY, HOME_ZONE_ONLY, SUBSTITUTES_PER_TEACHER
from pdsched.generator.streams import Streams, in_weighted_order, numbered, pick, share_out
from pdsched.problem import Half, HalfDays, Lesson, School, Substitute, Weekday

_DAY_WEIGHTS = {Weekday.MON: 0.6, Weekday.FRI: 0.6}
_WHOLE_DAYS = 0.7
"""Of the days of somebody who takes whole days, the share offered whole."""
_ASKED_FIRST = 4.0
"""How much likelier somebody offers a day on which a trainer visits."""
_REFUSED_SHARE = 0.1
_QUALIFIED_SHARE = 0.3


def half_days_on_offer(teachers: int, days: int, tightness: float, halves: int = 2) -> int:
    """Half-days that all substitutes together offer: `tightness` sub-days a teacher and day.

    Where lessons begin in the morning only, a half-day is all of a day.

    >>> half_days_on_offer(100, 40, 0.01)
    80
    """
    return max(2, round(halves * tightness * teachers * days))


def halves_with_lessons(schools: Sequence[School], lessons: Sequence[Lesson]) -> tuple[Half, ...]:
    """The half-days in which any lesson begins, for only then can a substitute be of use."""
    midday = {school.id: school.midday for school in schools}
    begun = {Half.AM if item.start < midday[item.school] else Half.PM for item in lessons}
    return tuple(half for half in Half if half in begun) or tuple(Half)


def draw_substitutes(
    schools: Sequence[School],
    lessons: Sequence[Lesson],
    days: Sequence[date],
    teachers: int,
    tightness: float,
    visited: Mapping[date, frozenset[Half]],
    streams: Streams,
) -> tuple[Substitute, ...]:
    """Substitutes who together offer what the tightness says, very unequally.

    They are asked first for the half-days on which a trainer visits.
    """
    halves = halves_with_lessons(schools, lessons)
    total = half_days_on_offer(teachers, len(days), tightness, len(halves))
    kinds = _kinds(min(max(2, round(SUBSTITUTES_PER_TEACHER * teachers)), total), streams)
    limits = [len(days) * (1 if kind.half_days_only else len(halves)) for kind in kinds]
    offers = _offers(total, limits, streams.of("substitute offers"))
    asked = sorted({item.qualification for item in lessons if item.qualification})
    return tuple(
        _substitute(
            kind,
            schools,
            _available(kind, offer, days, halves, visited, streams),
            _qualified(kind, asked, streams),
            streams.of("substitute", str(kind.number)),
        )
        for kind, offer in zip(kinds, offers, strict=True)
    )


class _Kind(NamedTuple):
    """What sort of substitute somebody is."""

    number: int
    id: str
    half_days_only: bool
    home_zone_only: bool


def _kinds(count: int, streams: Streams) -> list[_Kind]:
    half_only = _chosen(count, HALF_DAYS_ONLY, streams.of("substitutes of half-days"))
    home_only = _chosen(count, HOME_ZONE_ONLY, streams.of("substitutes at home"))
    return [
        _Kind(
            number,
            numbered("sub", number + 1, count, least=2),
            number in half_only,
            number in home_only,
        )
        for number in range(count)
    ]


def _chosen(count: int, share: float, rng: Random) -> set[int]:
    return set(rng.sample(range(count), round(share * count)))


def _offers(total: int, limits: Sequence[int], rng: Random) -> list[int]:
    """Half-days offered by each, no more than each can: what is too much goes to the others."""
    weights = [0.02 + rng.betavariate(0.7, 2.1) for _ in limits]
    total = min(total, sum(limits))
    offers = share_out(total, weights, least=1)
    while spare := sum(max(0, n - limit) for n, limit in zip(offers, limits, strict=True)):
        offers = [min(n, limit) for n, limit in zip(offers, limits, strict=True)]
        room = [float(limit - n) for n, limit in zip(offers, limits, strict=True)]
        offers = [n + more for n, more in zip(offers, share_out(spare, room), strict=True)]
    return offers


def _available(
    kind: _Kind,
    offer: int,
    days: Sequence[date],
    halves: tuple[Half, ...],
    visited: Mapping[date, frozenset[Half]],
    streams: Streams,
) -> tuple[HalfDays, ...]:
    """So many half-days, as whole days where this is possible and chance wants it."""
    rng = streams.of("substitute days", str(kind.number))
    order = in_weighted_order(rng, days, [_weight(day, visited) for day in days])
    one_only = kind.half_days_only or len(halves) == 1
    whole = set() if one_only else _whole_days(offer, len(order), rng)
    offered: list[tuple[date, tuple[Half, ...]]] = []
    left = offer
    for number, day in enumerate(order):
        if left > 0:
            both = number in whole and left > 1
            offered.append((day, halves if both else (_half(day, halves, visited, rng),)))
            left -= len(offered[-1][1])
    return _grouped(offered)


def _weight(day: date, visited: Mapping[date, frozenset[Half]]) -> float:
    return _DAY_WEIGHTS.get(Weekday.of(day), 1.0) * (_ASKED_FIRST if day in visited else 1.0)


def _half(
    day: date, halves: tuple[Half, ...], visited: Mapping[date, frozenset[Half]], rng: Random
) -> Half:
    asked = [half for half in halves if half in visited.get(day, ())]
    return rng.choice(asked or halves)


def _whole_days(offer: int, days: int, rng: Random) -> set[int]:
    """Which of the days, in order, are offered whole: more of them if there is no room else."""
    needed = max(0, offer - days)
    drawn = [n for n in range(days) if rng.random() < _WHOLE_DAYS]
    rest = sorted(set(range(days)) - set(drawn))
    return {*drawn, *rest[: max(0, needed - len(drawn))]}


def _grouped(offered: Iterable[tuple[date, tuple[Half, ...]]]) -> tuple[HalfDays, ...]:
    by_halves: dict[tuple[Half, ...], list[date]] = {}
    for day, halves in sorted(offered):
        by_halves.setdefault(halves, []).append(day)
    return tuple(
        HalfDays(halves=halves, dates=tuple(by_halves[halves])) for halves in sorted(by_halves)
    )


def _qualified(kind: _Kind, asked: Sequence[str], streams: Streams) -> tuple[str, ...]:
    """Some have a qualification; the first few on the list see to it that each is there."""
    rng = streams.of("substitute qualifications", str(kind.number))
    return tuple(
        name
        for place, name in enumerate(asked)
        if rng.random() < _QUALIFIED_SHARE or place == kind.number
    )


def _substitute(
    kind: _Kind,
    schools: Sequence[School],
    available: tuple[HalfDays, ...],
    qualifications: tuple[str, ...],
    rng: Random,
) -> Substitute:
    home = rng.choice(schools).zone
    zones = {home} if kind.home_zone_only else {school.zone for school in schools}
    served = [school.id for school in schools if school.zone in zones]
    return Substitute(
        id=kind.id,
        zones=tuple(sorted(zones)),
        excluded_schools=tuple(s for s in served[1:] if rng.random() < _REFUSED_SHARE),
        qualifications=qualifications,
        available=available,
        max_half_days_per_day=1 if kind.half_days_only else 2,
        max_half_days_per_week=pick(rng, (None, 4, 6, 8), (2, 1, 1, 1)),
        fill_probability=rng.randrange(85, 97) / 100,
    )
