"""Goals of single people: their protected time, and that nobody is left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.protected import minutes_lost
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.instance.distinctions import tells_apart, with_needs
from pdsched.model.instance.index import Index
from pdsched.model.solution.due import releases_in
from pdsched.model.solution.solution import Solution
from pdsched.problem.once import once


def _protected(f: Formulation) -> Ints:
    weights = np.zeros(f.columns, dtype=np.int64)
    weights[f.release_columns] = minutes_lost(f.index, f.releases)
    return weights


def _protected_of(candidates: Candidates, solution: Solution) -> int:
    lost = minutes_lost(candidates.index, releases_in(candidates, solution))
    counts = solution.attends.counts
    # Whoever leads is single.
    return int((lost[: len(counts)] * counts).sum() + lost[len(counts) :].sum())


goal("protected-minutes-lost", Goal(_protected, _protected_of))


def _people(f: Formulation) -> Ints:
    """Whose service could change: everybody, or those of whom a sub-MIP states anything."""
    return unique(f.attend.group) if f.part else _with_needs(f.index)


@once
def _with_needs(index: Index) -> Ints:
    """Staff groups with needs: whoever leads may have none."""
    return np.array([n for n, g in enumerate(index.staff) if g.needs], dtype=np.int64)


def _state_unserved(f: Formulation) -> None:
    """A column for each single person who attends nothing beyond what is stated."""
    x = f.attend
    people = np.setdiff1d(_people(f), f.candidates.group[f.beyond.attends.ids])
    columns = f.new_variables(np.ones(len(people), dtype=np.int64))
    att = np.flatnonzero(np.isin(x.group, people))
    person, attends = np.searchsorted(people, x.group[att]), x.column[att]
    f.if_none(columns, person, attends)
    f.own["unserved-people"] = columns


def _unserved_of(candidates: Candidates, solution: Solution) -> int:
    served = unique(candidates.group[solution.attends.ids])
    return len(_with_needs(candidates.index)) - len(served)


goal("unserved-people", Goal(own_columns("unserved-people"), _unserved_of, state=_state_unserved))


class _Fair(NamedTuple):
    """What each person is due, as arrays by staff group; people are single here."""

    least: Ints
    """Points that are a fair share of all that was ever wanted."""
    had: Ints
    """Points of needs that were met before."""


@once
def _fair(index: Index) -> _Fair:
    people = [index.world.staff[g.members[0]] for g in index.staff]
    wanted = [10 * sum(n.priority for n in g.needs) for g in index.staff]
    before = np.array([p.points_wanted_before for p in people], dtype=np.int64)
    share = index.world.policy.fair_share or 0.0
    # A share such as 0.7 is slightly more in binary; 0.7 of 30 points are 21 all the same.
    least = np.ceil(share * (np.array(wanted, dtype=np.int64) + before) - 1e-6)
    least[np.array(wanted) == 0] = 0
    had = np.array([p.points_met_before for p in people], dtype=np.int64)
    return _Fair(least.astype(np.int64), had)


def _had(c: Candidates, solution: Solution) -> Ints:
    """By person, the points of all that was met, before and in a solution."""
    ids = solution.attends.ids
    points = np.bincount(c.group[ids], weights=c.points[ids], minlength=len(c.index.staff))
    return np.asarray(_fair(c.index).had + points.astype(np.int64))


def _state_underserved(f: Formulation) -> None:
    """A column for each person who is short of the fair share without what is stated."""
    x = f.attend
    lacks = np.maximum(_fair(f.index).least - _had(f.candidates, f.beyond), 0)
    people = _people(f)
    people = people[lacks[people] > 0]
    columns = f.new_variables(np.ones(len(people), dtype=np.int64))
    att = np.flatnonzero(np.isin(x.group, people))
    person, attends, points = np.searchsorted(people, x.group[att]), x.column[att], x.points
    lack, points = lacks[people], points[att]
    f.rows.add(
        np.concatenate([person, np.arange(len(people))]),
        np.concatenate([attends, columns]),
        np.concatenate([points, lack]),
        lower=np.concatenate([lack[person], lack]),
    )

    def put(values: Ints) -> None:
        got = np.bincount(person, weights=points * values[attends], minlength=len(people))
        values[columns] = got < lack

    f.define(columns, put)
    f.own["underserved-people"] = columns


def _underserved_of(candidates: Candidates, solution: Solution) -> int:
    return int((_had(candidates, solution) < _fair(candidates.index).least).sum())


goal(
    "underserved-people",
    Goal(own_columns("underserved-people"), _underserved_of, state=_state_underserved),
)


tells_apart("protected-minutes-lost")
tells_apart("unserved-people", "underserved-people", single_staff=with_needs)
