"""What is said of unmet needs, held against the best of all plans of tiny problems."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from oracle import Oracle
from strategies import HELPING, Case, cases

from pdsched.plan import Plan
from pdsched.policy import RULES
from pdsched.reasons import unmet_needs

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
