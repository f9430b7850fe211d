"""How the seconds of a call are shared out: search, last plan, referee, reasons."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.expansion import in_full
from pdsched.problem import Problem

GRACE = 0.7
"""Seconds that a search gets to end by itself after its limit, before its process is ended."""
RESERVE = 0.03
"""Least share of the time kept for what comes after the search, besides half a second."""
MOST_RESERVED = 0.15
"""Greatest share of the time kept for it."""
READ_SECONDS = 0.0002
JUDGE_SECONDS = 0.0004
"""Seconds that reading the last plan out, and judging it, take for each need and each member of
the staff: measured on districts of 500 to 14,000 staff, with a half on top for a busy machine."""
REASON_SECONDS = 0.001
"""Seconds kept for the reason of each need; they are cut short where they take longer."""
MOST_SECONDS = 864_000.0
"""Seconds for which can be asked: ten days."""
WORK_PER_SECOND = 0.15
"""Units of work that stand for a second where a run is to be reproducible."""
MOST_WORK = MOST_SECONDS * WORK_PER_SECOND
FIRST_SECONDS = 2.5
"""Seconds of a processor that a search gets in any case, to find a first plan: loading the program
takes one, the first plan of a school a tenth of one."""
BUSY_SECONDS = 60.0
"""Seconds of the clock after its limit for which a search is waited for that has not had them."""
CLASH_SECONDS = 5.0
"""Seconds for finding the least that no plan keeps, after it is proven that none keeps all: also
beyond the limit, for whoever asked for too much is helped by nothing else."""
LOOK_EVERY = 0.2
"""Seconds between two looks at what it has had."""
STOP_SECONDS = 0.4
"""Seconds that a search gets to end when it is told to stop, besides reading the plan out."""
REASONS_SECONDS = 1.0
"""Seconds after a wish to stop until which reasons are looked for: all is to be over in two, and
one look at a district can take a second by itself."""


class Shares(NamedTuple):
    """Seconds kept for what comes after the search."""

    search_ends: float
    """When the search is to end, in seconds after the start of the call."""
    child_ends: float
    """When its process is ended, if it has not ended by itself."""
    stop: float
    """How long it may take to end when it is told to stop."""


def shares(problem: Problem, seconds: float) -> Shares:
    """Share out the seconds of a call.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> [round(part, 2) for part in shares(Problem(calendar=calendar), 60)]
    [57.7, 60.7, 0.4]
    """
    problem = in_full(problem)
    records = len(problem.needs) + len(problem.staff)
    read, judge = READ_SECONDS * records, JUDGE_SECONDS * records
    wanted = max(read + judge + REASON_SECONDS * len(problem.needs), RESERVE * seconds) + 0.5
    kept = min(wanted, MOST_RESERVED * seconds)
    search_ends = seconds - kept
    child_ends = max(search_ends, seconds - judge * kept / wanted) + GRACE
    return Shares(search_ends, child_ends, STOP_SECONDS + read)
