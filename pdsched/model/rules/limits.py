"""Counts limits of a policy as rows: units, filed by whose they are and when, and added up.

One function states every limit that says how many may be, and one every limit that asks for some;
what is counted is said in `pdsched.model.formulation.counted`. What of a plan is not stated counts
as it is, so that a sub-MIP needs no more of the plan than it has for other rules.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import (
    Bools,
    Ints,
    group_ids,
    interval_cliques,
    lookup_sorted,
    ranges,
    unique,
)
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.counted import Units, units_of
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import Distinction, limits_tell_apart
from pdsched.model.instance.index import Index, first_open
from pdsched.model.instance.selection import NOBODY, half_of_session, selection_of
from pdsched.model.solution.solution import Solution
from pdsched.policy.counted_rules import counted_rule
from pdsched.policy.counts import OF_GROUPS, Count, Each, Per
from pdsched.policy.limits import Limit
from pdsched.problem import Substitute


def state_limit(f: Formulation, limit: Limit) -> None:
    """Add the rows of a limit."""
    if limit.asks:
        _ask(f, limit)
        return
    counted = _together(f, limit)
    left = selection_of(f.index, limit).figure[counted.owner] - counted.already
    row, column, size = counted.row, counted.column, counted.size
    _, one = group_ids(row, counted.exclusive)
    could = np.bincount(row[one], size[one] * f.most()[column[one]], minlength=len(left))
    tight = (could > left)[row]
    row, column, size = row[tight], column[tight], size[tight]
    soft = limit.id in f.world.policy.soft
    is_over = (left < 0) & soft & (not f.part)
    is_over[row] = False
    over = np.flatnonzero(is_over)
    if len(over):
        # Of what the past alone has too much, the steps are counted, too: rows of a column that
        # is 0.
        row = np.concatenate([row, over])
        column = np.concatenate([column, np.repeat(f.new_variables(over[:1] * 0), len(over))])
        size = np.concatenate([size, np.ones_like(over)])
    # Where the past is beyond a hard limit, nothing may be added.
    upper = left if soft else np.maximum(0, left)
    case = counted.owner if limit.per is Per.WINDOW else np.arange(len(left))
    f.limit(row, column, size, upper=upper[row], case=case[row])


def _ask(f: Formulation, limit: Limit) -> None:
    """Rows of a limit that asks for something, with columns for what is missing if it is a goal.

    Of a part, those to which something stated adds.
    """
    counted = _together(f, limit)
    asked = selection_of(f.index, limit)
    lacks = asked.figure[counted.owner] - counted.already
    if f.part:
        is_there = np.zeros(len(lacks), dtype=np.bool_)
        is_there[counted.row] = True
        lacks *= is_there
    short = np.flatnonzero(lacks > 0)
    is_short, key = lookup_sorted(short, counted.row)
    case, first = group_ids(counted.owner[short] if limit.per is Per.WINDOW else short)
    most = np.zeros(len(first), dtype=np.int64)
    if not limit.insist:
        np.maximum.at(most, case, lacks[short])
    f.slack[limit.id] = f.at_least(
        key[is_short],
        counted.column[is_short],
        counted.size[is_short],
        lacks[short],
        slack=most,
        case=case,
    )


def state_rule(f: Formulation, rule: str) -> None:
    """Add the rows of a counted rule."""
    state_limit(f, counted_rule(f.world.policy, rule))


def is_asked_for(candidates: Candidates, limit: Limit) -> Bools:
    """By placement, whether a session there could be what a limit asks for."""
    p, asked = candidates.placements, selection_of(candidates.index, limit)
    half = half_of_session(candidates.index, p.venue, p.start)
    is_there = asked.is_course[p.course] & asked.is_then(p.day, half)
    if limit.count in OF_GROUPS:
        is_there &= asked.is_school[p.venue]
    return np.asarray(is_there)


def steps_beyond(candidates: Candidates, solution: Solution, limit: Limit) -> int:
    """How many units of a solution are too many, or too few; of windows those of the worst."""
    none = np.zeros(0, dtype=np.int64)
    counted = _together(Formulation(candidates, none, none, solution, none), limit)
    figure = selection_of(candidates.index, limit).figure[counted.owner]
    beyond = figure - counted.already if limit.asks else counted.already - figure
    steps = np.maximum(0, beyond)
    if limit.per is not Per.WINDOW:
        return int(steps.sum())
    worst = np.zeros(int(counted.owner.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(worst, counted.owner, steps)
    return int(worst.sum())


# Rows


class _Counted(NamedTuple):
    """What is counted together, row by row."""

    owner: Ints
    """By row, whose it is."""
    already: Ints
    """By row, what there is of it anyway."""
    row: Ints
    """By entry."""
    column: Ints
    size: Ints
    exclusive: Ints
    """Of those with one number at most one happens."""


def _together(f: Formulation, limit: Limit) -> _Counted:
    """Rows of units that are counted together: those there are, or all that a limit asks about."""
    units = units_of(f, limit)
    asked = selection_of(f.index, limit)
    is_counted = (units.owner != NOBODY) & asked.is_then(units.day, units.half)
    units = units if is_counted.all() else units.only(is_counted)
    if limit.asks:
        kept, row, owner = _asked_rows(f.index, limit, units)
        units = units.only(kept)
    else:
        entry, row, first = _rows_of(f.index, limit, units)
        units = units if entry is None else units.only(entry)
        owner = units.owner[first]
    if limit.count is Count.PEOPLE:
        return _heads(f, limit, row, units, owner)
    stated = units.column >= 0
    beyond = np.bincount(row, np.where(stated, 0, units.size), minlength=len(owner))
    already = beyond.astype(np.int64)
    units = units.only(stated)
    return _Counted(owner, already, row[stated], units.column, units.size, units.exclusive)


def _heads(f: Formulation, limit: Limit, row: Ints, units: Units, owner: Ints) -> _Counted:
    """Whether each person is among the units of a row, and who is anyway."""
    both, first = group_ids(row, units.person)
    stays = np.bincount(both, units.column < 0, minlength=len(first)) > 0
    already = np.bincount(row[first], stays, minlength=len(owner)).astype(np.int64)
    undecided = np.flatnonzero(~stays[both])
    lone = np.bincount(both[undecided], minlength=len(first))[both[undecided]] == 1
    alone, several = undecided[lone], undecided[~lone]
    rows, columns = row[alone], units.column[alone]
    if len(several):
        number, one = group_ids(both[several])
        below = units.column[several]
        # Where some are asked for, the new columns may be 1 with a release alone.
        any_of = f.only_if_any(number, below) if limit.asks else f.some(number, below)[1]
        rows = np.concatenate([rows, row[several[one]]])
        columns = np.concatenate([columns, any_of])
    ones = np.ones(len(rows), dtype=np.int64)
    return _Counted(owner, already, rows, columns, ones, np.arange(len(rows)))


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
    chosen = limit.of.substitutes

    def key(substitute: Substitute) -> Hashable:
        counted = chosen is None or substitute.id in chosen
        return substitute.id if counted and limit.each is Each.SUBSTITUTE else counted

    return Distinction(substitute=key)


# Time


def _rows_of(index: Index, limit: Limit, units: Units) -> tuple[Ints | None, Ints, Ints]:
    """Which units are counted together: entry, ``None`` for all in order, row, and first of it."""
    if limit.per is Per.WINDOW:
        # Two dates are in one such stretch where the stretches that they begin overlap.
        days = limit.window_days or 1
        entry, key = interval_cliques(units.owner, units.day, units.day + days)
        return entry, *group_ids(key)
    period = _period(index, limit, units.day, units.half)
    if period.min(initial=0) < 0:
        inside = np.flatnonzero(period >= 0)
        return inside, *group_ids(units.owner[inside], period[inside])
    return None, *group_ids(units.owner, period)


def _asked_rows(index: Index, limit: Limit, units: Units) -> tuple[Ints, Ints, Ints]:
    """Which units are counted together: entry, and number of the row; by row, whose it is.

    There is a row for each of those of whom a limit asks, and each period of which a selected
    half-day is still to come.
    """
    asked, days = selection_of(index, limit), len(index.days)
    day, half = np.divmod(np.arange(2 * days), 2)
    to_come = asked.is_then(day, half) & (day >= first_open(index))
    if limit.per is Per.WINDOW:
        length = limit.window_days or 1
        # A stretch is known by its first day.
        begin = np.maximum(0, units.day - length + 1)
        last = np.minimum(units.day, days - length)
        entry, period = ranges(begin, np.maximum(0, last - begin + 1))
        first = np.maximum(0, day[to_come] - length + 1)
        end = np.minimum(day[to_come], days - length)
        wanted = unique(ranges(first, np.maximum(0, end - first + 1))[1])
    else:
        entry, period = np.arange(len(units.day)), _period(index, limit, units.day, units.half)
        wanted = unique(_period(index, limit, day[to_come], half[to_come]))
        wanted = wanted[wanted >= 0]
    is_owner, owner = lookup_sorted(asked.owners, units.owner[entry])
    is_wanted, place = lookup_sorted(wanted, period)
    is_asked = is_owner & is_wanted
    row = owner[is_asked] * len(wanted) + place[is_asked]
    return entry[is_asked], row, np.repeat(asked.owners, len(wanted))


def _period(index: Index, limit: Limit, day: Ints, half: Ints) -> Ints:
    """By half-day, the number of its period; below 0 where it is in none."""
    return np.asarray(
        {
            Per.DATE: day,
            Per.HALF_DAY: day * 2 + half,
            Per.WEEK: index.week[day],
            Per.MONTH: index.month[day],
            Per.TERM: index.term[day],
            Per.PLAN: np.zeros_like(day),
        }[limit.per]
    )
