"""Each instance solved by pdsched and by others, checked, and set side by side."""

from __future__ import annotations

import argparse
import json
import math
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.figures import Table
from benchmarks.literature.certificate import certified
from benchmarks.literature.instance import Assignment, BadInstanceError, Instance, Statement
from benchmarks.literature.process import heard
from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import IN_STAGES, SETS, File, files, read, read_in_stages
from benchmarks.literature.row import HAIR, OURS, Row
from benchmarks.literature.smptsp import Smptsp
from benchmarks.literature.staged import rows_of
from benchmarks.machine import machine
from pdsched import GoalResult, Progress, solve, verify

TABLE = Table(
    {
        "instance": "{:<40}",
        "solver": "{:<8}",
        "value": "{:>7}",
        "bound": "{:>7}",
        "known": "{:>13}",
        "proven": "{:>6}",
        "seconds": "{:>7}",
        "wrong": "  {}",
    }
)


def by_pdsched(instance: Instance, row: Row, seconds: float, threads: int) -> None:
    """Solve the statement by the public API, and have referee and checker judge the plan."""
    began = monotonic()
    stated = instance.statement()
    left = max(0.5, seconds - (monotonic() - began))
    over = _Over(stated)
    result = solve(
        stated.problem, stated.policy, seconds=left, workers=threads, on_progress=over.told
    )
    row.seconds = monotonic() - began
    goal = next((g for g in result.goals if g.id == stated.tier), None)
    if goal is not None and goal.bound is not None and _all_before_proven(result, stated.tier):
        row.bound = stated.published(goal.bound)
        add_up(instance, row, goal)
    if result.plan is None:
        return
    row.wrong += [str(v) for v in verify(stated.problem, result.plan, stated.policy)]
    _judge(instance, row, instance.assignment(result.plan))
    if not row.wrong and goal is not None and goal.value is not None:
        told = stated.published(goal.value)
        if told != row.value:
            row.wrong.append(f"the plan is told to be worth {told}")


def add_up(instance: Instance, row: Row, goal: GoalResult) -> None:
    """Say how the bound was proven, and have its certificate added up where it has one."""
    row.note = f"bound by {goal.method}"
    if goal.method != "lessons" or not isinstance(instance, Smptsp):
        return
    total = certified(instance, goal.prices)
    row.note += f": {len(goal.prices)} prices add up to {total}"
    if total != row.bound:
        row.wrong.append(row.note)


class _Over:
    """Whether everything that was asked for is proven: what goals leave open nobody asked for."""

    def __init__(self, stated: Statement) -> None:
        goals = [tier.id for tier in stated.policy.tiers]
        self._open = set(goals[: goals.index(stated.tier) + 1])

    def told(self, step: Progress) -> bool:
        """Hear of a step of the search, and say whether it may end."""
        if step.value is not None and step.value == step.bound:
            self._open.discard(step.goal)
        return not self._open


def _all_before_proven(result: Any, tier: str) -> bool:
    """Whether the bound of a tier holds for all plans: those before it are at their best."""
    ids = [goal.id for goal in result.goals]
    return all(goal.proven for goal in result.goals[: ids.index(tier)])


def by_peer(file: File, instance: Instance, row: Row, seconds: float, threads: int) -> None:
    """Run a solver apart, and have the checker judge what it says."""
    told = heard(row.solver, file, seconds, threads)
    row.seconds = told.seconds
    if told.has_failed or not told.said:
        return
    said = told.said[-1]
    if said["bound"] is not None and abs(said["bound"]) < 1e15:
        down, up = math.floor(said["bound"] + HAIR), math.ceil(said["bound"] - HAIR)
        row.bound = down if instance.maximise else up
    if said["assignment"] is not None:
        _judge(instance, row, {int(task): worker for task, worker in said["assignment"].items()})


def _judge(instance: Instance, row: Row, assignment: Assignment) -> None:
    """The value of a plan by the published objective, and what it breaks."""
    row.wrong += instance.faults(assignment)
    if not row.wrong:
        row.value = instance.value(assignment)
        row.proven = row.value == row.bound


