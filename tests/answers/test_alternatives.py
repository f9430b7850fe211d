"""`alternatives` and `why` against brute force: prices, order, and what is blocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from brute_force import FILTERING, best_of, every_plan
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from one_hour import one_hour
from quick import slow
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from tuesday import MORNING, PLAN, PROBLEM

from pdsched import Answer, Plan, Policy, ProblemError, Proof, alternatives, verify, why, why_not
from pdsched.answers import shared as shared_module
from pdsched.answers.disturbance import disturbed
from pdsched.answers.lifts import with_pins_kept
from pdsched.answers.places import Place
from pdsched.answers.request import Request
from pdsched.answers.shared import Looked, Shared
from pdsched.expansion import in_full
from pdsched.problem import PinKind, Problem
from pdsched.result import GoalResult, Result, Status

MOST = 200
SECONDS, MANY = 240.0, 100


def place_of(answer: Answer, courses: set[str], staff: str) -> Place:
    """Where an answer has somebody."""
    assert answer.plan is not None
    there = [s for s in answer.plan.sessions if s.course in courses and staff in s.staff]
    return Place.of(there[0])


def best_at(case: Case, place: Place, staff: str) -> tuple[int, ...] | None:
    """The values of the goals in the best plan in which somebody is at a place."""
    kept, policy = with_pins_kept(*case)
    full = in_full(kept)
    pins = (*full.session_pins, place.pin("there", PinKind.REQUIRE, staff))
    return best_of(Case(full.model_copy(update={"session_pins": pins}), policy), MOST)


@slow
@settings(max_examples=scaled(1), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_places_are_priced_as_brute_force_has_them(data: st.DataObject, case: Case) -> None:
    """Each price is the difference of two optima, the order is theirs, and none is left out."""
    assume(case.problem.needs)
    every_plan(case, MOST)
    plan, best = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    assert best.value is not None
    need = data.draw(st.sampled_from(in_full(case.problem).needs))
    courses = {course.id for course in Request(case.problem, need=need.id).courses}

    answer = alternatives(
        case.problem, plan, need=need.id, k=MANY, policy=case.policy, seconds=SECONDS
    )

    possible = [each for each in answer.ranked if each.possible]
    told = [place_of(each, courses, need.staff) for each in possible]
    assert len(told) == len(set(told))
    values = []
    for each, place in zip(possible, told, strict=True):
        assert each.plan is not None
        assert verify(case.problem, each.plan, case.policy) == ()
        signs = [1 if price.better == "more" else -1 for price in each.goals]
        then = best_at(case, place, need.staff)
        assert then is not None
        prices = [s * (b - t) for s, b, t in zip(signs, best.value, then, strict=True)]
        assert [price.high for price in each.goals] == prices
        assert each.proof is Proof.PROVEN
        values.append(prices)
    assert values == sorted(values)
    for each in answer.ranked[len(possible) :]:
        assert (each.possible, each.proof) == (False, Proof.PROVEN)
        assert each.blocking


@slow
@settings(max_examples=scaled(1), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF)))
def test_places_that_are_not_told_as_possible_are_in_no_plan(
    data: st.DataObject, case: Case
) -> None:
    """Brute force puts the person nowhere else."""
    assume(case.problem.needs)
    every = every_plan(case, MOST)
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    need = data.draw(st.sampled_from(in_full(case.problem).needs))
    courses = {course.id for course in Request(case.problem, need=need.id).courses}

    answer = alternatives(
        case.problem, plan, need=need.id, k=MANY, policy=case.policy, seconds=SECONDS
    )

    told = {place_of(each, courses, need.staff) for each in answer.ranked if each.possible}
    assert told == {
        Place.of(session)
        for other in every.plans()
        if not verify(case.problem, other, case.policy)
        for session in other.sessions
        if session.course in courses and need.staff in session.staff
    }


def test_an_alternative_that_is_taken_costs_nothing() -> None:
    """Its plan asked again has its place at no price, and as the plan has it."""
    answer = alternatives(PROBLEM, PLAN, need="n-bo-2", seconds=60)
    taken = next(each for each in answer.ranked if each.possible)
    place = place_of(taken, {"slides"}, "bo")
    assert taken.plan is not None

    again = alternatives(PROBLEM, taken.plan, need="n-bo-2", seconds=60)

    same = [
        each for each in again.ranked if each.possible and place_of(each, {"slides"}, "bo") == place
    ]
    assert [{price.high for price in each.goals} for each in same] == [{0}]
    assert [(each.proof, each.disturbed) for each in same] == [(Proof.PROVEN, 0)]


def test_a_blocked_place_names_rules_that_differ() -> None:
    """Of many places, such as different rules stop come first."""
    problem = PROBLEM.model_copy(
        update={
            "trainers": (
                PROBLEM.trainers[0].model_copy(
                    update={"available": (PROBLEM.trainers[0].available[0].model_copy(
                        update={"start": PROBLEM.schools[0].periods[2].start}),)}
                ),
            )
        }
    )  # fmt: skip
    answer = alternatives(problem, Plan(), need="n-bo", k=3, seconds=60)

    blocked = [each for each in answer.ranked if not each.possible]
    assert [rule.rule for rule in blocked[0].blocking] == ["trainer"]
    assert "impossible" in blocked[0].sentence


def test_where_no_place_is_left_that_is_proven() -> None:
    """There is one hour, and the answer says why it is the only one."""
    problem, plan = hour()

    answer = why(problem, plan, staff="p0", seconds=60)

    assert (answer.possible, answer.proof) == (False, Proof.PROVEN)
    assert "There is no other place for it." in answer.sentence
    assert answer.plan is None


def hour() -> tuple[Problem, Plan]:
    """A problem with a single hour for a session, and a plan that uses it."""
    problem = one_hour(2)
    case = Case(problem, Policy())
    plan, _ = plan_for(case)
    assert plan is not None
    return problem, plan


def test_why_tells_the_next_best_place() -> None:
    """A plan shows it: everybody of the session attends the course elsewhere."""
    answer = why(PROBLEM, PLAN, session=PLAN.sessions[0].id, seconds=60)

    assert answer.possible
    assert answer.plan is not None
    assert verify(PROBLEM, answer.plan) == ()
    here = Place.of(PLAN.sessions[0])
    there = [s for s in answer.plan.sessions if s.course == here.course]
    assert {person for s in there for person in s.staff} >= set(PLAN.sessions[0].staff)
    assert all(Place.of(s) != here for s in there)
    assert answer.ranked[0].possible


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "PD601"),
        ({"staff": "nobody"}, "PD201"),
        ({"session": "none"}, "PD218"),
        ({"staff": "ada", "session": "slides 2026-09-08 13:00 tom"}, "PD218"),
    ],
)
def test_what_is_in_no_plan_is_refused(fields: dict[str, Any], said: str) -> None:
    """A fault says what there is none of."""
    with pytest.raises(ProblemError, match=said):
        why(PROBLEM, PLAN, **fields)


def test_people_are_disturbed_where_what_they_were_told_is_gone() -> None:
    """Who attends, gives, or is engaged counts once; what is new disturbs nobody."""
    without = PLAN.model_copy(
        update={"sessions": tuple(s for s in PLAN.sessions if s.id != MORNING)}
    )

    assert disturbed(PROBLEM, PLAN, without, ["bo"]) == 3
    assert disturbed(PROBLEM, without, PLAN, []) == 0
    assert disturbed(PROBLEM, PLAN, PLAN.model_copy(update={"engagements": ()}), []) == 2


def test_the_whole_is_not_looked_at_where_an_excerpt_will_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That there is no place is proven by an excerpt; at least one place is told as blocked."""
    problem, plan = hour()
    problem = problem.model_copy(update={"trainers": ()})

    def whole(*_: object) -> Looked:
        raise AssertionError("the whole was looked at")

    monkeypatch.setattr(Shared, "whole", whole)
    answer = alternatives(problem, Plan(), need=problem.needs[0].id)

    assert (answer.possible, answer.proof) == (False, Proof.PROVEN)
    assert [rule.rule for rule in answer.blocking] == ["trainer"]
    assert answer.ranked
    assert verify(problem, plan)


