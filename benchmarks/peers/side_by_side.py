"""The same district planned in several ways, side by side.

    uv run python -m benchmarks peers --size M --seconds 300
    uv run python -m benchmarks peers --size S --seconds 60 --only pdsched office --fewer

Same instance, same seconds, same cores, one peer after another; the referee judges each plan.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.machine import machine
from benchmarks.peers.apart import run_apart
from benchmarks.peers.common import COMPARED, PEERS
from benchmarks.peers.fewer import METHOD, fewest
from benchmarks.peers.rows import heading, judged, shown, trained
from pdsched import Policy, Problem, generate
from pdsched.generator import SIZES

Rows = Mapping[str, Mapping[str, Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m benchmarks peers``."""
    parser.add_argument("--size", choices=SIZES, default="M")
    parser.add_argument("--seconds", type=float, default=300.0, help="limit of each peer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.01)
    parser.add_argument("--weeks", type=int, help="length of the calendar; by default the size's")
    parser.add_argument("--cores", type=int, default=2, help="cores of each peer")
    parser.add_argument("--only", nargs="+", choices=PEERS, metavar="PEER", help=", ".join(PEERS))
    parser.add_argument(
        "--fewer", action="store_true", help="how few substitutes do; up to four solves more"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a row")


def run(options: argparse.Namespace) -> int:
    """Print a row of each peer; 1 if the referee rejects a plan, or a plan passes our bound."""
    policy = COMPARED
    weeks = {} if options.weeks is None else {"weeks": options.weeks}
    problem = generate(size=options.size, seed=options.seed, tightness=options.tightness, **weeks)
    aside = sys.stderr if options.json else sys.stdout
    print(_head(problem, options), file=aside, flush=True)
    if not options.json:
        print(heading(), flush=True)
    rows: dict[str, dict[str, Any]] = {}
    try:
        for row in _rows(problem, policy, options):
            rows[row["peer"]] = row
            given = {key: getattr(options, key) for key in ("size", "seed", "tightness")}
            print(json.dumps(given | row) if options.json else shown(row), flush=True)
        for line in _closing(problem, policy, rows, options):
            print(f"# {line}", file=aside, flush=True)
    except KeyboardInterrupt:
        print("# interrupted: these are not all rows", file=aside)
        return 130
    return int(any(row["violations"] or row.get("refutes") for row in rows.values()))


def _head(problem: Problem, options: argparse.Namespace) -> str:
    most = sum(10 * need.priority for need in problem.needs)
    return (
        f"# {machine()}; {options.cores} cores and {options.seconds:g} s for each; "
        f"{options.size}, seed {options.seed}, tightness {options.tightness}: "
        f"{len(problem.staff)} staff, {len(problem.needs)} needs worth {most} points"
    )


def _rows(
    problem: Problem, policy: Policy, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """A row of each peer in order."""
    bound = None
    for name in PEERS:
        if options.only and name not in options.only:
            continue
        heard = run_apart(name, problem, policy, options.seconds, options.cores)
        if name == "pdsched":
            bound = heard.told.get("bound")
        yield judged(name, problem, policy, heard, bound)


def _closing(
    problem: Problem, policy: Policy, rows: Rows, options: argparse.Namespace
) -> Iterator[str]:
    yield from headlines(rows)
    if options.fewer and _has(rows, "office") and _has(rows, "pdsched"):
        yield from _fewer(problem, policy, rows, options)


def _has(rows: Rows, name: str) -> bool:
    return rows.get(name, {}).get("value") is not None


def headlines(rows: Rows) -> Iterator[str]:
    """What a superintendent reads.

    >>> ours = {"value": 90, "trained": 12, "needs_met": 15, "half_days": 4}
    >>> office = {"value": 70, "trained": 10, "needs_met": 11, "half_days": 6}
    >>> for line in headlines({"pdsched": ours, "office": office}):
    ...     print(line)
    With the same substitutes on call, 12 people are trained instead of 10: 2 more (+20.0 %).
    15 needs are met instead of 11 (4 more), with 4 engaged half-days instead of 6.
    """
    if not (_has(rows, "pdsched") and _has(rows, "office")):
        return
    ours, office = rows["pdsched"], rows["office"]
    yield (
        f"With the same substitutes on call, {ours['trained']} people are trained instead of "
        f"{office['trained']}: {_more(ours['trained'] - office['trained'])} "
        f"({100 * (ours['trained'] / max(1, office['trained']) - 1):+.1f} %)."
    )
    yield (
        f"{ours['needs_met']} needs are met instead of {office['needs_met']} "
        f"({_more(ours['needs_met'] - office['needs_met'])}), with {ours['half_days']} engaged "
        f"half-days instead of {office['half_days']}."
    )


def _more(count: int) -> str:
    return f"{count} more" if count >= 0 else f"{-count} fewer"


def _fewer(
    problem: Problem, policy: Policy, rows: Rows, options: argparse.Namespace
) -> Iterator[str]:
    office = rows["office"]
    people, engaged = office["trained"], office["half_days"]
    yield METHOD
    for share, kept, plan in fewest(
        problem, policy, people, options.seconds, options.cores, options.seed
    ):
        if plan is None:
            yield f"with {share:.0%} ({kept} half-days on offer): no plan"
            continue
        needed = len(plan.engagements)
        yield (
            f"with {share:.0%} ({kept} half-days on offer): {trained(plan)} people trained, "
            f"{len(plan.releases)} needs met, {needed} engaged half-days"
        )
        if trained(plan) >= people:
            yield (
                f"As many people ({people}) as the office trains with {engaged} engaged half-days "
                f"are trained with {needed}: {_more(needed - engaged)} "
                f"(needs met: {len(plan.releases)}, by the office {office['needs_met']})."
            )
            return
    yield "None of these shares suffices."
