"""Goal after goal: find the best for the first, hold what it reached, go on to the next.

For each goal:

1. a kernel of placements drawn at random gives a first plan, be it poor;
2. the linear relaxation of everything gives a proven bound and says which placements it uses at
   all, a tenth of them or less (`pdsched.model.relaxation`);
3. CP-SAT solves the statement of these alone: a good plan within seconds;
4. then two things go on side by side: CP-SAT and after it HiGHS work on the whole statement, for
   the proof, and further kernels look for better plans (`pdsched.model.kernels`). With one
   worker they take turns.

Small statements are solved whole at once; of very large ones only kernels are solved: their plans
keep every rule, and only the bound is weaker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable
from time import monotonic
from typing import NamedTuple

from pdsched.model.candidates import Placement
from pdsched.model.engine import Effort
from pdsched.model.goals import GOALS, Goal
from pdsched.model.kernels import Kernels
from pdsched.model.race import Incumbent, Listeners, Race
from pdsched.model.relaxation import branch, relax
from pdsched.model.rules import apply_rules
from pdsched.model.statement import Statement
from pdsched.result import GoalResult, Progress, Status

SMALL = 1_500
"""Up to so many attendances the whole statement is solved at once."""
LARGE = 150_000
"""Beyond so many attendances neither the relaxation nor the whole statement is tried."""
FIRST_GOAL_SHARE = 0.85
"""Share of the remaining time that a goal may use while another one waits."""
RELAXATION_SHARE = 0.4
LARGE_BY_WORK = 30_000
"""The same where work counts in place of the clock: the relaxation has no limit then."""
GRACE = 0.3
"""Seconds that a proof gets to end after its race is over."""
QUICK_SHARE = 0.1
"""Share for a first plan, before anything is known."""
KERNEL_SHARE = 0.25
WHOLE_SHARE = 0.15
"""Share of the proof for CP-SAT before HiGHS takes over."""
BRANCH_SHARE = 0.85
"""Share of what is left that HiGHS is given."""
TURN_SHARE = 0.4
"""Share of kernels where they and the whole take turns."""


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
    best: Incumbent | None
    goals: tuple[GoalResult, ...]


class Search:
    """One search over a statement; `stop` may be called from another thread."""

    def __init__(
        self,
        statement: Statement,
        limits: Limits,
        on_incumbent: Callable[[Incumbent], None] = lambda _: None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self.statement = statement
        self.on_incumbent = on_incumbent
        self.on_progress = on_progress
        self._limits = limits
        self._started = monotonic()
        self._held: list[tuple[Goal, int]] = []
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
        best: Incumbent | None = None
        for name, goal in GOALS.items():
            race = self._work_on(name, goal, best, len(GOALS) - len(results) - 1)
            if race.feasible is False:
                return Outcome(Status.INFEASIBLE, None, ())
            results.append(GoalResult(id=name, value=race.value, bound=race.bound))
            if race.value is None:
                return Outcome(Status.UNKNOWN, None, tuple(results))
            best = race.best
            self._held.append((goal, race.value))
            hold(self.statement, goal, race.value)
        proven = all(result.proven for result in results)
        return Outcome(Status.OPTIMAL if proven else Status.FEASIBLE, best, tuple(results))

    def _work_on(self, name: str, goal: Goal, best: Incumbent | None, waiting: int) -> Race:
        listeners = Listeners(self.on_incumbent, self.on_progress)
        race = self._race = Race(name, goal, best, self._started, listeners)
        if self._stopped:
            race.stop()
        race.tighten(plain_bound(self.statement, goal))
        _Recipe(self, race, self._budget(waiting)).run()
        if race.unsound:
            raise ArithmeticError(race.unsound)
        return race

    def _budget(self, waiting: int) -> float:
        if self._limits.work is not None:
            return self._limits.work * (FIRST_GOAL_SHARE if waiting else 1 - FIRST_GOAL_SHARE)
        left = self._limits.seconds - (monotonic() - self._started)
        return max(0.05, left * (FIRST_GOAL_SHARE if waiting else 1.0))

    def narrowed(self, keep: Collection[Placement]) -> Statement:
        """The statement of these placements alone, holding the goals already done."""
        statement = Statement(self.statement.candidates.only(keep))
        apply_rules(statement)
        for goal, value in self._held:
            hold(statement, goal, value)
        return statement

    @property
    def limits(self) -> Limits:
        """The limits given."""
        return self._limits


def hold(statement: Statement, goal: Goal, value: int) -> None:
    """Add: this goal is no worse than that."""
    expression = goal.expression(statement)
    statement.model.add(expression >= value if goal.maximise else expression <= value)


class _Proof(threading.Thread):
    """A thread that keeps what it raises."""

    def __init__(self, work: Callable[[], None]) -> None:
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

    def __init__(self, search: Search, race: Race, budget: float) -> None:
        self._search, self._race, self._budget = search, race, budget
        self._whole = search.statement
        self._by_clock = search.limits.work is None
        self._began = monotonic()
        self._spent = 0.0

    def run(self) -> None:
        size = len(self._whole.attends)
        thinned = self._whole.candidates.thinned
        if size <= SMALL and not thinned:
            self._solve_whole(self._left(), self._search.limits.workers)
            return
        large = thinned or size > self._most_to_relax()
        kernels = self._kernels()
        if self._race.best is None:
            self._spend(
                kernels.solve(kernels.draw(), self._effort(self._left() * QUICK_SHARE)).work
            )
        if not large and not self._race.done:
            kernels.base = self._relax()
            self._spend(kernels.of_base(self._effort(self._left() * KERNEL_SHARE)).work)
        if self._race.done:
            return
        if large:
            self._go_on(kernels, self._left())
        elif self._search.limits.workers == 1:
            self._go_on(kernels, self._left() * TURN_SHARE)
            self._prove(1)
        else:
            self._side_by_side(kernels)

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

    def _relax(self) -> set[Placement]:
        """Bound the race; the placements that the relaxation uses."""
        seconds = self._left() * RELAXATION_SHARE if self._by_clock else None
        relaxation = relax(self._whole, self._race.goal, seconds)
        if relaxation is None:
            return set()
        self._race.tighten(relaxation.bound)
        values = relaxation.values
        if values is None:
            return set()
        return {p for (p, _), v in self._whole.holds.items() if values[v.index] > 1e-6}

    def _most_to_relax(self) -> int:
        return LARGE if self._by_clock else min(LARGE, LARGE_BY_WORK)

    def _kernels(self) -> Kernels:
        return Kernels(self._race, self._whole, self._search.narrowed, self._search.limits.seed)

    def _go_on(self, kernels: Kernels, amount: float) -> None:
        end = max(0.0, self._left() - amount)
        kernels.run(lambda: self._left() - end, self._effort(amount), self._spend)

    def _side_by_side(self, kernels: Kernels) -> None:
        """The proof in a thread of its own: HiGHS cannot be stopped, and is not waited for."""
        proof = _Proof(lambda: self._prove(self._search.limits.workers - 1))
        proof.start()
        try:
            self._go_on(kernels, self._left())
        except BaseException:
            self._race.stop()
            raise
        while proof.is_alive() and not self._race.done and self._left() > 0:
            proof.join(0.1)
        if proof.is_alive():
            proof.join(GRACE)
        if proof.error is not None:
            raise proof.error

    def _prove(self, workers: int) -> None:
        """CP-SAT on the whole; then, where it was not enough, branch and bound by HiGHS."""
        self._solve_whole(self._left() * (WHOLE_SHARE if self._by_clock else 1.0), workers)
        if self._by_clock and not self._race.done:
            race = self._race
            # HiGHS looks at the clock only now and then, and what comes too late is lost.
            seconds = max(0.5, BRANCH_SHARE * self._left() - 1.0)
            race.tighten(branch(self._whole, race.goal, race.value, seconds))

    def _solve_whole(self, amount: float, workers: int) -> None:
        best = self._race.best
        hint = None
        if best is not None:
            hint = self._whole.indexed(best.statement.keyed(best.values))
        answer = self._race.engine().run(
            self._whole,
            self._race.goal,
            self._effort(amount, workers),
            hint,
            lambda values: self._race.hear(Incumbent(self._whole, values)),
            self._race.tighten,
        )
        self._spend(answer.work)
        if answer.feasible is False:
            self._race.refute()
            return
        if answer.values is not None:
            self._race.hear(Incumbent(self._whole, answer.values))
        self._race.tighten(answer.bound)


def plain_bound(statement: Statement, goal: Goal) -> int:
    """A bound that needs no search: every need met at its best, or nobody engaged."""
    if not goal.maximise:
        return 0
    if statement.candidates.thinned:
        return sum(10 * need.priority for need in statement.world.problem.needs)
    best: dict[Hashable, int] = {}
    for attendance in statement.attends:
        key = (attendance.group, attendance.slot)
        points = attendance.points * attendance.group.size
        best[key] = max(best.get(key, 0), points)
    return sum(best.values())
