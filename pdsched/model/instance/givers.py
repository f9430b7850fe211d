"""Who gives a session: its trainer, or each member of a team.

A team is one trainer to whoever chooses offers, and several to whatever is counted by person.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.instance.index import Index
from pdsched.problem.once import once


@once
def givers_of(index: Index) -> Ints:
    """By trainer, the numbers of those who give its sessions as trainers; -1 fills up the rows.

    One row more, of nobody, for sessions without a trainer. There are as many columns as the
    largest team has members.
    """
    number = {t.id: n for n, t in enumerate(index.trainers)}
    width = max((len(t.people) for t in index.trainers), default=1)
    table = np.full((len(index.trainers) + 1, width), -1, dtype=np.int64)
    for n, trainer in enumerate(index.trainers):
        table[n, : len(trainer.people)] = [number[name] for name in trainer.people]
    return table


def givers(index: Index, trainer: Ints) -> tuple[Ints, Ints]:
    """Who gives the sessions of some trainers, -1 for none: position, and number as a trainer."""
    who = givers_of(index)[trainer]
    position, column = np.nonzero(who >= 0)
    return position, who[position, column]
