"""A district planned on a cluster of this machine, one of whose workers is killed on purpose.

    uv run --extra dask python -m benchmarks cluster
    uv run --extra ray python -m benchmarks cluster --ray

Says what travelled: how many pieces, how many bytes of each kind, and how often the problem itself.
"""

from __future__ import annotations

import argparse
import os
import pickle
import signal
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from benchmarks.machine import machine
from pdsched import Problem, Progress, Result, generate, ray_executor, solve, verify
from pdsched.clusters.attempt import unpacked
from pdsched.generator import SIZES


class Cluster(NamedTuple):
    """Workers of this machine."""

    executor: Executor
    pids: Callable[[], list[int]]
    """The processes of the workers."""


class Traffic:
    """What goes to an executor and what comes back."""

    def __init__(self, executor: Executor) -> None:
        self._submit = executor.submit
        self.sizes: defaultdict[str, list[int]] = defaultdict(list)
        """Bytes of each call, by what it asks for."""
        self.futures: list[Future[Any]] = []
        self.with_problem = 0
        """Calls in which something of `pdsched.problem` travels."""
        executor.submit = self.submit  # type: ignore[method-assign]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Weigh a call, and hand it on."""
        call = args[-1]
        self.sizes[unpacked(call)[0].__name__].append(len(call))
        self.with_problem += b"pdsched.problem" in zlib.decompress(call)
        self.futures.append(self._submit(fn, *args, **kwargs))
        return self.futures[-1]

    def told(self) -> str:
        """What became of the calls, as far as the cluster said so."""
        over = [future for future in self.futures if future.done() and not future.cancelled()]
        lost = sum(future.exception() is not None for future in over)
        rest = len(self.futures) - len(over)
        counts = f"back {len(over) - lost}, lost {lost}, taken back {rest}"
        return f"calls {len(self.futures)}: {counts}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--size", choices=SIZES, default="M", help="of the district")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2, help="processes with a thread each")
    parser.add_argument("--kill-after", type=float, default=10.0, help="seconds; 0 for never")
    parser.add_argument("--ray", action="store_true", help="by Ray in place of Dask")


def run(options: argparse.Namespace) -> int:
    """Plan it, and say what came of it; 1 unless the referee accepts the plan."""
    problem = generate(size=options.size, seed=options.seed)
    print(machine())
    begin = _ray if options.ray else _dask
    with begin(options.workers) as cluster:
        traffic, killed = Traffic(cluster.executor), list[int]()
        if options.kill_after:
            killer = threading.Timer(options.kill_after, lambda: killed.append(_kill(cluster)))
            killer.daemon = True
            killer.start()
        told: list[Progress] = []
        began = time.monotonic()
        result = solve(
            problem,
            seconds=options.seconds,
            seed=options.seed,
            executor=cluster.executor,
            on_progress=told.append,
        )
        print(f"{options.size}, seed {options.seed}: {time.monotonic() - began:.1f} s")
        return _report(problem, result, told, traffic, len(killed))


def _report(
    problem: Problem, result: Result, told: list[Progress], traffic: Traffic, killed: int
) -> int:
    first = result.goals[0]
    gap = "-" if first.gap is None else f"{first.gap:.1%}"
    print(f"{first.id}: value {first.value}, bound {first.bound}, gap {gap}, by {first.method}")
    print(f"workers killed {killed}; {traffic.told()}")
    print(f"{'call':<16} {'times':>6} {'bytes, median':>14} {'most':>12}")
    for name, sizes in sorted(traffic.sizes.items()):
        print(f"{name:<16} {len(sizes):6,} {median(sizes):14,.0f} {max(sizes):12,}")
    whole = len(pickle.dumps(problem))
    print(f"the problem: {whole:,} bytes, sent with {traffic.with_problem} calls")
    best = max((step.value or 0 for step in told if step.goal == first.id), default=0)
    accepted = result.plan is not None and not verify(problem, result.plan)
    kept = accepted and (first.value or 0) >= best
    print(f"{'accepted' if accepted else 'NOT accepted'}; last value told {best}")
    return 0 if kept else 1


def _kill(cluster: Cluster) -> int:
    pid = cluster.pids()[0]
    os.kill(pid, signal.SIGKILL)
    print(f"killed worker {pid}")
    return pid


@contextmanager
def _dask(workers: int) -> Iterator[Cluster]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        yield Cluster(client.get_executor(), lambda: list(client.run(os.getpid).values()))


@contextmanager
def _ray(workers: int) -> Iterator[Cluster]:
    import ray

    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    executor = ray_executor()
    submit = executor.submit
    try:
        # A free worker of Ray is one that has just worked for us.
        yield Cluster(executor, lambda: [submit(os.getpid).result()])
    finally:
        ray.shutdown()
