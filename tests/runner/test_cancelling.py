"""Who is told of the progress can end the search, and has its best plan either way."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_workers import FOREVER, fake_worker, plan_line, says, step
from tuesday import PLAN, PROBLEM

from pdsched import Progress, Result, Status, solve, verify
from pdsched.runner.child_process import ChildProcess

SAID = [says(plan_line(PLAN, 120, 3)), step(120, 150), step(120, 149), FOREVER]


class CancelledError(Exception):
    """What a window raises whose user has pressed a button."""

    result: Result | None = None


class WithSlotsError(ValueError):
    """An error that takes no attribute."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our worker does not listen: it is ended when its time to stop is over."""
    monkeypatch.setattr("pdsched.runner.time_shares.STOP_SECONDS", 0.2)


def test_an_exception_of_the_caller_carries_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on to whoever raised it, as it is; the plan has been judged, and is in it."""
    begun = fake_worker(tmp_path, monkeypatch, *SAID)
    raised = CancelledError("the user has had enough")
    told: list[Progress] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        raise raised

    with pytest.raises(CancelledError, match="had enough") as caught:
        solve(PROBLEM, seconds=600, on_progress=listen)

    assert caught.value is raised
    assert len(told) == 1  # It is not asked again.
    result = raised.result
    assert result is not None
    assert (result.status, result.interrupted) == (Status.FEASIBLE, True)
    assert result.goal("needs-met").value == 120
    assert result.plan is not None
    assert verify(PROBLEM, result.plan) == ()
    assert "in the attribute `result`" in raised.__notes__[0]
    assert begun[0].poll() is not None


def test_stop_iteration_is_a_wish_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in other optimisers: the best plan so far is returned, and nothing is raised."""
    fake_worker(tmp_path, monkeypatch, *SAID)

    def listen(_: Progress) -> None:
        raise StopIteration

    result = solve(PROBLEM, seconds=600, on_progress=listen)

    assert result.interrupted
    assert result.goal("needs-met").value == 120


@pytest.mark.parametrize(("bound", "later"), [(120, 3), (150, 0)])
def test_what_was_proven_of_later_goals_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: int, later: int
) -> None:
    """It holds where all goals before are at their best: else a better one may need more."""
    said = [step(120, bound), step(3, 3, goal="engaged-half-days"), FOREVER]
    fake_worker(tmp_path, monkeypatch, says(plan_line(PLAN, 120, 3)), *said)
    result = solve(PROBLEM, seconds=600, on_progress=lambda told: told.goal == "engaged-half-days")

    assert result.interrupted
    assert result.goal("needs-met").bound == bound
    assert (result.goals[1].value, result.goals[1].bound) == (3, later)


def test_what_was_proven_before_something_else_was_held_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sessions' bound was said while one half-day was held; three are held after that."""
    said = [
        step(60, 120),
        step(1, 1, goal="engaged-half-days"),
        step(60, 60, goal="sessions"),
        step(120, 120),
        step(3, 3, goal="engaged-half-days"),
        FOREVER,
    ]
    fake_worker(tmp_path, monkeypatch, says(plan_line(PLAN, 120, 3)), *said)
    told = list[tuple[str, int | None]]()

    def listen(progress: Progress) -> bool:
        told.append((progress.goal, progress.value))
        return told[-1] == ("engaged-half-days", 3)

    result = solve(PROBLEM, seconds=600, on_progress=listen)

    assert result.interrupted
    assert result.goals[1].bound == 3
    assert result.goal("sessions").bound == 0


def test_an_exception_that_takes_no_attribute_goes_on_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of ours hides what the caller raised."""
    fake_worker(tmp_path, monkeypatch, *SAID)

    def listen(_: Progress) -> None:
        raise WithSlotsError("full")

    with pytest.raises(WithSlotsError, match="full"):
        solve(PROBLEM, seconds=600, on_progress=listen)


def test_nothing_to_carry_is_carried_before_there_is_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result then says that there is none."""
    fake_worker(tmp_path, monkeypatch, step(None, 150), FOREVER)

    def listen(_: Progress) -> None:
        raise CancelledError

    with pytest.raises(CancelledError) as caught:
        solve(PROBLEM, seconds=600, on_progress=listen)

    assert caught.value.result is not None
    assert (caught.value.result.status, caught.value.result.plan) == (Status.UNKNOWN, None)


def test_the_process_is_ended_where_it_cannot_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours while listening leaves no process behind."""
    begun = fake_worker(tmp_path, monkeypatch, *SAID)
    monkeypatch.setattr(ChildProcess, "stop", lambda _: 1 / 0)

    def listen(_: Progress) -> None:
        raise CancelledError

    with pytest.raises(ZeroDivisionError):
        solve(PROBLEM, seconds=600, on_progress=listen)
    assert begun[0].poll() is not None
