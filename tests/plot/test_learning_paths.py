"""Courses and what comes before them, as a graph and drawn."""

from __future__ import annotations

from typing import Any

import pytest

from pdsched import Problem, plot

CALENDAR = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-12-18"}


def course(identity: str, first: str = "", **fields: Any) -> dict[str, Any]:
    """A course of an hour, after another one."""
    before = [{"course": first, "min_days": 5}] if first else []
    told = {"id": identity, "topic": "sheets", "minutes": 60, "group_max": 8}
    return {**told, "prerequisites": before, **fields}


def problem(*courses: dict[str, Any], **fields: Any) -> Problem:
    """A problem of courses."""
    return Problem.model_validate({"calendar": CALENDAR, "courses": courses, **fields})


LADDER = problem(
    course("a"),
    course("b", "a", level_from=1, level_to=2, name="Sheets, in $ and €"),
    course("club", "b", topic="reading"),
    course("high", topic="law", level_from=1, level_to=2),
    course("low", topic="law"),
    series=[{"course": "club", "meetings": 3}],
    staff=[{"id": "ada", "schools": ["north"], "levels": {"law": 0, "reading": 0, "sheets": 0}}],
    needs=[
        {"id": "1", "staff": "ada", "course": "club"},
        {"id": "2", "staff": "ada", "topic": "law", "level_to": 2},
    ],
)


def test_graph_holds_what_courses_declare_and_levels_imply() -> None:
    """A series is one node; an edge that levels imply says for how many."""
    graph = plot.learning_paths(LADDER)

    edges = {(a, b): (e["min_days"], e["people"]) for a, b, e in graph.edges(data=True)}
    assert edges == {("a", "b"): (5, 0), ("b", "club"): (5, 0), ("low", "high"): (0, 1)}
    assert graph.nodes["club"]["meetings"] == 3
    assert dict(graph.nodes(data="needs")) == {"a": 1, "b": 1, "club": 1, "high": 1, "low": 1}
    assert graph.nodes["b"]["name"] == "Sheets, in $ and €"


@pytest.fixture(name="texts")
def _texts() -> list[tuple[str, float, float]]:
    """What stands where in the drawing of the ladder."""
    texts = plot.draw_learning_paths(LADDER).texts
    return [(text.get_text(), *text.get_position()) for text in texts]


def test_courses_stand_right_of_what_comes_first(texts: list[tuple[str, float, float]]) -> None:
    """With its needs; arrows have their lags; the topic of the longest path stands first."""
    boxes = {text.splitlines()[0]: (x, y) for text, x, y in texts if "need" in text}

    assert boxes == {
        "club": (2, 0),
        "low": (0, 1),
        "high": (1, 1),
        "a": (0, 2),
        r"Sheets, in \$ and €": (1, 2),
    }
    assert [text for text, *_ in texts if text.endswith("days")] == ["5 school days"] * 2
    assert [text for text, *_ in texts].count("") == 3  # an arrow each


def test_a_circle_is_drawn() -> None:
    """A faulty problem can be looked at; `pdsched.check` tells its faults."""
    circle = problem(course("a", "b"), course("b", "a"), course("c", "a"), course("d", "nowhere"))

    assert set(plot.learning_paths(circle).edges) == {("a", "b"), ("b", "a"), ("a", "c")}
    assert len(plot.draw_learning_paths(circle).texts) > 4


def test_the_drawing_is_bounded() -> None:
    """Of a thousand topics, or courses of one, forty are drawn, and ten of a long path."""
    topics = problem(*(course(f"c{n}", topic=f"topic {n}") for n in range(1000)))
    flat = problem(*(course(f"c{n}") for n in range(1000)))
    long = problem(*(course(f"c{n}", f"c{n - 1}" if n else "") for n in range(30)))
    for given, left_out in ((topics, 960), (flat, 960), (long, 20)):
        ax = plot.draw_learning_paths(given)

        assert ax.get_title() == f"What is learned after what; {left_out} courses more, not shown"
        boxes = [text for text in ax.texts if text.get_text().endswith("needs")]
        assert len(boxes) == len(given.courses) - left_out
        figure = ax.get_figure(root=True)
        assert figure is not None
        assert max(figure.get_size_inches()) < 30
