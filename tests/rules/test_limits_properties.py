"""Limits that bind: the best plan without one has more than it allows, and the solver finds better.

Random limits under any policy are in `test_properties_rules`; few of them stop anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from draw_limits import limits
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from solving import with_unmet
from strategies import BRIEF, EQUALS, HELPING, ROVING, TINY, Case, Size, problems, scaled

from pdsched import Policy, verify
from pdsched.policy import ColleagueCover, Limit
from pdsched.policy.counts import KINDS, Count, Each
from pdsched.search import solve_here

LENIENT = Policy(
    off=("level", "trainer-load", "staff-lunch", "protected-time", "prerequisites"),
    away_at_once=1.0,
    releases_per_week=9,
)
"""Little but limits stops anything."""


HELPFUL = LENIENT.model_copy(
    update={
        "colleague_cover": ColleagueCover.ALL,
        "colleague_covers_per_week": 5,
        "merged_classes": True,
        "split_classes": True,
    }
)
"""The same where colleagues cover."""


@composite
def bound(draw: DrawFn, size: Size = TINY, counts: Sequence[Count] = ()) -> Case:
    """A lenient policy with a limit that its best plan mostly breaks, hard or among the goals."""
    problem = draw(problems(size))
    lenient = HELPFUL if size.helping else LENIENT
    drawn = draw(limits(problem, 1, counts))
    limit = drawn if drawn.asks else draw(_fewer(Case(problem, lenient), drawn))
    goals: list[object] = list(lenient.goals)
    if limit.may_be_goal:
        place = draw(st.sampled_from([0, 1]))
        goals = [{"needs-met": 1, limit.id: 40}] if place else ["needs-met", limit.id]
    return Case(problem, Policy(**{**lenient.model_dump(), "limits": [limit], "goals": goals}))


@composite
def _fewer(draw: DrawFn, case: Case, limit: Limit) -> Limit:
    """The limit with a figure below what the best plan has."""
    fewer: int | float = draw(st.integers(0, max(0, _counted(case, limit) - 1)))
    if KINDS[limit.count].shares and limit.each is not Each.PERSON and draw(st.booleans()):
        fewer = draw(st.sampled_from([0.5, 0.34, 0.0]))
    return limit.model_copy(update={"at_most": fewer})


def _counted(case: Case, limit: Limit) -> int:
    """How many of it there are, at most at a time, in a best plan without the limit."""
    plan, _, _ = solve_here(*case)
    if plan is None:
        return 0
    nothing = limit.model_copy(update={"at_most": 0})
    policy = case.policy.model_copy(update={"limits": (nothing,)})
    broken = verify(case.problem, with_unmet(case.problem, plan), policy)
    return max((v.steps for v in broken if v.rule == limit.id), default=0)


SIZES = st.one_of(bound(BRIEF), bound(ROVING), bound(TINY), bound(EQUALS))


@settings(max_examples=scaled(0.5))
@given(SIZES)
def test_a_limit_that_binds_is_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Proven at the best of all values that the referee accepts."""
    assert_proves(case, best_of_all(case))


@settings(max_examples=scaled(0.5))
@given(st.one_of([bound(size, [Count.COVERS]) for size in (HELPING, TINY, ROVING)]))
def test_covers_that_are_counted_are_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Whoever gives them, and where colleagues divide a class."""
    assert_proves(case, best_of_all(case))


@settings(max_examples=scaled(0.5))
@given(bound(TINY), st.sampled_from([0, 6_000]))
def test_a_limit_that_binds_holds_across_pieces(case: Case, medium: int) -> None:
    """What a piece leaves as it is counts with what it decides."""
    assert_sound_in_pieces(case, medium, best_of_all(case))
