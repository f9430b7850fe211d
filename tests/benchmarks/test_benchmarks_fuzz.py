"""The loop of random tiny problems: it finds what is broken, keeps it, and goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.fuzz.drawing import drawn
from pdsched import load, load_policy
from pdsched.result import GoalResult, Status
from pdsched.search import solve_here

FIRST = ["fuzz", "--seed", "3", "--case", "2"]


def test_cases_are_drawn_again_by_seed_and_number() -> None:
    """The same seed and number are the same case; others are not."""
    assert drawn(3, 1) == drawn(3, 1)
    assert len({drawn(3, n).case.problem.to_json() for n in range(10)}) > 5
    assert drawn(3, 1) != drawn(4, 1)


def test_a_sound_case_breaks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every relation is tried on it, and the table says so."""
    code = main([*FIRST, "--folder", str(tmp_path)])
    said = capsys.readouterr().out

    assert code == 0, said
    assert "a solve ends without an exception" in said
    assert said.rstrip().endswith("0 faults")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", ["exception", "bound", "status"])
def test_what_is_broken_is_kept(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A solver that fails, or that claims what is not so, is caught, and the case is written."""

    def broken(*case: Any, **options: Any) -> Any:
        plan, goals, status = solve_here(*case, **options)
        if fault == "exception":
            raise ArithmeticError("needs-met: a plan has 30, the bound said 20")
        if fault == "bound" and goals:
            worse = -1 if case[1].order[0].maximise else 1
            first = goals[0].model_copy(update={"bound": (goals[0].value or 0) + worse})
            goals = (first, *goals[1:])
        if fault == "status":
            goals, status = (*goals, GoalResult(id="more")), Status.OPTIMAL
        return plan, goals, status

    monkeypatch.setattr("benchmarks.fuzz.runs.solve_here", broken)
    # Not every fault shows in every case: a bound of nothing to learn is none.
    # Or only in a variant of it, with another policy.
    for number in range(20):
        folder = tmp_path / str(number)
        code = main(["fuzz", "--seed", "3", "--case", str(number), "--folder", str(folder)])
        said = capsys.readouterr().out
        kept = next(folder.iterdir()) if code else None
        if kept is not None and (kept / "fault.txt").read_text("utf-8").startswith("the case"):
            break
    assert kept is not None

    assert code == 1
    assert "BROKEN" in said
    assert f"python -m benchmarks fuzz --seed 3 --case {number}" in said
    assert load(kept / "problem.json") == drawn(3, number).case.problem
    assert load_policy(kept / "policy.toml") == drawn(3, number).case.policy
    assert "python -m benchmarks" in (kept / "fault.txt").read_text("utf-8")
