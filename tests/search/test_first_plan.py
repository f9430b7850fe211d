"""The first plan comes before the engine, its workers and all that takes its time."""

from __future__ import annotations

import subprocess
import sys

import pytest
from workshop import WORKSHOP_VALUE, workshop

from pdsched.model import enumerate_candidates
from pdsched.model.goals import GOALS
from pdsched.search import Limits, Search
from pdsched.search.whole import Whole

WITHOUT_ENGINE = """
import sys
sys.modules["ortools"] = sys.modules["pandas"] = None  # To import them is an error from here on.
from pdsched import Policy, generate
from pdsched.engines.pool import WorkerPool
from pdsched.model.decode.decode import read_out
from pdsched.runner.worker import Worker
from pdsched.search import Limits, solve_here

met = []

def listen(search):
    def keep(solution):
        plan, _ = read_out(search.candidates, solution)
        met.append(len(plan.releases))
    search.on_solution = keep

try:
    solve_here(generate(size=sys.argv[1], seed=1), on_search=listen, limits=Limits(seconds=30))
except ImportError as error:
    print(met[-1], error)
"""


@pytest.mark.parametrize("size", ["XS", "S"])
def test_a_first_plan_needs_no_engine(size: str) -> None:
    """Whether the problem is solved whole or not: it is found, told and read out without it."""
    command = [sys.executable, "-c", WITHOUT_ENGINE, size]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    met, _, reason = said.partition(" ")
    assert int(met) > 10
    assert "ortools" in reason


def test_a_small_problem_is_filled_before_it_is_solved_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The engine has a plan to begin with, and one is told if the time ends before it is loaded."""
    begun: list[int | None] = []

    def note(whole: Whole, *_: object, **__: object) -> None:
        begun.append(whole._incumbent.value)

    monkeypatch.setattr(Whole, "solve", note)
    candidates = enumerate_candidates(*workshop())
    outcome = Search(candidates, Limits(seconds=5)).run()

    assert outcome.best is not None
    assert begun[0] == GOALS["needs-met"].value(candidates, outcome.best)
    assert 0 < begun[0] <= WORKSHOP_VALUE[0]
