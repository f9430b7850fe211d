"""A sub-MIP as plain data, and its solution: all that a worker process has to load."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic
from typing import NamedTuple

from pdsched.clusters.remote import SECONDS_OF_WORK
from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.greedy import Seats, fill
from pdsched.engines.mathopt import Branched, Relaxation, branch, relax
from pdsched.engines.program import IntegerProgram, Objective


class SubMipData(NamedTuple):
    """A sub-MIP to solve, as plain data."""

    program: IntegerProgram
    objective: Objective
    hint: Ints
    """The plan that there is, by column: a complete hint, so that it is never lost."""
    limits: SolveLimits
    seats: Seats
    """Which columns are attendances and sessions of which placement."""

    @property
    def seconds(self) -> float:
        """What it should take, about."""
        seconds, work = self.limits.seconds, self.limits.work or 0.0
        return work * SECONDS_OF_WORK if seconds is None else seconds


class SubMipResult(NamedTuple):
    """What came of a part."""

    values: Ints | None
    """By column of the part."""
    bound: int | None
    proven: bool
    work: float
    seconds: float


def solve_sub_mip(part: SubMipData) -> SubMipResult:
    """Solve a part; made for worker processes, so everything in it is plain data."""
    began = monotonic()
    answer = CpSat().run(part.program, part.objective, part.limits, part.hint)
    values = answer.values
    proven = values is not None and part.objective.value(values) == answer.bound
    return SubMipResult(values, answer.bound, proven, answer.work, monotonic() - began)


def fill_sub_mip(
    part: SubMipData, over: Callable[[], bool] = lambda: False, *, in_order: bool = False
) -> SubMipResult:
    """Fill a part without the engine: far from the best, but quick where it is large."""
    began = monotonic()
    limit = part.limits.seconds if part.limits.seconds is not None else inf
    values = fill(
        part.program,
        part.objective.weights,
        part.hint,
        part.seats,
        part.limits.seed,
        limit,
        over,
        in_order=in_order,
    )
    # It mends upper limits of rows only: where lower ones break it was for nothing.
    kept = values if part.program.keeps(values) else part.hint
    return SubMipResult(kept, None, False, 0.0, monotonic() - began)


class RelaxTask(NamedTuple):
    """A relaxation to solve, as plain data."""

    program: IntegerProgram
    objective: Objective
    seconds: float | None
    first_order_above: int
    """Columns beyond which a first-order method solves it."""
    threads: int = 1
    """Of the first-order method."""


def relax_part(task: RelaxTask) -> Relaxation | None:
    """The relaxation."""
    return relax(*task)


class BranchTask(NamedTuple):
    """A program to bound by branch and bound, as plain data."""

    program: IntegerProgram
    objective: Objective
    value: int | None
    """Of the best solution known."""
    seconds: float


def branch_part(task: BranchTask) -> Branched:
    """What branch and bound says."""
    return branch(*task)
