"""The child process.

A limit of wall-clock time has to hold even where presolve does not look at the clock
(google/or-tools#5163): the search is asked to stop, then the process is ended, and what it had
found by then is kept. Ctrl-C reaches the parent alone and is passed on in the same way.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue
from time import monotonic
from typing import IO

from pdsched.runner.leftovers import sweep_workers_folders
from pdsched.runner.memory import PROC
from pdsched.runner.messages import Job

TIDY = "ignore::UserWarning:multiprocessing.resource_tracker"
"""What Python says when it tidies up after a process that was killed is no news."""

PROGRAM = """
import sys
sys.path[:] = [place for place in sys.path if place not in ("", ".")]
sys.path.append(sys.argv.pop())
from {module} import main
main()
"""
"""What a process runs: nothing from the current folder, where anybody may have left a file named
like a module of Python; and, where else it is not found, the pdsched that called it."""
HOME = Path(__file__).parents[2]
"""The folder that this pdsched is in."""


def command(module: str = "pdsched.runner.child") -> list[str]:
    """The command that starts a process at ``main`` of a module.

    What the process starts in turn inherits its options.
    ``-P`` keeps the current folder from being the first place where Python looks for a module.
    """
    options = ["-P", "-X", "utf8", "-W", TIDY]
    return [sys.executable, *options, "-c", PROGRAM.format(module=module), str(HOME)]


class ChildProcess:
    """A running solver process."""

    def __init__(self, job: Job) -> None:
        self.lines: Queue[str | None] = Queue()
        self._errors: list[str] = []
        sweep_workers_folders()
        self._began = monotonic()
        self._process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            # A session of its own: Ctrl-C at the terminal reaches only the parent.
            start_new_session=True,
        )
        self._readers: list[threading.Thread] = []
        try:
            self._begin(job.model_dump_json(exclude_defaults=True))
        except BaseException:  # Ctrl-C, or no thread left: nobody could end it later.
            self.end()
            raise

    def _begin(self, text: str) -> None:
        for read in (self._read_lines, self._read_errors):
            reader = threading.Thread(target=read, daemon=True)
            reader.start()
            self._readers.append(reader)
        # The child reads only when it has loaded the engine: a long job would block us here.
        threading.Thread(target=self._say, args=(text,), daemon=True).start()

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe

    def _read_lines(self) -> None:
        with contextlib.suppress(ValueError):  # Closed by `end`, where a worker kept it open.
            for line in self._pipe(self._process.stdout):
                self.lines.put(line)
        self.lines.put(None)

    def _read_errors(self) -> None:
        with contextlib.suppress(ValueError):
            self._errors.extend(self._pipe(self._process.stderr))

    def _say(self, text: str) -> None:
        try:
            stdin = self._pipe(self._process.stdin)
            stdin.write(text + "\n")
            stdin.flush()
        except (OSError, ValueError):
            pass  # It has ended; what it said before is read all the same.

    def processor_seconds(self) -> float:
        """What it has had of a processor; where the system does not say, all of the time."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            told = (PROC / str(self._process.pid) / "stat").read_text(encoding="ascii")
            user, system = told.rpartition(")")[2].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        return monotonic() - self._began

    def stop(self) -> None:
        """Ask it to end soon."""
        # In a thread: it may still be busy with reading its job.
        threading.Thread(target=self._say, args=("stop",), daemon=True).start()

    def end(self, patience: float = 0.0) -> None:
        """Make it end, at once or after so many seconds; may be called again."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            if patience:
                self._process.wait(patience)
        self._end_workers()
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join(timeout=1)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                self._pipe(pipe).close()
        # If it had to be killed, it could not tidy up.
        sweep_workers_folders()

    def _end_workers(self) -> None:
        """The workers are in the group of the child, which is no other's as long as it is ours."""
        if self._process.returncode is None and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGTERM)

    def last_words(self) -> str:
        """How it ended, or what it wrote on stderr."""
        said, status = "".join(self._errors[-20:]).strip(), self._process.returncode
        if status is not None and status < 0:
            name = signal.Signals(-status).name if -status in set(signal.Signals) else -status
            return f"it was ended by signal {name}" + (f": {said}" if said else "")
        return said or f"it ended with exit status {status}"
