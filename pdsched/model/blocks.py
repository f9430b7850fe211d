"""Blocks: everything taken apart by topic or by week, and what ties the blocks together priced.

Each row across blocks has a price, its dual value in the linear relaxation, and each block is then
planned by itself, in whole numbers and to proof. No plan does better than what blocks and prices
add up to, whatever the prices are (Lagrangian relaxation: Geoffrion, 1974), and with those of the
relaxation that is never worse than the relaxation itself.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from pdsched.model.arrays import Bools, Floats, Ints, starts
from pdsched.model.crew import Crew
from pdsched.model.engine import Aim, Effort
from pdsched.model.greedy import Seats
from pdsched.model.pieces import Part, solve_part
from pdsched.model.program import Program
from pdsched.model.race import Race
from pdsched.model.relaxation import SAFETY, in_steps, pressing, priced
from pdsched.model.statement import Statement

SCALE = 1_000
"""Steps of the engine's whole numbers to a unit of a goal; what is between is rounded outwards."""
WORTHWHILE = 0.01
"""A block that has no more to lose is left as the relaxation has it."""
LEAST_SECONDS, LEAST_WORK = 0.5, 0.02
"""No block is given less."""


class Block(NamedTuple):
    """Some columns and the rows between them alone."""

    program: Program
    weights: Floats
    """By column, what it is worth beyond the prices; more is better."""
    relaxed: float
    """The relaxation's bound of it."""


class Apart(NamedTuple):
    """A program taken apart."""

    tied: float
    """What the limits of the rows across blocks are worth, and the rounding error of all sums."""
    blocks: tuple[Block, ...]


def by_topic(s: Statement) -> Ints:
    """By column, the number of its topic; -1 for what serves several."""
    topics: dict[str, int] = {}
    of_course = np.array([topics.setdefault(c.topic, len(topics)) for c in s.index.courses])
    found = np.full(s.program.columns, -1, dtype=np.int64)
    found[s.attend_columns] = of_course[s.course]
    held = s.candidates.placements.course[s.used]
    found[s.hold_columns] = of_course[held[s.offer_seat]]
    return spread(s.program, found)


def by_week(s: Statement) -> Ints:
    """By column, the number of its week; -1 for what is of several."""
    week = s.index.week
    found = np.full(s.program.columns, -1, dtype=np.int64)
    found[s.attend_columns] = week[s.day]
    held = s.candidates.placements.day[s.used]
    found[s.hold_columns] = week[held[s.offer_seat]]
    found[s.engaged_columns] = week[s.engagements.split_place(s.engaged_place)[1]]
    found[s.covering_columns] = week[s.covering_of[2]]
    return spread(s.program, found)


def spread(program: Program, labels: Ints) -> Ints:
    """The labels, and those of columns without one that share a row with those of one alone."""
    labels, row = labels.copy(), program.row
    while True:
        least, most = _extremes(program, labels)
        open_ones = (labels[program.column] < 0) & (least == most)[row]
        if not open_ones.any():
            return labels
        labels[program.column[open_ones]] = least[row[open_ones]]


def _extremes(program: Program, labels: Ints) -> tuple[Ints, Ints]:
    """By row, the least and the greatest label; none is left out of both."""
    own, row = labels[program.column], program.row
    known = own >= 0
    least = np.full(program.rows, np.iinfo(np.int64).max)
    most = np.full(program.rows, -1, dtype=np.int64)
    np.minimum.at(least, row[known], own[known])
    np.maximum.at(most, row[known], own[known])
    return least, most


def take_apart(program: Program, aim: Aim, duals: Floats, labels: Ints) -> Apart:
    """The blocks of these labels; columns without one are a block, too."""
    sign = 1.0 if aim.maximise else -1.0
    labels = np.where(labels < 0, labels.max(initial=-1) + 1, labels)
    least, most = _extremes(program, labels)
    inside = least == most
    duals, limits = pressing(program, sign * duals)
    weights = sign * aim.weights - priced(program, np.where(inside, 0.0, duals))
    worth = duals * limits
    left = weights - priced(program, np.where(inside, duals, 0.0))
    best = np.maximum(left * program.least, left * program.most)
    error = SAFETY * (1 + float(np.abs(worth).sum() + np.abs(best).sum()))
    blocks = []
    for label in np.unique(labels):
        columns = np.flatnonzero(labels == label)
        rows = inside & (least == label)
        relaxed = float(best[columns].sum() + worth[rows].sum())
        blocks.append(Block(_only(program, columns, rows), weights[columns], relaxed))
    return Apart(float(worth[~inside].sum()) + error, tuple(blocks))


def _only(program: Program, columns: Ints, rows: Bools) -> Program:
    """The program of these columns and of rows that have no others."""
    number = np.zeros(program.columns, dtype=np.int64)
    number[columns] = np.arange(len(columns))
    entries = rows[program.row]
    return Program(
        program.least[columns],
        program.most[columns],
        starts(np.diff(program.first)[rows]),
        number[program.column[entries]],
        program.coefficient[entries],
        program.lower[rows],
        program.upper[rows],
    )


class Blocks:
    """Bounds of one race by blocks."""

    def __init__(self, race: Race, crew: Crew, *, by_clock: bool) -> None:
        self._race, self._crew, self._by_clock = race, crew, by_clock

    def run(self, apart: Apart, aim: Aim, method: str, left: Callable[[], float]) -> float:
        """Solve block after block while something is ``left()``; the work spent."""
        spent, bounds = 0.0, [block.relaxed for block in apart.blocks]
        if len(bounds) < 2:  # That would be the whole.
            return spent
        for number in np.argsort([block.program.columns for block in apart.blocks]).tolist():
            block, over = apart.blocks[number], left() - spent
            if self._race.done or self._crew.lost or over <= 0:
                break
            if block.relaxed > WORTHWHILE and (block.program.least >= 0).all():
                bound, work = self._solve(block, over)
                bounds[number] = min(block.relaxed, bound)
                spent += work
                self._race.tighten(total(aim, (apart.tied, *bounds)), method)
        return spent

    def _solve(self, block: Block, over: float) -> tuple[float, float]:
        """Bound of a block, and the work spent on it."""
        # Rounded up, since no column is ever below 0.
        aim = Aim(np.ceil(block.weights * SCALE).astype(np.int64), maximise=True)
        amount = max(LEAST_SECONDS if self._by_clock else LEAST_WORK, over / 2)
        effort = Effort(
            amount if self._by_clock else None, None if self._by_clock else amount, 1, 0
        )
        nothing = np.zeros(block.program.columns, dtype=np.int64)
        found = self._crew.ask(solve_part, Part(block.program, aim, nothing, effort, Seats.none()))
        if found is None or found.bound is None:
            return block.relaxed, 0.0
        return found.bound / SCALE, 0.0 if self._by_clock else max(found.work, LEAST_WORK)


def total(aim: Aim, parts: tuple[float, ...]) -> int:
    """The bound that such parts add up to."""
    return in_steps(floor(sum(parts)) if aim.maximise else ceil(-sum(parts)), aim)
