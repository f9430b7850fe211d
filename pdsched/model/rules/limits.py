"""Counts limits of a policy as rows: units, filed by whose they are and when, and added up.

One function states every limit; what it counts is said in `pdsched.model.formulation.counted`. What
of a plan is not stated counts as it is, so that a sub-MIP needs no more of the plan than it has for
other rules.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from pdsched.engines.arrays import Ints, group_ids, interval_cliques
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.counted import Units, units_of
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import Distinction, limits_tell_apart
from pdsched.model.instance.index import Index
from pdsched.model.instance.selection import NOBODY, selection_of
from pdsched.model.solution.solution import Solution
from pdsched.policy.counts import Count, Each, Per
from pdsched.policy.limits import Limit
from pdsched.problem import Substitute


def state_limit(f: Formulation, limit: Limit) -> None:
    """Add the rows of a limit."""
    units, row, first = _together(f, limit)
    most = selection_of(f.index, limit).most[units.owner[first]]
    if limit.count is Count.PEOPLE:
        row, column, already = _heads(f, row, units, len(first))
        size = np.ones(len(row), dtype=np.int64)
    else:
        stated = units.column >= 0
        beyond = np.bincount(row, np.where(stated, 0, units.size), minlength=len(first))
        already = beyond.astype(np.int64)
        row, column, size = row[stated], units.column[stated], units.size[stated]
    left = most - already
    could = np.bincount(row, size * f.most()[column], minlength=len(first))
    tight = (could > left)[row]
    row, column, size = row[tight], column[tight], size[tight]
    soft = limit.id in f.world.policy.soft
    over = np.setdiff1d(np.flatnonzero(left < 0), row)
    if len(over) and soft and not f.part:
        # Of what the past alone has too much, the steps are counted, too: rows of a column that
        # is 0.
        row = np.concatenate([row, over])
        column = np.concatenate([column, np.repeat(f.new_variables(over[:1] * 0), len(over))])
        size = np.concatenate([size, np.ones_like(over)])
    # Where the past is beyond a hard limit, nothing may be added.
    upper = left if soft else np.maximum(0, left)
    case = units.owner[first] if limit.per is Per.WINDOW else np.arange(len(first))
    f.limit(row, column, size, upper=upper[row], case=case[row])


def steps_beyond(candidates: Candidates, solution: Solution, limit: Limit) -> int:
    """How many units of a solution are too many; of windows those of the fullest of each owner."""
    none = np.zeros(0, dtype=np.int64)
    f = Formulation(candidates, none, none, solution, none)
    units, row, first = _together(f, limit)
    if limit.count is Count.PEOPLE:
        _, one = group_ids(row, units.person)
        count = np.bincount(row[one], minlength=len(first))
    else:
        count = np.bincount(row, units.size, minlength=len(first)).astype(np.int64)
    owner = units.owner[first]
    steps = np.maximum(0, count - selection_of(f.index, limit).most[owner])
    if limit.per is not Per.WINDOW:
        return int(steps.sum())
    worst = np.zeros(int(owner.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(worst, owner, steps)
    return int(worst.sum())


def _together(f: Formulation, limit: Limit) -> tuple[Units, Ints, Ints]:
    """Units that are counted, by unit the number of its row, and the first unit of each row."""
    units = units_of(f, limit)
    asked = selection_of(f.index, limit)
    units = units.only((units.owner != NOBODY) & asked.is_then(units.day, units.half))
    entry, row = _rows_of(f.index, limit, units)
    row, first = group_ids(row)
    return units.only(entry), row, first


def _heads(f: Formulation, row: Ints, units: Units, rows: int) -> tuple[Ints, Ints, Ints]:
    """Row and column of whether each person is among the units of a row, and who is anyway."""
    both, first = group_ids(row, units.person)
    stays = np.bincount(both, units.column < 0, minlength=len(first)) > 0
    already = np.bincount(row[first], stays, minlength=rows).astype(np.int64)
    some = np.flatnonzero(~stays[both])
    lone = np.bincount(both[some], minlength=len(first))[both[some]] == 1
    alone, several = some[lone], some[~lone]
    if not len(several):
        return row[alone], units.column[alone], already
    number, one = group_ids(both[several])
    _, columns = f.some(number, units.column[several])
    rows_of = row[several[one]]
    return (
        np.concatenate([row[alone], rows_of]),
        np.concatenate([units.column[alone], columns]),
        already,
    )


@limits_tell_apart
def distinction(limit: Limit) -> Distinction:
    """Substitutes: whom a limit counts apart are single, and who is counted is known.

    Covers are named where a limit counts those of single substitutes.

    Releases are of staff who hold lessons that need cover, and these are always single.
    """
    if limit.count is Count.COVERS:
        return Distinction(holders=limit.asks_who_holds, divided=True)
    if limit.count is not Count.HALF_DAYS:
        return Distinction()
    some = limit.of.substitutes

    def key(substitute: Substitute) -> Hashable:
        counted = some is None or substitute.id in some
        return substitute.id if counted and limit.each is Each.SUBSTITUTE else counted

    return Distinction(substitute=key)


# Time


def _rows_of(index: Index, limit: Limit, units: Units) -> tuple[Ints, Ints]:
    """Which units are counted together: entry, and number of the row."""
    day, everything = units.day, np.arange(len(units.day))
    if limit.per is Per.WINDOW:
        # Two dates are in one such stretch where the stretches that they begin overlap.
        return interval_cliques(units.owner, day, day + (limit.window_days or 1))
    period = {
        Per.DATE: day,
        Per.HALF_DAY: day * 2 + units.half,
        Per.WEEK: index.week[day],
        Per.MONTH: index.month[day],
        Per.TERM: index.term[day],
        Per.PLAN: np.zeros_like(day),
    }[limit.per]
    inside = everything[period >= 0]
    return inside, group_ids(units.owner[inside], period[inside])[0]
