"""`replan` claims no more than holds: people busy at noon, rules that are off, bare pins."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tuesday import PLAN, PROBLEM, TUESDAY

from pdsched import Plan, Policy, Problem, Proof, ReplanAnswer, replan, verify
from pdsched.answers.changed import still_wanted, with_changes
from pdsched.answers.day_bounds import DayBounds
from pdsched.answers.joint_bound import JointBound
from pdsched.answers.least_disturbance import least_disturbing
from pdsched.model import encode, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import people_told
from pdsched.plan import Changes, with_previous

ANY_AWAY = Policy(off=("away-at-once",))


def _lesson(name: str, staff: str, start: str, end: str, **fields: Any) -> dict[str, Any]:
    where = {"id": name, "staff": [staff], "school": "north", "day": "tue"}
    return where | {"start": start, "end": end} | fields


def _noon(**of_lesson: Any) -> Problem:
    """Three people learn from half past eleven on; of bo two lessons are taken, one over noon."""
    names, lab = ("ada", "bo", "cy"), {"id": "lab", "school": "north", "capacity": 9}
    period = {"id": "1", "start": "11:30", "end": "12:30"}
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
            "schools": [
                {
                    "id": "north",
                    "periods": [period, {"id": "2", "start": "13:15", "end": "14:30"}],
                }
            ],
            "rooms": [lab],
            "staff": [{"id": name, "schools": ["north"]} for name in names],
            "lessons": [
                _lesson("L1", "ada", "11:30", "12:30"),
                _lesson("a", "bo", "12:15", "13:15", **of_lesson),
                _lesson("b", "bo", "13:15", "14:15", **of_lesson),
                _lesson("c", "cy", "13:15", "14:15"),
            ],
            "courses": [{"id": "k", "topic": "t", "minutes": 180, "group_max": 8, "group_min": 1}],
            "needs": [{"id": f"n-{name}", "staff": name, "course": "k"} for name in names],
            "trainers": [
                {
                    "id": "tom",
                    "courses": ["k"],
                    "available": [{"start": "11:30", "end": "14:30", "dates": [TUESDAY]}],
                }
            ],
            "substitutes": [
                {"id": name, "zones": ["all"], "available": [{}]} for name in ("sam", "vic")
            ],
        }
    )


def _plan_at_noon(problem: Problem) -> Plan:
    """Vic holds a lesson of the morning and one of the afternoon, sam both of bo."""
    session = {"id": "s", "course": "k", "date": TUESDAY, "start": "11:30", "end": "14:30"}
    taken = {"ada": ["L1"], "bo": ["a", "b"], "cy": ["c"]}
    holders = {"L1": "vic", "a": "sam", "b": "sam", "c": "vic"}
    return Plan.model_validate(
        {
            "problem": problem.digest(),
            "sessions": [
                session | {"school": "north", "trainer": "tom", "room": "lab", "staff": [*taken]}
            ],
            "releases": [
                {"staff": name, "session": "s", "date": TUESDAY, "start": "11:30", "end": "14:30"}
                | {"need": f"n-{name}", "lessons": lessons}
                for name, lessons in taken.items()
            ],
            "covers": [
                {"staff": name, "lesson": one, "date": TUESDAY, "substitute": holders[one]}
                for name, lessons in taken.items()
                for one in lessons
            ],
            "engagements": [
                {"substitute": name, "school": "north", "date": TUESDAY, "half": half}
                for name, half in (("vic", "am"), ("vic", "pm"), ("sam", "pm"))
            ],
        }
    ).canonical()


def people_disturbed(answer: ReplanAnswer) -> set[str]:
    """Who has to be told that something does not hold."""
    return {told.who for told in answer.told if told.broken}


@pytest.mark.parametrize("figures", [{}, {"lunch_minutes": 30}, {"handover_minutes": 15}])
def test_who_is_kept_busy_is_in_one_place_at_a_time(figures: dict[str, Any]) -> None:
    """A lesson that is given to whoever was told to come keeps rules of both half-days."""
    policy = ANY_AWAY.model_copy(update=figures)
    problem = _noon()
    plan = _plan_at_noon(problem)
    changes = {"changes": [{"kind": "away", "staff": "cy", "first": TUESDAY}]}
    answer = replan(problem, plan, changes, policy=policy, seconds=20)

    assert answer.plan is not None
    if not figures:
        assert answer.proof is Proof.PROVEN
        assert people_disturbed(answer) == {"cy"}


def _known(
    problem: Problem, plan: Plan, changes: dict[str, Any], policy: Policy
) -> tuple[Candidates, Solution]:
    """Candidates after changes, and what still holds of the plan."""
    then, held = with_changes(problem, Changes.model_validate(changes), plan)
    target = with_previous(then, held)
    candidates = enumerate_candidates(target, least_disturbing(policy))
    base = encode(candidates, still_wanted(target, held))
    assert base is not None
    return candidates, base


def test_an_engagement_that_a_pin_keeps_for_nothing_counts_for_no_bound() -> None:
    """Where a pin says no date, whoever was told to come may stay, with no lesson to hold."""
    pin = {"id": "p", "kind": "require", "substitute": "vic"}
    given = PROBLEM.model_dump(mode="json") | {"engagement_pins": [pin]}
    problem = Problem.model_validate(given)
    plan = Plan.model_validate(PLAN.model_dump(mode="json") | {"problem": problem.digest()})
    assert verify(problem, plan, ANY_AWAY) == ()
    changes = {"changes": [{"kind": "away", "staff": "cy", "first": TUESDAY, "last": TUESDAY}]}
    answer = replan(problem, plan, changes, policy=ANY_AWAY, seconds=20)
    candidates, base = _known(problem, plan, changes, ANY_AWAY)
    day = date.fromisoformat(TUESDAY)

    assert answer.plan is not None
    assert people_told(candidates, base)
    assert people_disturbed(answer) == {"cy"}
    assert not JointBound(candidates, base).is_possible
    assert DayBounds(candidates).by_date({day: 99}, lambda: 5.0) == {day: 0}
