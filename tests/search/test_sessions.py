"""The bound session by session: never below what the engine proves, whatever the prices are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from draw_past import with_past
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from proving import in_pieces
from strategies import BRIEF, EQUALS, HELPING, MICRO, ROLES, ROVING, TINY, Case, scaled, wide_cases
from workshop import WORKSHOP_VALUE, workshop

from pdsched.engines.arrays import Floats
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import enumerate_candidates
from pdsched.model.build import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import GOALS
from pdsched.model.goals.registry import Goal
from pdsched.model.solution.past import past_choice
from pdsched.params import BoundParams
from pdsched.result import GoalResult
from pdsched.search import Limits, solve_here
from pdsched.search.sessions import Costs, Multipliers, SessionRelaxation, ascend
from pdsched.search.sessions.ranking import ranked, too_many
from pdsched.search.subproblem import with_held

NEEDS = GOALS["needs-met"]
LATER = {
    "engaged-half-days": (Costs(half_day=5.0), Costs(half_day=60.0)),
    "sessions": (Costs(minute=0.1), Costs(minute=2.0)),
    "lessons-covered": (Costs(cover=4.0), Costs(cover=40.0)),
}
"""What is counted later, and prices of it."""
SIZES = (MICRO, BRIEF, TINY, ROVING, EQUALS, HELPING, ROLES)
CASES = st.one_of(*(wide_cases(size) for size in SIZES))
PASTS = with_past(st.one_of(*(wide_cases(size) for size in (MICRO, BRIEF, TINY, ROVING))), 60)


def proven(c: Candidates, goal: Goal, held: Sequence[tuple[Goal, int]] = ()) -> int:
    """The best value of a goal, proven by the engine on everything."""
    f = formulate(c)
    assume(f.program.columns)
    aim = Objective(goal.weights(f), goal.maximise)
    answer = CpSat().run(with_held(f, f.program, held), aim, SolveLimits(10.0, None, 1, 0))
    assume(answer.values is not None)
    assert answer.values is not None
    value = aim.value(answer.values)
    assume(answer.bound == value)
    return value


def stepping(steps: int) -> Callable[[], float]:
    """So many steps, however long they take."""
    turn = count(1)
    return lambda: float(steps - next(turn))


def relaxed(c: Candidates) -> SessionRelaxation:
    """The relaxation, which there is."""
    relaxation = SessionRelaxation.of(c)
    assert relaxation is not None
    return relaxation


def drawn_prices(start: Multipliers, seed: int) -> Multipliers:
    """Any prices: some families free, some sparse, some far too dear."""
    rng = np.random.default_rng(seed)

    def family(price: Floats) -> Floats:
        drawn = rng.exponential(rng.choice([1.0, 6.0, 20.0, 60.0]), price.shape)
        return np.asarray(drawn * (rng.random(price.shape) < rng.choice([0.0, 0.3, 1.0])))

    return start.each(family)


def assert_bounds(case: Case, seed: int) -> None:
    """Neither good prices nor any others give a bound that is wrong, of points or later goals."""
    c = enumerate_candidates(*case)
    points = proven(c, NEEDS)
    relaxation = relaxed(c)
    prices, bound = ascend(relaxation, relaxation.start(), stepping(30))
    assert relaxation.rounded(bound) >= points
    for number in range(4):
        drawn = drawn_prices(prices, 4 * seed + number)
        assert relaxation.rounded(relaxation.evaluate(drawn).bound) >= points
    name = list(LATER)[seed % len(LATER)]
    fewest = proven(c, GOALS[name], [(NEEDS, points)])
    fewest -= GOALS[name].value(c, past_choice(c))
    for costs in LATER[name]:
        priced = relaxation.priced(costs)
        good, bound = ascend(priced, priced.start(), stepping(20))
        assert costs.units(points, bound) <= fewest
        other = priced.evaluate(drawn_prices(good, seed)).bound
        assert costs.units(points, other) <= fewest


@settings(max_examples=scaled(2))
@given(CASES, st.integers(0, 10**6))
def test_no_plan_passes_the_bound(case: Case, seed: int) -> None:
    """Under policies of any kind: groups, soft rules, colleagues, pins, people in two roles."""
    assert_bounds(case, seed)


@settings(max_examples=scaled(0.5))
@given(PASTS, st.integers(0, 10**6))
def test_no_plan_with_a_past_passes_the_bound(case: Case, seed: int) -> None:
    """What is settled counts as it is, whatever rules it broke."""
    assert_bounds(case, seed)


@settings(max_examples=scaled(2))
@given(CASES, st.integers(0, 10**6))
def test_subgradients_say_how_the_bound_falls(case: Case, seed: int) -> None:
    """The bound is convex: it lies above each of its tangents."""
    relaxation = relaxed(enumerate_candidates(*case))
    one, other = (
        relaxation.start().each(lambda zero, drawn: np.asarray(zero * 0 + drawn), drawn)
        for drawn in (drawn_prices(relaxation.start(), seed + n) for n in range(2))
    )
    here, there = relaxation.evaluate(one), relaxation.evaluate(other)

    move = here.subgradient.each(lambda slope, a, b: slope * (b - a), one, other)
    tangent = here.bound + sum(float(family.sum()) for family in move)

    # A bound has a billionth of its terms on top, for rounding: they may cancel out in the other.
    size = 1 + abs(here.bound) + sum(float(np.abs(family).sum()) for family in move)
    assert there.bound >= tangent - 1e-6 * size


def test_the_workshop_is_bounded_tightly() -> None:
    """All five needs can be met there, with three half-days: the bounds say so.

    Minutes of sessions and covers are bounded by what the best plan has.
    """
    relaxation = relaxed(enumerate_candidates(*workshop()))
    told: list[int] = []

    _, bound = ascend(relaxation, relaxation.start(), stepping(300), told.append)

    assert relaxation.rounded(bound) == WORKSHOP_VALUE[0] == told[-1]
    points, half_days, _, minutes, covers = WORKSHOP_VALUE
    for costs, least, best in (
        (Costs(half_day=20.0), 2, half_days),
        (Costs(minute=0.2), minutes, minutes),
        (Costs(cover=10.0), covers, covers),
    ):
        priced = relaxation.priced(costs)
        _, bound = ascend(priced, priced.start(), stepping(600))
        assert least <= costs.units(points, bound) <= best


def test_without_substitutes_nobody_leaves_a_lesson() -> None:
    """Then Bob learns in his free hours, and Ann's free hours need a course first."""
    problem, policy = workshop()
    c = enumerate_candidates(problem.model_copy(update={"substitutes": ()}), policy)
    relaxation = relaxed(c)

    _, bound = ascend(relaxation, relaxation.start(), stepping(300))

    assert relaxation.rounded(bound) == 30


