"""What a seat with shared trainers costs: multipliers of a Lagrangian relaxation.

Trainers whose courses hang together are a *group*. However a state is planned, the needs that the
districts have met by a group are at most its seats. With a price of ``mu >= 0`` points a seat, the
points of any plans are therefore at most ``mu * seats`` and, for each district, the most points it
could reach if all of the group's dates were its own and each of these needs counted ``mu`` points
less. The best price is where a list of needs tells, sorted by what they bring: with needs of
``w`` points, ``mu * seats + sum(max(0, w - mu))`` is least for one of the values of ``w``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.problem import Trainer, Weekday
from pdsched.state.demand import Demand
from pdsched.state.records import SeatPrice
from pdsched.state.seats import Form, forms_of, seats_of

MOST_STEPS = 5
"""Priorities end here: at this price no need is worth a seat."""


class Group(NamedTuple):
    """Shared trainers whose courses hang together."""

    trainers: tuple[Trainer, ...]
    topics: frozenset[str]


def groups_of(trainers: Sequence[Trainer], demands: Sequence[Demand]) -> list[Group]:
    """The groups: who gives courses of one topic is in the same one."""
    topics_of: dict[str, set[str]] = defaultdict(set)
    for demand in demands:
        for course in demand.courses.values():
            topics_of[course.id].add(course.topic)
    groups: list[Group] = []
    for trainer in trainers:
        joined = Group((trainer,), frozenset().union(*(topics_of[c] for c in trainer.courses)))
        apart = []
        for group in groups:
            if group.topics & joined.topics:
                joined = Group((*group.trainers, *joined.trainers), group.topics | joined.topics)
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


def seat_prices(
    trainers: Sequence[Trainer], demands: Sequence[Demand], *, limited: bool
) -> tuple[SeatPrice, ...]:
    """The price of a seat with each group.

    Args:
        trainers: The shared trainers.
        demands: The districts.
        limited: Whether the trainers' limits hold, as rule ``trainer-load`` says.
    """
    days = sorted(set().union(*(demand.days for demand in demands))) if demands else []
    return tuple(
        _price(group, demands, days, limited=limited) for group in groups_of(trainers, demands)
    )


def _price(
    group: Group, demands: Sequence[Demand], days: Sequence[date], *, limited: bool
) -> SeatPrice:
    begins = demands[0].weeks[1] if demands else Weekday.MON
    seats = sum(
        seats_of(trainer, days, _forms(trainer, demands), begins, limited=limited)
        for trainer in group.trainers
    )
    wanted = [w.priority for demand in demands for w in demand.wishes if w.topic in group.topics]
    return SeatPrice(
        trainers=tuple(trainer.id for trainer in group.trainers),
        topics=tuple(sorted(group.topics)),
        seats=seats,
        needs=len(wanted),
        steps=best_steps(seats, wanted),
    )


def _forms(trainer: Trainer, demands: Sequence[Demand]) -> set[Form]:
    return forms_of(
        [
            [
                Form(demand.courses[course].minutes, demand.courses[course].group_max)
                for demand in demands
                if course in demand.courses
            ]
            for course in trainer.courses
        ]
    )


def best_steps(seats: int, priorities: Iterable[int]) -> int:
    """The price in steps of priority with the least bound by the sorted list; the lowest such.

    >>> best_steps(2, [5, 4, 3]), best_steps(3, [5, 4, 3]), best_steps(0, [5, 4, 3])
    (3, 0, 5)
    """
    wanted = list(priorities)

    def bound(steps: int) -> int:
        return steps * seats + sum(max(0, priority - steps) for priority in wanted)

    return min(range(MOST_STEPS + 1), key=lambda steps: (bound(steps), steps))
