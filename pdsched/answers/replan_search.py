"""The search for the plan that disturbs least: repaired first, then beside what still holds.

A problem of a school or two is one integer program, solved whole. Of a larger one, all of the plan
and all that could be on the dates of lost sessions is set free, so that few are told, and the needs
that lost their way are met beside it; a bound of all dates together, looked for meanwhile, says
whether fewer could be told, and how. In a vast one the needs come first, and then all that could be
on the dates of which more people are told than have to be, by bounds date by date, is set free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date, time, timedelta
from functools import cached_property, partial
from time import monotonic

import numpy as np

from pdsched.answers.blocked import Blocked
from pdsched.answers.busy import read_out_busy
from pdsched.answers.changed import open_needs, still_wanted
from pdsched.answers.day_bounds import CHANGES, DayBounds
from pdsched.answers.disturbed import beside, on_dates, whole_dates, whole_plan
from pdsched.answers.excerpt import without_what_asks
from pdsched.answers.explain import clash
from pdsched.answers.frozen_days import thawed
from pdsched.answers.joint_bound import JointBound
from pdsched.answers.least_disturbance import Reached, least, part_of, rank, whole_of
from pdsched.answers.lifts import Lift, with_pins_kept
from pdsched.answers.request import pin_ids
from pdsched.engines.arrays import Ints
from pdsched.model import DisaggregationError, decode, encode, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import people_told
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.params import LnsParams, StrategyParams
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import EngagementPin, PinKind, Problem, SessionPin, StaffMember, Window
from pdsched.result import Status
from pdsched.runner.judge import Judge
from pdsched.search import Limits, solve_here

TRIES = 4
"""Neighbourhoods one after the other that bring nothing, and times that people are named."""
FIRST_SHARE = 0.5
"""Share of the time for a plan to begin with, where nothing of the one before can be kept alone."""
EVERYBODY = LnsParams(substitutes=1_000, colleagues=1_000)
"""Whoever was engaged or covered may do so again."""
FROZEN = "frozen"
"""What pins of frozen days are called, with a number."""
PART_SHARE, BOUND_SHARE, JOINT_SHARE = 0.3, 0.5, 0.9
"""Shares of the time left: for a neighbourhood, for bounds of dates, and that of all at once."""


class LeastDisturbance:
    """One search, until its time is over."""

    def __init__(
        self,
        target: Problem,
        policy: Policy,
        held: Plan,
        open_before: Collection[str],
        freeze: int,
        end: float,
    ) -> None:
        """Take what is given.

        Args:
            target: The problem with changes, past and what is kept.
            policy: With few changes before all else.
            held: The plan that people know.
            open_before: Ids of needs that this plan, as it was known, left open.
            freeze: Days in which nothing moves that still holds.
            end: When the time is over, by `time.monotonic`.
        """
        self._target, self._policy, self._held = target, policy, held
        self._open_before, self._freeze, self._end = frozenset(open_before), freeze, end
        self._wanted = still_wanted(target, held)
        self._stated = target, policy
        """Problem and policy with what is frozen, once that is known."""

    def run(self) -> tuple[Reached, Plan | None]:
        """The plan, without its unmet needs, and what is proven of it."""
        named: set[str] = set()
        for _ in range(TRIES):
            candidates = enumerate_candidates(self._target, self._policy, named)
            try:
                base = encode(candidates, self._wanted)
                problem, policy = self._frozen(candidates, base, named)
                self._stated = problem, policy
                if problem is not self._target:
                    candidates = enumerate_candidates(problem, policy, named)
                    base = encode(candidates, self._wanted)
                reached = self._reach(candidates, base)
                if reached.solution is None:
                    return reached, None
                trimmed = without_spare_sessions(candidates, reached.solution)
                return reached, read_out_busy(candidates, trimmed, self._accepts)[0]
            except DisaggregationError as error:
                named.update(error.members)
        return Reached(None, {}), None

    def clash(self, left: Callable[[], float]) -> Blocked | None:
        """The rules, pins and frozen days that do not go together, where there is no plan."""
        problem, policy = self._stated
        if problem is self._target:
            return clash(problem, policy, left)
        pins = pin_ids(problem) - pin_ids(self._target)
        said = (
            f"Nothing moves in days that are frozen ({self._freeze} from"
            f" {self._target.calendar.today} on), and whoever has nothing to do then gets nothing"
        )
        thaw = partial(thawed, pins, dict(self._idle()))
        frozen = Lift("pins", "", thaw, FROZEN, is_plain=True, said=said)
        return clash(problem, policy, left, [frozen], pins)

    def _reach(self, candidates: Candidates, base: Solution | None) -> Reached:
        if len(candidates.placement) <= StrategyParams().lns_then_whole_up_to:
            return least(whole_of(candidates, base), self._left, 0)
        if base is None:
            # A pin asks for what the plan no longer holds: any plan will do to begin with.
            world, limits = candidates.index.world, Limits(seconds=FIRST_SHARE * self._left())
            first, _, status = solve_here(world.given, world.policy, limits=limits)
            base = None if first is None else encode(candidates, first)
            if base is None:
                return Reached(None, {}, is_refuted=status is Status.INFEASIBLE)
        plan, base = read_out_busy(candidates, base, self._accepts)
        lost, joint = self._lost(plan), JointBound(candidates, base)
        if not joint.is_possible:
            best = self._better(candidates, base, beside, lost, 0)
            return self._by_date(candidates, best, lost)
        wide = partial(whole_dates, dates=joint.dates)
        with joint.looking(JOINT_SHARE * self._left()):
            best = self._better(candidates, base, wide, lost, 0, first_alone=True)
            best = self._better(candidates, best, beside, lost, 0)
            return self._jointly(candidates, best, lost, joint, wide)

    def _jointly(
        self,
        candidates: Candidates,
        best: Solution,
        lost: Collection[str],
        joint: JointBound,
        wide: Callable[..., Ints],
    ) -> Reached:
        """The best solution until the time is over, and a bound of all dates together."""
        number = fruitless = 0
        while fruitless < TRIES:
            number += 1
            count = len(people_told(candidates, best))
            bound = joint.least(count, _share(self._left, JOINT_SHARE))
            is_least = bound == count and not self._lost(decode(candidates, best))
            if self._left() <= 0 or is_least:
                break
            nearby = beside if number % 2 else wide
            if number == 1 and len(joint.shown):  # the first that the bound shows a way to
                nearby = partial(whole_plan, more=joint.shown)
            other = self._better(candidates, best, nearby, lost, number)
            best, fruitless = other, fruitless + 1 if other is best else 0
        count = len(people_told(candidates, best))
        return Reached(best, {CHANGES: joint.least(count, self._left)})

    def _by_date(self, candidates: Candidates, best: Solution, lost: Collection[str]) -> Reached:
        """The best solution until the time is over, and a bound date by date."""
        bounds = DayBounds(candidates)
        number = fruitless = 0
        while fruitless < TRIES:
            number += 1
            count = Counter(on for _, on in people_told(candidates, best))
            known = bounds.by_date(count, _share(self._left, BOUND_SHARE))
            beyond = {on for on, people in count.items() if people > known[on]}
            if self._left() <= 0 or not (beyond or self._lost(decode(candidates, best))):
                break
            nearby = partial(on_dates, dates=beyond) if beyond and number % 2 else beside
            other = self._better(candidates, best, nearby, lost, number)
            best, fruitless = other, fruitless + 1 if other is best else 0
        count = Counter(on for _, on in people_told(candidates, best))
        known = bounds.by_date(count, self._left, again=True)
        return Reached(best, {CHANGES: sum(known.values())})

    def _better(
        self,
        candidates: Candidates,
        best: Solution,
        nearby: Callable[..., Ints],
        lost: Collection[str],
        number: int,
        *,
        first_alone: bool = False,
    ) -> Solution:
        """The best solution of a neighbourhood, if it is better than one."""
        goal = next(iter(tier_goals(self._policy).values()))
        free = nearby(candidates, best, np.random.default_rng(number), lost)
        part = part_of(candidates, best, free, goal, number, EVERYBODY)
        left = _share(self._left, PART_SHARE)
        other = least(part, left, number, first_alone=first_alone).solution
        if other is None:
            return best
        _, other = read_out_busy(candidates, other, self._accepts)
        return other if rank(candidates, other) > rank(candidates, best) else best

    def _accepts(self, plan: Plan) -> bool:
        return not self._judge.judge(self._judge.listed(plan))[0]

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self._target, self._policy)

    def _lost(self, plan: Plan) -> Collection[str]:
        return open_needs(self._target, plan) - self._open_before

    def _left(self) -> float:
        return self._end - monotonic()

    def _frozen(
        self, candidates: Candidates, base: Solution | None, named: Collection[str]
    ) -> tuple[Problem, Policy]:
        """The problem in which nothing moves in the frozen window but what is broken."""
        target, is_in = self._target, self._days
        if not is_in:
            return target, self._policy
        if base is None:
            # A pin asks for what the plan no longer holds: what it holds does not move for that.
            bare = without_what_asks(target, self._policy, ())
            candidates = enumerate_candidates(*bare, named)
            base = encode(candidates, self._wanted)
        if base is None:
            return target, self._policy
        repaired = decode(candidates, base)
        kept, policy = with_pins_kept(target, self._policy)
        sessions = (s for s in repaired.sessions if s.date in is_in)
        pins = [
            SessionPin(
                id=f"{FROZEN} {number}",
                kind=PinKind.REQUIRE,
                staff=person,
                course=s.course,
                date=s.date,
                start=s.start,
                school=s.school,
                published=True,
            )
            for number, (s, person) in enumerate((s, p) for s in sessions for p in s.staff)
        ]
        engaged = [
            EngagementPin(
                id=f"{FROZEN} engagement {number}",
                kind=PinKind.REQUIRE,
                substitute=e.substitute,
                school=e.school,
                date=e.date,
                half=e.half,
                published=True,
            )
            for number, e in enumerate(repaired.engagements)
            if e.date in is_in
        ]
        update = {
            "staff": tuple(self._only_busy()),
            "session_pins": (*kept.session_pins, *pins),
            "engagement_pins": (*kept.engagement_pins, *engaged),
        }
        return kept.model_copy(update=update), policy

    @cached_property
    def _days(self) -> set[date]:
        """The dates that are frozen."""
        today, last = self._target.calendar.today, self._target.calendar.last
        days = [today + timedelta(days=n) for n in range(self._freeze)] if today else []
        return {day for day in days if day <= last}

    def _only_busy(self) -> Iterator[StaffMember]:
        """The staff, away on those of the frozen dates on which they had nothing to do."""
        idle = dict(self._idle())
        for member in self._target.staff:
            windows = (*member.unavailable, *idle.get(member.id, ()))
            yield member.model_copy(update={"unavailable": windows})

    def _idle(self) -> Iterator[tuple[str, tuple[Window, ...]]]:
        """Who had nothing to do, and on which of the frozen dates."""
        busy = {(p, s.date) for s in self._held.sessions for p in s.staff}
        busy |= {(c.holder, c.date) for c in self._held.covers}
        busy |= {(e.substitute, e.date) for e in self._held.engagements}
        givers = {trainer.id: trainer.people for trainer in self._target.trainers}
        busy |= {(p, s.date) for s in self._held.sessions for p in givers.get(s.trainer or "", ())}
        for member in self._target.staff:
            dates = tuple(day for day in sorted(self._days) if (member.id, day) not in busy)
            if dates:
                yield member.id, (Window(start=time(0), end=time(23, 59), dates=dates),)


def _share(left: Callable[[], float], share: float) -> Callable[[], float]:
    """What tells the seconds that are left of a share of those that are left now."""
    end = monotonic() + share * left()
    return lambda: end - monotonic()
