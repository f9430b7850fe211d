"""Where the roles of few people meet, whole problems and pieces agree with brute force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from draw_meetings import meeting_policies, meetings
from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from solving import with_unmet
from strategies import Case, scaled
from test_search import BY_WORK, in_pieces

from pdsched import Plan, Status, score, verify
from pdsched.model import Limits, solve_here

SEATS, PLANS = 400, 3_000
"""Choices of seats, and plans, that brute force looks at."""

MEETINGS = st.builds(Case, meetings(), meeting_policies())


class Few(Exhaustive):
    """All plans, where they are not too many."""

    def plans(self) -> Iterator[Plan]:
        """All of them; more than a few are too many."""
        found = list(islice(super().plans(), PLANS + 1))
        assume(len(found) <= PLANS)
        yield from found


def best_of(case: Case) -> tuple[int, ...]:
    """The values of the best plan; that in which nothing happens keeps every rule here."""
    every = Few(case)
    assume(every.breadth <= SEATS)
    best = every.best()
    assert best is not None
    return best


@settings(max_examples=scaled(2))
@given(MEETINGS)
def test_people_in_several_roles_are_planned_as_well_as_by_brute_force(case: Case) -> None:
    """The plan is proven at the best of all values, and the referee accepts it."""
    best = best_of(case)
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))

    assert status is Status.OPTIMAL
    assert plan is not None
    assert tuple(goal.value for goal in goals) == best
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, found, case.policy))
    assert tuple(values.values()) == best


@settings(max_examples=scaled(1))
@given(MEETINGS, st.sampled_from([0, 6_000]))
def test_people_in_several_roles_are_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    best = best_of(case)
    with in_pieces(medium):
        plan, goals, _ = solve_here(*case, limits=BY_WORK)

    assert plan is not None
    found = with_unmet(case.problem, plan)
    assert verify(case.problem, found, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, found, case.policy))
    assert values == {goal.id: goal.value for goal in goals}
    assert goals[0].value is not None
    assert goals[0].value <= best[0] <= (goals[0].bound or best[0])
