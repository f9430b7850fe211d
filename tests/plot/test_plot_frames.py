"""The frames behind the pictures, by hand on one Tuesday and beside what others count."""

from __future__ import annotations

import pytest
from pandas import DataFrame, Timestamp
from tuesday import MORNING, PLAN, PROBLEM, changed

from pdsched import GoalResult, Plan, Problem, Result, TracePoint, kpis, plot

EMPTY = Problem.model_validate(
    {"calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}}
)
GOALS = [
    GoalResult(id="needs-met", value=95, bound=100, method="relaxation"),
    GoalResult(id="engaged-half-days", value=3),
]
TRACE = [
    TracePoint(seconds=0.5, goal="needs-met", value=80),
    TracePoint(seconds=1, goal="needs-met", value=80, bound=120),
    TracePoint(seconds=2, goal="engaged-half-days", value=4),
    TracePoint(seconds=2.5, goal="needs-met", value=95, bound=100),
]
RESULT = Result(status="feasible", problem="d1", seconds=3, goals=GOALS, trace=TRACE)


def rows(frame: DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of a frame, row by row."""
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_gap_has_the_points_of_the_goal_and_how_it_ended() -> None:
    """The first goal unless another is named; times never go back."""
    first, second = plot.gap_frame(RESULT), plot.gap_frame(RESULT, "engaged-half-days")

    assert first["seconds"].tolist() == [0.5, 1, 2.5, 3]
    assert first["value"].tolist() == [80, 80, 95, 95]
    assert first["bound"].isna().tolist() == [True, False, False, False]
    assert first["gap"].tolist()[1:] == pytest.approx([1 / 3, 0.05, 0.05])
    assert rows(second, "seconds", "value") == [(2, 4), (3, 3)]
    late = RESULT.model_copy(update={"seconds": 1.0})
    assert plot.gap_frame(late)["seconds"].tolist() == [0.5, 1, 2.5, 2.5]


def test_gap_of_what_is_not_there() -> None:
    """No goal has no rows; one that is not of the result is a `KeyError`; a plan is no result."""
    assert plot.gap_frame(Result(status="unknown", problem="d1")).empty
    with pytest.raises(KeyError, match="needs-mett"):
        plot.gap_frame(RESULT, "needs-mett")
    with pytest.raises(TypeError, match=r"no Result; pdsched\.solve gives one"):
        plot.gap_frame(PLAN)  # type: ignore[arg-type]  # on purpose


def test_substitutes_by_week_and_half_day() -> None:
    """Sam and vic on Tuesday morning, sam in the afternoon; every other half-day has 0."""
    frame = plot.substitutes_frame(PROBLEM, PLAN)

    week = Timestamp("2026-09-07")
    engaged = frame[frame["half_days"] > 0]
    assert rows(engaged, "week", "weekday", "half", "half_days") == [
        (week, "tue", "am", 2),
        (week, "tue", "pm", 1),
    ]
    assert len(frame) == 2 * 5 * 2
    assert frame["half_days"].sum() == kpis(PROBLEM, PLAN)["half-days"].value


def test_needs_by_school_role_and_topic() -> None:
    """At north ada and bo have three needs, of which that for slides stays open."""
    by_school, by_topic = plot.needs_frame(PROBLEM, PLAN), plot.needs_frame(PROBLEM, PLAN, "topic")

    assert rows(by_school, "school", "stated", "met", "open") == [
        ("north", 3, 2, 1),
        ("south", 2, 2, 0),
    ]
    assert by_school["share"].tolist() == pytest.approx([2 / 3, 1])
    assert rows(by_topic, "topic", "met", "open") == [("slides", 1, 1), ("sheets", 3, 0)]
    assert rows(plot.needs_frame(PROBLEM, PLAN, "role"), "role", "open") == [("teacher", 1)]
    with pytest.raises(ValueError, match="'schol'; give one of school, role, zone, topic"):
        plot.needs_frame(PROBLEM, PLAN, "schol")  # type: ignore[arg-type]  # on purpose


def test_sessions_by_trainer_and_room() -> None:
    """Tom gives both, and only the morning takes the lab; in the order of the clock."""
    by_trainer = plot.sessions_frame(PROBLEM, PLAN)
    by_room = plot.sessions_frame(PROBLEM, PLAN, "room")

    assert rows(by_trainer, "trainer", "topic", "start", "end", "people") == [
        ("tom", "sheets", Timestamp("2026-09-08 09:00"), Timestamp("2026-09-08 10:30"), 3),
        ("tom", "slides", Timestamp("2026-09-08 13:00"), Timestamp("2026-09-08 14:00"), 1),
    ]
    assert rows(by_room, "room", "name", "session") == [("lab", "lab, north", MORNING)]
    with pytest.raises(ValueError, match="'rooms'; give trainer or room"):
        plot.sessions_frame(PROBLEM, PLAN, "rooms")  # type: ignore[arg-type]  # on purpose


def test_a_session_of_a_team_takes_each_member() -> None:
    """It has a row for each of them, and none for the team."""
    team = {"id": "both", "members": ["tom", "tess"], "courses": ["sheets"]}
    tess = {"id": "tess", "name": "Tess Tal", "available": [{"start": "08:00", "end": "16:00"}]}
    fields = PROBLEM.model_dump(mode="json", exclude_unset=True)
    problem = Problem.model_validate({**fields, "trainers": [*fields["trainers"], tess, team]})
    led = [{**s.model_dump(mode="json"), "trainer": "both"} for s in PLAN.sessions[:1]]

    frame = plot.sessions_frame(problem, changed(sessions=led))

    assert rows(frame, "trainer", "name") == [("tess", "Tess Tal"), ("tom", "tom")]


def test_equity_adds_up_people_and_hours() -> None:
    """Dee learns an hour, the three others an hour and a half each."""
    frame = plot.equity_frame(PROBLEM, PLAN)

    assert rows(frame, "staff", "hours") == [("dee", 1), ("ada", 1.5), ("bo", 1.5), ("cy", 1.5)]
    assert frame["people_share"].tolist() == [0.25, 0.5, 0.75, 1]
    assert frame["hours_share"].tolist() == pytest.approx([n / 5.5 for n in (1, 2.5, 4, 5.5)])
    assert plot.equity_frame(PROBLEM, Plan())["hours_share"].isna().all()


def test_frames_have_their_columns_without_rows() -> None:
    """So that a program that reads them needs no case of its own."""
    for frame, twin in (
        (plot.substitutes_frame(EMPTY, Plan()), plot.substitutes_frame(PROBLEM, PLAN)),
        (plot.needs_frame(EMPTY, Plan()), plot.needs_frame(PROBLEM, PLAN)),
        (plot.sessions_frame(EMPTY, Plan()), plot.sessions_frame(PROBLEM, PLAN)),
        (plot.equity_frame(EMPTY, Plan()), plot.equity_frame(PROBLEM, PLAN)),
    ):
        assert frame.empty
        assert list(frame) == list(twin)


def test_dictionaries_do_as_well() -> None:
    """As everywhere that a problem and a plan are taken."""
    given, plan = PROBLEM.model_dump(mode="json"), PLAN.model_dump(mode="json")

    assert plot.needs_frame(given, plan).equals(plot.needs_frame(PROBLEM, PLAN))
