"""Goals of equity: the share of its points of whoever is served worst."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from pdsched.model.arrays import Ints
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice
from pdsched.model.goals.registry import Goal, goal, own_columns
from pdsched.model.index import Index
from pdsched.model.statement import Statement
from pdsched.problem import Role
from pdsched.problem.once import once

WHOLE = 1000
"""The share of whoever has all needs met."""
Units = Callable[[Index], Ints]
"""Number of the school, or whatever else is compared, by staff group."""


def _wanted(index: Index, units: Ints) -> Ints:
    """Points that the needs of each unit come to."""
    points = [10 * sum(n.priority for n in g.needs) * g.size for g in index.staff]
    count = int(units.max(initial=-1)) + 1
    return np.bincount(units, weights=points, minlength=count).astype(np.int64)


def _met(c: Candidates, choice: Choice, units: Ints, count: int) -> Ints:
    ids = choice.attends.ids
    points = c.points[ids].astype(np.int64) * choice.attends.counts
    return np.bincount(units[c.group[ids]], weights=points, minlength=count).astype(np.int64)


def _worst_served(name: str, units_of: Units) -> Goal:
    """The least share of points over some units, in thousandths, as large as possible."""

    def least(wanted: Ints, met: Ints) -> int:
        asked = wanted > 0
        return int((WHOLE * met[asked] // wanted[asked]).min(initial=WHOLE))

    def state(s: Statement) -> None:
        units = units_of(s.index)
        wanted = _wanted(s.index, units)
        beyond = _met(s.candidates, s.beyond, units, len(wanted))
        some = np.flatnonzero(wanted)
        met = s.decide(wanted)
        share = s.decide(np.array([WHOLE], dtype=np.int64))
        unit, attends, points = units[s.group], s.attend_columns, s.points
        ones = np.ones(len(wanted), dtype=np.int64)
        s.rows.add(
            np.concatenate([unit, np.arange(len(wanted))]),
            np.concatenate([attends, met]),
            np.concatenate([-points, ones]),
            upper=0,
        )
        s.rows.add(
            np.concatenate([some, some]),
            np.concatenate([np.repeat(share, len(some)), met[some]]),
            np.concatenate([wanted[some], -WHOLE * ones[some]]),
            upper=np.tile(WHOLE * beyond[some], 2),
        )

        def put(values: Ints) -> None:
            reached = np.bincount(unit, weights=points * values[attends], minlength=len(wanted))
            values[met] = np.minimum(wanted, reached.astype(np.int64))
            values[share] = least(wanted, reached.astype(np.int64) + beyond)

        s.derive(np.concatenate([met, share]), put)
        s.own[name] = share

    def value(candidates: Candidates, choice: Choice) -> int:
        units = units_of(candidates.index)
        wanted = _wanted(candidates.index, units)
        return least(wanted, _met(candidates, choice, units, len(wanted)))

    def bounds(_: Candidates) -> Iterator[tuple[int, str]]:
        yield WHOLE, "plain"

    def follows(candidates: Candidates, points: int) -> int:
        # The least share is at most that of all units together.
        wanted = int(_wanted(candidates.index, units_of(candidates.index)).sum())
        return min(WHOLE, WHOLE * points // wanted) if wanted else WHOLE

    return Goal(
        own_columns(name), value, maximise=True, bounds=bounds, state=state, follows=follows
    )


def _homes(index: Index) -> Ints:
    return index.home


@once
def _roles(index: Index) -> Ints:
    own = [list(Role).index(index.world.staff[g.members[0]].role) for g in index.staff]
    return np.array(own, dtype=np.int64)


for _name, _units in (("worst-served-school", _homes), ("worst-served-role", _roles)):
    goal(_name, _worst_served(_name, _units))
