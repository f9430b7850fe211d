"""Which run is begun next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def fair(queued: Iterable[tuple[str, str]], busy: Mapping[str, int]) -> list[str]:
    """The order in which runs are begun: next is one of whom the fewest go on, or came before.

    Args:
        queued: owner and id, in the order in which they came.
        busy: number of runs that go on, by owner.

    >>> fair([("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1")], {"a": 1})
    ['b1', 'a1', 'a2', 'a3']
    """
    given = Counter(busy)
    order: list[tuple[int, int, str]] = []
    for number, (owner, identity) in enumerate(queued):
        order.append((given[owner], number, identity))
        given[owner] += 1
    return [identity for _, _, identity in sorted(order)]
