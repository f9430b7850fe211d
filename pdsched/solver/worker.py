"""The child process: ``python -m pdsched.solver.worker`` reads a job and writes lines.

The search runs in a thread of its own, while the main thread listens: a line, or the end of the
input (the parent is gone), stops the search.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from time import monotonic
from typing import TextIO

from pdsched.model import CannotDealError, Choice, Crew, Limits, Search, decode, solve_here
from pdsched.problem.base import Record
from pdsched.result import Progress
from pdsched.solver.job import EndLine, Job, PlanLine, StepLine

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such module
    resource = None  # type: ignore[assignment]

PLAN_EVERY = 1.0
"""Seconds between two plans that are written out while the search goes on."""
STEP_EVERY = 0.2
"""Seconds between two lines of progress."""


class Reporter:
    """Writes lines, not too many, from whatever thread the engine calls."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._waiting: Choice | None = None
        self.search: Search | None = None
        self._next_plan = 0.0
        self._last_step: tuple[float, tuple[object, ...]] = (-STEP_EVERY, ())
        self._next_step: Progress | None = None

    def keep_writing(self) -> None:
        """Write what waits, again and again: the engine may be silent for long."""
        while True:
            time.sleep(STEP_EVERY)
            self._flush()
            if (progress := self._next_step) is not None:
                self.step(progress)

    def write(self, line: Record) -> None:
        """Write one line at once."""
        with self._lock:
            self._out.write(line.model_dump_json() + "\n")
            self._out.flush()

    def step(self, progress: Progress) -> None:
        """Say where the search stands."""
        self._flush()
        now, news = monotonic(), (progress.goal, progress.value, progress.bound)
        if now - self._last_step[0] >= STEP_EVERY and news != self._last_step[1]:
            self._last_step, self._next_step = (now, news), None
            self.write(StepLine(**progress._asdict(), peak_mib=peak_mib()))
        elif news != self._last_step[1]:
            self._next_step = progress

    def choice(self, choice: Choice) -> None:
        """Hand over the best plan so far, so that it outlives this process."""
        with self._lock:
            self._waiting = choice
        self._flush()

    def _flush(self) -> None:
        """Write the plan that waits, if the last one is old enough."""
        with self._lock:
            choice, search = self._waiting, self.search
            if choice is None or search is None or monotonic() < self._next_plan:
                return
            self._waiting = None
            began = monotonic()
        with contextlib.suppress(CannotDealError):
            self.write(PlanLine(plan=decode(search.candidates, choice)))
        # Plans of districts are long: writing them may take no more than a tenth of the time.
        self._next_plan = monotonic() + max(PLAN_EVERY, 10 * (monotonic() - began))


class Worker:
    """One job from start to end."""

    def __init__(self, job: Job, reporter: Reporter) -> None:
        self._job, self._reporter = job, reporter
        self._search: Search | None = None
        self._stopped = False

    def stop(self) -> None:
        """End soon with the best that was found."""
        self._stopped = True
        if self._search is not None:
            self._search.stop()

    def run(self) -> None:
        """Solve and write the end line."""
        job = self._job
        seconds = 0.0 if job.deadline is None else max(0.1, job.deadline - time.time())
        limits = Limits(seconds, job.work, job.workers, job.seed)
        crew = Crew(job.workers)
        try:
            plan, goals, status = solve_here(
                job.problem, job.policy, limits=limits, crew=crew, on_search=self._listen
            )
        finally:
            crew.dismiss()
        self._reporter.write(EndLine(status=status, plan=plan, goals=goals, peak_mib=peak_mib()))

    def _listen(self, search: Search) -> None:
        self._search = search
        search.on_progress = self._reporter.step
        search.on_choice = self._reporter.choice
        self._reporter.search = search
        if self._stopped:
            search.stop()


def peak_mib() -> float:
    """Largest memory of this process so far, in MiB; 0 where the system does not say."""
    if resource is None:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (2**20 if sys.platform == "darwin" else 2**10), 1)


def main() -> None:
    """Read the job, search in a thread, stop when told to."""
    reporter = Reporter(sys.stdout)
    worker = Worker(Job.model_validate_json(sys.stdin.readline()), reporter)

    def listen() -> None:
        sys.stdin.readline()
        worker.stop()

    for work in (listen, reporter.keep_writing):
        threading.Thread(target=work, daemon=True).start()
    worker.run()


if __name__ == "__main__":
    main()
