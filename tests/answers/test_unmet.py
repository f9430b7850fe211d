"""`unmet` against brute force: in no plan exactly where it meets the need in none."""

from __future__ import annotations

from itertools import islice

import pytest
from brute_force import FILTERING, every_plan
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quick import slow
from skipping import REAL_DATA, needs_real_data
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from tuesday import PLAN, PROBLEM

from benchmarks.answers import schools_in_shortage
from pdsched import Plan, Policy, Proof, Result, load_policy, solve, unmet, verify
from pdsched.answers.asked_about import AskedAbout
from pdsched.expansion import in_full
from pdsched.result import GoalResult


@slow
@settings(max_examples=scaled(1), suppress_health_check=FILTERING)
@given(st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_a_need_is_in_no_plan_where_brute_force_has_none(case: Case) -> None:
    """And else a plan shows it that the referee accepts; every reason is proven or bounded."""
    every = every_plan(case)
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    could_be = {
        need
        for other in every.plans()
        if not verify(case.problem, other, case.policy)
        for need in other.needs_met
    }

    answer = unmet(case.problem, plan, policy=case.policy, seconds=240)

    needs = [n for n in in_full(case.problem).needs if n.id not in plan.needs_met]
    assert len(answer.ranked) == len(needs)
    for need, each in zip(needs, answer.ranked, strict=True):
        assert f"({need.id})" in each.sentence
        assert each.possible is (need.id in could_be)
        assert each.proof is not Proof.TRIED
        if each.possible:
            assert each.plan is not None
            assert need.id in each.plan.needs_met
            assert verify(case.problem, each.plan, case.policy) == ()


def test_what_a_need_would_push_out_is_named() -> None:
    """Of two who want one seat, the other one."""
    course = PROBLEM.courses[0].model_copy(update={"group_max": 1, "group_min": 1})
    trainer = PROBLEM.trainers[0]
    window = trainer.available[0].model_copy(
        update={"start": PROBLEM.schools[0].periods[1].start,
                "end": PROBLEM.schools[0].periods[2].end,
                "dates": (PLAN.sessions[0].date,)}
    )  # fmt: skip
    problem = PROBLEM.model_copy(
        update={
            "courses": (course, PROBLEM.courses[1]),
            "needs": tuple(n for n in PROBLEM.needs if n.course == "sheets"),
            "trainers": (trainer.model_copy(update={"available": (window,)}),),
        }
    )
    result = solve(problem, seconds=30)
    answer = unmet(problem, result, seconds=60)

    assert answer.ranked
    assert all("push out 1 need:" in each.sentence for each in answer.ranked if each.possible)
    assert any(each.possible for each in answer.ranked)


def test_of_rules_that_stop_a_need_each_is_necessary() -> None:
    """Whoever is away whenever the trainer comes is told so, and no other rule is."""
    away = {"unavailable": PROBLEM.trainers[0].available}
    staff = tuple(p.model_copy(update=away) if p.id == "bo" else p for p in PROBLEM.staff)
    problem = PROBLEM.model_copy(update={"staff": staff})

    answer = unmet(problem, Plan(), seconds=60)

    told = {each.question.partition("(")[2][:-2]: each for each in answer.ranked}
    assert [rule.rule for rule in told["n-bo-2"].blocking] == ["staff-available"]
    assert "Some of these" not in told["n-bo-2"].sentence


def test_a_need_is_met_by_itself_and_not_by_another_of_its_person() -> None:
    """Bo has two needs that one course answers, and attends it once, for one of them."""
    again = PROBLEM.needs[1].model_copy(update={"id": "n-bo-again", "course": None})
    again = again.model_copy(update={"topic": "sheets", "level_to": 1})
    problem = PROBLEM.model_copy(update={"needs": (*PROBLEM.needs, again)})
    result = solve(problem, seconds=30)
    assert result.plan is not None
    answer = unmet(problem, result, seconds=60)

    [one] = [each for each in answer.ranked if each.possible]
    assert one.plan is not None
    assert {"n-bo", "n-bo-again"} == one.plan.needs_met ^ result.plan.needs_met
    assert "push out 1 need: bo: sheets" in one.sentence


def test_a_result_lends_its_bound() -> None:
    """And a plan has none, until something is proven of all plans."""
    policy = Policy()
    plain = AskedAbout(PROBLEM, policy, PLAN)
    goals = (GoalResult(id="needs-met", value=plain.values["needs-met"], bound=1_000),)
    result = Result(
        status="feasible", problem=PROBLEM.digest(), policy=policy, goals=goals, plan=PLAN
    )

    assert AskedAbout(PROBLEM, policy, result).is_bounded
    assert not plain.is_bounded
    plain.learn({"needs-met": 1_000})
    assert plain.is_bounded


def test_where_every_need_is_met_there_is_nothing_to_tell() -> None:
    """The sentence says so, proven."""
    problem = PROBLEM.model_copy(update={"needs": ()})

    answer = unmet(problem, Plan())

    assert (answer.sentence, answer.proof, answer.ranked) == (
        "Every need is met.", Proof.PROVEN, ()
    )  # fmt: skip


def test_a_time_that_is_too_short_is_said() -> None:
    """Nothing is claimed that was not looked into."""
    answer = unmet(PROBLEM, PLAN, seconds=0.001)

    assert {each.proof for each in answer.ranked} == {Proof.TRIED}
    assert "is not settled" in answer.ranked[0].sentence
    with pytest.raises(ValueError, match="above 0"):
        unmet(PROBLEM, PLAN, seconds=0)


@slow
@needs_real_data
@pytest.mark.parametrize("number", range(5))
def test_each_unmet_need_of_a_real_school_is_answered(number: int) -> None:
    """Under ``quebec``, in shortage: in no plan, or with a plan that the referee accepts."""
    [(_, problem)] = islice(schools_in_shortage(REAL_DATA, seed=1), number, number + 1)
    policy = load_policy("quebec")
    result = solve(problem, policy, seconds=10)
    assert result.plan is not None

    answer = unmet(problem, result, seconds=40)

    left_open = [each.need for each in result.plan.unmet]
    assert len(answer.ranked) == len(left_open) > 0
    for need, each in zip(left_open, answer.ranked, strict=True):
        assert f"({need})" in each.sentence
        if each.possible:
            assert each.plan is not None
            assert need in each.plan.needs_met
            assert verify(problem, each.plan, policy) == ()
    # A busy machine may leave needs unsettled, and then it may have found none that can be met.
    is_settled = all(each.proof is not Proof.TRIED for each in answer.ranked)
    assert any(each.possible for each in answer.ranked) or not is_settled
