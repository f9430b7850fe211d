"""`explain`: what does not go together, and repairs of which the cheapest is the cheapest."""

from __future__ import annotations

import pytest
from brute_force import FILTERING, best_of
from hypothesis import assume, given, settings
from one_hour import one_hour
from quick import slow
from strategies import BRIEF, MICRO, Case, cases, scaled
from test_clashes import FIVE, pin

from pdsched import ProblemError, Proof, explain
from pdsched.answers.blocked import Blocked
from pdsched.answers.repairs import helping, repairs
from pdsched.plan import Plan

SECONDS = 240.0


def test_three_pins_and_the_size_of_a_group_do_not_go_together() -> None:
    """Each is a member, and a group of one more, or any pin less, is a repair with a plan."""
    answer = explain(FIVE, seconds=SECONDS)

    assert (answer.possible, answer.proof) == (False, Proof.PROVEN)
    assert {rule.who for rule in answer.blocking if rule.rule == "pins"} == {"pin0", "pin1", "pin2"}
    sentences = [each.sentence for each in answer.ranked]
    assert any(said.startswith("Without pin pin0") for said in sentences)
    assert not any("not-ben" in said for said in sentences)
    for repair in answer.ranked:
        assert isinstance(repair.plan, Plan)
        assert repair.possible


def test_where_all_goes_together_a_plan_shows_it() -> None:
    """Nothing blocks, and nothing has to be repaired."""
    answer = explain(one_hour(3, session_pins=[pin(0)]), seconds=SECONDS)

    assert (answer.possible, answer.proof, answer.blocking) == (True, Proof.PROVEN, ())
    assert answer.plan is not None
    assert "p0" in answer.plan.sessions[0].staff


def test_what_is_wrong_is_told_before_anything_is_solved() -> None:
    """Faults of the problem are raised, and seconds that are none."""
    with pytest.raises(ProblemError, match="PD601"):
        explain(one_hour(3, session_pins=[{"id": "p", "kind": "require"}]))
    with pytest.raises(ValueError, match="above 0"):
        explain(FIVE, seconds=-1)


@slow
@settings(max_examples=scaled(1.5), suppress_health_check=FILTERING)
@given(cases(MICRO) | cases(BRIEF))
def test_explain_says_impossible_where_brute_force_has_no_plan(case: Case) -> None:
    """The cheapest repair is the best of all that help, each as good as brute force has it."""
    best = best_of(case)

    answer = explain(*case, seconds=SECONDS)

    assert answer.possible is (best is not None)
    if best is not None:
        return
    values = [[(p.value or 0) * _sign(p.better) for p in each.goals] for each in answer.ranked]
    assert values == sorted(values, reverse=True)


def _sign(better: str) -> int:
    return 1 if better == "more" else -1


@slow
@settings(max_examples=scaled(2), suppress_health_check=FILTERING)
@given(cases(MICRO) | cases(BRIEF))
def test_a_repair_helps_just_where_brute_force_has_a_plan(case: Case) -> None:
    """And its values are those of the best plan of the problem so repaired."""
    from pdsched.answers.explain import _Explanation, clash

    assume(best_of(case) is None)
    explanation = _Explanation(*case, began=0.0, seconds=1e9)
    blocked = clash(explanation._problem, explanation._policy, lambda: SECONDS)
    assert isinstance(blocked, Blocked)
    tried = list(repairs(*case, blocked))[:8]
    helped = {each.repair.sentence: each for each in helping(*case, tried, lambda: SECONDS)}
    families = {each.repair.family for each in helped.values()} - {""}
    for repair in tried:
        if repair.family in families and repair.sentence not in helped:
            continue
        edited = repair.edit(*case)
        best = best_of(Case(*edited))
        assert (repair.sentence in helped) is (best is not None)
        if best is not None:
            values = helped[repair.sentence].values
            assert tuple(values[tier.id] for tier in case.policy.tiers) == best
