"""Instances whose objectives come one after the other: a row for each stage and solver.

A solver has its seconds for all stages together. A bound of a stage is told where all stages before
it are proven, since only then it holds for every plan that is best so far.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from time import monotonic

from benchmarks.literature.process import heard
from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import File
from benchmarks.literature.row import HAIR, OURS, Row
from benchmarks.literature.spa_profile import SpaProfile
from pdsched import Progress, solve, verify


def rows_of(file: File, instance: SpaProfile, options: argparse.Namespace) -> list[Row]:
    """A row for each stage of each solver, and what contradicts what.

    Stages at which all prove 0, since the worst rank is better, are left out.
    """
    by_solver = [
        by_pdsched(file, instance, options.seconds, options.threads)
        if solver == OURS
        else by_peer(file, instance, solver, options.seconds, options.threads)
        for solver in options.solvers
    ]
    for at in range(len(instance.stages)):
        judge(rows[: at + 1] for rows in by_solver)
    by_stage = [*zip(*by_solver, strict=True)]
    told = [n for n, rows in enumerate(by_stage) if any(not r.proven or r.value for r in rows)]
    return [row for n in told for row in by_stage[n]]


def judge(by_solver: Iterator[list[Row]]) -> None:
    """Mark bounds of a stage that pass a plan which is proven the best at all stages before."""
    stage = [rows[-1] for rows in by_solver if all(row.proven for row in rows[:-1])]
    best = min((r.value for r in stage if r.value is not None and not r.wrong), default=None)
    for row in stage:
        if row.bound is not None and best is not None and row.bound > best:
            row.wrong.append(f"bound {row.bound}, but there is {best}")


def by_pdsched(file: File, instance: SpaProfile, seconds: float, threads: int) -> list[Row]:
    """Solve the statement by the public API, and have referee and checker judge the plan."""
    clock = _Clock()
    rows = _rows(file, instance, OURS)
    stated = instance.statement()
    open_tiers = [tier.id for tier in stated.policy.tiers]

    def told(step: Progress) -> bool:
        while open_tiers and step.goal == open_tiers[0] and step.value == step.bound is not None:
            clock.lap(open_tiers.pop(0))
        return not open_tiers

    left = max(0.5, seconds - clock.passed)
    result = solve(stated.problem, stated.policy, seconds=left, workers=threads, on_progress=told)
    clock.lap("the end")
    is_proven = result.goal("needs-met").proven
    bounds: list[int | None] = []
    for row, tier in zip(rows, stated.tiers, strict=True):
        goal = result.goal(tier)
        bounds.append(None if goal.bound is None or not is_proven else int(goal.bound))
        is_proven = is_proven and goal.proven
        row.seconds = clock.of(tier)
    rows[0].seconds += clock.of("needs-met")
    rows[-1].seconds += clock.of("the end")
    if result.plan is not None:
        faults = [str(v) for v in verify(stated.problem, result.plan, stated.policy)]
        rows[0].wrong += faults
        _fill(instance, rows, dict(instance.assignment(result.plan)), bounds)
        for row, tier in zip(rows, stated.tiers, strict=True):
            if row.value is not None and result.goal(tier).value != row.value:
                row.wrong.append(f"the plan is told to be worth {result.goal(tier).value}")
    return rows


def by_peer(
    file: File, instance: SpaProfile, solver: str, seconds: float, threads: int
) -> list[Row]:
    """Run a solver apart, and have the checker judge what it says."""
    rows = _rows(file, instance, solver)
    lines, taken, _ = heard(solver, file, seconds, threads)
    for row, line in zip(rows, lines, strict=False):
        row.seconds = line["seconds"]
    rows[-1].seconds += taken - sum(line["seconds"] for line in lines)
    plans = [line["assignment"] for line in lines if line["assignment"] is not None]
    if plans:
        bounds = [
            None if line["bound"] is None else math.ceil(line["bound"] - HAIR) for line in lines
        ]
        last = {int(person): team for person, team in plans[-1].items()}
        _fill(instance, rows, last, bounds)
    return rows


def in_turn(instance: SpaProfile, solver: str, until: float, threads: int) -> Iterator[str]:
    """What the process of a solver says: one JSON object for each stage that it comes to.

    A stage is held at what it reached, proven or not, as pdsched holds it.
    """
    reached: list[int] = []
    last = None
    for stage in range(len(instance.stages)):
        began = monotonic()
        program = instance.program(reached)
        bound: float | None = 0.0
        if program is not None:
            answer = PEERS[solver](program, until, threads)
            if answer.values is None:
                return
            last = dict(instance.dealt(answer.values, stage))
            bound = answer.bound if answer.bound is not None and abs(answer.bound) < 1e15 else None
        assert last is not None
        reached.append(instance.values(last)[stage])
        said = {"assignment": last, "bound": bound, "seconds": monotonic() - began}
        yield json.dumps(said)


def _rows(file: File, instance: SpaProfile, solver: str) -> list[Row]:
    return [Row(file.set, f"{file.name}, {stage}", solver) for stage in instance.stages]


def _fill(
    instance: SpaProfile, rows: list[Row], plan: dict[int, int], bounds: Sequence[int | None]
) -> None:
    """The values of a plan by the published objectives, its bounds, and what it breaks."""
    rows[0].wrong += instance.faults(plan)
    if rows[0].wrong:
        return
    told = [*bounds, *[None] * (len(rows) - len(bounds))]
    is_proven = True
    for row, value, bound in zip(rows, instance.values(plan), told, strict=True):
        row.value, row.bound = value, bound if is_proven else None
        row.proven = is_proven = row.bound == value
    ranks = sorted(instance.profile(plan).items(), reverse=True)
    rows[-1].note = "; ".join(f"{n} at rank {rank}" for rank, n in ranks)


class _Clock:
    """Seconds between moments, by the name of the later one."""

    def __init__(self) -> None:
        self._began = self._last = monotonic()
        self._spent: dict[str, float] = {}

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return monotonic() - self._began

    def lap(self, name: str) -> None:
        """A moment, from the one before."""
        self._spent[name] = monotonic() - self._last
        self._last = monotonic()

    def of(self, name: str) -> float:
        """Seconds up to that moment; 0 where it never came."""
        return self._spent.get(name, 0.0)
