"""Weak duality: binding dual values, column prices, and a bound that any dual values prove."""

from __future__ import annotations

from math import ceil, floor

import numpy as np

from pdsched.engines.arrays import Floats
from pdsched.engines.program import IntegerProgram, Objective

SAFETY = 1e-9
"""Rounding error allowed for, relative to the sum of all magnitudes."""


def step_of(objective: Objective) -> int:
    """The greatest number that divides every weight, and so every value."""
    return int(np.gcd.reduce(objective.weights)) or 1


def in_steps(bound: int, objective: Objective) -> int:
    """The bound, moved inwards to the next value that a plan can have."""
    step = step_of(objective)
    return bound // step * step if objective.maximise else -(-bound // step) * step


def binding_duals(program: IntegerProgram, duals: Floats) -> tuple[Floats, Floats]:
    """Dual values without those that lean on a limit that is not there, and by row that limit.

    Above 0 where the upper limit presses; where more is better such values prove something.
    """
    duals = np.where((duals > 0) & np.isinf(program.upper), 0.0, duals)
    duals = np.where((duals < 0) & np.isinf(program.lower), 0.0, duals)
    limits = np.where(duals > 0, program.upper, np.where(duals < 0, program.lower, 0.0))
    return duals, limits


def column_prices(program: IntegerProgram, duals: Floats) -> Floats:
    """By column, what its entries cost at these dual values."""
    costs = program.coefficient * duals[program.row]
    prices = np.bincount(program.column, weights=costs, minlength=program.columns)
    return np.asarray(prices, dtype=np.float64)


def dual_bound(program: IntegerProgram, objective: Objective, duals: Floats) -> int:
    """Weak duality: no solution does better than what duals of the right sign add up to."""
    sign = 1.0 if objective.maximise else -1.0
    duals, limits = binding_duals(program, sign * duals)
    reduced = sign * objective.weights - column_prices(program, duals)
    parts = np.concatenate(
        [duals * limits, np.maximum(reduced * program.least, reduced * program.most)]
    )
    total = float(parts.sum()) + SAFETY * (1 + float(np.abs(parts).sum()))
    return floor(total) if objective.maximise else ceil(-total)
