"""What people are given of a plan, by size of the district: seconds, memory and size of each kind.

    uv run python -m benchmarks documents
    uv run python -m benchmarks documents --sizes S M L XL --only report calendars --profile 20

A district is drawn and planned once, and both are kept in ``--folder`` for the next time: the
contents count here, and not how good the plan is. Each kind is written by a process of its own,
which loads problem and result as the command line does.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, NamedTuple

from benchmarks.figures import Table
from benchmarks.machine import machine
from benchmarks.measure import peak_mib
from pdsched import (
    Problem,
    Result,
    generate,
    load,
    load_problem,
    save,
    save_absences,
    save_binder,
    save_calendars,
    save_report,
    solve,
)

SECONDS: Mapping[str, float] = {"S": 20, "M": 60, "L": 240, "XL": 600}
"""In which a plan is made, by size: enough that most of what can be met is met."""
KINDS: Mapping[str, Callable[[Problem, Result, Path], object]] = {
    "report": lambda problem, result, folder: save_report(problem, result, folder / "report.html"),
    "binder": lambda problem, result, folder: save_binder(problem, result, folder / "binder.html"),
    "calendars": lambda problem, result, folder: save_calendars(problem, _plan(result), folder),
    "absences": lambda problem, result, folder: save_absences(problem, _plan(result), folder),
}
TABLE = Table(
    {
        "size": "{:<4}",
        "staff": "{:>6}",
        "releases": "{:>8}",
        "kind": "{:<9}",
        "load": "{:>6}",
        "seconds": "{:>7}",
        "cpu": "{:>6}",
        "load_mib": "{:>8}",
        "mib": "{:>6}",
        "files": "{:>6}",
        "mb": "{:>6}",
    },
    whole=("load_mib", "mib"),
)


class Given(NamedTuple):
    """Where a district and its result are kept."""

    problem: Path
    result: Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--sizes", nargs="+", choices=SECONDS, default=["S", "M"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--profile", type=int, help="show so many functions that took longest")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument(
        "--folder",
        type=Path,
        default=cache / "pdsched-benchmarks",
        help="where districts and their plans are kept (default: %(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """A row for each kind of each size."""
    print(machine())
    print(TABLE.head(), flush=True)
    for size in options.sizes:
        given = Given(*(_place(options, size, name) for name in Given._fields))
        if not given.result.exists():
            _alone(_plan_it, size, options.seed, given)
        for kind in options.only:
            row = _alone(_write, kind, given, options.profile)
            print(TABLE.line({"size": size, "kind": kind, **row}), flush=True)
    return 0


def _place(options: argparse.Namespace, size: str, name: str) -> Path:
    made = f"{size}-{options.seed}-{SECONDS[size]:g}s"
    place: Path = options.folder / made / f"{name}.json.gz"
    return place


def _alone(step: Callable[..., Any], *arguments: Any) -> Any:
    """A step in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(step, *arguments).result()


def _plan_it(size: str, seed: int, given: Given) -> None:
    print(f"{size} is planned, in {SECONDS[size]:g} s", file=sys.stderr)
    given.problem.parent.mkdir(parents=True, exist_ok=True)
    problem = generate(size=size, seed=seed)
    save(problem, given.problem)
    save(solve(problem, seconds=SECONDS[size], seed=seed), given.result)


def _plan(result: Result) -> Any:
    assert result.plan is not None
    return result.plan


def _write(kind: str, given: Given, profile: int | None) -> dict[str, Any]:
    """Write one kind into a folder that is taken away again."""
    started = perf_counter()
    problem, result = load_problem(given.problem), load(given.result)
    assert isinstance(result, Result)
    loaded, load_mib = perf_counter() - started, peak_mib()
    profiler = cProfile.Profile()
    with TemporaryDirectory() as name:
        folder = Path(name)
        started, used = perf_counter(), process_time()
        if profile is None:
            KINDS[kind](problem, result, folder)
        else:
            profiler.runcall(KINDS[kind], problem, result, folder)
        seconds, cpu = perf_counter() - started, process_time() - used
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    if profile is not None:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(profile)
    return {
        "staff": len(problem.staff),
        "releases": len(_plan(result).releases),
        "load": loaded,
        "seconds": seconds,
        "cpu": cpu,
        "load_mib": load_mib,
        "mib": peak_mib(),
        "files": len(sizes),
        "mb": sum(sizes) / 1e6,
    }
