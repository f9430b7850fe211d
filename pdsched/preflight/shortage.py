"""Who asks for more than there is: minimum cuts between what is asked for and what can give it.

*The argument.* Each thing asked for takes at least so many units, all of them from suppliers that
it is tied to. Then of any set of askers together no plan serves more than fit into what their
suppliers have, the least demanding first. A maximum flow serves all exactly if there is no set for
which that is too little (Hall); where there is one, the minimum cut names the one that lacks most.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

S = TypeVar("S", bound=Hashable)
"""What gives."""
_MOST_TIES = 50_000
"""Of askers to suppliers, for which a minimum cut takes a few seconds."""


class Asker(NamedTuple, Generic[S]):
    """So many things, of which each takes at least so many units."""

    things: int
    units: int
    suppliers: frozenset[S]
    """Who could give them."""


class Shortage(NamedTuple, Generic[S]):
    """Askers whose suppliers have too little for all."""

    askers: tuple[int, ...]
    """Their numbers."""
    suppliers: frozenset[S]
    units: int
    """What these suppliers have."""


def shortages(askers: Sequence[Asker[S]], stock: Mapping[S, int]) -> Iterator[Shortage[S]]:
    """The sets of askers that have too little, each as it hangs together by its suppliers.

    Args:
        askers: who asks.
        stock: the units of each supplier.

    >>> bo, ada = frozenset({"bo"}), frozenset({"ada", "bo"})
    >>> list(shortages([Asker(3, 2, bo), Asker(1, 2, ada)], {"ada": 2, "bo": 5}))
    [Shortage(askers=(0,), suppliers=frozenset({'bo'}), units=5)]
    >>> list(shortages([Asker(2, 2, bo), Asker(1, 2, ada)], {"ada": 2, "bo": 5}))
    []
    """
    if _served_one_by_one(askers, stock):
        return
    for numbers in _hanging_together(askers, _lacking(askers, stock)):
        suppliers = frozenset().union(*(askers[number].suppliers for number in numbers))
        units = sum(stock[supplier] for supplier in suppliers)
        if sum(askers[number].things * askers[number].units for number in numbers) > units:
            yield Shortage(tuple(numbers), suppliers, units)


def most_served(askers: Iterable[Asker[S]], units: int) -> int:
    """How many of the things asked for fit into so many units: the least demanding first.

    >>> most_served([Asker(2, 3, frozenset()), Asker(2, 1, frozenset())], 6)
    3
    """
    served = 0
    for asker in sorted(askers, key=lambda asker: asker.units):
        fitting = min(asker.things, units // asker.units) if asker.units else asker.things
        served, units = served + fitting, units - fitting * asker.units
    return served


def _served_one_by_one(askers: Sequence[Asker[S]], stock: Mapping[S, int]) -> bool:
    """Whether giving in turn serves all: then nothing is short, and no graph has to be made."""
    left = dict(stock)
    for asker in sorted(askers, key=lambda asker: len(asker.suppliers)):
        wanted = asker.things * asker.units
        for supplier in asker.suppliers:
            given = min(wanted, left[supplier])
            left[supplier] -= given
            wanted -= given
        if wanted:
            return False
    return True


def _lacking(askers: Sequence[Asker[S]], stock: Mapping[S, int]) -> list[int]:
    """The askers on the side of the source of a minimum cut; OR-Tools is slow to import.

    All of them where a cut would take minutes: what holds of any set holds of these.
    """
    if sum(len(asker.suppliers) for asker in askers) > _MOST_TIES:
        return list(range(len(askers)))
    from ortools.graph.python.max_flow import SimpleMaxFlow

    source, sink, first = 0, 1, 2 + len(askers)
    places = {supplier: first + number for number, supplier in enumerate(stock)}
    network = SimpleMaxFlow()
    for supplier, units in stock.items():
        network.add_arc_with_capacity(places[supplier], sink, units)
    for number, asker in enumerate(askers):
        wanted = asker.things * asker.units
        network.add_arc_with_capacity(source, 2 + number, wanted)
        for supplier in asker.suppliers:
            network.add_arc_with_capacity(2 + number, places[supplier], wanted)
    # Of several minimum cuts the one nearest to the source is told: sets that just have enough are
    # left out.
    network.solve(source, sink)
    lacking = set(network.get_source_side_min_cut())
    return [number for number in range(len(askers)) if 2 + number in lacking]


def _hanging_together(askers: Sequence[Asker[S]], numbers: Sequence[int]) -> list[list[int]]:
    """Askers who share a supplier, directly or by others, in one list."""
    parts: list[tuple[set[S], list[int]]] = []
    for number in numbers:
        suppliers, together = set(askers[number].suppliers), [number]
        apart = []
        for part in parts:
            if part[0].isdisjoint(suppliers):
                apart.append(part)
            else:
                suppliers |= part[0]
                together += part[1]
        parts = [*apart, (suppliers, together)]
    return [sorted(together) for _, together in parts]
