"""The pre-flight of invented districts: what it takes, and what it says can be met at most.

    uv run python -m benchmarks preflight
    uv run python -m benchmarks preflight --sizes S M L XL --shortage

A district is drawn and saved; a process of its own loads that, checks it, and asks what no plan can
do under the default policy.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from benchmarks import variants
from benchmarks.figures import Table
from benchmarks.rungs import TIGHTNESS
from benchmarks.variants import Variant
from pdsched import Policy, check, load_problem, save
from pdsched.preflight import preflight

SIZES = ("S", "M", "L", "XL")
TABLE = Table(
    {
        "size": "{:<4}",
        "variant": "{:<22}",
        "seed": "{:>4}",
        "staff": "{:>6}",
        "lessons": "{:>7}",
        "needs": "{:>6}",
        "most": "{:>6}",
        "told": "{:>4}",
        "check": "{:>6}",
        "first": "{:>6}",
        "again": "{:>6}",
    },
    decimals=dict.fromkeys(("check", "first", "again"), 2),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["S", "M"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    variants.add_arguments(parser, "each size in shortage")


def run(options: argparse.Namespace) -> int:
    """A row for each size, variant and seed."""
    rows = (
        row(size, variant, seed)
        for size in options.sizes
        for variant in variants.chosen(options, Variant("", TIGHTNESS))
        for seed in options.seeds
    )
    TABLE.show(rows, as_json=options.json)
    return 0


def row(size: str, variant: Variant, seed: int) -> dict[str, Any]:
    """What one district takes."""
    with TemporaryDirectory() as folder:
        place = str(Path(folder) / "p.json")
        counts = _alone(_draw, size, variant, seed, place)
        return {
            "size": size,
            "variant": variant.label,
            "seed": seed,
            **counts,
            **_alone(_ask, place),
        }


def _alone(step: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """A step in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(step, *arguments).result()


def _draw(size: str, variant: Variant, seed: int, place: str) -> dict[str, Any]:
    problem = variant.drawn(size, seed)
    save(problem, place)
    return {"staff": len(problem.staff), "lessons": len(problem.lessons)}


def _ask(place: str) -> dict[str, Any]:
    problem, policy = load_problem(place), Policy()
    again = problem.model_copy()  # of which nothing is kept
    started = process_time()
    check(again)
    checked = process_time()
    told = preflight(problem, policy)
    first = process_time()
    preflight(problem, policy)
    most = next((fault.value for fault in told if fault.code == "PD970"), None)
    met, _, every = (most or "").partition(" of ")
    return {
        "needs": every or None,
        "most": met or None,
        "told": len(told),
        "check": checked - started,
        "first": first - checked,
        "again": process_time() - first,
    }
