"""A case planned whole, or piece by piece, and held against the best of all its plans."""

from __future__ import annotations

from exhaustive import Exhaustive
from hypothesis import assume
from solving import with_unmet
from strategies import Case

from pdsched import Plan, Status, score, verify
from pdsched.params import SearchParams, StrategyParams
from pdsched.problem.base import Record
from pdsched.result import GoalResult
from pdsched.search import Limits, solve_here

BY_WORK = Limits(work=0.3)
Values = tuple[int, ...]


def in_pieces(medium: int = 0, **others: Record) -> SearchParams:
    """However small a problem is, it is solved like a large one, or like one of medium size."""
    size = StrategyParams(whole_up_to=0, lns_then_whole_up_to=medium)
    return SearchParams(strategy=size).model_copy(update=others)


def best_of_all(case: Case, most: int = 600) -> Values | None:
    """The values of the best of all plans, where these come from so many sets of seats at most."""
    every = Exhaustive(case)
    assume(every.breadth <= most)
    return every.best()


def assert_proves(case: Case, best: Values | None) -> Status:
    """Infeasible exactly where no plan keeps all rules, else proven at the best of all values."""
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))
    if best is None:
        assert status is Status.INFEASIBLE
        return status
    assert status is Status.OPTIMAL
    assert plan is not None
    assert tuple(goal.value for goal in goals) == best
    assert_sound(case, plan, goals)
    return status


def assert_sound_in_pieces(case: Case, medium: int, best: Values | None) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    plan, goals, status = solve_here(*case, limits=BY_WORK, params=in_pieces(medium))
    assert best is None or status is not Status.INFEASIBLE
    if plan is None or best is None:
        return
    assert_sound(case, plan, goals)
    value, bound = goals[0].value, best[0] if goals[0].bound is None else goals[0].bound
    assert value is not None
    if case.policy.tiers[0].maximise:
        assert value <= best[0] <= bound
    else:
        assert value >= best[0] >= bound


def assert_sound(case: Case, plan: Plan, goals: tuple[GoalResult, ...]) -> None:
    """The referee accepts a plan, and finds the values that the solver tells."""
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, found, case.policy))
    assert values == {goal.id: goal.value for goal in goals}
