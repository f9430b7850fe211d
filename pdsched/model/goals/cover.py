"""Goals of who holds the class meanwhile."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.due import covers_due
from pdsched.model.solution.solution import Solution
from pdsched.problem import Weekday
from pdsched.problem.once import once

Cost = Callable[[Index, Ints, Ints, Ints], Ints]
"""What an engagement costs: by its substitute group, school and day."""


def of_engagements(cost: Cost) -> Goal:
    """The sum of what engagements cost, as little as possible."""

    def weights(f: Formulation) -> Ints:
        e = f.engage
        weight = np.zeros(f.columns, dtype=np.int64)
        weight[e.column] = cost(f.index, e.group, e.school, e.day)
        return weight

    def value(candidates: Candidates, solution: Solution) -> int:
        numbers = Engagements(candidates.index)
        group, place = numbers.split(solution.engaged.ids)
        school, day, _ = numbers.split_place(place)
        return int((cost(candidates.index, group, school, day) * solution.engaged.counts).sum())

    return Goal(weights, value)


def one_each(_: Index, group: Ints, __: Ints, ___: Ints) -> Ints:
    """Every engagement costs the same."""
    return np.ones(len(group), dtype=np.int64)


@once
def is_familiar(index: Index) -> Bools:
    """(substitute group, school): whether the substitute knows the school."""
    members = [index.world.substitutes[g.members[0]] for g in index.substitutes]
    known = [[s in m.familiar_schools for s in index.schools] for m in members]
    return np.array(known, dtype=np.bool_).reshape(len(members), len(index.schools))


@once
def is_preferred(index: Index) -> Bools:
    """(substitute group, school): whether the substitute prefers the school, or none to another."""
    members = [index.world.substitutes[g.members[0]] for g in index.substitutes]
    liked = [
        [not m.preferred_schools or s in m.preferred_schools for s in index.schools]
        for m in members
    ]
    return np.array(liked, dtype=np.bool_).reshape(len(members), len(index.schools))


class _Chances(NamedTuple):
    """Chances that an engagement is filled, to be multiplied: by substitute group, school, day."""

    substitute: Floats
    school: Floats
    day: Floats


@once
def fill_chances(index: Index) -> _Chances:
    """The chances that engagements are filled."""
    world = index.world
    members = [world.substitutes[g.members[0]] for g in index.substitutes]
    weekdays = {w.weekday: w.probability for w in world.problem.calendar.fill_probabilities}
    return _Chances(
        np.array([m.fill_probability for m in members], dtype=np.float64),
        np.array([world.schools[s].fill_probability for s in index.schools], dtype=np.float64),
        np.array([weekdays.get(Weekday.of(d), 1.0) for d in index.days], dtype=np.float64)
        * _fill_by_notice(index),
    )


def _fill_by_notice(index: Index) -> Floats:
    """By day, the factor of the chances for the notice that it leaves."""
    calendar = index.world.problem.calendar
    if calendar.today is None or not calendar.fill_by_notice:
        return np.ones(len(index.days))
    steps = sorted((row.days, row.probability) for row in calendar.fill_by_notice)
    chances = np.array([1.0, *(chance for _, chance in steps)])
    notice = np.arange(len(index.days)) + 1 - bisect_right(index.days, calendar.today)
    notice += index.world.calendar.notice_before
    reached = np.searchsorted([days for days, _ in steps], notice, "right")
    return np.asarray(chances[reached])


def _where_unfamiliar(index: Index, group: Ints, school: Ints, _: Ints) -> Ints:
    return 1 - is_familiar(index)[group, school].astype(np.int64)


def _where_unpreferred(index: Index, group: Ints, school: Ints, _: Ints) -> Ints:
    return 1 - is_preferred(index)[group, school].astype(np.int64)


def _unfilled(index: Index, group: Ints, school: Ints, day: Ints) -> Ints:
    """Thousandths of an engagement that will not be filled; the hair makes 0.95 of 1000 950."""
    chances = fill_chances(index)
    chance = chances.substitute[group] * chances.school[school] * chances.day[day]
    return 1000 - np.floor(1000 * chance + 1e-6).astype(np.int64)


ENGAGED = goal("engaged-half-days", of_engagements(one_each))
goal("unfamiliar-half-days", of_engagements(_where_unfamiliar))
goal("unpreferred-half-days", of_engagements(_where_unpreferred))
goal("expected-unfilled", of_engagements(_unfilled))


def _covers(f: Formulation) -> Ints:
    weights = np.zeros(f.columns, dtype=np.int64)
    _, column = f.demands.taken.expand(np.flatnonzero(f.demands.is_open))
    np.add.at(weights, column, 1)
    return weights


def _covers_of(candidates: Candidates, solution: Solution) -> int:
    return len(covers_due(candidates, solution)[0])


COVERED = goal("lessons-covered", Goal(_covers, _covers_of))


def colleagues_may(candidates: Candidates) -> bool:
    """Whether anybody may cover for a colleague."""
    return bool(colleagues_of(candidates.index).names)


def _by_colleagues(f: Formulation) -> Ints:
    c = f.cover
    weights = np.zeros(f.columns, dtype=np.int64)
    weights[c.column] = colleagues_of(f.index).weight[c.colleague]
    return weights


def _by_colleagues_of(candidates: Candidates, solution: Solution) -> int:
    who, _, _ = Coverings(candidates.index, candidates.lessons).split(solution.covering.ids)
    return int((colleagues_of(candidates.index).weight[who] * solution.covering.counts).sum())


goal("colleague-covers", Goal(_by_colleagues, _by_colleagues_of, wanted=colleagues_may))


tells_apart("engaged-half-days", "lessons-covered", "colleague-covers")
tells_apart("unfamiliar-half-days", substitute=lambda s: frozenset(s.familiar_schools))
tells_apart("unpreferred-half-days", substitute=lambda s: frozenset(s.preferred_schools))
tells_apart("expected-unfilled", substitute=lambda s: s.fill_probability)
