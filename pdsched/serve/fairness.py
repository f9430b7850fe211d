"""Which run, or which other task, is begun next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def fair(
    queued: Iterable[tuple[str, str]],
    busy: Mapping[str, int],
    last: Mapping[str, int] | None = None,
) -> list[str]:
    """The order in which things are begun: next is one of whom the fewest go on.

    Of those with as many, next is whose turn was longest ago, and then what came first.

    Args:
        queued: owner and id, in the order in which they came.
        busy: number of things that go on, by owner.
        last: number of the turn that an owner had last; those without one had none.

    >>> fair([("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1")], {"a": 1})
    ['b1', 'a1', 'a2', 'a3']
    >>> fair([("a", "a1"), ("a", "a2"), ("b", "b1")], {}, {"a": 7})
    ['b1', 'a1', 'a2']
    """
    given, turns = Counter(busy), last or {}
    order: list[tuple[int, int, int, str]] = []
    for number, (owner, identity) in enumerate(queued):
        order.append((given[owner], turns.get(owner, 0), number, identity))
        given[owner] += 1
    return [identity for *_, identity in sorted(order)]
