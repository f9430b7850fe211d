"""A search that goes on: it can be watched, stopped and waited for, from any thread."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import Queue
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from pdsched.plan import Plan
from pdsched.result import Progress, Result, TracePoint
from pdsched.runner.arguments import carrying
from pdsched.runner.judge import Judge
from pdsched.runner.report import Listener, Source
from pdsched.runner.shown import live_line, show_run

_LOG = logging.getLogger(__name__)
MOST_UNHEARD = 1000
"""Steps that are kept for the first who watches."""
Events = Queue[Progress | None]
"""Steps as they come, and ``None`` when there are no more."""


class Run:
    """A search that goes on in another process, as `pdsched.start` gives it.

    It ends by itself when its time is over or its plan is proven; `stop` ends it sooner. Every
    method may be called from any thread, any number of times. Leaving a ``with`` block stops it:

    >>> import pdsched
    >>> from pdsched import Problem
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "modality": "self-paced", "minutes": 60,
    ...             "group_max": 1}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets"}],
    ... })
    >>> with pdsched.start(problem, seconds=20) as run:
    ...     steps = [step.goal for step in run]
    >>> run.result().status.value, run.is_over, run.best == run.result().plan
    ('optimal', True, True)
    """

    def __init__(self, listener: Listener, source: Source, judge: Judge) -> None:
        self._listener, self._source, self._judge = listener, source, judge
        self._over: Future[Result] = Future()
        self._over.set_running_or_notify_cancel()
        self._lock = Lock()
        self._trace: list[TracePoint] = []
        self._progress: Progress | None = None
        self._began = monotonic()
        self._watchers: list[Events] = []
        self._unheard: deque[Progress] | None = deque(maxlen=MOST_UNHEARD)
        """What was said before anybody watched; ``None`` from then on."""
        self._closed = False
        self._judging = Lock()
        listener.on_step = self._tell

    def go(self, finish: Callable[[], Result]) -> None:
        """Begin to listen, in a thread: ``finish`` hears the search out and makes the result."""
        Thread(target=self._work, args=(finish,), name="pdsched-run", daemon=True).start()

    def _work(self, finish: Callable[[], Result]) -> None:
        try:
            result = finish()
        except BaseException as error:  # noqa: BLE001 - `result` raises it, for whoever waits
            self._over.set_exception(error)
        else:
            self._over.set_result(result.model_copy(update={"trace": self.trace}))
        self._close()

    # --- What is heard of it ---

    def _tell(self, step: Progress) -> None:
        point = TracePoint(
            seconds=step.seconds, goal=step.goal, value=step.value, bound=step.bound,
            method=step.method,
        )  # fmt: skip
        with self._lock:
            before = next((p for p in reversed(self._trace) if p.goal == step.goal), None)
            if before is None or not point.says_as_much_as(before):
                self._trace.append(point)
            self._progress = step
            if point.method and (before is None or before.method != point.method):
                _LOG.info("%s: bound %s by %s", point.goal, point.bound, point.method)
            if self._unheard is not None:
                self._unheard.append(step)
            for watcher in self._watchers:
                watcher.put(step)

    def _close(self) -> None:
        with self._lock:
            self._closed = True
            for watcher in self._watchers:
                watcher.put(None)

    @property
    def trace(self) -> tuple[TracePoint, ...]:
        """Value and bound of each goal whenever they changed, so far."""
        with self._lock:
            return tuple(self._trace)

    @property
    def progress(self) -> Progress | None:
        """The last step so far; ``None`` before the first."""
        return self._progress

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return monotonic() - self._began

    @property
    def best(self) -> Plan | None:
        """The best plan so far, judged by the referee now; ``None`` if there is none yet.

        Needs that it leaves open have no reasons; those of `result` have.

        Raises:
            PlanRejectedError: if the referee rejects it, which is a bug of ours.
        """
        if self.is_over and self._over.exception() is None:
            return self._over.result().plan
        plan = self._listener.best()
        if plan is None:
            return None
        with self._judging:
            return self._judge.accept(plan, ())

    @property
    def is_over(self) -> bool:
        """Whether there is a result, or an error in place of one."""
        return self._over.done()

    @contextmanager
    def watched(self) -> Iterator[Events]:
        """Every step from now on; none is lost to who waits with interruptions.

        Who watches first hears also what was said before: a search may be quicker than they are.
        """
        events: Events = Queue()
        with self._lock:
            for step in self._unheard or ():
                events.put(step)
            self._unheard = None
            self._watchers.append(events)
            if self._closed:
                events.put(None)
        try:
            yield events
        finally:
            with self._lock:
                self._watchers.remove(events)

    def __iter__(self) -> Iterator[Progress]:
        """Every step until the search is over: for the first who asks from its beginning on."""
        with self.watched() as events:
            while (step := events.get()) is not None:
                yield step

    # --- Its end ---

    def stop(self) -> None:
        """Ask it to end soon with its best plan, and return at once; `result` waits for it."""
        self._listener.stop(self._source)

    def end(self) -> None:
        """End the search now: what it said last is the answer, judged as any other."""
        self._listener.end(self._source)

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the result.

        Args:
            timeout: seconds after which to give up waiting; the search goes on then.

        Raises:
            TimeoutError: if it is not there in time.
            PlanRejectedError: if the referee rejects the plan, which is a bug of ours.
            SolverError: if the solver process dies without a plan, which is a bug of ours.
        """
        return self._over.result(timeout)

    def follow(self, on_progress: Callable[[Progress], object] | None = None) -> Result:
        """Wait for the result, and hear each step in this thread; Ctrl-C stops the search.

        After Ctrl-C, or a wish of ``on_progress``, it ends soon with its best plan; after a second
        Ctrl-C at once.

        Args:
            on_progress: As of `pdsched.solve`.

        Raises:
            PlanRejectedError: as `result` does.
            SolverError: as `result` does.
        """
        raised: BaseException | None = None
        interrupts = 0
        with self.watched() as events:
            while True:
                try:
                    step = events.get()
                    if step is None:
                        break
                    if on_progress is not None and on_progress(step) is True:
                        raise StopIteration
                except KeyboardInterrupt:
                    interrupts += 1
                    self.stop() if interrupts == 1 else self.end()
                except BaseException as error:  # noqa: BLE001 - raised again, with the plan
                    raised = None if isinstance(error, StopIteration) else error
                    on_progress = None
                    self.stop()
        result = self.result()
        if raised is not None:
            raise carrying(raised, result)
        return result

    def show(self) -> Result:
        """Show a live line in a notebook, and wait for the result; an interrupt stops the search.

        Interrupting the kernel ends it soon with its best plan, which is the result then. A run
        that is the last line of a cell shows itself as well, but nobody waits: the notebook stays
        free, and a button stops the search (with ipywidgets, which the extra ``notebook`` brings).
        Elsewhere nothing is shown.

        Raises:
            PlanRejectedError: as `result` does.
            SolverError: as `result` does.
        """
        try:
            with live_line(self, "interrupt the kernel to stop it with its best plan"):
                return self.follow()
        finally:
            if not self.is_over:
                self.end()  # The interrupt came where nothing waits for it.

    def _ipython_display_(self) -> None:
        show_run(self)

    async def wait(self) -> Result:
        """The same for asyncio: others go on meanwhile. Who cancels it does not stop the search."""
        return await asyncio.shield(asyncio.wrap_future(self._over))

    def __enter__(self) -> Self:
        """The run; leaving the block stops it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop it and wait for its end; what went wrong there is told by `result`."""
        if not self.is_over:
            self.stop()
            self._over.exception()

    def __repr__(self) -> str:
        """One line: where it stands."""
        last = self._trace[-1] if self._trace else None
        state = "over" if self.is_over else "searching"
        told = f": {last.goal} {last.value} (bound {last.bound})" if last is not None else ""
        return f"<Run {state}{told}>"
