"""Bounds of the whole, from the cheapest to the dearest.

- *needs*: every need met in time;
- *persons*: every need met at its best by somebody who can attend, each person within their own
  limit of releases from lessons; exact for each person alone, but for what others need;
- *relaxation*: all rules at once, without whole numbers (`pdsched.model.relaxation`), its dual
  values summed anew; only where the whole statement fits, as the next two;
- *whole*: CP-SAT on the whole statement;
- *branching*: branch and bound by HiGHS from there.

A later bound is kept only where it is better. Whatever was left out of the candidates for their
number alone (`Candidates.partial`) leaves only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdsched.model.build import state
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.crew import Crew
from pdsched.model.engine import Aim, Effort
from pdsched.model.goals import Goal
from pdsched.model.greedy import Seats
from pdsched.model.kernels import Kernels
from pdsched.model.pieces import Part, solve_part, with_held
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
            kernels = Kernels(self._race, self._c, self._held, self._crew, by_clock=self._by_clock)
            return kernels.run(s, relaxation.values, left)
        work = 0.0 if self._race.done else self._solve_whole(s, program, aim, left)
        if self._by_clock and not self._race.done:
            # HiGHS looks at the clock only now and then, and what comes too late is lost.
            seconds = max(0.5, BRANCH_SHARE * left() - 1.0)
            bound = self._crew.ask(branch_part, (program, aim, self._race.value, seconds))
            self._race.tighten(bound, "branching")
        return work

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
        share = WHOLE_SHARE * left()
        effort = Effort(share if self._by_clock else None, None if self._by_clock else share, 1, 0)
        part = Part(program, aim, s.values(best), effort, Seats.none())
        found = self._crew.ask(solve_part, part)
        if found is None:
            return 0.0
        if found.values is not None:
            self._race.hear(s.choice(found.values))
        self._race.tighten(found.bound)
        return found.work
