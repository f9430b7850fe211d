"""The child process and its clock.

A limit of wall-clock time has to hold even where presolve does not look at the clock
(google/or-tools#5163): the search is asked to stop, then the process is ended, and what it had
found by then is kept. Ctrl-C reaches the parent alone and is passed on in the same way.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable
from queue import Empty, Queue
from time import monotonic
from typing import IO, NamedTuple

from pdsched.plan import Plan
from pdsched.result import Progress
from pdsched.solver.job import EndLine, Job, PlanLine, StepLine

GRACE = 0.7
"""Seconds that a search gets to end by itself after its limit, before its process is ended."""


class Heard(NamedTuple):
    """All that the child said by its end."""

    end: EndLine | None
    plan: Plan | None
    """Last plan on the way, where there is no end."""
    steps: dict[str, StepLine]
    """Last state of each goal that was worked on."""
    interrupted: bool
    died: str
    """Its last words, where it ended neither by itself nor by us."""

    @property
    def peak_mib(self) -> float:
        """Largest memory of the child, as far as it said."""
        said = [self.end.peak_mib] if self.end else []
        return max([*said, *(step.peak_mib for step in self.steps.values())], default=0.0)


class Child:
    """A running solver process."""

    def __init__(self, job: Job, on_progress: Callable[[Progress], None]) -> None:
        self._on_progress = on_progress
        self._lines: Queue[str | None] = Queue()
        self._errors: list[str] = []
        self._end: EndLine | None = None
        self._plan_line: str | None = None
        self._over = False
        self._steps: dict[str, StepLine] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pdsched.solver.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            # A session of its own: Ctrl-C at the terminal reaches only the parent.
            start_new_session=True,
        )
        self._readers = [
            threading.Thread(target=self._read_lines, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        # The child reads only when it has loaded the engine: a long job would block us here.
        threading.Thread(target=self._say, args=(job.model_dump_json(),), daemon=True).start()

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe

    def _read_lines(self) -> None:
        for line in self._pipe(self._process.stdout):
            self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self) -> None:
        self._errors.extend(self._pipe(self._process.stderr))

    def _say(self, text: str) -> None:
        try:
            stdin = self._pipe(self._process.stdin)
            stdin.write(text + "\n")
            stdin.flush()
        except (OSError, ValueError):
            pass  # It has ended; what it said before is read all the same.

    def listen(self, deadline: float | None) -> Heard:
        """Wait for the end of the child, at most until a moment of the monotonic clock."""
        interrupted = ended = False
        try:
            while self._end is None:
                try:
                    ended = not self._take(deadline)
                except KeyboardInterrupt:
                    if interrupted:
                        raise
                    interrupted = True
                    self._say("stop")
                    deadline = min(deadline or monotonic() + 2, monotonic() + 2)
                    continue
                if ended:
                    break
        finally:
            self._close()
        plan = PlanLine.model_validate_json(self._plan_line).plan if self._plan_line else None
        died = self._last_words() if self._over and self._end is None and not interrupted else ""
        return Heard(self._end, plan, self._steps, interrupted, died)

    def _last_words(self) -> str:
        said = "".join(self._errors[-20:]).strip()
        return said or f"it ended with exit status {self._process.returncode}"

    def _take(self, deadline: float | None) -> bool:
        """Take one line; ``False`` when there are no more, or no more time."""
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            return False
        try:
            line = self._lines.get(timeout=left)
        except Empty:
            return False
        if line is None:
            self._over = True
            return False
        self._note(line)
        return True

    def _note(self, line: str) -> None:
        if line.startswith('{"kind":"plan"'):
            self._plan_line = line  # Read only when needed: plans can be long.
        elif line.startswith('{"kind":"step"'):
            step = StepLine.model_validate_json(line)
            self._steps[step.goal] = step
            self._on_progress(Progress(step.seconds, step.goal, step.value, step.bound))
        elif line.startswith('{"kind":"end"'):
            self._end = EndLine.model_validate_json(line)

    def _close(self) -> None:
        if self._end is None:
            self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join(timeout=1)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                self._pipe(pipe).close()
