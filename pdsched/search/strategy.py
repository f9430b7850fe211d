"""The strategy for one goal: the whole by the engine, or pieces and bounds, in turns or at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

import numpy as np

from pdsched.engines.arrays import Ints, union
from pdsched.engines.pool import Crew
from pdsched.engines.program import Aim
from pdsched.model import required_attendances
from pdsched.model.build import state
from pdsched.model.formulation.translate import choice_of, values_of
from pdsched.model.solution.past import past_choice
from pdsched.model.solution.solution import Choice
from pdsched.search.bounds import Bounder
from pdsched.search.lns import Improver
from pdsched.search.subproblem import with_held
from pdsched.search.task import GoalTask


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


class Strategy:
    """The work on one goal within a budget of seconds, or of deterministic work."""

    def __init__(self, task: GoalTask, budget: float, *, asked: bool) -> None:
        self._task, self._budget, self._asked = task, budget, asked
        self._race, self._candidates, self._crew = task.race, task.candidates, task.crew
        self._limits, self._held, self._by_clock = task.limits, task.held, task.by_clock
        self._params = task.params.strategy
        self._began = monotonic()
        self.spent = 0.0
        """Deterministic work so far."""
        self._bounder = Bounder(task)

    def begin(self) -> None:
        """The bounds that need no search."""
        self._bounder.at_once()

    def run(self) -> None:
        """Search until the race is over or the budget is spent."""
        if self._race.proven:
            return
        if (
            len(self._candidates.placement) <= self._params.whole_up_to
            and not self._candidates.partial
        ):
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
            if len(self._candidates.placement) > self._params.insisted_up_to:
                rng = np.random.default_rng(limits.seed)
                some = union(
                    required_attendances(self._candidates, self._params.insisted_up_to, rng),
                    nothing.attends.ids,
                )
            self._solve_whole(self._left() * self._params.insisted_share, limits.workers, some)
            return self._race.best is not None
        self._race.hear(nothing)
        return True

    def _is_enough(self, nothing: Choice) -> bool:
        """Whether no rule asks for more: a pin can, or an amount that is insisted on."""
        s = state(self._candidates, nothing.attends.ids, nothing.engaged.ids)
        return s.program.keeps(values_of(s, nothing))

    def _improve(self) -> None:
        middling = (
            len(self._candidates.placement) <= self._params.lns_then_whole_up_to
            and not self._candidates.partial
        )
        # Loading the engine in other processes takes longer than such a problem.
        crew = Crew(1) if middling and self._crew.own else self._crew
        improver = Improver(self._task._replace(crew=crew))
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
        after = self._left() * self._params.whole_share
        improver.run(lambda: self._left() - after, self._spend, lambda: crew.workers)
        self._bounder.relax_here(self._left)
        if not self._race.done:
            self._solve_whole(self._left(), self._limits.workers)

    def _in_turns(self, improver: Improver, crew: Crew) -> None:
        """Pieces, bounds, and pieces again, by one worker."""
        self._fill(improver, crew)
        after = self._left() * self._params.bounds_share
        improver.run(lambda: self._left() - after, self._spend, lambda: 1)
        self._spend(
            self._bounder.run(lambda: self._left() - self._left() * self._params.last_lns_share)
        )
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

    def _solve_whole(self, amount: float, workers: int, some: Ints | None = None) -> None:
        """The engine on everything, or on ``some`` attendances, which then proves nothing."""
        race = self._race
        s = state(self._candidates, some)
        program = with_held(s, s.program, self._held)
        proves = some is None and not self._candidates.partial
        answer = race.engine().run(
            program,
            Aim(race.goal.weights(s), race.goal.maximise),
            self._task.effort(amount, workers, self._limits.seed),
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
