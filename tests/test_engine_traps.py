"""Facts about OR-Tools 9.15 that the model steers around, and that it does."""

from __future__ import annotations

import pytest
from hypothesis import given
from ortools.sat.python import cp_model
from strategies import SMALL, Case, cases
from workshop import workshop

from pdsched.model import build
from pdsched.model.engine import Answer, Effort, Engine, rounded
from pdsched.model.goals import GOALS, Goal
from pdsched.model.race import Listeners, Race
from pdsched.model.statement import Statement, weighted

NEEDS = GOALS["needs-met"]
HALF_DAYS = GOALS["engaged-half-days"]


@given(cases(SMALL))
def test_no_row_is_enforced(case: Case) -> None:
    """No row has an enforcement literal: such rows gave wrong optima (#5293)."""
    for constraint in build(*case).model.proto.constraints:
        assert len(constraint.enforcement_literal) == 0


def test_coefficients_that_sum_too_high_are_refused() -> None:
    """A row whose coefficients sum past 2^31 is refused instead of being solved wrongly."""
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in range(3)]

    with pytest.raises(OverflowError, match="2\\^31"):
        weighted(variables, [2**30, 2**30, 1])


@pytest.mark.parametrize(
    ("goal", "bound", "whole"),
    [
        (NEEDS, 55.99999999999999, 56),
        (NEEDS, 56.4, 56),
        (NEEDS, -0.0, 0),
        (HALF_DAYS, 3.0000000001, 3),
        (HALF_DAYS, 2.2, 3),
        (NEEDS, float("inf"), None),
        (HALF_DAYS, float("-inf"), None),
    ],
)
def test_float_bounds_become_whole_numbers(goal: Goal, bound: float, whole: int | None) -> None:
    """Bounds come as floats: they are rounded to the safe side, and infinity is no bound."""
    assert rounded(goal, bound) == whole


def _run(statement: Statement, goal: Goal, effort: Effort) -> Answer:
    return Engine().run(statement, goal, effort, None, lambda _: None, lambda _: None)


def test_optimal_is_said_only_by_value_and_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's OPTIMAL at a gap limit is no proof: the race is done only at equality."""
    import pdsched.model.engine as engine_room

    configured = engine_room._configured

    def with_gap(effort: Effort) -> cp_model.CpSolver:
        solver = configured(effort)
        solver.parameters.relative_gap_limit = 1e9
        solver.parameters.cp_model_presolve = False
        solver.parameters.linearization_level = 0
        return solver

    monkeypatch.setattr(engine_room, "_configured", with_gap)
    statement = build(*workshop())
    answer = _run(statement, NEEDS, Effort(10, None, 1, 0))
    assert answer.values is not None
    race = Race("needs-met", NEEDS, None, 0.0, Listeners(lambda _: None, lambda _: None))
    race.tighten(answer.bound)
    value = NEEDS.value(statement, answer.values)

    assert answer.bound is not None
    assert race.done is False
    assert value <= answer.bound


def test_a_model_without_a_goal_of_its_own_is_not_called_proven() -> None:
    """Without any value a race is never done, whatever its bound."""
    race = Race("needs-met", NEEDS, None, 0.0, Listeners(lambda _: None, lambda _: None))
    race.tighten(0)

    assert race.value is None
    assert race.done is False


def test_a_bound_that_a_plan_has_passed_is_our_bug() -> None:
    """A bound worse than a plan's value proves nothing: it is dropped, and the search raises."""
    statement = build(*workshop())
    answer = _run(statement, NEEDS, Effort(10, None, 1, 0))
    assert answer.values is not None
    race = Race("needs-met", NEEDS, None, 0.0, Listeners(lambda _: None, lambda _: None))
    from pdsched.model import Incumbent

    race.hear(Incumbent(statement, answer.values))
    race.tighten(0)

    assert race.unsound == "needs-met: a plan has 150, the bound said 0"
    assert race.bound is None
    assert not race.done


def test_reproducible_runs_use_one_worker_and_work_limits() -> None:
    """A run limited by work has no clock, and the seed is handed on."""
    from pdsched.model.engine import _configured

    parameters = _configured(Effort(None, 2.0, 1, 11)).parameters

    assert parameters.num_workers == 1
    assert parameters.random_seed == 11
    assert parameters.max_deterministic_time == 2.0
    assert parameters.max_time_in_seconds == float("inf")
    assert parameters.relative_gap_limit == 0
