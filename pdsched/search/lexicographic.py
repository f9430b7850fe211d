"""Goal after goal: find the best for the first, hold what it reached, go on to the next.

Small problems are one exact formulation, solved whole to proof. For larger ones two things go on
side by side: plans are improved sub-MIP by sub-MIP (`pdsched.search.lns`), and the whole is bounded
by its linear relaxation (`pdsched.search.bounds`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from pdsched.engines.pool import WorkerPool
from pdsched.model import DisaggregationError, deal_staff
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.redeal import dealt_anew
from pdsched.model.goals import Goal, tier_goals
from pdsched.model.goals.settled import settled
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.params import SearchParams
from pdsched.policy import NEEDS_MET
from pdsched.result import GoalResult, Progress, Status, carried
from pdsched.search.budget import Limits
from pdsched.search.incumbent import Incumbent, Listeners
from pdsched.search.outcome import Done, Outcome, better_of, with_past
from pdsched.search.proven import Proven, proven_by, tell
from pdsched.search.sessions import SessionMemory
from pdsched.search.strategy import Strategy
from pdsched.search.task import GoalTask
from pdsched.search.turns import Turn, least_turn, turn_of
from pdsched.timed import timed


class Search:
    """One search over candidates; `stop` may be called from another thread."""

    def __init__(
        self,
        candidates: Candidates,
        limits: Limits,
        *,
        pool: WorkerPool | None = None,
        params: SearchParams = SearchParams(),  # noqa: B008 - frozen
        start: Solution | None = None,
        known: Iterable[Proven] = (),
        on_solution: Callable[[Solution], None] = lambda _: None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self.candidates = candidates
        self.on_solution = on_solution
        self.on_progress = on_progress
        self.limits = limits
        self._params = params
        self._pool = pool or WorkerPool(1)
        self._goals = tier_goals(candidates.index.world.policy)
        self._asked = len(candidates.index.world.policy.tiers)
        self._wanted = [goal.wanted(candidates) for goal in self._goals.values()]
        self._reached: tuple[tuple[str, int], ...] = ()
        """Goals already done, with the values they reached."""
        self.proven = list(known)
        """Bounds of goals, those of searches before and of this one."""
        self._points: int | None = None
        """Bound of the needs met, once they are done."""
        self._done: dict[str, Done] = {}
        """By goal, what came of its last turn."""
        self._gave_back = 0.0
        """What goals left that stood still."""
        self._told = start
        """The best solution so far, of those that were told and of the one that was begun with."""
        self._settled = {
            tier.id: settled(candidates, tier) for tier in candidates.index.world.policy.order
        }
        """What the past adds to each tier, beyond what formulations count."""
        self._started = monotonic()
        self._memory = SessionMemory(candidates)
        self._memory.planned = start is not None
        self._incumbent: Incumbent | None = None
        self._stopped = False
        self._undealt: DisaggregationError | None = None
        self.spent = 0.0
        """Deterministic work so far."""
        self.is_over = False
        """Whether nothing is left but to read its plan out."""

    def stop(self) -> None:
        """End the search soon, keeping the best that was found."""
        self._stopped = True
        if self._incumbent is not None:
            self._incumbent.stop()

    def run(self) -> Outcome:
        """Work on every goal in order.

        Raises:
            ArithmeticError: if value and bound contradict each other, which is a bug of ours.
            DisaggregationError: if the counts of a staff group fit no members.
        """
        best = self._told = None if self._told is None else self._trimmed(self._told)
        for name, again in self._order():
            idle = self._is_idle(name)
            incumbent = self._work_on(name, best, idle=idle, again=again)
            if incumbent.feasible is False and not incumbent.unsound:
                return Outcome(Status.INFEASIBLE, None, ())
            self._done[name] = Done(incumbent, incumbent.value, self._reached)
            self._prove()
            if name == NEEDS_MET:
                self._points = incumbent.bound
            if incumbent.value is None:
                return Outcome(Status.UNKNOWN, None, self._results())
            assert incumbent.best is not None
            with timed("deal"):
                best = self._trimmed(incumbent.best)
                self._deal(best)
            if not idle:
                self._reached += ((name, incumbent.value),)
            if (told := self._told) is not None and self._holds(told):
                best = self._better(told, best)
        assert best is not None
        told = None if self._told is None else self._trimmed(self._told)
        return self.standing(self._results(), self._better(told, best))

    def _order(self) -> Iterator[tuple[str, bool]]:
        """Goals in the order in which they are worked on, and whether not for the first time.

        What is left when each goal of the policy has had its turn goes back to the first that is
        open, and then to those after it.
        """
        names = list(self._goals)
        yield from ((name, False) for name in names[: self._asked])
        open_ones = [k for k, name in enumerate(names[: self._asked]) if not self._is_proven(name)]
        least = least_turn(self._params.strategy, by_clock=self.limits.work is None)
        if open_ones and not self._stopped and self._left(asked=True) > least:
            first = open_ones[0]
            self._prove()
            self._reached = tuple(both for both in self._reached if both[0] in names[:first])
            if NEEDS_MET in names[first:]:
                self._points = None
            yield from ((name, True) for name in names[first : self._asked])
        yield from ((name, False) for name in names[self._asked :])

    def _prove(self) -> None:
        """Keep what is proven of the goals so far, also what came after their turn."""
        for done in self._done.values():
            if done.incumbent.unsound:
                raise ArithmeticError(done.incumbent.unsound)
            news = proven_by(done.incumbent, done.held)
            self.proven += [proven for proven in news if proven not in self.proven]

    def _is_proven(self, name: str) -> bool:
        return self._done[name].proven

    def _results(self) -> tuple[GoalResult, ...]:
        """What came of the goals; a bound may have come after its turn, on its way by the end."""
        self._prove()
        return tuple(done.result(self._settled[name]) for name, done in self._done.items())

    def _before(self, name: str) -> tuple[str, int | None]:
        """The goal before one, and its bound."""
        number = list(self._goals).index(name)
        last = list(self._goals)[number - 1] if number else ""
        return last, self._done[last].incumbent.bound if last else None

    @property
    def held(self) -> list[tuple[Goal, int]]:
        """Goals already done, with the values they reached."""
        return [(self._goals[name], value) for name, value in self._reached]

    @property
    def best(self) -> Solution | None:
        """The best solution so far."""
        return self._told

    def name(self, error: DisaggregationError) -> None:
        """End the search soon, since somebody has to be named whom it only counts.

        May be called from another thread. Where work counts it is found out at fixed points alone,
        so that the same search ends in the same way.
        """
        if self.limits.work is None:
            self._undealt = error
            # Whatever is still on its way is of no use to the search that comes next.
            self.on_progress, self.on_solution = lambda _: None, lambda _: None
            self.stop()

    def _deal(self, best: Solution) -> None:
        """Find out early whether names can be dealt, while there is time to name somebody.

        Raises:
            DisaggregationError: if not.
        """
        if self._undealt is not None:
            raise self._undealt
        deal_staff(self.candidates, best.attends)

    def _hear(self, solution: Solution) -> None:
        """Tell a solution, unless a better one was told: work on a goal walks on level ground.

        There it can lose what later goals had, and the time can end before they have it again.
        """
        if self._better(self._told, solution) is solution:
            self._told = solution
            self.on_solution(solution)

    def _better(self, one: Solution | None, other: Solution) -> Solution:
        """That of two which is better in the first goal in which they differ, else the other."""
        return better_of(self._goals, self.candidates, one, other)

    def _holds(self, solution: Solution) -> bool:
        """Whether a solution has what was reached of every goal that is done."""
        return not any(
            goal.better(value, goal.value(self.candidates, solution)) for goal, value in self.held
        )

    def _trimmed(self, solution: Solution) -> Solution:
        return without_spare_sessions(self.candidates, solution)

    def standing(self, results: tuple[GoalResult, ...], best: Solution) -> Outcome:
        """Results with the values of the last plan, and the bounds that hold for it."""
        policy = self.candidates.index.world.policy
        results = carried(results, policy, self.values(best))
        proven = all(result.proven for result in results[: self._asked])
        return Outcome(Status.OPTIMAL if proven else Status.FEASIBLE, best, results)

    def values(self, solution: Solution) -> dict[str, int]:
        """The value of each tier of goals, what the past adds to it included."""
        return {
            name: goal.value(self.candidates, solution) + self._settled[name]
            for name, goal in self._goals.items()
        }

    def _report(self, progress: Progress) -> None:
        settled = self._settled[progress.goal]
        value, bound = (with_past(n, settled) for n in (progress.value, progress.bound))
        self.on_progress(progress._replace(value=value, bound=bound))

    def _work_on(self, name: str, best: Solution | None, *, idle: bool, again: bool) -> Incumbent:
        goal, number = self._goals[name], list(self._goals).index(name)
        if best is not None and goal.counts_holders and not idle:
            best = dealt_anew(self.candidates, best, goal, self.held)
        listeners = Listeners(self._hear, self._report)
        incumbent = self._incumbent = Incumbent(
            name, goal, self.candidates, best, self._started, listeners
        )
        if self._stopped:
            incumbent.stop()
        if goal.follows is not None and self._points is not None:
            incumbent.tighten(goal.follows(self.candidates, self._points), "points")
        last, bound = self._before(name)
        if goal.after is not None and goal.after.goal == last and bound is not None:
            incumbent.tighten(bound + goal.after.most, "before")
        tell(incumbent, self._reached, self.proven)
        task = GoalTask(incumbent, self.candidates, self._pool, self.limits, self._params)
        task = task._replace(held=tuple(self.held), memory=self._memory)
        turn = self._turn(number, again=again)
        strategy = Strategy(task, turn, asked=number < self._asked)
        if idle:
            strategy.bound()
        else:
            strategy.run()
            self.spent += strategy.spent
            self._gave_back += turn.gave_back
        return incumbent

    def _is_idle(self, name: str) -> bool:
        """Whether no decision can add to a goal, given what is held.

        Where it only goes on from another, that is so if that one was the goal before; weighed
        against others in one tier, it is not yet settled.
        """
        goal = self._goals[name]
        settled = goal.after is None or goal.after.goal == self._before(name)[0]
        return settled and not goal.wanted(self.candidates)

    def _left(self, *, asked: bool) -> float:
        """Seconds, or work: what decides what the goals leave open has the end of it."""
        kept = 0.0
        if asked and any(self._wanted[self._asked :]):
            kept = self._params.strategy.left_open_share
        if self.limits.work is not None:
            return (1 - kept) * self.limits.work - self.spent
        return (1 - kept) * self.limits.seconds - (monotonic() - self._started)

    def _turn(self, number: int, *, again: bool) -> Turn:
        """The turn of a goal, after which others wait."""
        asked, by_clock = number < self._asked, self.limits.work is None
        left = self._left(asked=asked)
        waiting = sum(self._wanted[number + 1 : self._asked if asked else None])
        if not asked:
            return Turn(max(0.05 if by_clock else 0.0, left / (waiting + 1)))
        return turn_of(
            self._params.strategy,
            left,
            # Where a goal gave something back, nobody takes all of it before that has it again.
            waiting=waiting > 0 or (self._gave_back > 0 and not again),
            by_clock=by_clock,
            is_first=all(self._is_proven(name) for name in list(self._goals)[:number]),
            is_last_word=again,
        )
