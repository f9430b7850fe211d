"""Substitutes: many on the list, few on any one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from pdsched.generator.figures import HALF_DAYS_ONLY, HOME_ZONE_ONLY, SUBSTITUTES_PER_TEACHER
from pdsched.generator.streams import Streams, in_weighted_order, pick, share_out
from pdsched.problem import Half, HalfDays, Lesson, School, Substitute, Weekday

_DAY_WEIGHTS = {Weekday.MON: 0.6, Weekday.FRI: 0.6}
_WHOLE_DAYS = 0.7
"""Of the days of somebody who takes whole days, the share offered whole."""
_REFUSED_SHARE = 0.1
_QUALIFIED_SHARE = 0.3


def half_days_on_offer(teachers: int, days: int, tightness: float) -> int:
    """Half-days that all substitutes together offer: `tightness` sub-days a teacher and day.

    >>> half_days_on_offer(100, 40, 0.01)
    80
    """
    return max(1, round(2 * tightness * teachers * days))


def draw_substitutes(
    schools: Sequence[School],
    lessons: Sequence[Lesson],
    days: Sequence[date],
    teachers: int,
    tightness: float,
    streams: Streams,
) -> tuple[Substitute, ...]:
    """Substitutes who together offer what the tightness says, very unequally."""
    count = max(2, round(SUBSTITUTES_PER_TEACHER * teachers))
    count = min(count, half_days_on_offer(teachers, len(days), tightness))
    half_only = _chosen(count, HALF_DAYS_ONLY, streams.of("substitutes of half-days"))
    offers = _offers(count, half_only, days, teachers, tightness, streams)
    home_only = _chosen(count, HOME_ZONE_ONLY, streams.of("substitutes at home"))
    qualifications = sorted({item.qualification for item in lessons if item.qualification})
    return tuple(
        _substitute(
            number,
            schools,
            _available(offers[number], number in half_only, days, _stream(streams, number)),
            number in half_only,
            number in home_only,
            _qualified(number, qualifications, streams),
            streams.of("substitute", str(number)),
        )
        for number in range(count)
    )


def _stream(streams: Streams, number: int) -> Random:
    return streams.of("substitute days", str(number))


def _chosen(count: int, share: float, rng: Random) -> set[int]:
    return set(rng.sample(range(count), round(share * count)))


def _offers(
    count: int,
    half_only: set[int],
    days: Sequence[date],
    teachers: int,
    tightness: float,
    streams: Streams,
) -> list[int]:
    """Half-days offered by each, no more than each can: what is too much goes to the others."""
    rng = streams.of("substitute offers")
    weights = [0.02 + rng.betavariate(0.7, 2.1) for _ in range(count)]
    limits = [len(days) * (1 if number in half_only else 2) for number in range(count)]
    total = min(half_days_on_offer(teachers, len(days), tightness), sum(limits))
    offers = share_out(total, weights, least=1)
    while (spare := sum(max(0, n - limit) for n, limit in zip(offers, limits, strict=True))) > 0:
        offers = [min(n, limit) for n, limit in zip(offers, limits, strict=True)]
        room = [float(limit - n) for n, limit in zip(offers, limits, strict=True)]
        offers = [n + more for n, more in zip(offers, share_out(spare, room), strict=True)]
    return offers


def _available(
    offer: int, half_only: bool, days: Sequence[date], rng: Random
) -> tuple[HalfDays, ...]:
    weights = [_DAY_WEIGHTS.get(Weekday.of(day), 1.0) for day in days]
    order = in_weighted_order(rng, days, weights)
    whole = set() if half_only else _whole_days(offer, len(order), rng)
    halves: dict[date, tuple[Half, ...]] = {}
    left = offer
    for number, day in enumerate(order):
        if left == 0:
            break
        take = 2 if number in whole and left > 1 else 1
        halves[day] = (Half.AM, Half.PM) if take == 2 else (rng.choice((Half.AM, Half.PM)),)
        left -= take
    return _grouped(halves)


def _whole_days(offer: int, days: int, rng: Random) -> set[int]:
    """Which of the days, in order, are offered whole: more of them if there is no room else."""
    needed = max(0, offer - days)
    drawn = [n for n in range(days) if rng.random() < _WHOLE_DAYS]
    rest = [n for n in range(days) if n not in set(drawn)]
    return {*drawn, *rest[: max(0, needed - len(drawn))]}


def _grouped(halves: dict[date, tuple[Half, ...]]) -> tuple[HalfDays, ...]:
    kinds = ((Half.AM, Half.PM), (Half.AM,), (Half.PM,))
    by_kind = {kind: sorted(day for day, h in halves.items() if h == kind) for kind in kinds}
    return tuple(
        HalfDays(halves=kind, dates=tuple(dates)) for kind, dates in by_kind.items() if dates
    )


def _qualified(number: int, qualifications: list[str], streams: Streams) -> tuple[str, ...]:
    """Some have a qualification; the first few on the list see to it that each is there."""
    rng = streams.of("substitute qualifications", str(number))
    return tuple(
        name
        for place, name in enumerate(qualifications)
        if rng.random() < _QUALIFIED_SHARE or place == number
    )


def _substitute(
    number: int,
    schools: Sequence[School],
    available: tuple[HalfDays, ...],
    half_only: bool,
    home_only: bool,
    qualifications: tuple[str, ...],
    rng: Random,
) -> Substitute:
    zones = sorted({school.zone for school in schools})
    home = rng.choice(schools).zone
    served = [school.id for school in schools if school.zone == home or not home_only]
    refused = tuple(s for s in served[1:] if rng.random() < _REFUSED_SHARE)
    return Substitute(
        id=f"sub-{number + 1:02d}",
        zones=(home,) if home_only else tuple(zones),
        excluded_schools=refused,
        qualifications=qualifications,
        available=available,
        max_half_days_per_day=1 if half_only else 2,
        max_half_days_per_week=pick(rng, (None, 4, 6, 8), (2, 1, 1, 1)),
        fill_probability=rng.randrange(85, 97) / 100,
    )
