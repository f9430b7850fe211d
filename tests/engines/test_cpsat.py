"""Facts about OR-Tools 9.15 that the model steers around, and that it does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model_helper import SatParameters
from strategies import SMALL, Case, cases, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched.engines import cpsat
from pdsched.engines.cpsat import CpSat, MipResult, SolveLimits, as_model, rounded
from pdsched.engines.program import Objective, RowsBuilder
from pdsched.model import Solution, build
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of
from pdsched.model.goals import GOALS, Goal
from pdsched.search.incumbent import Incumbent, Listeners

NEEDS = GOALS["needs-met"]
TEN_SECONDS = SolveLimits(10, None, 1, 0)


def aim_of(statement: Formulation, goal: Goal = NEEDS) -> Objective:
    """The goal as weights of the statement's columns."""
    return Objective(goal.weights(statement), goal.maximise)


def run(statement: Formulation, effort: SolveLimits = TEN_SECONDS) -> MipResult:
    """One run for the first goal, from nothing."""
    return CpSat().run(statement.program, aim_of(statement), effort)


def race_of(statement: Formulation, hear: Callable[[Solution], None] = lambda _: None) -> Incumbent:
    """A race for the first goal in which nothing has happened yet."""
    return Incumbent(
        "needs-met", NEEDS, statement.candidates, None, 0.0, Listeners(hear, lambda _: None)
    )


@settings(max_examples=scaled(0.3))
@given(cases(SMALL))
def test_no_row_is_enforced(case: Case) -> None:
    """No row has an enforcement literal: such rows gave wrong optima (#5293)."""
    statement = build(*case)
    model = as_model(statement.program, aim_of(statement), None)

    for constraint in model.constraints:
        assert len(constraint.enforcement_literal) == 0


def test_coefficients_that_sum_too_high_are_refused() -> None:
    """A row whose coefficients sum past 2^31 is refused instead of being solved wrongly."""
    key, columns = np.zeros(3, dtype=np.int64), np.arange(3)
    ones = np.ones(3, dtype=np.int64)
    rows = RowsBuilder()
    rows.add(key, columns, np.array([2**30, 2**30 - 2, -1]), upper=0)
    program = rows.build(ones)
    rows.add(key, columns, np.array([2**30, 2**30 - 1, -1]), upper=0)

    assert program.rows == 1
    with pytest.raises(OverflowError, match="2\\^31"):
        rows.build(ones)
    with pytest.raises(OverflowError, match="2\\^31"):
        program.with_row(columns, np.array([2**30, -(2**30), 1]), 0, 1)


@pytest.mark.parametrize(
    ("maximise", "bound", "whole"),
    [
        (True, 55.99999999999999, 56),
        (True, 56.4, 56),
        (True, -0.0, 0),
        (False, 3.0000000001, 3),
        (False, 2.2, 3),
        (True, float("inf"), None),
        (False, float("-inf"), None),
    ],
)
def test_float_bounds_become_whole_numbers(maximise: bool, bound: float, whole: int | None) -> None:
    """Bounds come as floats: they are rounded to the safe side, and infinity is no bound."""
    assert rounded(maximise, bound) == whole


def test_optimal_is_said_only_by_value_and_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's OPTIMAL at a gap limit is no proof: the race is done only at equality."""
    chosen = cpsat._parameters

    def with_gap(limits: SolveLimits) -> SatParameters:
        parameters = chosen(limits)
        parameters.relative_gap_limit = 1e9
        parameters.cp_model_presolve = False
        parameters.linearization_level = 0
        return parameters

    monkeypatch.setattr(cpsat, "_parameters", with_gap)
    statement = build(*workshop())
    answer = run(statement)
    assert answer.values is not None
    assert answer.bound is not None
    incumbent = race_of(statement)
    incumbent.hear(solution_of(statement, answer.values))
    incumbent.tighten(answer.bound)

    assert incumbent.value is not None
    assert incumbent.value < answer.bound
    assert not incumbent.done
    assert not incumbent.unsound


def test_a_race_without_a_plan_is_not_called_proven() -> None:
    """Without any value a race is never done, whatever its bound."""
    incumbent = race_of(build(*workshop()))
    incumbent.tighten(0)

    assert incumbent.value is None
    assert not incumbent.done


def test_a_bound_that_a_plan_has_passed_is_our_bug() -> None:
    """A bound worse than a plan's value proves nothing: it is dropped, and the search raises."""
    statement = build(*workshop())
    answer = run(statement)
    assert answer.values is not None
    incumbent = race_of(statement)
    incumbent.hear(solution_of(statement, answer.values))
    incumbent.tighten(0)

    assert incumbent.unsound == "needs-met: a plan has 150, the bound said 0"
    assert incumbent.bound is None
    assert not incumbent.done


def test_a_plan_that_was_proven_not_to_exist_is_our_bug() -> None:
    """Infeasible after a plan was found: the search raises, and does not say infeasible."""
    incumbent = race_of(build(*workshop()))
    incumbent.hear(Solution.none())
    incumbent.refute()

    assert incumbent.unsound == "needs-met: a plan was found, and then proven not to exist"


def test_worse_plans_and_bounds_are_not_kept() -> None:
    """A race keeps the best that it hears, from whomever it comes, and tells only of that."""
    statement = build(*workshop())
    answer = run(statement)
    assert answer.values is not None
    good, heard = solution_of(statement, answer.values), list[Solution]()
    incumbent = race_of(statement, heard.append)
    for solution in (good, Solution.none(), good):
        incumbent.hear(solution)
    for bound in (200, 180, None, 190):
        incumbent.tighten(bound)

    assert incumbent.best is good
    assert (incumbent.value, incumbent.bound) == (WORKSHOP_VALUE[0], 180)
    assert heard == [good]


def test_reproducible_runs_use_one_worker_and_work_limits() -> None:
    """A run limited by work has no clock, and the seed is handed on."""
    parameters = cpsat._parameters(SolveLimits(None, 2.0, 1, 11))

    assert parameters.num_workers == 1
    assert parameters.random_seed == 11
    assert parameters.max_deterministic_time == 2.0
    assert parameters.max_time_in_seconds == float("inf")
    assert parameters.relative_gap_limit == 0


@settings(max_examples=scaled(0.5))
@given(cases(), st.integers(0, 99))
def test_a_complete_hint_is_never_lost(case: Case, seed: int) -> None:
    """From a plan as hint, a run with next to no work still ends with a plan as good."""
    statement = build(*case)
    first = run(statement)
    if first.values is None:
        assert first.feasible is False
        return
    program, aim = statement.program, aim_of(statement)
    again = CpSat().run(program, aim, SolveLimits(None, 0.01, 1, seed), first.values)

    assert again.values is not None
    assert program.keeps(again.values)
    assert aim.value(again.values) >= aim.value(first.values)
