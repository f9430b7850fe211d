"""Bounds by blocks, against brute force: no plan passes them, whatever the prices are."""

from __future__ import annotations

from collections.abc import Callable
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
from pdsched.engines.arrays import Ints
from pdsched.engines.duality import dual_bound
from pdsched.engines.mathopt import relax
from pdsched.engines.part import SubMipData, SubMipResult, solve_sub_mip
from pdsched.engines.pool import WorkerPool
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model import build
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals import GOALS, tier_goals
from pdsched.search import Limits, solve_here
from pdsched.search.incumbent import Incumbent
from pdsched.search.lagrangian import (
    Decomposition,
    LagrangianBound,
    by_topic,
    by_week,
    decompose,
    spread,
)
from pdsched.search.task import GoalTask

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


def task(told: Told, pool: WorkerPool) -> GoalTask:
    """The work on a goal of which the blocks know no candidates."""
    return GoalTask(cast(Incumbent, told), cast(Candidates, None), pool, Limits(work=1))


def bounds_of(apart: Decomposition, aim: Objective) -> list[int]:
    """All bounds that the blocks tell, one after the other."""
    told = Told()
    LagrangianBound(task(told, WorkerPool(1))).run(apart, aim, "drawn", lambda: 50.0)
    return told.bounds


def beyond(aim: Objective, one: float, other: float) -> bool:
    """Whether one value is better than the other."""
    return one > other if aim.maximise else one < other


@given(programs(), each, st.booleans(), st.lists(st.integers(0, 2), min_size=4, max_size=4), each)
def test_no_values_pass_the_bound_of_blocks(
    plain: Plain, weights: tuple[int, ...], maximise: bool, labels: list[int], prices: object
) -> None:
    """With any prices and any labels each bound holds, and none is worse than weak duality's."""
    program, aim = plain.arrays(), Objective(ints(weights), maximise)
    duals = np.resize(np.array(prices, dtype=np.float64) / 4, program.rows)
    reached = [aim.value(ints(values)) for values in solutions(program)]

    bounds = bounds_of(decompose(program, aim, duals, ints(labels)), aim)

    for told in bounds:
        assert not any(beyond(aim, value, told) for value in reached)
        assert not beyond(aim, told, dual_bound(program, aim, duals))
    assert all(not beyond(aim, later, one) for one, later in pairwise(bounds))


HALVES = [Row({0: 2, 1: 1}, -INF, 2), Row({2: 2, 3: 1}, -INF, 2), Row({1: 1, 3: 1}, -INF, 1)]
"""Two of a kind each; the last row ties them together."""


def test_blocks_are_planned_in_whole_numbers() -> None:
    """Worth 3 and 2 each: in parts 3.5 of a block, in whole numbers 3, and one of both can have 2.

    The tie is worth nothing, since both blocks do best without what it is about.
    """
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim, none = Objective(ints([3, 2, 3, 2]), maximise=True), np.zeros(3)

    assert max(aim.value(ints(values)) for values in solutions(program)) == 6
    assert dual_bound(program, aim, none) == 10
    assert bounds_of(decompose(program, aim, none, ints([0, 0, 1, 1])), aim)[-1] == 6


def test_what_has_to_be_is_dearer_in_whole_numbers() -> None:
    """Two of a kind: at least 3 of 2 and 2, for 3 and 2. In parts that is 3, in whole numbers 4."""
    least = [Row({0: 2, 1: 2}, 3, INF), Row({2: 2, 3: 2}, 3, INF), Row({0: 1, 2: 1}, -INF, 1)]
    program = Plain((0,) * 4, (3,) * 4, least).arrays()
    aim, duals = Objective(ints([3, 2, 3, 2]), maximise=False), np.array([1.0, 1.0, 0.0])

    assert min(aim.value(ints(values)) for values in solutions(program)) == 8
    assert dual_bound(program, aim, duals) == 6
    assert bounds_of(decompose(program, aim, duals, ints([0, 0, 1, 1])), aim)[-1] == 8


class Idle(WorkerPool):
    """Says what it was asked to spend, and has nothing to show for it."""

    def __init__(self, work: float) -> None:
        super().__init__(1)
        self.asked: list[float] = []
        self._work = work

    def ask(self, function: object, argument: object) -> object:  # type: ignore[override]
        """Nothing but the work."""
        assert function is solve_sub_mip
        assert isinstance(argument, SubMipData)
        self.asked.append(argument.limits.work or 0.0)
        return SubMipResult(None, None, False, self._work, 0.0)


