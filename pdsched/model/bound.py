"""Bounds of the whole, from the cheapest to the dearest, and plans that the relaxation points to.

- *needs*: every need met in time;
- *persons*: every need met at its best by somebody who can attend, each person within their own
  limit of releases from lessons; exact for each person alone, but for what others need;
- *relaxation*: all rules at once, without whole numbers (`pdsched.model.relaxation`), its dual
  values summed anew; only where the whole statement fits, as the next two;
- *whole*: CP-SAT on the whole statement;
- *branching*: branch and bound by HiGHS from there.

Beside the bounds the relaxation tells which placements are worth a look: with all others left out
(a *kernel*; Angelelli, Mansini and Speranza, 2010) the engine gets as far as pieces do not.

A later bound is kept only where it is better. Whatever was left out of the candidates for their
number alone (`Candidates.partial`) leaves only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from pdsched.model.arrays import Floats, Ints
from pdsched.model.build import state
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.crew import Crew
from pdsched.model.engine import Aim, Effort
from pdsched.model.goals import Goal
from pdsched.model.greedy import Seats
from pdsched.model.pieces import Found, Part, Piece, solve_part, with_held
from pdsched.model.program import Program
from pdsched.model.race import Race
from pdsched.model.relaxation import Relaxation, branch, relax
from pdsched.model.statement import Statement

RELAXABLE = 60_000
"""Up to so many attendances the whole relaxation is solved."""
PROVABLE = 20_000
"""Up to so many attendances the engine and branch and bound are tried on the whole: on 30,000 five
minutes of the engine did not better the bound, and pieces make better use of a core."""
RELAXATION_SHARE, WHOLE_SHARE, BRANCH_SHARE = 0.5, 0.3, 0.85
"""Shares of what is left for the relaxation, for the engine, and for branch and bound."""
FIRST_KERNEL, LEAST_KERNEL = 2_000, 1_000
"""Attendances of a kernel: those that are solved to proof make the next one larger, others smaller.
Of 30,000 attendances kernels of 2,000 took the plan from a gap of 4 % to 1 %."""
KERNEL_SHARE = 0.3
"""Share of what is left for one of them."""
LEAST_SECONDS, LEAST_WORK = 4.0, 0.5
"""No kernel begins with less."""
RELAXABLE_BY_WORK = 12_000
"""The same where work counts in place of the clock: the relaxation has no limit then."""


Task = tuple[Program, Aim, int | None, float | None]
"""Program, aim, value of the best plan, and seconds; plain data, for worker processes."""


def relax_part(task: Task) -> Relaxation | None:
    """The relaxation."""
    program, aim, _, seconds = task
    return relax(program, aim, seconds)


def branch_part(task: Task) -> int | None:
    """The bound of branch and bound."""
    program, aim, value, seconds = task
    return branch(program, aim, value, seconds or 0.0)


class Bounder:
    """Bounds one race."""

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

    def at_once(self) -> None:
        """The bounds that need no search."""
        for bound, method in self._race.goal.bounds(self._c):
            self._race.tighten(bound, method)

    def run(self, left: Callable[[], float]) -> float:
        """Relaxation, kernels, and engine and branch and bound on the whole, if it fits.

        ``left()`` tells the seconds or the work that remain. Returns the work spent.
        """
        most = RELAXABLE if self._by_clock else RELAXABLE_BY_WORK
        if self._c.partial or len(self._c.placement) > most:
            return 0.0
        s, program, aim = self._stated()
        seconds = RELAXATION_SHARE * left() if self._by_clock else None
        relaxation = self._crew.ask(relax_part, (program, aim, None, seconds))
        if relaxation is None:
            return 0.0
        self._race.tighten(relaxation.bound, "relaxation")
        if len(self._c.placement) > PROVABLE:
            return self._solve_kernels(self._worth(s, relaxation), left)
        work = 0.0 if self._race.done else self._solve_whole(s, program, aim, left)
        if self._by_clock and not self._race.done:
            # HiGHS looks at the clock only now and then, and what comes too late is lost.
            seconds = max(0.5, BRANCH_SHARE * left() - 1.0)
            bound = self._crew.ask(branch_part, (program, aim, self._race.value, seconds))
            self._race.tighten(bound, "branching")
        return work

    def _worth(self, s: Statement, relaxation: Relaxation) -> Floats:
        """By placement, how much of a session the relaxation holds there."""
        worth = np.zeros(len(self._c.placements))
        np.add.at(worth, s.used[s.offer_seat], relaxation.values[s.hold_columns])
        return worth

    def _solve_kernels(self, worth: Floats, left: Callable[[], float]) -> float:
        """One kernel after the other until the time is up; the work spent."""
        spent, least = 0.0, LEAST_SECONDS if self._by_clock else LEAST_WORK
        size, rng = FIRST_KERNEL, np.random.default_rng(0)
        blur = np.ones(len(worth))
        while not self._race.done and not self._crew.lost and left() - spent > least:
            kernel = self._kernel(worth * blur, size)
            share = max(least, KERNEL_SHARE * (left() - spent))
            found = self._solve_kernel(kernel, share)
            if found is not None:
                size = size * 3 // 2 if found.proven else max(LEAST_KERNEL, size * 3 // 4)
            spent += 0.0 if self._by_clock else max(found.work if found else 0.0, least)
            blur = rng.uniform(0.5, 1.5, len(worth))
        return spent

    def _kernel(self, worth: Floats, size: int) -> Ints:
        """The placements of the plan, and as many of the worthiest as have so many attendances."""
        best = self._race.best or Choice.none()
        some = np.zeros(len(worth), dtype=np.bool_)
        some[self._c.placement[best.attends.ids]] = True
        order = np.argsort(-worth, kind="stable")
        reached = np.cumsum(np.diff(self._c.first_attendance)[order])
        some[order[(reached <= size) & (worth[order] > 0)]] = True
        return np.flatnonzero(some[self._c.placement])

    def _solve_kernel(self, free: Ints, share: float) -> Found | None:
        best = self._race.best or Choice.none()
        piece = Piece(
            self._c, best, np.union1d(free, best.attends.ids), self._race.goal, self._held
        )
        found = self._crew.ask(solve_part, piece.part(self._effort(share)))
        if found is not None and found.values is not None:
            self._race.hear(piece.change(found.values).on(best))
        return found

    def _effort(self, share: float) -> Effort:
        return Effort(share if self._by_clock else None, None if self._by_clock else share, 1, 0)

    def relax_here(self, left: Callable[[], float]) -> None:
        """The relaxation alone, in this very process."""
        _, program, aim = self._stated()
        seconds = RELAXATION_SHARE * left() if self._by_clock else None
        if relaxation := relax(program, aim, seconds):
            self._race.tighten(relaxation.bound, "relaxation")

    def _stated(self) -> tuple[Statement, Program, Aim]:
        """The whole, with the goals already done held."""
        s = state(self._c)
        program = with_held(s, s.program, self._held)
        return s, program, Aim(self._race.goal.weights(s), self._race.goal.maximise)

    def _solve_whole(
        self, s: Statement, program: Program, aim: Aim, left: Callable[[], float]
    ) -> float:
        best = self._race.best or Choice.none()
        part = Part(program, aim, s.values(best), self._effort(WHOLE_SHARE * left()), Seats.none())
        found = self._crew.ask(solve_part, part)
        if found is None:
            return 0.0
        if found.values is not None:
            self._race.hear(s.choice(found.values))
        self._race.tighten(found.bound)
        return found.work
