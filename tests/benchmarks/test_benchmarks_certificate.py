"""Prices that prove a bound are told with it, and whoever adds them up comes to no more."""

from __future__ import annotations

from datetime import date

import pytest
from draw_fixed_tasks import fewest, fixed_tasks
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.literature import table
from benchmarks.literature.certificate import UNIT, certified
from benchmarks.literature.instance import Known
from benchmarks.literature.row import Row
from benchmarks.literature.smptsp import Smptsp
from pdsched import GoalResult, LessonPrice, Progress, Status, solve
from pdsched.engines.ejection import FixedTasks
from pdsched.engines.hand_prices import HandPrices

APART = Smptsp("apart", ((0, 5), (5, 9), (6, 9)), ((0,), (1, 2)), Known())
"""Two tasks at once that one worker alone can do: nobody can do all."""
TWO = Smptsp("two", ((0, 5), (5, 9)), ((0,), (1,)), Known())
"""One task after the other, and nobody can do both: no moment says that two have to come."""
AT_ONCE = Smptsp("at once", ((0, 5), (3, 9), (7, 9)), ((0, 2), (1,)), Known())
"""Two tasks of three are there at one moment, which says it."""


def prices(by_task: list[int]) -> list[LessonPrice]:
    """Prices of tasks in millionths, by task."""
    given = {"date": date(2026, 9, 8), "staff": "t"}
    return [LessonPrice(lesson=f"x{n}", millionths=each, **given) for n, each in enumerate(by_task)]


def instance(tasks: FixedTasks) -> Smptsp:
    """The published form of drawn tasks."""
    spans = tuple(zip(tasks.start.tolist(), tasks.end.tolist(), strict=True))
    able = tuple(tuple(row.nonzero()[0].tolist()) for row in tasks.able)
    return Smptsp("drawn", spans, able, Known())


@given(fixed_tasks(), st.lists(st.integers(0, 2 * UNIT), min_size=6, max_size=6))
def test_no_prices_prove_too_much(tasks: FixedTasks, drawn: list[int]) -> None:
    """Whatever the prices are: trying every way finds no fewer hands."""
    least = fewest(tasks)
    told = certified(instance(tasks), prices(drawn[: len(tasks.start)]))

    assert least is None or told <= least


@given(fixed_tasks())
def test_prices_of_the_engine_add_up(tasks: FixedTasks) -> None:
    """The checker, which shares no code with it, comes to the bound that the engine tells."""
    found = HandPrices(tasks)
    if fewest(tasks) is not None:
        found.improve([], enough=len(tasks.able))

    assert certified(instance(tasks), prices(found.bound.prices.tolist())) == found.bound.hands


@pytest.mark.parametrize(
    ("by_task", "told"),
    [([0, 0], 0), ([UNIT, UNIT], 2), ([UNIT, 1], 2), ([UNIT, 0], 1), ([5 * UNIT, UNIT], 2)],
)
def test_what_prices_prove_is_rounded_up(by_task: list[int], told: int) -> None:
    """A millionth of a worker is a worker; what is dearer than one is taken off."""
    assert certified(TWO, prices(by_task)) == told


def test_tasks_at_once_are_no_roster() -> None:
    """Of two that share a moment a worker takes off the dearer one alone."""
    assert certified(APART, prices([0, UNIT, UNIT])) == 2


@pytest.mark.parametrize("stops", [True, False])
def test_results_carry_the_prices(stops: bool) -> None:
    """Those of a search that ends by itself, and of one that is stopped once it has proven it."""
    stated = AT_ONCE.statement()

    def over(step: Progress) -> bool:
        return stops and step.goal == stated.tier and step.value == step.bound

    result = solve(stated.problem, stated.policy, seconds=60, workers=1, on_progress=over)
    goal = result.goal(stated.tier)

    assert (goal.value, goal.bound, goal.method) == (2, 2, "lessons")
    assert {(price.lesson, price.staff) for price in goal.prices} == {("x0", "t0"), ("x1", "t1")}
    assert certified(AT_ONCE, goal.prices) == 2
    assert result.status is Status.OPTIMAL or stops


def test_prices_that_do_not_add_up_are_wrong() -> None:
    """A bound whose proof says less is told, with what it comes to."""
    goal = GoalResult(id="g", value=2, bound=2, method="lessons", prices=prices([UNIT, UNIT]))
    sound, short = (Row("smptsp", "two", "pdsched", bound=2) for _ in range(2))
    table.add_up(TWO, sound, goal)
    table.add_up(TWO, short, goal.model_copy(update={"prices": goal.prices[:1]}))

    assert (sound.wrong, sound.note) == ([], "bound by lessons: 2 prices add up to 2")
    assert short.wrong == ["bound by lessons: 1 prices add up to 1"]
