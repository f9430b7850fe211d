"""Blocks: everything taken apart by topic or by week, and what ties the blocks together priced.

Each row across blocks has a price, its dual value in the linear relaxation, and each block is then
planned by itself in whole numbers. No plan does better than what blocks and prices add up to,
whatever the prices are (Lagrangian relaxation: Geoffrion, 1974), and with those of the relaxation
that is never worse than the relaxation itself. A block without a proof counts with the engine's
bound, or with the relaxation's; what belongs to no topic or week is a block, too.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints, starts
from pdsched.engines.duality import SAFETY, binding_duals, column_prices, in_steps
from pdsched.engines.greedy import Seats
from pdsched.engines.part import SubMipData, solve_sub_mip
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model.formulation.formulation import Formulation
from pdsched.search.task import GoalTask

SCALE = 1_000
"""Steps of the engine's whole numbers to a unit of a goal; what is between is rounded outwards."""
WORTHWHILE = 0.01
"""A block that may stay empty and could have no more is left as the relaxation has it."""
LARGEST = 2.0**50
"""What the objective of a block may add up to; beyond that scales are coarser. The engine's rows
are held below 2^31 (`pdsched.engines.program`), its objective need not be."""
NOISE = 1e-6
"""Steps that are rounding errors of the weights and not worth a whole one."""


class Block(NamedTuple):
    """Some columns and the rows between them alone."""

    program: IntegerProgram
    weights: Floats
    """By column, what it is worth beyond the prices; more is better."""
    relaxed: float
    """The relaxation's bound of it."""


class Decomposition(NamedTuple):
    """A program taken apart."""

    tied: float
    """What the limits of the rows across blocks are worth, and the rounding error of all sums."""
    blocks: tuple[Block, ...]


def by_topic(f: Formulation) -> Ints:
    """By column, the number of its topic; -1 for what serves several."""
    x, y = f.attend, f.session
    topic = np.full(f.program.columns, -1, dtype=np.int64)
    topic[x.column] = f.index.topic[x.course]
    topic[y.column] = f.index.topic[y.course]
    return spread(f.program, topic)


def by_week(f: Formulation) -> Ints:
    """By column, the number of its week; -1 for what is of several."""
    return by_day(f, f.index.week)


def by_day(f: Formulation, label: Ints) -> Ints:
    """By column, the label of its day, where labels are given by day; -1 for what is of several."""
    labels = np.full(f.program.columns, -1, dtype=np.int64)
    for family in (f.attend, f.session, f.engage, f.cover):
        labels[family.column] = label[family.day]
    return spread(f.program, labels)


def spread(program: IntegerProgram, labels: Ints) -> Ints:
    """The labels, and those of columns without one that share a row with those of one alone."""
    labels, row = labels.copy(), program.row
    while True:
        least, most = _extremes(program, labels)
        is_open = (labels[program.column] < 0) & (least == most)[row]
        if not is_open.any():
            return labels
        labels[program.column[is_open]] = least[row[is_open]]


def block_numbers(program: IntegerProgram, labels: Ints) -> tuple[Ints, Ints]:
    """By column the number of its block, and by row that of the only one it is of, else -1.

    Columns without a label are a block, too.
    """
    labels = np.where(labels < 0, labels.max(initial=-1) + 1, labels)
    least, most = _extremes(program, labels)
    return labels, np.where(least == most, least, -1)


def _extremes(program: IntegerProgram, labels: Ints) -> tuple[Ints, Ints]:
    """By row, the least and the greatest label; none is left out of both."""
    label, row = labels[program.column], program.row
    has_label = label >= 0
    least = np.full(program.rows, np.iinfo(np.int64).max)
    most = np.full(program.rows, -1, dtype=np.int64)
    np.minimum.at(least, row[has_label], label[has_label])
    np.maximum.at(most, row[has_label], label[has_label])
    return least, most


