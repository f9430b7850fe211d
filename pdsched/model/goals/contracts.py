"""Goal of contracts: people hold and cover as many minutes of lessons as they are paid for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Ints, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.contracts import contracts_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.solution.solution import Solution

NAME = "contract-minutes-off"


def _state(f: Formulation) -> None:
    """A column for each contract: by how many minutes it is off.

    Of a part those whose covers are stated; of a colleague of whom one cover is stated, all are.
    """
    beyond, of_colleague = contracts_of(f.index)
    contract = of_colleague[f.cover.colleague]
    entry = np.flatnonzero(contract >= 0)
    stated = unique(contract[entry]) if f.part else np.arange(len(beyond))
    column, held = f.cover.column[entry], f.candidates.lessons.minutes[f.cover.lesson[entry]]
    row, base = np.searchsorted(stated, contract[entry]), beyond[stated]
    most = np.bincount(row, weights=held, minlength=len(stated)).astype(np.int64)
    columns = f.new_variables(np.maximum(np.abs(base), np.abs(base + most)))
    for sign in (1, -1):
        f.rows.add(
            np.concatenate([row, np.arange(len(stated))]),
            np.concatenate([column, columns]),
            np.concatenate([sign * held, np.full(len(stated), -1, dtype=np.int64)]),
            upper=-sign * np.concatenate([base[row], base]),
        )

    def put(values: Ints) -> None:
        covered = np.bincount(row, weights=held * values[column], minlength=len(stated))
        values[columns] = np.abs(base + covered.astype(np.int64))

    f.define(columns, put)
    f.own[NAME] = columns


def _value(candidates: Candidates, solution: Solution) -> int:
    beyond, of_colleague = contracts_of(candidates.index)
    numbers = Coverings(candidates.index, candidates.lessons)
    who, lesson, _ = numbers.split(solution.covering.ids)
    entry = np.flatnonzero(of_colleague[who] >= 0)
    total = beyond.copy()
    held = candidates.lessons.minutes[lesson[entry]] * solution.covering.counts[entry]
    np.add.at(total, of_colleague[who[entry]], held)
    return int(np.abs(total).sum())


def _wanted(candidates: Candidates) -> bool:
    return bool(np.any(contracts_of(candidates.index).of_colleague >= 0))


def _bounds(candidates: Candidates) -> Iterator[tuple[int, str]]:
    """Where nobody with a contract could cover, it is what their own lessons make it."""
    beyond, _ = contracts_of(candidates.index)
    yield (0 if _wanted(candidates) else int(np.abs(beyond).sum())), "plain"


goal(NAME, Goal(own_columns(NAME), _value, bounds=_bounds, wanted=_wanted, state=_state))


tells_apart(NAME)