def contradictions(instance: Instance, rows: list[Row]) -> Iterator[tuple[Row, str]]:
    """Values and bounds that cannot both be true, nor beside what is published."""
    sign = -1 if instance.maximise else 1
    known = instance.known()
    values = [sign * row.value for row in rows if row.value is not None and not row.wrong]
    published = known.least if instance.maximise else known.most
    best = min([*values, *([] if published is None else [sign * published])], default=None)
    least = known.most if instance.maximise else known.least
    for row in rows:
        if row.bound is not None and best is not None and sign * row.bound > best:
            yield row, f"bound {row.bound}, but there is {sign * best}"
        if row.value is not None and least is not None and sign * row.value < sign * least:
            yield row, f"value {row.value}, but nothing is beyond {least}"


def solved(file: File, options: argparse.Namespace) -> list[Row]:
    """The rows of one instance.

    Raises:
        BadInstanceError: if it is not in the published format.
    """
    if file.set in IN_STAGES:
        return rows_of(file, read_in_stages(file), options)
    instance, rows = read(file), []
    least, most = instance.known()
    told = str(least) if least == most and least is not None else f"{least or ''}..{most or ''}"
    for solver in options.solvers:
        row = Row(file.set, file.name, solver, known=told)
        if solver == OURS:
            by_pdsched(instance, row, options.seconds, options.threads)
        else:
            by_peer(file, instance, row, options.seconds, options.threads)
        rows.append(row)
    for row, what in contradictions(instance, rows):
        row.wrong.append(what)
    return rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--set", choices=[*SETS, *IN_STAGES], help="only instances of this set")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="instances, also in subfolders")
    parser.add_argument("--only", nargs="+", default=[""], metavar="PART", help="parts of names")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for each row")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--solvers", nargs="+", default=[OURS, *PEERS], choices=[OURS, *PEERS], metavar="SOLVER"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Print a row for each instance and solver; 1 if a plan or a bound is wrong."""
    data = os.environ.get("PDSCHED_REAL_DATA")
    folder = options.data or (Path(data) / "literature" if data else None)
    if folder is None or not folder.is_dir():
        print("no folder of instances: name one by --data, or set PDSCHED_REAL_DATA")
        return 2
    named = [f for f in files(folder, options.set) if any(p in f.name for p in options.only)]
    print(f"# {machine()}; {options.seconds:g} s and {options.threads} threads a row")
    if not options.json:
        print(TABLE.head())
    rows: list[Row] = []
    bad = False
    for file in named:
        try:
            new = solved(file, options)
        except BadInstanceError as error:
            print(f"# {error}", flush=True)
            bad = True
            continue
        for row in new:
            told = asdict(row)
            shown = told | {"wrong": "; ".join(row.wrong[:2]) or row.note}
            print(json.dumps(told) if options.json else TABLE.line(shown).rstrip(), flush=True)
        rows += new
    if not options.json:
        _sum_up(rows)
    return 1 if bad or not rows or any(row.wrong for row in rows) else 0


def _sum_up(rows: list[Row]) -> None:
    """How many of each set each solver has proven, and in how many no other has a better plan."""
    by_set: dict[str, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        by_set[row.set][row.instance][row.solver] = row
    for name, instances in by_set.items():
        sign = -1 if name == "sickness" else 1
        for solver in dict.fromkeys(row.solver for row in rows):
            of_solver = [each[solver] for each in instances.values()]
            proven = sum(row.proven for row in of_solver)
            best = sum(
                row.value is not None
                and sign * row.value
                == min(
                    sign * r.value for r in instances[row.instance].values() if r.value is not None
                )
                for row in of_solver
            )
            spent = sum(row.seconds for row in of_solver)
            print(
                f"# {name}: {solver} proves {proven} of {len(of_solver)}, is best in {best},"
                f" {spent:.0f} s in all"
            )
