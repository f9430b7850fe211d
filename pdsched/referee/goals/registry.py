"""Where the measures register, one under each goal's id."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.policy import GOALS
from pdsched.referee.case import Case

Measure = Callable[[Case], int]

MEASURES: dict[str, Measure] = {}
"""Every goal's measure by the id of the goal."""

FURTHER: dict[str, Callable[[Case, int], int]] = {}
"""The measure of the further steps of a goal, which is given their number, by its id."""


def goal(name: str) -> Callable[[Measure], Measure]:
    """Register a function as the measure of a goal.

    Raises:
        ValueError: if no goal has this id, or another measure has it already.
    """
    if name not in GOALS or name in MEASURES:
        raise ValueError(f"goal {name!r} is unknown or has a measure already")

    def register(measure: Measure) -> Measure:
        MEASURES[name] = measure
        return measure

    return register
