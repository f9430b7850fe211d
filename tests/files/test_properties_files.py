"""What is written is read back equal, and equal plans are the same bytes."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from draw_words import wordy
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle import Oracle
from strategies import MICRO, TINY, Case, cases, garbage, problems

from pdsched import Answer, Plan, Problem, Result, load, save
from pdsched.problem import Record

WORDY = problems(MICRO).flatmap(wordy)


Saved = Problem | Plan | Result | Answer


def written(value: Saved, name: str) -> tuple[Saved, bytes]:
    """What is read back after writing, and the bytes of the file (none of a folder)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        save(value, path)
        return load(path), path.read_bytes() if path.is_file() else b""


@given(WORDY)
def test_a_problem_survives_json(problem: Problem) -> None:
    """A problem written as JSON is read back equal, and written again gives the same bytes."""
    again, first = written(problem, "problem.json")

    assert again == problem
    assert written(again, "problem.json")[1] == first
    assert again.digest() == problem.digest()


@given(WORDY)
def test_a_problem_survives_csv(problem: Problem) -> None:
    """A problem written as a folder of tables is read back equal."""
    assert written(problem, "tables")[0] == problem


@given(problems(TINY))
def test_a_plain_problem_survives_both(problem: Problem) -> None:
    """Problems with every kind of record survive JSON and tables."""
    assert written(problem, "problem.json")[0] == written(problem, "tables")[0] == problem


@given(problems(MICRO).flatmap(garbage))
def test_a_plan_survives_json(plan: Plan) -> None:
    """Any plan, lawful or not, is read back equal, and its JSON line is its own."""
    assert written(plan, "plan.json")[0] == plan
    assert Plan.model_validate_json(plan.to_json()) == plan


@given(cases(TINY), st.integers())
def test_a_plan_in_any_order_is_the_same_bytes(case: Case, seed: int) -> None:
    """The canonical form of a sound plan does not depend on the order of its records."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= 10_000)
    best = oracle.best()
    assume(best is not None)
    assert best is not None
    random = Random(seed)
    kinds = ("sessions", "releases", "covers", "engagements", "unmet")
    mixed = best.plan.model_copy(
        update={kind: tuple(_mixed(random, getattr(best.plan, kind))) for kind in kinds}
    )

    assert mixed.canonical().to_json() == best.plan.to_json()


def _mixed(random: Random, records: tuple[Record, ...]) -> list[Record]:
    return random.sample(records, len(records))
