"""How many substitutes a plan asks for in each half-day of the weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.plot.canvas import axes, figure_of, nothing
from pdsched.report.heat import heat_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame
else:
    Axes = DataFrame = Any  # both take long to load, and one is an extra

_WEEKS_WITH_NUMBERS = 42
_WEEKS_WITH_DATES = 20


def substitutes_frame(problem: GivenProblem, plan: GivenPlan) -> DataFrame:
    """Half-days of substitutes: ``week`` (its first date), ``weekday``, ``half``, ``half_days``.

    A row for each half-day of each week of the horizon, also where nobody is engaged; no row at all
    where that is all of them.

    >>> from pdsched import Plan
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> engaged = {"substitute": "sam", "school": "north", "date": "2026-09-08", "half": "am"}
    >>> frame = substitutes_frame({"calendar": calendar}, {"engagements": [engaged]})
    >>> len(frame), frame[frame["half_days"] > 0].values.tolist()
    (10, [[Timestamp('2026-09-07 00:00:00'), 'tue', 'am', 1]])
    """
    import pandas as pd

    stripes = heat_map(problem_of(problem).calendar, plan_of(plan)).stripes
    rows = [
        (week, str(row.weekday), str(row.half), cell.number)
        for stripe in stripes
        for row in stripe.rows
        for week, cell in zip(stripe.weeks, row.cells, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["week", "weekday", "half", "half_days"])
    return frame.astype({"week": "datetime64[s]", "half_days": int})


def substitutes(problem: GivenProblem, plan: GivenPlan, *, ax: Axes | None = None) -> Axes:
    """A map of the weeks by half-day: the darker, the more substitutes are asked for.

    Args:
        problem: What is given.
        plan: The plan; `substitutes_frame` tells what is drawn.
        ax: Axes to draw on; new ones if left out.

    Raises:
        PdschedError: if matplotlib is not installed.

    >>> from pdsched import Plan, plot
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> plot.substitutes({"calendar": calendar}, Plan()).get_title()
    'Substitutes asked for, by week and half-day'
    """
    frame = substitutes_frame(problem, plan)
    rows = list(dict.fromkeys(zip(frame["weekday"], frame["half"], strict=True)))
    weeks = sorted(frame["week"].unique())
    ax = axes(ax, min(16, 4 + 0.3 * len(weeks)), 1.5 + 0.3 * max(6, len(rows)))
    from matplotlib.ticker import MaxNLocator

    ax.set_title("Substitutes asked for, by week and half-day")
    if frame.empty:
        return nothing(ax, "No substitute is engaged")
    table = frame.pivot_table(index=["weekday", "half"], columns="week", values="half_days")
    numbers = table.reindex(rows)[weeks].to_numpy()
    most = int(numbers.max())
    shades = ax.imshow(numbers, cmap="Blues", vmin=0, vmax=most, aspect="auto")
    if len(weeks) <= _WEEKS_WITH_NUMBERS:
        for y, x in zip(*numbers.nonzero(), strict=True):
            ink = "white" if numbers[y, x] > 0.6 * most else "black"
            told = f"{numbers[y, x]:.0f}"
            ax.text(x, y, told, ha="center", va="center", color=ink, fontsize="small")
    step = -(-len(weeks) // _WEEKS_WITH_DATES)
    dates = [f"{week:%Y-%m-%d}" for week in weeks[::step]]
    ax.set_xticks(
        range(0, len(weeks), step), dates, rotation=60, ha="right", rotation_mode="anchor"
    )
    ax.set_yticks(range(len(rows)), [f"{weekday.capitalize()} {half}" for weekday, half in rows])
    ax.set_xlabel("week that begins on")
    ticks = MaxNLocator(integer=True)
    figure_of(ax).colorbar(shades, ax=ax, ticks=ticks, label="substitutes in a half-day")
    return ax
