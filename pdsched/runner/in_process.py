"""The search in this very process, its pieces solved by an executor of the caller.

A cluster engine that offers a `concurrent.futures.Executor` takes the place of our processes so. A
thread cannot be ended from outside: the limit of time holds as far as the engine looks at it.
"""

from __future__ import annotations

import threading
import traceback
from concurrent.futures import Executor
from queue import Queue
from time import process_time
from typing import TYPE_CHECKING

from pdsched.runner.messages import Job

if TYPE_CHECKING:
    from pdsched.runner.worker import Worker


class InProcess:
    """A search in a thread."""

    def __init__(self, job: Job, executor: Executor) -> None:
        self.lines: Queue[str | None] = Queue()
        self._began = process_time()
        self._worker: Worker | None = None
        self._stopped = False
        self._died = ""
        self._thread = threading.Thread(target=self._run, args=(job, executor), daemon=True)
        self._thread.start()

    def _run(self, job: Job, executor: Executor) -> None:
        try:
            from pdsched.runner.worker import Worker

            worker = self._worker = Worker(job, self.lines.put, executor)
            if self._stopped:
                worker.stop()
            worker.run()
        except Exception:  # noqa: BLE001 - who waits for the lines is told
            self._died = traceback.format_exc().strip()
        finally:
            self.lines.put(None)

    def processor_seconds(self) -> float:
        """What this process has had of a processor since the search began."""
        return process_time() - self._began

    def stop(self) -> None:
        """Ask it to end soon."""
        self._stopped = True
        if self._worker is not None:
            self._worker.stop()

    def end(self, patience: float = 0.0) -> None:
        """Have it say its best plan, and wait a moment; a thread cannot be made to end."""
        self._stopped = True
        if self._worker is not None and self._thread.is_alive():
            self._worker.end()
        self._thread.join(timeout=1 + patience)

    def last_words(self) -> str:
        """What went wrong."""
        return self._died or "it ended without a word"
