"""A run whose pieces are solved by other processes, and what it took; what its locks allow.

Workers are processes of this machine behind an executor, as on a cluster: calls are packed and
squeezed, and the search runs in this process.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.trace import Interval, Listening, Trace, trace_of
from pdsched import Plan, Problem, load, save, solve, start
from pdsched.clusters.attempt import unpacked
from pdsched.engines.part import solve_sub_mip
from pdsched.params import LnsParams, SearchParams

AT_ONCE = 64
"""Pieces that are drawn to see how many go side by side; twice as many as with one ahead."""


def record(problem: Problem, seconds: float, workers: int, seed: int) -> tuple[Trace, Plan | None]:
    """Solve it with so many workers, and note what everything took, its file read first."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(workers, context) as executor,
        Listening() as told,
    ):
        _warm(executor, workers)
        path = Path(folder) / "problem.json"
        save(problem, path)
        began = time.monotonic()
        read = load(path)
        told.parts.append(Interval("read", began, time.monotonic() - began))
        assert isinstance(read, Problem)
        result = solve(read, seconds=seconds, seed=seed, workers=workers, executor=executor)
        whole = Interval("run", began, time.monotonic() - began)
    trace = trace_of(len(problem.staff), workers, whole, told.parts, told.drawn)
    return trace, result.plan


def _warm(executor: Executor, workers: int) -> None:
    """Have every worker load the engine, as those of a cluster have."""
    loading = [executor.submit(import_module, "pdsched.engines.loaded") for _ in range(workers)]
    for future in loading:
        future.exception()  # A module does not come back: that it is loaded will do.


class Holding(Executor):
    """Keeps pieces and solves none; does everything else at once."""

    def __init__(self) -> None:
        self.held = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Keep it if it is a piece."""
        future: Future[Any] = Future()
        if unpacked(args[-1])[0] is solve_sub_mip:
            self.held += 1
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def measured_room(
    problem: Problem, plan: Plan, trace: Trace, seconds: float, seed: int
) -> float | None:
    """How many pieces of usual size are there side by side, drawn around a plan as in a run.

    The search draws one after the other, and none comes back. ``None`` if it drew none in time.
    """
    executor, params = Holding(), SearchParams(lns=LnsParams(ahead=AT_ONCE))
    with Listening() as told:
        run = start(
            problem,
            seconds=seconds,
            seed=seed,
            workers=AT_ONCE,
            executor=executor,
            initial_plan=plan,
            params=params,
        )
        while executor.held < AT_ONCE and not run.is_over:
            time.sleep(0.1)
        run.stop()
        run.result()
    if not told.drawn or not trace.pieces:
        return None
    drawn = [one.piece.free for one in told.drawn]
    return room_of(drawn, mean(piece.free for piece in trace.pieces))


def room_of(drawn: Sequence[int], usual: float) -> float:
    """All attendances that pieces side by side set free, in pieces of usual size; at least one.

    >>> room_of([100, 50, 0, 0], 50)
    3.0
    """
    return max(1.0, sum(drawn) / usual)
