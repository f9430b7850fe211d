"""Minutes of lessons and covers beside those of a contract: the goal ``contract-minutes-off``."""

from __future__ import annotations

from typing import Any

import pytest
from draw_basics import one_in
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from quick import slow
from schools import CALENDAR, TUE, TUE2, changed, lesson, need, plan_of, two_schools
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, scaled, wide_cases

from pdsched import Policy, Problem, Status, score, solve
from pdsched.plan import Cover
from pdsched.policy import ColleagueCover

HELPED = Policy(
    goals=("needs-met", "contract-minutes-off"), colleague_cover=ColleagueCover.ALL, away_at_once=1
)
TEACHING = ("ada-tue-2", "bob-tue-4", "cyd-tue-5")


def one_hour_to_cover(**minutes: int | None) -> Problem:
    """Ada learns on Tuesday at nine; bob and cyd, who could cover it, have contracts."""
    at = [{"start": "09:00", "end": "10:00", "dates": [TUE]}]
    tom = {"id": "tom", "courses": ["sheets-1"], "available": at}
    staff = [
        {"id": name, "schools": ["north"], "contract_minutes": minutes.get(name)}
        for name in ("ada", "bob", "cyd")
    ]
    return two_schools(
        staff=staff,
        needs=[need("ada", "sheets-1")],
        lessons=[lesson(name, date=TUE, day=None) for name in TEACHING],
        trainers=[tom],
        substitutes=[],
    )


def held(plan: Any) -> list[str | None]:
    """Who covers."""
    return [cover.colleague for cover in plan.covers]


@pytest.mark.parametrize(("bob", "cyd", "who"), [(120, 60, "bob"), (60, 120, "cyd")])
def test_who_has_minutes_left_covers(bob: int, cyd: int, who: str) -> None:
    """Both teach an hour; a cover brings one of them to what the contract says."""
    plan, found = plan_for(Case(one_hour_to_cover(bob=bob, cyd=cyd), HELPED))

    assert held(plan) == [who]
    assert found.value == (30, 0)


def test_who_has_no_contract_covers_for_nothing() -> None:
    """Bob has just what he is paid for; nobody counts the minutes of cyd."""
    plan, found = plan_for(Case(one_hour_to_cover(bob=60), HELPED))

    assert held(plan) == ["cyd"]
    assert found.value == (30, 0)


def test_contracts_that_nobody_can_mend_count_too() -> None:
    """Ada lacks a minute whoever covers: 1 is the proven best."""
    _, found = plan_for(Case(one_hour_to_cover(ada=61, bob=120), HELPED))

    assert found == (Status.OPTIMAL, (30, 1))


@pytest.mark.parametrize(("counted", "off"), [(None, 60), (0, 0), (45, 45), (120, 120)])
def test_a_cover_counts_what_its_lesson_does(counted: int | None, off: int) -> None:
    """Of a lesson without minutes of its own the length."""
    problem = one_hour_to_cover(bob=60)
    lessons = [x.model_copy(update={"counted_minutes": counted}) for x in problem.lessons[:1]]
    problem = problem.model_copy(update={"lessons": (*lessons, *problem.lessons[1:])})
    cover = Cover(staff="ada", lesson="ada-tue-2", date=TUE, colleague="bob")
    plan = plan_of(problem).model_copy(update={"covers": (cover,)})

    assert score(problem, plan, HELPED)["contract-minutes-off"] == off


def test_lessons_of_the_cycle_count_on_each_date_and_covers_of_the_past() -> None:
    """Ada has three lessons each Tuesday and one each Thursday, in two weeks; cyd covered one."""
    past = Cover(staff="ada", lesson="ada-tue-1", date=TUE, colleague="cyd")
    problem = two_schools(
        **changed("staff", "ada", contract_minutes=500),
        calendar=CALENDAR | {"today": TUE2},
        past_covers=[past.model_dump()],
    )
    plan = plan_of(problem).model_copy(update={"covers": (past,)})

    assert score(problem, plan, HELPED)["contract-minutes-off"] == 20

    paid = problem.model_copy(
        update={
            "staff": tuple(
                m.model_copy(update={"contract_minutes": 100 if m.id == "cyd" else None})
                for m in problem.staff
            )
        }
    )
    assert score(paid, plan, HELPED)["contract-minutes-off"] == 4 * 60 + 60 - 100


@composite
def with_contracts(draw: DrawFn) -> Case:
    """Tiny problems in which colleagues cover and most have contracts; lessons count anything."""
    problem, policy = draw(st.one_of(wide_cases(MICRO), wide_cases(BRIEF), wide_cases(TINY)))
    staff = tuple(
        m.model_copy(
            update={
                "contract_minutes": None if draw(one_in(4)) else 15 * draw(st.integers(0, 24)),
                "cover_volunteer": True,
            }
        )
        for m in problem.staff
    )
    lessons = tuple(
        x.model_copy(update={"counted_minutes": draw(st.sampled_from([None, None, 0, 50]))})
        for x in problem.lessons
    )
    tier = {"needs-met": draw(st.sampled_from([1, 9])), "contract-minutes-off": 1}
    goals = draw(st.sampled_from([(tier,), ("needs-met", "contract-minutes-off")]))
    given_policy = policy.model_dump() | {"goals": goals, "colleague_cover": "volunteers"}
    given_policy |= {"colleague_covers_per_week": 5, "colleague_covers_in_all": 20}
    changed_problem = problem.model_copy(update={"staff": staff, "lessons": lessons})
    return Case(changed_problem, Policy(**given_policy))


@slow
@settings(max_examples=scaled(2))
@given(with_contracts())
def test_contracts_are_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Proven at the best of all values."""
    assert_proves(case, best_of_all(case))


@slow
@settings(max_examples=scaled(1))
@given(with_contracts(), st.sampled_from([0, 6_000]))
def test_contracts_are_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    assert_sound_in_pieces(case, medium, best_of_all(case))


def test_contracts_that_nobody_can_change_are_proven() -> None:
    """Where nobody may cover it is what their own lessons make it, and known to be."""
    problem = one_hour_to_cover(ada=61, bob=120)
    goals = ("needs-met", "contract-minutes-off")
    policy = Policy(goals=goals, colleague_cover=ColleagueCover.NEVER)
    result = solve(problem, policy, seconds=20)

    assert result.status is Status.OPTIMAL
    assert result.goals[1].value == result.goals[1].bound == 61