def test_blocks_without_an_answer_spend_what_they_were_given() -> None:
    """Each has at most twice its share of what is left, and the sum is told; nothing is claimed."""
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim, told, idle = Objective(ints([3, 2, 3, 2]), maximise=True), Told(), Idle(1.5)
    apart = decompose(program, aim, np.zeros(3), ints([0, 0, 1, 1]))

    spent = LagrangianBound(task(told, idle)).run(apart, aim, "drawn", lambda: 2.0)

    assert idle.asked == [2.0, 1.0]
    assert spent == 3.0
    assert told.bounds == [10, 10]


def test_blocks_that_are_proven_are_not_solved_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later round goes on from the bound of the one before."""
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim, told, pool = Objective(ints([3, 2, 3, 2]), maximise=True), Told(), WorkerPool(1)
    apart = decompose(program, aim, np.zeros(3), ints([0, 0, 1, 1]))
    blocks, asked = LagrangianBound(task(told, pool)), list[object]()
    ask = pool.ask

    def noted(solve: Callable[[SubMipData], SubMipResult], part: SubMipData) -> object:
        asked.append(part)
        return ask(solve, part)

    monkeypatch.setattr(pool, "ask", noted)

    blocks.run(apart, aim, "drawn", lambda: 50.0)
    first = len(asked)
    blocks.run(apart, aim, "drawn", lambda: 50.0)

    assert (first, len(asked)) == (2, 2)
    assert told.bounds[-1] == 6


def test_weights_beyond_all_bounds_are_left_to_the_relaxation() -> None:
    """The engine would refuse them."""
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim = Objective(ints([3 * 10**16, 2, 3, 2]), maximise=True)
    apart = decompose(program, aim, np.zeros(3), ints([0, 0, 1, 1]))

    assert min(bounds_of(apart, aim)) >= 3 * 10**16 + 3


def test_one_block_alone_tells_nothing() -> None:
    """It would be the whole."""
    program = Plain((0,) * 4, (1,) * 4, HALVES).arrays()
    aim = Objective(ints([3, 2, 3, 2]), maximise=True)

    assert bounds_of(decompose(program, aim, np.zeros(3), ints([0, 0, 0, 0])), aim) == []


def test_labels_spread_along_rows_of_one_label() -> None:
    """A column takes the label of a row that knows one alone, and of what that one decides."""
    chain = [Row({0: 1, 1: 1}, -INF, 1), Row({1: 1, 2: 1}, -INF, 1)]
    tied = [Row({0: 1, 1: 1, 2: 1}, -INF, 1)]

    assert spread(_program(chain), ints([7, -1, -1, -1])).tolist() == [7, 7, 7, -1]
    assert spread(_program(tied), ints([7, 5, -1, -1])).tolist() == [7, 5, -1, -1]


def _program(rows: list[Row]) -> IntegerProgram:
    return Plain((0,) * COLUMNS, (1,) * COLUMNS, rows).arrays()


@pytest.mark.parametrize("labels", [by_topic, by_week])
@settings(max_examples=scaled(0.2))
@given(case=cases(SMALL))
def test_no_plan_passes_the_blocks_of_a_school(
    labels: Callable[[Formulation], Ints], case: Case
) -> None:
    """By topic and by week, for each goal alone, at the prices of the relaxation."""
    plan, _, _ = solve_here(*case, limits=Limits(seconds=30))
    assume(plan is not None)
    assert plan is not None
    values = score(case.problem, plan, case.policy)
    f = build(*case)
    assume(f.program.columns)
    for name, goal in tier_goals(case.policy).items():
        aim = Objective(goal.weights(f), goal.maximise)
        found = relax(f.program, aim, 30)
        assert found is not None
        for told in bounds_of(decompose(f.program, aim, found.duals, labels(f)), aim):
            assert not goal.better(values[name], told)
            assert not goal.better(told, found.bound)


def test_topics_of_the_workshop_are_bounded() -> None:
    """Its bound is between the best of all and what the relaxation says."""
    f = build(*workshop())
    goal = GOALS["needs-met"]
    aim = Objective(goal.weights(f), goal.maximise)
    found = relax(f.program, aim, 30)
    assert found is not None

    bounds = bounds_of(decompose(f.program, aim, found.duals, by_topic(f)), aim)

    assert bounds
    assert all(WORKSHOP_VALUE[0] <= told <= found.bound for told in bounds)
