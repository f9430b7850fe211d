"""What is said of unmet needs, held against the best of all plans of tiny problems."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from oracle import Oracle
from solving import with_unmet
from strategies import HELPING, Case, cases, wide_cases

from pdsched import Status
from pdsched.plan import Plan
from pdsched.policy import RULES
from pdsched.reasons import unmet_needs
from pdsched.search import Limits, solve_here

BREADTH = 20_000
"""How many choices the oracle may have, so that it answers soon."""


@given(case=st.one_of(cases(), cases(HELPING)))
def test_of_a_best_plan_no_need_is_laid_to_the_search(case: Case) -> None:
    """In a plan that is best of all, something truly stops each need that it leaves open."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= BREADTH)
    best = oracle.best()
    assume(best is not None)
    assert best is not None
    found = unmet_needs(case.problem, best.plan, case.policy, complete=False)
    assert [unmet.need for unmet in found] == [unmet.need for unmet in best.plan.unmet]
    assert {unmet.rule for unmet in found} <= set(RULES)


@given(case=st.one_of(cases(), cases(HELPING)))
def test_of_an_empty_plan_some_need_is_laid_to_the_search(case: Case) -> None:
    """Where some plan meets a need, nothing stops the people of its first session."""
    problem = case.problem.model_copy(update={"session_pins": (), "engagement_pins": ()})
    oracle = Oracle(problem, case.policy)
    assume(oracle.breadth <= BREADTH)
    best = oracle.best()
    assume(best is not None and best.points > 0)
    found = unmet_needs(problem, Plan(), case.policy, complete=False)
    assert "search-ended" in {unmet.rule for unmet in found}


@given(case=wide_cases())
def test_under_any_policy_no_need_of_a_best_plan_is_laid_to_the_search(case: Case) -> None:
    """What the referee alone knows of a rule is a reason, too."""
    policy = case.policy.model_copy(update={"goals": ({"needs-met": 1},)})
    plan, _, status = solve_here(case.problem, policy, limits=Limits(seconds=20))
    assume(status is Status.OPTIMAL)
    assert plan is not None
    whole = with_unmet(case.problem, plan)
    found = unmet_needs(case.problem, whole, policy, complete=False)

    assert [unmet.need for unmet in found] == [unmet.need for unmet in whole.unmet]
    assert {unmet.rule for unmet in found} <= set(policy.rules)
