"""How far a search is: each goal with value, bound and gap, and how they came to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdsched.policy import Policy
from pdsched.result import TracePoint, gap_of
from pdsched.serve.entries import GoalEntry

MOST_POINTS = 120
"""Points of one goal that are drawn; of more, every so many are left out."""


class GoalProgress(NamedTuple):
    """One goal, as far as it is known."""

    id: str
    sentences: tuple[str, ...]
    """What it says; of goals that are weighed against each other, each."""
    value: int | None
    bound: int | None
    points: tuple[TracePoint, ...]
    """In the order of time."""

    @property
    def gap(self) -> float | None:
        """As `pdsched.GoalResult.gap`."""
        return gap_of(self.value, self.bound)

    @property
    def proven(self) -> bool:
        """Whether the bound equals the value."""
        return self.value is not None and self.value == self.bound


def progress(
    policy: Policy,
    trace: Iterable[TracePoint],
    known: Iterable[GoalEntry],
    language: str,
    seconds: float = 0.0,
) -> tuple[GoalProgress, ...]:
    """The goals of a policy in their order, and then of those that decide the rest what is known.

    Args:
        policy: whose goals they are.
        trace: how values and bounds came to be.
        known: value and bound of each goal as they stand now.
        language: that of the sentences.
        seconds: how long the search has gone on.

    >>> known = GoalEntry(id="needs-met", value=90, bound=100)
    >>> goals = progress(Policy(), [], [known], "en")
    >>> goals[0].gap, len(goals)
    (0.1, 5)
    """
    points: dict[str, list[TracePoint]] = defaultdict(list)
    for point in trace:
        points[point.goal].append(point)
    standing = {goal.id: goal for goal in known}
    asked = [(tier, True) for tier in policy.tiers] + [(tier, False) for tier in policy.left_open]
    return tuple(
        GoalProgress(
            id=tier.id,
            sentences=tuple(policy.sentence(goal, language=language) for goal in tier),
            value=standing[tier.id].value if tier.id in standing else None,
            bound=standing[tier.id].bound if tier.id in standing else None,
            points=_thinned(_with_end(points[tier.id], standing.get(tier.id), seconds)),
        )
        for tier, is_of_policy in asked
        if is_of_policy or points[tier.id]
    )


def _with_end(
    points: Sequence[TracePoint], goal: GoalEntry | None, seconds: float
) -> Sequence[TracePoint]:
    """The points, and where the goal stands: what the end of a search brings has no point."""
    if (
        goal is None
        or not points
        or (points[-1].value, points[-1].bound) == (goal.value, goal.bound)
    ):
        return points
    at = max(seconds, points[-1].seconds)
    return (*points, TracePoint(seconds=at, goal=goal.id, value=goal.value, bound=goal.bound))


def _thinned(points: Sequence[TracePoint]) -> tuple[TracePoint, ...]:
    """The first, the last, and of those between as many as can be told apart."""
    step = max(1, -(-len(points) // MOST_POINTS))
    return (*points[:-1:step], *points[-1:])
