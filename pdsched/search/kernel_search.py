"""Kernels: the placements that the relaxation points to, and those of the plan, as one large piece.

Where pieces stand still the engine gets further with the whole horizon before it, if what it has to
look at is few enough (kernel search: Angelelli, Mansini and Speranza, 2010).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pdsched.engines.arrays import Floats, Ints, union
from pdsched.engines.cpsat import Effort
from pdsched.engines.part import Found, solve_part
from pdsched.engines.pool import Crew
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Statement
from pdsched.model.goals import Goal
from pdsched.model.solution.solution import Choice
from pdsched.search.incumbent import Race
from pdsched.search.subproblem import Piece

FIRST, LEAST = 2_000, 1_000
"""Attendances of a kernel: one that is solved to proof makes the next larger, others smaller. Of
30,000 attendances kernels of 2,000 took the plan from a gap of 4 % to 1.4 % in a minute, those
of 6,000 nowhere."""
SHARE = 0.3
"""Share of what is left for one of them."""
LEAST_SECONDS, LEAST_WORK = 4.0, 0.5
"""No kernel is given less."""
BLUR = 0.5
"""By how much the worth of a placement is moved up or down, so that kernels differ."""


class Kernels:
    """Kernels of one race."""

    def __init__(
        self,
        race: Race,
        candidates: Candidates,
        held: Sequence[tuple[Goal, int]],
        crew: Crew,
        *,
        by_clock: bool,
    ) -> None:
        self._race, self._c, self._held, self._crew = race, candidates, held, crew
        self._by_clock = by_clock

    def run(self, s: Statement, values: Floats, left: Callable[[], float]) -> float:
        """One kernel after the other while there is time or work left; the work spent.

        ``values`` are those of the relaxation of the whole statement ``s``.
        """
        worth = np.zeros(len(self._c.placements))
        np.add.at(worth, s.used[s.offer_seat], values[s.hold_columns])
        spent, least = 0.0, LEAST_SECONDS if self._by_clock else LEAST_WORK
        size, blurred, rng = FIRST, worth, np.random.default_rng(0)
        most = len(self._kernel(worth, len(self._c.placement)))
        while not self._race.done and not self._crew.lost and left() - spent > least:
            share = max(least, SHARE * (left() - spent))
            kernel = self._kernel(blurred, size)
            found = self._solve(kernel, share)
            if found is not None:
                if found.proven and len(kernel) >= most:
                    break
                size = size * 3 // 2 if found.proven else max(LEAST, size * 3 // 4)
            if not self._by_clock:
                spent += max(found.work if found is not None else 0.0, least)
            blurred = worth * rng.uniform(1 - BLUR, 1 + BLUR, len(worth))
        return spent

    def _kernel(self, worth: Floats, size: int) -> Ints:
        """All attendances of the worthiest placements, about so many, and of those of the plan."""
        best = self._race.best or Choice.none()
        some = np.zeros(len(worth), dtype=np.bool_)
        some[self._c.placement[best.attends.ids]] = True
        order = np.argsort(-worth, kind="stable")
        reached = np.cumsum(np.diff(self._c.first_attendance)[order])
        some[order[(reached <= size) & (worth[order] > 0)]] = True
        return np.flatnonzero(some[self._c.placement])

    def _solve(self, free: Ints, share: float) -> Found | None:
        best = self._race.best or Choice.none()
        free = union(free, best.attends.ids)
        piece = Piece(self._c, best, free, self._race.goal, self._held)
        effort = Effort(share if self._by_clock else None, None if self._by_clock else share, 1, 0)
        found = self._crew.ask(solve_part, piece.part(effort))
        if found is not None and found.values is not None:
            self._race.hear(piece.change(found.values).on(best))
        return found
