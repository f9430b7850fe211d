"""Values of several problems at once, in processes beside this one.

A process reads tasks and writes what came of them, pickled, by pipes: it is ours from end to end,
and needs nothing of the program that calls, which may be a notebook or a script without a guard.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import IO

from pdsched.answers.worth import LEAST, Task, Worth, worth
from pdsched.errors import SolverError
from pdsched.runner.child_process import HOME, TIDY

PROGRAM = """
import sys
sys.path[:] = [place for place in sys.path if place not in ("", ".")]
sys.path.append(sys.argv.pop())
from pdsched.answers.aside import serve
serve()
"""
MOST_PROCESSES = 8


def worths(
    tasks: Sequence[Task], left: Callable[[], float], workers: int | None = None
) -> list[Worth]:
    """What some problems are worth, each given its share of the time that is left.

    Args:
        tasks: The problems; their own seconds are not read.
        left: Seconds that are left.
        workers: Processes; by default one per core, at most 8. One works in this very process.

    Raises:
        SolverError: if a process dies over a problem.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
    """
    count = min(workers or os.cpu_count() or 1, MOST_PROCESSES, len(tasks))
    if count <= 1:
        waiting = range(len(tasks), 0, -1)
        return [worth(_timed(task, left, n)) for task, n in zip(tasks, waiting, strict=True)]
    with _processes(count) as ask, ThreadPoolExecutor(count) as threads:
        began = iter(range(len(tasks)))
        lock = threading.Lock()

        def valued(task: Task) -> Worth:
            with lock:
                rounds = -(-(len(tasks) - next(began)) // count)
            return ask(_timed(task, left, rounds))

        return list(threads.map(valued, tasks))


def _timed(task: Task, left: Callable[[], float], rounds: int) -> Task:
    """A task with its share of the time, where so many follow each other."""
    return task._replace(seconds=max(LEAST, left() / rounds))


@contextmanager
def _processes(count: int) -> Iterator[Callable[[Task], Worth]]:
    """A function that values a problem in one of some processes, each asked by one thread."""
    free = [_started() for _ in range(count)]
    running, lock = list(free), threading.Lock()

    def ask(task: Task) -> Worth:
        with lock:
            process = free.pop()
        try:
            return _asked(process, task)
        finally:
            with lock:
                free.append(process)

    try:
        yield ask
    finally:
        for process in running:
            process.kill()
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    options = ["-P", "-X", "utf8", "-W", TIDY]
    return subprocess.Popen(
        [sys.executable, *options, "-c", PROGRAM, str(HOME)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A session of its own: Ctrl-C at the terminal reaches only the parent, which ends it.
        start_new_session=True,
    )


def _asked(process: subprocess.Popen[bytes], task: Task) -> Worth:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        # Clocks of processes differ: what is left is told, not until when.
        pickle.dump((monotonic(), task), process.stdin)
        process.stdin.flush()
        answer = pickle.load(process.stdout)
    except (EOFError, OSError) as error:
        raise SolverError("a process died that was to value a change") from error
    if isinstance(answer, Exception):
        raise answer
    assert isinstance(answer, Worth)
    return answer


def serve() -> None:
    """Value what comes, until nothing more does."""
    # Whatever prints meanwhile is not to break what we write.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (task := _next(sys.stdin.buffer)) is not None:
        answer: Worth | Exception
        try:
            answer = worth(task)
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            answer = error
        pickle.dump(answer, answers)
        answers.flush()


def _next(pipe: IO[bytes]) -> Task | None:
    try:
        began, task = pickle.load(pipe)
    except EOFError:
        return None
    assert isinstance(task, Task)
    # Loading the engine took of its time; the clock is that of the machine.
    return task._replace(seconds=max(LEAST, task.seconds - max(0.0, monotonic() - began)))
