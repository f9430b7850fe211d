"""Several questions about one plan that share what takes long: candidates, facts, and proofs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from functools import cached_property, partial
from time import monotonic
from typing import NamedTuple

from pdsched.answers.asked_about import AskedAbout
from pdsched.answers.blocked import Blockade, Blocked, Given
from pdsched.answers.bounds import Shown, known, together
from pdsched.answers.days import days_of
from pdsched.answers.excerpt import excerpt, with_first_steps
from pdsched.answers.feasible import attempt
from pdsched.answers.known_cores import KnownCores
from pdsched.answers.lifts import About, lifts, with_pins_kept
from pdsched.answers.nearby import Nearby, Reach
from pdsched.answers.of_use import rows_of_use, with_a_lesson
from pdsched.answers.witness import AroundWitness
from pdsched.params import StrategyParams
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import EngagementPin, Problem, SessionPin
from pdsched.problem.once import once
from pdsched.result import Status
from pdsched.runner.judge import Judge
from pdsched.search import Limits, solve_here

LEAST = 0.1
"""Seconds that a search is given at least."""
TINY = 1_000
"""Attendances of a problem that is solved whole in well under a second."""
Pins = tuple[SessionPin | EngagementPin, ...]
"""One way to have something: a plan has it that keeps all of these."""


class Looked(NamedTuple):
    """What came of a look for plans that have something."""

    shown: Shown | None
    is_refuted: bool = False
    """Whether it is proven that there are none."""


Look = Callable[[Pins, float], Looked]
"""Looks for the best plan that keeps some pins, within some seconds."""


class Shared:
    """Asks for pins beside a plan."""

    def __init__(self, about: AskedAbout, staff: Iterable[str], left: Callable[[], float]) -> None:
        """Take the plan, all people that will be asked for, and what tells the seconds left."""
        self.about, self.left = about, left
        self.full, self._policy = with_pins_kept(about.judge.full, about.policy)
        self._staff, self._known = frozenset(staff), _known(about)
        self._apart: dict[Pins, Nearby] = {}

    @cached_property
    def near(self) -> Nearby:
        """What is near the plan, with nothing asked for."""
        return self._known.near_of(self.full, self._policy, self.about.plan, self._staff)

    def read(self) -> None:
        """Read now what all questions share: the seconds of a brief answer begin after it."""
        _ = self.near

    @property
    def is_small(self) -> bool:
        """Whether each question can be answered by a search of the whole problem."""
        return self.near.placements <= StrategyParams().whole_up_to

    def is_searched_whole(self, shown: Shown | None, *, is_brief: bool) -> bool:
        """Whether a search of the whole follows one nearby: in brief, where there is no plan yet.

        And where the whole is so tiny that it takes no time.
        """
        is_tiny = len(self.near.candidates.placement) <= TINY
        return self.is_small and (shown is None or is_tiny or not is_brief)

    def is_witness_enough(self, *, is_brief: bool) -> bool:
        """Whether to look around a witness before the whole, of which no more is asked then.

        In brief, where a certificate has the other end of the range: it is there sooner, and is
        mostly the better one. And where the whole is too large.
        """
        return not self.is_small or (is_brief and self.about.is_bounded)

    @property
    def is_middling(self) -> bool:
        """Whether the whole problem can be looked at for what blocks."""
        return self.near.placements <= StrategyParams().lns_then_whole_up_to

    def is_empty(self, pins: Pins) -> bool:
        """Whether no session could ever have all that is asked for; that is a proof."""
        near = self._near_of(pins)
        return near.is_empty and not near.candidates.partial

    def best_of(self, ways: Sequence[Pins], seconds: float, look: Look) -> Looked:
        """The best plan of all ways to have something, each given its share of the time.

        Its bounds are about all of them.
        """
        until, looked = monotonic() + seconds, list[Looked]()
        for number, pins in enumerate(ways):
            share = (until - monotonic()) / (len(ways) - number)
            looked.append(look(pins, max(LEAST, share)))
        best: Shown | None = None
        for shown, _ in looked:
            if shown and (best is None or self.about.better(shown.values, best.values)):
                best = shown
        if best is None:
            return Looked(None, all(each.is_refuted for each in looked))
        rivals = [each.shown for each in looked if not each.is_refuted]
        return Looked(best._replace(bounds=together(self._policy, best, rivals)))

    def nearby(self, pins: Pins, seconds: float, reach: Reach = Reach()) -> Looked:  # noqa: B008
        """The best plan near the one that is asked about that keeps some pins."""
        near = self._near_of(pins)
        plan = near.best(max(LEAST, seconds), reach)
        return Looked(None if plan is None else self._shown(self.with_pins(pins), plan))

    def around_witness(self, pins: Pins, seconds: float, seed: int = 0) -> Looked:
        """The best plan around a small one that keeps some pins, however far from the plan."""
        deadline = monotonic() + max(LEAST, seconds)
        around = AroundWitness.of(self._near_of(pins), seconds, seed)
        if around is None:
            return Looked(None)
        plan = around.best(max(LEAST, deadline - monotonic()), Reach())
        return Looked(None if plan is None else self._shown(self.with_pins(pins), plan))

    def whole(self, pins: Pins, seconds: float, shown: Shown | None) -> Looked:
        """The best plan of the whole problem that keeps some pins; whether there is none.

        Args:
            pins: What is asked for.
            seconds: Wall-clock limit.
            shown: A plan to begin with, if it keeps them: of plans as good, this one is told.
        """
        way = self.with_pins(pins)
        if shown is not None and self._judge_of(way).judge(shown.plan)[0]:
            shown = None
        start = None if shown is None else shown.plan
        limits = Limits(seconds=max(LEAST, seconds))
        plan, goals, status = solve_here(way, self._policy, limits=limits, start=start)
        if status is Status.INFEASIBLE:
            return Looked(None, is_refuted=True)
        if plan is None:
            return Looked(shown)
        best = self._shown(way, plan)
        if best is None:
            bounds = {} if shown is None else known(goals, shown.values)
            return Looked(shown and shown._replace(bounds=bounds))
        if shown is not None and not self.about.better(best.values, shown.values):
            best = shown
        return Looked(best._replace(bounds=known(goals, best.values)))

    def blocked(
        self,
        ways: Sequence[Pins],
        about: About,
        *,
        in_excerpt: bool = False,
        minimal_is_enough: bool = False,
    ) -> Blocked | None:
        """The rules by which none of several ways can be had; ``None`` where that is not proven.

        Args:
            ways: By way, what is asked for.
            about: Whom it is about, and by which courses it could be had.
            in_excerpt: Whether to look at an excerpt alone, however small the whole is.
            minimal_is_enough: Whether a set will do each of whose rules is shown to be necessary.
        """
        meant = tuple(sorted(with_first_steps(self.full, about.courses)))
        asked = frozenset(pin.id for way in ways for pin in way)
        about = about._replace(courses=meant, asked=asked)
        cores = self._known.cores.setdefault(meant, KnownCores())
        look = partial(cores.blocked, minimal_is_enough=minimal_is_enough)
        more = rows_of_use([pin for way in ways for pin in _engaged(way)])
        days = days_of(self.full, ways, meant)
        members = lifts(self.full, self._policy, about._replace(days=days))
        blocked = look(Blockade(self._excerpts(ways, meant), members, self.left, more))
        if blocked is None and not in_excerpt and self.is_middling and self.left() > 0:
            wholes: list[Given] = [(self.with_pins(way), self._policy) for way in ways]
            members = lifts(self.full, self._policy, about)
            blocked = look(Blockade(wholes, members, self.left, more))
        return blocked

    def is_blocked(self, ways: Sequence[Pins], courses: Iterable[str], seconds: float) -> bool:
        """Whether it is proven in excerpts of courses that none of several ways can be had."""
        until = monotonic() + seconds
        return Blockade(
            self._excerpts(ways, with_first_steps(self.full, courses)),
            (),
            lambda: until - monotonic(),
        ).is_blocked()

    def is_refuted(self, pins: Pins, courses: Iterable[str], seconds: float) -> bool:
        """Whether an excerpt of courses proves that some pins cannot be had; but not twice over.

        That takes far less than a search of the whole, and where it is not so, it is soon known.
        """
        given = self._excerpts([pins], with_first_steps(self.full, courses))[0]
        return attempt(*given, max(LEAST, seconds)).feasible is False

    def _excerpts(self, ways: Sequence[Pins], courses: Collection[str]) -> list[Given]:
        days = days_of(self.full, ways, courses)
        return [
            excerpt(self.with_pins(way), self._policy, courses, {pin.id for pin in way}, days)
            for way in ways
        ]

    def with_pins(self, pins: Collection[SessionPin | EngagementPin]) -> Problem:
        """The problem in full with some pins more."""
        sessions = [pin for pin in pins if isinstance(pin, SessionPin)]
        return self.full.model_copy(
            update={
                "session_pins": (*self.full.session_pins, *sessions),
                "engagement_pins": (*self.full.engagement_pins, *_engaged(pins)),
            }
        )

    def _near_of(self, pins: Pins) -> Nearby:
        """What is near the plan that keeps some pins."""
        sessions = tuple(pin for pin in pins if isinstance(pin, SessionPin))
        if len(sessions) == len(pins) and not any(map(_tells_apart, sessions)):
            return self.near.asking(self.with_pins(pins), sessions)
        if pins not in self._apart:
            given = self.with_pins(pins), self._policy, self.about.plan, sessions
            self._apart[pins] = Nearby(*given)
            self._apart[pins].more = rows_of_use(_engaged(pins))
        return self._apart[pins]

    def _judge_of(self, way: Problem) -> Judge:
        """The referee, who has the facts but for the pins."""
        judge = copy(self.about.judge)
        judge.problem, judge.full, judge.policy = way, way, self._policy
        judge.facts = copy(judge.facts)
        judge.facts.problem = way
        return judge

    def _shown(self, way: Problem, plan: Plan) -> Shown | None:
        """A plan of ours as the referee judges it; ``None`` if only what is asked for excuses it.

        A pin excuses an engagement for nothing: without the pin that is no plan.
        """
        listed, values = self._judge_of(way).accepted(plan)
        judge = self.about.judge
        shown = judge.relabelled(listed)
        asked = way.engagement_pins[len(self.full.engagement_pins) :]
        if not asked or not judge.judge(shown)[0]:
            return Shown(shown, values)
        dealt = (each for pin in asked for each in with_a_lesson(shown, pin, judge.facts))
        kept = (each for each in dealt if not judge.judge(each)[0])
        return next((Shown(*judge.start(each)) for each in kept), None)


class _Known:
    """What is known of the problem of a plan that was asked about before."""

    def __init__(self) -> None:
        self.cores: dict[tuple[str, ...], KnownCores] = {}
        self._near: Nearby | None = None

    def near_of(
        self, problem: Problem, policy: Policy, plan: Plan, staff: frozenset[str]
    ) -> Nearby:
        """What is near the plan, with some people single: enumerated where they are not."""
        if self._near is None or not self._near.has_single(staff):
            self._near = Nearby(problem, policy, plan, (), staff)
        return self._near


@once
def _known(_: AskedAbout) -> _Known:
    return _Known()


def _engaged(pins: Iterable[SessionPin | EngagementPin]) -> list[EngagementPin]:
    return [pin for pin in pins if isinstance(pin, EngagementPin)]


def _tells_apart(pin: SessionPin) -> bool:
    """Whether candidates have to be enumerated under a pin: who sits with whom is a part of it."""
    return pin.staff is not None and (pin.trainer is not None or pin.room is not None)
