"""Bounds of problems of any size by the relaxation by session, whose prices guide the search, too.

Of the needs met: the relaxation itself, at better and better prices. Of half-days, with the needs
met held: the same with a price on each half-day. With ``V`` points held and ``D`` the bound of
points less ``k`` for each half-day, a plan has at least ``(V - D) / k`` half-days, whatever ``k``
is; a few are tried.
"""

from __future__ import annotations

from collections.abc import Callable

from pdsched.model.goals import Goal
from pdsched.model.goals.cover import ENGAGED
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.goals.paid import PAID
from pdsched.search.budget import beyond
from pdsched.search.guide import Guide
from pdsched.search.sessions import SessionMemory, SessionRelaxation, ascend
from pdsched.search.task import GoalTask

HALF_DAYS = (ENGAGED, PAID)
"""Goals that are never less than the half-days engaged."""
HALF_DAY_PRICES = (4.0, 8.0, 2.0)
"""Prices of a half-day that are tried, in needs of middling worth: what was best most often first,
which has half of the time."""


class SessionBounds:
    """Bounds of one goal."""

    def __init__(self, task: GoalTask, guide: Callable[[Guide], None]) -> None:
        """``guide`` is told what each attendance is worth, net of what it takes."""
        self._task, self._incumbent = task, task.incumbent
        self._params, self._guide = task.params.bounds, guide
        self._memory = task.memory or SessionMemory(task.candidates)

    def run(self, left: Callable[[], float]) -> None:
        """Bounds of needs met, or of half-days where needs met are held; ``left()`` in seconds."""
        is_tried = len(self._task.candidates.placement) <= self._params.sessions_up_to
        points = self._points_held() if is_tried else None
        relaxation = None if points is None else self._memory.relaxation
        if points is None or relaxation is None:
            return
        of_needs, params = _is(self._incumbent.goal, NEEDS_MET), self._params
        kept = (1 - (params.sessions_share if of_needs else params.half_days_share)) * left()

        def remains() -> float:
            return 0.0 if self._incumbent.done else left() - kept

        if of_needs:
            self._of_needs(relaxation, remains)
        else:
            self._of_half_days(relaxation, points, remains)

    def _of_needs(self, relaxation: SessionRelaxation, remains: Callable[[], float]) -> None:
        memory = self._memory
        if memory.prices is None:
            memory.prices, _ = ascend(relaxation, relaxation.start(), remains, self._hear)
        net, _ = relaxation.net_worth(memory.prices)
        self._guide(Guide(net, relaxation.mean_points))

    def _of_half_days(
        self, relaxation: SessionRelaxation, points: int, remains: Callable[[], float]
    ) -> None:
        for times in HALF_DAY_PRICES:
            priced = relaxation.priced(times * relaxation.mean_points)
            after = remains() / 2 if times != HALF_DAY_PRICES[-1] else 0.0
            _, bound = ascend(priced, priced.start(), beyond(remains, after))
            self._incumbent.tighten(priced.half_days_bound(points, bound), "sessions")

    def _hear(self, bound: int) -> None:
        self._incumbent.tighten(bound, "sessions")

    def _points_held(self) -> int | None:
        """Points that are held while half-days are saved; 0 where points are the goal itself."""
        goal = self._incumbent.goal
        if _is(goal, NEEDS_MET):
            return 0
        held = [points for before, points in self._task.held if _is(before, NEEDS_MET)]
        return held[0] if held and any(_is(goal, one) for one in HALF_DAYS) else None


def _is(goal: Goal, other: Goal) -> bool:
    """Whether a goal, which may stand anywhere in the order, measures what another does."""
    return goal.value is other.value
