"""Several problems: in order or by name, here or by workers that may die, each judged."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from one_hour import one_hour
from quick import first_quick, slow

from pdsched import (
    Plan,
    PlanRejectedError,
    Policy,
    Problem,
    ProblemError,
    Result,
    Status,
    generate,
    solve,
    solve_many,
    verify,
)
from pdsched.clusters import remote
from pdsched.runner import solve_many as module
from pdsched.runner.solve_many import MOST_LOSSES, _Task

HOUR = one_hour()
NOBODY = one_hour(trainers=[])


def test_results_come_in_the_order_of_the_problems() -> None:
    """One after the other here, each told as it ends."""
    told: list[tuple[int, Result]] = []
    results = solve_many(
        [HOUR, NOBODY], seconds=20, on_result=lambda number, result: told.append((number, result))
    )

    assert [len(result.plan.sessions) for result in results if result.plan] == [1, 0]
    assert told == list(enumerate(results))


@slow
def test_results_have_the_names_of_the_problems() -> None:
    """By threads of an executor: the same plans as alone."""
    with ThreadPoolExecutor(2) as executor:
        results = solve_many({"b": HOUR, "a": NOBODY}, work_limit=1, executor=executor)

    assert list(results) == ["b", "a"]
    assert results["b"].plan == solve(HOUR, work_limit=1, workers=1).plan
    assert results["b"].workers == 1


def test_faults_of_all_problems_are_told_before_any_work() -> None:
    """Each with the name of its problem."""
    broken = HOUR.model_copy(update={"needs": (*HOUR.needs, *HOUR.needs)})
    with pytest.raises(ProblemError) as caught:
        solve_many({"north": broken, "south": HOUR, "east": broken}, seconds=20)

    assert {fault.where.partition(":")[0] for fault in caught.value.faults} == {"north", "east"}


def test_arguments_are_seen_to_first() -> None:
    """As those of `solve`."""
    with pytest.raises(ValueError, match="only one can count"):
        solve_many([HOUR], seconds=1, work_limit=1)
    with pytest.raises(ValueError, match="workers = 0 is out of range"):
        solve_many([HOUR], workers=0)


class Mortal(Executor):
    """An executor that loses some calls first."""

    def __init__(self, losses: int) -> None:
        self.left = losses
        self.threads = ThreadPoolExecutor(1)
        self.asked = 0

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        """Lose it, or have it done."""
        self.asked += 1
        if self.left:
            self.left -= 1
            lost: Future[Any] = Future()
            lost.set_exception(OSError("the worker is gone"))
            return lost
        return self.threads.submit(*given, **named)


def test_plans_to_begin_with_are_of_problems_that_are_there() -> None:
    """A list says nothing, nor does a name of none; both are told before any work."""
    plans: Any = [Plan()]
    with pytest.raises(TypeError, match="initial_plans is a list"):
        solve_many([HOUR], initial_plans=plans)
    with pytest.raises(ValueError, match="initial_plans names 'south'"):
        solve_many({"north": HOUR}, initial_plans={"south": Plan()})


@pytest.mark.parametrize("losses", first_quick([1, MOST_LOSSES, 99]))
def test_a_death_costs_its_problem_the_time(losses: int) -> None:
    """It is given to another worker, and in the end solved here."""
    executor = Mortal(losses)
    results = solve_many([HOUR], seconds=20, executor=executor)

    assert executor.asked == min(losses + 1, MOST_LOSSES)
    assert [result.goal("needs-met").value for result in results] == [30]
    executor.threads.shutdown()


def test_a_task_that_waits_is_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more are sent than the executor carries, and what it has to do first makes none late."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(remote, "PATIENCE", 0.0)
    done = Result(status=Status.UNKNOWN, problem=NOBODY.digest())
    sent = []

    class Busy(ThreadPoolExecutor):
        """One that has other things to do first."""

        def submit(self, fn: Any, /, *given: Any, **named: Any) -> Future[Any]:
            """Note how many wait."""
            sent.append(self._work_queue.qsize())
            return super().submit(fn, *given, **named)

    monkeypatch.setattr(module, "_solve_task", _Answer(done))
    with Busy(1) as executor:
        executor.submit(time.sleep, 0.3)
        results = solve_many([NOBODY] * 3, seconds=0.1, executor=executor)

    assert [result.plan for result in results] == [None] * 3
    assert len(sent) == 1 + 3
    assert max(sent) == 0


def test_a_problem_by_work_has_an_hour_and_more() -> None:
    """Nobody waits for ever, and nobody is late for the size of a problem."""
    assert _Task(HOUR, Policy(), {"work_limit": 30, "seconds": None}).seconds == 3600
    assert _Task(HOUR, Policy(), {"work_limit": None, "seconds": 9}).seconds == 9


def test_a_plan_that_breaks_a_rule_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever another machine says of it."""
    result = solve(HOUR, seconds=20)
    assert result.plan is not None
    spoiled = result.plan.model_copy(update={"releases": ()})
    wrong = result.model_copy(update={"plan": spoiled})
    monkeypatch.setattr(module, "_solve_task", _Answer(wrong))
    with ThreadPoolExecutor(1) as executor, pytest.raises(PlanRejectedError) as caught:
        solve_many({"north": HOUR}, seconds=20, executor=executor)
    Path(caught.value.report).unlink()


class _Answer:
    """What a worker answers to whatever problem."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def __call__(self, _: _Task) -> Result:
        return self.result


def test_an_error_says_which_problem_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here as on a worker."""
    monkeypatch.setattr(module, "_solve_task", _fail)
    for executor in (None, ThreadPoolExecutor(1)):
        with pytest.raises(RuntimeError, match="no luck") as caught:
            solve_many({"north": HOUR}, executor=executor)
        assert "pdsched: in problem 'north'" in caught.value.__notes__


def _fail(_: _Task) -> Result:
    raise RuntimeError("no luck")


def test_after_ctrl_c_no_other_problem_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done was told."""
    done = solve(HOUR, seconds=20).model_copy(update={"interrupted": True})
    monkeypatch.setattr(module, "_solve_task", _Answer(done))
    told: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        solve_many([HOUR, HOUR], on_result=lambda number, _: told.append(number))

    assert told == [0]


@slow
def test_districts_are_planned_by_processes_one_of_which_dies() -> None:
    """Each plan is accepted, and every district has one."""
    problems: dict[str, Problem] = {f"d{seed}": generate(size="XS", seed=seed) for seed in (1, 2)}
    with ProcessPoolExecutor(2) as executor:
        executor.submit(os.kill, os.getpid(), 0).result()
        pids = list(executor._processes)
        told: list[str] = []

        def listen(name: str, _: Result) -> None:
            if not told:
                os.kill(pids[0], signal.SIGKILL)
            told.append(name)

        results = solve_many(problems, seconds=10, executor=executor, on_result=listen)

    assert sorted(told) == sorted(problems)
    for name, result in results.items():
        assert result.plan is not None
        assert result.plan.sessions
        assert verify(problems[name], result.plan) == ()
