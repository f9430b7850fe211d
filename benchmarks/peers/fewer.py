"""How few substitutes train as many people as the district office trains with all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from benchmarks.peers.apart import run_apart
from benchmarks.peers.rows import trained
from pdsched import Plan, Policy, Problem, verify
from pdsched.problem import Half, HalfDays, Substitute

SHARES = (0.2, 0.4, 0.6, 0.8)
METHOD = (
    "method: of all half-days that substitutes offer, a share drawn at random is kept, the same "
    "draw in each smaller share; the least share with which our plan trains as many people counts"
)


def fewest(
    problem: Problem, policy: Policy, people: int, seconds: float, cores: int, seed: int
) -> Iterator[tuple[float, int, Plan | None]]:
    """Plans with growing shares until one trains so many people: share, half-days kept, plan."""
    for share in SHARES:
        less, kept = with_share(problem, share, seed)
        plan = run_apart("pdsched", less, policy, seconds, cores).plan
        if plan is not None and verify(less, plan, policy):
            plan = None
        yield share, kept, plan
        if plan is not None and trained(plan) >= people:
            return


def with_share(problem: Problem, share: float, seed: int) -> tuple[Problem, int]:
    """The problem with a share of the half-days that its substitutes offer, and how many these are.

    >>> import pdsched
    >>> problem = pdsched.generate(size="XS", seed=1)
    >>> with_share(problem, 1.0, seed=1)[1] == 2 * with_share(problem, 0.5, seed=1)[1]
    True
    """
    offers = [
        (number, day, half)
        for number, substitute in enumerate(problem.substitutes)
        for day in problem.calendar.open_days()
        for half in Half
        if any(_lists(offer, day, half) for offer in substitute.available)
    ]
    Random(seed).shuffle(offers)
    kept: dict[int, dict[date, list[Half]]] = {}
    count = round(share * len(offers))
    for number, day, half in sorted(offers[:count]):
        kept.setdefault(number, {}).setdefault(day, []).append(half)
    substitutes = (
        _with_days(substitute, kept[number])
        for number, substitute in enumerate(problem.substitutes)
        if number in kept
    )
    return problem.model_copy(update={"substitutes": tuple(substitutes)}), count


def _with_days(substitute: Substitute, days: dict[date, list[Half]]) -> Substitute:
    by_halves: dict[Sequence[Half], list[date]] = {}
    for day, halves in sorted(days.items()):
        by_halves.setdefault(tuple(halves), []).append(day)
    available = (HalfDays(halves=h, dates=tuple(d)) for h, d in by_halves.items())
    return substitute.model_copy(update={"available": tuple(available)})


def _lists(offer: HalfDays, day: date, half: Half) -> bool:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
    return (
        half in offer.halves
        and (offer.weekdays is None or weekday in offer.weekdays)
        and (offer.dates is None or day in offer.dates)
        and (offer.first is None or offer.first <= day)
        and (offer.last is None or day <= offer.last)
    )
