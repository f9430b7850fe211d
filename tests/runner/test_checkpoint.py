"""Checkpoints: what is kept of a search, and what is resumed after everything was killed."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checkpoints import BOUND, EMPTY, kept, sounds
from fake_workers import FOREVER, end, fake_worker, plan_line, says, step
from processes import PATIENCE, all_gone, descendants
from quick import first_quick, slow
from skipping import needs_proc, needs_unix
from terminal import _files, run
from tuesday import PLAN, PROBLEM
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Policy, Status, generate, save, score, solve
from pdsched.cli.app import Exit
from pdsched.errors import PdschedError
from pdsched.plan import dated
from pdsched.result import GoalResult, LessonPrice
from pdsched.runner import checkpoint as checkpoint_room
from pdsched.runner.checkpoint import Checkpoint, CheckpointWriter, read_checkpoint

__all__ = ["_files"]  # fixture


# --- what is kept


@pytest.mark.parametrize("name", first_quick(["kept.json", "kept.json.gz"]))
def test_the_best_plan_is_kept_on_the_way(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any moment the file holds the best plan said by then, and the bound proven by then."""
    path = tmp_path / name
    seen: list[Checkpoint] = []
    fake_worker(
        tmp_path,
        monkeypatch,
        says(plan_line(EMPTY, 0, 0)),
        step(0, 150, method="needs"),
        says(plan_line(PLAN, 120, 3)),
        step(120, 140, method="relaxation"),
        says(plan_line(EMPTY, 0, 0)),
        step(120, 139, method="relaxation"),
        FOREVER,
    )
    result = solve(
        PROBLEM,
        seconds=3,
        seed=5,
        checkpoint=path,
        on_progress=lambda _: seen.append(read_checkpoint(path, PROBLEM)),
    )
    last = read_checkpoint(path, PROBLEM)

    states = [(len(each.plan.sessions), each.goals[0].value, each.goals[0].bound) for each in seen]
    told: list[tuple[int, int | None, int | None]] = [
        (0, 0, 150),
        (2, 120, 150),
        (2, 120, 140),
        (2, 120, 139),
    ]
    # Who hears of a step reads the file while the search goes on: it may know more by then.
    numbers = [told.index(state) for state in states]
    assert len(numbers) == 4
    assert numbers == sorted(numbers)
    assert all(number >= heard for heard, number in enumerate(numbers))
    assert numbers[-1] == 3
    assert (last.policy, last.seed) == (Policy(), 5)
    assert last.goals == result.goals
    assert last.plan == result.plan
    assert 0 < last.seconds <= result.seconds
    assert path.read_bytes().startswith(b"\x1f\x8b") is name.endswith(".gz")
    assert [entry.name for entry in tmp_path.iterdir() if ".tmp" in entry.name] == []


def test_the_prices_of_a_bound_are_kept_with_it(tmp_path: Path) -> None:
    """Whoever goes on from there has the proof, too."""
    path = tmp_path / "kept.json"
    price = LessonPrice(lesson="x", staff="ada", date=date(2026, 9, 8), millionths=1)
    bound = BOUND.model_copy(update={"method": "lessons", "prices": (price,)})
    writer = CheckpointWriter(path, PROBLEM, Policy(), 0, 0.0)
    writer.keep_values({"needs-met": 120, "engaged-half-days": 3}, bound, PLAN.to_json())
    first, second = read_checkpoint(path, PROBLEM).goals

    assert first == bound
    assert second == GoalResult(id="engaged-half-days", value=3)


