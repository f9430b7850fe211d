"""Workers of other versions are told before any work begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tuesday import PROBLEM

from pdsched import PdschedError, solve
from pdsched.clusters.agreement import refuse_other_versions
from pdsched.clusters.attempt import versions


class Fleet(ThreadPoolExecutor):
    """Threads that say what workers of a cluster would."""

    ends_tasks = True
    is_there = True

    def __init__(self, **said: Any) -> None:
        super().__init__(1)
        self.said = said

    def threads(self) -> int:
        """One for each."""
        return len(self.said)

    def each(self, _: Callable[[], Any]) -> Mapping[str, Any]:
        """What each says."""
        return self.said


def test_the_same_versions_are_welcome() -> None:
    """A third number of Python makes no difference."""
    major, minor, _ = versions()["python"].split(".")
    refuse_other_versions(Fleet(a=versions(), b={**versions(), "python": f"{major}.{minor}.99"}))


def test_other_versions_are_refused_before_any_work() -> None:
    """All of them at once, each difference with its workers and what to do."""
    old = {**versions(), "pdsched": "0.0.9"}
    lacking = ModuleNotFoundError("No module named 'pdsched'")
    fleet = Fleet(a=versions(), b=old, c={**versions(), "python": "3.9.1"}, d=old, e=lacking)
    with pytest.raises(PdschedError) as caught:
        solve(PROBLEM, seconds=20, executor=fleet)

    told = str(caught.value).splitlines()
    assert told[1:] == [
        f"b and 1 more: pdsched 0.0.9 there, {versions()['pdsched']} here",
        f"c: python 3.9.1 there, {versions()['python']} here",
        "e: ModuleNotFoundError: No module named 'pdsched'",
        "install the same pdsched, Python and ortools on the workers as here",
    ]


def test_a_cluster_has_as_many_workers_as_threads() -> None:
    """Unless the caller says otherwise."""
    with Fleet(a=versions(), b=versions(), c=versions()) as fleet:
        assert solve(PROBLEM, seconds=20, executor=fleet).workers == 3
        assert solve(PROBLEM, seconds=20, executor=fleet, workers=2).workers == 2
