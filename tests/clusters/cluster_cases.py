"""What holds of every run on a cluster, whatever happened to it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from pdsched import Problem, Progress, Result, verify


def judged(problem: Problem, result: Result, told: Sequence[Progress]) -> None:
    """See that a plan is accepted, and no worse than what was told of the first goal."""
    first = result.goals[0]
    assert result.plan is not None
    assert result.plan.sessions
    assert verify(problem, result.plan) == ()
    assert first.value is not None
    assert first.value >= max(step.value or 0 for step in told if step.goal == first.id)


@contextmanager
def nothing_left(pids: Sequence[int], seconds: float = 30) -> Iterator[None]:
    """See that afterwards neither these processes nor threads of a run are there."""
    yield
    deadline = time.monotonic() + seconds
    while (left := _left(pids)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def _left(pids: Sequence[int]) -> list[object]:
    left: list[object] = [t.name for t in threading.enumerate() if t.name.startswith("pdsched")]
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            left.append(pid)
    return left
