"""The strategy for one goal: the whole by the engine, or pieces and bounds, in turns or at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints, union
from pdsched.engines.cpsat import Effort
from pdsched.engines.pool import Crew
from pdsched.engines.program import Aim
from pdsched.model import required_attendances
from pdsched.model.build import state
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.translate import choice_of, values_of
from pdsched.model.goals import Goal
from pdsched.model.solution.past import past_choice
from pdsched.model.solution.solution import Choice
from pdsched.search.bounds import Bounder
from pdsched.search.budget import Limits
from pdsched.search.incumbent import Race
from pdsched.search.lns import Improver
from pdsched.search.subproblem import with_held

SMALL, MEDIUM = 1_500, 5_000
"""Up to so many attendances the whole statement is solved at once, or after some pieces."""


PIECES_FIRST = 0.75
"""Share of the time that pieces leave for the whole then."""


TURN_SHARE = 0.6
"""Share of the time that the bound may begin with where it and pieces take turns."""


AFTER_SHARE = 0.2
"""Share of that which is kept for pieces after it."""


STATABLE = 60_000
"""Up to so many attendances are stated at once where rules insist on something."""


WHOLE_SHARE = 0.15
"""Share of the time for the whole at once, where rules insist on something."""


class _Beside(threading.Thread):
    """A thread that keeps what it raises."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - who waits raises it again
            self.error = error


class Means(NamedTuple):
    """What every goal is worked on with."""

    candidates: Candidates
    limits: Limits
    crew: Crew


class Strategy:
    """The work on one goal within a budget of seconds, or of deterministic work."""

    def __init__(
        self,
        means: Means,
        held: Sequence[tuple[Goal, int]],
        race: Race,
        budget: float,
        *,
        asked: bool,
    ) -> None:
        self._limits, self._crew, self._candidates = means.limits, means.crew, means.candidates
        self._held, self._race, self._budget, self._asked = held, race, budget, asked
        self._by_clock = means.limits.work is None
        self._began = monotonic()
        self.spent = 0.0
        """Deterministic work so far."""
        self._bounder = Bounder(race, self._candidates, held, self._crew, by_clock=self._by_clock)

    def begin(self) -> None:
        """The bounds that need no search."""
        self._bounder.at_once()

    def run(self) -> None:
        """Search until the race is over or the budget is spent."""
        if self._race.proven:
            return
        if len(self._candidates.placement) <= SMALL and not self._candidates.partial:
            self._solve_whole(self._left(), self._limits.workers)
            return
        if self._race.best is None and not self._begin():
            return
        if not self._race.done:
            self._improve()

    def _begin(self) -> bool:
        """A first plan: nothing but what is past, unless a rule asks for something."""
        nothing = past_choice(self._candidates)
        if not self._is_enough(nothing):
            limits, some = self._limits, None
            if len(self._candidates.placement) > STATABLE:
                rng = np.random.default_rng(limits.seed)
                some = union(
                    required_attendances(self._candidates, STATABLE, rng), nothing.attends.ids
                )
            self._solve_whole(self._left() * WHOLE_SHARE, limits.workers, some)
            return self._race.best is not None
        self._race.hear(nothing)
        return True

    def _is_enough(self, nothing: Choice) -> bool:
        """Whether no rule asks for more: a pin can, or an amount that is insisted on."""
        s = state(self._candidates, nothing.attends.ids, nothing.engaged.ids)
        return s.program.keeps(values_of(s, nothing))

    def _improve(self) -> None:
        middling = len(self._candidates.placement) <= MEDIUM and not self._candidates.partial
        # Loading the engine in other processes takes longer than such a problem.
        crew = Crew(1) if middling and self._crew.own else self._crew
        improver = Improver(
            self._race, self._candidates, self._held, crew, self._limits.seed, self._by_clock
        )
        if middling:
            self._then_whole(improver, crew)
        elif not self._asked:
            # To bound what nobody asked for is not worth stating the whole.
            improver.run(self._left, self._spend, lambda: crew.workers)
        elif not self._by_clock or crew.workers == 1:
            self._in_turns(improver, crew)
        else:
            self._side_by_side(improver, crew)

    def _fill(self, improver: Improver, crew: Crew) -> None:
        """A quick plan, where raising attendances is worth something to the goal."""
        if self._is_bare():
            # To ask is to call the workers in, which takes seconds.
            _ = crew.ready
            improver.begin(self._left)

    def _is_bare(self) -> bool:
        """Whether there is nothing yet, but for the past, that the search could begin with."""
        goal, held, best = self._race.goal, self._held, self._race.best
        past = past_choice(self._candidates)
        if goal.guided or any(before.guided for before, _ in held):
            return best is None or len(best.attends.ids) == len(past.attends.ids)
        if held or not goal.maximise:
            return False
        return self._race.value in (None, goal.value(self._candidates, past))

    def _then_whole(self, improver: Improver, crew: Crew) -> None:
        """Pieces, and then the whole by the engine."""
        self._fill(improver, crew)
        after = self._left() * PIECES_FIRST
        improver.run(lambda: self._left() - after, self._spend, lambda: crew.workers)
        self._bounder.relax_here(self._left)
        if not self._race.done:
            self._solve_whole(self._left(), self._limits.workers)

    def _in_turns(self, improver: Improver, crew: Crew) -> None:
        """Pieces, bounds, and pieces again, by one worker."""
        self._fill(improver, crew)
        after = self._left() * TURN_SHARE
        improver.run(lambda: self._left() - after, self._spend, lambda: 1)
        self._spend(self._bounder.run(lambda: self._left() - self._left() * AFTER_SHARE))
        improver.run(self._left, self._spend, lambda: 1)

    def _side_by_side(self, improver: Improver, crew: Crew) -> None:
        """Bounds by one worker, pieces by the others, and by that one when it has done."""
        thread = _Beside(lambda: self._bounder.run(self._left))
        thread.start()
        self._fill(improver, crew)
        improver.run(self._left, self._spend, lambda: crew.workers - thread.is_alive())
        if thread.error is not None:
            raise thread.error

    def _left(self) -> float:
        spent = monotonic() - self._began if self._by_clock else self.spent
        return max(0.0, self._budget - spent)

    def _spend(self, work: float) -> None:
        self.spent += work

    def _effort(self, amount: float, workers: int = 1) -> Effort:
        seed = self._limits.seed
        if self._by_clock:
            return Effort(amount, None, workers, seed)
        return Effort(None, amount, workers, seed)

    def _solve_whole(self, amount: float, workers: int, some: Ints | None = None) -> None:
        """The engine on everything, or on ``some`` attendances, which then proves nothing."""
        race = self._race
        s = state(self._candidates, some)
        program = with_held(s, s.program, self._held)
        proves = some is None and not self._candidates.partial
        answer = race.engine().run(
            program,
            Aim(race.goal.weights(s), race.goal.maximise),
            self._effort(amount, workers),
            values_of(s, race.best) if race.best is not None else None,
            lambda values: race.hear(choice_of(s, values)),
            race.tighten if proves else lambda _: None,
        )
        self._spend(answer.work)
        if answer.feasible is False and proves:
            race.refute()
            return
        if answer.values is not None:
            race.hear(choice_of(s, answer.values))
        if proves:
            race.tighten(answer.bound)
