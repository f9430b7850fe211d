"""States in trouble: no time, searches that die, dates of no use, and files that are damaged."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from one_hour import one_hour
from quick import first_quick, slow
from test_solve_state import district, state_of

from pdsched import Policy, Problem, Result, StateResult, Status, load_problem, solve_many
from pdsched.errors import SolverError
from pdsched.state import demand, run, solve_state
from pdsched.state.store import Store

Shown = list[tuple[str, int | None, str]]


def shown(result: StateResult) -> Shown:
    """Value and status of each district."""
    return [(each.id, each.value, each.status.value) for each in result.districts]


def holders(result: StateResult) -> list[str]:
    """Who has dates."""
    return [share.district for share in result.shares]


def test_who_had_no_time_keeps_its_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next call plans with them; nobody else was given them."""
    state = state_of(tmp_path, a=district(5), b=district(2))

    def no_time(problems: Mapping[str, Problem], policy: Policy, **options: Any) -> Any:
        if "a" not in problems:
            return solve_many(problems, policy, **options)
        result = Result(status=Status.UNKNOWN, problem=problems["a"].digest(), policy=policy)
        options["on_result"]("a", result)
        return {"a": result}

    with monkeypatch.context() as patch:
        patch.setattr(run, "solve_many", no_time)
        first = solve_state(state, checkpoint=tmp_path / "out", seconds=30)
    again = solve_state(state, checkpoint=tmp_path / "out", seconds=30)

    assert (holders(first), shown(first)) == (
        ["a"],
        [("a", None, "unknown"), ("b", 0, "optimal")],
    )
    assert (holders(again), again.value, again.bound) == (["a"], 50, 50)


@slow
def test_a_date_that_is_of_no_use_to_anybody_stays_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not offered again in later calls, so nothing is left to do."""
    state = state_of(tmp_path, a=district(away=True), b=district(away=True))
    first = solve_state(state, checkpoint=tmp_path / "out", seconds=60)
    told = json.loads((tmp_path / "out" / "shares.json").read_text())

    assert (holders(first), told["shares"]) == ([], [])
    assert {share["district"] for share in told["refused"]} == {"a", "b"}
    monkeypatch.setattr(run, "solve_many", _never)
    again = solve_state(state, checkpoint=tmp_path / "out", seconds=60)
    assert again.model_copy(update={"seconds": first.seconds}) == first


def _never(problems: Mapping[str, Problem], *_: Any, **__: Any) -> dict[str, Result]:
    assert not problems
    return {}


def test_a_search_that_dies_costs_its_district_alone_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is then all points of its needs; nothing of it is on the disk."""
    state = state_of(tmp_path, a=district(5), b=district(2, away=True))

    def dying(problems: Mapping[str, Problem], policy: Policy, **options: Any) -> Any:
        if "a" in problems:
            raise SolverError("the solver is gone")
        return solve_many(problems, policy, **options)

    monkeypatch.setattr(run, "solve_many", dying)
    result = solve_state(state, checkpoint=tmp_path / "out", seconds=30)

    assert shown(result) == [("a", None, "unknown"), ("b", 0, "optimal")]
    assert result.districts[0].method == "needs"
    assert result.bound >= 50
    assert not (tmp_path / "out" / "plans" / "a.json").exists()


def test_a_district_without_any_plan_is_known_by_its_bound(tmp_path: Path) -> None:
    """Nothing is searched for again; of what nobody knows, it is."""
    store, problem, policy = Store(tmp_path), one_hour(), Policy()
    for status, is_known in ((Status.INFEASIBLE, True), (Status.UNKNOWN, False)):
        result = Result(status=status, problem=problem.digest(), policy=policy)
        store.keep_bound("a", result)
        assert (store.bound("a", problem, policy) is not None) == is_known


def _prices_forged(told: dict[str, Any]) -> None:
    told["prices"][0] |= {"steps": {}, "surplus": -1000}


def _trainer_unknown(told: dict[str, Any]) -> None:
    told["shares"][0]["trainer"] = "nobody"


def _date_given_twice(told: dict[str, Any]) -> None:
    told["shares"].append(told["shares"][0] | {"district": "b"})


@pytest.mark.parametrize(
    "damage", first_quick([None, _prices_forged, _trainer_unknown, _date_given_twice])
)
def test_what_is_damaged_is_made_again(tmp_path: Path, damage: Any) -> None:
    """Files cut short, prices that are not those of the state, dates that nobody gave away."""
    state, out = state_of(tmp_path, a=district(5), b=district(2)), tmp_path / "out"
    first = solve_state(state, checkpoint=out, seconds=60)
    files = [out / "shares.json", out / "plans" / "a.json", out / "bounds" / "a.json"]
    if damage is None:
        for file in files:
            file.write_text(file.read_text()[:99])
    else:
        told = json.loads(files[0].read_text())
        damage(told)
        files[0].write_text(json.dumps(told))
    again = solve_state(state, checkpoint=out, seconds=60)

    assert (again.value, again.bound, again.shares) == (first.value, first.bound, first.shares)
    assert (again.value, again.bound) == (50, 50)


def test_one_district_at_a_time_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one before is let go before the next is read."""
    state = state_of(tmp_path, a=district(away=True), b=district(away=True))
    read: list[weakref.ref[Problem]] = []
    alive: list[int] = []

    def reading(path: str) -> Problem:
        gc.collect()
        alive.append(sum(problem() is not None for problem in read))
        problem = load_problem(path)
        read.append(weakref.ref(problem))
        return problem

    monkeypatch.setattr(demand, "load_problem", reading)
    monkeypatch.setattr(run, "load_problem", reading)
    solve_state(state, checkpoint=tmp_path / "out", seconds=30)

    assert len(alive) >= 4
    assert set(alive) == {0}
