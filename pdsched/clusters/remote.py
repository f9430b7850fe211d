"""Calls that are on their way to workers elsewhere, and those that are lost.

Lost is a call whose future raises, for the call's own errors come back as values (`attempt`): by a
worker that was killed or ran out of memory, a connection that broke, a scheduler that went away,
whatever a cluster calls it. So is one that does not come back long after its time. Whoever asked
asks again; where nothing comes back any more, the cluster is gone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import count
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pdsched.clusters.attempt import Raised, Refused, attempt, packed, versions
from pdsched.clusters.workers import workers_of

_LOG = logging.getLogger(__name__)
MOST_DEATHS = 5
"""Deaths of workers, one after the other without a result, after which no more is asked of them."""
PATIENCE = 30.0
"""Seconds beyond twice its own limit in which a call should be back."""
LOOK = 0.1
"""Seconds between two looks at a call that may be late."""


class LostError(Exception):
    """A call will have no result."""


class LateError(LostError):
    """It may have one, but long after its time."""


class _Call(NamedTuple):
    """A call on its way."""

    sent: float
    due: float | None
    """The moment after which nobody waits for it; ``None`` where its limit is not known."""


class Remote:
    """An executor that was given."""

    def __init__(self, executor: Executor) -> None:
        self._executor, self._workers = executor, workers_of(executor)
        self._calls: WeakKeyDictionary[Future[Any], _Call] = WeakKeyDictionary()
        self._numbers, self._lock = count(), Lock()
        self.deaths = 0
        """One after the other without a result."""
        self._died = self._heard = float("-inf")
        self._gone = False

    @property
    def is_gone(self) -> bool:
        """Whether it makes no sense to ask it for anything more."""
        return self._gone

    @property
    def is_there(self) -> bool:
        """Whether it can be asked now; a cluster may come back."""
        return not self._gone and (self._workers is None or self._workers.is_there)

    def submit(
        self, function: Callable[[Any], Any], argument: object, seconds: float | None = None
    ) -> Future[Any]:
        """Send a call that should take so many ``seconds`` at most.

        Raises:
            LostError: if the executor refuses it.
        """
        call, sent = packed(function, argument), monotonic()
        try:
            future = self._executor.submit(attempt, next(self._numbers), versions(), call)
        except Exception as error:
            raise self._lost(sent, error) from error
        due = None if seconds is None else sent + 2 * seconds + PATIENCE
        with self._lock:
            self._calls[future] = _Call(sent, due)
        return future

    def has(self, future: Future[Any]) -> bool:
        """Whether it is one of ours."""
        with self._lock:
            return future in self._calls

    def is_late(self, future: Future[Any]) -> bool:
        """Whether nobody should wait for it any longer."""
        with self._lock:
            call = self._calls.get(future)
        return (
            call is not None
            and call.due is not None
            and monotonic() > call.due
            and not future.done()
        )

    def wait(self, futures: Iterable[Future[Any]], seconds: float) -> set[Future[Any]]:
        """Those with a result, and those that are late; soon after there is one."""
        every = set(futures)
        done = wait(every, timeout=seconds, return_when=FIRST_COMPLETED).done
        return done | {future for future in every if self.is_late(future)}

    def result(self, future: Future[Any]) -> Any:
        """What came of a call.

        Raises:
            LostError: if nothing did.
            Exception: what the call itself raised.
        """
        while not future.done() and not self.is_late(future):
            wait([future], timeout=LOOK)
        with self._lock:
            call = self._calls.pop(future, None)
        if call is None:
            raise LostError("cancelled")
        if not future.done():
            future.cancel()
            # Where nothing at all came back since, this is no matter of one slow worker.
            silent = self._heard < call.sent
            late = TimeoutError("no answer in time")
            raise LateError from self._lost(call.sent, late, is_all=silent)
        try:
            answer = future.result()
        except Exception as error:
            raise self._lost(call.sent, error) from error
        if isinstance(answer, Refused):
            raise self._lost(call.sent, RuntimeError(", ".join(answer.differences)))
        with self._lock:
            self.deaths, self._heard = 0, monotonic()
        if isinstance(answer, Raised):
            raise answer.error
        return answer

    def _lost(self, sent: float, error: Exception, *, is_all: bool = False) -> LostError:
        """Count a death: one, however many calls it cost."""
        told = str(error).strip() or type(error).__name__
        with self._lock:
            if sent > self._died:
                self.deaths += 1
                self._died = monotonic()
                _LOG.warning("a worker is lost (%s): %s", type(error).__name__, told)
            if not self._gone and (is_all or self.deaths >= MOST_DEATHS):
                self._gone = True
                _LOG.warning("nothing comes back from the workers: the run goes on here")
        return LostError(told)

    def forget(self) -> None:
        """Wait for nothing any more, and end what is on its way as far as the cluster can.

        Dask ends nothing that has begun, and complains loudly about what is cancelled while it is
        on its way back: the seconds that a piece takes are left to it.
        """
        with self._lock:
            calls = list(self._calls)
            self._calls.clear()
        if self._workers is None or self._workers.ends_tasks:
            for future in calls:
                future.cancel()
