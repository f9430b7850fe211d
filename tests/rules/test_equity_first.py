"""Equity before all else: a policy can begin with those who are served worst."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import BY_WORK, assert_proves, assert_sound_in_pieces, best_of_all, in_pieces
from pydantic import ValidationError
from solving import with_unmet
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from test_equity import WORST, solved, three_schools

from pdsched import Policy, Problem, generate, verify
from pdsched.policy.goals import EQUITY
from pdsched.search import solve_here

LATER = ("engaged-half-days", "lessons-covered", "trainer-visits")


@composite
def fair_cases(draw: DrawFn) -> Case:
    """A problem, and a policy whose first goals are of equity."""
    case = draw(cases(draw(st.sampled_from([MICRO, BRIEF, TINY]))))
    first = draw(st.lists(st.sampled_from(EQUITY), min_size=1, max_size=2, unique=True))
    last = draw(st.lists(st.sampled_from(LATER), max_size=2, unique=True))
    goals = (*first, "needs-met", *last)
    figures = {
        "equity_depth": draw(st.sampled_from([1, 2])),
        "fair_share": draw(st.sampled_from([0.5, 1.0])),
    }
    return Case(case.problem, Policy(**(case.policy.model_dump() | figures | {"goals": goals})))


@settings(max_examples=scaled(1))
@given(fair_cases())
def test_equity_first_is_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan keeps all rules, else proven at the best of all values."""
    assert_proves(case, best_of_all(case))


@settings(max_examples=scaled(1))
@given(fair_cases(), st.sampled_from([0, 6_000]))
def test_equity_first_is_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    assert_sound_in_pieces(case, medium, best_of_all(case))


def test_who_is_served_worst_comes_before_all_points() -> None:
    """Both hours for b are worth more points, but c would have none of them."""
    problem = three_schools()
    dear = tuple(n.model_copy(update={"priority": 5 if n.staff[0] == "b" else 1}) for n in NEEDS)
    staff = tuple(m for m in problem.staff if m.id != "a1")
    problem = problem.model_copy(update={"staff": staff, "needs": dear})
    points, _ = solved(problem, Policy(goals=("needs-met", WORST)))
    fair, values = solved(problem, Policy(goals=(WORST, "needs-met")))

    assert {release.staff[0] for release in points.releases} == {"b"}
    assert {release.staff[0] for release in fair.releases} == {"b", "c"}
    assert (values[WORST], values["needs-met"]) == (500, 60)


NEEDS = [need for need in three_schools().needs if need.staff != "a1"]


def district() -> Problem:
    """A small district over four weeks."""
    return generate(size="XS", weeks=4)


@pytest.mark.parametrize("first", ["worst-served-school", "worst-served-role", "unserved-people"])
def test_a_district_is_not_left_empty(first: str) -> None:
    """Solved like a large one, it has about the needs met that it has with needs first."""
    problem = district()
    policy, limits, params = Policy(goals=(first, "needs-met")), BY_WORK, in_pieces()
    before = Policy(goals=("needs-met", first))
    _, usual, _ = solve_here(problem, before, limits=limits, params=params)
    plan, goals, _ = solve_here(problem, policy, limits=limits, params=params)
    assert plan is not None

    assert verify(problem, with_unmet(problem, plan), policy) == ()
    assert goals[1].value is not None
    assert usual[0].value is not None
    assert goals[1].value >= 0.95 * usual[0].value


def test_a_policy_begins_with_needs_or_equity() -> None:
    """Needs belong to every policy; any other first tier would be best without sessions."""
    with pytest.raises(ValidationError, match="needs-met is in no tier"):
        Policy(goals=(WORST,))
    with pytest.raises(ValidationError, match="has to hold needs-met, or a goal of equity"):
        Policy(goals=("engaged-half-days", "needs-met"))
