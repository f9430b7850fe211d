"""A sub-MIP as plain data, and its solution: all that a worker process has to load."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic
from typing import NamedTuple

from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import Effort, Engine
from pdsched.engines.greedy import Seats, fill
from pdsched.engines.mathopt import Relaxation, branch, relax
from pdsched.engines.program import Aim, Program


class Part(NamedTuple):
    """A piece to solve, as plain data."""

    program: Program
    aim: Aim
    hint: Ints
    """The plan that there is, by column: a complete hint, so that it is never lost."""
    effort: Effort
    seats: Seats
    """Which columns are attendances and sessions of which placement."""


class Found(NamedTuple):
    """What came of a part."""

    values: Ints | None
    """By column of the part."""
    bound: int | None
    proven: bool
    work: float
    seconds: float


def solve_part(part: Part) -> Found:
    """Solve a part; made for worker processes, so everything in it is plain data."""
    began = monotonic()
    answer = Engine().run(part.program, part.aim, part.effort, part.hint)
    values = answer.values
    proven = values is not None and part.aim.value(values) == answer.bound
    return Found(values, answer.bound, proven, answer.work, monotonic() - began)


def fill_part(part: Part, over: Callable[[], bool] = lambda: False) -> Found:
    """Fill a part without the engine: far from the best, but quick where it is large."""
    began = monotonic()
    limit = part.effort.seconds if part.effort.seconds is not None else inf
    values = fill(
        part.program, part.aim.weights, part.hint, part.seats, part.effort.seed, limit, over
    )
    # It mends upper limits of rows only: where lower ones break it was for nothing.
    kept = values if part.program.keeps(values) else part.hint
    return Found(kept, None, False, 0.0, monotonic() - began)


class RelaxTask(NamedTuple):
    """A relaxation to solve, as plain data."""

    program: Program
    aim: Aim
    seconds: float | None
    first_order_above: int
    """Columns beyond which a first-order method solves it."""


def relax_part(task: RelaxTask) -> Relaxation | None:
    """The relaxation."""
    return relax(*task)


class BranchTask(NamedTuple):
    """A program to bound by branch and bound, as plain data."""

    program: Program
    aim: Aim
    value: int | None
    """Of the best solution known."""
    seconds: float


def branch_part(task: BranchTask) -> int | None:
    """The bound of branch and bound."""
    return branch(*task)
