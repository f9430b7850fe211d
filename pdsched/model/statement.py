"""The decisions, as CP-SAT variables, and small helpers that every rule uses.

Decisions:

- ``attends[a]``: how many of a staff group meet the need of attendance ``a`` (0 or 1 for a single
  person);
- ``holds[p, k]``: how many sessions placement ``p`` has by its ``k``-th offer;
- ``engaged[g, school, day, half]``: how many of a substitute group are engaged.

Linear rows only, none of them enforced by a literal: OR-Tools 9.15 can certify a wrong optimum
when an enforced row has Boolean coefficients that sum past 2^31 (google/or-tools#5293).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from ortools.sat.python import cp_model

from pdsched.model.candidates import Attendance, Candidates, Placement
from pdsched.model.groups import SubstituteGroup
from pdsched.model.world import Taken, World
from pdsched.problem import Half

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
COEFFICIENT_LIMIT = 2**31


class Place(NamedTuple):
    """A half-day at a school: what a substitute is engaged for."""

    school: str
    day: date
    half: Half


@dataclass(frozen=True, eq=False, slots=True)
class Demand:
    """A lesson of one person on one date, and when it has to be covered."""

    person: str
    day: date
    lesson: Taken
    taken: tuple[cp_model.IntVar, ...]
    """Their sum is at least 1 when a release takes the lesson."""

    @property
    def place(self) -> Place:
        """The half-day in which it has to be covered."""
        return Place(self.lesson.school, self.day, self.lesson.half)


@dataclass(slots=True)
class CoverPlan:
    """What `pdsched.model.decode` needs to deal out the lessons."""

    demands: dict[Place, list[Demand]] = field(default_factory=dict)
    named: dict[tuple[SubstituteGroup, Demand], cp_model.IntVar] = field(default_factory=dict)


class Statement:
    """One problem as variables; the rules add their rows to ``model``."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates
        self.world: World = candidates.world
        self.model = cp_model.CpModel()
        self.attending = candidates.by_placement()
        self.by_group = candidates.by_group()
        self.variables: dict[Hashable, cp_model.IntVar] = {}
        """Every variable by what it decides; a statement of fewer candidates shares these keys."""
        self.attends: dict[Attendance, cp_model.IntVar] = {
            a: self.decide(a, a.group.size) for a in candidates.attendances
        }
        self.holds: dict[tuple[Placement, int], cp_model.IntVar] = {
            (p, k): self.decide((p, k), self._most_sessions(p, k))
            for p in candidates.placements
            for k in range(len(p.offers))
        }
        self.engaged: dict[tuple[SubstituteGroup, Place], cp_model.IntVar] = {}
        self.cover = CoverPlan()
        self.taken_by: list[tuple[cp_model.IntVar, list[Attendance]]] = []
        """Variables that are 1 when one of these attendances happens."""
        self.too_coarse: set[str] = set()
        """Substitutes that have to be single for the rows to be exact."""

    def decide(self, key: Hashable, most: int) -> cp_model.IntVar:
        """A new variable from 0 to ``most``."""
        variable = self.model.new_int_var(0, most, "") if most > 1 else self.model.new_bool_var("")
        self.variables[key] = variable
        return variable

    def keyed(self, values: Sequence[int]) -> dict[Hashable, int]:
        """Values other than 0 by key, to be used in another statement of the same candidates."""
        return {key: n for key, v in self.variables.items() if (n := values[v.index])}

    def indexed(self, keyed: Mapping[Hashable, int]) -> dict[int, int]:
        """The other way round: values other than 0 by variable index."""
        known = {self.variables[key].index: n for key, n in keyed.items() if key in self.variables}
        for taken, attendances in self.taken_by:
            if any(keyed.get(a) for a in attendances):
                known[taken.index] = 1
        return known

    def _most_sessions(self, placement: Placement, k: int) -> int:
        offer = placement.offers[k]
        if offer.trainer is not None:
            return 1
        groups = {a.group for a in self.attending[placement]}
        most = sum(g.size for g in groups) // placement.least
        return min(most, len(offer.room.members)) if offer.room is not None else most

    def sessions(self, placement: Placement) -> cp_model.LinearExprT:
        """Number of sessions at a placement."""
        return total(self.holds[placement, k] for k in range(len(placement.offers)))

    def engage(self, group: SubstituteGroup, place: Place) -> cp_model.IntVar:
        """The variable of an engagement, made when first asked for."""
        key = (group, place)
        if key not in self.engaged:
            self.engaged[key] = self.decide(key, len(group.members))
        return self.engaged[key]

    def servers(self, place: Place) -> list[SubstituteGroup]:
        """Substitute groups that could be engaged there and then."""
        return [g for g in self.candidates.substitute_groups if g.can_serve(self.world, *place)]

    def at_most(self, terms: Iterable[cp_model.IntVar], limit: int) -> None:
        """Add: the sum is at most ``limit``; as a clique where that is what it says."""
        chosen = list(terms)
        if limit == 1 and all(v.domain.max() == 1 for v in chosen):
            self.model.add_at_most_one(chosen)
        else:
            self.model.add(total(chosen) <= limit)


def total(terms: Iterable[cp_model.IntVar]) -> cp_model.LinearExprT:
    """Sum of variables."""
    return cp_model.LinearExpr.sum(list(terms))


def weighted(terms: Sequence[cp_model.IntVar], weights: Sequence[int]) -> cp_model.LinearExprT:
    """Weighted sum of variables, guarded against coefficients that the engine cannot bear."""
    if sum(map(abs, weights)) >= COEFFICIENT_LIMIT:
        raise OverflowError("coefficients of one row sum past 2^31; lower priorities or split")
    return cp_model.LinearExpr.weighted_sum(list(terms), list(weights))


def cliques(items: Iterable[tuple[int, int, T]]) -> Iterator[list[T]]:
    """Maximal sets of intervals that share a moment.

    >>> sorted(map(sorted, cliques([(0, 2, "a"), (1, 3, "b"), (2, 4, "c")])))
    [['a', 'b'], ['b', 'c']]
    """
    rows = list(items)
    events = sorted(
        (moment, kind, n)
        for n, (start, end, _) in enumerate(rows)
        for moment, kind in ((start, 1), (end, 0))
        if start < end
    )
    active: dict[int, None] = {}
    grown = False
    for _, kind, n in events:
        if kind == 1:
            active[n] = None
            grown = True
        else:
            if grown:
                yield [rows[k][2] for k in active]
            grown = False
            del active[n]


def gather(items: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    """Lists by key, in order of first appearance."""
    found: dict[K, list[T]] = {}
    for key, item in items:
        found.setdefault(key, []).append(item)
    return found
