"""Names of the last version: they do what they did, and warn."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fake_workers import end, fake_worker
from terminal import FakeSolver, _files, _solver, run
from tuesday import PLAN, PROBLEM

from pdsched import Plan, solve
from pdsched.cli.app import Exit
from pdsched.runner.messages import Job

__all__ = ["_files", "_solver"]  # fixtures

EMPTY = Plan(problem=PROBLEM.digest())


@pytest.mark.parametrize(("was", "now"), [("start", "initial_plan"), ("before", "previous")])
def test_old_keywords_of_solve_do_what_the_new_ones_do(
    was: str, now: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is the same, and the caller's line is warned of."""
    fake_worker(tmp_path, monkeypatch, end(EMPTY, "feasible", (0, 140), (0, 0)))
    old: dict[str, Any] = {was: PLAN}
    new: dict[str, Any] = {now: PLAN}
    with pytest.warns(DeprecationWarning, match=rf"solve\({was}=\) is now solve\({now}=\)") as told:
        warned = solve(PROBLEM, seconds=20, **old)
    silent = solve(PROBLEM, seconds=20, **new)

    assert [warning.filename for warning in told] == [__file__]
    assert warned.plan is not None
    assert warned.plan.sessions
    assert warned.plan == silent.plan


@pytest.mark.parametrize(("was", "now"), [("start", "initial_plan"), ("before", "previous")])
def test_an_old_and_a_new_keyword_for_one_thing_are_refused(was: str, now: str) -> None:
    """Nobody has to guess which of them would count."""
    both: dict[str, Any] = {was: PLAN, now: PLAN}
    with pytest.raises(
        TypeError, match=rf"given {now}= and its old name {was}=: give {now}= alone"
    ):
        solve(PROBLEM, **both)


@pytest.mark.parametrize(
    ("seconds", "work"), [({"seconds": 3}, 3 * 0.15), ({}, 9.0)], ids=["given", "by default"]
)
def test_reproducible_is_a_work_limit(
    seconds: dict[str, Any], work: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The solving process gets the work that it always got for so many seconds."""
    jobs: list[Job] = []

    class StoppedError(Exception):
        """The job is known, and nobody needs to do it."""

    def child(job: Job) -> None:
        jobs.append(job)
        raise StoppedError

    monkeypatch.setattr(import_module("pdsched.runner.start"), "ChildProcess", child)
    old: dict[str, Any] = {"reproducible": True, **seconds}
    now = rf"solve\(reproducible=True, .* is now solve\(work_limit={work!r}\)"
    with pytest.warns(DeprecationWarning, match=now) as told, pytest.raises(StoppedError):
        solve(PROBLEM, **old)
    with pytest.raises(StoppedError):
        solve(PROBLEM, work_limit=work)

    assert [warning.filename for warning in told] == [__file__]
    assert jobs[0] == jobs[1]
    assert (jobs[0].work, jobs[0].deadline) == (work, None)


def test_not_reproducible_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who says so is warned, and gets it."""
    fake_worker(tmp_path, monkeypatch, end(PLAN, "feasible", (120, 140), (3, 0)))
    old: dict[str, Any] = {"reproducible": False}
    with pytest.warns(DeprecationWarning, match="is now what solve\\(\\) does without work_limit="):
        assert not solve(PROBLEM, seconds=20, **old).reproducible


def test_reproducible_and_a_work_limit_are_refused() -> None:
    """One is the old form of the other."""
    old: dict[str, Any] = {"reproducible": True}
    with pytest.raises(TypeError, match="work_limit= and its old form reproducible="):
        solve(PROBLEM, work_limit=9, **old)


def test_a_keyword_that_never_was_is_refused() -> None:
    """As Python does where a function takes no others."""
    wrong: dict[str, Any] = {"second": 5}
    with pytest.raises(TypeError, match="unexpected keyword argument 'second'"):
        solve(PROBLEM, **wrong)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("was", "now"), [("start", "initial_plan"), ("before", "previous")])
def test_old_options_of_solve_do_what_the_new_ones_do(
    was: str, now: str, solver: FakeSolver
) -> None:
    """The solver is asked alike, and stderr tells the new name."""
    option = f"--{now.replace('_', '-')}"
    old = run("solve", "p.json", "-o", "new.json", f"--{was}", "plan.json")
    asked = dict(solver.asked)
    new = run("solve", "p.json", "-o", "new.json", option, "plan.json")

    assert old.exit_code == new.exit_code == Exit.DONE
    assert f"pdsched: --{was} is now {option}; the old name goes with version 0.3" in old.stderr
    assert asked[now] == PLAN
    assert asked == solver.asked
    assert "is now" not in new.stderr
    assert old.stdout == new.stdout


@pytest.mark.usefixtures("files")
def test_the_old_option_of_verify_does_what_the_new_one_does() -> None:
    """The plan is judged alike, and stderr tells the new name."""
    old = run("verify", "p.json", "plan.json", "--before", "plan.json")
    new = run("verify", "p.json", "plan.json", "--previous", "plan.json")

    assert old.exit_code == new.exit_code == Exit.DONE
    assert old.stdout == new.stdout
    assert "--before is now --previous" in old.stderr


@pytest.mark.usefixtures("files")
def test_the_old_option_reproducible_is_a_work_limit(solver: FakeSolver) -> None:
    """The solver is asked with the work that it always got for so many seconds."""
    answer = run("solve", "p.json", "-o", "new.json", "--reproducible", "--seconds", "30")

    assert answer.exit_code == Exit.DONE
    assert "--reproducible --seconds 30.0 is now --work-limit 4.5" in answer.stderr
    assert (solver.asked["seconds"], solver.asked["work_limit"]) == (None, 4.5)


@pytest.mark.usefixtures("files")
def test_reproducible_and_a_work_limit_are_refused_on_the_command_line(solver: FakeSolver) -> None:
    """A sentence says which one to give."""
    both = ["--reproducible", "--work-limit", "9"]
    answer = run("solve", "p.json", "-o", "new.json", *both)

    assert answer.exit_code == Exit.WRONG
    assert "--reproducible is the old form of --work-limit" in answer.stderr
    assert solver.asked == {}


@pytest.mark.usefixtures("files")
def test_an_old_and_a_new_option_for_one_thing_are_refused(solver: FakeSolver) -> None:
    """A sentence says which one to give, before the work begins."""
    both = ["--before", "plan.json", "--previous", "plan.json"]
    answer = run("solve", "p.json", "-o", "new.json", *both)

    assert answer.exit_code == Exit.WRONG
    assert "--before is the old name of --previous: give --previous alone" in answer.stderr
    assert solver.asked == {}


@pytest.mark.parametrize("command", ["solve", "verify"])
def test_the_help_has_new_options_alone(command: str) -> None:
    """Old options can be given, but nobody learns them."""
    told = run(command, "--help").stdout

    assert "--previous" in told
    assert "--before" not in told
    assert "--start" not in told
    assert "--reproducible" not in told
