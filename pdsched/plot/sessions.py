"""When trainers and rooms are taken: a Gantt chart of the sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.expansion import in_full
from pdsched.plan import Session
from pdsched.plot.canvas import COLOURS, GREY, ROWS, axes, light, nothing, plain
from pdsched.plot.days import Days
from pdsched.printable import several
from pdsched.problem import Trainer
from pdsched.views.names import Names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame
else:
    Axes = DataFrame = Any  # both take long to load, and one is an extra

By = Literal["trainer", "room"]
"""Whose time is shown."""
_OTHERS = "other topics"


def sessions_frame(problem: GivenProblem, plan: GivenPlan, by: By = "trainer") -> DataFrame:
    """Sessions by trainer or room, in the order of names, then of the clock.

    Columns: the id of the trainer or room, called as ``by`` says, ``name``, ``session``,
    ``course`` (ids), ``course_name``, ``topic``, ``start`` and ``end`` (local times without zone)
    and ``people`` (how many attend). A session of a team has a row for each of its members; one
    without trainer, or without room, has none.

    Raises:
        ValueError: if ``by`` is neither ``trainer`` nor ``room``.

    >>> from pdsched import Plan
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> len(sessions_frame({"calendar": calendar}, Plan(), "room"))
    0
    """
    import pandas as pd

    if by not in ("trainer", "room"):
        raise ValueError(f"by is {by!r}; give trainer or room")
    given = problem_of(problem)
    full, names = in_full(given), Names(given)
    topics = {course.id: course.topic for course in full.courses}
    teams = {trainer.id: trainer for trainer in full.trainers}
    rooms = {room.id: f"{names.room(room.id)}, {names.school(room.school)}" for room in full.rooms}
    rows = [
        (
            *(taken, rooms.get(taken, taken) if by == "room" else names.person(taken)),
            *(session.id, session.course, names.course(session.course)),
            topics.get(session.course, ""),
            *(datetime.combine(session.date, at) for at in (session.start, session.end)),
            len(session.staff),
        )
        for session in plan_of(plan).sessions
        for taken in _taken(session, by, teams)
    ]
    named = [by, "name", "session", "course", "course_name", "topic", "start", "end", "people"]
    frame = pd.DataFrame(rows, columns=named)
    frame = frame.astype({"start": "datetime64[s]", "end": "datetime64[s]", "people": int})
    return frame.sort_values(["name", by, "start", "session"], ignore_index=True)


def sessions(
    problem: GivenProblem, plan: GivenPlan, by: By = "trainer", *, ax: Axes | None = None
) -> Axes:
    """A row for each trainer (or room), a bar for each session, coloured by topic.

    Each school day has a column of the same width, and within it the bars stand by the clock:
    nights and days without school take no place. Of more than forty rows the busiest are shown,
    and the title counts the others; for some trainers or dates alone, give a plan with their
    sessions alone.

    Args:
        problem: What is given.
        plan: The plan; `sessions_frame` tells what is drawn.
        by: ``trainer`` or ``room``.
        ax: Axes to draw on; new ones if left out.

    Raises:
        PdschedError: if matplotlib is not installed.
        ValueError: if ``by`` is neither ``trainer`` nor ``room``.

    >>> from pdsched import Plan, plot
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> plot.sessions({"calendar": calendar}, Plan()).get_title()
    'Sessions, by trainer'
    """
    frame = sessions_frame(problem, plan, by)
    busiest = frame[by].value_counts(sort=True).index[:ROWS]
    shown = frame[frame[by].isin(busiest)]
    rows = {identity: row for row, identity in enumerate(dict.fromkeys(shown[by]))}
    days = Days.of(problem_of(problem).calendar, shown["start"], shown["end"])
    ax = axes(ax, min(18, max(8, 3 + 0.25 * len(days.dates))), 1.6 + 0.3 * max(6, len(rows)))
    left_out = frame[by].nunique() - len(rows)
    more = f"; {several(left_out, by)} with fewer sessions not shown" if left_out else ""
    ax.set_title(f"Sessions, by {by}{more}")
    if shown.empty:
        return nothing(ax, f"No session has a {by}")
    _bars(ax, shown.assign(row=shown[by].map(rows)), days, _commonest(problem, plan))
    ax.set_yticks(range(len(rows)), [plain(name) for name in shown.drop_duplicates(by)["name"]])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    days.label(ax)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, title="topic")
    light(ax, "x")
    return ax


def _taken(session: Session, by: By, teams: Mapping[str, Trainer]) -> Iterator[str]:
    """Whose time a session takes: its room, or each who gives it."""
    identity = session.room if by == "room" else session.trainer
    if identity is None:
        return
    yield from teams[identity].people if by == "trainer" and identity in teams else (identity,)


def _commonest(problem: GivenProblem, plan: GivenPlan) -> list[str]:
    """The topics, that of most sessions first: by trainer and by room they have one colour."""
    topics = {course.id: course.topic for course in in_full(problem_of(problem)).courses}
    held = (session for session in plan_of(plan).sessions if session.trainer or session.room)
    used = Counter(topics.get(session.course, "") for session in held)
    return [topic for topic, _ in used.most_common()]


def _bars(ax: Axes, shown: DataFrame, days: Days, topics: Sequence[str]) -> None:
    """A collection of bars for each topic: the commonest have colours, the others share grey."""
    from matplotlib.collections import PolyCollection

    coloured = dict(zip(topics, COLOURS, strict=False))
    groups = shown["topic"].where(shown["topic"].isin(coloured), _OTHERS)
    for topic, colour in {**coloured, _OTHERS: GREY}.items():
        bars = shown[groups == topic]
        if bars.empty:
            continue
        lefts, rights = days.place(bars["start"]), days.place(bars["end"])
        corners = [
            [(left, y - 0.4), (left, y + 0.4), (right, y + 0.4), (right, y - 0.4)]
            for left, right, y in zip(lefts, rights, bars["row"], strict=True)
        ]
        # An edge of the same colour: a bar that is narrower than a dot is still seen.
        ax.add_collection(PolyCollection(corners, color=colour, linewidth=0.8, label=plain(topic)))
