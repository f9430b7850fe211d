"""The seconds of an answer: those that are asked for, or few once something is there to tell."""

from __future__ import annotations

from time import monotonic

SECONDS = 10.0
"""Of an answer for which no seconds are given, beside what reading the district takes."""
BRIEF = 1.0
"""Of these, once something is there that could be told."""


class Budget:
    """What is left of the seconds of an answer."""

    def __init__(self, seconds: float | None, began: float) -> None:
        """Take the seconds that are given, from ``began`` on.

        Where none are given, they begin when they are first asked for: after what is read once for
        all questions about a plan.
        """
        self.is_brief = seconds is None
        self._began, self._seconds = None if self.is_brief else began, seconds or SECONDS

    def left(self, share: float = 1.0) -> float:
        """Seconds that are left of a share of all."""
        if self._began is None:
            self._began = monotonic()
        return self._began + share * self._seconds - monotonic()

    def brief(self) -> float:
        """Seconds for something better than what is there."""
        return min(BRIEF, self.left()) if self.is_brief else self.left()

    def settle(self, seconds: float) -> None:
        """Something is there that can be told: a brief answer ends after so many seconds in all."""
        if self.is_brief:
            self._seconds = min(self._seconds, seconds)
