"""How a solve went: where its first goal stood when, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import NamedTuple

from pdsched.policy import Policy
from pdsched.result import GoalResult, Progress

FIRST_GOAL = Policy().tiers[0].id


class Moment(NamedTuple):
    """Where the first goal stood, so many seconds after `solve` was called."""

    seconds: float
    value: int | None
    bound: int | None

    @property
    def gap(self) -> float | None:
        """As `pdsched.result.GoalResult.gap`."""
        return GoalResult(id=FIRST_GOAL, value=self.value, bound=self.bound).gap


class Watch:
    """Listens to a solve, with the caller's clock: what loads the engine counts too."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self._now = now
        self._started = now()
        self.moments: list[Moment] = []

    def __call__(self, progress: Progress) -> None:
        """Note one step, if it is about the first goal."""
        if progress.goal == FIRST_GOAL:
            self.moments.append(Moment(self.seconds(), progress.value, progress.bound))

    def seconds(self) -> float:
        """Seconds since it was made."""
        return self._now() - self._started


def time_to_first(moments: Iterable[Moment]) -> float | None:
    """Seconds until a plan met a need; ``None`` if none did.

    >>> time_to_first([Moment(1.0, 0, 90), Moment(2.5, 30, 90)])
    2.5
    """
    return next((moment.seconds for moment in moments if moment.value), None)


def time_to_gap(moments: Iterable[Moment], gap: float) -> float | None:
    """Seconds until value and bound, as known at that moment, were so near; else ``None``.

    >>> time_to_gap([Moment(1.0, 90, 100), Moment(4.0, 98, 100)], 0.05)
    4.0
    """
    near = (m.seconds for m in moments if m.value and m.gap is not None and m.gap <= gap)
    return next(near, None)


def primal_integral(moments: Iterable[Moment], bound: int | None, seconds: float) -> float | None:
    """Mean over the whole limit of the distance of the value from a bound, as a share of the bound.

    This is the primal integral of Berthold (2013), divided by the limit; his optimal value is not
    known, and the last bound stands in for it. It lies between 0 (optimal from the first moment on)
    and 1 (no plan at all); before the first plan the distance counts as 1. What was reached counts
    until the limit, even if the run ended earlier, and nothing counts after it.

    Args:
        moments: In the order of time.
        bound: The last bound of the run; without one there is no integral.
        seconds: The limit of the run.

    >>> primal_integral([Moment(2.0, 50, 200), Moment(6.0, 100, 150)], 100, 10.0)
    0.4
    """
    if bound is None:
        return None
    area, spent, distance = 0.0, 0.0, 1.0
    for moment in moments:
        now = min(moment.seconds, seconds)
        area += distance * (now - spent)
        spent = now
        if moment.value is not None:
            distance = Moment(now, moment.value, bound).gap or 0.0
    return (area + distance * (seconds - spent)) / seconds
