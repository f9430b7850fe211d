"""The seconds of an answer: those that are asked for, or few once something is there to tell."""

from __future__ import annotations

from time import monotonic

SECONDS = 10.0
"""Of an answer for which no seconds are given, beside what reading the district takes."""
BRIEF = 1.0
"""Of these at most for a search of a whole small problem, where there is a plan already."""
NEARBY = 2.0
"""Of these at most for one search near the plan."""
SETTLED, TIMES, TIMES_NONE = 1.2, 2.0, 1.5
"""Seconds of a brief answer that is there, or so many times what it took to have something, or to
prove that there is none: then no better can come, but for more of what is not."""


class Budget:
    """What is left of the seconds of an answer."""

    def __init__(self, seconds: float | None, began: float) -> None:
        """Take the seconds that are given, from ``began`` on.

        Where none are given, they begin when they are first asked for: after what is read once for
        all questions about a plan.
        """
        self.is_brief = seconds is None
        self._is_settled = False
        self._began, self._seconds = None if self.is_brief else began, seconds or SECONDS

    def left(self, share: float = 1.0) -> float:
        """Seconds that are left of a share of all."""
        if self._began is None:
            self._began = monotonic()
        return self._began + share * self._seconds - monotonic()

    def brief(self) -> float:
        """Seconds for something better than what is there."""
        return min(BRIEF, self.left()) if self.is_brief else self.left()

    def nearby(self, seconds: float) -> float:
        """Seconds for one search near the plan, of which so many are meant for it."""
        return min(NEARBY, seconds) if self.is_brief else seconds

    def settle(self, times: float = TIMES) -> None:
        """Something is there that can be told: a brief answer ends soon.

        That is when several times as long as it took is over, so that a slow machine or a large
        district does not leave it with that alone.
        """
        if self.is_brief and not self._is_settled:
            self._is_settled = True
            taken = self._seconds - self.left()
            self._seconds = min(self._seconds, max(SETTLED, times * taken))