def test_left_out_candidates_leave_no_bound() -> None:
    """What was left out for its number alone could be better than everything that is there."""
    c = enumerate_candidates(*workshop())

    assert SessionRelaxation.of(replace(c, partial=True)) is None


@pytest.mark.parametrize("costs", [Costs(), Costs(half_day=5.0, minute=1.0)])
def test_units_without_one_price_are_not_bounded(costs: Costs) -> None:
    """There is nothing to divide by, or too much."""
    with pytest.raises(ValueError, match="has to have a price"):
        costs.units(10, 20.0)


def test_net_worth_is_points_less_what_an_attendance_takes() -> None:
    """Without prices all of its points; dear needs leave nobody anything."""
    c = enumerate_candidates(*workshop())
    relaxation = relaxed(c)
    nothing = relaxation.start().each(np.zeros_like)

    assert relaxation.net_worth(nothing).max() == c.points.max()
    dear = relaxation.net_worth(nothing._replace(needs=nothing.needs + 1000.0))
    assert (dear <= c.points - 1000.0).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-9, 9)), max_size=30), st.integers(0, 4))
def test_the_best_of_each_key(pairs: list[tuple[int, int]], most: int) -> None:
    """Packed into whole numbers they are ranked as by plain sorting."""
    key, worth = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    place = np.arange(len(key))
    expected = {
        k: sorted((w for one, w in pairs if one == k), reverse=True)[:most] for k in range(4)
    }

    ranks = ranked(key, place, worth.astype(np.float64))
    is_in = ranks.turn(np.ones(len(key), dtype=np.int64)) < most
    kept = ~too_many(key, worth.astype(np.float64), np.full(4, most))

    for k in range(4):
        assert worth[ranks.place[is_in & (ranks.key == k)]].tolist() == expected[k]
        assert sorted(worth[kept & (key == k)].tolist(), reverse=True) == expected[k]


def in_large(case: Case, seconds: float) -> tuple[GoalResult, ...]:
    """The goals of a case that is worked on as if it were too large for the whole."""
    params = in_pieces(bounds=BoundParams(relaxation_up_to=0))
    _, goals, _ = solve_here(*case, limits=Limits(seconds=seconds), params=params)
    return goals


def test_what_is_too_large_for_the_whole_is_bounded_by_session() -> None:
    """Without substitutes the bound of what persons could reach knows nothing of what comes first.

    The search proves its plan by it.
    """
    problem, policy = workshop()

    needs, *_ = in_large(Case(problem.model_copy(update={"substitutes": ()}), policy), 6)

    assert (needs.value, needs.bound, needs.method) == (30, 30, "sessions")


@pytest.mark.slow
def test_later_goals_are_bounded_by_session_while_points_are_held() -> None:
    """Of half-days at least two of three; of minutes and covers some, where 0 was known."""
    needs, half_days, _, minutes, covers, *_ = in_large(workshop(), 20)

    assert needs.value == WORKSHOP_VALUE[0]
    assert (half_days.id, half_days.method) == ("engaged-half-days", "sessions")
    assert half_days.bound is not None
    assert 2 <= half_days.bound <= WORKSHOP_VALUE[1]
    assert minutes.bound is not None
    assert covers.bound is not None
    assert 1 <= minutes.bound <= WORKSHOP_VALUE[3]
    assert 1 <= covers.bound <= WORKSHOP_VALUE[4]
