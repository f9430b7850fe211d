"""Plans made by chance, pieces of them, and what the engine decides about a piece."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from solving import with_unmet
from strategies import EQUALS, HELPING, ROVING, SMALL, TINY, Case, cases

from pdsched import Plan, score, verify
from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.part import solve_sub_mip
from pdsched.engines.program import Objective
from pdsched.model import DisaggregationError, Solution, decode, enumerate_candidates, formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.decode import read_out
from pdsched.model.formulation.translate import solution_of
from pdsched.model.goals import GOALS, tier_goals
from pdsched.search.subproblem import Move, SubMip

NEEDS, HALF_DAYS = GOALS["needs-met"], GOALS["engaged-half-days"]
QUICK = SolveLimits(None, 0.3, 1, 0)


class Drawn(NamedTuple):
    """A plan of a case, no better than chance made it."""

    case: Case
    candidates: Candidates
    plan: Solution

    @property
    def points(self) -> int:
        """Value of the first goal."""
        return NEEDS.value(self.candidates, self.plan)

    def decoded(self, solution: Solution) -> Plan:
        """A choice with names, its unmet needs listed."""
        try:
            return with_unmet(self.case.problem, decode(self.candidates, solution))
        except DisaggregationError:
            assume(False)
            raise

    def assert_sound(self, solution: Solution) -> None:
        """The referee accepts a choice, and finds the values that the goals find."""
        plan = self.decoded(solution)
        assert verify(self.case.problem, plan, self.case.policy) == ()
        assert self._found(plan) == self._stated(solution)

    def is_sound(self, solution: Solution) -> bool:
        """Whether the referee accepts a choice; some cannot even be written as a plan."""
        try:
            plan = self.decoded(solution)
        except (LookupError, StopIteration):
            return False
        rules = verify(self.case.problem, plan, self.case.policy)
        return rules == () and self._found(plan) == self._stated(solution)

    def _found(self, plan: Plan) -> dict[str, int]:
        return self.case.policy.tier_values(score(self.case.problem, plan, self.case.policy))

    def _stated(self, solution: Solution) -> dict[str, int]:
        _, trimmed = read_out(self.candidates, solution)
        return {
            name: goal.value(self.candidates, trimmed)
            for name, goal in tier_goals(self.case.policy).items()
        }

    def sub_mip(self, free: Ints, plan: Solution | None = None) -> SubMip:
        """A piece of the plan for the first goal."""
        return SubMip(self.candidates, self.plan if plan is None else plan, free, NEEDS)

    def some(self, rng: np.random.Generator) -> Ints:
        """Some attendances, few or many."""
        share = rng.choice([0.1, 0.3, 0.6])
        return np.flatnonzero(rng.random(len(self.candidates.placement)) < share)


def by_chance(case: Case, rng: np.random.Generator) -> Drawn:
    """A plan in which each attendance is worth, or costs, what chance says."""
    candidates = enumerate_candidates(*case)
    statement = formulate(candidates)
    weights = np.zeros(statement.program.columns, dtype=np.int64)
    weights[statement.attend.column] = rng.integers(-2, 4, len(statement.attend.column))
    weights[statement.cover.column] = rng.integers(0, 2, len(statement.cover.ids))
    answer = CpSat().run(statement.program, Objective(weights, True), QUICK)
    assume(answer.values is not None)
    assert answer.values is not None
    return Drawn(case, candidates, solution_of(statement, answer.values))


def change_of(sub_mip: SubMip) -> Move:
    """What the engine decides."""
    found = solve_sub_mip(sub_mip.part(QUICK))
    assert found.values is not None
    return sub_mip.change(found.values)


def without_pins(case: Case) -> Case:
    """The same case, nothing insisted on."""
    problem = case.problem.model_copy(update={"session_pins": (), "engagement_pins": ()})
    return Case(problem, case.policy)


drawn_cases = st.one_of(cases(TINY), cases(EQUALS), cases(ROVING), cases(HELPING), cases(SMALL))
unpinned = drawn_cases.map(without_pins)
seeds = st.integers(0, 2**16)
