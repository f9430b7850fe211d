"""Goal after goal: find the best for the first, hold what it reached, go on to the next.

Small problems are one exact statement, solved whole to proof. For larger ones two things go on side
by side: plans are improved piece by piece (`pdsched.model.improve`), and the whole is bounded by
its linear relaxation (`pdsched.model.bound`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.model.arrays import Ints, union
from pdsched.model.bound import Bounder
from pdsched.model.build import state
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.crew import Crew
from pdsched.model.engine import Aim, Effort
from pdsched.model.goals import Goal, tier_goals
from pdsched.model.granularity import HOLDERS
from pdsched.model.improve import Improver
from pdsched.model.past import past_choice
from pdsched.model.pieces import with_held
from pdsched.model.race import Listeners, Race
from pdsched.model.renaming import dealt_anew
from pdsched.model.rules.pins import required_attendances
from pdsched.model.settled import settled
from pdsched.model.translate import choice_of, values_of
from pdsched.model.trimming import without_spare_sessions
from pdsched.result import GoalResult, Progress, Status, carried

SMALL, MEDIUM = 1_500, 5_000
"""Up to so many attendances the whole statement is solved at once, or after some pieces."""
PIECES_FIRST = 0.75
"""Share of the time that pieces leave for the whole then."""
FIRST_GOAL_SHARE = 0.9
"""Share of the time that the first goal may use while others wait."""
NEXT_GOAL_SHARE = 0.5
"""Least share of what is left then that the next goal may use."""
OPEN_SHARE = 0.05
"""Share of the time that is kept for what the goals leave open."""
TURN_SHARE = 0.6
"""Share of the time that the bound may begin with where it and pieces take turns."""
AFTER_SHARE = 0.2
"""Share of that which is kept for pieces after it."""
STATABLE = 60_000
"""Up to so many attendances are stated at once where rules insist on something."""
WHOLE_SHARE = 0.15
"""Share of the time for the whole at once, where rules insist on something."""


class Limits(NamedTuple):
    """When to stop and how to search."""

    seconds: float = 60.0
    """Clock seconds; without meaning where ``work`` is given."""
    work: float | None = None
    """Deterministic work instead of a clock, for reproducible answers."""
    workers: int = 1
    seed: int = 0


class Outcome(NamedTuple):
    """What the search found."""

    status: Status
    best: Choice | None
    goals: tuple[GoalResult, ...]
    """Those of the policy in order, and then what decides between plans equal in all of them."""


class Search:
    """One search over candidates; `stop` may be called from another thread."""

    def __init__(
        self,
        candidates: Candidates,
        limits: Limits,
        *,
        crew: Crew | None = None,
        start: Choice | None = None,
        on_choice: Callable[[Choice], None] = lambda _: None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self.candidates = candidates
        self.on_choice = on_choice
        self.on_progress = on_progress
        self.limits = limits
        self.crew = crew or Crew(1)
        self._goals = tier_goals(candidates.index.world.policy)
        self._asked = len(candidates.index.world.policy.tiers)
        self._wanted = [goal.wanted(candidates) for goal in self._goals.values()]
        self.held: list[tuple[Goal, int]] = []
        """Goals already done, with the values they reached."""
        self._points: int | None = None
        """Bound of the needs met, once they are done."""
        self._before: tuple[str, int | None] = "", None
        """The goal done last, and its bound."""
        self._told = start
        """The best choice so far, of those that were told and of the one that was begun with."""
        self._settled = {
            tier.id: settled(candidates, tier) for tier in candidates.index.world.policy.order
        }
        """What the past adds to each tier, beyond what statements count."""
        self._started = monotonic()
        self._race: Race | None = None
        self._stopped = False

    def stop(self) -> None:
        """End the search soon, keeping the best that was found."""
        self._stopped = True
        if self._race is not None:
            self._race.stop()

    def run(self) -> Outcome:
        """Work on every goal in order.

        Raises:
            ArithmeticError: if value and bound contradict each other, which is a bug of ours.
        """
        results: list[GoalResult] = []
        best = self._told = None if self._told is None else self._trimmed(self._told)
        for number, (name, goal) in enumerate(self._goals.items()):
            idle = self._is_idle(goal)
            race = self._work_on(number, name, goal, best, idle=idle)
            if race.feasible is False:
                return Outcome(Status.INFEASIBLE, None, ())
            results.append(
                GoalResult(
                    id=name,
                    value=self._with_past(name, race.value),
                    bound=self._with_past(name, race.bound),
                    method=race.bound_method,
                )
            )
            if name == "needs-met":
                self._points = race.bound
            if race.value is None:
                return Outcome(Status.UNKNOWN, None, tuple(results))
            assert race.best is not None
            best = self._trimmed(race.best)
            self._before = name, race.bound
            if not idle:
                self.held.append((goal, race.value))
            if (told := self._told) is not None and self._holds(told):
                best = self._better(told, best)
        assert best is not None
        told = None if self._told is None else self._trimmed(self._told)
        return self.standing(tuple(results), self._better(told, best))

    def _hear(self, choice: Choice) -> None:
        """Tell a choice, unless a better one was told: work on a goal walks on level ground.

        There it can lose what later goals had, and the time can end before they have it again.
        """
        if self._better(self._told, choice) is choice:
            self._told = choice
            self.on_choice(choice)

    def _better(self, one: Choice | None, other: Choice) -> Choice:
        """That of two which is better in the first goal in which they differ, else the other."""
        if one is None or one is other:
            return other
        for goal in self._goals.values():
            first, second = (goal.value(self.candidates, plan) for plan in (one, other))
            if first != second:
                return one if goal.better(first, second) else other
        return other

    def _holds(self, choice: Choice) -> bool:
        """Whether a choice has what was reached of every goal that is done."""
        return not any(
            goal.better(value, goal.value(self.candidates, choice)) for goal, value in self.held
        )

    def _trimmed(self, choice: Choice) -> Choice:
        return without_spare_sessions(self.candidates, choice)

    def standing(self, results: tuple[GoalResult, ...], best: Choice) -> Outcome:
        """Results with the values of the last plan, and the bounds that hold for it."""
        policy = self.candidates.index.world.policy
        results = carried(results, policy, self.values(best))
        proven = all(result.proven for result in results[: self._asked])
        return Outcome(Status.OPTIMAL if proven else Status.FEASIBLE, best, results)

    def values(self, choice: Choice) -> dict[str, int]:
        """The value of each tier of goals, what the past adds to it included."""
        return {
            name: goal.value(self.candidates, choice) + self._settled[name]
            for name, goal in self._goals.items()
        }

    def _with_past(self, name: str, value: int | None) -> int | None:
        return None if value is None else value + self._settled[name]

    def _report(self, progress: Progress) -> None:
        name = progress.goal
        value, bound = (self._with_past(name, n) for n in (progress.value, progress.bound))
        self.on_progress(progress._replace(value=value, bound=bound))

    def _work_on(
        self, number: int, name: str, goal: Goal, best: Choice | None, *, idle: bool
    ) -> Race:
        if best is not None and self._counts_holders(name):
            best = dealt_anew(self.candidates, best, goal, self.held)
        listeners = Listeners(self._hear, self._report)
        race = self._race = Race(name, goal, self.candidates, best, self._started, listeners)
        if self._stopped:
            race.stop()
        if goal.follows is not None and self._points is not None:
            race.tighten(goal.follows(self.candidates, self._points), "points")
        last, bound = self._before
        if goal.after is not None and goal.after.goal == last and bound is not None:
            race.tighten(bound + goal.after.most, "before")
        recipe = _Recipe(self, race, self._budget(number), asked=number < self._asked)
        recipe.begin()
        if not idle:
            recipe.run()
        if race.unsound:
            raise ArithmeticError(race.unsound)
        return race

    def _is_idle(self, goal: Goal) -> bool:
        """Whether no decision can add to a goal, given what is held.

        Where it only goes on from another, that is so if that one was the goal before; weighed
        against others in one tier, it is not yet settled.
        """
        settled = goal.after is None or goal.after.goal == self._before[0]
        return settled and not goal.wanted(self.candidates)

    def _counts_holders(self, name: str) -> bool:
        """Whether a tier holds a goal for which it matters who holds which lesson."""
        tiers = {tier.id: tier for tier in self.candidates.index.world.policy.order}
        return not tiers[name].keys().isdisjoint(HOLDERS)

    def _budget(self, number: int) -> float:
        """Seconds, or work, for a goal: most for the first while others wait.

        What decides what the goals leave open has the end of the time.
        """
        asked = number < self._asked
        further = sum(self._wanted[self._asked :])
        kept = OPEN_SHARE if further else 0.0
        if self.limits.work is not None:
            if not asked:
                return self.limits.work * kept / max(1, further)
            later = sum(self._wanted[1 : self._asked])
            first = FIRST_GOAL_SHARE if later else 1.0
            others = (1 - FIRST_GOAL_SHARE) / max(1, later)
            return self.limits.work * (1 - kept) * (others if self.held else first)
        end = self.limits.seconds * ((1 - kept) if asked else 1.0)
        left = end - (monotonic() - self._started)
        waiting = sum(self._wanted[number + 1 : self._asked if asked else None])
        return max(0.05, left * self._share(waiting, asked=asked))

    def _share(self, waiting: int, *, asked: bool) -> float:
        """The share of what is left for a goal while so many wait."""
        if not waiting or not asked:
            return 1 / (waiting + 1)
        return NEXT_GOAL_SHARE if self.held else FIRST_GOAL_SHARE


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


class _Recipe:
    """The work on one goal within a budget of seconds, or of deterministic work."""

    def __init__(self, search: Search, race: Race, budget: float, *, asked: bool) -> None:
        self._search, self._race, self._budget, self._asked = search, race, budget, asked
        self._candidates = search.candidates
        self._by_clock = search.limits.work is None
        self._began = monotonic()
        self._spent = 0.0
        self._bounder = Bounder(
            race, search.candidates, search.held, search.crew, by_clock=self._by_clock
        )

    def begin(self) -> None:
        """The bounds that need no search."""
        self._bounder.at_once()

    def run(self) -> None:
        """Search until the race is over or the budget is spent."""
        if self._race.proven:
            return
        if len(self._candidates.placement) <= SMALL and not self._candidates.partial:
            self._solve_whole(self._left(), self._search.limits.workers)
            return
        if self._race.best is None and not self._begin():
            return
        if not self._race.done:
            self._improve()

    def _begin(self) -> bool:
        """A first plan: nothing but what is past, unless a rule asks for something."""
        nothing = past_choice(self._candidates)
        if not self._is_enough(nothing):
            limits, some = self._search.limits, None
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
        search = self._search
        middling = len(self._candidates.placement) <= MEDIUM and not self._candidates.partial
        # Loading the engine in other processes takes longer than such a problem.
        crew = Crew(1) if middling and search.crew.own else search.crew
        improver = Improver(
            self._race, self._candidates, search.held, crew, search.limits.seed, self._by_clock
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
        goal, held, best = self._race.goal, self._search.held, self._race.best
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
            self._solve_whole(self._left(), self._search.limits.workers)

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
        spent = monotonic() - self._began if self._by_clock else self._spent
        return max(0.0, self._budget - spent)

    def _spend(self, work: float) -> None:
        self._spent += work

    def _effort(self, amount: float, workers: int = 1) -> Effort:
        seed = self._search.limits.seed
        if self._by_clock:
            return Effort(amount, None, workers, seed)
        return Effort(None, amount, workers, seed)

    def _solve_whole(self, amount: float, workers: int, some: Ints | None = None) -> None:
        """The engine on everything, or on ``some`` attendances, which then proves nothing."""
        race, search = self._race, self._search
        s = state(self._candidates, some)
        program = with_held(s, s.program, search.held)
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
