"""How far a search is, and faults, as pages tell them."""

from __future__ import annotations

from pdsched import Fault, Policy, Severity, TracePoint
from pdsched.serve.entries import GoalEntry
from pdsched.serve.pages.faults import MOST_TOLD, fault_table
from pdsched.serve.pages.progress import MOST_POINTS, progress

FIRST = Policy().tiers[0].id


def test_every_goal_is_there_from_the_beginning() -> None:
    """Those that decide the rest where something is known of them."""
    assert [goal.id for goal in progress(Policy(), [], [], "de")] == [t.id for t in Policy().tiers]
    late = TracePoint(seconds=3, goal=Policy().left_open[-1].id, value=0, bound=0)
    assert progress(Policy(), [late], [], "en")[-1].id == late.goal


def test_a_curve_ends_where_the_goal_stands() -> None:
    """Though the last word of a search is no point of it."""
    point = TracePoint(seconds=1, goal=FIRST, value=10, bound=30)
    known = GoalEntry(id=FIRST, value=20, bound=20)
    goal = progress(Policy(), [point], [known], "en", 9.0)[0]
    assert [(p.seconds, p.value, p.bound) for p in goal.points] == [(1, 10, 30), (9, 20, 20)]
    assert goal.proven
    same = progress(Policy(), [point], [GoalEntry(id=FIRST, value=10, bound=30)], "en", 9.0)[0]
    assert same.points == (point,)
    assert same.gap == 2 / 3


def test_a_long_search_is_drawn_by_so_many_points() -> None:
    """The first and the last are among them."""
    points = [TracePoint(seconds=n, goal=FIRST, value=n, bound=5000) for n in range(5000)]
    drawn = progress(Policy(), points, [], "en")[0].points
    assert len(drawn) <= MOST_POINTS + 1
    assert (drawn[0], drawn[-1]) == (points[0], points[-1])


def test_faults_are_told_by_kind_and_place() -> None:
    """Errors first; the same ones once, with their number; titles in other languages only."""
    fault = Fault("PD202", "rooms[0].school", "x", "is no school", "add it")
    warning = fault._replace(code="PD901", severity=Severity.WARNING)
    table = fault_table([warning, *[fault] * 3], "fr")
    assert [(line.code, line.times) for line in table.lines] == [("PD202", 3), ("PD901", 1)]
    assert (table.errors, table.warnings, table.left_out) == (3, 1, 0)
    assert table.lines[0].title
    assert not fault_table([fault], "en").lines[0].title


def test_no_more_faults_are_told_than_somebody_reads() -> None:
    """The others are counted."""
    faults = [
        Fault("PD202", "here", f"{n}", "is no school", "add it") for n in range(MOST_TOLD + 7)
    ]
    assert fault_table(faults, "en").left_out == 7
