"""Bounds by blocks, against brute force: no plan passes them, whatever the prices are."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from draw_programs import COLUMNS, Plain, Row, ints, programs, solutions
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import SMALL, Case, cases, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched import score
from pdsched.model import Crew, Limits, build, solve_here
from pdsched.model.blocks import Apart, Blocks, by_topic, by_week, spread, take_apart
from pdsched.model.engine import Aim
from pdsched.model.goals import GOALS, tier_goals
from pdsched.model.program import Program
from pdsched.model.race import Race
from pdsched.model.relaxation import relax, safe_bound

INF = float("inf")
each = st.tuples(*[st.integers(-9, 9)] * COLUMNS)


class Told:
    """Hears the bounds of a race that is never over."""

    done = False

    def __init__(self) -> None:
        self.bounds: list[int] = []

    def tighten(self, bound: int, method: str) -> None:
        """Keep it."""
        assert method == "drawn"
        self.bounds.append(bound)


def bounds_of(apart: Apart, aim: Aim) -> list[int]:
    """All bounds that the blocks tell, one after the other."""
    told = Told()
    Blocks(cast(Race, told), Crew(1), by_clock=False).run(apart, aim, "drawn", lambda: 50.0)
    return told.bounds


def beyond(aim: Aim, one: float, other: float) -> bool:
    """Whether one value is better than the other."""
    return one > other if aim.maximise else one < other


@given(programs(), each, st.booleans(), st.lists(st.integers(0, 2), min_size=4, max_size=4), each)
def test_no_values_pass_the_bound_of_blocks(
    plain: Plain, weights: tuple[int, ...], maximise: bool, labels: list[int], prices: object
) -> None:
    """With any prices and any labels each bound holds, and none is worse than weak duality's."""
    program, aim = plain.arrays(), Aim(ints(weights), maximise)
    duals = np.resize(np.array(prices, dtype=np.float64) / 4, program.rows)
    reached = [aim.value(ints(values)) for values in solutions(program)]

    bounds = bounds_of(take_apart(program, aim, duals, ints(labels)), aim)

    for told in bounds:
        assert not any(beyond(aim, value, told) for value in reached)
        assert not beyond(aim, told, safe_bound(program, aim, duals))
    assert all(not beyond(aim, later, one) for one, later in pairwise(bounds))


HALVES = [Row({0: 2, 1: 1}, -INF, 2), Row({2: 2, 3: 1}, -INF, 2), Row({1: 1, 3: 1}, -INF, 1)]
"""Two of a kind each; the last row ties them together."""


def test_blocks_are_planned_in_whole_numbers() -> None:
    """Worth 3 and 2 each: in parts 3.5 of a block, in whole numbers 3, and one of both can have 2.

    The tie is worth nothing, since both blocks do best without what it is about.
    """
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim, none = Aim(ints([3, 2, 3, 2]), maximise=True), np.zeros(3)

    assert max(aim.value(ints(values)) for values in solutions(program)) == 6
    assert safe_bound(program, aim, none) == 10
    assert bounds_of(take_apart(program, aim, none, ints([0, 0, 1, 1])), aim)[-1] == 6


def test_one_block_alone_tells_nothing() -> None:
    """It would be the whole."""
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim = Aim(ints([3, 2, 3, 2]), maximise=True)

    assert bounds_of(take_apart(program, aim, np.zeros(3), ints([0, 0, 0, 0])), aim) == []


def test_labels_spread_along_rows_of_one_label() -> None:
    """A column takes the label of a row that knows one alone, and of what that one decides."""
    chain = [Row({0: 1, 1: 1}, -INF, 1), Row({1: 1, 2: 1}, -INF, 1)]
    tied = [Row({0: 1, 1: 1, 2: 1}, -INF, 1)]

    assert spread(_program(chain), ints([7, -1, -1, -1])).tolist() == [7, 7, 7, -1]
    assert spread(_program(tied), ints([7, 5, -1, -1])).tolist() == [7, 5, -1, -1]


def _program(rows: list[Row]) -> Program:
    return Plain((0,) * COLUMNS, (1,) * COLUMNS, rows).arrays()


@pytest.mark.parametrize("labels", [by_topic, by_week])
@settings(max_examples=scaled(0.2))
@given(case=cases(SMALL))
def test_no_plan_passes_the_blocks_of_a_school(labels: object, case: Case) -> None:
    """By topic and by week, for each goal alone, at the prices of the relaxation."""
    plan, _, _ = solve_here(*case, limits=Limits(seconds=30))
    assume(plan is not None)
    assert plan is not None
    values = score(case.problem, plan, case.policy)
    s = build(*case)
    assume(s.program.columns)
    chosen = by_topic(s) if labels is by_topic else by_week(s)
    for name, goal in tier_goals(case.policy).items():
        aim = Aim(goal.weights(s), goal.maximise)
        found = relax(s.program, aim, 30)
        assert found is not None
        for told in bounds_of(take_apart(s.program, aim, found.duals, chosen), aim):
            assert not goal.better(values[name], told)
            assert not goal.better(told, found.bound)


def test_topics_of_the_workshop_are_bounded() -> None:
    """Its bound is between the best of all and what the relaxation says."""
    s = build(*workshop())
    goal = GOALS["needs-met"]
    aim = Aim(goal.weights(s), goal.maximise)
    found = relax(s.program, aim, 30)
    assert found is not None

    bounds = bounds_of(take_apart(s.program, aim, found.duals, by_topic(s)), aim)

    assert bounds
    assert all(WORKSHOP_VALUE[0] <= told <= found.bound for told in bounds)
