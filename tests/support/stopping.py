"""Ways to stop a search at some moment, and what has to hold of whatever comes of it.

Tests try a few moments and assert; ``python -m benchmarks stops`` tries many and says how long each
took.
"""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, TypeAlias

from processes import descendants

import pdsched
from pdsched import Problem, Progress, Result, Status, verify

LISTENS = "pdsched-run"
"""The thread that listens to a search."""
LONG = 600.0
"""Limit of a search that is to be stopped before it."""


class Stopped(NamedTuple):
    """A search that was asked to end."""

    result: Result
    late: float
    """Seconds from the wish to the result; below 0 where it ended by itself before."""


Way: TypeAlias = Callable[[Problem, float, dict[str, Any]], Stopped]
"""Search a problem, and ask for the end after so many seconds; the rest are options of `start`."""


def by_thread(problem: Problem, moment: float, options: dict[str, Any]) -> Stopped:
    """Another thread calls `Run.stop`, while this one waits for the result."""
    run = pdsched.start(problem, seconds=LONG, **options)
    wish = monotonic() + moment
    timer = threading.Timer(moment, run.stop)
    timer.start()
    result = run.result()
    late = monotonic() - wish
    timer.cancel()
    timer.join()
    return Stopped(result, late)


def by_asyncio(problem: Problem, moment: float, options: dict[str, Any]) -> Stopped:
    """A coroutine sleeps and calls `Run.stop`, while another awaits the result."""

    async def both() -> Stopped:
        run = pdsched.start(problem, seconds=LONG, **options)
        waiting = asyncio.create_task(run.wait())
        await asyncio.wait([waiting], timeout=moment)
        wish = monotonic()
        run.stop()
        return Stopped(await waiting, monotonic() - wish)

    return asyncio.run(both())


def by_progress(problem: Problem, moment: float, options: dict[str, Any]) -> Stopped:
    """``on_progress`` returns ``True``, from its first call after the moment on."""
    begun, wishes = monotonic(), []

    def listen(_: Progress) -> bool:
        is_time = monotonic() >= begun + moment
        if is_time:
            wishes.append(monotonic())
        return is_time

    result = pdsched.solve(problem, seconds=LONG, on_progress=listen, **options)
    return Stopped(result, monotonic() - wishes[0] if wishes else -1.0)


def by_keyboard(problem: Problem, moment: float, options: dict[str, Any]) -> Stopped:
    """Ctrl-C reaches `solve`, so many seconds after there is a run.

    To be called in the main thread. Before there is a run, Ctrl-C has nothing to return.
    """
    main, over, wishes = threading.get_ident(), threading.Event(), list[float]()

    def interrupt() -> None:
        while not over.is_set() and all(t.name != LISTENS for t in threading.enumerate()):
            time.sleep(0.01)
        if not over.wait(0.1 + moment):
            wishes.append(monotonic())
            signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    # A program that a shell runs in the background does not mind Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = pdsched.solve(problem, seconds=LONG, **options)
        late = monotonic() - wishes[0] if wishes else -1.0
    finally:
        over.set()
        thread.join()
        signal.signal(signal.SIGINT, before)
    return Stopped(result, late)


WAYS: Mapping[str, Way] = {
    "thread": by_thread,
    "asyncio": by_asyncio,
    "on_progress": by_progress,
    "Ctrl-C": by_keyboard,
}


def faults_of(problem: Problem, result: Result) -> Iterator[str]:
    """What is false or unsound in a result, a sentence each."""
    is_proven = all(goal.proven for goal in result.goals)
    if result.status is Status.OPTIMAL and not (result.goals and is_proven):
        yield f"optimal, and not proven: {result.goals}"
    if result.status is Status.FEASIBLE and is_proven:
        yield f"proven, and not said to be optimal: {result.goals}"
    if result.status is Status.INFEASIBLE:
        yield f"infeasible, and there are plans: {result.message}"
    if (result.plan is None) is not (result.status is Status.UNKNOWN):
        yield f"{result.status}, and plan {result.plan!r}"
    if result.plan is not None:
        yield from map(str, verify(problem, result.plan, result.policy))
    if result.message:
        yield result.message


class Belongings(NamedTuple):
    """What a process has: others that it started, files in the temporary folder, threads."""

    processes: frozenset[int]
    files: frozenset[str]
    threads: frozenset[str]
    open_files: int


def belongings() -> Belongings:
    """Those of this process now."""
    return Belongings(
        frozenset(descendants(os.getpid())),
        frozenset(str(path) for path in Path(tempfile.gettempdir()).glob("*")),
        frozenset(thread.name for thread in threading.enumerate()),
        len(list(Path("/proc/self/fd").iterdir())),
    )


def left_since(before: Belongings, patience: float = 5.0) -> str:
    """What is there that was not before, after a moment; empty if there is nothing."""
    until = monotonic() + patience
    while (told := _more(before, belongings())) and monotonic() < until:
        time.sleep(0.05)
    return told


def _more(before: Belongings, after: Belongings) -> str:
    new = [
        *(f"process {number}" for number in after.processes - before.processes),
        *(f"file {name}" for name in after.files - before.files),
        *(f"thread {name}" for name in after.threads - before.threads),
    ]
    if after.open_files > before.open_files:
        new.append(f"{after.open_files - before.open_files} open files")
    return ", ".join(new)
