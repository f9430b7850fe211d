"""Ray for real: its tasks behind an executor, a worker that dies, and a cluster that is closed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import pytest
from cluster_cases import judged
from quick import slow
from skipping import needs_clusters, needs_unix

import pdsched
from pdsched import Progress, generate, solve
from pdsched.clusters.attempt import versions
from pdsched.clusters.ray_workers import RayExecutor
from pdsched.clusters.workers import workers_of

ray = pytest.importorskip("ray", reason="Ray is not installed: uv sync --extra ray")
pytestmark = [needs_clusters, needs_unix, pytest.mark.filterwarnings("ignore")]


def test_ray_that_is_not_connected_is_not_there() -> None:
    """Nor is a cluster begun that nobody asked for."""
    executor = pdsched.ray_executor(num_cpus=1)
    assert isinstance(executor, RayExecutor)

    assert not executor.is_there
    with pytest.raises(RuntimeError, match="not connected"):
        executor.submit(abs, -1)
    assert not ray.is_initialized()


@pytest.fixture(name="executor", scope="module")
def _executor() -> Iterator[RayExecutor]:
    """Two processors of this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    except Exception as error:  # noqa: BLE001 - whatever it needs of a machine
        pytest.skip(f"Ray does not start here: {error}")
    yield RayExecutor()
    ray.shutdown()


@slow
def test_tasks_come_back_raise_and_are_cancelled(executor: RayExecutor) -> None:
    """As of every executor; what has begun is ended, too."""
    assert executor.submit(abs, -7).result(60) == 7
    with pytest.raises(ValueError, match="invalid literal"):
        executor.submit(int, "x").result(60)
    endless = executor.submit(_wait_for_ever)
    assert endless.cancel()
    with pytest.raises(CancelledError):
        endless.result(60)


def _wait_for_ever() -> None:
    threading.Event().wait()


@slow
def test_nodes_say_their_versions_and_processors(executor: RayExecutor) -> None:
    """Each node is asked, also one that is busy."""
    behind = workers_of(executor)

    assert behind is executor
    assert behind.threads() == 2
    assert list(behind.each(versions).values()) == [versions()]


@slow
def test_a_worker_that_is_killed_and_a_cluster_that_is_closed(executor: RayExecutor) -> None:
    """The run goes on, with other workers and then here."""
    problem, told = generate(size="S", seed=2), list[Progress]()

    def harm() -> None:
        executor.submit(_die)
        threading.Event().wait(4)
        ray.shutdown()

    def listen(step: Progress) -> None:
        if step.value and not any(before.value for before in told):
            threading.Thread(target=harm, daemon=True).start()
        told.append(step)

    options: dict[str, Any] = {"seconds": 10, "on_progress": listen}
    judged(problem, solve(problem, executor=executor, **options), told)
    assert not executor.is_there


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
