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
UNKNOWN = 3600.0
"""Seconds in which a call should be back where nobody knows what it may take."""
SECONDS_OF_WORK = 60.0
"""What a unit of deterministic work takes at most, about, on a slow machine."""
LOOK = 0.1
"""Seconds between two looks at a call that may be late."""


class LostError(Exception):
    """A call will have no result."""


class LateError(LostError):
    """It may have one, but long after its time."""


class _Call(NamedTuple):
    """A call on its way."""

    sent: float
    patience: float
    """Seconds after which nobody waits for it."""
    weight: int
    """Bytes that were sent."""


class Remote:
    """An executor that was given."""

    def __init__(self, executor: Executor, *, queues: bool = False) -> None:
        """``queues`` if calls may wait for each other: their time begins anew with each answer."""
        self._executor, self._workers, self._queues = executor, workers_of(executor), queues
        self._calls: WeakKeyDictionary[Future[Any], _Call] = WeakKeyDictionary()
        self._given_up: WeakKeyDictionary[Future[Any], _Call] = WeakKeyDictionary()
        """Calls that nobody waits for, which may still keep others waiting."""
        self._numbers, self._lock = count(), Lock()
        self.deaths = 0
        """One after the other without a result."""
        self._died = self._heard = float("-inf")
        self._gone = self._forgotten = False

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
        patience = UNKNOWN if seconds is None else 2 * seconds + PATIENCE
        with self._lock:
            if not self._forgotten:
                self._calls[future] = _Call(sent, patience, len(call))
        future.add_done_callback(self._hear)
        return future

    def _hear(self, future: Future[Any]) -> None:
        """Note that a worker has answered, whether or not anybody still wants to know."""
        if future.cancelled() or future.exception() is not None:
            return
        if isinstance(future.result(), Refused):
            return
        with self._lock:
            self._heard = monotonic()

    def has(self, future: Future[Any]) -> bool:
        """Whether it is one of ours."""
        with self._lock:
            return future in self._calls

    def weight(self, future: Future[Any]) -> int:
        """Bytes that were sent for a call on its way; 0 of one that is not ours."""
        with self._lock:
            call = self._calls.get(future)
        return 0 if call is None else call.weight

    def is_late(self, future: Future[Any]) -> bool:
        """Whether nobody should wait for it any longer."""
        with self._lock:
            call = self._calls.get(future)
            if call is None:
                return self._forgotten and not future.done()
            since = max(call.sent, self._heard) if self._queues else call.sent
        return monotonic() > since + call.patience and not future.done()

    def give_up(self, future: Future[Any]) -> None:
        """Wait for it no longer, and end it where that can be done, as `forget` does."""
        with self._lock:
            call = self._calls.pop(future, None)
            if call is not None:
                self._given_up[future] = call
        if self._may_cancel:
            future.cancel()

    def _is_held_up(self, call: _Call) -> bool:
        """Whether a call may wait only for one that was given up before."""
        with self._lock:
            return any(
                before.sent < call.sent and monotonic() < before.sent + before.patience
                for future, before in self._given_up.items()
                if not future.done()
            )

    @property
    def _may_cancel(self) -> bool:
        return self._workers is None or self._workers.ends_tasks

    def wait(self, futures: Iterable[Future[Any]], seconds: float) -> set[Future[Any]]:
        """Those with a result, and those that are late; soon after there is one."""
        every = set(futures)
        wait(every, timeout=seconds, return_when=FIRST_COMPLETED)
        # It says nothing of those that are cancelled, as long as their executor has not seen it.
        return {future for future in every if future.done() or self.is_late(future)}

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
            raise LostError("given up")
        if not future.done():
            future.cancel()
            if self._is_held_up(call):
                raise LateError("behind calls that were given up")
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

        Whatever is asked for from now on is lost at once.

        Dask ends nothing that has begun, and complains loudly about what is cancelled while it is
        on its way back: the seconds that a piece takes are left to it.
        """
        with self._lock:
            calls, self._forgotten = list(self._calls), True
            self._calls.clear()
        if self._may_cancel:
            for future in calls:
                future.cancel()
