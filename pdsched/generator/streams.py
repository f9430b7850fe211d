"""Chance: one seed, one stream for each theme, and a few ways to draw."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Streams:
    """Independent streams of random numbers, by theme.

    A theme that draws more or less than before does not disturb the others.

    >>> Streams(1).of("needs").random() == Streams(1).of("needs").random()
    True
    >>> Streams(1).of("needs").random() == Streams(1).of("rooms").random()
    False
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, *theme: str) -> Random:
        """A fresh stream that depends on the seed and the theme alone."""
        return Random("|".join((str(self._seed), *theme)))


def share_out(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Whole numbers that add up to `total`, near proportional to the weights.

    Each is at least `least`; the largest remainders are rounded up.

    >>> share_out(10, [1, 1, 2])
    [3, 2, 5]
    """
    rest = total - least * len(weights)
    whole = fsum(weights)
    exact = [rest * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: rest - sum(parts)]:
        parts[i] += 1
    return [least + part for part in parts]


def in_weighted_order(rng: Random, items: Sequence[T], weights: Sequence[float]) -> list[T]:
    """All items in random order, the heavier ones tending to the front.

    >>> sorted(in_weighted_order(Random(1), "abc", [1, 1, 5]))
    ['a', 'b', 'c']
    """
    keys = [rng.random() ** (1 / weight) for weight in weights]
    return [items[i] for i in sorted(range(len(items)), key=lambda i: -keys[i])]


def pick(rng: Random, items: Sequence[T], weights: Sequence[float]) -> T:
    """One item, the heavier ones more often."""
    return rng.choices(items, weights)[0]


def fresh_id(wanted: str, taken: set[str]) -> str:
    """The wanted id, lengthened until nothing else has it; it then counts as taken.

    >>> fresh_id("t-1", {"t-1"})
    't-1x'
    """
    while wanted in taken:
        wanted += "x"
    taken.add(wanted)
    return wanted


def numbered(prefix: str, number: int, count: int, least: int) -> str:
    """An id whose number has enough digits for all `count`, and at least so many.

    >>> numbered("t", 7, 500, least=3), numbered("t", 7, 10_000, least=3)
    ('t-007', 't-00007')
    """
    return f"{prefix}-{number:0{max(least, len(str(count)))}d}"