def test_a_disk_that_is_full_costs_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a checkpoint cannot be written the search goes on, and the result says so."""

    def write(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint_room, "_write", write)
    fake_worker(tmp_path, monkeypatch, end(PLAN, "feasible", (120, 150), (3, 0)))
    result = solve(PROBLEM, seconds=20, checkpoint=tmp_path / "kept.json")

    assert result.plan is not None
    assert result.message == "the checkpoint could not be written: No space left on device"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("", "it is a folder"),
        ("nowhere/kept.json", "No such file"),
        pytest.param("/dev/null", "it is a device or a pipe", marks=needs_unix),
    ],
)
def test_an_impossible_place_is_refused_at_once(place: str, told: str, tmp_path: Path) -> None:
    """A checkpoint that cannot be written is refused before the work begins."""
    with pytest.raises(PdschedError, match=f"the checkpoint cannot be written .{told}"):
        solve(PROBLEM, checkpoint=tmp_path / place)


@needs_unix
def test_nothing_is_made_beside_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands at the place is looked at before anything is written there."""
    monkeypatch.setattr(Path, "touch", lambda _: pytest.fail("a draft was made"))
    with pytest.raises(PdschedError, match="it is a device or a pipe"):
        solve(PROBLEM, checkpoint="/dev/null")


# --- what is resumed


def test_a_resumed_search_keeps_plan_and_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that finds nothing ends with the plan and the bound that were there."""
    began, again = kept(tmp_path / "kept.json"), tmp_path / "again.json"
    bounds: list[int | None] = []
    fake_worker(tmp_path, monkeypatch, step(120, 150), step(120, 125), FOREVER)
    result = solve(
        PROBLEM,
        seconds=2,
        resume=began,
        checkpoint=again,
        on_progress=lambda progress: bounds.append(progress.bound),
    )

    assert result.plan is not None
    assert sounds(result.plan) == sounds(PLAN)
    assert bounds == [130, 125]
    assert result.goals[0].bound == 125
    assert read_checkpoint(again, PROBLEM).seconds > 100


@pytest.mark.parametrize(
    ("fields", "policy", "told"),
    first_quick(
        [
            ({}, Policy(), (130, "relaxation")),
            ({}, Policy(late_tenths=4), (150, "needs")),
            ({"policy": Policy(late_tenths=4)}, Policy(), (150, "needs")),
            ({"goals": (BOUND.model_copy(update={"bound": 110}),)}, Policy(), (150, "needs")),
            ({"goals": ()}, Policy(), (150, "needs")),
        ]
    ),
)
def test_a_bound_holds_under_its_policy_alone(
    fields: dict[str, Any],
    policy: Policy,
    told: tuple[int, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bound is taken over if the policy is the same, and no plan has passed it."""
    fake_worker(tmp_path, monkeypatch, FOREVER)
    path = kept(tmp_path / "kept.json", **fields)
    result = solve(PROBLEM, policy, seconds=1, resume=path)

    assert (result.goals[0].bound, result.goals[0].method) == told
    assert result.goals[0].value == 120


def test_a_bound_of_the_fewest_is_taken_over_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of people unserved no plan has fewer than was proven: less is better there."""
    fake_worker(tmp_path, monkeypatch, FOREVER)
    policy = Policy(goals=["unserved-people", "needs-met"])
    unserved = score(PROBLEM, EMPTY, policy)["unserved-people"]
    proven = GoalResult(id="unserved-people", value=unserved, bound=1, method="relaxation")
    path = kept(tmp_path / "kept.json", policy=policy, goals=(proven,), plan=EMPTY)
    result = solve(PROBLEM, policy, seconds=1, resume=path)

    assert unserved > 1
    assert (result.goals[0].bound, result.goals[0].method) == (1, "relaxation")


def test_a_known_bound_can_prove_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan whose value is the bound proven before is proven."""
    fake_worker(tmp_path, monkeypatch, end(PLAN, "feasible", (120, 150), (3, 3)))
    proven = BOUND.model_copy(update={"bound": 120})
    result = solve(PROBLEM, seconds=20, resume=kept(tmp_path / "kept.json", goals=(proven,)))

    assert result.status is Status.OPTIMAL


