"""Who holds the lessons that have to be covered whatever else happens, and how few can.

Where releases are settled (pins ask for them, or what comes first), the rest is a matter of fixed
lessons and of substitutes who can hold them: the engine, which sees a column for each of both, can
take minutes for a first plan. Ejection chains find one in no time, and better ones; prices of
lessons prove how many half-days are engaged at least. Both are about one half-day at a school at a
time, and only where who holds what is named. Where chains end above what is proven, the engine is
asked for a plan with just so many. What is found counts only if it keeps all rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from math import inf
from time import monotonic

import numpy as np

from pdsched.engines.arrays import Ints, unique
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.ejection import EjectionChains
from pdsched.engines.hand_prices import HandPrices
from pdsched.engines.program import Objective, RowsBuilder
from pdsched.model.formulation.translate import names_covers, solution_of, values_of
from pdsched.model.instance.pauses import Pauses
from pdsched.model.solution.solution import Solution
from pdsched.result import LessonPrice
from pdsched.search.half_days import HalfDay, due, half_days, made
from pdsched.search.stated import Stated
from pdsched.search.task import GoalTask

HEARD_EVERY = 0.5
"""Least seconds between two plans that are told."""
HEARING_SHARE = 0.1
"""Most of the time that may go to telling plans, each of which is held against all rows."""
FIRST_SECONDS = 0.3
"""For each half-day in the first round; rounds grow."""
GROWTH = 3.0
PATIENCE = 1000
"""Moves for each lesson of a half-day, after which a first plan is left to who can refute it."""
METHOD = "lessons"


class FewestHands:
    """The work on one goal; `is_apt` says whether it can be of use."""

    def __init__(self, task: GoalTask, given: Stated) -> None:
        self._task, self._incumbent = task, task.incumbent
        self._f, self._program, self._objective = given
        self._prices: dict[int, HandPrices] = {}
        self._chains: dict[int, tuple[Ints, EjectionChains]] = {}
        """By half-day, and with the substitutes whom its hands are numbers of."""
        self._rosters: dict[int, list[Ints]] = {}
        """By half-day, those that were seen; see `HalfDay.roster_of`."""
        self._priced: dict[int, int] = defaultdict(int)
        """By half-day, how many of them prices were given."""
        self._refused: set[int] = set()
        """Half-days in which what chains found broke another rule."""
        self._base: Solution | None = None
        """The solution that the chains go on from."""

    @property
    def is_apt(self) -> bool:
        """Whether each lesson has columns of single substitutes, and nothing else holds it."""
        f = self._f
        return (
            names_covers(f)
            and not len(f.cover.ids)
            and not f.plan.naming.ids.size
            and bool((f.index.substitute_size[f.named.group] == 1).all())
            and len(unique(f.demands.duty)) == len(f.demands.duty)
            and not Pauses.of(f.world.policy).longest
        )

    @property
    def is_settled(self) -> bool:
        """Whether the goal is as few engagements as possible, of lessons that are settled.

        In any plan the lessons are covered that the best one covers.
        """
        engaged, best = self._f.engage.column, self._incumbent.best
        weights, maximise = self._objective
        if best is None or maximise or (weights[engaged] != 1).any():
            return False
        others = weights.copy()
        others[engaged] = 0
        asked, covered = due(self._f, self._asked), due(self._f, values_of(self._f, best))
        return not others.any() and np.array_equal(asked, covered)

    @cached_property
    def _asked(self) -> Ints:
        """By column, 1 where rows ask for it."""
        return self._f.program.at_least_one().astype(np.int64)

    # A first plan

    def begin(self, seconds: float, patience: float = inf) -> None:
        """Tell a plan of what rows ask for, if there is one whose lessons can be held.

        Whether there is none it does not find out: with ``patience`` it gives up after so many
        moves for each lesson.
        """
        f, over = self._f, _after(seconds)
        hands = np.concatenate([f.engage.column, f.named.column])
        most = f.program.most.copy()
        most[hands] = 0
        rest, free = f.program.without_rows_of(hands).fixed(f.program.least, most)
        weights = np.zeros(f.columns, dtype=np.int64)
        weights[f.attend.column] = 1
        answer = self._incumbent.engine().run(
            rest, Objective(weights[free], maximise=False), self._task.solve_limits(seconds)
        )
        if answer.values is None:
            return
        values = np.where(most == f.program.least, f.program.least, 0)
        values[free] = answer.values
        values[f.engage.column] = self._asked[f.engage.column]
        for place in half_days(self._f, values, are_free=True):
            chains = EjectionChains(place.tasks, seed=self._task.limits.seed)
            is_over = _any(over, _moved(chains, patience * len(place.demands)))
            chains.run(is_over, lambda _: None, least=len(place.groups))
            if chains.best is None:
                return
            place.hold(values, chains.best, self._asked)
        self._hear(values)

    # Fewer

    def run(self, over: Callable[[], bool]) -> None:
        """Look for plans with fewer engagements, and where none comes for the proof of how few."""
        self._prove(0.0, over)  # As many as there are lessons at once.
        seconds = FIRST_SECONDS
        while not over() and not self._incumbent.done:
            before = self._incumbent.value
            if not self._look(seconds, over):
                self._prove(inf, over)
                return
            if self._incumbent.value == before:
                self._prove(seconds, over)
                seconds *= GROWTH

    def aim(self, seconds: float, workers: int) -> None:
        """Ask the engine for a plan with no more hands than are proven to be needed.

        All of them are busy where so many lessons are at once, and none holds a lesson that another
        one holds: told so, the engine often finds one soon that it would not find by itself.
        """
        f, rows, total = self._f, RowsBuilder(), len(made(self._f))
        for place in half_days(f, self._asked):
            least = self._prices[place.place].bound.hands
            place.all_busy(rows, least)
            total += least
        if total != self._incumbent.bound:
            return  # It is proven that more are needed.
        engaged = f.engage.column
        rows.add(np.zeros(len(engaged), dtype=np.int64), engaged, upper=total)
        self._incumbent.engine().run(
            self._program.with_rows(rows),
            Objective(np.zeros(f.columns, dtype=np.int64), maximise=False),
            SolveLimits(seconds, None, workers, self._task.limits.seed, any_will_do=True),
            on_values=lambda values: self._incumbent.hear(solution_of(f, values)),
        )

    def _prove(self, seconds: float, over: Callable[[], bool]) -> None:
        """A bound of what has to be covered in any plan: each half-day by itself.

        What the past has engaged is in any plan as well.
        """
        total, priced = len(made(self._f)), list[LessonPrice]()
        for place in half_days(self._f, self._asked):
            prices = self._prices.get(place.place)
            if prices is None:
                prices = self._prices[place.place] = HandPrices(place.tasks)
            rosters = self._rosters.get(place.place, [])
            news = [place.hands_of(r) for r in rosters[self._priced[place.place] :]]
            enough = place.fewest_of(rosters)
            self._priced[place.place] = len(rosters)
            prices.improve(news, enough, _any(over, _after(seconds), self._is_done), seconds)
            total += prices.bound.hands
            priced += place.priced(self._f, prices.bound.prices)
        self._incumbent.tighten(total, METHOD, tuple(priced))

    def _is_done(self) -> bool:
        return self._incumbent.done

    def _look(self, seconds: float, over: Callable[[], bool]) -> bool:
        """Whether there are half-days in which fewer could do; each is looked at for some time."""
        best = self._incumbent.best
        if best is None:
            return False
        if best is not self._base:
            self._base = best
            self._chains.clear()
        values = values_of(self._f, best)
        is_open = False
        for place in half_days(self._f, values, are_free=True):
            prices, hands = self._prices.get(place.place), place.held(values)
            least = 0 if prices is None else prices.bound.hands
            is_refused = place.place in self._refused
            if is_refused or hands is None or len(unique(hands)) <= least:
                continue
            is_open |= self._improve(values, place, hands, _any(over, _after(seconds)), least)
        return is_open

    def _improve(
        self, values: Ints, place: HalfDay, hands: Ints, over: Callable[[], bool], least: int
    ) -> bool:
        """Have fewer hands in a half-day where that keeps all rows; whether more is to look at.

        Values that are told are put in place: whoever comes elsewhere then is not free any more.
        """
        rosters = self._rosters.setdefault(place.place, [])
        before = self._chains.get(place.place)
        if before is not None and np.array_equal(before[0], place.groups):
            _, chains = before
        else:
            chains = EjectionChains(place.tasks, hands, self._task.limits.seed)
            self._chains[place.place] = place.groups, chains
            # Nobody proves that fewer are needed than there are.
            rosters.append(place.roster_of(hands))
        next_at, told, is_refused = monotonic() + HEARD_EVERY, chains.best, False

        def tell() -> None:
            nonlocal next_at, told, is_refused
            if chains.best is None or chains.best is told:
                return
            began, told = monotonic(), chains.best
            changed = values.copy()
            place.hold(changed, chains.best, self._asked)
            is_refused = not self._hear(changed)
            if not is_refused:
                values[:] = changed
            ended = monotonic()
            next_at = ended + max(HEARD_EVERY, (ended - began) / HEARING_SHARE)

        def is_over() -> bool:
            if monotonic() > next_at:
                tell()
            return over() or self._incumbent.done

        goes_on = chains.run(is_over, lambda hands: rosters.append(place.roster_of(hands)), least)
        tell()
        if is_refused:
            # Another rule forbids it, of which chains know nothing: the engine has to go on.
            self._refused.add(place.place)
        return goes_on and not is_refused

    def _hear(self, values: Ints) -> bool:
        """Whether the values keep all rows; if so they are told."""
        f = self._f
        completed = values.copy()
        f.complete(completed)
        keeps = self._program.keeps(completed)
        if keeps:
            self._incumbent.hear(solution_of(f, completed))
            self._base = self._incumbent.best
        return keeps


def _after(seconds: float) -> Callable[[], bool]:
    end = monotonic() + seconds
    return lambda: monotonic() > end


def _moved(chains: EjectionChains, most: float) -> Callable[[], bool]:
    return lambda: chains.moves > most


def _any(*conditions: Callable[[], bool]) -> Callable[[], bool]:
    return lambda: any(condition() for condition in conditions)
