"""Who asks for more than there is: minimum cuts between what is asked for and what can give it.

*The argument.* Each thing asked for takes at least so many units, all of them from suppliers that
it is tied to. Then of any set of askers together no plan serves more than fit into what their
suppliers have, the least demanding first. A maximum flow serves all exactly if there is no set for
which that is too little (Hall); where there is one, the minimum cut names the one that lacks most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

S = TypeVar("S", bound=Hashable)
"""What gives."""
_FEW_TIES, _MOST_TIES = 1_000, 50_000
"""Of askers to suppliers: so few need no OR-Tools, and a minimum cut of so many takes seconds."""


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
    giving = _Giving(askers, stock)
    if not giving.waiting:
        return
    ties = sum(len(asker.suppliers) for asker in askers)
    lacking = giving.lacking() if ties <= _FEW_TIES else _lacking(askers, stock, ties)
    for numbers in _hanging_together(askers, lacking):
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


class _Giving(Generic[S]):
    """Who gives how much to whom: in turn at first, and then as a maximum flow has it.

    Mostly giving in turn serves all: whoever has fewest suppliers first, and by those first whom
    fewest others ask.
    """

    def __init__(self, askers: Sequence[Asker[S]], stock: Mapping[S, int]) -> None:
        self._askers, self._left = askers, dict(stock)
        self._given: dict[S, dict[int, int]] = {supplier: {} for supplier in stock}
        self.waiting: dict[int, int] = {}
        """The units that askers wait for, by their numbers."""
        asked = Counter(supplier for asker in askers for supplier in asker.suppliers)
        for number in sorted(range(len(askers)), key=lambda n: len(askers[n].suppliers)):
            wanted = askers[number].things * askers[number].units
            for supplier in sorted(askers[number].suppliers, key=asked.__getitem__):
                wanted -= self._give(supplier, number, min(wanted, self._left[supplier]))
            if wanted:
                self.waiting[number] = wanted

    def lacking(self) -> list[int]:
        """Askers who wait, and those by whom their suppliers could give no more: a minimum cut."""
        while True:
            less, more, last = self._reached()
            if last is None:
                return sorted(less)
            self._pass_on(less, more, last)

    def _reached(self) -> tuple[dict[int, S | None], dict[S, int], S | None]:
        """Askers by whom would give them less, suppliers by whom they would give more to.

        Those who wait come first; the search ends at a supplier that has something left.
        """
        less: dict[int, S | None] = dict.fromkeys(self.waiting)
        more: dict[S, int] = {}
        queue = list(less)
        for number in queue:
            for supplier in self._askers[number].suppliers - more.keys():
                more[supplier] = number
                if self._left[supplier]:
                    return less, more, supplier
                given = self._given[supplier]
                new = [n for n, units in given.items() if units and n not in less]
                less.update(dict.fromkeys(new, supplier))
                queue += new
        return less, more, None

    def _pass_on(self, less: Mapping[int, S | None], more: Mapping[S, int], last: S) -> None:
        """What is left gives somebody in place of another supplier, which is free for the next."""
        chain = [last]
        while (supplier := less[more[chain[-1]]]) is not None:
            chain.append(supplier)
        first = more[chain[-1]]
        released = [(one, more[other]) for other, one in pairwise(chain)]
        units = min(
            self._left[last], self.waiting[first], *(self._given[s][n] for s, n in released)
        )
        for supplier, number in released:
            self._given[supplier][number] -= units
            self._left[supplier] += units
        for supplier in chain:
            self._give(supplier, more[supplier], units)
        self.waiting[first] -= units
        if not self.waiting[first]:
            del self.waiting[first]

    def _give(self, supplier: S, number: int, units: int) -> int:
        if units:
            given = self._given[supplier]
            given[number] = given.get(number, 0) + units
            self._left[supplier] -= units
        return units


def _lacking(askers: Sequence[Asker[S]], stock: Mapping[S, int], ties: int) -> list[int]:
    """The askers on the side of the source of a minimum cut; OR-Tools is slow to import.

    All of them where a cut would take minutes: what holds of any set holds of these.
    """
    if ties > _MOST_TIES:
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
