"""The best plan near another that keeps what is pinned besides: one sub-MIP, goal after goal.

A neighbourhood of the plan is set free: whoever is asked for, with all that they could attend; the
sessions that they could join, with everybody in them; whoever of the plan shares a row with these
attendances (the same half-days to cover, trainers' weeks, rooms, people away at once) and where
else these could go; and who waits for the same sessions, so that new groups can form. All else of
the plan stays as it is. What comes of it is a plan of the whole problem that keeps every rule: so
its values are exact, and say what the answer costs at most. They prove nothing of what it costs at
least, and where the neighbourhood holds no plan there may still be one elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import replace
from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.answers.of_use import Rows, no_rows
from pdsched.engines.arrays import Bools, Ints, lookup_sorted, union, unique
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model import DisaggregationError, decode, enumerate_candidates, formulate, reaches
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.encode import written
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.model.goals import tier_goals
from pdsched.model.rules.pins import attendances_of
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, SessionPin
from pdsched.search.subproblem import SubMip

TRIES = 4
"""Times that people are named whom counts could not tell apart."""


class Reach(NamedTuple):
    """How far the neighbourhood reaches."""

    most: int = 1_500
    """Attendances that are set free at most, beside those of the plan."""
    sessions: int = 60
    """Placements at most that are looked at for what is asked for, those with a session first."""

    seed: int = 0
    """Which of all placements these are is drawn by it."""

    @property
    def farther(self) -> Reach:
        """A larger neighbourhood, elsewhere."""
        return Reach(2 * self.most, self.sessions, self.seed + 1)


class Nearby:
    """The plans near one plan that keep every rule and pin of a problem.

    It holds the candidates, which take seconds in a district, from one look to the next.
    """

    more: Rows = staticmethod(no_rows)
    """Adds rows beside those of the rules, where what is asked for takes some."""

    def __init__(
        self,
        problem: Problem,
        policy: Policy,
        plan: Plan,
        pins: tuple[SessionPin, ...],
        named: Collection[str] = (),
    ) -> None:
        """Take the problem with what is asked for.

        Args:
            problem: What is given, with the pins that are asked for.
            policy: The policy.
            plan: A plan that keeps every rule of the problem but these pins.
            pins: Those of the session pins that are asked for.
            named: Staff members whom `asking` may ask for.
        """
        self._problem, self._policy, self._plan, self._pins = problem, policy, plan, pins
        self._named = set(named)
        self._begin()

    def _begin(self) -> None:
        self._candidates = enumerate_candidates(self._problem, self._policy, self._named)
        self._base = _base(self._candidates, self._plan)

    def asking(self, problem: Problem, pins: tuple[SessionPin, ...]) -> Nearby:
        """The same with other pins, and with the candidates of this one, which know none of them.

        Args:
            problem: The problem in full, with the pins that are asked for and no other change.
            pins: These pins: their people are named, and none has both a person and a trainer or
                room, whose courses would have to be told apart.
        """
        other = copy(self)
        other._named = set(self._named)
        other._problem, other._pins = problem, pins
        index = copy(self._candidates.index)
        index.world = copy(index.world)
        index.world.problem = problem
        other._candidates = replace(self._candidates, index=index)
        return other

    @property
    def candidates(self) -> Candidates:
        """All that could happen."""
        return self._candidates

    def has_single(self, staff: Collection[str]) -> bool:
        """Whether each of some people is a group alone, so that `asking` may ask for them."""
        named = frozenset(staff)
        return all(
            len(group.members) == 1 or named.isdisjoint(group.members)
            for group in self._candidates.index.staff
        )

    @property
    def placements(self) -> int:
        """How many placements the whole problem has."""
        return len(self._candidates.placements)

    @property
    def is_empty(self) -> bool:
        """Whether nobody could attend a session that is asked for, whatever is free."""
        return bool(self._pins) and not any(
            len(attendances_of(self._candidates, pin)) for pin in self._pins
        )

    def _free(self, c: Candidates, base: Solution, rng: np.random.Generator, reach: Reach) -> Ints:
        return neighbourhood(c, base, self._pins, rng, reach)

    def best(self, seconds: float, reach: Reach) -> Plan | None:
        """The best plan in a neighbourhood; ``None`` if there is none, or none was found in time.

        Args:
            seconds: Wall-clock limit, kept to within what one statement takes.
            reach: How far the neighbourhood reaches.
        """
        deadline = monotonic() + seconds
        for _ in range(TRIES):
            if self.is_empty:
                return None
            c = self._candidates
            free = self._free(c, self._base, np.random.default_rng(reach.seed), reach)
            solution = _solved(c, self._base, free, deadline, reach.seed, self.more)
            if solution is None:
                return None
            try:
                return decode(c, without_spare_sessions(c, solution))
            except DisaggregationError as error:
                self._named.update(error.members)
                self._begin()
        return None


def _base(candidates: Candidates, plan: Plan) -> Solution:
    """All of the plan in numbers of candidates, whatever it does not keep."""
    chosen = written(candidates, plan)
    f = formulate(candidates, chosen.attends.ids, chosen.engaged.ids, covering=chosen.covering.ids)
    return chosen._replace(naming=solution_of(f, values_of(f, chosen)).naming)


def neighbourhood(
    candidates: Candidates,
    base: Solution,
    pins: tuple[SessionPin, ...],
    rng: np.random.Generator,
    reach: Reach,
) -> Ints:
    """Attendances to set free so that pins can be kept, sorted."""
    c, attended = candidates, base.attends.ids
    asked = np.zeros(0, dtype=np.int64)
    for pin in pins:
        asked = union(asked, attendances_of(c, pin))
    held = unique(c.placement[attended]).astype(np.int64)
    free = asked[:0]
    if any(pin.staff is not None for pin in pins):
        # What comes first for them has to find its place, too.
        is_asked_for = np.isin(c.group, unique(c.group[asked]))
        free = attended[is_asked_for[attended]]
        is_open = is_asked_for & ~np.isin(c.need, c.need[attended])
        asked = union(asked, np.flatnonzero(is_open))
    asked = among(c, asked, held, rng, reach.sessions)
    where = unique(c.placement[asked]).astype(np.int64)
    free = union(free, asked)
    # Whoever sits or could sit where the session would be, and whatever shares a row with it.
    is_there = lookup_sorted(where, c.placement[attended].astype(np.int64))[0]
    free = union(free, attended[touching(c, free, attended) | is_there])
    waiting = c.attending(where)
    is_waiting = ~np.isin(c.need[waiting], c.need[attended]) | lookup_sorted(free, waiting)[0]
    free = union(free, waiting[is_waiting][: reach.most])
    free = union(free, elsewhere(c, free, held, rng, reach.most))
    return union(free, left_behind(c, free, attended))


def left_behind(c: Candidates, free: Ints, attended: Ints) -> Ints:
    """Attendances of the plan at sessions that somebody may leave, for which they may be too few.

    Args:
        c: The candidates.
        free: What is free, sorted.
        attended: Attendances of the plan, sorted.
    """
    leaving = attended[lookup_sorted(free, attended)[0]]
    where = unique(c.placement[leaving]).astype(np.int64)
    return attended[lookup_sorted(where, c.placement[attended].astype(np.int64))[0]]


def among(c: Candidates, asked: Ints, held: Ints, rng: np.random.Generator, most: int) -> Ints:
    """Those asked for at so many placements of each need: sessions of the plan first."""
    where = c.placement[asked].astype(np.int64)
    keys = rng.random(len(asked)) - lookup_sorted(held, where)[0]
    order = np.lexsort((keys, c.need[asked]))
    need = c.need[asked][order]
    is_among = np.arange(len(order)) - np.searchsorted(need, need) < most
    sample = unique(where[order[is_among]])
    return asked[lookup_sorted(sample, where)[0]]


def touching(c: Candidates, asked: Ints, attended: Ints) -> Bools:
    """By attendance of the plan, whether it shares a row with one that is asked for."""
    is_near = np.zeros(len(attended), dtype=np.bool_)
    for shared in reaches(c.index.world.policy):
        keys = unique(shared(c, asked)[1])
        position, key = shared(c, attended)
        is_near[position[lookup_sorted(keys, key)[0]]] = True
    return is_near


def elsewhere(c: Candidates, free: Ints, held: Ints, rng: np.random.Generator, most: int) -> Ints:
    """Where else those could go whose needs are free: at sessions of the plan rather."""
    left = most - len(free)
    if left <= 0:
        return free[:0]
    is_free = np.zeros(len(c.index.staff) * c.index.slots, dtype=np.bool_)
    is_free[c.need[free]] = True
    other = np.flatnonzero(is_free[c.need])
    is_held = lookup_sorted(held, c.placement[other].astype(np.int64))[0]
    return union(other[is_held][:left], rng.permutation(other[~is_held])[: left // 2])


def _solved(
    c: Candidates, base: Solution, free: Ints, deadline: float, seed: int, more: Rows
) -> Solution | None:
    """The best solution with these attendances free, goal after goal."""
    goals = [goal for goal in tier_goals(c.index.world.policy).values() if goal.wanted(c)]
    part = SubMip(c, base, free, goals[0], seed=seed, more=more)
    program, values = part.program, None
    for number, goal in enumerate(goals):
        left = deadline - monotonic()
        if left <= 0 and values is not None:
            break
        objective = Objective(goal.weights(part.formulation)[part.columns], goal.maximise)
        share = max(0.1, left / (2 if number + 1 < len(goals) else 1))
        answer = CpSat().run(program, objective, SolveLimits(share, None, 1, seed), values)
        if answer.values is None:
            if values is None:
                return None
            continue
        values = answer.values
        program = no_worse(program, objective, values)
    if values is None:
        return None
    if (left := deadline - monotonic()) > 0:
        kept = _as_before(part.formulation, base)[part.columns]
        limits = SolveLimits(left, None, 1, seed)
        last = CpSat().run(program, Objective(kept, maximise=True), limits, values).values
        values = values if last is None else last
    return part.change(values).on(base)


def _as_before(f: Formulation, base: Solution) -> Ints:
    """By column, 1 for what people of the plan attend: of plans as good, few disturb few."""
    kept = np.zeros(f.program.columns, dtype=np.int64)
    kept[f.attend.column] = lookup_sorted(base.attends.ids, f.attend.ids)[0]
    return kept


def no_worse(program: IntegerProgram, objective: Objective, values: Ints) -> IntegerProgram:
    """The program with a row more: the objective no worse than these values have it."""
    columns = np.flatnonzero(objective.weights)
    limit = float(objective.value(values))
    low, high = (limit, np.inf) if objective.maximise else (-np.inf, limit)
    return program.with_row(columns, objective.weights[columns], low, high)
