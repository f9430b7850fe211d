"""The ladder: districts from one school to ten thousand teachers, one row for each run.

    uv run python -m benchmarks ladder --sizes S M --seconds 60
    uv run python -m benchmarks ladder --sizes M L XL --seeds 1 2 3 --doubling
    uv run python -m benchmarks ladder --districts liberty leon
    uv run python -m benchmarks ladder --shortage --sizes S M L --seeds 1 2 3

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
from typing import Any

from benchmarks import shortage, variants
from benchmarks.districts import DISTRICTS, PAIRED
from benchmarks.figures import Table, doublings, medians, of_size
from benchmarks.machine import machine
from benchmarks.rungs import TIGHTNESS, Rung, measured, rungs
from benchmarks.variants import Variant
from pdsched.generator import SIZES

DEFAULT_SIZES = ("S", "M")
DOUBLING_SIZES = ("M", "L", "XL")
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
    parser.add_argument("--tightness", type=float, help=f"by default {TIGHTNESS}")
    parser.add_argument("--workers", type=int, help="parallel searches; by default the cores")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    variants.add_arguments(parser, "each size in shortage, with the gaps of all goals")
    parser.add_argument(
        "--doubling", action="store_true", help="show what twice the staff costs; by default M L XL"
    )


def run(options: argparse.Namespace) -> int:
    """Print a row for each run as it ends; 1 if the referee rejects a plan or a run has none."""
    names = [*options.sizes, *options.districts] or _usual_names(options)
    if complaint := _complaint(options, names):
        print(complaint, file=sys.stderr)
        return 2
    aside = sys.stderr if options.json else sys.stdout
    print(_head(options), file=aside)
    table = shortage.TABLE if options.shortage else TABLE
    if not options.json:
        print(table.head(), flush=True)
    climb = rungs(names, options.seconds, options.seeds, variants_of(options))
    rows: list[dict[str, Any]] = []
    interrupted = False
    for row in _rows(climb, options.workers):
        rows.append(row)
        interrupted = interrupted or row["interrupted"]
        print(_line(row, options), flush=True)
    for line in closing(rows, options):
        print(line, file=aside if line.startswith("#") else sys.stdout)
    if interrupted or len(rows) < len(climb):
        print("# interrupted: these are not all rows, or the last had less time", file=aside)
        return 130
    return 0 if all(row["accepted"] for row in rows) else 1


def _usual_names(options: argparse.Namespace) -> list[str]:
    if options.shortage:
        return list(shortage.SIZES)
    return list(DOUBLING_SIZES if options.doubling else DEFAULT_SIZES)


def variants_of(options: argparse.Namespace) -> list[Variant]:
    """How each size is drawn: in one way, or in every way of shortage."""
    tightness = TIGHTNESS if options.tightness is None else options.tightness
    return variants.chosen(options, Variant("", tightness))


def _line(row: Mapping[str, Any], options: argparse.Namespace) -> str:
    if options.json:
        return json.dumps(row)
    return shortage.line(row) if options.shortage else TABLE.line(row)


def _complaint(options: argparse.Namespace, names: Sequence[str]) -> str:
    if len(options.seconds) not in (0, 1, len(names)):
        return f"--seconds: give one number for all runs, or {len(names)}, one for each size"
    if options.shortage and (options.districts or options.doubling or options.tightness):
        return "--shortage goes without --districts, --doubling and --tightness"
    if options.variants and not options.shortage:
        return "--variants goes with --shortage"
    if options.districts and not os.environ.get("PDSCHED_REAL_DATA"):
        return "PDSCHED_REAL_DATA is not set: it names the folder that holds district_rosters/"
    return ""


def _head(options: argparse.Namespace) -> str:
    if options.shortage:
        return f"# {machine()}; in shortage"
    (variant,) = variants_of(options)
    paired = f"; districts: {PAIRED} of real schools with real timetables of others, drawn needs"
    return f"# {machine()}; tightness {variant.tightness}" + (paired if options.districts else "")


def _rows(climb: Sequence[Rung], workers: int | None) -> Iterator[dict[str, Any]]:
    """A row for each run, until one is interrupted."""
    with TemporaryDirectory(prefix="pdsched-ladder-") as folder:
        for rung in climb:
            row = measured(rung, workers, Path(folder))
            if row is None:
                return
            yield row
            if row["interrupted"]:
                return


def closing(rows: Sequence[Mapping[str, Any]], options: argparse.Namespace) -> Iterator[str]:
    """Medians where there are several seeds, and doublings where they are asked for."""
    if len(options.seeds) > 1:
        yield f"# medians of seeds {', '.join(map(str, options.seeds))}"
        for row in _middle(rows, options):
            yield json.dumps(_as_medians(row)) if options.json else _line(row, options)
    if options.doubling:
        yield from _doubled(medians(rows, OF_SEEDS, of_size))


def _middle(
    rows: Sequence[Mapping[str, Any]], options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """A row of medians of each kind of run."""
    if options.shortage:
        yield from shortage.closing(rows)
        return
    for size, row in medians(rows, OF_SEEDS, of_size).items():
        yield {"size": size, **row}


def _as_medians(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with all its medians under one name."""
    kind = {name: row[name] for name in ("size", "variant") if name in row}
    return {**kind, "medians": {name: row[name] for name in row if name not in kind}}


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