def decompose(
    program: IntegerProgram, objective: Objective, duals: Floats, labels: Ints
) -> Decomposition:
    """The blocks of these labels; columns without one are a block, too."""
    sign = 1.0 if objective.maximise else -1.0
    labels, of_row = block_numbers(program, labels)
    is_inside = of_row >= 0
    duals, limits = binding_duals(program, sign * duals)
    weights = sign * objective.weights - column_prices(program, np.where(is_inside, 0.0, duals))
    worth = duals * limits
    reduced = weights - column_prices(program, np.where(is_inside, duals, 0.0))
    parts = np.maximum(reduced * program.least, reduced * program.most)
    sizes = np.abs(worth).sum() + np.abs(parts).sum() + np.abs(weights * program.most).sum()
    error = SAFETY * (1 + float(sizes))
    blocks = []
    for label in np.unique(labels):
        columns = np.flatnonzero(labels == label)
        rows = of_row == label
        relaxed = float(parts[columns].sum() + worth[rows].sum())
        blocks.append(Block(_only(program, columns, rows), weights[columns], relaxed))
    return Decomposition(float(worth[~is_inside].sum()) + error, tuple(blocks))


def _only(program: IntegerProgram, columns: Ints, rows: Bools) -> IntegerProgram:
    """The program of these columns and of rows that have no others."""
    number = np.zeros(program.columns, dtype=np.int64)
    number[columns] = np.arange(len(columns))
    entries = rows[program.row]
    return IntegerProgram(
        program.least[columns],
        program.most[columns],
        starts(np.diff(program.first)[rows]),
        number[program.column[entries]],
        program.coefficient[entries],
        program.lower[rows],
        program.upper[rows],
    )


class LagrangianBound:
    """Bounds of one goal by the blocks of one decomposition; what is proven of one is kept."""

    def __init__(self, task: GoalTask) -> None:
        self._task, self._incumbent, self._pool = task, task.incumbent, task.pool
        self._proven: dict[int, float] = {}

    def run(
        self, apart: Decomposition, objective: Objective, method: str, left: Callable[[], float]
    ) -> float:
        """Solve block after block, small ones first, while something is left; the work spent."""
        spent, kept = 0.0, self._proven
        bounds = [kept.get(number, block.relaxed) for number, block in enumerate(apart.blocks)]
        if len(bounds) < 2:  # That would be the whole.
            return spent
        sizes = [block.program.columns for block in apart.blocks]
        order = np.argsort(sizes, kind="stable").tolist()
        for done, number in enumerate(order):
            block, over = apart.blocks[number], left() - spent
            if self._incumbent.done or self._pool.lost or over <= 0:
                break
            if number in kept or not _is_worthwhile(block):
                continue
            amount = 2 * over / (len(order) - done)
            if self._task.by_clock:  # Nobody gives the seconds back that the last one overdraws.
                amount = min(amount, over)
            bound, work, is_proven = self._solve(block, amount)
            bounds[number] = min(block.relaxed, bound)
            if is_proven:
                kept[number] = bounds[number]
            spent += work
            self._incumbent.tighten(total(objective, (apart.tied, *bounds)), method)
        return spent

    def _solve(self, block: Block, amount: float) -> tuple[float, float, bool]:
        """Bound of a block, the work spent on it, and whether more would be of no use."""
        program, most = block.program, block.program.most
        sizes = float(np.abs(block.weights * most).sum())
        scale = float(min(SCALE, LARGEST // max(1.0, sizes)))
        if not scale:
            return block.relaxed, 0.0, True
        # Rounded up, since no column is ever below 0.
        weights = np.ceil(block.weights * scale - NOISE).astype(np.int64)
        params, by_clock = self._task.params.bounds, self._task.by_clock
        least = params.block_seconds if by_clock else params.block_work
        limits = self._task.solve_limits(max(least, amount))
        nothing = np.zeros(program.columns, dtype=np.int64)
        objective = Objective(weights, maximise=True)
        result = self._pool.ask(
            solve_sub_mip, SubMipData(program, objective, nothing, limits, Seats.none())
        )
        work = 0.0 if by_clock else max(result.work if result is not None else 0.0, least)
        if result is None or result.bound is None:
            return block.relaxed, work, False
        bound = (result.bound + 1 + NOISE * float(most.sum())) / scale
        return bound, work, result.proven


def _is_worthwhile(block: Block) -> bool:
    """Whether whole numbers could say more of it than the relaxation."""
    nothing = np.zeros(block.program.columns, dtype=np.int64)
    if (block.program.least < 0).any():
        return False
    return block.relaxed > WORTHWHILE or not block.program.keeps(nothing)


def total(objective: Objective, parts: tuple[float, ...]) -> int:
    """The bound that such parts add up to."""
    return in_steps(floor(sum(parts)) if objective.maximise else ceil(-sum(parts)), objective)
