"""Which of many intervals of a date are near each other, without looking at every pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import islice
from typing import TypeVar

from pdsched.referee.spans import Span

_Item = TypeVar("_Item")
MOST = 10
"""Pairs in which one item is the later one. A plan that goes beyond it has that many things at once
where one is allowed: each of them is named, but not with every other."""


def near(
    items: Iterable[_Item], span: Callable[[_Item], Span], within: int = 0, most: int = MOST
) -> Iterator[tuple[_Item, _Item]]:
    """Pairs of items, the earlier first, the later of which begins before the earlier has ended.

    With ``within``, or fewer than so many minutes after that. Equal intervals are in the order in
    which they are given. Each item is the later one of at most ``most`` pairs, and of one at least
    if it is near an earlier one.

    >>> spans = [Span(0, 60), Span(50, 90), Span(60, 70)]
    >>> [(tuple(one), tuple(other)) for one, other in near(spans, lambda s: s)]
    [((0, 60), (50, 90)), ((50, 90), (60, 70))]
    >>> len(list(near(spans, lambda s: s, within=1)))
    3
    """
    running: list[tuple[int, int, _Item]] = []
    for number, item in enumerate(sorted(items, key=span)):
        start, end = span(item)
        while running and running[0][0] + within <= start:
            heappop(running)
        for _, _, earlier in islice(running, most):
            yield earlier, item
        heappush(running, (end, number, item))
