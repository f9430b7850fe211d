"""Intervals of sessions, each as one number, so that numpy can sort and find them."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints, unique
from pdsched.model.candidates.placements import Placements

_DAY = 4096
"""More than the minutes of a day."""


def as_numbers(start: Ints, end: Ints) -> Ints:
    """By interval, its start and end as one number; numbers are in the order of the starts."""
    return start * _DAY + end


def starts_and_ends(numbers: Ints) -> tuple[Ints, Ints]:
    """By number, the start and the end of its interval, in minutes since midnight."""
    return numbers // _DAY, numbers % _DAY


def intervals_by_venue(placements: Placements) -> dict[int, Ints]:
    """By venue, the numbers of the intervals that sessions could have there, sorted."""
    numbers = as_numbers(placements.start, placements.end).astype(np.int64)
    return {int(v): unique(numbers[placements.venue == v]) for v in unique(placements.venue)}
