"""Bounds by the relaxation by session, for which no solver is asked; its prices guide the search.

Of the needs met: the relaxation itself, at better and better prices. Of half-days, minutes of
sessions and lessons covered, with the needs met held: the same with a price on each of these; a few
are tried.
"""

from __future__ import annotations

from collections.abc import Callable

from pdsched.model.goals import Goal
from pdsched.model.goals.cover import COVERED, ENGAGED
from pdsched.model.goals.learning import NEEDS_MET
from pdsched.model.goals.paid import PAID
from pdsched.model.goals.sessions import SESSIONS
from pdsched.model.solution.past import past_choice
from pdsched.search.budget import beyond
from pdsched.search.guide import Guide
from pdsched.search.sessions import Costs, SessionMemory, SessionRelaxation, ascend
from pdsched.search.task import GoalTask

PRICES = {
    ("half_day", ENGAGED): (4.0, 8.0, 2.0),
    ("half_day", PAID): (4.0, 8.0, 2.0),
    ("minute", SESSIONS): (2.5, 1.0, 5.0),
    ("cover", COVERED): (1.4, 2.0, 1.0),
}
"""Prices that are tried of what a goal is never less than, in needs of middling worth (of minutes:
a session's): what was best most often first, which has half of the time."""


class SessionBounds:
    """Bounds of one goal."""

    def __init__(self, task: GoalTask, guide: Callable[[Guide], None]) -> None:
        """``guide`` is told what each attendance is worth, net of what it takes."""
        self._task, self._incumbent = task, task.incumbent
        self._params, self._guide = task.params.bounds, guide
        self._memory = task.memory or SessionMemory(task.candidates)

    def run(self, left: Callable[[], float]) -> None:
        """Bounds of needs met, or of later goals where these are held; ``left()`` in seconds."""
        is_tried = len(self._task.candidates.placement) <= self._params.sessions_up_to
        points = self._points_held() if is_tried else None
        relaxation = None if points is None else self._memory.relaxation
        if points is None or relaxation is None:
            return
        of_needs, params = _is(self._incumbent.goal, NEEDS_MET), self._params
        kept = (1 - (params.sessions_share if of_needs else params.later_goals_share)) * left()

        def remains() -> float:
            return 0.0 if self._incumbent.done else left() - kept

        if of_needs:
            self._of_needs(relaxation, remains)
        else:
            self._of_units(relaxation, points, remains)

    def _of_needs(self, relaxation: SessionRelaxation, remains: Callable[[], float]) -> None:
        memory = self._memory
        start = relaxation.start() if memory.prices is None else memory.prices
        memory.prices, _ = ascend(relaxation, start, remains, self._hear)
        self._guide(Guide(relaxation.net_worth(memory.prices), relaxation.mean_points))

    def _of_units(
        self, relaxation: SessionRelaxation, points: int, remains: Callable[[], float]
    ) -> None:
        """What the goal counts is the least there is of it, beside what the past has."""
        c, (what, times) = self._task.candidates, self._tried()
        before = self._incumbent.goal.value(c, past_choice(c))
        one = relaxation.mean_points
        if what == "minute":
            one /= max(1.0, relaxation.mean_minutes)
        for number, price in enumerate(times, 1):
            costs, priced = Costs(**{what: price * one}), self._memory.priced
            if costs not in priced:
                # It holds for any number of points, so a second turn has nothing to add.
                costly, after = relaxation.priced(costs), remains() / 2
                left = beyond(remains, after if number < len(times) else 0.0)
                _, priced[costs] = ascend(costly, costly.start(), left)
            least = before + costs.units(points, priced[costs])
            self._incumbent.tighten(least, "sessions")

    def _tried(self) -> tuple[str, tuple[float, ...]]:
        """What has a price where needs met are held, and which prices; none of other goals."""
        goal = self._incumbent.goal
        tried = ((what, times) for (what, other), times in PRICES.items() if _is(goal, other))
        return next(tried, ("", ()))

    def _hear(self, bound: int) -> None:
        self._incumbent.tighten(bound, "sessions")

    def _points_held(self) -> int | None:
        """Points that are held while less is spent; 0 where points are the goal itself."""
        if _is(self._incumbent.goal, NEEDS_MET):
            return 0
        held = [points for before, points in self._task.held if _is(before, NEEDS_MET)]
        return held[0] if held and self._tried()[1] else None


def _is(goal: Goal, other: Goal) -> bool:
    """Whether a goal, which may stand anywhere in the order, measures what another does."""
    return goal.value is other.value
