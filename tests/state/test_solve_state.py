"""States that are planned: dates handed on, runs cut short and begun again, by an executor."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from one_hour import one_hour
from quick import slow

from pdsched import DistrictOutcome, Problem, Result, State, load_plan, save, solve_many
from pdsched.state import run, solve_state

TESS = {"id": "tess", "courses": ["c1"], "available": [{"start": "09:00", "end": "10:00"}]}


def district(priority: int = 3, *, away: bool = False) -> Problem:
    """One hour for one person, who may be away in it."""
    problem = one_hour(trainers=[])
    person = problem.staff[0].model_dump(mode="json")
    if away:
        person["unavailable"] = [{"start": "08:00", "end": "12:00"}]
    need = problem.needs[0].model_dump(mode="json") | {"priority": priority}
    return Problem.model_validate(
        problem.model_dump(mode="json") | {"staff": [person], "needs": [need]}
    )


def state_of(folder: Path, **districts: Problem) -> State:
    """Districts that share a trainer on one date."""
    for name, problem in districts.items():
        save(problem, folder / f"{name}.json")
    paths = [{"id": name, "path": str(folder / f"{name}.json")} for name in districts]
    return State.model_validate({"id": "s", "districts": paths, "trainers": [TESS]})


@pytest.fixture(name="solved")
def _solved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The districts for which a search begins, in their order."""
    names: list[str] = []

    def noting(problems: Mapping[str, Problem], *args: Any, **options: Any) -> dict[str, Result]:
        names.extend(problems)
        return solve_many(problems, *args, **options)

    monkeypatch.setattr(run, "solve_many", noting)
    return names


def test_a_date_that_nobody_uses_is_handed_on(tmp_path: Path) -> None:
    """The best offer is of somebody who is away, and the date goes to the next best."""
    state = state_of(tmp_path, a=district(5, away=True), b=district(2))
    told: list[DistrictOutcome] = []
    result = solve_state(state, checkpoint=tmp_path / "out", seconds=60, on_district=told.append)

    assert [(share.trainer, share.district) for share in result.shares] == [("tess", "b")]
    assert [(each.value, each.shared_met) for each in result.districts] == [(0, 0), (20, 1)]
    assert (result.value, result.bound) == (20, 20)
    assert [(each.id, each.value) for each in told] == [("a", 0), ("b", 0), ("a", 0), ("b", 20)]
    for name in ("a", "b"):
        assert load_plan(tmp_path / "out" / "plans" / f"{name}.json").problem in {
            each.problem for each in result.districts if each.id == name
        }


@slow
def test_what_is_finished_is_not_solved_again(tmp_path: Path, solved: list[str]) -> None:
    """Not even after dates were handed on. Of other needs, `b` is solved again.

    It offers more than `a` then, by which a date has another price: so the bound of `a` is searched
    for again, and its plan is not.
    """
    state = state_of(tmp_path, a=district(5, away=True), b=district(2))
    out = tmp_path / "out"
    first = solve_state(state, checkpoint=out, seconds=60)
    assert solved
    solved.clear()
    again = solve_state(state, checkpoint=out, seconds=60)

    assert solved == []
    assert again.model_copy(update={"seconds": first.seconds}) == first
    save(one_hour(trainers=[], people=2), tmp_path / "b.json")
    solve_state(state, checkpoint=out, seconds=60)
    assert solved == ["a", "b", "b"]


@slow
def test_a_run_that_was_cut_short_goes_on(tmp_path: Path, solved: list[str]) -> None:
    """Districts that were done by then stay as they were."""
    state = state_of(tmp_path, a=district(), b=district(), c=district())

    def cut_short(outcome: DistrictOutcome) -> None:
        if outcome.id == "b":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve_state(state, checkpoint=tmp_path / "out", seconds=60, on_district=cut_short)
    assert solved == ["a", "a", "b", "b"]
    solved.clear()
    result = solve_state(state, checkpoint=tmp_path / "out", seconds=60)

    assert solved == ["c", "c"]
    assert result.value == 30


@slow
def test_an_executor_solves_as_many_as_it_carries(tmp_path: Path) -> None:
    """Here threads: value and bound are the same as one after the other."""
    state = state_of(tmp_path, a=district(5, away=True), b=district(2), c=district(1))
    alone = solve_state(state, checkpoint=tmp_path / "one", seconds=60)
    with ThreadPoolExecutor(2) as executor:
        together = solve_state(state, checkpoint=tmp_path / "two", seconds=60, executor=executor)

    assert (together.value, together.bound) == (alone.value, alone.bound)
    assert together.value == 20 <= together.bound
