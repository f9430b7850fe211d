"""How the goals share the limit: turns that end where nothing comes of them any more.

Each goal has a budget, the first the largest while others wait. It ends its turn before that where
it stands still: where a stretch of its budget has not closed so much as a small part of the gap
between its value and its bound. What it leaves goes to the goals after it, which hold its value;
what they leave in the same way goes back to the first goal that is still open, and so through the
order once more. A gap that is closed ends a turn at once.
"""

from __future__ import annotations

from pdsched.params import StrategyParams


class Turn:
    """How long one goal may go on: to the end of its budget, or until it stands still.

    ``patience`` is the stretch, in seconds or work, after which it is seen whether the gap closes;
    without one the whole budget is used.

    >>> turn = Turn(budget=50.0, patience=10.0, least=0.01)
    >>> [turn.left(spent, gap) for spent, gap in [(1.0, 400), (9.0, 300), (18.0, 299), (20.0, 299)]]
    [49.0, 41.0, 32.0, 0.0]
    """

    def __init__(self, budget: float, patience: float | None = None, least: float = 0.0) -> None:
        self.budget = budget
        self.gave_back = 0.0
        """What it left to others by standing still."""
        self._patience, self._least = patience, least
        self._mark: tuple[float, int] | None = None
        """What was spent when the gap was last seen to close, and the gap then."""

    def left(self, spent: float, gap: int | None) -> float:
        """What is left once so much is ``spent``; nothing from the moment it stands still on."""
        if self.gave_back:
            return 0.0
        left = max(0.0, self.budget - spent)
        if self._patience is None or gap is None:
            return left
        if self._mark is None or gap < self._mark[1] * (1 - self._least):
            self._mark = spent, gap
        elif spent - self._mark[0] > self._patience:
            self.gave_back = left
            return 0.0
        return left

    def excuse(self, spent: float) -> None:
        """Nothing was to be expected up to now: patience begins anew."""
        if self._mark is not None:
            self._mark = spent, self._mark[1]


def least_turn(params: StrategyParams, *, by_clock: bool) -> float:
    """Seconds or work that are worth going back to a goal for; more than this."""
    patience = params.patience_seconds if by_clock else params.patience_work
    return params.patience_share * patience


def turn_of(
    params: StrategyParams,
    left: float,
    *,
    waiting: bool,
    by_clock: bool,
    is_first: bool,
    is_last_word: bool,
) -> Turn:
    """The turn of a goal of the policy, with so much ``left`` for it and whoever is ``waiting``.

    ``is_first`` says that no goal before it is still held open to go back to; ``is_last_word`` that
    nobody will go back to it: then it has its budget to the end.
    """
    share = 1.0
    if waiting:
        share = params.first_goal_share if is_first and not is_last_word else params.next_goal_share
    least, patience = (0.05, params.patience_seconds) if by_clock else (0.0, params.patience_work)
    budget = max(least, left * share)
    if is_last_word or (is_first and not waiting):
        return Turn(budget)
    return Turn(budget, max(patience, params.patience_share * budget), params.least_closed)
