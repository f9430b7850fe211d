"""What a search comes to, and which of two plans is the better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import Goal
from pdsched.model.solution.solution import Solution
from pdsched.result import GoalResult, Status
from pdsched.search.incumbent import Incumbent


class Outcome(NamedTuple):
    """What the search found."""

    status: Status
    best: Solution | None
    goals: tuple[GoalResult, ...]
    """Those of the policy in order, and then what decides between plans equal in all of them."""


def better_of(
    goals: Mapping[str, Goal], candidates: Candidates, one: Solution | None, other: Solution
) -> Solution:
    """That of two which is better in the first goal in which they differ, else the other."""
    if one is None or one is other:
        return other
    for goal in goals.values():
        first, second = (goal.value(candidates, solution) for solution in (one, other))
        if first != second:
            return one if goal.better(first, second) else other
    return other


def with_past(value: int | None, settled: int) -> int | None:
    """A value or bound, where there is one, with what the past adds to it."""
    return None if value is None else value + settled


class Done(NamedTuple):
    """A goal after its turn."""

    incumbent: Incumbent
    value: int | None
    held: tuple[tuple[str, int], ...]
    """Goals that were held, with their values."""

    @property
    def proven(self) -> bool:
        """Whether its value is known to be the best."""
        return self.value is not None and self.value == self.incumbent.bound

    def result(self, settled: int) -> GoalResult:
        """Value and bound with what the past adds to both."""
        bound, method, prices = self.incumbent.proof
        return GoalResult(
            id=self.incumbent.name,
            value=with_past(self.value, settled),
            bound=with_past(bound, settled),
            method=method,
            prices=prices,
        )
