"""The child process: it reads a job and writes lines; `pdsched.runner.child_process` starts it.

The search runs in the main thread. Another one listens: a line stops the search, and the end of
the input means that the parent is gone. A third looks whether it is, from before the engine is
loaded, which takes seconds: nobody is left behind.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from pdsched.checks.pause import collector_paused
from pdsched.runner.leftovers import leave_nothing
from pdsched.runner.messages import Job, LogLine
from pdsched.timed import LOGGER

if TYPE_CHECKING:
    from pdsched.runner.worker import Worker

LOOK_EVERY = 0.5
"""Seconds between two looks at the parent."""


def main() -> None:
    """Read the job and search, as long as the parent is there."""
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    put = own_stdout()
    from pdsched.runner.worker import Worker

    with collector_paused():
        job = Job.model_validate_json(sys.stdin.readline())
    logging.getLogger("pdsched").addHandler(_ToParent(put))
    logging.getLogger("pdsched").setLevel(logging.INFO)
    logging.getLogger(LOGGER).setLevel(logging.DEBUG if job.timed else logging.INFO)
    gc.freeze()  # What was read stays: the collector need not look at it again.
    worker = Worker(job, put)
    threading.Thread(target=_obey, args=(worker,), daemon=True).start()
    worker.run()


class _ToParent(logging.Handler):
    """Hands on what is logged here: the log of the caller is in the parent."""

    def __init__(self, put: Callable[[str], None]) -> None:
        super().__init__()
        self._put = put

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; two threads never write at once."""
        line = LogLine(logger=record.name, level=record.levelno, text=record.getMessage())
        self._put(line.model_dump_json() + "\n")


def own_stdout() -> Callable[[str], None]:
    """Keep stdout to ourselves: for workers, and for whoever prints, it is stderr from here on.

    The parent then hears at once when this process dies, even if workers outlive it.
    """
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    lock = threading.Lock()

    def put(text: str) -> None:
        with lock:
            out.write(text)
            out.flush()

    return put


def _obey(worker: Worker) -> None:
    """Stop when told to; the end of the input says that there is nobody to tell any more."""
    while sys.stdin.readline():
        worker.stop()
    _leave()


def _follow(parent: int) -> None:
    """End with the parent: another process may still hold its end of our input."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    _leave()


def _leave() -> NoReturn:
    """Nobody waits for an answer any more: end at once, and the workers too."""
    leave_nothing()
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        # The group is ours alone. What multiprocessing needs to tidy up does not mind the signal.
        os.killpg(os.getpgrp(), signal.SIGTERM)
    os._exit(1)
