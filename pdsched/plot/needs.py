"""How many of the needs a plan meets, by school, role, zone or topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.indicators import kpis
from pdsched.plot.canvas import BLUE, HATCH, ORANGE, ROWS, axes, light, nothing, plain
from pdsched.printable import several
from pdsched.views.names import Names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame
else:
    Axes = DataFrame = Any  # both take long to load, and one is an extra

By = Literal["school", "role", "zone", "topic"]
"""What needs are told by: of the person the home school, its zone, the role; or what is learned."""
_BY = ("school", "role", "zone", "topic")


def needs_frame(problem: GivenProblem, plan: GivenPlan, by: By = "school") -> DataFrame:
    """Needs by part, the worst served first, as `pdsched.kpis` counts them.

    Columns: the part by its id, called as ``by`` says, ``name``, ``stated``, ``met``, ``open`` and
    ``share`` (met of stated, 0 to 1). Needs that others imply are among them.

    Raises:
        ValueError: if ``by`` is something else; with what it can be.

    >>> from pdsched import Plan
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> list(needs_frame({"calendar": calendar}, Plan(), "topic"))
    ['topic', 'name', 'stated', 'met', 'open', 'share']
    """
    import pandas as pd

    if by not in _BY:
        raise ValueError(f"by is {by!r}; give one of {', '.join(_BY)}")
    given = problem_of(problem)
    figures, names = kpis(given, plan_of(plan)), Names(given)
    met = figures["met-needs"].parts.get(by, {})
    rows = [
        (part, names.school(part) if by == "school" else part, int(stated), int(met.get(part, 0)))
        for part, stated in figures["needs-stated"].parts.get(by, {}).items()
    ]
    frame = pd.DataFrame(rows, columns=[by, "name", "stated", "met"])
    frame = frame.astype({"stated": int, "met": int})
    frame["open"] = frame["stated"] - frame["met"]
    frame["share"] = frame["met"] / frame["stated"]
    order = {"share": True, "open": False, by: True}
    return frame.sort_values([*order], ascending=[*order.values()], ignore_index=True)


def needs(
    problem: GivenProblem, plan: GivenPlan, by: By = "school", *, ax: Axes | None = None
) -> Axes:
    """Needs met and open by school (or role, zone, topic), in bars, the worst served first.

    Of more than forty, the worst served are shown one by one, and the others in one bar.

    Args:
        problem: What is given.
        plan: The plan; `needs_frame` tells what is drawn.
        by: ``school``, ``role``, ``zone`` or ``topic``.
        ax: Axes to draw on; new ones if left out.

    Raises:
        PdschedError: if matplotlib is not installed.
        ValueError: if ``by`` is something else; with what it can be.

    >>> from pdsched import Plan, plot
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> plot.needs({"calendar": calendar}, Plan()).get_title()
    'Needs met, by school'
    """
    frame = needs_frame(problem, plan, by)
    labels = [plain(name) for name in frame["name"][:ROWS]]
    met, still_open = (frame[column][:ROWS].tolist() for column in ("met", "open"))
    if len(rest := frame[ROWS:]):
        labels.append(several(len(rest), f"other {by}"))
        met.append(rest["met"].sum())
        still_open.append(rest["open"].sum())
    ax = axes(ax, 8, 1.6 + 0.3 * max(3, len(labels)))
    ax.set_title(f"Needs met, by {by}")
    if not labels:
        return nothing(ax, "No needs are stated")
    rows = range(len(labels))
    ax.barh(rows, met, color=BLUE, label="met")
    bars = ax.barh(rows, still_open, left=met, color=ORANGE, label="open")
    for bar in bars:
        bar.set(hatch=HATCH, edgecolor="white", linewidth=0)
    stated = [m + o for m, o in zip(met, still_open, strict=True)]
    told = [f"{m:,} of {s:,} ({m / s:.0%})" for m, s in zip(met, stated, strict=True)]
    ax.bar_label(bars, told, padding=4, fontsize="small")
    ax.set_yticks(rows, labels)
    ax.invert_yaxis()
    ax.margins(x=0.32, y=0.01)  # the words behind the longest bar
    ax.set_xlabel("needs")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    light(ax, "x")
    return ax
