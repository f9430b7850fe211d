"""Goals of wishes: that people get what they put high on their lists.

The rank of a wish is its place on the list of its need, from 1. Of needs without wishes it is 0.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import FURTHER, Goal, goal, own_columns
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Solution
from pdsched.problem import Need
from pdsched.problem.once import once

WORST = "worst-wish-rank"


def _ranks(c: Candidates, ids: Ints) -> Ints:
    """By attendance, the rank of its course among the wishes of its need."""
    courses = len(c.index.courses)
    key = c.need[ids].astype(np.int64) * courses + c.placements.course[c.placement[ids]]
    keys, position = np.unique(key, return_inverse=True)
    needs = _with_wishes(c.index)
    ranks = [
        _rank(needs[need], c.index.courses[course].id) if need in needs else 0
        for need, course in zip((keys // courses).tolist(), (keys % courses).tolist(), strict=True)
    ]
    return np.array(ranks, dtype=np.int64)[position]


@once
def _with_wishes(index: Index) -> dict[int, Need]:
    """Needs with wishes, by their numbers (see `Candidates.need`)."""
    return {
        group * index.slots + slot: need
        for group, staff_type in enumerate(index.staff)
        for slot, need in enumerate(staff_type.needs)
        if need.wishes
    }


def _rank(need: Need, course: str) -> int:
    """The place of a course; what was never wished, in the past, comes after all wishes."""
    return 1 + (need.wishes.index(course) if course in need.wishes else len(need.wishes))


def _wanted(candidates: Candidates) -> bool:
    return bool(_with_wishes(candidates.index))


def _weights(f: Formulation) -> Ints:
    weights = np.zeros(f.columns, dtype=np.int64)
    weights[f.attend.column] = _ranks(f.candidates, f.attend.ids)
    return weights


def _value(candidates: Candidates, solution: Solution) -> int:
    return int((_ranks(candidates, solution.attends.ids) * solution.attends.counts).sum())


goal("wish-ranks", Goal(_weights, _value, wanted=_wanted))


def _state_worst(f: Formulation) -> None:
    """A column for each rank, from 1 on: whether somebody's wish of this rank, or later, is met.

    As many as are 1 is the worst rank. Need by need the wishes from a rank on come to at most its
    column, since a need is met once; equal people may all take them.
    """
    x, ranks = f.attend, _ranks(f.candidates, f.attend.ids)
    reached = _worst(f.candidates, f.beyond)
    most = max(int(ranks.max(initial=0)), reached)
    columns = f.new_variables(np.ones(most, dtype=np.int64))
    # Each wish counts at its rank and at all before it.
    entry = np.repeat(np.arange(len(ranks)), ranks)
    rank = np.arange(len(entry)) - np.repeat(np.cumsum(ranks) - ranks, ranks)
    need = x.group[entry] * f.index.slots + x.slot[entry]
    row = need * max(1, most) + rank
    rows, first = np.unique(row, return_index=True)
    f.rows.add(
        np.concatenate([row, rows]),
        np.concatenate([x.column[entry], columns[rank[first]]]),
        np.concatenate([np.ones(len(entry), dtype=np.int64), -x.size[entry[first]]]),
        upper=0,
    )
    if reached:
        f.rows.add(np.arange(reached), columns[:reached], lower=1)

    def put(values: Ints) -> None:
        values[columns[:reached]] = 1
        np.maximum.at(values, columns[rank], np.minimum(values[x.column[entry]], 1))

    f.define(columns, put)
    f.own[WORST] = columns


def _worst(candidates: Candidates, solution: Solution) -> int:
    return int(_ranks(candidates, solution.attends.ids).max(initial=0))


goal(WORST, Goal(own_columns(WORST), _worst, wanted=_wanted, state=_state_worst))


def _reaching(rank: int) -> Goal:
    """How many wishes come true at this rank or later.

    Brought to their best from the last rank to the second, these counts find the plan in which as
    few people as can be have the last rank, then the one before, and so on (leximax).
    """

    def weights(f: Formulation) -> Ints:
        reaches = np.zeros(f.columns, dtype=np.int64)
        reaches[f.attend.column] = _ranks(f.candidates, f.attend.ids) >= rank
        return reaches

    def value(candidates: Candidates, solution: Solution) -> int:
        reaches = _ranks(candidates, solution.attends.ids) >= rank
        return int(solution.attends.counts[reaches].sum())

    def wanted(candidates: Candidates) -> bool:
        # What was never wished comes after the last wish.
        return any(len(need.wishes) + 1 >= rank for need in _with_wishes(candidates.index).values())

    return Goal(weights, value, wanted=wanted)


FURTHER[WORST] = _reaching


tells_apart("wish-ranks", WORST)
