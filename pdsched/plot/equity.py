"""How unequally hours of learning are spread over people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.indicators.equity import gini_of
from pdsched.indicators.ground import Ground
from pdsched.plot.canvas import BLUE, GREY, axes, light, nothing
from pdsched.policy import Policy, Prices
from pdsched.printable import several
from pdsched.views.names import Names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame
else:
    Axes = DataFrame = Any  # both take long to load, and one is an extra


def equity_frame(problem: GivenProblem, plan: GivenPlan) -> DataFrame:
    """Hours of learning of each person with needs, the fewest first, and both added up.

    Columns: ``staff``, ``name``, ``school`` (the home school), ``role``, ``hours``; and up to this
    row ``people_share`` of all these people, ``hours_share`` of all their hours (0 to 1; missing
    where nobody has any).

    >>> from pdsched import Plan
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> len(equity_frame({"calendar": calendar}, Plan()))
    0
    """
    import pandas as pd

    given = problem_of(problem)
    ground, names = Ground(given, plan_of(plan), Policy(), Prices()), Names(given)
    rows = [
        (staff, names.person(staff), who["school"], who["role"], hours)
        for staff, hours in ground.hours_by_person.items()
        for who in [ground.person(staff)]
    ]
    frame = pd.DataFrame(rows, columns=["staff", "name", "school", "role", "hours"])
    frame["hours"] = frame["hours"].astype(float)
    frame = frame.sort_values(["hours", "staff"], ignore_index=True)
    frame["people_share"] = (frame.index + 1) / max(len(frame), 1)
    frame["hours_share"] = frame["hours"].cumsum() / frame["hours"].sum()
    return frame


def equity(problem: GivenProblem, plan: GivenPlan, *, ax: Axes | None = None) -> Axes:
    """The Lorenz curve of hours of learning, beside the line on which everybody has the same.

    After M. O. Lorenz, Methods of Measuring the Concentration of Wealth, Publications of the
    American Statistical Association 9 (1905) 209-219.

    Args:
        problem: What is given.
        plan: The plan; `equity_frame` tells what is drawn.
        ax: Axes to draw on; new ones if left out.

    Raises:
        PdschedError: if matplotlib is not installed.

    >>> from pdsched import Plan, plot
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> plot.equity({"calendar": calendar}, Plan()).get_title()
    'Hours of learning, over people with needs'
    """
    frame, ax = equity_frame(problem, plan), axes(ax, 6.5, 5.5)
    ax.set_title("Hours of learning, over people with needs")
    gini = gini_of(frame["hours"].tolist())
    if gini is None:
        return nothing(ax, "Nobody with needs attends anything")
    people, hours = ([0.0, *(100 * frame[column])] for column in ("people_share", "hours_share"))
    ax.plot([0, 100], [0, 100], color=GREY, linestyle="--", label="everybody the same")
    ax.plot(people, hours, color=BLUE, label="the plan")
    ax.fill_between(people, people, hours, color=BLUE, alpha=0.15, linewidth=0)
    ax.text(0.03, 0.8, _told(frame, gini), transform=ax.transAxes, va="top")
    ax.set(xlim=(0, 100), ylim=(0, 100), aspect="equal")
    ax.set_xlabel("people, those with the fewest hours first (%)")
    ax.set_ylabel("of all hours of learning (%)")
    ax.legend(loc="upper left", frameon=False)
    light(ax, "y")
    return ax


def _told(frame: DataFrame, gini: float) -> str:
    half = frame["hours"][: len(frame) // 2].sum() / frame["hours"].sum()
    without = int((frame["hours"] == 0).sum())
    return "\n".join(
        (
            f"Gini coefficient {gini:.2f}",
            f"the lower half has {half:.0%} of the hours",
            f"{without:,} of {several(len(frame), 'person', 'people')} without any",
        )
    )
