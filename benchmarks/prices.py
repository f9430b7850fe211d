"""Prices of changes: how long they take, and between which ends they lie.

    uv run python -m benchmarks prices
    uv run python -m benchmarks prices --sizes S M --seconds 60 --scan 240

A district is drawn and solved; four changes are priced in one call, and then those that the problem
offers.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from time import monotonic
from typing import Any

from benchmarks.figures import Table
from pdsched import KnobPrice, PriceList, Problem, generate, price, solve

SIZES = ("S", "M", "L")
TABLE = Table(
    {
        "size": "{:<4}",
        "change": "{:<30}",
        "tried": "{:>5}",
        "seconds": "{:>7}",
        "low": "{:>6}",
        "shown": "{:>6}",
        "high": "{:>6}",
        "proof": "{:>8}",
    }
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["S"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solve", type=float, default=60, help="seconds of each solve")
    parser.add_argument("--seconds", type=float, default=60, help="seconds for the four changes")
    parser.add_argument("--scan", type=float, default=240, help="seconds for the scan; 0: none")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """A row for each change, and one for the scan."""
    rows = (told for size in options.sizes for told in _rows(size, options))
    TABLE.show(rows, as_json=options.json)
    return 0


def changes(problem: Problem) -> list[str]:
    """One more of four things."""
    return [
        f"substitute:{problem.schools[0].zone}=tue-am",
        f"trainer:{problem.trainers[0].id}=tue",
        f"room:{problem.schools[0].id}=30",
        "figure:releases_per_week=+1",
    ]


def _rows(size: str, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    problem = generate(size=size, seed=options.seed)
    result = solve(problem, seconds=options.solve, seed=options.seed)
    began = monotonic()
    prices = price(problem, result, changes(problem), seconds=options.seconds)
    taken = monotonic() - began
    for each in prices.knobs:
        yield _row(size, f"{each.knob}", prices, each, taken)
    if options.scan:
        began = monotonic()
        scan = price(problem, result, seconds=options.scan)
        best = scan.knobs[0]
        yield _row(size, f"scan: {best.knob}", scan, best, monotonic() - began)


def _row(size: str, change: str, prices: PriceList, told: KnobPrice, took: float) -> dict[str, Any]:
    gain = told.gains[0] if told.gains else None
    return {
        "size": size,
        "change": change,
        "tried": prices.tried,
        "seconds": took,
        "low": gain and gain.low,
        "shown": gain and gain.shown,
        "high": gain and gain.high,
        "proof": told.proof.value,
    }
