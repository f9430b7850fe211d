"""A search that starts from a plan: never worse, and no plan that breaks rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from checkpoints import EMPTY, kept, sounds
from fake_workers import FOREVER, end, fake_worker
from terminal import _files, run
from tuesday import PLAN, PROBLEM, changed

from pdsched import solve, verify
from pdsched.cli.app import Exit
from pdsched.errors import StartRejectedError
from pdsched.plan import Release

__all__ = ["_files"]  # fixture


def test_the_answer_is_never_worse_than_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search ends with less than it began with, the start is the answer."""
    fake_worker(tmp_path, monkeypatch, end(EMPTY, "feasible", (0, 140), (0, 0)))
    start = PLAN.model_copy(update={"problem": "an older version", "unmet": ()})
    result = solve(PROBLEM, seconds=20, initial_plan=start)

    assert result.plan is not None
    assert sounds(result.plan) == sounds(PLAN)
    assert result.plan.problem == PROBLEM.digest()
    assert [goal.value for goal in result.goals] == [120, 3, 0, 150, 4]
    assert verify(PROBLEM, result.plan) == ()


def test_a_start_that_breaks_rules_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller is told every rule that the plan breaks, and the search is ended."""
    begun = fake_worker(tmp_path, monkeypatch, FOREVER)
    start = changed(covers=[])
    with pytest.raises(StartRejectedError) as caught:
        solve(PROBLEM, initial_plan=start)

    assert caught.value.sentences == tuple(map(str, verify(PROBLEM, start)))
    assert "breaks rules in 7 place(s)" in str(caught.value)
    assert begun[0].poll() is not None


def test_a_long_list_of_violations_is_cut() -> None:
    """Of very many violations the message shows some, and how many more there are."""
    error = StartRejectedError([f"rule {number}" for number in range(100)])

    assert len(error.sentences) == 100
    assert str(error).splitlines()[-1] == "and 80 more"


def test_start_and_resume_together_are_refused(tmp_path: Path) -> None:
    """Two things to go on from are one too many."""
    with pytest.raises(ValueError, match="give one of them"):
        solve(PROBLEM, initial_plan=PLAN, resume=kept(tmp_path / "kept.json"))


def test_a_real_search_goes_on_from_a_start() -> None:
    """The start reaches the engine: the first value told is its value."""
    values: list[int | None] = []
    result = solve(
        PROBLEM, seconds=30, initial_plan=PLAN, on_progress=lambda step: values.append(step.value)
    )

    assert values[0] == 120
    assert result.goals[0].value == 150
    assert result.plan is not None
    assert verify(PROBLEM, result.plan) == ()


def test_a_rejected_start_is_told_on_the_command_line(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that breaks rules ends with a line for each violation, as a wrong file does."""
    fake_worker(files, monkeypatch, FOREVER)
    late = [Release.model_validate(r).model_copy(update={"lessons": ()}) for r in PLAN.releases]
    (files / "plan.json").write_text(changed(releases=late).to_json(), encoding="utf-8")
    answer = run("solve", "p.json", "-o", "new.json", "--initial-plan", "plan.json")

    assert answer.exit_code == Exit.WRONG
    assert "the initial plan breaks rules" in answer.stderr
    assert "records: " in answer.stderr
