"""The districts of a state on their way to plans: a few at a time, the rest on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import date
from time import monotonic
from types import MappingProxyType
from typing import Any, NamedTuple

from pdsched.clusters.workers import workers_of
from pdsched.errors import SolverError, StartRejectedError
from pdsched.files import load_problem
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Result, Status
from pdsched.runner.judge import Judge
from pdsched.runner.solve_many import solve_many
from pdsched.state.demand import Demand
from pdsched.state.dividing import divide, listed, taken_in
from pdsched.state.problems import at_prices, with_share
from pdsched.state.proven import Proven, for_needs_alone, least
from pdsched.state.records import DistrictOutcome, Share, Shares, State
from pdsched.state.store import Store, is_finished

LEAST_SECONDS = 2.0
"""For each search, even where nothing is left."""
_BOUND, _PLAN = 0.4, 0.6
"""Of the time of a district: for its bound, and for its plan."""
_FIRST = 0.9
"""Of the whole time, until every district has a plan; the rest is for handing dates on."""
_EVEN_IF_SMALL = 300
"""Needs that are added to those of each district where time is shared out."""


class _Planned(NamedTuple):
    """What is kept in memory of the plan of a district."""

    outcome: DistrictOutcome
    used: frozenset[tuple[str, date]]
    """Shared trainers and the dates on which they give something."""
    met: frozenset[str]
    """Wishes that are met."""

    @property
    def is_open(self) -> bool:
        """Whether nobody knows of a plan, nor that there is none."""
        return self.outcome.value is None and self.outcome.status is not Status.INFEASIBLE


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
        self._proven: dict[str, Proven] = {}
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
            del problems  # Before the next ones are read.

    def hand_on(self) -> None:
        """Dates that nobody used go to districts with needs unmet, as long as there is time."""
        refused = {(*key, s.district) for s in self.shares.refused for key in _keys(s)}
        while self._end - monotonic() > LEAST_SECONDS:
            before = taken_in(self.shares.shares)
            used = {key for planned in self._planned.values() for key in planned.used}
            # Who had no time for a plan has not said that the dates are of no use.
            waiting = {name for name, planned in self._planned.items() if planned.is_open}
            kept = {k: name for k, name in before.items() if k in used or name in waiting}
            refused |= {(*key, name) for key, name in before.items() if key not in kept}
            demands = [d.without(self._planned[d.id].met) for d in self._demands.values()]
            shares = divide(
                self._state.trainers,
                demands,
                limited=self._policy.keeps_trainer_loads,
                kept=kept,
                refused=refused,
            )
            after = taken_in(shares)
            gaining = {district for key, district in after.items() if key not in kept}
            told = {"shares": shares, "refused": listed(refused)}
            self._share_again(self.shares.model_copy(update=told), gaining)
            if not gaining:
                return

    def outcomes(self) -> tuple[DistrictOutcome, ...]:
        """Every district, in the order of the state."""
        return tuple(self._planned[district.id].outcome for district in self._state.districts)

    def _share_again(self, shares: Shares, gaining: Collection[str]) -> None:
        """Plan those who gain dates from the plans they have; others lose what they did not use.

        The shares are on the disk first: whoever begins again after this was cut short plans with
        them, and from plans that keep the rules under them.
        """
        if shares == self.shares:
            return
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
            del problems

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
        size, every = self._at_once(), list(names)
        for start in range(0, len(every), size):
            yield every[start : start + size]

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
        policy = for_needs_alone(self._policy)
        asked = {name: self._priced(name, problem, policy) for name, problem in problems.items()}
        for under in {policy.digest(): policy for _, policy in asked.values()}.values():
            alike = {n: p for n, (p, other) in asked.items() if other.digest() == under.digest()}
            on_disk = {name: self._store.bound(name, p, under) for name, p in alike.items()}
            known = {name: result for name, result in on_disk.items() if result is not None}
            known |= self._search(
                {name: problem for name, problem in alike.items() if name not in known},
                under,
                seconds=seconds,
                on_result=self._store.keep_bound,
            )
            for name, problem in alike.items():
                self._proven[name] = least(problem, under, known.get(name))

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
        done = self._search(
            open_ones,
            self._policy,
            seconds=seconds,
            begin=begin,
            on_result=lambda name, result: self._keep(name, open_ones[name], result),
        )
        for name in open_ones:
            if name not in done and name not in self._planned:
                self._note(name, self._without_plan(open_ones[name]))

    def _without_plan(self, problem: Problem) -> Result:
        return Result(status=Status.UNKNOWN, problem=problem.digest(), policy=self._policy)

    def _search(
        self,
        problems: Mapping[str, Problem],
        policy: Policy,
        *,
        seconds: float,
        on_result: Callable[[str, Result], object],
        begin: Mapping[str, Plan] = MappingProxyType({}),
    ) -> dict[str, Result]:
        """As `solve_many`, but a search that dies has no result, and the others go on."""
        done: dict[str, Result] = {}

        def note(name: str, result: Result) -> None:
            done[name] = result
            on_result(name, result)

        one_by_one = [[name] for name in problems] if len(problems) > 1 else []
        for names in ([*problems], *one_by_one):
            asked = {name: problems[name] for name in names if name not in done}
            if asked:
                with suppress(SolverError):
                    solve_many(
                        asked,
                        policy,
                        seconds=seconds,
                        initial_plans={name: begin[name] for name in asked if name in begin},
                        executor=self._executor,
                        on_result=note,
                        **self._options,
                    )
        return done

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


def _keys(share: Share) -> Iterator[tuple[str, date]]:
    return ((share.trainer, day) for day in share.dates)
