"""Better multipliers, step by step: subgradients with momentum, each family in its own measure.

Steps are those of Adam (Kingma and Ba, 2015), clipped at 0, with a rate that falls as the time
goes. Every evaluation is a bound; the best is kept.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pdsched.engines.arrays import Floats
from pdsched.search.sessions.multipliers import Multipliers
from pdsched.search.sessions.relaxation import SessionRelaxation

FIRST, LAST = 4.0, 0.02
"""Rate of the first and the last steps, in points."""
MEAN, SQUARE = 0.8, 0.8
"""What is kept of the running means of subgradients and of their squares: less than where gradients
are noisy, since these change sides all the time."""
TINY = 1e-6


def ascend(
    relaxation: SessionRelaxation,
    prices: Multipliers,
    left: Callable[[], float],
    on_bound: Callable[[int], None] = lambda _: None,
) -> tuple[Multipliers, float]:
    """Better prices while something is left, and the bound at the best of them.

    Args:
        relaxation: what to evaluate.
        prices: where to begin.
        left: what is left, of seconds or of anything else; it ends at 0 or below.
        on_bound: told each bound that is better than those before, see
            `SessionRelaxation.rounded`.
    """
    rates = relaxation.measures()
    mean, square = prices.each(np.zeros_like), prices.each(np.zeros_like)
    best, bound = prices, np.inf
    whole = remaining = left()
    number = 0
    while True:
        evaluation = relaxation.evaluate(prices)
        if evaluation.bound < bound:
            best, bound = prices, evaluation.bound
            on_bound(relaxation.rounded(bound))
        remaining = left()
        if remaining <= 0 or whole <= 0:
            return best, bound
        number += 1
        rate = FIRST * (LAST / FIRST) ** min(1.0, 1.0 - remaining / whole)
        # What is 0 and would fall has nothing to tell.
        slope = prices.each(_projected, evaluation.subgradient)
        mean = mean.each(lambda kept, new: MEAN * kept + (1 - MEAN) * new, slope)
        square = square.each(lambda kept, new: SQUARE * kept + (1 - SQUARE) * new**2, slope)
        small, large = 1 - MEAN**number, 1 - SQUARE**number

        def step(price: Floats, kept: Floats, size: Floats, measure: Floats) -> Floats:
            move = rate * measure * (kept / small) / (np.sqrt(size / large) + TINY)  # noqa: B023
            return np.asarray(np.maximum(price - move, 0.0))

        prices = prices.each(step, mean, square, rates)


def _projected(price: Floats, slope: Floats) -> Floats:
    return np.where((price <= 0) & (slope > 0), 0.0, slope)
