"""A first plan comes however little the machine lets us run, and an empty one is no answer."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from checkpoints import EMPTY, kept
from fake_workers import FOREVER, end, fake_worker, line_of, plan_line, says, step
from one_hour import one_hour
from quick import slow
from terminal import _files, run
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Status, solve, verify
from pdsched.cli.app import Exit
from pdsched.runner import child_process, report

__all__ = ["_files"]  # fixture

BARE = line_of({**json.loads(plan_line(EMPTY, 0, 0)), "plan": None}).replace(
    '"plan":null', f'"bare":true,"plan":{EMPTY.to_json()}'
)
"""The line of an empty plan, as the worker writes it."""


def test_a_process_that_comes_late_still_makes_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the limit is over before the program is loaded: it is waited for."""
    late = f"import time; time.sleep(2.5)\n{child_process.PROGRAM}"
    monkeypatch.setattr(child_process, "PROGRAM", late)
    problem = one_hour()
    result = solve(problem, seconds=0.5, workers=1)

    assert result.plan is not None
    assert result.plan.needs_met == {"n-p0"}
    assert verify(problem, result.plan) == ()


def test_a_plan_of_nothing_is_waited_on_and_one_with_something_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first session that is told after the limit is the answer; the search is ended then."""
    said = [says(BARE), "time.sleep(1.5)", says(plan_line(PLAN, 120, 3)), FOREVER]
    begun = fake_worker(tmp_path, monkeypatch, *said)
    result = solve(PROBLEM, seconds=0.3)

    assert result.goal("needs-met").value == 120
    assert begun[0].poll() is not None


def test_a_search_that_has_run_long_enough_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it gets beyond its limit is time of a processor, and little of it."""
    monkeypatch.setattr(report, "FIRST_SECONDS", 0.2)
    begun = fake_worker(tmp_path, monkeypatch, says(BARE), "while True: pass")
    result = solve(PROBLEM, seconds=0.3)

    assert (result.status, result.plan) == (Status.UNKNOWN, None)
    assert result.message == "the time ended before a session was found: give more time"
    assert begun[0].poll() is not None


@pytest.mark.parametrize("limit", [{"seconds": 20}, {"work_limit": 2}])
def test_an_empty_plan_that_is_not_proven_is_none(
    limit: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bound is told: how much a plan may meet at most."""
    said = [step(0, 140, method="relaxation"), end(EMPTY, "feasible", (0, 140), (0, 0))]
    fake_worker(tmp_path, monkeypatch, *said)
    result = solve(PROBLEM, **limit)

    assert (result.status, result.plan) == (Status.UNKNOWN, None)
    assert (result.goals[0].value, result.goals[0].bound) == (None, 140)
    assert {goal.value for goal in result.goals} == {None}


def test_an_empty_plan_that_is_proven_is_the_answer() -> None:
    """Where nobody can learn anything, that is an answer."""
    result = solve(one_hour(trainers=[]), seconds=20, workers=1)

    assert result.status is Status.OPTIMAL
    assert result.plan is not None
    assert result.plan.sessions == ()


@pytest.mark.parametrize("go_on", ["resume", "initial_plan", "previous"])
def test_an_empty_plan_to_go_on_from_is_no_answer_either(
    go_on: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the search began with: nothing is in it."""
    monkeypatch.setattr(report, "FIRST_SECONDS", 0.0)
    fake_worker(tmp_path, monkeypatch, FOREVER)
    begin: Any = kept(tmp_path / "kept.json", plan=EMPTY) if go_on == "resume" else Plan()
    result = solve(PROBLEM, seconds=0.3, **{go_on: begin})

    assert (result.status, result.plan) == (Status.UNKNOWN, None)


@slow
@pytest.mark.parametrize("seconds", [0.1, 3])
def test_a_pool_of_the_caller_has_a_first_plan_too(seconds: float) -> None:
    """A search in a thread of this process makes it before anything is given to the pool."""
    with ProcessPoolExecutor(1) as executor:
        result = solve(one_hour(), seconds=seconds, workers=1, executor=executor)

    assert result.goal("needs-met").value == 30


def test_the_command_line_writes_no_empty_plan(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and ends with the exit code of a time that was too short."""
    fake_worker(files, monkeypatch, end(EMPTY, "feasible", (0, 140), (0, 0)))
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.NOTHING_YET
    assert not (files / "new.json").exists()
    assert "No plan was found, so none was written." in answer.stdout
    assert "the time ended before a session was found" in answer.stdout