def test_a_search_goes_on_from_its_own_checkpoint(tmp_path: Path) -> None:
    """What one call left is where the next one goes on, in the same file."""
    path = tmp_path / "kept.json.gz"
    first = solve(*workshop(), seconds=30, checkpoint=path)
    values: list[int | None] = []
    second = solve(
        *workshop(),
        seconds=30,
        checkpoint=path,
        resume=path,
        on_progress=lambda step: values.append(step.value),
    )

    assert first.goals == second.goals
    assert tuple(goal.value for goal in second.goals) == WORKSHOP_VALUE
    assert values[0] == WORKSHOP_VALUE[0]  # It did not begin with nothing.
    assert read_checkpoint(path, workshop().problem).seconds > first.seconds


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        (b"", "is no checkpoint"),
        (b'{"format":"pdsched-plan"}', "is no checkpoint"),
        (b"\x1f\x8b\x08rubbish", "cannot be read"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "cannot be read"),
    ],
)
def test_what_is_no_checkpoint_is_refused(content: bytes | None, told: str, tmp_path: Path) -> None:
    """A file that is missing, damaged or something else is refused with its name."""
    path = tmp_path / "kept.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PdschedError, match=f"kept.json: .*{told}"):
        solve(PROBLEM, resume=path)


@needs_unix
@pytest.mark.parametrize(
    ("place", "told"),
    [("/dev/zero", "it is a device and no file"), (".", "it is a folder")],
)
@pytest.mark.usefixtures("files")
def test_what_is_no_file_is_told_as_elsewhere(place: str, told: str) -> None:
    """It is there, so nobody says that it is not."""
    answer = run("solve", "p.json", "-o", "new.json", "--resume", place)

    assert answer.exit_code == Exit.WRONG
    assert answer.stderr == f"pdsched: {place}: the checkpoint cannot be read ({told})\n"


def test_a_checkpoint_of_another_problem_is_refused(tmp_path: Path) -> None:
    """A checkpoint belongs to one problem, told by its digest."""
    other = PROBLEM.model_copy(update={"name": "another Tuesday"})
    with pytest.raises(PdschedError, match="is a checkpoint of another problem"):
        solve(other, resume=kept(tmp_path / "kept.json"))


def test_a_checkpoint_with_another_plan_before_is_refused(tmp_path: Path) -> None:
    """It may hold a bound of the changes from the previous plan, which is not one of another."""
    with pytest.raises(PdschedError, match="is a checkpoint of another problem"):
        solve(PROBLEM, previous=PLAN, resume=kept(tmp_path / "kept.json"))


def test_a_checkpoint_of_another_date_is_refused(tmp_path: Path) -> None:
    """What is past and what notice leaves are not the same on another date: no bound of it holds.

    A plan of another date is one of the same problem all the same.
    """
    first = PROBLEM.calendar.first
    assert dated(PROBLEM, first).digest() == PROBLEM.digest()
    with pytest.raises(PdschedError, match="is a checkpoint of another problem"):
        solve(PROBLEM, as_of=first, resume=kept(tmp_path / "kept.json"))


# --- the parent is killed


@slow
@needs_proc
def test_a_killed_parent_leaves_a_checkpoint_and_no_process(tmp_path: Path) -> None:
    """Whatever kills the whole run: the plan is on disk, and everything it started ends."""
    problem, path = generate(size="S", seed=2), tmp_path / "kept.json"
    save(problem, tmp_path / "p.json")
    arguments = ["solve", "p.json", "-o", "plan.json", "--seconds", "300", "--workers", "2"]
    parent = subprocess.Popen(
        [sys.executable, "-m", "pdsched", *arguments, "--checkpoint", "kept.json"],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 4 * PATIENCE
    while time.monotonic() < deadline and parent.poll() is None:
        family = descendants(parent.pid)
        is_planned = path.exists() and '"sessions":[{' in path.read_text("utf-8")
        # The first plan comes before the first bound.
        if is_planned and len(family) >= 3 and read_checkpoint(path, problem).goals[0].bound:
            break
        time.sleep(0.1)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    found = read_checkpoint(path, problem)

    assert len(family) >= 3
    assert all_gone(family)
    assert found.plan.sessions
    assert found.goals[0].bound is not None
    assert not (tmp_path / "plan.json").exists()
    # The plan is sound: it is accepted as a start, and the answer is no worse.
    result = solve(problem, seconds=1, resume=path)
    assert (result.goals[0].value or 0) >= (found.goals[0].value or 0) > 0
