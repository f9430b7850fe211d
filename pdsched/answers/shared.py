"""Several questions about one plan that share what takes long: candidates, facts, and proofs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from time import monotonic
from typing import NamedTuple

from pdsched.answers.asked_about import AskedAbout, Bounds
from pdsched.answers.blocked import Blocked, Given
from pdsched.answers.excerpt import excerpt, with_first_steps
from pdsched.answers.known_cores import KnownCores
from pdsched.answers.lifts import About, lifts, with_pins_kept
from pdsched.answers.nearby import Nearby, Reach
from pdsched.answers.witness import AroundWitness
from pdsched.params import StrategyParams
from pdsched.plan import Plan
from pdsched.problem import Problem, SessionPin
from pdsched.result import GoalResult, Status
from pdsched.search import Limits, solve_here

LEAST = 0.1
"""Seconds that a search is given at least."""


class Shown(NamedTuple):
    """A plan that has what was asked for, as the referee has judged it."""

    plan: Plan
    values: Mapping[str, int]
    bounds: Bounds
    """By tier, what no plan that has it does better, as far as it is proven."""
    whole: bool = False
    """Whether the whole problem was searched, and not the neighbourhood of the plan alone."""


class Shared:
    """Asks for session pins beside a plan."""

    def __init__(self, about: AskedAbout, staff: Iterable[str], left: Callable[[], float]) -> None:
        """Take the plan, all people that will be asked for, and what tells the seconds left."""
        self.about, self.left = about, left
        self.full, self._policy = with_pins_kept(about.judge.full, about.policy)
        self._near = Nearby(self.full, self._policy, about.plan, (), frozenset(staff))
        self._known: dict[tuple[str, ...], KnownCores] = {}
        params, count = StrategyParams(), self._near.placements
        self.is_small = count <= params.whole_up_to
        """Whether each question can be answered by a search of the whole problem."""
        self.is_middling = count <= params.lns_then_whole_up_to
        """Whether the whole problem can be looked at for what blocks."""

    @property
    def near(self) -> Nearby:
        """What is near the plan, with nothing asked for."""
        return self._near

    def is_empty(self, *pins: SessionPin) -> bool:
        """Whether no session could ever have all that is asked for; that is a proof."""
        near = self._near.asking(self.full, pins)
        return near.is_empty and not near.candidates.partial

    def nearby(
        self,
        pins: tuple[SessionPin, ...],
        seconds: float,
        reach: Reach = Reach(),  # noqa: B008
    ) -> Shown | None:
        """The best plan near the one that is asked about that keeps some pins."""
        way = self.with_pins(pins)
        plan = self._near.asking(way, pins).best(max(LEAST, seconds), reach)
        return None if plan is None else self._shown(way, plan, {})

    def around_witness(
        self, pins: tuple[SessionPin, ...], seconds: float, seed: int = 0
    ) -> Shown | None:
        """The best plan around a small one that keeps some pins, however far from the plan."""
        deadline, way = monotonic() + max(LEAST, seconds), self.with_pins(pins)
        around = AroundWitness.of(self._near.asking(way, pins), seconds, seed)
        if around is None:
            return None
        plan = around.best(max(LEAST, deadline - monotonic()), Reach())
        return None if plan is None else self._shown(way, plan, {})

    def whole(
        self, pins: tuple[SessionPin, ...], seconds: float, shown: Shown | None
    ) -> tuple[Shown | None, bool]:
        """The best plan of the whole problem that keeps some pins; whether there is none.

        Args:
            pins: What is asked for.
            seconds: Wall-clock limit.
            shown: A plan that keeps them: of plans as good, this one is told.
        """
        way = self.with_pins(pins)
        start = None if shown is None else shown.plan
        limits = Limits(seconds=max(LEAST, seconds))
        plan, goals, status = solve_here(way, self._policy, limits=limits, start=start)
        if status is Status.INFEASIBLE:
            return None, True
        if plan is None:
            return shown, False
        best = self._shown(way, plan, {})
        if shown is not None and not self.about.better(best.values, shown.values):
            best = shown
        return best._replace(bounds=known(goals, best.values), whole=True), False

    def blocked(
        self, pins: Sequence[tuple[SessionPin, ...]], staff: Sequence[str], courses: Iterable[str]
    ) -> Blocked | None:
        """The rules by which none of several ways can be had; ``None`` where that is not proven.

        Args:
            pins: By way, what is asked for.
            staff: Whom it is about.
            courses: By which courses it could be had.
        """
        meant = tuple(sorted(with_first_steps(self.full, courses)))
        asked = frozenset(pin.id for way in pins for pin in way)
        members = lifts(self.full, self._policy, About(tuple(staff), meant, asked=asked))
        known_cores = self._known.setdefault(meant, KnownCores())
        excerpts = [
            excerpt(self.with_pins(way), self._policy, meant, {pin.id for pin in way})
            for way in pins
        ]
        blocked = known_cores.blocked(excerpts, members, self.left)
        if blocked is None and self.is_middling and self.left() > 0:
            wholes: list[Given] = [(self.with_pins(way), self._policy) for way in pins]
            blocked = known_cores.blocked(wholes, members, self.left)
        return blocked

    def with_pins(self, pins: Collection[SessionPin]) -> Problem:
        """The problem in full with some pins more."""
        every = (*self.full.session_pins, *pins)
        return self.full.model_copy(update={"session_pins": every})

    def _shown(self, way: Problem, plan: Plan, bounds: Bounds) -> Shown:
        """A plan of ours as the referee judges it, who has the facts but for the pins."""
        judge = copy(self.about.judge)
        judge.problem, judge.full, judge.policy = way, way, self._policy
        judge.facts = copy(judge.facts)
        judge.facts.problem = way
        listed, values = judge.accepted(plan)
        return Shown(self.about.judge.relabelled(listed), values, bounds)


def known(goals: Sequence[GoalResult], values: Mapping[str, int]) -> dict[str, int]:
    """What a search proves of plans with these values in the goals before, by tier.

    >>> goals = [GoalResult(id="a", value=1, bound=2), GoalResult(id="b", value=1, bound=3)]
    >>> known(goals, {"a": 1, "b": 0}), known(goals, {"a": 2, "b": 0})
    ({'a': 2, 'b': 3}, {'a': 2})
    """
    bounds: dict[str, int] = {}
    for goal in goals:
        if goal.bound is None:
            break
        bounds[goal.id] = goal.bound
        if goal.value != values[goal.id]:
            break
    return bounds
