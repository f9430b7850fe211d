"""A search in one line: while it goes on, and when it is over."""

from __future__ import annotations

from pdsched.result import Progress, Result
from pdsched.views.words import count, percent


def solving_line(seconds: float, progress: Progress | None) -> str:
    """What is known now.

    >>> from pdsched.result import Progress
    >>> solving_line(3.21, Progress(seconds=3.0, goal="needs-met", value=95, bound=100))
    'solving 3 s: needs-met 95, bound 100, gap 5 %'
    >>> solving_line(3.21, Progress(seconds=3.0, goal="needs-met", value=95, bound=100, pieces=1))
    'solving 3 s: needs-met 95, bound 100, gap 5 %, 1 piece'
    >>> solving_line(0.4, None)
    'solving 0 s'
    """
    head = f"solving {seconds:.0f} s"
    if progress is None:
        return head
    value, bound = progress.value, progress.bound
    pieces = f", {count(progress.pieces, 'piece')}" if progress.pieces else ""
    return f"{head}: {_goal(progress.goal, value, bound, progress.gap)}{pieces}"


def ended_line(result: Result) -> str:
    """What came of it.

    >>> from pdsched import GoalResult, Result
    >>> first = GoalResult(id="needs-met", value=95, bound=100)
    >>> ended_line(Result(status="feasible", problem="d1", seconds=3.2, goals=[first]))
    'feasible after 3 s: needs-met 95, bound 100, gap 5 %'
    >>> ended_line(Result(status="unknown", problem="d1", seconds=1, interrupted=True))
    'unknown, stopped after 1 s'
    """
    stopped = ", stopped" if result.interrupted else ""
    head = f"{result.status.value}{stopped} after {result.seconds:.0f} s"
    if not result.goals:
        return head
    first = result.goals[0]
    return f"{head}: {_goal(first.id, first.value, first.bound, first.gap)}"


def _goal(goal: str, value: int | None, bound: int | None, gap: float | None) -> str:
    reached = "no plan yet" if value is None else str(value)
    best = "unknown" if bound is None else str(bound)
    return f"{goal} {reached}, bound {best}, gap {percent(gap)}"
