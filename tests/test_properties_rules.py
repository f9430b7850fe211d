"""Under any policy the solver agrees with the referee on the best of all plans."""

from __future__ import annotations

from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from solving import with_unmet
from strategies import BRIEF, MICRO, ROVING, TINY, Case, scaled, wide_cases
from test_search import BY_WORK, in_pieces

from pdsched import Status, score, verify
from pdsched.model import Limits, solve_here

TRACTABLE = 600


@settings(max_examples=scaled(2))
@given(st.one_of(wide_cases(MICRO), wide_cases(BRIEF), wide_cases(ROVING), wide_cases(TINY)))
def test_any_policy_is_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan keeps all rules, else proven at the best of all values."""
    every = Exhaustive(case)
    assume(every.breadth <= TRACTABLE)
    best = every.best()
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))

    if best is None:
        assert status is Status.INFEASIBLE
        return
    assert status is Status.OPTIMAL
    assert plan is not None
    assert tuple(goal.value for goal in goals) == best
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, found, case.policy))
    assert tuple(values.values()) == best


@settings(max_examples=scaled(1))
@given(wide_cases(TINY), st.sampled_from([0, 6_000]))
def test_any_policy_is_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    every = Exhaustive(case)
    assume(every.breadth <= TRACTABLE)
    best = every.best()
    with in_pieces(medium):
        plan, goals, status = solve_here(*case, limits=BY_WORK)

    assert best is None or status is not Status.INFEASIBLE
    if plan is None or best is None:
        return
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, found, case.policy))
    assert values == {goal.id: goal.value for goal in goals}
    assert goals[0].value is not None
    assert goals[0].value <= best[0] <= (goals[0].bound or best[0])
