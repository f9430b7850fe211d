"""Everything is killed at any moment: what was told is on disk, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fake_workers import end, fake_worker, plan_line, says, step
from processes import PATIENCE, all_gone, descendants
from quick import first_quick
from skipping import needs_proc
from tuesday import PLAN, PROBLEM

from pdsched import Plan, generate, save, solve
from pdsched.result import Progress
from pdsched.runner.checkpoint import read_checkpoint
from pdsched.runner.leftovers import OWNER, draft_of, sweep_drafts, sweep_workers_folders

fcntl = pytest.importorskip(
    "fcntl", reason="nothing is left behind on Windows, which has no such locks"
)

HOLD = """
import sys
from pdsched.runner.leftovers import claim_workers_folder
claim_workers_folder()
print(flush=True)
sys.stdin.read()
"""
"""A process that has a folder for its workers."""
SOLVE = """
import sys, time
from pdsched import load, solve
def tell(step):
    print(time.time(), step.goal, step.value, flush=True)
solve(load("p.json"), seconds=300, workers=2, seed=int(sys.argv[1]), on_progress=tell,
      checkpoint="kept.json")
"""
EMPTY = Plan(problem=PROBLEM.digest())


@pytest.fixture(name="temporary")
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of our own, for this process and for those that it starts."""
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(name="holder")
def _holder(temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has a folder for its workers."""
    assert temporary.is_dir()
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


# --- folders of workers


def test_a_folder_is_swept_when_its_process_was_killed(
    temporary: Path, holder: subprocess.Popen[str]
) -> None:
    """As long as its process lives a folder stays; once it was killed, the next one takes it."""
    (folder,) = temporary.iterdir()
    sweep_workers_folders()
    there_before = folder.exists()
    holder.kill()
    holder.wait()
    there_after = folder.exists()
    sweep_workers_folders()

    assert there_before
    assert there_after
    assert not folder.exists()


def test_folders_of_others_stay(temporary: Path) -> None:
    """Folders without our mark, of other names, or with a link for a mark are not touched."""
    mine = temporary / "precious"
    mine.write_text("")
    for name in ("pymp-1", "pymp-2", "other-3"):
        (temporary / name).mkdir()
    (temporary / "pymp-1" / "listener").touch()
    (temporary / "pymp-2" / OWNER).symlink_to(mine)
    (temporary / "other-3" / OWNER).touch()
    before = sorted(temporary.rglob("*"))
    sweep_workers_folders()

    assert sorted(temporary.rglob("*")) == before


def test_a_process_that_ends_by_itself_leaves_nothing(temporary: Path) -> None:
    """The folder goes with its process."""
    subprocess.run([sys.executable, "-c", HOLD], stdin=subprocess.DEVNULL, check=True)

    assert list(temporary.iterdir()) == []


# --- drafts of checkpoints


def test_drafts_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    """A draft that nobody writes any more goes; what is being written or is no draft stays."""
    path = tmp_path / "kept.json"
    left, written = draft_of(path, 1), draft_of(path, 2)
    others = [tmp_path / ".kept.json.x.tmp", tmp_path / ".kept.jso.1.tmp", tmp_path / "kept.json"]
    for one in (left, *others):
        one.touch()
    with written.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sweep_drafts(path)

    assert sorted(tmp_path.iterdir()) == sorted([written, *others])


def test_the_next_run_sweeps_what_was_left(tmp_path: Path, temporary: Path) -> None:
    """Beginning with the same checkpoint takes away an unfinished draft of it."""
    path = tmp_path / "kept.json"
    draft_of(path, 1).touch()
    solve(PROBLEM, work_limit=0.15, checkpoint=path)

    assert list(temporary.iterdir()) == []
    assert [file.name for file in tmp_path.glob(".*")] == []


# --- what was told is kept


def test_no_value_is_told_before_its_plan_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a checkpoint the value that is told is that of the plan on disk; without, the newest."""
    path = tmp_path / "kept.json"
    lines = (
        step(0, 150),
        says(plan_line(EMPTY, 0, 0).replace(',"plan"', ',"bare":true,"plan"')),
        step(120, 140),
        says(plan_line(PLAN, 120, 3)),
        step(130, 140),
        end(PLAN, "feasible", (120, 140), (3, 0)),
    )
    fake_worker(tmp_path, monkeypatch, *lines)
    told: list[int | None] = []
    kept: list[int | None] = []

    def tell(progress: Progress) -> None:
        told.append(progress.value)
        kept.append(read_checkpoint(path, PROBLEM).goals[0].value if path.exists() else None)

    solve(PROBLEM, seconds=20, checkpoint=path, on_progress=tell)
    with_checkpoint, on_disk = list(told), list(kept)
    path.unlink()
    told.clear()
    solve(PROBLEM, seconds=20, on_progress=tell)

    # What is kept may run ahead of what is told, on a busy machine; a plan of nothing is not to be
    # had, and that of 130 is not there.
    pairs = list(zip(with_checkpoint, on_disk, strict=True))
    assert all(value is None or (value == 120 and at == 120) for value, at in pairs)
    assert pairs[0][0] is None
    assert pairs[-1] == (120, 120)
    assert told == [0, 120, 130]


@needs_proc
@pytest.mark.parametrize("seed", first_quick([1, 2]))
def test_killed_at_any_moment_nothing_told_is_lost(
    seed: int, tmp_path: Path, temporary: Path
) -> None:
    """The parent is killed: what was told is on disk, its processes end, no folder stays."""
    problem = generate(size="S", seed=seed)
    save(problem, tmp_path / "p.json")
    command = [sys.executable, "-c", SOLVE, str(seed)]
    lines, first = [["", "", "None"]], 0.0
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        until = Random(seed).uniform(0.5, 4.0)
        while not first or time.monotonic() - first < until:
            lines.append(process.stdout.readline().split())
            if not first and lines[-1][2] not in ("None", "0"):
                first = time.monotonic()
        family = descendants(process.pid)
        os.kill(process.pid, signal.SIGKILL)
    kept = {goal.id: goal.value for goal in read_checkpoint(tmp_path / "kept.json", problem).goals}
    _, goal, value = lines[-1]

    assert (kept[goal] or 0) >= int(value) > 0
    assert family
    assert all_gone(family)
    deadline = time.monotonic() + PATIENCE
    while any(temporary.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list(temporary.iterdir()) == []
