"""The ladder: districts from one school to ten thousand teachers, one row for each run.

    uv run python -m benchmarks ladder --sizes S M --seconds 60
    uv run python -m benchmarks ladder --sizes M L XL --seeds 1 2 3 --doubling
    uv run python -m benchmarks ladder --districts liberty leon

A problem is drawn, saved, loaded again by another process as a user would, solved in the time
given, and its plan judged by the referee once more. ``benchmarks/README.md`` says what each column
is.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.apart import run_apart
from benchmarks.districts import DISTRICTS, PAIRED
from benchmarks.figures import Table, doublings, medians
from benchmarks.machine import machine
from pdsched.generator import SIZES

DEFAULT_SIZES = ("S", "M")
DOUBLING_SIZES = ("M", "L", "XL")
SECONDS: Mapping[str, float] = {
    "demo": 60,
    "XS": 60,
    "S": 60,
    "M": 300,
    "L": 600,
    "XL": 1200,
    "liberty": 60,
    "leon": 600,
    "duval": 1200,
    "miami-dade": 1200,
}
"""Limit of each size and district, where ``--seconds`` does not say."""

COLUMNS = {
    "size": "{:<10}",
    "seed": "{:>4}",
    "teachers": "{:>8}",
    "staff": "{:>6}",
    "needs": "{:>6}",
    "value": "{:>8}",
    "bound": "{:>8}",
    "gap": "{:>7}",
    "first_plan": "{:>10}",
    "to_5_percent": "{:>12}",
    "to_2_percent": "{:>12}",
    "generate": "{:>8}",
    "load": "{:>6}",
    "seconds": "{:>7}",
    "solver_mib": "{:>10}",
    "caller_mib": "{:>10}",
    "status": "{:>10}",
    "accepted": "{:>8}",
}
WHOLE = ("solver_mib", "caller_mib", "teachers", "staff", "needs", "value", "bound")
"""Columns shown without decimals."""
TABLE = Table(COLUMNS, whole=WHOLE)
OF_SEEDS = (*list(COLUMNS)[2:-2], "to_3_percent")
"""Columns that have a median."""
TIMES = ("to_5_percent", "to_3_percent", "to_2_percent")


class Rung(NamedTuple):
    """One run: a size or a district, a seed and a limit."""

    name: str
    seed: int
    seconds: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m benchmarks ladder``."""
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=[], metavar="SIZE")
    parser.add_argument(
        "--districts", nargs="+", choices=DISTRICTS, default=[], help=f"real ones, {PAIRED}"
    )
    parser.add_argument(
        "--seconds",
        nargs="+",
        type=float,
        default=[],
        help="limit of each run; one for all, or one for each size and district in order",
    )
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--tightness", type=float, default=0.01)
    parser.add_argument("--workers", type=int, help="parallel searches; by default the cores")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--doubling", action="store_true", help="show what twice the staff costs; by default M L XL"
    )


def run(options: argparse.Namespace) -> int:
    """Print a row for each run as it ends; 1 if the referee rejects a plan or a run has none."""
    names = [*options.sizes, *options.districts]
    names = names or list(DOUBLING_SIZES if options.doubling else DEFAULT_SIZES)
    if complaint := _complaint(options, names):
        print(complaint, file=sys.stderr)
        return 2
    aside = sys.stderr if options.json else sys.stdout
    print(_head(options), file=aside)
    if not options.json:
        print(TABLE.head(), flush=True)
    rows: list[dict[str, Any]] = []
    interrupted = False
    for row in _rows(rungs(names, options.seconds, options.seeds), options):
        rows.append(row)
        interrupted = interrupted or row["interrupted"]
        print(json.dumps(row) if options.json else TABLE.line(row), flush=True)
    for line in closing(rows, options):
        print(line, file=aside if line.startswith("#") else sys.stdout)
    if interrupted or len(rows) < len(names) * len(options.seeds):
        print("# interrupted: these are not all rows, or the last had less time", file=aside)
        return 130
    return 0 if all(row["accepted"] for row in rows) else 1


