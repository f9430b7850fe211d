"""The same district planned in several ways, side by side.

    uv run python -m benchmarks peers --size M --seconds 300
    uv run python -m benchmarks peers --size S --seconds 60 --only pdsched office --fewer
    uv run python -m benchmarks peers --shortage --sizes S M --seconds 60 120

Same instance, same seconds, same cores, one peer after another; the referee judges each plan.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks import variants
from benchmarks.machine import machine
from benchmarks.peers.apart import run_apart
from benchmarks.peers.common import COMPARED, PEERS
from benchmarks.peers.fewer import METHOD, fewest
from benchmarks.peers.rows import heading, judged, shown, trained
from benchmarks.variants import Variant
from pdsched import Problem
from pdsched.generator import SIZES

USUAL_TIGHTNESS = 0.01
EVERYWHERE = ("pdsched", "office", "greedy")
AT_S = (*EVERYWHERE, "notebook", "cpsat", "highs")
"""The peers of ``--shortage``; those that state everything have a chance at S."""
WHOLE_AT = ("demo", "XS", "S")
Rows = Mapping[str, Mapping[str, Any]]


class Instance(NamedTuple):
    """A problem that all peers are given, and for how long."""

    size: str
    seed: int
    seconds: float
    variant: Variant

    @property
    def facts(self) -> dict[str, Any]:
        """What each row says of it."""
        variant = {"variant": self.variant.label} if self.variant.label else {}
        return {"size": self.size, **variant, "seed": self.seed} | {
            "tightness": self.variant.tightness,
            "weeks": self.variant.weeks,
            "limit": self.seconds,
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m benchmarks peers``."""
    parser.add_argument(
        "--size", "--sizes", dest="sizes", nargs="+", choices=SIZES, default=["M"], metavar="SIZE"
    )
    parser.add_argument(
        "--seconds",
        nargs="+",
        type=float,
        default=[300.0],
        help="limit of each peer; one for all, or one for each size in order",
    )
    parser.add_argument("--seed", "--seeds", dest="seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--tightness", type=float, help=f"by default {USUAL_TIGHTNESS}")
    parser.add_argument("--weeks", type=int, help="length of the calendar; by default the size's")
    variants.add_arguments(
        parser, "the rows of `ladder --shortage` in place of --tightness and --weeks"
    )
    parser.add_argument("--cores", type=int, default=2, help="cores of each peer")
    parser.add_argument("--only", nargs="+", choices=PEERS, metavar="PEER", help=", ".join(PEERS))
    parser.add_argument(
        "--fewer", action="store_true", help="how few substitutes do; up to four solves more"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a row")


def run(options: argparse.Namespace) -> int:
    """Print a row of each peer; 1 if the referee rejects a plan, or a plan passes our bound."""
    if complaint := _complaint(options):
        print(complaint, file=sys.stderr)
        return 2
    aside = sys.stderr if options.json else sys.stdout
    wrong = False
    try:
        for instance in instances(options):
            rows = _side_by_side(instance, options)
            wrong |= any(row["violations"] or row.get("refutes") for row in rows.values())
    except KeyboardInterrupt:
        print("# interrupted: these are not all rows", file=aside)
        return 130
    return int(wrong)


def _complaint(options: argparse.Namespace) -> str:
    if len(options.seconds) not in (1, len(options.sizes)):
        return f"--seconds: give one number for all, or {len(options.sizes)}, one for each size"
    if options.shortage and (options.tightness or options.weeks):
        return "--shortage goes without --tightness and --weeks"
    if options.variants and not options.shortage:
        return "--variants goes with --shortage"
    return ""


def instances(options: argparse.Namespace) -> list[Instance]:
    """What is given to the peers, in order."""
    tightness = USUAL_TIGHTNESS if options.tightness is None else options.tightness
    drawn = variants.chosen(options, Variant("", tightness, options.weeks))
    limits = options.seconds * (len(options.sizes) if len(options.seconds) == 1 else 1)
    return [
        Instance(size, seed, seconds, variant)
        for size, seconds in zip(options.sizes, limits, strict=True)
        for variant in drawn
        for seed in options.seeds
    ]


def chosen(instance: Instance, options: argparse.Namespace) -> Sequence[str]:
    """The peers that are given an instance; in shortage, unless they are named, not all."""
    if options.only:
        return [name for name in PEERS if name in options.only]
    if instance.variant.label:
        return AT_S if instance.size in WHOLE_AT else EVERYWHERE
    return list(PEERS)


def _side_by_side(instance: Instance, options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Print the table of one instance."""
    problem = instance.variant.drawn(instance.size, instance.seed)
    aside = sys.stderr if options.json else sys.stdout
    print(_head(problem, instance, options.cores), file=aside, flush=True)
    if not options.json:
        print(heading(), flush=True)
    rows: dict[str, dict[str, Any]] = {}
    for row in _rows(problem, instance, options):
        rows[row["peer"]] = row
        print(json.dumps(instance.facts | row) if options.json else shown(row), flush=True)
    for line in _closing(problem, instance, rows, options):
        print(f"# {line}", file=aside, flush=True)
    return rows


def _head(problem: Problem, instance: Instance, cores: int) -> str:
    most = sum(10 * need.priority for need in problem.needs)
    variant = instance.variant.label or f"tightness {instance.variant.tightness}"
    return (
        f"# {machine()}; {cores} cores and {instance.seconds:g} s for each; "
        f"{instance.size}, seed {instance.seed}, {variant}: "
        f"{len(problem.staff)} staff, {len(problem.needs)} needs worth {most} points"
    )


def _rows(
    problem: Problem, instance: Instance, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """A row of each peer in order."""
    bound = None
    for name in chosen(instance, options):
        heard = run_apart(name, problem, COMPARED, instance.seconds, options.cores)
        if name == "pdsched":
            bound = heard.told.get("bound")
        yield judged(name, problem, COMPARED, heard, bound)


def _closing(
    problem: Problem, instance: Instance, rows: Rows, options: argparse.Namespace
) -> Iterator[str]:
    yield from headlines(rows)
    if options.fewer and _has(rows, "office") and _has(rows, "pdsched"):
        yield from _fewer(problem, instance, rows, options.cores)


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


def _fewer(problem: Problem, instance: Instance, rows: Rows, cores: int) -> Iterator[str]:
    office = rows["office"]
    people, engaged = office["trained"], office["half_days"]
    yield METHOD
    for share, kept, plan in fewest(
        problem, COMPARED, people, instance.seconds, cores, instance.seed
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