def noted(look: Callable[..., Looked], looked: list[str]) -> Callable[..., Looked]:
    """The look, whose name is written down whenever somebody looks."""

    def look_and_note(*of: Any, **how: Any) -> Looked:
        looked.append(look.__name__)
        return look(*of, **how)

    return look_and_note


def test_a_brief_answer_looks_around_a_witness_before_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where nothing is nearby, a small plan that has it is there sooner than one of the whole."""
    monkeypatch.setattr(Shared, "nearby", lambda *_: Looked(None))
    looked = list[str]()
    for name in ("around_witness", "whole"):
        monkeypatch.setattr(Shared, name, noted(getattr(Shared, name), looked))
    monkeypatch.setattr(shared_module, "TINY", 0)
    unmet = next(need.id for need in PROBLEM.needs if need.id not in PLAN.needs_met)
    goals = (GoalResult(id="needs-met", value=150, bound=1_000),)
    digest = PROBLEM.digest()
    result = Result(status=Status.FEASIBLE, plan=PLAN, goals=goals, problem=digest)

    for ask in (alternatives, why_not):
        looked.clear()
        answer = ask(PROBLEM, result, need=unmet)
        assert answer.possible
        assert looked[0] == "around_witness"
        # Without a certificate nothing is known of all plans but by a search of the whole.
        looked.clear()
        assert ask(PROBLEM, PLAN, need=unmet).possible
        assert looked[0] == "whole"


def test_numbers_that_are_none_are_refused() -> None:
    """Seconds, and how many places."""
    with pytest.raises(ValueError, match="above 0"):
        alternatives(PROBLEM, PLAN, need="n-bo", seconds=0)
    with pytest.raises(ValueError, match="from 1 on"):
        alternatives(PROBLEM, PLAN, need="n-bo", k=0)
    with pytest.raises(ValueError, match="above 0"):
        why(PROBLEM, PLAN, staff="bo", seconds=-1)
