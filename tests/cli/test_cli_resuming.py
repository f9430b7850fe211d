"""`solve` that goes on from a checkpoint or a plan, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checkpoints import BOUND, kept
from skipping import needs_unix
from terminal import FakeSolver, _files, _solver, run
from tuesday import PLAN

from pdsched import load
from pdsched.cli.app import Exit
from pdsched.result import GoalResult

__all__ = ["_files", "_solver"]  # fixtures


@pytest.mark.usefixtures("solver")
def test_the_command_line_hands_on_what_to_go_on_from(files: Path, solver: FakeSolver) -> None:
    """Files are handed on as they are, and a plan is loaded."""
    kept(files / "kept.json")
    run("solve", "p.json", "-o", "new.json", "--checkpoint", "kept.json", "--resume", "kept.json")
    first = dict(solver.asked)
    run("solve", "p.json", "-o", "new.json", "--initial-plan", "plan.json")

    assert (first["checkpoint"], first["resume"]) == (Path("kept.json"), Path("kept.json"))
    assert "initial_plan" not in first
    assert solver.asked["initial_plan"] == PLAN
    assert load(files / "plan.json") == PLAN


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--resume", "none.json"], "none.json: there is no such checkpoint"),
        (["--resume", "plan.json", "--initial-plan", "plan.json"], "give one of them"),
        (["--seconds", "60", "--work-limit", "9"], "both say when to end: give one of them"),
        (["--initial-plan", "none.json"], "PD101"),
        (["--initial-plan", "p.json"], "PD105"),
        pytest.param(
            ["--initial-plan", "/dev/null"],
            "'null' cannot be read (it is a device and no file)",
            marks=needs_unix,
        ),
        (["--initial-plan", "."], "holds no table of a plan"),
        pytest.param(
            ["--previous", "/dev/null"],
            "'null' cannot be read (it is a device and no file)",
            marks=needs_unix,
        ),
        (["--previous", "."], "holds no table of a plan"),
        pytest.param(
            ["--checkpoint", "/dev/null"], "is a device or a pipe, and no file", marks=needs_unix
        ),
        (["--checkpoint", "."], "is a folder; name a file"),
        (["--checkpoint", "new.json"], "new.json: is the output too"),
        (["--checkpoint", "p.json"], "p.json: is the input too"),
        (["--checkpoint", "nowhere/kept.json"], "there is no folder nowhere"),
    ],
)
@pytest.mark.usefixtures("files")
def test_what_cannot_be_gone_on_from_is_refused(
    options: list[str], told: str, solver: FakeSolver
) -> None:
    """A wrong file or a contradiction is told before the solver is asked."""
    answer = run("solve", "p.json", "-o", "new.json", *options)

    assert answer.exit_code == Exit.WRONG
    assert told in answer.stderr
    assert solver.asked == {}


def test_the_answer_names_the_method(files: Path, solver: FakeSolver) -> None:
    """Summary and JSON say how the bound was proven."""
    proven = GoalResult(id="engaged-half-days", value=3, bound=3, method="whole")
    answer = solver.answer
    assert not isinstance(answer, BaseException)
    solver.answer = answer.model_copy(update={"goals": (BOUND, proven)})
    shown = run("solve", "p.json", "-o", "new.json").stdout
    told = json.loads(run("solve", "p.json", "-o", "new.json", "--json").stdout.splitlines()[-1])

    assert files.exists()
    assert "needs-met 120, bound 130 (relaxation), gap 7.69 %" in shown
    assert "engaged-half-days 3, proven (whole)" in shown
    assert [goal["method"] for goal in told["goals"]] == ["relaxation", "whole"]
