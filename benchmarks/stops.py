"""Searches stopped at random moments: how long each took to its result, and what was wrong.

    uv run python -m benchmarks stops
    uv run python -m benchmarks stops --sizes demo M --times 50 --runs 200

A district is searched again and again and asked to end after a random part of ``--within``, by
another thread, a coroutine, ``on_progress``, Ctrl-C, and before its first plan. Then many small
searches go on at once, in threads.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.machine import machine
from pdsched import Problem, Status, generate, solve
from pdsched.generator import SIZES

# Ways to stop are at home among the tests; pytest finds them there, too.
sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

AT_ONCE = 8
"""Searches that go on at once in threads."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["demo", "M"])
    parser.add_argument("--times", type=int, default=50, help="stops of each size")
    parser.add_argument("--within", type=float, default=12.0, help="latest moment, in seconds")
    parser.add_argument("--runs", type=int, default=200, help="searches in threads; 0 for none")
    parser.add_argument("--seed", type=int, default=1, help="of the districts and moments")


def run(options: argparse.Namespace) -> int:
    """A row for each way of each size, then one of the searches in threads; 1 if any is wrong."""
    from stopping import belongings, left_since

    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        wrong: list[str] = []
        print(
            f"{'size':>6} {'way':>12} {'stops':>5} {'plans':>5} {'ended':>5}  seconds to the result"
        )
        for size in options.sizes:
            before = belongings()
            wrong += _stopped(size, options)
            wrong += [left for left in [left_since(before)] if left]
        before = belongings()
        wrong += _in_threads(options.runs)
        wrong += [left for left in [left_since(before)] if left]
        tempfile.tempdir = None
    print(*wrong, f"{len(wrong)} faults", sep="\n")
    return 1 if wrong else 0


def _stopped(size: str, options: argparse.Namespace) -> list[str]:
    """Stop searches of a size in every way in turn; what was wrong."""
    from stopping import WAYS, Stopped, faults_of

    problem, random = generate(size=size, seed=options.seed), Random(options.seed)
    wrong: list[str] = []
    took: dict[str, list[Stopped]] = {way: [] for way in (*WAYS, "at once")}
    for number, way in enumerate(islice(cycle(took), options.times)):
        moment = 0.0 if way == "at once" else random.uniform(0.0, options.within)
        stop = WAYS.get(way, WAYS["thread"])
        stopped = stop(problem, moment, {"seed": number})
        took[way].append(stopped)
        told = (
            f"{size} by {way} after {moment:.3f} s, {stopped.late:.2f} s: {stopped.result.status}"
        )
        print(told, file=sys.stderr, flush=True)
        wrong += [f"{told}: {fault}" for fault in faults_of(problem, stopped.result)]
    for way, stops in took.items():
        late = [stopped.late for stopped in stops if stopped.result.interrupted]
        plans = sum(stopped.result.plan is not None for stopped in stops)
        ended = len(stops) - len(late)
        row = f"{size:>6} {way:>12} {len(stops):>5} {plans:>5} {ended:>5}"
        print(f"{row}  {_spread(late)}", flush=True)
    return wrong


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "-"
    least, most = min(values), max(values)
    return f"{least:.2f} to {most:.2f}, median {median(values):.2f}"


def _in_threads(runs: int) -> list[str]:
    """Many searches, some of them at once; which did not end as they have to."""
    problem = generate(size="demo", seed=10, weeks=4)
    one = Problem.model_validate(problem.model_dump() | {"needs": problem.needs[:2]})
    with ThreadPoolExecutor(AT_ONCE) as threads:
        ended = list(threads.map(lambda seed: solve(one, workers=1, seed=seed), range(runs)))
    print(f"{runs} searches, {AT_ONCE} at once in threads")
    return [f"{r.status}: {r.message}" for r in ended if r.status is not Status.OPTIMAL]
