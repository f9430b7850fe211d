"""Calls to workers elsewhere: what counts as a death, and when the cluster is gone."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest

from pdsched.clusters import attempt, remote
from pdsched.clusters.attempt import Raised, Refused, packed, versions
from pdsched.clusters.remote import MOST_DEATHS, LateError, LostError, Remote


class Raising(Executor):
    """An executor whose every future raises the same."""

    def __init__(self, error: Exception, *, at_once: bool = False) -> None:
        self.error, self.at_once = error, at_once

    def submit(self, *_: object, **__: object) -> Future[Any]:
        """Raise it, now or when the result is asked for."""
        if self.at_once:
            raise self.error
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future


class Silent(Executor):
    """An executor from which nothing comes back."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, *_: object, **__: object) -> Future[Any]:
        """Take it and keep it."""
        self.futures.append(Future())
        return self.futures[-1]


@pytest.fixture(name="here")
def _here() -> Iterator[Remote]:
    with ThreadPoolExecutor(2) as executor:
        yield Remote(executor)


def root(number: float) -> float:
    """What only some numbers have."""
    if number < 0:
        raise ValueError(f"{number} has none")
    return float(number**0.5)


def starve(_: object) -> None:
    """Run out of memory."""
    raise MemoryError


# --- Whose error it is ----------------------------------------------------------------------------


def test_what_a_call_returns_comes_back(here: Remote) -> None:
    """A result is a result."""
    assert here.result(here.submit(root, 9.0)) == 3


def test_what_a_call_raises_is_its_own(here: Remote) -> None:
    """A bug is no death: it comes back with the place on the worker where it was raised."""
    with pytest.raises(ValueError, match=r"-1 has none") as caught:
        here.result(here.submit(root, -1))

    assert here.deaths == 0
    assert "in root" in "".join(caught.value.__notes__)


def test_a_worker_without_memory_is_dead(here: Remote) -> None:
    """Another one may have more: that is no bug of the call."""
    with pytest.raises(LostError):
        here.result(here.submit(starve, 0))

    assert here.deaths == 1


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("error", [RuntimeError("closed"), OSError("lost"), TimeoutError()])
def test_whatever_the_executor_raises_is_a_death(error: Exception, at_once: bool) -> None:
    """Whatever its name, when the call is sent or when it should come back."""
    remote = Remote(Raising(error, at_once=at_once))
    with pytest.raises(LostError):
        remote.result(remote.submit(root, 4.0))

    assert remote.deaths == 1


def test_a_killed_process_is_a_death() -> None:
    """For real: the process of the call ends itself."""
    with ProcessPoolExecutor(1) as executor:
        remote = Remote(executor)
        with pytest.raises(LostError):
            remote.result(remote.submit(os._exit, 3))

    assert remote.deaths == 1


def test_a_call_taken_back_by_somebody_else_is_lost() -> None:
    """As a cluster does when it is closed."""
    executor = Silent()
    remote = Remote(executor)
    future = remote.submit(root, 4.0)
    executor.futures[0].cancel()

    with pytest.raises(LostError):
        remote.result(future)


# --- When it is gone ------------------------------------------------------------------------------


def test_after_so_many_deaths_it_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    """One after the other; the log says what the executor said."""
    remote = Remote(Raising(OSError("no route to host")))
    with caplog.at_level(logging.WARNING):
        for _ in range(MOST_DEATHS):
            assert remote.is_there
            with pytest.raises(LostError):
                remote.result(remote.submit(root, 4.0))

    assert remote.is_gone
    assert not remote.is_there
    assert "no route to host" in caplog.text


def test_one_event_counts_once() -> None:
    """All that was on its way when a cluster lost its scheduler is one death."""
    executor = Silent()
    remote = Remote(executor)
    futures = [remote.submit(root, 4.0) for _ in range(2 * MOST_DEATHS)]
    for future in executor.futures:
        future.set_exception(OSError("lost"))
    for future in futures:
        with pytest.raises(LostError):
            remote.result(future)

    assert remote.deaths == 1


def test_a_call_that_is_late_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is stuck costs its call alone, as long as others answer."""
    monkeypatch.setattr(remote, "PATIENCE", 0.2)
    go_on = threading.Event()
    with ThreadPoolExecutor(2) as executor:
        there = Remote(_Held(executor, go_on))
        stuck = there.submit(root, 4.0, seconds=0.1)
        assert there.result(there.submit(root, 9.0, seconds=60)) == 3
        waited = there.wait([stuck], 0.01)
        while not waited:
            waited = there.wait([stuck], 0.01)
        with pytest.raises(LateError):
            there.result(stuck)
        go_on.set()

    assert waited == {stuck}
    assert (there.deaths, there.is_gone) == (1, False)


class _Held(Executor):
    """Holds up the first call."""

    def __init__(self, executor: Executor, go_on: threading.Event) -> None:
        self.executor, self.go_on, self.count = executor, go_on, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let all but the first through."""
        self.count += 1
        if self.count == 1:
            return self.executor.submit(self.go_on.wait, 30)
        return self.executor.submit(fn, *args, **kwargs)


