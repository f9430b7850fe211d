"""Answers about plans: how long each takes, and how many reasons of unmet needs are verified.

    uv run python -m benchmarks answers
    uv run python -m benchmarks answers --sizes S M L --solve 60
    uv run python -m benchmarks answers --sizes --schools 5

A district is drawn, or needs around a real timetable are; it is solved for some seconds, and then
its unmet needs are asked about: some of them one by one, each as the first question about a plan
and again, and all of them at once. ``refused`` counts answers with a plan that the referee rejects;
``cpu`` and ``places_cpu`` are the processor's seconds of a first question, whoever else works.

Real timetables are those of ``PDSCHED_REAL_DATA`` with at most 60 teachers, in shortage: every need
of theirs is met otherwise. They have 12 weeks, few substitutes (tightness 0.004) and every second
trainer, and are planned under ``--policy``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from math import nan
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import Any

from benchmarks.figures import Table
from benchmarks.real_schools import timetables
from benchmarks.under_policy import completed
from benchmarks.variants import TERM, with_half_the_trainers
from pdsched import (
    Answer,
    Policy,
    Problem,
    Proof,
    Result,
    alternatives,
    generate,
    load_policy,
    solve,
    unmet,
    verify,
    why_not,
)
from pdsched.problem import Role
from pdsched.timetables import import_timetable

SIZES = ("S", "M", "L")
DATA = "PDSCHED_REAL_DATA"
TEACHERS, TIGHTNESS = 60, 0.004
"""Of real schools: the most teachers, and how many substitutes there are."""
TABLE = Table(
    {
        "problem": "{:<24}",
        "staff": "{:>6}",
        "needs": "{:>6}",
        "unmet": "{:>6}",
        "why_not": "{:>8}",
        "again": "{:>6}",
        "cpu": "{:>5}",
        "alternatives": "{:>13}",
        "places_again": "{:>13}",
        "places_cpu": "{:>11}",
        "places": "{:>7}",
        "unmet_seconds": "{:>14}",
        "proven": "{:>7}",
        "bounded": "{:>8}",
        "tried": "{:>6}",
        "refused": "{:>8}",
    },
    decimals=dict.fromkeys(
        ("why_not", "again", "cpu", "alternatives", "places_again", "places_cpu"), 1
    )
    | {"unmet_seconds": 0},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=["S", "M"])
    parser.add_argument("--schools", type=int, default=0, help="so many real timetables")
    parser.add_argument("--policy", default="quebec", help="that of real timetables")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solve", type=float, default=60, help="seconds of each solve")
    parser.add_argument("--ask", type=int, default=5, help="needs that are asked about one by one")
    parser.add_argument("--unmet", type=float, default=300, help="seconds for all unmet needs")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """A row for each problem."""
    if options.schools and not os.environ.get(DATA):
        print(f"{DATA} is not set: point it at the folder that holds timetables/")
        return 2
    TABLE.show((row(*each, options) for each in _problems(options)), as_json=options.json)
    return 0


def _problems(options: argparse.Namespace) -> Iterator[tuple[str, Problem, Policy]]:
    for size in options.sizes:
        yield size, generate(size=size, seed=options.seed), Policy()
    if options.schools:
        policy = load_policy(options.policy)
        schools = schools_in_shortage(Path(os.environ[DATA]), options.seed)
        for (name, problem), _ in zip(schools, range(options.schools), strict=False):
            yield name, problem, policy


def schools_in_shortage(data: Path, seed: int) -> Iterator[tuple[str, Problem]]:
    """Names and problems of small real schools that cannot meet all needs."""
    for kind, path in timetables(data / "timetables"):
        timetable, _ = import_timetable(kind, path)
        if sum(member.role == Role.TEACHER for member in timetable.staff) <= TEACHERS:
            problem = generate(around=timetable, seed=seed, tightness=TIGHTNESS, weeks=TERM)
            yield path.stem[:24], completed(with_half_the_trainers(problem))


def row(name: str, problem: Problem, policy: Policy, options: argparse.Namespace) -> dict[str, Any]:
    """What the answers about one plan take."""
    result = solve(problem, policy, seconds=options.solve, seed=options.seed)
    unmet_needs = [] if result.plan is None else [each.need for each in result.plan.unmet]
    asked = unmet_needs[:: max(1, len(unmet_needs) // options.ask)][: options.ask]
    first, cpu, denied = _asked(why_not, problem, result, asked, anew=True)
    again, *_ = _asked(why_not, problem, result, asked, anew=False)
    places, places_cpu, placed = _asked(alternatives, problem, result, asked, anew=True)
    places_again, *_ = _asked(alternatives, problem, result, asked, anew=False)
    reasons = unmet(problem, result, seconds=options.unmet)
    proofs = [each.proof for each in reasons.ranked]
    told = [*denied, *reasons.ranked, *(place for each in placed for place in each.ranked)]
    return {
        "problem": name,
        "staff": len(problem.staff),
        "needs": len(problem.needs),
        "unmet": len(unmet_needs),
        "why_not": first,
        "again": again,
        "cpu": cpu,
        "alternatives": places,
        "places_again": places_again,
        "places_cpu": places_cpu,
        "places": sum(bool(place.possible) for each in placed for place in each.ranked),
        "unmet_seconds": reasons.seconds,
        "proven": proofs.count(Proof.PROVEN),
        "bounded": proofs.count(Proof.BOUNDED),
        "tried": proofs.count(Proof.TRIED),
        "refused": sum(
            each.plan is not None and bool(verify(problem, each.plan, policy)) for each in told
        ),
    }


def _asked(
    ask: Callable[..., Answer], problem: Problem, result: Result, needs: list[str], *, anew: bool
) -> tuple[float, float, list[Answer]]:
    """Median seconds of an answer, by the clock and of the processor, and the answers.

    Of a plan that was asked about before, much is known: that is forgotten where it is asked anew.
    """
    seconds, cpu, answers = [], [], []
    for need in needs:
        asked_about = result.model_copy() if anew else result
        began, worked = monotonic(), process_time()
        answers.append(ask(problem, asked_about, need=need))
        seconds.append(monotonic() - began)
        cpu.append(process_time() - worked)
    return median(seconds or [nan]), median(cpu or [nan]), answers
