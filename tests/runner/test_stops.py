"""Stopped at any moment, in any way, a search tells what is so, and leaves nothing behind.

How long it takes to end depends on the machine: ``python -m benchmarks stops`` measures it, with
more moments than are tried here.
"""

from __future__ import annotations

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from fake_workers import FOREVER, fake_worker, plan_line, says, step
from processes import is_alive
from quick import first_quick, slow
from skipping import needs_proc
from stopping import WAYS, Belongings, belongings, faults_of, left_since
from tuesday import PLAN, PROBLEM

import pdsched
from pdsched import Problem, Status, generate
from pdsched.generator.demo import read_demo
from pdsched.runner.child_process import ChildProcess

MOMENTS = 3
"""Of each way; the benchmark tries 50."""
RUNS, AT_ONCE = 24, 8


@pytest.fixture(name="before")
def _before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Belongings:
    """What this process has before a test, with a temporary folder of its own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return belongings()


@pytest.fixture(name="middle", scope="module")
def _middle() -> Problem:
    """A district of 500 teachers, whose search is asked to end in the midst of anything."""
    return generate(size="M", seed=1)


@needs_proc
@pytest.mark.parametrize("way", first_quick(WAYS))
def test_stopped_before_a_first_plan(way: str, before: Belongings) -> None:
    """There is no plan, and nothing is claimed."""
    result = WAYS[way](read_demo(), 0.0, {"workers": 1}).result

    assert list(faults_of(read_demo(), result)) == []
    assert result.interrupted
    assert left_since(before) == ""


@slow
@needs_proc
@pytest.mark.parametrize("way", WAYS)
def test_stopped_at_any_moment(way: str, before: Belongings) -> None:
    """A plan that the referee accepts or none, and optimal only what is proven."""
    random, problem = Random(way), read_demo()
    for number in range(MOMENTS):
        result = WAYS[way](problem, random.uniform(0.0, 6.0), {"workers": 2, "seed": number}).result

        assert list(faults_of(problem, result)) == []
    assert left_since(before) == ""


@slow
@needs_proc
@pytest.mark.parametrize("way", WAYS)
def test_stopped_at_any_moment_of_a_district(way: str, middle: Problem, before: Belongings) -> None:
    """So it is where plans are long, and many workers have to end."""
    result = WAYS[way](middle, Random(way).uniform(4.0, 20.0), {"workers": 2}).result

    assert list(faults_of(middle, result)) == []
    assert left_since(before) == ""


@slow
@needs_proc
def test_many_runs_in_threads_leave_nothing(before: Belongings) -> None:
    """No process, no file, no thread, nothing open."""

    def one(number: int) -> Status:
        return pdsched.start(PROBLEM, seconds=60, workers=1, seed=number).result().status

    with ThreadPoolExecutor(AT_ONCE) as threads:
        statuses = set(threads.map(one, range(RUNS)))

    assert statuses == {Status.OPTIMAL}
    assert left_since(before) == ""


# --- Ctrl-C where nothing waits for it


def test_ctrl_c_between_beginning_and_waiting_ends_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has the run then who could stop it."""
    said = [says(plan_line(PLAN, 120, 3)), step(120, 150), FOREVER]
    begun = fake_worker(tmp_path, monkeypatch, *said)

    def interrupted(_: pdsched.Run) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pdsched.Run, "watched", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pdsched.solve(PROBLEM, seconds=600)
    begun[0].wait(timeout=60)

    assert begun[0].returncode != 0


@needs_proc
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError("can't start new thread")])
def test_a_process_that_nobody_can_hear_is_ended(
    error: BaseException | type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what listens to it cannot begin, nothing of it stays."""
    begun = fake_worker(tmp_path, monkeypatch, FOREVER)

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(ChildProcess, "_begin", fails)
    with pytest.raises((KeyboardInterrupt, RuntimeError)):
        pdsched.start(PROBLEM, seconds=600)

    assert not is_alive(begun[0].pid)
    assert not [t for t in threading.enumerate() if t.name == "pdsched-run"]
