"""Bounds that outlive a search which has to begin anew because counts lied.

Naming people only narrows the set of plans: each plan with names is also a plan of the candidates
that count people together. So a bound that was proven with counts holds for the search that names
them, too, as long as the goals before have reached the same values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pdsched.result import LessonPrice
from pdsched.search.incumbent import Incumbent


class Proven(NamedTuple):
    """A bound of one goal, and what it was proven under."""

    goal: str
    held: tuple[tuple[str, int], ...]
    """Goals that were held then, with their values."""
    bound: int
    method: str
    prices: tuple[LessonPrice, ...] = ()
    """As `GoalResult.prices`."""


def proven_by(incumbent: Incumbent, held: tuple[tuple[str, int], ...]) -> Iterable[Proven]:
    """The bound that was proven while these goals were held, if there is one."""
    bound, method, prices = incumbent.proof
    if bound is not None and not incumbent.unsound:
        yield Proven(incumbent.name, held, bound, method, prices)


def tell(incumbent: Incumbent, held: tuple[tuple[str, int], ...], known: Iterable[Proven]) -> None:
    """Tell what is known of a goal while these are held."""
    for proven in known:
        if (proven.goal, proven.held) == (incumbent.name, held):
            incumbent.tighten(proven.bound, proven.method, proven.prices)
