"""The lunch of those who learn or cover: solver and brute force agree, at the edge of each figure."""

from __future__ import annotations

from datetime import time
from typing import Any

from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from solving import with_unmet
from strategies import BRIEF, EQUALS, HELPING, MICRO, TINY, Case, cases, scaled
from test_search import BY_WORK, in_pieces

from pdsched import Policy, Status, score, verify
from pdsched.model import Limits, solve_here

TRACTABLE = 600


@composite
def lunches(draw: DrawFn, policy: Policy) -> Policy:
    """The policy with a lunch that the sessions of drawn problems can reach."""
    start = draw(st.sampled_from([480, 510, 540, 570, 600, 615]))
    least = draw(st.sampled_from([15, 30, 45, 60]))
    end = start + least + draw(st.sampled_from([0, 0, 15, 30, 45, 60, 90]))
    figures: dict[str, Any] = {
        "staff_lunch_minutes": least,
        "staff_lunch_from": time(start // 60, start % 60),
        "staff_lunch_to": time(end // 60, end % 60),
        "long_session_minutes": draw(st.sampled_from([300, 60, 90])),
        "releases_per_week": draw(st.sampled_from([3, 3, 1])),
        "release_half_days": draw(st.sampled_from([False, False, True])),
        "off": tuple(rule for rule in policy.off if rule != "staff-lunch"),
    }
    if draw(st.sampled_from([False, False, True])):
        figures["goals"] = ("needs-met", "staff-lunch", "engaged-half-days")
    return Policy(**(policy.model_dump() | figures))


@composite
def hungry_cases(draw: DrawFn) -> Case:
    """A problem whose sessions and covers are where lunches are."""
    size = draw(st.sampled_from([MICRO, BRIEF, BRIEF, EQUALS, HELPING, TINY]))
    case = draw(cases(size))
    return Case(case.problem, draw(lunches(case.policy)))


@settings(max_examples=scaled(2))
@given(hungry_cases())
def test_lunches_are_kept_as_well_as_by_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan keeps all rules, else proven at the best of all values."""
    every = Exhaustive(case)
    assume(every.breadth <= TRACTABLE)
    best = every.best()
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))

    if best is None:
        assert status is Status.INFEASIBLE
        return
    assert status is Status.OPTIMAL
    assert plan is not None
    assert tuple(goal.value for goal in goals) == best
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    assert tuple(case.policy.tier_values(score(case.problem, found, case.policy)).values()) == best


@settings(max_examples=scaled(1))
@given(hungry_cases(), st.sampled_from([0, 6_000]))
def test_lunches_are_kept_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    every = Exhaustive(case)
    assume(every.breadth <= TRACTABLE)
    best = every.best()
    with in_pieces(medium):
        plan, goals, status = solve_here(*case, limits=BY_WORK)

    assert best is None or status is not Status.INFEASIBLE
    if plan is None or best is None:
        return
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    assert goals[0].value is not None
    assert goals[0].value <= best[0] <= (goals[0].bound or best[0])
