"""Workers: what they bring back, what their deaths cost, and that their number changes nothing."""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest
from proving import in_pieces
from quick import first_quick
from strategies import Case

from pdsched import Plan, Policy, generate
from pdsched.clusters.remote import MOST_DEATHS, _Call
from pdsched.engines.pool import Serial, WorkerPool
from pdsched.model import decode, enumerate_candidates
from pdsched.search import Limits, Search

DEATH = getattr(signal, "SIGKILL", signal.SIGTERM)


class Deadly(Executor):
    """An executor whose every worker dies."""

    def submit(self, *_: object, **__: object) -> Future[int]:  # type: ignore[override]
        """Something that its worker did not live to do."""
        future: Future[int] = Future()
        future.set_exception(BrokenProcessPool("dead"))
        return future


@pytest.fixture(scope="module")
def pair() -> Iterator[WorkerPool]:
    """Two processes."""
    pool = WorkerPool(2)
    yield pool
    pool.dismiss()


# --- One worker, in this process ------------------------------------------------------------------


def test_one_worker_is_this_process() -> None:
    """A crew of one needs no other process, and is ready at once."""
    pool = WorkerPool(1)

    assert pool.result(pool.submit(_process, 0)) == os.getpid()
    assert pool.ready
    pool.dismiss()


def _process(_: int) -> int:
    return os.getpid()


def test_an_error_of_ours_is_raised_where_the_result_is_asked_for() -> None:
    """A part that raises is a bug, and no death: whoever asks for its result hears of it."""
    pool = WorkerPool(1)
    future = pool.submit(math.sqrt, -1.0)

    with pytest.raises(ValueError):  # noqa: PT011 - its words are those of each Python
        pool.result(future)
    assert pool.deaths == 0


# --- Given executors ------------------------------------------------------------------------------


def test_a_given_executor_is_used_and_not_shut_down() -> None:
    """Workers that were given stay at work for whoever gave them."""
    with ThreadPoolExecutor(1, thread_name_prefix="given") as executor:
        pool = WorkerPool(1, executor)
        futures = [pool.submit(math.sqrt, number) for number in (4, 9)]

        assert [pool.result(future) for future in futures] == [2, 3]
        assert not pool.own
        pool.dismiss()
        assert executor.submit(math.sqrt, 16).result() == 4


def test_nobody_waits_for_workers_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """They load the engine, and whoever asks whether they are there goes on meanwhile."""
    come = threading.Event()

    class Slow(Serial):
        """An executor whose workers take their time to come."""

        def submit(self, *given: Any, **named: Any) -> Future[Any]:
            """Wait for them."""
            assert come.wait(20)
            return super().submit(*given, **named)

    monkeypatch.setattr(WorkerPool, "_start", lambda _: Slow())
    pool = WorkerPool(2)

    before = [pool.ready, pool.ready]
    pool.dismiss()
    come.set()
    assert pool.ask(_process, 0) == os.getpid()
    deadline = time.monotonic() + 20
    while not (ready := pool.ready) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (before, ready) == ([False, False], True)