def test_a_cluster_that_is_silent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing at all comes back in time, nobody waits for more."""
    monkeypatch.setattr(remote, "PATIENCE", 0.1)
    executor = Silent()
    there = Remote(executor)
    began = time.monotonic()
    with pytest.raises(LateError):
        there.result(there.submit(root, 4.0, seconds=0.1))

    assert time.monotonic() - began >= 0.3
    assert there.is_gone
    assert executor.futures[0].cancelled()


def test_what_is_forgotten_is_cancelled() -> None:
    """Nothing goes on that nobody waits for."""
    executor = Silent()
    there = Remote(executor)
    future = there.submit(root, 4.0)
    there.forget()

    assert executor.futures[0].cancelled()
    with pytest.raises(LostError):
        there.result(future)
    assert there.deaths == 0


class Dasklike(Silent):
    """A cluster that ends nothing that it was sent."""

    is_there, ends_tasks = True, False

    def threads(self) -> int:
        """One at a time."""
        return 1

    def each(self, _: object) -> dict[str, object]:
        """Nobody is asked here."""
        return {}


@pytest.mark.parametrize("executor", [Silent(), Dasklike()])
def test_what_is_asked_for_after_all_was_forgotten_is_lost_at_once(executor: Silent) -> None:
    """Whether it was sent before or after, and for whoever waits already."""
    there = Remote(executor)
    before, waited_for = there.submit(root, 4.0), there.submit(root, 4.0)
    lost: list[object] = []

    def ask() -> None:
        with pytest.raises(LostError):
            there.result(waited_for)
        lost.append(waited_for)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    there.forget()
    thread.join(5)

    assert lost == [waited_for]
    for future in (before, there.submit(root, 4.0)):
        assert there.wait([future], 0.01) == {future}
        with pytest.raises(LostError):
            there.result(future)
    assert there.deaths == 0


def test_a_call_whose_limit_is_not_known_is_late_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for a silent worker."""
    monkeypatch.setattr(remote, "UNKNOWN", 0.1)
    there = Remote(Silent())

    with pytest.raises(LateError):
        there.result(there.submit(root, 4.0))


def test_what_waits_behind_a_call_given_up_is_no_sign_of_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a cluster goes on with what was given up, others come late: nobody has died."""
    monkeypatch.setattr(remote, "PATIENCE", 0.05)
    executor = Dasklike()
    there = Remote(executor)
    there.give_up(there.submit(root, 4.0, seconds=0.2))
    for _ in range(2):
        with pytest.raises(LateError):
            there.result(there.submit(root, 4.0, seconds=0.01))

    assert not executor.futures[0].cancelled()
    assert (there.deaths, there.is_gone) == (0, False)
    there.give_up(there.submit(root, 4.0, seconds=0.0))
    behind = there.submit(root, 4.0, seconds=0.2)
    executor.futures[-2].set_result(2.0)
    with pytest.raises(LateError):
        there.result(behind)
    assert (there.deaths, there.is_gone) == (1, False)  # One was stuck, but another has answered.


def test_calls_in_a_queue_are_late_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of those that wait begins anew with each answer."""
    monkeypatch.setattr(remote, "PATIENCE", 0.3)
    with ThreadPoolExecutor(1) as executor:
        there = Remote(executor, queues=True)
        futures = [there.submit(nap, 0.2, seconds=0.0) for _ in range(4)]

        assert [there.result(future) for future in futures] == [0.2] * 4


def nap(seconds: float) -> float:
    """Take one's time."""
    time.sleep(seconds)
    return seconds


# --- Versions -------------------------------------------------------------------------------------


def test_a_worker_of_another_version_does_nothing() -> None:
    """It says what differs, and the call goes elsewhere."""
    call = packed(root, 4.0)

    assert attempt.attempt(0, versions(), call) == 2
    refused = attempt.attempt(0, {**versions(), "ortools": "1.2"}, call)
    assert isinstance(refused, Refused)
    assert refused.differences == (f"ortools {versions()['ortools']} there, 1.2 here",)


def test_a_refusal_is_a_death(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that comes late with other versions is as good as none."""
    with ThreadPoolExecutor(1) as executor:
        there = Remote(executor)
        monkeypatch.setattr(remote, "versions", lambda: {"pdsched": "9"})
        with pytest.raises(LostError, match=r"pdsched .* there, 9 here"):
            there.result(there.submit(root, 4.0))


def test_an_error_comes_back_as_a_value() -> None:
    """So that what a cluster itself raises can be told from it."""
    raised = attempt.attempt(0, versions(), packed(root, -1))

    assert isinstance(raised, Raised)
    assert isinstance(raised.error, ValueError)
