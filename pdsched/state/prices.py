"""What a date of shared trainers costs: multipliers of a Lagrangian relaxation.

Trainers whose courses hang together are a *group* (``g``), and a *visit* is one of them on one date
in one district. There are at most ``V`` visits of a group, the dates of its trainers. Say that in
some plans of all districts (``d``), a group comes ``v`` times to a district and meets ``n`` of its
needs. These are no more than the district's ``N`` needs for the group, and no more than ``q * v``,
where ``q`` is the most seats that one visit has there. Then for any price ``p >= 0`` of a visit and
any prices ``m >= 0`` of a seat, one in each district, both in points, the plans' points ``f`` are::

    sum_d f  <=  sum_d (f - m n)  +  sum_d m min(N, q v)  +  p (V - sum_d v)
             <=  sum_d (f - m n)  +  p V  +  sum_d max over v of (m min(N, q v) - p v)

(of several groups, their terms add up). The first sum is bounded by searches, a district at a time:
see `pdsched.state.problems.at_prices`. The rest is arithmetic, and *surplus* below is the last sum.
All prices give a bound, so they are chosen by one that takes no search: with the needs of a
district sorted out by what they bring, ``w`` points each, ``f - m n`` is taken to be
``sum(max(0, w - m))``, and every price of a visit is tried at which a district changes its mind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pdsched.problem import Trainer
from pdsched.state.demand import Demand
from pdsched.state.records import VisitPrice
from pdsched.state.seats import seats_on

MOST_STEPS = 5
"""Priorities end here: at this price no need is worth a seat."""
POINTS = 10
"""Of a step of priority."""


class Group(NamedTuple):
    """Shared trainers whose courses hang together."""

    trainers: tuple[Trainer, ...]
    topics: frozenset[str]


class Market(NamedTuple):
    """What one district wants of a group."""

    seats: int
    """Of one visit, at most."""
    priorities: tuple[int, ...]
    """Of its needs."""

    def surplus(self, steps: int, price: int, visits: int) -> int:
        """What visits can bring beyond their price where a seat has the price of so many steps.

        >>> Market(10, (3, 3, 3)).surplus(2, 40, 5), Market(10, (3, 3, 3)).surplus(2, 60, 5)
        (20, 0)
        """
        wanted = len(self.priorities)
        full = wanted // self.seats if self.seats else 0
        return max(
            POINTS * steps * min(wanted, self.seats * count) - price * count
            for count in {0, min(full, visits), min(full + 1, visits)}
        )

    def unpaid(self, steps: int) -> int:
        """Points of all needs beyond the price of a seat."""
        return POINTS * sum(max(0, priority - steps) for priority in self.priorities)

    def best_steps(self, price: int, visits: int) -> tuple[int, int]:
        """The least bound that a price of a seat gives, and the lowest such price, in steps."""
        return min(
            (self.unpaid(steps) + self.surplus(steps, price, visits), steps)
            for steps in range(MOST_STEPS + 1)
        )


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


def visit_prices(
    trainers: Sequence[Trainer], demands: Sequence[Demand], *, limited: bool
) -> tuple[VisitPrice, ...]:
    """The price of a visit of each group, and of a seat in each district.

    Args:
        trainers: The shared trainers.
        demands: The districts.
        limited: Whether the trainers' limits hold, as rule ``trainer-load`` says.
    """
    return tuple(_price(group, demands, limited) for group in groups_of(trainers, demands))


def _price(group: Group, demands: Sequence[Demand], limited: bool) -> VisitPrice:
    days = sorted(frozenset().union(*(demand.days for demand in demands)))
    visits = [
        (trainer, day)
        for trainer in group.trainers
        for day in days
        if any(window.on(day) for window in trainer.available)
    ]
    markets = {each.id: market_of(group, each, visits, limited=limited) for each in demands}
    price = best_price(list(markets.values()), len(visits))
    steps = {name: each.best_steps(price, len(visits))[1] for name, each in markets.items()}
    return VisitPrice(
        trainers=tuple(trainer.id for trainer in group.trainers),
        topics=tuple(sorted(group.topics)),
        visits=len(visits),
        needs=sum(len(market.priorities) for market in markets.values()),
        points=price,
        steps=steps,
        surplus=sum(
            market.surplus(steps[name], price, len(visits)) for name, market in markets.items()
        ),
    )


def market_of(
    group: Group, demand: Demand, visits: Sequence[tuple[Trainer, date]], *, limited: bool
) -> Market:
    """What a district wants of a group.

    Args:
        group: The group.
        demand: The district.
        visits: All dates of all of its trainers.
        limited: Whether the trainers' limits hold, as rule ``trainer-load`` says.
    """
    taught = {
        trainer.id: [demand.courses[c] for c in trainer.courses if c in demand.courses]
        for trainer in group.trainers
    }
    seats = (seats_on(who, day, taught[who.id], limited=limited) for who, day in visits)
    wanted = (wish.priority for wish in demand.wishes if wish.topic in group.topics)
    return Market(max(seats, default=0), tuple(sorted(wanted, reverse=True)))


def best_price(markets: Sequence[Market], visits: int) -> int:
    """The price of a visit with the least bound, in points; the lowest such.

    >>> best_price([Market(2, (5, 4, 3)), Market(2, (2,))], visits=1)
    20
    """

    def bound(price: int) -> int:
        return price * visits + sum(market.best_steps(price, visits)[0] for market in markets)

    tried = {0}
    for market in markets:
        wanted = len(market.priorities)
        last = wanted % market.seats if market.seats else 0
        for steps in range(1, MOST_STEPS + 1):
            tried |= {POINTS * steps * count for count in (market.seats, wanted, last)}
        for count in (market.seats, wanted):
            tried.add(POINTS * sum(market.priorities[:count]))
    return min(sorted(tried), key=bound)
