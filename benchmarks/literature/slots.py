"""Intervals in as few slots as keep what overlaps what: the clock of an instance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOON, LAST = 720, 1439
"""The middle and the last minute of a day."""


def in_slots(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open spans with as few different moments as tell which of them overlap.

    A new slot begins where something begins after something has ended: so there is one for each
    largest set of spans at one moment.

    >>> in_slots([(0, 100), (10, 30), (30, 70), (100, 130)])
    [(0, 2), (0, 1), (1, 2), (2, 3)]
    """
    events = sorted(
        [(start, 1, n) for n, (start, _) in enumerate(spans)]
        + [(end, 0, n) for n, (_, end) in enumerate(spans)]
    )
    slot, has_ended = 0, False
    first, last = [0] * len(spans), [0] * len(spans)
    for _, begins, n in events:
        if begins:
            slot, has_ended = slot + has_ended, False
            first[n] = slot
        else:
            last[n], has_ended = slot + 1, True
    return list(zip(first, last, strict=True))


def cliques(spans: Sequence[tuple[int, int]], members: Iterable[int]) -> list[list[int]]:
    """The largest sets of two or more of these spans that share a moment.

    >>> cliques([(0, 100), (10, 30), (30, 70), (100, 130)], range(4))
    [[0, 1], [0, 2]]
    """
    numbers = list(members)
    slots = in_slots([spans[n] for n in numbers])
    sets: list[list[int]] = [[] for _ in range(max((end for _, end in slots), default=0))]
    for number, (start, end) in zip(numbers, slots, strict=True):
        for slot in range(start, end):
            sets[slot].append(number)
    return [together for together in sets if len(together) > 1]
