"""How value and bound of a goal came together while the search went on."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from pdsched.plot.canvas import BLUE, ORANGE, axes, light, nothing
from pdsched.policy import Policy
from pdsched.problem.base import of_kind
from pdsched.result import GoalResult, Result, TracePoint
from pdsched.views.words import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame
else:
    Axes = DataFrame = Any  # both take long to load, and one is an extra

_WIDTH = 75


def gap_frame(result: Result, goal: str | None = None) -> DataFrame:
    """Value and bound of a goal by seconds: ``Result.trace_frame`` of it, and how it ended.

    Args:
        result: What `pdsched.solve` gave.
        goal: Id of the goal; the first one if left out.

    Raises:
        KeyError: if the result has no such goal.

    >>> from pdsched import GoalResult, Result
    >>> result = Result(status="feasible", problem="d1", seconds=3,
    ...                 goals=[GoalResult(id="needs-met", value=95, bound=100)])
    >>> gap_frame(result)[["seconds", "value", "bound", "gap"]].to_dict("records")
    [{'seconds': 3.0, 'value': 95, 'bound': 100, 'gap': 0.05}]
    """
    of_kind("result", result, Result, "pdsched.solve gives one")
    ended = _ended(result, goal)
    points = [point for point in result.trace if ended is not None and point.goal == ended.id]
    if ended is not None:
        last = max([result.seconds, *(point.seconds for point in points)])
        fields = ended.model_dump(include={"value", "bound", "method"})
        points.append(TracePoint(seconds=last, goal=ended.id, **fields))
    return result.model_copy(update={"trace": tuple(points)}).trace_frame()


def gap(result: Result, goal: str | None = None, *, ax: Axes | None = None) -> Axes:
    """Value and bound of a goal over the seconds of the search; what lies between is the gap.

    Args:
        result: What `pdsched.solve` gave; `gap_frame` tells what is drawn.
        goal: Id of the goal; the first one if left out. A later one begins where those before it
            ended, and its bound is for plans that keep their values.
        ax: Axes to draw on; new ones if left out.

    Raises:
        KeyError: if the result has no such goal.
        PdschedError: if matplotlib is not installed.

    >>> from pdsched import GoalResult, Result, plot
    >>> result = Result(status="feasible", problem="d1", seconds=3,
    ...                 goals=[GoalResult(id="needs-met", value=95, bound=100)])
    >>> plot.gap(result).get_title().splitlines()[0]
    'needs-met: 95, at best 100, a gap of 5 %'
    """
    frame, ended, ax = gap_frame(result, goal), _ended(result, goal), axes(ax, 8, 4.5)
    if ended is None or frame[["value", "bound"]].isna().all(axis=None):
        return nothing(ax, "No value and no bound is known")
    known = frame[["value", "bound"]].astype(float)
    # Constant from one point to the next; a single point is told by its mark.
    for column, label, looks, colour in (
        ("value", "value of the plan", ".-", BLUE),
        ("bound", "no plan does better", ".--", ORANGE),
    ):
        if known[column].notna().any():
            ax.step(frame["seconds"], known[column], looks, where="post", color=colour, label=label)
    between = known["value"], known["bound"]
    ax.fill_between(frame["seconds"], *between, step="post", color=ORANGE, alpha=0.15, linewidth=0)
    ax.set_xlim(left=0)
    ax.set_xlabel("seconds since the search began")
    ax.set_ylabel(ended.id)
    ax.set_title(_title(ended, result.policy))
    ax.legend(loc="best", frameon=False)
    light(ax, "y")
    return ax


def _ended(result: Result, goal: str | None) -> GoalResult | None:
    if goal is not None:
        return result.goal(goal)
    return result.goals[0] if result.goals else None


def _title(ended: GoalResult, policy: Policy) -> str:
    """What was reached, and what the goal asks for, if it is not several weighed together."""
    try:
        return f"{_reached(ended)}\n{fill(policy.sentence(ended.id), _WIDTH)}"
    except KeyError:
        return _reached(ended)


def _reached(ended: GoalResult) -> str:
    value = "no plan" if ended.value is None else f"{ended.value:,}"
    if ended.bound is None:
        return f"{ended.id}: {value}, nothing proven"
    if ended.proven:
        return f"{ended.id}: {value}, proven best"
    gap = "" if ended.gap is None else f", a gap of {percent(ended.gap)}"
    return f"{ended.id}: {value}, at best {ended.bound:,}{gap}"
