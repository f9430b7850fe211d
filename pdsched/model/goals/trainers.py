"""Goals of who gives the sessions."""

from __future__ import annotations

from typing import Any

import numpy as np

from pdsched.engines.arrays import Ints, group_ids
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.givers import givers
from pdsched.model.solution.solution import Solution


def _visits(c: Candidates, placement: Any, offers: Ints) -> tuple[Ints, Ints, Ints]:
    """Offers that a trainer goes to a school for: position, number of the visit, first of each.

    An offer of a team is there once for each of them.
    """
    p = c.placements
    offer, trainer = givers(c.index, p.trainer[offers])
    is_visit = p.venue[placement[offer]] >= 0
    offer, trainer = offer[is_visit], trainer[is_visit]
    number, first = group_ids(trainer, p.venue[placement[offer]], p.day[placement[offer]])
    return offer, number, first


def _state_visits(f: Formulation) -> None:
    """A column for each trainer, venue and date: 1 where one of its sessions is held.

    Whatever else a trainer does in the same week is stated, so nothing beyond is a part of it.
    """
    y = f.session
    offer, number, first = _visits(f.candidates, y.placement, y.ids)
    columns = f.new_variables(np.ones(len(first), dtype=np.int64))
    holds, row = y.column[offer], np.arange(len(offer))
    f.rows.add(
        np.concatenate([row, row]),
        np.concatenate([holds, columns[number]]),
        np.repeat([1, -1], len(offer)),
        upper=0,
    )

    def put(values: Ints) -> None:
        np.maximum.at(values, columns[number], np.minimum(1, values[holds]))

    f.define(columns, put)
    f.own["trainer-visits"] = columns


def _value(candidates: Candidates, solution: Solution) -> int:
    offers = solution.holds.ids
    return len(_visits(candidates, candidates.placements.owners(offers), offers)[2])


goal("trainer-visits", Goal(own_columns("trainer-visits"), _value, state=_state_visits))


tells_apart("trainer-visits")