def rungs(names: Sequence[str], seconds: Sequence[float], seeds: Sequence[int]) -> list[Rung]:
    """The runs in order, each with its limit.

    >>> rungs(["S", "M"], [], [1])
    [Rung(name='S', seed=1, seconds=60), Rung(name='M', seed=1, seconds=300)]
    """
    limits = {
        name: seconds[place % len(seconds)] if seconds else SECONDS[name]
        for place, name in enumerate(names)
    }
    return [Rung(name, seed, limits[name]) for name in names for seed in seeds]


def _complaint(options: argparse.Namespace, names: Sequence[str]) -> str:
    if len(options.seconds) not in (0, 1, len(names)):
        return f"--seconds: give one number for all runs, or {len(names)}, one for each size"
    if options.districts and not os.environ.get("PDSCHED_REAL_DATA"):
        return "PDSCHED_REAL_DATA is not set: it names the folder that holds district_rosters/"
    return ""


def _head(options: argparse.Namespace) -> str:
    paired = f"; districts: {PAIRED} of real schools with real timetables of others, drawn needs"
    return f"# {machine()}; tightness {options.tightness}" + (paired if options.districts else "")


def _rows(climb: Sequence[Rung], options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A row for each run, until one is interrupted."""
    with TemporaryDirectory(prefix="pdsched-ladder-") as folder:
        for rung in climb:
            row = measured(rung, options.tightness, options.workers, Path(folder))
            if row is None:
                return
            yield row
            if row["interrupted"]:
                return


def measured(
    rung: Rung, tightness: float, workers: int | None, folder: Path
) -> dict[str, Any] | None:
    """One run from drawing to judging, or ``None`` if it was interrupted too early.

    A step that dies gives a row that says so.
    """
    row = {
        "size": rung.name,
        "data": PAIRED if rung.name in DISTRICTS else "invented",
        "seed": rung.seed,
        "limit": rung.seconds,
        "tightness": tightness,
    }
    seed = ["--seed", str(rung.seed)]
    drawing = [*seed, "--name", rung.name, "--tightness", str(tightness)]
    solving = [*seed, "--seconds", str(rung.seconds)]
    if workers is not None:
        solving += ["--workers", str(workers)]
    for step, arguments in (("make", drawing), ("plan", solving)):
        said, interrupted = run_apart(
            step, folder / "answer.json", str(folder / "problem.json.gz"), *arguments
        )
        if interrupted and (said is None or step == "make"):
            return None
        if said is None:
            return {**row, "status": f"{step} died", "accepted": False, "interrupted": False}
        row |= {**said, "interrupted": interrupted}
    return row


def closing(rows: Sequence[Mapping[str, Any]], options: argparse.Namespace) -> Iterator[str]:
    """Medians where there are several seeds, and doublings where they are asked for."""
    found = medians(rows, OF_SEEDS)
    if len(options.seeds) > 1:
        yield f"# medians of seeds {', '.join(map(str, options.seeds))}"
        for size, row in found.items():
            yield (
                json.dumps({"size": size, "medians": row})
                if options.json
                else TABLE.line({"size": size, **row})
            )
    if options.doubling:
        yield from _doubled(found)


def _doubled(found: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    yield "# what twice the staff costs: factor on the time to the same gap, for each doubling"
    for column in TIMES:
        times = ", ".join(
            f"{size} ({row['staff'] or 0:.0f}) {TABLE.word(column, row[column])}"
            for size, row in found.items()
        )
        yield f"# {column}: {times}"
        for step in doublings(found, column):
            if step.ratio is not None:
                yield (
                    f"#   {step.smaller} to {step.larger}: x {step.ratio:.2f} "
                    f"(staff to the power of {step.exponent:.2f})"
                )
