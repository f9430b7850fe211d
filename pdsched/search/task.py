"""What whoever works on one goal is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.pool import WorkerPool
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import Goal
from pdsched.params import SearchParams
from pdsched.search.budget import Limits
from pdsched.search.incumbent import Incumbent
from pdsched.search.sessions import SessionMemory


class GoalTask(NamedTuple):
    """One goal, its incumbent, and the means to work on it."""

    incumbent: Incumbent
    candidates: Candidates
    pool: WorkerPool
    limits: Limits = Limits()
    params: SearchParams = SearchParams()
    held: Sequence[tuple[Goal, int]] = ()
    """Goals already done, with the values they reached."""
    memory: SessionMemory | None = None
    """What turns before have left of the relaxation by session."""

    @property
    def by_clock(self) -> bool:
        """Whether the clock is the limit, and not work."""
        return self.limits.work is None

    def solve_limits(self, amount: float, workers: int = 1, seed: int = 0) -> SolveLimits:
        """So many seconds, or so much work."""
        if self.by_clock:
            return SolveLimits(amount, None, workers, seed)
        return SolveLimits(None, amount, workers, seed)
