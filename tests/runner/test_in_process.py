"""An executor of the caller: the search works in this process, and pieces go there."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from quick import slow
from tuesday import PROBLEM

from pdsched import Status, generate, solve, verify
from pdsched.errors import SolverError
from pdsched.search import solve_here

T = TypeVar("T")


class Counting(ThreadPoolExecutor):
    """Threads that count what they are asked."""

    asked = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """As every executor does."""
        self.asked += 1
        return super().submit(fn, *args, **kwargs)


@slow
def test_an_executor_of_the_caller_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces go to the executor, no process is started, and it is not shut down."""
    monkeypatch.setattr("pdsched.runner.child_process.subprocess.Popen", None)
    problem = generate(size="S", seed=2)
    with Counting(2) as executor:
        result = solve(problem, seconds=8, workers=2, executor=executor)
        still = executor.submit(int, "7").result()

    assert executor.asked > 3
    assert still == 7
    assert result.plan is not None
    assert result.plan.sessions
    assert verify(problem, result.plan) == ()


def test_what_goes_wrong_here_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that dies in this process raises, with what happened."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no cluster today")

    monkeypatch.setattr("pdsched.runner.worker.solve_here", fail)
    with ThreadPoolExecutor(1) as executor, pytest.raises(SolverError, match="no cluster today"):
        solve(PROBLEM, seconds=20, executor=executor)


def test_a_search_that_is_given_up_says_its_best_plan_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A value that was told has its plan, even where no plan was due before the end."""
    monkeypatch.setattr("pdsched.runner.worker.Reporter._flush", lambda _: None)
    monkeypatch.setattr("pdsched.runner.report.FIRST_SECONDS", 0.0)
    monkeypatch.setattr("pdsched.runner.worker.solve_here", _never_ends)
    with ThreadPoolExecutor(1) as executor:
        result = solve(PROBLEM, seconds=1, executor=executor, workers=1)

    assert result.plan is not None
    assert result.plan.sessions


def test_a_search_that_dies_says_its_best_plan_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours costs nobody the plan that there was, and is told beside it."""
    monkeypatch.setattr("pdsched.runner.worker.Reporter._flush", lambda _: None)
    monkeypatch.setattr("pdsched.runner.worker.solve_here", _dies)
    with ThreadPoolExecutor(1) as executor:
        result = solve(PROBLEM, seconds=20, executor=executor, workers=1)

    assert result.plan is not None
    assert result.plan.sessions
    assert result.status is Status.FEASIBLE
    assert "the bound said 110" in result.message


def _dies(*given: Any, **named: Any) -> None:
    """A search that has found its plan, and then a contradiction."""
    solve_here(*given, **named)
    raise ArithmeticError("needs-met: a plan has 120, the bound said 110")


def _never_ends(*given: Any, **named: Any) -> None:
    """A search that has found its plan, and waits for workers that never answer."""
    solve_here(*given, **named)
    deadline = time.monotonic() + 60
    while not named["pool"]._dismissed and time.monotonic() < deadline:
        time.sleep(0.05)
    raise RuntimeError("given up")
