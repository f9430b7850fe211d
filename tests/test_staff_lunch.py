"""The lunch of those who learn or cover: solver and brute force agree."""

from __future__ import annotations

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
from pdsched.problem import clock, minutes

TRACTABLE = 600
LONGER = BRIEF._replace(periods=4, staff=1, courses=3)
"""A date on which one person could learn more than once."""


@composite
def lunches(draw: DrawFn, case: Case) -> Policy:
    """The policy with a lunch where the sessions of the problem are."""
    periods = [period for school in case.problem.schools for period in school.periods]
    first = draw(st.sampled_from(periods))
    last = draw(st.sampled_from([p for p in periods if p.start >= first.start]))
    start = minutes(first.start) + draw(st.sampled_from([0, 0, 15, -15, 30]))
    end = max(minutes(last.end) + draw(st.sampled_from([0, 0, 15, -15])), start + 15)
    least = draw(st.sampled_from([n for n in (60, 45, 30, 15) if n <= end - start]))
    figures: dict[str, Any] = {
        "staff_lunch_minutes": least,
        "staff_lunch_from": clock(start),
        "staff_lunch_to": clock(end),
        "long_session_minutes": draw(st.sampled_from([300, 300, 60, 90])),
        "away_at_once": 1.0,
        "releases_per_week": draw(st.sampled_from([3, 3, 1])),
        "release_half_days": draw(st.sampled_from([False, False, True])),
        "off": tuple(rule for rule in case.policy.off if rule != "staff-lunch"),
    }
    if draw(st.sampled_from([False, False, True])):
        figures["goals"] = ("needs-met", "staff-lunch", "engaged-half-days")
    return Policy(**(case.policy.model_dump() | figures))


@composite
def hungry_cases(draw: DrawFn) -> Case:
    """A problem whose sessions and covers are where lunches are."""
    case = draw(cases(draw(st.sampled_from([MICRO, BRIEF, BRIEF, LONGER, EQUALS, HELPING, TINY]))))
    lessons = draw(st.sampled_from([1.0, 0.5, 0.5, 0.0]))
    kept = tuple(
        lesson.model_copy(update={"may_join": (), "may_split": ()})
        for lesson in case.problem.lessons[: round(lessons * len(case.problem.lessons))]
    )
    problem = case.problem.model_copy(update={"lessons": kept})
    return Case(problem, draw(lunches(Case(problem, case.policy))))


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
