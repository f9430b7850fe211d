"""Series in a rhythm: the second meeting so many calendar days after the first."""

from __future__ import annotations

import pytest
from solving import with_unmet

from pdsched import Calendar, Plan, Policy, Problem, Status, check, score
from pdsched.search import Limits, solve_here

POLICY = Policy(goals=("needs-met", "off-cadence"))
FIRST, NEXT, LATER = "2026-09-08", "2026-09-15", "2026-09-22"


def series(cadence: int | None, completed: tuple[str, ...] = ()) -> Problem:
    """Two people learn sheets-1 on the first Tuesday, then sheets-2 on one of the next two."""
    arc = {"course": "sheets-1", "min_days": 1, "cadence_days": cadence}
    online = {"topic": "sheets", "modality": "remote", "minutes": 60, "group_max": 1}
    people = ("ada", "bob")
    hour = {"start": "08:00", "end": "09:00"}
    two = {"start": "08:00", "end": "10:00"}
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "America/Toronto", "first": FIRST, "last": LATER},
            "schools": [
                {
                    "id": "north",
                    "periods": [{"id": "1", **hour}, {"id": "2", "start": "09:00", "end": "10:00"}],
                }
            ],
            "staff": [{"id": p, "schools": ["north"], "completed": completed} for p in people],
            "courses": [
                {"id": "sheets-1", **online},
                {"id": "sheets-2", **online, "level_from": 1, "level_to": 2}
                | {"prerequisites": [arc]},
            ],
            "needs": [
                {"id": f"{course}-{p}", "staff": p, "course": course, "level_from": level}
                for p in people
                for level, course in enumerate(("sheets-1", "sheets-2"))
                if course not in completed
            ],
            "trainers": [
                {"id": "tom", "courses": ["sheets-1"], "available": [{**two, "dates": [FIRST]}]},
                {"id": "tim", "courses": ["sheets-2"]}
                | {"available": [{**hour, "dates": [NEXT]}, {**two, "dates": [LATER]}]},
            ],
        }
    )


def off(problem: Problem, policy: Policy = POLICY) -> int:
    """How many meetings of the best plan are out of rhythm; referee and model say the same."""
    plan, goals, status = solve_here(problem, policy, limits=Limits(seconds=30))
    assert status is Status.OPTIMAL
    assert plan is not None
    values = policy.tier_values(score(problem, with_unmet(problem, plan), policy))
    assert values == {goal.id: goal.value for goal in goals}
    return values["off-cadence"]


@pytest.mark.parametrize(("cadence", "least"), [(None, 0), (14, 0), (7, 1), (21, 2)])
def test_as_many_as_can_follow_in_rhythm(cadence: int | None, least: int) -> None:
    """One person alone can come a week later, both two weeks later, nobody three weeks later."""
    assert off(series(cadence)) == least


def test_what_was_done_before_has_no_rhythm() -> None:
    """Who had the first course before the horizon keeps no rhythm with it."""
    assert off(series(21, ("sheets-1",))) == 0


def test_the_rhythm_counts_among_earlier_goals() -> None:
    """In one tier with the needs met, a need may be worth less than its rhythm."""
    policy = Policy(goals=({"needs-met": 1, "off-cadence": 100},))
    problem = series(7)
    plan, goals, status = solve_here(problem, policy, limits=Limits(seconds=30))

    assert status is Status.OPTIMAL
    assert plan is not None
    assert len(plan.releases) == 3
    assert goals[0].value == 90


def test_a_rhythm_may_pass_the_end_of_all_dates() -> None:
    """The date that would be in rhythm does not exist, so nothing is."""
    calendar = Calendar.model_validate(
        {"time_zone": "UTC", "first": "9999-12-20", "last": "9999-12-31"}
    )
    problem = series(7).model_copy(update={"calendar": calendar})
    hour = {"start": "08:00", "end": "09:00", "staff": ["ada"]}
    plan = Plan.model_validate(
        {
            "sessions": [
                {"id": "a", "course": "sheets-1", "date": "9999-12-28", **hour},
                {"id": "b", "course": "sheets-2", "date": "9999-12-29", **hour},
            ]
        }
    )

    assert score(problem, plan, POLICY)["off-cadence"] == 1


def test_a_series_may_pass_the_end_of_all_dates() -> None:
    """Its check counts the meetings up to there: one on the last days, two a week apart."""
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "9999-12-20", "last": "9999-12-31"},
            "courses": [{"id": "club", "topic": "reading", "minutes": 45, "group_max": 8}],
            "series": [{"course": "club", "meetings": 3, "cadence_days": 7}],
        }
    )
    told = {fault.code: fault.message for fault in check(problem)}

    assert "more than the 2 of the horizon" in told["PD932"]
