"""An axis on which school days stand side by side, each as wide as the hours in use."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pdsched.checks.cycle import week_of
from pdsched.problem import Calendar, Weekday
from pdsched.views.words import day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import Series
else:
    Axes = Series = Any  # both take long to load, and one is an extra

_MOST_LABELS = 24
_FILLED = 0.9
"""How much of a column the hours take; the rest keeps days apart."""


class Days(NamedTuple):
    """The dates of the axis, and from and to which minute of the clock each of them reaches."""

    dates: tuple[date, ...]
    week_begins: Weekday
    first_minute: int
    last_minute: int

    @classmethod
    def of(cls, calendar: Calendar, starts: Series[Any], ends: Series[Any]) -> Days:
        """The school days from the first to the last of some times, and dates that are none."""
        if starts.empty:
            return cls((), calendar.week_begins, 0, 1)
        used = set(starts.dt.date)
        between = (d for d in calendar.open_days() if min(used) <= d <= max(used))
        return cls(
            tuple(sorted(used.union(between))),
            calendar.week_begins,
            int(_minutes(starts).min()),
            int(_minutes(ends).max()),
        )

    def place(self, times: Series[Any]) -> list[float]:
        """Where times stand on the axis: the number of the date, and the share of its hours."""
        a_day = max(1, self.last_minute - self.first_minute)
        return [
            bisect_left(self.dates, on) + _FILLED * (minute - self.first_minute) / a_day
            for on, minute in zip(times.dt.date, _minutes(times), strict=True)
        ]

    def label(self, ax: Axes) -> None:
        """Ticks at dates: at all, or the first ones of weeks, or of every so many weeks."""
        ticks = [n for n in range(len(self.dates)) if self._begins_a_week(n)]
        if len(self.dates) <= _MOST_LABELS:
            ticks = list(range(len(self.dates)))
        ticks = ticks[:: -(-len(ticks) // _MOST_LABELS)]
        dates = [day(self.dates[n]) for n in ticks]
        ax.set_xticks(ticks, dates, rotation=60, ha="right", rotation_mode="anchor")
        ax.set_xlim(-0.2, len(self.dates) + 0.1)
        first, last = (f"{m // 60:02}:{m % 60:02}" for m in (self.first_minute, self.last_minute))
        ax.set_xlabel(f"school days, each from {first} to {last}")

    def _begins_a_week(self, number: int) -> bool:
        week, before = (week_of(self.dates[n], self.week_begins) for n in (number, number - 1))
        return number == 0 or week != before


def _minutes(times: Series[Any]) -> Series[Any]:
    minutes: Series[Any] = times.dt.hour * 60 + times.dt.minute
    return minutes
