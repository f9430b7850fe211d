"""What a change brings by one goal, between what is proven."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from pdsched.problem.base import Record

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this

Better = Literal["more", "less"]
NUMBERS = ("before", "before_bound", "value", "bound", "low", "high", "shown")


class GoalGain(Record):
    """What a change brings by one goal, in the unit of the goal: more is better, below 0 a loss.

    It is the value of the best plan with the change less that of the best plan without it, the
    other way round for a goal of which less is better. Both are known by a plan that has the value
    and by a bound that no plan passes, so the gain lies between ``low`` and ``high``. As goals come
    one after the other, that of a later one is known only where those before it are proven.

    >>> from pdsched import GoalGain
    >>> gain = GoalGain(
    ...     id="needs-met", better="more", before=60, before_bound=60, value=80, bound=90
    ... )
    >>> gain.low, gain.high, gain.shown, gain.text
    (20, 30, 20, '20 to 30')
    """

    id: str
    """Id of the tier of goals, see `Policy.tiers`."""
    better: Better
    """Which of two values is the better one."""
    before: int
    """Value of the best plan that is known without the change."""
    before_bound: int | None = None
    """No plan without the change does better; ``None`` where nothing is proven."""
    value: int
    """Value of the best plan that is known with the change."""
    bound: int | None = None
    """No plan with the change does better; ``None`` where nothing is proven."""
    at_least: int | None = None
    """The gain is no less, whatever these values say: what only allows more costs nothing."""

    @property
    def low(self) -> int | None:
        """It brings no less; ``None`` where nothing is proven."""
        by_plans = None if self.before_bound is None else self._less(self.value, self.before_bound)
        known = [n for n in (by_plans, self.at_least) if n is not None]
        return max(known, default=None)

    @property
    def high(self) -> int | None:
        """It brings no more; ``None`` where nothing is proven."""
        return None if self.bound is None else self._less(self.bound, self.before)

    @property
    def shown(self) -> int:
        """What the best plan that is known with the change has beside the best one without."""
        return self._less(self.value, self.before)

    @property
    def proven(self) -> bool:
        """Whether it is exact."""
        return self.low is not None and self.low == self.high

    @property
    def text(self) -> str:
        """As it is read: a number, a range, or what is known of it."""
        low, high = self.low, self.high
        if low is None:
            return f"unknown; plans show {self.shown}" if high is None else f"at most {high}"
        if high is None:
            return f"at least {low}"
        return f"{high}" if low == high else f"{low} to {high}"

    def _less(self, one: int, other: int) -> int:
        return one - other if self.better == "more" else other - one


def gains_frame(
    names: tuple[str, ...], rows: Iterable[tuple[tuple[str | int | None, ...], GoalGain]]
) -> DataFrame:
    """A row a goal, with the values of it, after what stands at its head."""
    import pandas as pd

    told = [(*head, g.id, g.better, *(getattr(g, n) for n in NUMBERS)) for head, g in rows]
    frame = pd.DataFrame(told, columns=[*names, "goal", "better", *NUMBERS])
    return frame.astype(dict.fromkeys(NUMBERS, "Int64"))
