"""Needs for whose lessons too few substitutes and colleagues are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.preflight.learners import Demand
from pdsched.preflight.sessions import Stock
from pdsched.preflight.shortage import Asker, most_served, shortages
from pdsched.preflight.substitutes import Hands, Reserve
from pdsched.problem import Course, Need

_MOST_KINDS = 40
"""Sets of dates that are looked at apart: those on which a course, or one like it, is given."""


class Covered(NamedTuple):
    """Needs that take more covers than whoever may hold the lessons can give."""

    needs: tuple[Need, ...]
    most: int
    """How many of them can be met."""
    asked: int
    """Lessons that all of them take at the least."""
    half_days: int
    """Half-days for which substitutes could be engaged then."""
    am: Bits
    """Dates on the mornings of which these may be."""
    pm: Bits
    schools: frozenset[str]
    """The home schools."""
    qualification: str
    """What all of the lessons ask for; empty where not all of them do."""
    free: int
    """Seats on dates without lessons."""
    with_colleagues: bool
    """Whether colleagues may hold some."""


class _Kind(NamedTuple):
    """What makes needs one asker."""

    suppliers: frozenset[Reserve]
    units: int


def short_of_cover(
    demands: Mapping[Need, tuple[Demand, Sequence[Course]]],
    given: Mapping[Need, Bits],
    hands: Hands,
    stock: Stock,
) -> Iterator[Covered]:
    """Sets of needs for whose lessons too few can come.

    Looked at are all needs together, and those apart that can be met on few dates only.

    Args:
        demands: needs that can be met, with what each takes and the courses that answer it.
        given: the dates on which one of these is given.
        hands: who could hold lessons.
        stock: the minutes of trainers, for dates without lessons.
    """
    covered = [need for need, (demand, _) in demands.items() if demand.covers]
    kinds = sorted({given[need] for need in covered}, key=lambda bits: (bits.bit_count(), bits))
    everything = 0
    for bits in kinds:
        everything |= bits
    for bits in dict.fromkeys((*kinds[:_MOST_KINDS], everything)):
        inside = [need for need in covered if not given[need] & ~bits]
        yield from _within({need: demands[need] for need in inside}, hands, stock)


def _within(
    demands: Mapping[Need, tuple[Demand, Sequence[Course]]], hands: Hands, stock: Stock
) -> Iterator[Covered]:
    """The same of needs that can be met on the same dates."""
    am = pm = 0
    groups: defaultdict[_Kind, list[Need]] = defaultdict(list)
    for need, (demand, _) in demands.items():
        am, pm = am | demand.am, pm | demand.pm
        may = hands.for_lessons(demand.school, demand.qualification)
        suppliers = may if demand.am | demand.pm else frozenset()
        units = demand.covers * hands.cost(demand.school)
        groups[_Kind(suppliers, units)].append(need)
    reserves = frozenset().union(*(kind.suppliers for kind in groups))
    had = {reserve: hands.units(reserve, am, pm) for reserve in reserves}
    order = list(groups)
    askers = [Asker(len(groups[kind]), kind.units, kind.suppliers) for kind in order]
    for shortage in shortages(askers, had):
        short = {
            need: demands[need] for number in shortage.askers for need in groups[order[number]]
        }
        served = most_served([askers[number] for number in shortage.askers], shortage.units)
        seats = _seats_without_lessons(short.values(), stock)
        if served + seats < len(short):
            yield Covered(
                needs=tuple(short),
                most=served + seats,
                asked=sum(demand.covers for demand, _ in short.values() if demand.am | demand.pm),
                half_days=sum(hands.half_days(r, am, pm) for r in shortage.suppliers),
                am=am,
                pm=pm,
                schools=frozenset(demand.school for demand, _ in short.values()),
                qualification=_shared(demand.qualification for demand, _ in short.values()),
                free=seats,
                with_colleagues=any(reserve.are_colleagues for reserve in shortage.suppliers),
            )


def _seats_without_lessons(demands: Iterable[tuple[Demand, Sequence[Course]]], stock: Stock) -> int:
    """Needs that can be met on dates without lessons, at most."""
    dates = 0
    courses: dict[str, Course] = {}
    for demand, answers in demands:
        if demand.free:
            dates |= demand.free
            courses |= {course.id: course for course in answers}
    return stock.seats(courses.values(), dates) if dates else 0


def _shared(qualifications: Iterable[str]) -> str:
    asked = set(qualifications)
    return asked.pop() if len(asked) == 1 else ""
