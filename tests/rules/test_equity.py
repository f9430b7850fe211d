"""Equity: those who are served worst first, then the next, with what they had before."""

from __future__ import annotations

from typing import Any

import pytest
from solving import with_unmet

from pdsched import Plan, Policy, Problem, Status, score
from pdsched.engines.cpsat import CpSat
from pdsched.model.build import enumerate_candidates, formulate
from pdsched.search import Limits, solve_here

WORST = "worst-served-school"
DEEP = Policy(goals=("needs-met", WORST), equity_depth=3)


def three_schools(before: dict[str, dict[str, int]] | None = None) -> Problem:
    """Two hours of coaching, for two of five people; a1 of school a can never come.

    Without history, school a has nothing in any plan, b two people and c two.
    """
    people = {"a1": "a", "b1": "b", "b2": "b", "c1": "c", "c2": "c"}
    tuesday = {"start": "08:00", "end": "10:00", "dates": ["2026-09-08"]}
    never = {"start": "00:00", "end": "23:59"}
    staff = [
        {"id": p, "schools": [home], "unavailable": [never] if home == "a" else []}
        | (before or {}).get(p, {})
        for p, home in people.items()
    ]
    return Problem.model_validate(
        {
            "calendar": {
                "time_zone": "America/Toronto",
                "first": "2026-09-07",
                "last": "2026-09-11",
            },
            "schools": [{"id": s, "periods": _two_hours()} for s in "abc"],
            "staff": staff,
            "courses": [
                {"id": "c", "topic": "t", "modality": "coaching", "minutes": 60, "group_max": 1}
            ],
            "needs": [{"id": f"n-{p}", "staff": p, "course": "c"} for p in people],
            "trainers": [{"id": "coach", "courses": ["c"], "available": [tuesday]}],
        }
    )


def _two_hours() -> list[dict[str, Any]]:
    hours = (("08:00", "09:00"), ("09:00", "10:00"))
    return [{"id": f"{n}", "start": a, "end": b} for n, (a, b) in enumerate(hours)]


def solved(problem: Problem, policy: Policy) -> tuple[Plan, dict[str, int]]:
    """The best plan, and the values that the referee gives it; the model says the same."""
    plan, goals, status = solve_here(problem, policy, limits=Limits(seconds=30))
    assert status is Status.OPTIMAL
    assert plan is not None
    values = policy.tier_values(score(problem, with_unmet(problem, plan), policy))
    assert values == {goal.id: goal.value for goal in goals}
    return plan, values


def test_the_second_worst_is_served_as_well_as_it_can_be() -> None:
    """Nothing can be done for school a, so that b and c have one hour each."""
    plan, values = solved(three_schools(), DEEP)

    best = {"needs-met": 60, WORST: 0, f"{WORST}-2": 500, f"{WORST}-3": 1000}
    assert dict(list(values.items())[:4]) == best
    assert {release.staff[0] for release in plan.releases} == {"b", "c"}


def test_what_a_school_had_before_counts() -> None:
    """School b had all that it wanted, so c gets both hours: 2/3 of all points at b."""
    had = {"points_wanted_before": 60, "points_met_before": 60}
    plan, values = solved(three_schools({"b1": had, "b2": had}), DEEP)

    assert {release.staff for release in plan.releases} == {"c1", "c2"}
    assert values[f"{WORST}-2"] == 120 * 1000 // 180
    assert values[f"{WORST}-3"] == 120 * 1000 // 180 + 1000


def test_schools_that_are_not_there_count_in_full() -> None:
    """Three schools, of which five are asked for: two are served in full."""
    _, values = solved(three_schools(), Policy(goals=("needs-met", WORST), equity_depth=5))

    assert values[f"{WORST}-5"] - values[f"{WORST}-3"] == 2000


def test_steps_beyond_the_schools_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """They have no rows and no search of their own: each is that before it and a whole."""
    runs: list[str] = []
    run = CpSat.run

    def counted(self: CpSat, *given: Any, **more: Any) -> Any:
        runs.append("")
        return run(self, *given, **more)

    monkeypatch.setattr(CpSat, "run", counted)
    problem, found, sizes = three_schools(), {}, []
    for depth in (3, 4, 40):
        goals = ("needs-met", {WORST: 1}, "lessons-covered")
        policy = Policy(goals=goals, equity_depth=depth)
        runs.clear()
        _, found[depth] = solved(problem, policy)
        f = formulate(enumerate_candidates(problem, policy))
        sizes.append((len(runs), f.columns, f.rows.count))

    (run_3, columns_3, rows_3), at_4, at_40 = sizes
    assert at_4 == at_40 == (run_3, columns_3 + 1, rows_3)
    assert found[40][f"{WORST}-40"] == found[3][f"{WORST}-3"] + 37_000


def test_steps_beyond_follow_only_from_a_goal_of_its_own() -> None:
    """Weighed against needs in one tier, it is not settled there: its further step is sought."""
    policy = Policy(goals=({"needs-met": 1, "worst-served-role": 1},), equity_depth=2)
    _, goals, _ = solve_here(three_schools(), policy, limits=Limits(seconds=30))

    found = {goal.id: goal for goal in goals}
    assert found["worst-served-role-2"].proven
    assert found["worst-served-role-2"].method != "before"


@pytest.mark.parametrize(("share", "under"), [(1 / 3, 2), (0.34, 3), (0.0, 0), (1.0, 3)])
def test_people_below_the_fair_share_are_counted(share: float, under: int) -> None:
    """Five people, of whom two learn; b1 had a third of all that b1 ever wanted before."""
    policy = Policy(goals=("needs-met", "underserved-people"), fair_share=share)
    before = {"b1": {"points_wanted_before": 60, "points_met_before": 30}}
    _, values = solved(three_schools(before), policy)

    assert values["underserved-people"] == under


@pytest.mark.parametrize(("wanted", "under"), [(60, 2), (61, 3)])
def test_a_single_point_wanted_before_may_matter(wanted: int, under: int) -> None:
    """B1 had 30 of 90 points; of 91 a third is 31, a whole number and no less."""
    policy = Policy(goals=("needs-met", "underserved-people"), fair_share=1 / 3)
    before = {"b1": {"points_wanted_before": wanted, "points_met_before": 30}}
    _, values = solved(three_schools(before), policy)

    assert values["underserved-people"] == under
