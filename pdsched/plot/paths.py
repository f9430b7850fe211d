"""What is learned after what: courses and their prerequisites as a graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from textwrap import fill
from typing import TYPE_CHECKING, Any

from pdsched.checks import GivenProblem, problem_of
from pdsched.expansion import Answering, with_steps
from pdsched.plot.canvas import BLUE, ORANGE, ROWS, axes, nothing, plain
from pdsched.printable import several
from pdsched.problem import LevelStep
from pdsched.views.names import Names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from networkx import DiGraph
else:
    Axes = DiGraph = Any  # both take long to load, and one is an extra

_COLUMN, _ROW = 2.6, 0.62
"""Inches of a step to the right, and of a row."""
_STEPS = 10
"""Most steps of a picture: a topic has ten levels."""
_LETTERS = 27


def learning_paths(problem: GivenProblem) -> DiGraph:
    """The courses as a graph of networkx, with an edge from what comes first to what follows.

    A node is the id of a course, or of a series as a whole, with ``name``, ``topic``,
    ``level_from``, ``level_to``, ``modality``, ``minutes`` (of one meeting), ``meetings`` and
    ``needs`` (how many of those stated or implied it could meet). An edge has ``min_days`` and
    ``max_days`` (school days between the two; ``None`` for no limit), ``same_group``, and
    ``people``: for how many their levels imply it, 0 where a course says it for everybody. What
    names no course is passed over, for `pdsched.check` to tell.

    >>> courses = [{"id": "a", "topic": "sheets", "minutes": 60, "group_max": 8},
    ...            {"id": "b", "topic": "sheets", "minutes": 60, "group_max": 8, "level_from": 1,
    ...             "level_to": 2, "prerequisites": [{"course": "a", "min_days": 5}]}]
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> graph = learning_paths({"calendar": calendar, "courses": courses})
    >>> list(graph.edges(data="min_days"))
    [('a', 'b', 5)]
    """
    import networkx as nx

    given = problem_of(problem)
    stepped = with_steps(given)
    meetings = {series.course: series.meetings for series in given.series}
    answering = Answering(stepped)
    needs = Counter(course.id for need in stepped.needs for course in answering.to(need))
    # A series as a whole has the name of its course, not that of a meeting.
    names = Names(given.model_copy(update={"series": ()}))
    graph: DiGraph = nx.DiGraph()
    for course in stepped.courses:
        facts = course.model_dump(include={"topic", "level_from", "level_to", "minutes"})
        told = {"name": names.course(course.id), "modality": str(course.modality)}
        numbers = {"meetings": meetings.get(course.id, 1), "needs": needs[course.id]}
        graph.add_node(course.id, **told, **facts, **numbers)
    for course in stepped.courses:
        for arc in course.prerequisites:
            if arc.course in graph:
                people = len(arc.staff) if isinstance(arc, LevelStep) else 0
                lags = arc.model_dump(include={"min_days", "max_days", "same_group"})
                graph.add_edge(arc.course, course.id, people=people, **lags)
    return graph


def draw_learning_paths(problem: GivenProblem, *, ax: Axes | None = None) -> Axes:
    """Courses from left to right, each to the right of all that comes before it, topic by topic.

    Solid arrows are prerequisites, dashed ones follow from levels. Topics with the longest paths
    stand first, then those with most needs; the title counts the courses beyond forty rows or ten
    steps.

    Args:
        problem: What is given; `learning_paths` tells what is drawn.
        ax: Axes to draw on; new ones if left out.

    Raises:
        PdschedError: if matplotlib is not installed.

    >>> from pdsched import plot
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> plot.draw_learning_paths({"calendar": calendar}).get_title()
    'What is learned after what'
    """
    graph = learning_paths(problem)
    places, topics = _places(graph)
    steps = 1 + max((x for x, _ in places.values()), default=0)
    rows = 1 + max((y for _, y in places.values()), default=0)
    ax = axes(ax, 1.5 + _COLUMN * max(2, steps), 1.2 + _ROW * max(3, rows))
    left_out = len(graph) - len(places)
    more = f"; {several(left_out, 'course')} more, not shown" if left_out else ""
    ax.set_title(f"What is learned after what{more}")
    if not places:
        return nothing(ax, "There are no courses")
    boxes = {}
    for node, (x, y) in places.items():
        facts = graph.nodes[node]
        name = fill(plain(facts["name"], 2 * _LETTERS), _LETTERS)
        told = f"{name}\n{several(facts['needs'], 'need')}"
        box = {"boxstyle": "round", "facecolor": "white", "edgecolor": BLUE}
        boxes[node] = ax.text(
            x, y, told, ha="center", va="center", fontsize="small", bbox=box
        ).get_bbox_patch()
    _arrows(ax, graph, places, boxes)
    ax.set(xlim=(-0.5, steps - 0.5), ylim=(rows - 0.5, -0.5))
    ax.set_yticks([*topics.values()], [plain(topic) for topic in topics])
    ax.set_xticks(range(steps), [f"step {number}" for number in range(1, steps + 1)])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def _places(graph: DiGraph) -> tuple[dict[str, tuple[int, int]], dict[str, float]]:
    """By course its step and its row; by topic that is shown the middle of its rows."""
    steps, topics = _steps(graph), defaultdict[str, list[str]](list)
    for node, topic in graph.nodes(data="topic"):
        topics[topic].append(node)
    numbers = graph.nodes(data="needs")

    def rank(topic: str) -> tuple[int, int, str]:
        nodes = topics[topic]
        return -max(steps[node] for node in nodes), -sum(numbers[node] for node in nodes), topic

    places: dict[str, tuple[int, int]] = {}
    middles: dict[str, float] = {}
    row = 0
    for topic in sorted(topics, key=rank):
        below = Counter[int]()
        for node in topics[topic]:
            step = steps[node]
            if step < _STEPS and row + below[step] < ROWS:
                places[node] = step, row + below[step]
                below[step] += 1
        if height := max(below.values(), default=0):
            middles[topic] = row + (height - 1) / 2
            row += height
    return places, middles


def _steps(graph: DiGraph) -> dict[str, int]:
    """By course: how many come before it, one after another; those in a circle stand together."""
    import networkx as nx

    circles = nx.condensation(graph)
    steps: dict[str, int] = {}
    for number, layer in enumerate(nx.topological_generations(circles)):
        steps |= {node: number for circle in layer for node in circles.nodes[circle]["members"]}
    return steps


def _arrows(
    ax: Axes, graph: DiGraph, places: dict[str, tuple[int, int]], boxes: dict[str, Any]
) -> None:
    """Arrows from box to box; boxes are added first, as they get their width when drawn."""
    for before, after, facts in graph.edges(data=True):
        if before not in places or after not in places:
            continue
        is_implied = facts["people"] > 0
        (x1, y1), (x2, y2) = places[before], places[after]
        # One that passes over a step is bent by half a row, to run between the boxes there.
        bend = f"arc3,rad={_ROW / _COLUMN / (x2 - x1) if x2 - x1 > 1 else 0}"
        style = {"arrowstyle": "-|>", "connectionstyle": bend, "shrinkA": 0, "shrinkB": 0}
        style |= {"patchA": boxes[before], "patchB": boxes[after]}
        looks = {"color": ORANGE if is_implied else BLUE, "linestyle": "--" if is_implied else "-"}
        ax.annotate("", places[after], places[before], arrowprops=style | looks)
        if facts["min_days"]:
            told = several(facts["min_days"], "school day")
            ax.text(
                (x1 + x2) / 2, (y1 + y2) / 2, told, ha="center", va="bottom", fontsize="x-small"
            )