def test_a_crew_whose_workers_all_die_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many deaths without any result between them nothing more is tried."""
    monkeypatch.setattr(WorkerPool, "_start", lambda _: _Broken())
    pool = WorkerPool(2)
    for _ in range(MOST_DEATHS):
        assert not pool.lost
        assert pool.result(pool.submit(abs, 1)) is None

    assert pool.lost


class _Broken(Deadly):
    """A pool that lets nothing in but the first call, and that one dies."""

    count = 0

    def submit(self, *given: object, **named: object) -> Future[int]:  # type: ignore[override]
        """Take one call."""
        self.count += 1
        if self.count > 1:
            raise BrokenProcessPool("dead")
        return super().submit(*given, **named)


def test_where_given_workers_all_die_the_work_is_done_here() -> None:
    """After so many deaths without any result between them, in threads of this process."""
    pool = WorkerPool(64, Deadly())
    for _ in range(MOST_DEATHS):
        assert pool.workers == 64
        assert pool.result(pool.submit(abs, -1)) is None

    assert not pool.lost
    assert pool.ready
    assert pool.workers == min(64, os.cpu_count() or 1)
    assert pool.result(pool.submit(_process, 0)) == os.getpid()
    pool.dismiss()


class Leaving(ThreadPoolExecutor):
    """Threads of a cluster whose scheduler comes and goes."""

    is_there, ends_tasks = True, True

    def threads(self) -> int:
        """As many as there are."""
        return 1

    def each(self, _: object) -> dict[str, object]:
        """Nobody is asked here."""
        return {}


def test_a_cluster_that_is_away_is_asked_again_when_it_is_back() -> None:
    """Meanwhile the work is done here."""
    with Leaving(1, thread_name_prefix="given") as executor:
        pool = WorkerPool(1, executor)
        names = []
        for executor.is_there in (True, False, True):
            names.append(pool.result(pool.submit(_thread, 0)))
        pool.dismiss()

    assert [str(name).rpartition("_")[0] for name in names] == ["given", "pdsched-here", "given"]


def _thread(_: int) -> str:
    return threading.current_thread().name


def test_a_result_between_two_deaths_counts_the_deaths_anew() -> None:
    """Deaths count only one after the other."""
    pool = WorkerPool(1, Deadly())
    good: Future[int] = Future()
    good.set_result(7)
    assert pool._remote is not None
    for _ in range(MOST_DEATHS):
        assert pool.result(pool.submit(abs, 1)) is None
        pool._remote._calls[good] = _Call(0.0, math.inf, 1)
        assert pool.result(good) == 7

    assert pool.deaths == 0
    assert not pool._remote.is_gone


def test_a_search_whose_workers_all_die_finds_the_same() -> None:
    """Where a limit of work holds, a death makes no difference to what is found."""
    case = district("XS")
    deadly = WorkerPool(1, Deadly())

    assert plan_by(deadly, case, 0.05) == plan_by(WorkerPool(1), case, 0.05)
    assert deadly.deaths == MOST_DEATHS
    deadly.dismiss()


# --- Processes ------------------------------------------------------------------------------------


def district(size: str) -> Case:
    """A generated district."""
    return Case(generate(size=size, seed=1), Policy())


def plan_by(pool: WorkerPool, case: Case, work: float) -> tuple[Plan, object]:
    """The plan and the goals that a crew reaches with so much work."""
    candidates = enumerate_candidates(*case)
    limits = Limits(work=work, seed=3)
    outcome = Search(candidates, limits, pool=pool, params=in_pieces()).run()
    assert outcome.best is not None
    return decode(candidates, outcome.best), outcome.goals


@pytest.mark.parametrize(("size", "work"), first_quick([("XS", 0.1), ("S", 0.1)]))
def test_the_number_of_workers_makes_no_difference(
    size: str, work: float, pair: WorkerPool
) -> None:
    """With limits of work two workers reach the very plan and bounds that one does."""
    case = district(size)

    assert plan_by(pair, case, work) == plan_by(WorkerPool(1), case, work)


def test_a_worker_that_dies_costs_its_part_alone(pair: WorkerPool) -> None:
    """A part whose worker is killed has no result; the next one finds new workers."""
    assert pair.result(pair.submit(abs, -1)) == 1
    assert pair.result(pair.submit(signal.raise_signal, DEATH)) is None
    assert pair.deaths == 1

    assert pair.result(pair.submit(abs, -2)) == 2
    assert pair.deaths == 0
    assert not pair.lost


def test_one_death_counts_once_however_many_parts_it_costs(pair: WorkerPool) -> None:
    """Parts that waited for a pool that broke are lost with it, but only one worker died."""
    futures = [pair.submit(time.sleep, 0.2), pair.submit(signal.raise_signal, DEATH)]
    futures += [pair.submit(time.sleep, 0.2) for _ in range(MOST_DEATHS)]
    results = [pair.result(future) for future in futures]

    assert results == [None] * len(futures)
    assert not pair.lost


def test_a_given_pool_that_breaks_ends_no_search() -> None:
    """Workers that were given cannot be started anew: what they are asked then is done here."""
    with ProcessPoolExecutor(1) as executor:
        pool = WorkerPool(1, executor)
        assert pool.result(pool.submit(signal.raise_signal, DEATH)) is None
        assert pool.result(pool.submit(_process, 0)) == os.getpid()
        pool.dismiss()


def test_dismissed_workers_are_gone() -> None:
    """A crew that is dismissed leaves no process behind, whatever it was doing."""
    pool = WorkerPool(2)
    assert pool.result(pool.submit(abs, -1)) == 1
    busy = pool.submit(time.sleep, 600)
    processes = list(pool._executor._processes.values())  # type: ignore[attr-defined]
    pool.dismiss()
    for process in processes:
        process.join(30)

    assert processes
    assert not any(process.is_alive() for process in processes)
    with pytest.raises((CancelledError, BrokenProcessPool)):
        busy.result(30)


def test_nobody_waits_for_a_worker_once_it_is_over() -> None:
    """The worker goes on alone; whoever asked has nothing."""
    with ThreadPoolExecutor(1) as executor:
        pool = WorkerPool(1, executor)

        assert pool.ask(_wait_for_it, 60.0, lambda: True) is None
        GO_ON.set()
        assert pool.ask(_wait_for_it, 60.0) is True


@pytest.mark.parametrize("given", [True, False])
def test_what_is_given_up_before_it_is_begun_is_not_begun(
    monkeypatch: pytest.MonkeyPatch, given: bool
) -> None:
    """A worker that is busy does not do it afterwards, one of ours or one that was given."""
    with ThreadPoolExecutor(1) as executor:
        monkeypatch.setattr(WorkerPool, "_start", lambda _: executor)
        pool, go_on = WorkerPool(2, executor if given else None), threading.Event()
        BEGUN.clear()
        executor.submit(go_on.wait, 5)
        assert pool.ask(_begin, 0, lambda: True) is None
        go_on.set()
        executor.submit(abs, 1).result()

        assert pool.ask(abs, -1) == 1
        assert not BEGUN.is_set()
        assert pool.deaths == 0


def test_nobody_waits_for_a_dismissed_pool() -> None:
    """What is asked of workers that were given is lost at once then, sent before or after."""
    with ThreadPoolExecutor(1) as executor:
        pool, go_on = WorkerPool(2, executor), threading.Event()
        executor.submit(go_on.wait, 5)
        before = pool.submit(abs, -1)
        pool.dismiss()

        for future in (before, pool.submit(abs, -1)):
            assert pool.wait([future], 0.01) == {future}
            assert pool.result(future) is None
        assert pool._running is None
        go_on.set()


class _AtOnce(Executor):
    """An executor that was given and knows no threads either."""

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        """Do it now."""
        return Serial().submit(*given, **named)


@pytest.mark.parametrize("executor", [Serial(), _AtOnce()])
def test_who_works_in_the_thread_that_asks_keeps_no_other_waiting(
    executor: Executor,
) -> None:
    """Others hand in their work meanwhile."""
    pool = WorkerPool(1, executor)
    BEGUN.clear()
    GO_ON.clear()
    threads = [threading.Thread(target=pool.submit, args=(_begin, 5.0)) for _ in range(2)]
    threads[0].start()
    assert BEGUN.wait(5)
    BEGUN.clear()
    threads[1].start()
    try:
        assert BEGUN.wait(2)
    finally:
        GO_ON.set()
        for thread in threads:
            thread.join()


BEGUN, GO_ON = threading.Event(), threading.Event()


def _begin(seconds: float) -> bool:
    BEGUN.set()
    return GO_ON.wait(seconds)


def _wait_for_it(seconds: float) -> bool:
    return GO_ON.wait(seconds)
