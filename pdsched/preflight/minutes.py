"""The minutes of a day as bits of one integer, so that sets of starts are cheap to compare."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

Minutes = int
"""Bit ``n`` stands for the ``n``-th minute after midnight."""
Hours = tuple[int, int]
"""From one minute of the day to another, which is not among them."""


def between(first: int, end: int) -> Minutes:
    """The minutes from ``first`` up to ``end``, which is not among them; none before midnight.

    >>> bin(between(-3, 2)), between(5, 5)
    ('0b11', 0)
    """
    first = max(0, first)
    return ((1 << (end - first)) - 1) << first if end > first else 0


WHOLE_DAY = between(0, 1440)


@lru_cache(maxsize=4_096)
def starts_that_touch(start: int, end: int, minutes: int, out: int, back: int) -> Minutes:
    """When a session may begin so that the release for it overlaps an interval.

    The release is from ``out`` minutes before the session to ``back`` minutes after it.

    >>> [n for n in range(700) if starts_that_touch(480, 485, 5, 0, 0) >> n & 1]
    [476, 477, 478, 479, 480, 481, 482, 483, 484]
    """
    return between(start - minutes - back + 1, end + out)


def starts_inside(start: int, end: int, minutes: int) -> Minutes:
    """When a session may begin so that all of it lies in an interval.

    >>> [n for n in range(700) if starts_inside(480, 485, 3) >> n & 1]
    [480, 481, 482]
    """
    return between(start, end - minutes + 1)


def layers(parts: Iterable[Minutes], most: int = 4) -> tuple[Minutes, ...]:
    """The minutes that are in at least one of the parts, in at least two, and so on.

    >>> layers([0b0111, 0b0011, 0b0001], most=2)
    (7, 3)
    """
    counted = [0] * most
    for part in parts:
        carried = part
        for number, before in enumerate(counted):
            counted[number] = before | carried
            carried &= before
            if not carried:
                break
    return tuple(counted)


def sums(lengths: Iterable[int], limit: int) -> int:
    """All sums of so many of these lengths as one likes, up to a limit, as bits.

    >>> [n for n in range(20) if sums([6, 9], 19) >> n & 1]
    [0, 6, 9, 12, 15, 18]
    """
    reached, everything = 1, (1 << (limit + 1)) - 1
    for length in lengths:
        shift = length
        while shift <= limit:
            reached |= reached << shift & everything
            shift *= 2
    return reached


def together(first: int, second: int, limit: int) -> int:
    """All sums of one number of each of two sets, up to a limit, as bits.

    >>> together(0b101, 0b11, 2)
    7
    """
    total, everything = 0, (1 << (limit + 1)) - 1
    while second:
        lowest = second & -second
        total |= first << (lowest.bit_length() - 1)
        second ^= lowest
    return total & everything
