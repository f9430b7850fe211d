"""A run can be watched, stopped and waited for from anywhere, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from fake_workers import FOREVER, end, fake_worker, line_of, plan_line, says, step
from tuesday import PLAN, PROBLEM

import pdsched
from pdsched import Plan, ProblemError, Progress, SolverError, Status, TracePoint, verify
from pdsched.checks.pause import collector_paused

SAID = [says(plan_line(PLAN, 120, 3)), step(120, 150, method="needs"), step(120, 149), FOREVER]


@pytest.fixture
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our worker does not listen: it is ended when its time to stop is over."""
    monkeypatch.setattr("pdsched.runner.time_shares.STOP_SECONDS", 0.2)
    monkeypatch.setattr("pdsched.runner.report.STOP_SECONDS", 0.2)


def until(run: pdsched.Run, points: int) -> None:
    """Wait until so many points of its trace are there."""
    for _ in range(600):
        if len(run.trace) >= points:
            return
        time.sleep(0.05)
    raise AssertionError(run.trace)


@pytest.mark.usefixtures("_quickly")
def test_it_is_watched_while_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trace and best plan are there before there is a result, and stop leads to that."""
    begun = fake_worker(tmp_path, monkeypatch, *SAID)
    run = pdsched.start(PROBLEM, seconds=600)
    until(run, 2)

    assert not run.is_over
    best = run.best
    assert best is not None
    assert verify(PROBLEM, best) == ()
    assert repr(run) == "<Run searching: needs-met 120 (bound 149)>"
    with pytest.raises(TimeoutError):
        run.result(timeout=0.01)

    run.stop()
    run.stop()
    result = run.result()

    assert (result.status, result.interrupted) == (Status.FEASIBLE, True)
    assert (result.value, result.bound) == (120, 149)
    assert result.gap == pytest.approx(29 / 149)
    assert result.trace == run.trace
    assert [(p.value, p.bound, p.method) for p in run.trace] == [
        (120, 150, "needs"),
        (120, 149, ""),
    ]
    assert run.best == result.plan
    assert repr(run) == "<Run over: needs-met 120 (bound 149)>"
    assert begun[0].poll() is not None


def test_what_is_the_same_is_no_new_point_of_the_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces go on, values do not; whoever watches hears of both."""
    said = [step(90, 150, pieces=1), step(90, 150, pieces=2), step(120, 150, pieces=3)]
    said = ["time.sleep(0.5)", *said, end(PLAN, "feasible", (120, 150), (3, 0))]
    fake_worker(tmp_path, monkeypatch, *said)
    run = pdsched.start(PROBLEM, seconds=600)
    steps = list(run)

    assert [one.pieces for one in steps] == [1, 2, 3]
    assert [point.value for point in run.trace] == [90, 120]
    assert list(run) == []  # There is nothing more to hear.


def test_who_watches_first_hears_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said before as well: on a busy machine `solve` itself comes late."""
    said = [step(90, 150), step(120, 150), end(PLAN, "feasible", (120, 150), (3, 0))]
    fake_worker(tmp_path, monkeypatch, *said)
    run = pdsched.start(PROBLEM, seconds=600)
    run.result()

    assert [one.value for one in run] == [90, 120]
    assert list(run) == []


@pytest.mark.usefixtures("_quickly")
def test_an_empty_plan_is_none_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is none of the result."""
    line = plan_line(Plan(problem=PLAN.problem), 0, 0).replace(',"plan"', ',"bare":true,"plan"')
    fake_worker(tmp_path, monkeypatch, says(line), step(0, 150), FOREVER)
    with pdsched.start(PROBLEM, seconds=600) as run:
        until(run, 1)
        assert run.best is None

    assert run.result().plan is None


def test_the_trace_is_a_table() -> None:
    """A row a point; what is not known is missing, and no number."""
    points = (
        TracePoint(seconds=0.1, goal="needs-met", bound=150),
        TracePoint(seconds=0.2, goal="needs-met", value=120, bound=150, method="needs"),
    )
    frame = pdsched.Result(status="feasible", problem="d1", trace=points).trace_frame()

    assert list(frame.columns) == ["seconds", "goal", "value", "bound", "method", "gap"]
    assert frame.value.isna().tolist() == [True, False]
    assert frame.gap.tolist()[1] == pytest.approx(0.2)
    assert len(pdsched.Result(status="unknown", problem="d1").trace_frame()) == 0


