"""What a search may use: clock seconds, or deterministic work; and how it is shared out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple


class Limits(NamedTuple):
    """When to stop and how to search."""

    seconds: float = 60.0
    """Clock seconds; without meaning where ``work`` is given."""
    work: float | None = None
    """Deterministic work instead of a clock, for reproducible answers."""
    workers: int = 1
    seed: int = 0


def beyond(left: Callable[[], float], kept: float) -> Callable[[], float]:
    """What is left beyond what is kept, at any moment.

    >>> beyond(lambda: 5.0, 2.0)()
    3.0
    """
    return lambda: left() - kept


def rounds(
    first: float,
    growth: float,
    left: Callable[[], float],
    least: float,
    over: Callable[[], bool],
) -> Iterator[float]:
    """Amounts that grow until nothing is left, each ``growth`` times the one before.

    A try that is cut short is made anew with more, and what came before costs a part of that: so
    the time until one suffices does not grow with the limit. The last takes what is left.

    >>> left = 60.0
    >>> for amount in rounds(4.0, 3.0, lambda: left, 0.0, lambda: False):
    ...     left -= amount
    ...     print(amount)
    4.0
    12.0
    44.0
    """
    amount = first
    while (remaining := left()) > least and not over():
        # Where too little would remain for a larger one, this is the last.
        yield amount if remaining >= (1 + growth) * amount else remaining
        amount *= growth
