"""The strategy for one goal: the whole by the engine, or sub-MIPs and bounds together."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from time import monotonic

import numpy as np

from pdsched.engines.arrays import union
from pdsched.engines.pool import WorkerPool
from pdsched.model import required_attendances
from pdsched.model.build import keeps_rules
from pdsched.model.solution.past import past_choice
from pdsched.model.solution.solution import Solution
from pdsched.search.beside import Beside
from pdsched.search.bounds import DualBounds
from pdsched.search.budget import beyond, rounds
from pdsched.search.guide import Guide
from pdsched.search.lns import Lns
from pdsched.search.task import GoalTask
from pdsched.search.turns import Turn
from pdsched.search.whole import Whole
from pdsched.timed import timed

_LOG = logging.getLogger(__name__)


class Strategy:
    """The work on one goal within its turn, in seconds or in deterministic work."""

    def __init__(self, task: GoalTask, turn: Turn, *, asked: bool) -> None:
        self._task, self._turn, self._asked = task, turn, asked
        self._incumbent, self._candidates, self._pool = task.incumbent, task.candidates, task.pool
        self._limits, self._held, self._by_clock = task.limits, task.held, task.by_clock
        self._params = task.params.strategy
        self._began = monotonic()
        self.spent = 0.0
        """Deterministic work so far."""
        self._improver: Lns | None = None
        self._bounder = DualBounds(task, self._guide)
        self._is_going = self._is_bounding = False
        self._is_small = self._is_up_to(self._params.whole_up_to)
        self._is_middling = self._is_up_to(self._params.lns_then_whole_up_to)
        if self._is_middling and self._pool.own:
            # Loading the engine in other processes takes longer than such a problem.
            self._pool = WorkerPool(1)
        self._whole = Whole(task, self._left, self._spend)

    def _is_up_to(self, most: int) -> bool:
        return len(self._candidates.placement) <= most and not self._candidates.partial

    def bound(self) -> None:
        """The bounds that need no search."""
        self._bounder.at_once()

    def run(self) -> None:
        """Search until the goal is done or the budget is spent."""
        if self._incumbent.done:
            return
        _LOG.info("%s: %s", self._incumbent.name, self._route())
        improver = self._improver = Lns(self._task._replace(pool=self._pool))
        if not self._begin(improver) or self._incumbent.done:
            return
        if self._is_middling and self._whole.is_settled:
            self._whole.with_fewest_hands()
        elif self._is_small:
            self._whole.solve_small()
        else:
            self._improve(improver)

    def _route(self) -> str:
        """How the size decides, for the log."""
        size = f"{len(self._candidates.placement):,} placements"
        if self._is_small:
            return f"{size}, solved as a whole"
        if self._is_middling:
            return f"{size}, sub-MIPs and the whole in turn"
        return f"{size}, sub-MIPs by up to {self._pool.workers} workers"

    def _begin(self, improver: Lns) -> bool:
        """A first plan before anything that takes its time: engine, workers and bounds."""
        begun = self._incumbent.best is not None or self._begin_with_nothing()
        if self._incumbent.best is not None and self._is_bare():
            with timed("first-plan"):
                improver.begin(self._left, self._get_going)
        self._get_going()
        return begun

    def _get_going(self) -> None:
        """Bounds that need no search, and workers that load the engine meanwhile; once."""
        if self._is_going:
            return
        self._is_going = True
        if not self._is_middling and self._by_clock:
            _ = self._pool.ready
        with timed("quick-bounds"):
            self._bounder.at_once()

    def _begin_with_nothing(self) -> bool:
        """Nothing but what is past, unless a rule asks for something."""
        nothing = past_choice(self._candidates)
        if not keeps_rules(self._candidates, nothing):
            if self._is_middling:
                self._whole.begin_with_hands(self._left() * self._params.hands_share)
            if self._is_small or self._incumbent.best is not None:
                return True  # If there is none yet, the whole is stated next: that finds one.
            self._begin_with_what_is_asked(nothing)
            return self._incumbent.best is not None
        self._incumbent.hear(nothing)
        return True

    def _begin_with_what_is_asked(self, nothing: Solution) -> None:
        """A plan that keeps what rules insist on, in rounds that grow: nothing goes on without."""
        limits, params = self._limits, self._params
        is_large = len(self._candidates.placement) > params.insisted_up_to
        rng = np.random.default_rng(limits.seed)
        # Stated for this alone: of a large one nothing is kept.
        attendances = np.arange(len(self._candidates.placement))
        for amount in self._rounds(self._left() * params.insisted_share):
            if self._incumbent.best is not None:
                return
            if is_large:
                asked = required_attendances(self._candidates, params.insisted_up_to, rng)
                attendances = union(asked, nothing.attends.ids)
            self._whole.solve(amount, limits.workers, attendances)

    def _improve(self, improver: Lns) -> None:
        pool = self._pool
        if self._is_middling:
            self._then_whole(improver)
        elif not self._asked:
            # To bound what nobody asked for is not worth stating the whole.
            improver.run(self._left, self._spend, lambda: pool.workers)
        elif self._by_clock and not self._bounder.states_the_whole:
            # First: prices say where to look. No plan can come of that, so nobody stands still.
            self._is_bounding = True
            with timed("bounds"):
                self._bounder.run(self._left)
            self._is_bounding = False
            improver.run(self._left, self._spend, lambda: pool.workers)
        elif not self._by_clock or pool.workers == 1:
            self._in_turns(improver)
        else:
            self._side_by_side(improver, pool)

    def _is_bare(self) -> bool:
        """Whether there is nothing yet, but for the past, that the search could begin with.

        Where raising attendances is worth something to the goal, a quick plan is filled then.
        """
        goal, held, best = self._incumbent.goal, self._held, self._incumbent.best
        past = past_choice(self._candidates)
        if goal.guided or any(before.guided for before, _ in held):
            return best is None or len(best.attends.ids) == len(past.attends.ids)
        if held or not goal.maximise:
            return False
        return self._incumbent.value in (None, goal.value(self._candidates, past))

    def _then_whole(self, improver: Lns) -> None:
        """Sub-MIPs and then the whole by the engine, in rounds that grow."""
        params = self._params
        share = params.whole_share
        branched = self._whole.branching.here(lambda: self._whole.stated, self._left())
        self._excuse()
        # The relaxation's bound is often tight: then a plan that reaches it ends the goal.
        if not self._incumbent.done:
            self._bounder.relax_here(self._whole.stated, self._left)
            self._excuse()
        # Last: that of the relaxation is computed anew from its duals, and need not be believed.
        self._incumbent.tighten(branched, "branching")
        for amount in self._rounds(params.round_seconds if self._by_clock else params.round_work):
            after = self._left() - (1 - share) * amount
            improver.run(beyond(self._left, after), self._spend, lambda: self._pool.workers)
            if not self._incumbent.done:
                amount = min(self._left(), share * amount)
                self._whole.solve(amount, self._limits.workers, beside=True)

    def _excuse(self) -> None:
        """Patience begins anew: the search itself has not had its turn yet."""
        if self._by_clock:
            self._turn.excuse(monotonic() - self._began)

    def _rounds(self, first: float) -> Iterator[float]:
        params = self._params
        least = 0.05 if self._by_clock else 0.005
        return rounds(first, params.round_growth, self._left, least, lambda: self._incumbent.done)

    def _in_turns(self, improver: Lns) -> None:
        """Sub-MIPs, bounds, and sub-MIPs again, by one worker."""
        after = self._left() * self._params.bounds_share
        improver.run(lambda: self._left() - after, self._spend, lambda: 1)
        kept = self._params.last_lns_share
        with timed("bounds"):
            self._spend(self._bounder.run(lambda: self._left() - self._left() * kept))
        improver.run(self._left, self._spend, lambda: 1)

    def _side_by_side(self, improver: Lns, pool: WorkerPool) -> None:
        """Bounds by one worker, sub-MIPs by the others, and by that one when it has done."""
        thread = Beside(timed("bounds-beside")(lambda: self._bounder.run(self._left)))
        thread.start()
        improver.run(self._left, self._spend, lambda: pool.workers - thread.is_alive())
        thread.result()

    def _guide(self, guide: Guide) -> None:
        """Have sub-MIPs follow a guide."""
        if self._improver is not None:
            self._improver.follow(guide, self._left)

    def _left(self) -> float:
        spent = monotonic() - self._began if self._by_clock else self.spent
        if self._is_bounding:
            self._turn.excuse(spent)
        return self._turn.left(spent, self._incumbent.gap)

    def _spend(self, work: float) -> None:
        self.spent += work