@pytest.mark.usefixtures("_quickly")
def test_leaving_the_block_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised in it: the search is over, and its result is there."""
    begun = fake_worker(tmp_path, monkeypatch, *SAID)

    with suppress(ZeroDivisionError), pdsched.start(PROBLEM, seconds=600) as run:
        until(run, 2)
        _ = 1 / 0

    assert run.is_over
    assert run.result().interrupted
    assert begun[0].poll() is not None


@pytest.mark.usefixtures("_quickly")
def test_true_is_a_wish_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in other callbacks; and nothing more is told."""
    fake_worker(tmp_path, monkeypatch, *SAID)
    told: list[Progress] = []

    def listen(progress: Progress) -> bool:
        told.append(progress)
        return True

    assert pdsched.solve(PROBLEM, seconds=600, on_progress=listen).interrupted
    assert len(told) == 1


def test_progress_is_told_in_the_thread_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows and databases mind who speaks to them."""
    fake_worker(tmp_path, monkeypatch, step(120, 150), end(PLAN, "feasible", (120, 150), (3, 0)))
    threads: set[int] = set()

    pdsched.solve(PROBLEM, seconds=60, on_progress=lambda _: threads.add(threading.get_ident()))

    assert threads <= {threading.get_ident()}


def test_what_is_wrong_with_the_input_is_said_at_once() -> None:
    """There is no run then."""
    with pytest.raises(ProblemError):
        pdsched.start({"calendar": 1})
    with pytest.raises(ValueError, match="workers = 0"):
        pdsched.start(PROBLEM, workers=0)


def test_what_nobody_can_listen_to_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service may have no thread left."""
    begun = fake_worker(tmp_path, monkeypatch, *SAID)

    def go(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(pdsched.Run, "go", go)
    with pytest.raises(RuntimeError, match="new thread"):
        pdsched.start(PROBLEM, seconds=600)
    assert begun[0].poll() is not None


def test_what_goes_wrong_later_is_said_by_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By every way to wait for it."""
    fake_worker(tmp_path, monkeypatch, "sys.exit('no memory left')")
    run = pdsched.start(PROBLEM, seconds=20)

    assert list(run) == []
    with pytest.raises(SolverError, match="no memory left"):
        run.result()
    with pytest.raises(SolverError, match="no memory left"):
        asyncio.run(run.wait())


@pytest.mark.usefixtures("_quickly")
def test_others_go_on_while_it_is_awaited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gives up waiting does not stop it; who stops it is not who waits."""
    fake_worker(tmp_path, monkeypatch, *SAID)

    async def both() -> pdsched.Result:
        run = pdsched.start(PROBLEM, seconds=600)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(run.wait(), 0.05)
        assert not run.is_over
        waiting = asyncio.create_task(run.wait())
        await asyncio.to_thread(until, run, 2)
        run.stop()
        return await waiting

    assert asyncio.run(both()).interrupted


def test_the_log_says_what_was_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also what was decided in the other process."""
    decided = {"kind": "log", "logger": "pdsched.search.x", "level": 20, "text": "as a whole, 5 %"}
    said = [says(line_of(decided)), step(120, 150, method="needs")]
    fake_worker(tmp_path, monkeypatch, *said, end(PLAN, "feasible", (120, 150), (3, 0)))

    with caplog.at_level(logging.INFO, "pdsched"):
        pdsched.solve(PROBLEM, seconds=20)

    assert [(r.name, r.getMessage()) for r in caplog.records] == [
        ("pdsched.search.x", "as a whole, 5 %"),
        ("pdsched.runner.run", "needs-met: bound 150 by needs"),
    ]


def test_a_real_search_logs_its_route(caplog: pytest.LogCaptureFixture) -> None:
    """From within the process that searches."""
    with caplog.at_level(logging.INFO, "pdsched"):
        pdsched.solve(PROBLEM, seconds=30, workers=1)

    assert any("solved as a whole" in record.getMessage() for record in caplog.records)


def test_pauses_of_the_collector_overlap() -> None:
    """The first to leave does not turn it on for the other, and the last one does."""
    import gc

    one, two = collector_paused(), collector_paused()
    assert gc.isenabled()
    one.__enter__()
    two.__enter__()
    one.__exit__(None, None, None)
    assert not gc.isenabled()
    two.__exit__(None, None, None)
    assert gc.isenabled()
