"""One search from its job to its last line.

A thread of its own writes the lines, so that reading out long plans does not hold up the search.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from time import monotonic

from pdsched.engines.pool import WorkerPool
from pdsched.model import DisaggregationError, Solution
from pdsched.model.decode.decode import read_out
from pdsched.model.solution.past import is_bare
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.policy import Policy
from pdsched.problem.base import Record
from pdsched.result import Clash, Progress, Status
from pdsched.runner.leftovers import claim_workers_folder
from pdsched.runner.memory import Memory
from pdsched.runner.messages import EndLine, Job, PlanLine, RefutedLine, StepLine
from pdsched.runner.time_shares import CLASH_SECONDS
from pdsched.search import Limits, Search, solve_here
from pdsched.search.clashes import clashes
from pdsched.timed import timed

_LOG = logging.getLogger(__name__)
PLAN_EVERY = 1.0
"""Seconds between two plans that are written out while the search goes on."""
PAUSE = 10.0
"""Pause after a plan was written out, as a multiple of the seconds that this took."""
STEP_EVERY = 0.2
"""Seconds between two lines of progress."""
LATE = 0.3
"""Seconds after its limit at which a search is late that still goes on."""


class Reporter:
    """Writes lines, not too many, from whatever thread the engine calls."""

    def __init__(
        self,
        policy: Policy,
        put: Callable[[str], object],
        memory: Memory,
        until: float | None,
    ) -> None:
        self._policy, self._put, self._memory, self._until = policy, put, memory, until
        self._lock, self._steps, self._flushing = (threading.Lock() for _ in range(3))
        self._closed = threading.Event()
        self._waiting: tuple[Search, Solution] | None = None
        self._next_plan = 0.0
        self._took = 0.0
        self._told = False
        """Whether a plan was written that has something in it."""
        self._last_step: tuple[float, Progress | None] = (-STEP_EVERY, None)
        self._next_steps: dict[str, Progress] = {}
        """What waits to be said, by goal: what was proven of one is not lost to the next."""

    def keep_writing(self) -> None:
        """Write what waits, again and again: the engine may be silent for long."""
        while not self._closed.wait(STEP_EVERY):
            self._flush()
            self._say_next()

    def hurry(self) -> None:
        """The search is to end now: from here on it is late."""
        self._until = min(time.time(), self._until or math.inf)

    def close(self, line: Record) -> None:
        """Write the last line."""
        self._closed.set()
        self._write(line)

    def refuted(self) -> None:
        """Say that there is no plan."""
        self._write(RefutedLine())

    def _write(self, line: Record) -> None:
        text = line.model_dump_json() + "\n"
        with self._lock:
            self._put(text)

    def step(self, progress: Progress) -> None:
        """Say where the search stands, if that is news."""
        then, told = self._last_step
        if progress._replace(seconds=0.0) == told:
            return
        with self._steps:
            self._next_steps[progress.goal] = progress
        if monotonic() - then >= STEP_EVERY:
            self._say_next()

    def _say_next(self) -> None:
        """Say what waits, a line for each goal."""
        with self._steps:
            waiting, self._next_steps = list(self._next_steps.values()), {}
            for progress in waiting:
                self._last_step = monotonic(), progress._replace(seconds=0.0)
                self._write(StepLine(**progress._asdict(), peak_mib=self._memory.peak_mib()))

    def solution(self, search: Search, solution: Solution) -> None:
        """Hand over the best plan so far, so that it outlives this process."""
        with self._steps:
            self._waiting = search, solution

    def say_best(self) -> None:
        """Write the plan that waits, now; whoever asks may be left without its value otherwise."""
        with self._flushing:
            if self._waiting is not None and not self._closed.is_set():
                self._write_plan(*self._waiting)

    def _flush(self) -> None:
        """Write the plan that waits, if the last one is old enough and there is time for it."""
        with self._flushing:
            self._flush_if_due()

    def _flush_if_due(self) -> None:
        waiting, began = self._waiting, monotonic()
        if waiting is None:
            return
        left = math.inf if self._until is None else self._until - time.time()
        # A search that is late may be ended before it has read its plan out.
        is_late = left < -LATE and not waiting[0].is_over
        if not is_late and (began < self._next_plan or (self._told and left < self._took)):
            return  # Too soon after the last; or the search ends now, and its plan is read then.
        self._write_plan(*waiting)
        # Plans of districts are long: writing them may take no more than a tenth of the time. An
        # empty one holds up nothing: the first with something in it is a moment away.
        self._took = monotonic() - began
        self._next_plan = monotonic()
        if len(waiting[1].attends.ids):
            self._next_plan += max(PLAN_EVERY, PAUSE * self._took)

    def _write_plan(self, search: Search, solution: Solution) -> None:
        with self._steps:
            if self._waiting is not None and self._waiting[1] is solution:
                self._waiting = None  # Else a better one came meanwhile.
        try:
            plan, solution = read_out(
                search.candidates, without_spare_sessions(search.candidates, solution)
            )
            bare = is_bare(search.candidates, solution)
            self._write(PlanLine(values=search.values(solution), bare=bare, plan=plan))
            self._told |= not bare
        except DisaggregationError as error:
            search.name(error)
        except (
            LookupError
        ) as error:  # A bug of ours: the plan before stays, and the search says so.
            _LOG.error("a plan cannot be written: %s", error)


class Worker:
    """One job from start to end."""

    def __init__(
        self, job: Job, put: Callable[[str], object], executor: Executor | None = None
    ) -> None:
        self._job, self._executor = job, executor
        self._memory = Memory(children=executor is None)
        self._reporter = Reporter(job.policy, put, self._memory, job.deadline)
        self._search: Search | None = None
        self._pool: WorkerPool | None = None
        self._stopped = False

    def stop(self) -> None:
        """End soon with the best that was found."""
        self._stopped = True
        self._reporter.hurry()
        if self._search is not None:
            self._search.stop()

    def end(self) -> None:
        """Say the best plan so far, and wait no longer for what workers elsewhere still do."""
        self.stop()
        if self._pool is not None:
            self._pool.dismiss()
        self._reporter.say_best()

    def run(self) -> None:
        """Solve and write the end line."""
        job = self._job
        seconds = 0.0 if job.deadline is None else max(0.1, job.deadline - time.time())
        # Where work counts, several workers of one engine would make a difference. This process has
        # the cores of its own machine, however many workers there are elsewhere.
        cores = job.workers if self._executor is None else min(job.workers, os.cpu_count() or 1)
        workers = cores if job.work is None else 1
        limits = Limits(seconds, job.work, workers, job.seed)
        pool = self._pool = WorkerPool(job.workers, self._executor)
        if pool.own and job.workers > 1:
            claim_workers_folder()
        threading.Thread(target=self._reporter.keep_writing, daemon=True).start()
        try:
            with timed("search"):
                plan, goals, status = solve_here(
                    job.problem,
                    job.policy,
                    limits=limits,
                    pool=pool,
                    params=job.params,
                    start=job.start,
                    on_search=self._listen,
                )
            peak_mib = self._memory.peak_mib()
        except Exception:
            # A bug of ours is to cost nobody the plan that there is.
            self._reporter.say_best()
            raise
        finally:
            pool.dismiss()
        clash = self._clashes() if status is Status.INFEASIBLE else ()
        peak_mib = max(peak_mib, self._memory.peak_mib())
        line = EndLine(status=status, plan=plan, goals=goals, clashes=clash, peak_mib=peak_mib)
        self._reporter.close(line)

    def _clashes(self) -> tuple[Clash, ...]:
        """Why there is no plan, which is said before: to find out why may take too long."""
        job = self._job
        self._reporter.refuted()
        limits = Limits(CLASH_SECONDS, job.work)
        return clashes(job.problem, job.policy, limits, lambda: self._stopped)

    def _listen(self, search: Search) -> None:
        self._search = search
        search.on_progress = self._reporter.step
        search.on_solution = lambda solution: self._reporter.solution(search, solution)
        if self._stopped:
            search.stop()
