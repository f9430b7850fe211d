"""Answers about plans: how long each takes, and how many reasons of unmet needs are verified.

    uv run python -m benchmarks answers
    uv run python -m benchmarks answers --sizes S M --around GPU001.TXT --solve 60

A district is drawn, or needs around a real timetable are; it is solved for some seconds, and then
its unmet needs are asked about: some of them one by one, and all of them at once.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from statistics import median
from time import monotonic
from typing import Any

from benchmarks.figures import Table
from benchmarks.machine import machine
from pdsched import Answer, Problem, Proof, Result, alternatives, generate, solve, unmet, why_not
from pdsched.timetables import guess_kind, import_timetable

SIZES = ("S", "M", "L")
TABLE = Table(
    {
        "problem": "{:<24}",
        "staff": "{:>6}",
        "needs": "{:>6}",
        "unmet": "{:>6}",
        "why_not": "{:>8}",
        "alternatives": "{:>13}",
        "unmet_seconds": "{:>14}",
        "proven": "{:>7}",
        "bounded": "{:>8}",
        "tried": "{:>6}",
    },
    decimals={"why_not": 1, "alternatives": 1, "unmet_seconds": 0},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=["S", "M"])
    parser.add_argument("--around", nargs="*", default=[], metavar="FILE", help="real timetables")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solve", type=float, default=60, help="seconds of each solve")
    parser.add_argument("--ask", type=int, default=5, help="needs that are asked about one by one")
    parser.add_argument("--unmet", type=float, default=300, help="seconds for all unmet needs")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """A row for each problem."""
    if not options.json:
        print(machine())
        print(TABLE.head(), flush=True)
    for name, problem in _problems(options):
        told = row(name, problem, options)
        print(json.dumps(told) if options.json else TABLE.line(told), flush=True)
    return 0


def _problems(options: argparse.Namespace) -> Iterator[tuple[str, Problem]]:
    for size in options.sizes:
        yield size, generate(size=size, seed=options.seed)
    for file in options.around:
        timetable, _ = import_timetable(guess_kind(file), file)
        yield file.rsplit("/", 1)[-1][:24], generate(around=timetable, seed=options.seed)


def row(name: str, problem: Problem, options: argparse.Namespace) -> dict[str, Any]:
    """What the answers about one plan take."""
    result = solve(problem, seconds=options.solve, seed=options.seed)
    unmet_needs = [] if result.plan is None else [each.need for each in result.plan.unmet]
    asked = unmet_needs[:: max(1, len(unmet_needs) // options.ask)][: options.ask]
    answer = unmet(problem, result, seconds=options.unmet)
    proofs = [each.proof for each in answer.ranked]
    return {
        "problem": name,
        "staff": len(problem.staff),
        "needs": len(problem.needs),
        "unmet": len(unmet_needs),
        "why_not": _median(why_not, problem, result, asked),
        "alternatives": _median(alternatives, problem, result, asked),
        "unmet_seconds": answer.seconds,
        "proven": proofs.count(Proof.PROVEN),
        "bounded": proofs.count(Proof.BOUNDED),
        "tried": proofs.count(Proof.TRIED),
    }


def _median(
    ask: Callable[..., Answer], problem: Problem, result: Result, needs: list[str]
) -> float | None:
    """Seconds of an answer, by the clock."""
    seconds = []
    for need in needs:
        began = monotonic()
        ask(problem, result, need=need)
        seconds.append(monotonic() - began)
    return median(seconds) if seconds else None
