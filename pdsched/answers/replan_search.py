"""The search for the plan that disturbs least: repaired first, then around what broke.

A problem of a school or two is one integer program, solved whole. Of a larger one, first the needs
that lost their way are met beside all that still holds; then parts around what broke are set free,
larger and larger, as long as that helps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from time import monotonic

import numpy as np

from pdsched.answers.changed import still_wanted
from pdsched.answers.disturbed import around, beside
from pdsched.answers.least_disturbance import CHANGES, Reached, least, part_of, whole_of
from pdsched.expansion import in_full
from pdsched.model import DisaggregationError, decode, encode, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.params import StrategyParams
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import PinKind, Problem, SessionPin, Window

TRIES = 4
"""Neighbourhoods that are looked at, and times that people are named whom counts did not tell."""
MOST_FREE = 1_500
"""Attendances that are set free at first, beside those of the plan."""


class LeastDisturbance:
    """One search, until its time is over."""

    def __init__(
        self, target: Problem, policy: Policy, held: Plan, freeze: int, end: float
    ) -> None:
        """Take what is given.

        Args:
            target: The problem with changes, past and what is kept.
            policy: With few changes right after its needs.
            held: The plan that people know.
            freeze: Days in which nothing moves that still holds.
            end: When the time is over, by `time.monotonic`.
        """
        self._target, self._policy, self._held = target, policy, held
        self._freeze, self._end = freeze, end
        self._wanted = still_wanted(target, held)
        self.candidates: Candidates | None = None
        """Those of the last run; in the frozen window, only what has to be."""

    def run(self, enough: Mapping[str, int]) -> tuple[Reached, Plan | None]:
        """The plan, without its unmet needs, and what is proven of it.

        Args:
            enough: By tier up to the needs, the value up to which it comes before few changes.
        """
        named: set[str] = set()
        reached = Reached(None, {})
        for _ in range(TRIES):
            candidates = enumerate_candidates(self._target, self._policy, named)
            try:
                base = encode(candidates, self._wanted)
                problem = self._frozen(None if base is None else decode(candidates, base))
                if problem is not self._target:
                    candidates = enumerate_candidates(problem, self._policy, named)
                    base = encode(candidates, self._wanted)
                self.candidates = candidates
                reached = self._reach(candidates, base, enough)
                if reached.solution is None:
                    return reached, None
                trimmed = without_spare_sessions(candidates, reached.solution)
                return reached, decode(candidates, trimmed)
            except DisaggregationError as error:
                named.update(error.members)
        return Reached(None, {}), None

    def _reach(
        self, candidates: Candidates, base: Solution | None, enough: Mapping[str, int]
    ) -> Reached:
        def left() -> float:
            return self._end - monotonic()

        if base is None or len(candidates.placement) <= StrategyParams().lns_then_whole_up_to:
            return least(whole_of(candidates, base), enough, left, 0)
        goal = next(iter(tier_goals(self._policy).values()))
        best = base
        for number in range(TRIES):
            if left() <= 0:
                break
            rng = np.random.default_rng(number)
            lost = self._lost(candidates, best)
            if number:
                free = around(candidates, best, rng, MOST_FREE * 2**number, lost)
            else:
                free = beside(candidates, best, rng, lost)
            part = part_of(candidates, best, free, goal, number)
            reached = least(part, enough, _until(monotonic() + left() / 2), number)
            if reached.solution is None:
                break
            is_no_better = number and not self._is_better(candidates, reached.solution, best)
            best = best if is_no_better else reached.solution
            if is_no_better:
                break
        return Reached(best, {})

    def _is_better(self, candidates: Candidates, one: Solution, other: Solution) -> bool:
        """Whether a solution is better in the needs and in the people told, in this order."""
        goals = tier_goals(self._policy)
        for name in (*(tier.id for tier in self._policy.up_to_needs), CHANGES):
            first, second = (goals[name].value(candidates, each) for each in (one, other))
            if first != second:
                return goals[name].better(first, second)
        return False

    def _lost(self, candidates: Candidates, solution: Solution) -> set[str]:
        """Needs that the plan met, or that are new, and that a solution does not meet."""
        met = decode(candidates, solution).needs_met
        known = {need.need for need in self._held.unmet}
        return {n.id for n in in_full(self._target).needs if n.id not in met and n.id not in known}

    def _frozen(self, repaired: Plan | None) -> Problem:
        """The problem in which nothing moves in the frozen window but what is broken."""
        today = self._target.calendar.today
        if not self._freeze or today is None or repaired is None:
            return self._target
        days = [today + timedelta(days=n) for n in range(self._freeze)]
        target, is_in = self._target, set(days)
        stays = [(s, p) for s in repaired.sessions if s.date in is_in for p in s.staff]
        pins = tuple(
            SessionPin(
                id=f"frozen {n}",
                kind=PinKind.REQUIRE,
                staff=person,
                course=s.course,
                date=s.date,
                start=s.start,
                school=s.school,
                published=True,
            )
            for n, (s, person) in enumerate(stays)
        )
        busy = {(p, s.date) for s in self._held.sessions if s.date in is_in for p in s.staff}
        busy |= {(c.colleague or "", c.date) for c in self._held.covers if c.date in is_in}
        staff = []
        for member in target.staff:
            idle = tuple(d for d in days if (member.id, d) not in busy)
            away = Window(start=time(0), end=time(23, 59), dates=idle)
            window = (*member.unavailable, away) if idle else member.unavailable
            staff.append(member.model_copy(update={"unavailable": window}))
        return target.model_copy(
            update={"staff": tuple(staff), "session_pins": (*target.session_pins, *pins)}
        )


def _until(end: float) -> Callable[[], float]:
    return lambda: end - monotonic()
