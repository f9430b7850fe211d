"""Nine problems solved reproducibly, and a digest of each plan: whether a change moved any of them.

Run it before and after a change that should change nothing; lines that differ were moved. Bytes of
plans depend on the versions of OR-Tools, HiGHS and numpy, so no digest stands in a test.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.machine import machine
from benchmarks.real_schools import Kind, school
from pdsched import Policy, Problem, generate, load_policy, solve
from pdsched.generator.demo import read_demo


class Case(NamedTuple):
    """A problem and the policy that it is planned under."""

    name: str
    problem: Callable[[], Problem]
    policy: Policy
    work_limit: float


NAMED = Policy(goals=("needs-met", "engaged-half-days", "holders-of-a-class", "holders-of-a-day"))
SOFT = Policy(
    colleague_cover="all",
    class_hits=2,
    class_hits_days=10,
    releases_per_week=1,
    goals=("needs-met", {"class-hits": 2, "releases-per-week": 1}, "engaged-half-days", "changes"),
)


def cases() -> Iterator[Case]:
    """In the order of the table; those on real timetables only where the data is there."""
    yield Case("demo", read_demo, Policy(), 1.5)
    yield Case("XS", lambda: generate(size="XS", seed=1), Policy(), 1.5)
    yield Case("S", lambda: generate(size="S", seed=1), Policy(), 2.25)
    yield Case("S, covers named", lambda: generate(size="S", seed=2, weeks=8), NAMED, 2.25)
    yield Case("S, pauses", lambda: generate(size="S", seed=3, weeks=8), _ready("england"), 2.25)
    yield Case("S, soft rules", lambda: generate(size="S", seed=4, weeks=8), SOFT, 2.25)
    yield Case("M, in pieces", lambda: generate(size="M", seed=1, weeks=12), Policy(), 6.0)
    if data := os.environ.get("PDSCHED_REAL_DATA"):
        folder = Path(data) / "timetables"
        yield Case("ZA-WD-09", _real("xhstt", folder / "xhstt/ZA-WD-09.xml"), Policy(), 2.25)
        untis = _real("untis", folder / "untis/GPU001.TXT")
        yield Case("Untis, quebec", untis, _ready("quebec"), 4.5)


def _ready(name: str) -> Policy:
    return load_policy(name)


def _real(kind: Kind, path: Path) -> Callable[[], Problem]:
    return lambda: school(kind, path, 1, 0.01).problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--only", nargs="+", default=[""], metavar="TEXT", help="cases by name")


def run(options: argparse.Namespace) -> int:
    """Solve each case, and print its line."""
    print(f"# {machine()}")
    for case in cases():
        if any(text in case.name for text in options.only):
            began = perf_counter()
            problem = case.problem()
            result = solve(problem, case.policy, work_limit=case.work_limit, seed=1)
            text = result.plan.to_json() if result.plan is not None else ""
            values = " ".join(f"{goal.value}/{goal.bound}" for goal in result.goals[:2])
            digest = sha256(text.encode()).hexdigest()[:16]
            spent = perf_counter() - began
            print(f"{case.name:<18} {digest}  {values:<24} {spent:6.1f} s", flush=True)
    return 0
