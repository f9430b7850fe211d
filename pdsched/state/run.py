"""The districts of a state on their way to plans: a few at a time, the rest on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from time import monotonic
from typing import Any, NamedTuple

from pdsched.clusters.workers import workers_of
from pdsched.errors import StartRejectedError
from pdsched.files import load_problem
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.policy.goals import Tier
from pdsched.problem import Problem
from pdsched.result import Result
from pdsched.runner.judge import Judge
from pdsched.runner.solve_many import solve_many
from pdsched.state.demand import Demand
from pdsched.state.dividing import divide, taken_in
from pdsched.state.problems import at_prices, points_wanted, with_share
from pdsched.state.records import DistrictOutcome, Shares, State
from pdsched.state.store import Store, is_finished

LEAST_SECONDS = 2.0
"""For each search, even where nothing is left."""
_BOUND, _PLAN = 0.4, 0.6
"""Of the time of a district: for its bound, and for its plan."""
_FIRST = 0.9
"""Of the whole time, until every district has a plan; the rest is for handing dates on."""
_EVEN_IF_SMALL = 300
"""Needs that are added to those of each district where time is shared out."""


class _Proven(NamedTuple):
    bound: int
    method: str


class _Planned(NamedTuple):
    """What is kept in memory of the plan of a district."""

    outcome: DistrictOutcome
    used: frozenset[tuple[str, date]]
    """Shared trainers and the dates on which they give something."""
    met: frozenset[str]
    """Wishes that are met."""


class Districts:
    """All districts, with what is known of each."""

    def __init__(
        self,
        state: State,
        demands: Sequence[Demand],
        policy: Policy,
        store: Store,
        shares: Shares,
        *,
        seconds: float,
        begun: float,
        executor: Executor | None,
        options: Mapping[str, Any],
        tell: Callable[[DistrictOutcome], object],
    ) -> None:
        self._state, self._policy, self._store, self.shares = state, policy, store, shares
        # Small ones first: what they leave of their time is for the others.
        self._demands = {d.id: d for d in sorted(demands, key=lambda d: (d.needs, d.id))}
        self._paths = {district.id: district.path for district in state.districts}
        self._end = begun + seconds
        self._first_end = begun + _FIRST * seconds
        self._executor, self._options, self._tell = executor, options, tell
        self._proven: dict[str, _Proven] = {}
        self._planned: dict[str, _Planned] = {}

    def plan_all(self) -> None:
        """A bound and a plan of each, as far as there is none on the disk."""
        batches = list(self._batches(self._demands))
        left = sum(map(self._weight, batches))
        for batch in batches:
            problems = {name: load_problem(self._paths[name]) for name in batch}
            weight = self._weight(batch)
            self._prove(problems, self._seconds(self._first_end, _BOUND * weight, left))
            left -= _BOUND * weight
            self._plan(problems, self._seconds(self._first_end, _PLAN * weight, left))
            left -= _PLAN * weight

    def hand_on(self) -> None:
        """Dates that nobody used go to districts with needs unmet, as long as there is time."""
        refused: set[tuple[str, date, str]] = set()
        while self._end - monotonic() > LEAST_SECONDS:
            before = taken_in(self.shares.shares)
            used = {key for planned in self._planned.values() for key in planned.used}
            kept = {key: district for key, district in before.items() if key in used}
            refused |= {(*key, name) for key, name in before.items() if key not in used}
            demands = [d.without(self._planned[d.id].met) for d in self._demands.values()]
            shares = divide(
                self._state.trainers,
                demands,
                limited=self._policy.holds("trainer-load"),
                kept=kept,
                refused=refused,
            )
            after = taken_in(shares)
            gaining = {district for key, district in after.items() if key not in kept}
            if not gaining:
                return
            self._share_again(self.shares.model_copy(update={"shares": shares}), gaining)

    def outcomes(self) -> tuple[DistrictOutcome, ...]:
        """Every district, in the order of the state."""
        return tuple(self._planned[district.id].outcome for district in self._state.districts)

    def _share_again(self, shares: Shares, gaining: Collection[str]) -> None:
        """Plan those who gain dates from the plans they have; others lose what they did not use.

        The shares are on the disk first: whoever begins again after this was cut short plans with
        them, and from plans that keep the rules under them.
        """
        losing = [n for n in self._demands if self.shares.of(n) != shares.of(n)]
        self.shares = shares
        self._store.keep_shares(shares)
        for name in losing:
            if name not in gaining:
                self._relabel(name)
        batches = list(self._batches([name for name in self._demands if name in gaining]))
        left = sum(map(self._weight, batches))
        for batch in batches:
            problems = {name: load_problem(self._paths[name]) for name in batch}
            self._plan(problems, self._seconds(self._end, self._weight(batch), left))
            left -= self._weight(batch)

    def _relabel(self, name: str) -> None:
        """The plan of a district is one of its problem with fewer dates, too."""
        result = self._store.plan(name)
        if result is None or result.plan is None:
            return
        problem = self._shared(name, load_problem(self._paths[name]))
        judge = Judge(problem, self._policy)
        judge.accept(result.plan, (*result.goals, *result.left_open))
        again = {"problem": problem.digest(), "plan": judge.relabelled(result.plan)}
        self._keep(name, problem, result.model_copy(update=again))

    def _batches(self, names: Collection[str]) -> Iterator[list[str]]:
        """As many at a time as are solved at a time: no more problems than that are in memory."""
        size, listed = self._at_once(), list(names)
        for start in range(0, len(listed), size):
            yield listed[start : start + size]

    def _at_once(self) -> int:
        if self._executor is None:
            return 1
        behind = workers_of(self._executor)
        carries = getattr(self._executor, "_max_workers", 0) if behind is None else behind.threads()
        return int(carries or os.cpu_count() or 1)

    def _weight(self, batch: Sequence[str]) -> float:
        return max(self._demands[name].needs for name in batch) + _EVEN_IF_SMALL

    def _seconds(self, end: float, weight: float, left: float) -> float:
        return max(LEAST_SECONDS, (end - monotonic()) * weight / max(left, weight))

    def _prove(self, problems: Mapping[str, Problem], seconds: float) -> None:
        """A bound of each district at the prices."""
        policy = _for_needs_alone(self._policy)
        asked = {name: self._priced(name, problem, policy) for name, problem in problems.items()}
        for under in {policy.digest(): policy for _, policy in asked.values()}.values():
            alike = {n: p for n, (p, other) in asked.items() if other.digest() == under.digest()}
            on_disk = {name: self._store.bound(name, p, under) for name, p in alike.items()}
            known = {name: result for name, result in on_disk.items() if result is not None}
            known |= solve_many(
                {name: problem for name, problem in alike.items() if name not in known},
                under,
                seconds=seconds,
                executor=self._executor,
                on_result=self._store.keep_bound,
                **self._options,
            )
            for name, problem in alike.items():
                self._proven[name] = _least(points_wanted(problem, under), known[name])

    def _priced(self, name: str, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        demand, trainers = self._demands[name], self._state.trainers
        return at_prices(problem, policy, trainers, self.shares.prices, demand)

    def _shared(self, name: str, problem: Problem) -> Problem:
        return with_share(problem, self._state.trainers, self.shares, name)

    def _plan(self, problems: Mapping[str, Problem], seconds: float) -> None:
        """A plan of each district with its share, from the one on the disk where that holds."""
        open_ones, begin = {}, {}
        for name, given in problems.items():
            problem, known = self._shared(name, given), self._store.plan(name)
            if known is not None and is_finished(known, problem, self._policy):
                self._note(name, known)
                continue
            open_ones[name] = problem
            if (plan := self._still_holds(problem, known)) is not None:
                begin[name] = plan
        solve_many(
            open_ones,
            self._policy,
            seconds=seconds,
            initial_plans=begin,
            executor=self._executor,
            on_result=lambda name, result: self._keep(name, open_ones[name], result),
            **self._options,
        )

    def _still_holds(self, problem: Problem, known: Result | None) -> Plan | None:
        if known is None or known.plan is None:
            return None
        try:
            return Judge(problem, self._policy).start(known.plan)[0]
        except StartRejectedError:
            return None

    def _keep(self, name: str, problem: Problem, result: Result) -> None:
        self._store.keep_plan(name, problem, result)
        self._note(name, result)

    def _note(self, name: str, result: Result) -> None:
        plan, demand, proven = result.plan, self._demands[name], self._proven[name]
        shared = {trainer.id for trainer in self._state.trainers}
        needs_met = set() if plan is None else plan.needs_met
        met = frozenset(wish.id for wish in demand.wishes if wish.id in needs_met)
        sessions = () if plan is None else plan.sessions
        outcome = DistrictOutcome(
            id=name,
            problem=result.problem,
            status=result.status,
            value=result.value,
            bound=proven.bound,
            method=proven.method,
            shared_needs=len(demand.wishes),
            shared_met=len(met),
        )
        used = frozenset((s.trainer, s.date) for s in sessions if s.trainer in shared)
        self._planned[name] = _Planned(outcome, used, met)
        self._tell(outcome)


def _for_needs_alone(policy: Policy) -> Policy:
    """The policy with no goal but the needs met, where no rule is softer for it: it is sooner done.

    A rule that is a goal would hold if it were none, and plans that break it would be left out.
    """
    if policy.soft:
        return policy
    return policy.model_copy(update={"goals": (Tier({"needs-met": 1}),)})


def _least(wanted: int, result: Result) -> _Proven:
    """What was proven, or all needs added up, if nothing was or that is less."""
    if result.bound is None or result.bound > wanted:
        return _Proven(wanted, "needs")
    return _Proven(result.bound, result.goals[0].method)
