"""The command line as tests use it: run in this process, with a solver that answers at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tuesday import PLAN, PROBLEM
from typer.testing import CliRunner
from typer.testing import Result as Run

from pdsched import Result, Status
from pdsched.cli import app
from pdsched.result import GoalResult, Progress

GOALS = (
    GoalResult(id="needs-met", value=120, bound=150),
    GoalResult(id="engaged-half-days", value=3, bound=3),
)


def run(*arguments: object) -> Run:
    """One command, run in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="pdsched")


def spawn(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command, run as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pdsched", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


def last_json(run: Run | subprocess.CompletedProcess[str]) -> Any:
    """The object on the last line of stdout."""
    return json.loads(run.stdout.splitlines()[-1])


def result(**fields: Any) -> Result:
    """A result with the plan of that Tuesday."""
    given: dict[str, Any] = {
        "status": Status.FEASIBLE,
        "plan": PLAN,
        "goals": GOALS,
        "problem": PROBLEM.digest(),
        "seconds": 1.25,
        "peak_mib": 300.0,
    }
    return Result(**{**given, **fields})


class FakeSolver:
    """Answers every problem with one result, and remembers how it was asked."""

    def __init__(self) -> None:
        self.answer: Result | BaseException = result()
        self.asked: dict[str, Any] = {}

    def __call__(
        self, problem: object, *, on_progress: Callable[[Progress], None], **options: Any
    ) -> Result:
        """Stands in for `pdsched.runner.solve`."""
        self.asked = {"problem": problem, **options}
        on_progress(Progress(seconds=0.5, goal="needs-met", value=100, bound=150))
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture(name="solver")
def _solver(monkeypatch: pytest.MonkeyPatch) -> FakeSolver:
    fake = FakeSolver()
    monkeypatch.setattr("pdsched.runner.solve", fake)
    return fake


@pytest.fixture(name="files")
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, but for the problem and the plan of that Tuesday."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where reports go
    (tmp_path / "p.json").write_text(PROBLEM.to_json(), encoding="utf-8")
    (tmp_path / "plan.json").write_text(PLAN.to_json(), encoding="utf-8")
    return tmp_path
