"""Workers that solve parts: any `concurrent.futures.Executor`, processes by default.

Parts are plain data and `solve_sub_mip` is a plain function, so a cluster engine can take the place
of the processes. A worker that dies costs the parts on their way: the processes are started anew,
and the run goes on. Where a cluster is away or gone it goes on in threads of this process, for
processes would run the caller's program once more to begin.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import suppress
from typing import Any, TypeVar

from pdsched.clusters.remote import LOOK, MOST_DEATHS, LateError, LostError, Remote

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
A = TypeVar("A")


class Serial(Executor):
    """Runs everything at once, in the thread that asks."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run it and hand back its result."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)
        return future


class WorkerPool:
    """Some workers, started anew when one dies."""

    def __init__(self, workers: int, executor: Executor | None = None) -> None:
        self.own = executor is None
        """Whether the workers are ours, and not given."""
        self._workers = workers
        self._own_deaths = 0
        is_here = executor is None or isinstance(executor, Serial)
        self._remote = None if executor is None or is_here else Remote(executor)
        self._running = executor if is_here else None
        self._first: Future[bool] | None = None
        self._calling: threading.Thread | None = None
        self._dismissed = False
        self._lock = threading.RLock()

    @property
    def workers(self) -> int:
        """Parts that are solved at once; fewer while a cluster is away."""
        if self._remote is None or self._remote.is_there:
            return self._workers
        return self._here

    @property
    def _here(self) -> int:
        """Parts that this machine solves at once in place of a cluster."""
        return min(self._workers, os.cpu_count() or 1)

    @property
    def threads(self) -> int:
        """Threads that one part may have: of the machines of others nobody here knows the cores."""
        return self._workers if self.own else 1

    @property
    def deaths(self) -> int:
        """Deaths of workers, one after the other without a result."""
        return self._own_deaths if self._remote is None else self._remote.deaths

    @property
    def _executor(self) -> Executor:
        """The executor here, started when it is first wanted: small problems never want one."""
        with self._lock:
            if self._running is None:
                self._running = self._start()
            return self._running

    @property
    def ready(self) -> bool:
        """Whether a worker has begun to work: loading the engine takes seconds.

        To ask is to call the workers in. Nobody waits for that: they come while others go on.
        """
        if self._calling is None:
            self._calling = threading.Thread(target=self._call_in, daemon=True)
            if not self.own or self._workers == 1:
                self._call_in()
            else:
                self._calling.start()
        if self._remote is not None and self._remote.is_gone:
            return True
        return self._first is not None and self._first.done()

    def _call_in(self) -> None:
        self._first = self.submit(_ready, None)
        if self._dismissed:
            self.dismiss()

    @property
    def serial(self) -> bool:
        """Whether parts are solved in the very moment in which they are handed in."""
        return self._remote is None and isinstance(self._executor, Serial)

    def _start(self) -> Executor:
        if self._remote is not None:
            return ThreadPoolExecutor(self._here, thread_name_prefix="pdsched-here")
        if self._workers == 1:
            return Serial()
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if context.get_start_method() == "forkserver":
            # One process loads the engine, and the workers are copies of it.
            context.set_forkserver_preload(["pdsched.engines.loaded"])
        return ProcessPoolExecutor(
            self._workers, context, initializer=_follow, initargs=(os.getpid(),)
        )

    @property
    def lost(self) -> bool:
        """Whether so many of ours have died that it makes no sense to go on."""
        return self._own_deaths >= MOST_DEATHS

    def submit(self, function: Callable[[A], T], argument: A) -> Future[T]:
        """Have a worker do something; after a death with new workers, or here."""
        if self._remote is not None:
            if self._dismissed:
                lost: Future[T] = Future()
                lost.set_exception(LostError("given up"))
                return lost
            if self._remote.is_there:
                with suppress(LostError):
                    seconds = getattr(argument, "seconds", None)
                    return self._remote.submit(function, argument, seconds)
        executor = self._executor
        if isinstance(executor, Serial):
            # It does the work now: nobody else has to wait for that.
            return executor.submit(function, argument)
        with self._lock:
            try:
                return self._executor.submit(function, argument)
            except BrokenExecutor:
                self._renew()
                return self._executor.submit(function, argument)

    def weight(self, future: Future[Any]) -> int:
        """Bytes that were sent for what is on its way; 0 where nobody weighs them, as here."""
        return 0 if self._remote is None else self._remote.weight(future)

    def wait(self, futures: Iterable[Future[T]], seconds: float) -> set[Future[T]]:
        """Those with a result, soon after there is one, and those that nobody should wait for."""
        if self._remote is not None:
            return self._remote.wait(futures, seconds)
        return wait(futures, timeout=seconds, return_when=FIRST_COMPLETED).done

    def result(self, future: Future[T]) -> T | None:
        """What came of it; ``None`` if its worker died, or the pool with it."""
        try:
            return self._outcome(future)
        except LostError:
            return None

    def _outcome(self, future: Future[T]) -> T:
        # Dismissed is asked last: only then is it sure that what is not there was forgotten.
        if self._remote is not None and (self._remote.has(future) or self._dismissed):
            answer: T = self._remote.result(future)
            return answer
        try:
            answer = future.result()
        except CancelledError as error:
            raise LostError from error
        except BrokenExecutor as error:
            self._count_death()
            raise LostError from error
        self._own_deaths = 0
        return answer

    def ask(
        self,
        function: Callable[[A], T],
        argument: A,
        over: Callable[[], bool] = lambda: False,
    ) -> T | None:
        """What a worker says; asked once more if it dies over it, and given ones until it is done.

        Nothing, soon after it is ``over``: what a worker has begun is left to it.
        """
        # After so many deaths it is done here: with a limit of work they make no difference then.
        for _ in range(2 if self.own else 1 + MOST_DEATHS):
            try:
                return self._answer(function, argument, over)
            except LateError:
                return None  # Its time has gone by.
            except LostError:
                if over() or self._dismissed:
                    break
        return None

    def _answer(
        self, function: Callable[[A], T], argument: A, over: Callable[[], bool]
    ) -> T | None:
        future = self.submit(function, argument)
        while not self.wait([future], LOOK):
            if over() or self._dismissed:
                self._give_up(future)
                return None
        return self._outcome(future)

    def _give_up(self, future: Future[T]) -> None:
        """Have it not begun any more, if nobody has begun it."""
        if self._remote is not None and self._remote.has(future):
            self._remote.give_up(future)
        elif not self._dismissed:
            future.cancel()

    def _count_death(self) -> None:
        """One death for each pool that broke, however many parts it cost."""
        with self._lock:
            if self._running is not None:
                try:
                    self._running.submit(_ready)
                except BrokenExecutor:
                    self._own_deaths += 1
                    _LOG.warning("a worker process died; others take its place")
                    self._renew()

    def _renew(self) -> None:
        if self._running is not None:
            self._running.shutdown(wait=False, cancel_futures=True)
        self._running = None

    def dismiss(self) -> None:
        """End the workers, unless they were given; what they still do is lost."""
        self._dismissed = True
        if self._remote is not None:
            self._remote.forget()
        elif not self.own:
            return
        if self._running is None:
            return
        processes = dict(getattr(self._running, "_processes", None) or {})
        calling = self._calling
        if calling is None or not calling.is_alive() or calling is threading.current_thread():
            # To shut it down while they are called in would be to wait for them.
            self._running.shutdown(wait=False, cancel_futures=True)
        for process in processes.values():
            process.terminate()


def _ready(_: None = None) -> bool:
    return True


def _follow(leader: int) -> None:
    """End this worker when the process that called it in is gone, and leave Ctrl-C to that one."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Loading the engine takes seconds: it is done while the candidates are enumerated.
    import pdsched.engines.loaded  # noqa: F401

    def watch() -> None:
        while _is_there(leader):
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _is_there(process: int) -> bool:
    """Whether a process still runs; a copy of a copy has another parent, so its number counts."""
    if os.name == "nt":  # pragma: no cover - no such signal there, and no copies either
        return os.getppid() == process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
