"""The day of a few schools together, as trainers and support staff see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from pdsched.problem import School, clock, minutes

_LEAST_HALF_DAY = 120


def bells(schools: Sequence[School]) -> tuple[time, time, time]:
    """First bell, midday and last bell of a few schools together.

    Where a school's midday would leave less than two hours on one side, the middle of the day.
    """
    periods = [period for school in schools for period in school.periods]
    first = min(period.start for period in periods)
    last = max(period.end for period in periods)
    midday = max(school.midday for school in schools)
    shorter = min(minutes(midday) - minutes(first), minutes(last) - minutes(midday))
    if shorter < _LEAST_HALF_DAY:
        midday = clock((minutes(first) + minutes(last)) // 2)
    return first, midday, last
