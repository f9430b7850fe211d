"""A cluster of Dask for real: workers that die, are stuck or starve, a scheduler that closes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import pytest
from cluster_cases import judged, nothing_left
from quick import slow
from skipping import needs_clusters, needs_unix

from pdsched import PdschedError, Progress, Result, generate, solve
from pdsched.clusters import agreement, remote
from pdsched.clusters.attempt import differences, versions
from pdsched.clusters.workers import workers_of

dask = pytest.importorskip("dask", reason="Dask is not installed: uv sync --extra dask")
distributed = pytest.importorskip(
    "distributed", reason="Dask is not installed: uv sync --extra dask"
)
pytestmark = [
    needs_clusters,
    needs_unix,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
]
DISTRICT = generate(size="S", seed=2)
SECONDS = 6.0


class Dask(NamedTuple):
    """A cluster, and a client of it."""

    cluster: Any
    client: Any

    def pids(self) -> list[int]:
        """The processes of its workers."""
        return list(self.client.run(os.getpid).values())

    def solve(self, harm: Callable[[], object] = lambda: None, **options: Any) -> Result:
        """Plan a district, and do harm once there is a plan; never worse than what was said."""
        told: list[Progress] = []

        def listen(step: Progress) -> bool:
            if step.value and not any(before.value for before in told):
                threading.Thread(target=harm, daemon=True).start()
            told.append(step)
            return False

        result = solve(
            DISTRICT,
            executor=self.client.get_executor(),
            on_progress=listen,
            **{"seconds": SECONDS, **options},
        )
        judged(DISTRICT, result, told)
        return result


def begun(**options: Any) -> Dask:
    """Two workers, each a process with a thread."""
    # Where a scheduler is gone, Dask would wait for it for half a minute to say goodbye.
    dask.config.set({"distributed.comm.timeouts.connect": "3s"})
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50, **options
    )
    return Dask(cluster, distributed.Client(cluster, timeout=30))


@contextmanager
def running(**options: Any) -> Iterator[Dask]:
    """A cluster of which nothing is left afterwards."""
    dask = begun(**options)
    with nothing_left(dask.pids()):
        yield dask
        dask.client.close()
        dask.cluster.close()


@pytest.fixture(name="shared", scope="module")
def _shared() -> Iterator[Dask]:
    """A cluster that lives through what is done to its workers."""
    with running() as dask:
        yield dask


@pytest.fixture(name="dask")
def _dask() -> Iterator[Dask]:
    """A cluster to close."""
    with running() as dask:
        yield dask


def test_workers_in_this_process_are_asked_for_versions_and_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Through the executor alone, before any work; other versions are refused."""
    with distributed.Client(
        processes=False, n_workers=1, threads_per_worker=3, dashboard_address=":0"
    ) as client:
        behind = workers_of(client.get_executor())
        assert behind is not None
        assert (behind.is_there, behind.threads()) == (True, 3)
        assert list(behind.each(versions).values()) == [versions()]
        monkeypatch.setattr(agreement, "differences", _beside_another_engine)
        with pytest.raises(PdschedError, match=r"inproc://.*: ortools \S+ there, 9.99 here"):
            solve(DISTRICT, seconds=SECONDS, executor=client.get_executor())
    assert not behind.is_there


def _beside_another_engine(there: Mapping[str, str], here: Mapping[str, str]) -> tuple[str, ...]:
    return differences(there, {**here, "ortools": "9.99"})


@slow
def test_a_worker_that_is_killed_costs_nothing_but_time(shared: Dask) -> None:
    """Its piece is done again, and the run goes on to its limit."""
    shared.solve(lambda: os.kill(shared.pids()[0], signal.SIGKILL))


@slow
def test_where_every_worker_is_killed_again_and_again_the_run_goes_on(dask: Dask) -> None:
    """As often as they come back."""
    over = threading.Event()

    def harm() -> None:
        while not over.wait(0.5):
            with suppress(OSError):  # Nobody is there to be asked.
                for pid in dask.pids():
                    os.kill(pid, signal.SIGKILL)

    try:
        dask.solve(harm)
    finally:
        over.set()


@slow
def test_where_the_cluster_is_closed_the_run_goes_on_here(dask: Dask) -> None:
    """Pieces are then solved in threads of this process."""
    names: set[str] = set()

    def harm() -> None:
        dask.cluster.close()
        for _ in range(40):
            names.update(thread.name for thread in threading.enumerate())
            time.sleep(0.1)

    dask.solve(harm, seconds=12)
    assert any(name.startswith("pdsched-here") for name in names)


@slow
def test_where_the_scheduler_alone_is_gone_the_run_goes_on_here(dask: Dask) -> None:
    """The client tries to find it again meanwhile."""
    loop, close = dask.cluster.scheduler.loop, dask.cluster.scheduler.close
    dask.solve(lambda: loop.add_callback(close))


@slow
def test_a_worker_that_is_stuck_costs_its_piece(
    shared: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As does one that is very slow: nobody waits for it long."""
    monkeypatch.setattr(remote, "PATIENCE", 0.5)
    pid = shared.pids()[0]
    shared.solve(lambda: os.kill(pid, signal.SIGSTOP))
    os.kill(pid, signal.SIGCONT)


@slow
def test_workers_without_memory_leave_the_work_to_us() -> None:
    """Each is killed as soon as it loads the engine, and so is the next."""
    with running(memory_limit="120 MiB") as dask:
        dask.solve()


@slow
def test_ctrl_c_ends_the_run_and_leaves_the_cluster(shared: Dask) -> None:
    """The best plan so far is the answer, and the workers are there for others."""
    main = threading.main_thread().ident
    assert main is not None
    began = time.monotonic()
    result = shared.solve(lambda: signal.pthread_kill(main, signal.SIGINT), seconds=120)

    assert result.interrupted
    assert time.monotonic() - began < 60
    assert shared.client.submit(abs, -7).result() == 7
