"""The one place where a problem is written out in full."""

from __future__ import annotations

from pdsched.expansion.meetings import with_meetings
from pdsched.expansion.steps import with_steps
from pdsched.problem import Problem
from pdsched.problem.once import once


def in_full(problem: Problem) -> Problem:
    """The problem with every meeting of its series as a course, and with the needs implied.

    A problem without series that implies nothing is returned as it is; so is one that is written
    out already. It may have faults: what names nothing is passed over, for `pdsched.check` to tell.

    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-12-18"},
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "club", "topic": "reading", "minutes": 45, "group_max": 8}],
    ...   "series": [{"course": "club", "meetings": 3, "cadence_days": 7}],
    ...   "needs": [{"id": "n", "staff": "ada", "course": "club"}],
    ... })
    >>> full = in_full(problem)
    >>> [course.id for course in full.courses]
    ['club:1', 'club:2', 'club:3']
    >>> [(need.id, need.course) for need in full.needs]
    [('n', 'club:3'), ('n:club:1', 'club:1'), ('n:club:2', 'club:2')]
    >>> in_full(full) is full
    True
    """
    written_out = _written_out(problem)
    return problem if written_out is None else written_out


@once
def _written_out(problem: Problem) -> Problem | None:
    """The problem in full; ``None`` if it is so already: an answer never keeps its question."""
    full = with_meetings(with_steps(problem))
    return None if full is problem else full
