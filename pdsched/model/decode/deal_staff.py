"""Who of a group of equal staff attends what.

Dealing goes through the sessions in clock order, to whoever has attended least and can. Where that
runs into a wall, a small matching problem is solved exactly. Where no
dealing exists the counts promised too much: `DisaggregationError` tells whom to name, and the
problem is stated again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import cumcount, lookup_sorted
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.instance.courses import owes
from pdsched.model.instance.covers import Coverings
from pdsched.model.solution.due import covers_due
from pdsched.model.solution.solution import Counts, Solution


class Turn(NamedTuple):
    """An attendance, and the position of the member in the group who has it."""

    attendance: int
    member: int


class DisaggregationError(Exception):
    """Counts of a staff group that no dealing of names fulfils."""

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members
        super().__init__(f"counts of {len(members)} equal staff cannot be dealt out")


class Seat(NamedTuple):
    """What dealing has to know of an attendance."""

    attendance: int
    slot: int
    course: int
    day: int
    start: int
    """Of the session; the release is from ``away_start`` to ``away_end``."""
    end: int
    away_start: int
    away_end: int


Chosen = list[tuple[Seat, int]]


def deal_staff(candidates: Candidates, attends: Counts) -> list[Turn]:
    """Deal all attendances.

    Raises:
        DisaggregationError: if the counts of a staff group fit no members.
    """
    return [
        turn
        for group, chosen in _by_group(candidates, attends).items()
        for turn in _Dealer(candidates, group).deal(chosen)
    ]


def dealt(candidates: Candidates, solution: Solution) -> Solution:
    """As much of a solution as members of its staff groups can have, and the sessions for those.

    What rules ask for at least may be missing then.
    """
    turns = [
        turn
        for group, chosen in _by_group(candidates, solution.attends).items()
        for turn in _Dealer(candidates, group).deal_most(chosen)
    ]
    ids, counts = np.unique(np.array([t.attendance for t in turns], int), return_counts=True)
    seated = np.bincount(candidates.placement[ids], counts, len(candidates.placements))
    least = np.array([c.group_min for c in candidates.index.courses], dtype=np.int64)
    owner = candidates.placements.owners(solution.holds.ids)
    # Of each placement so many sessions, the first ones, as have their least group.
    before = np.concatenate([[0], np.cumsum(solution.holds.counts)])[:-1]
    before -= before[np.searchsorted(owner, owner)]
    most = seated[owner].astype(np.int64) // least[candidates.placements.course[owner]]
    holds = np.clip(most - before, 0, solution.holds.counts)
    cut = solution._replace(
        attends=Counts.of(ids, counts), holds=Counts.of(solution.holds.ids, holds)
    )
    return cut._replace(covering=_due_still(candidates, cut))


def _due_still(candidates: Candidates, solution: Solution) -> Counts:
    """The covers by colleagues of a solution, of each duty no more than are due."""
    numbers = Coverings(candidates.index, candidates.lessons)
    _, duty, day = numbers.split(solution.covering.ids)
    offered, due = numbers.dated(duty, day), numbers.dated(*covers_due(candidates, solution))
    keys, count = np.unique(due, return_counts=True)
    is_there, where = lookup_sorted(keys, offered)
    most = np.where(is_there, np.append(count, 0)[where], 0)
    return solution.covering.only(cumcount(offered) < most)


def _by_group(candidates: Candidates, attends: Counts) -> dict[int, Chosen]:
    by_group: dict[int, Chosen] = {}
    for attendance, count in zip(attends.ids.tolist(), attends.counts.tolist(), strict=True):
        group = int(candidates.group[attendance])
        by_group.setdefault(group, []).append((_seat(candidates, attendance), count))
    for chosen in by_group.values():
        chosen.sort(key=lambda c: (c[0].day, c[0].start, c[0].attendance))
    return dict(sorted(by_group.items()))


def _seat(c: Candidates, attendance: int) -> Seat:
    placement, away = int(c.placement[attendance]), int(c.away[attendance])
    return Seat(
        attendance,
        int(c.slot[attendance]),
        int(c.placements.course[placement]),
        int(c.placements.day[placement]),
        int(c.placements.start[placement]),
        int(c.placements.end[placement]),
        int(c.aways.start[away]),
        int(c.aways.end[away]),
    )


class _Dealer:
    """Deals to the members of one group."""

    def __init__(self, candidates: Candidates, group: int) -> None:
        self.index = candidates.index
        self.members = self.index.staff[group].members
        self._numbers = {c.id: n for n, c in enumerate(self.index.courses)}

    def deal(self, chosen: Chosen) -> list[Turn]:
        if len(self.members) == 1:
            return [Turn(seat.attendance, 0) for seat, _ in chosen]
        turns = self._in_turn(chosen)
        return turns if turns is not None else self._exactly(chosen)

    def deal_most(self, chosen: Chosen) -> list[Turn]:
        """As many attendances as members can have."""
        try:
            return self.deal(chosen)
        except DisaggregationError:
            return self._exactly(chosen, partly=True)

    def _in_turn(self, chosen: Chosen) -> list[Turn] | None:
        """First come: whoever has attended least and can; ``None`` where that hits a wall."""
        had: list[list[Seat]] = [[] for _ in self.members]
        turns: list[Turn] = []
        for seat, count in chosen:
            able = [m for m in range(len(had)) if self._fits(seat, had[m])]
            if len(able) < count:
                return None
            first = {course for course, _, _ in self._arcs(seat)}
            able.sort(key=lambda m: (-sum(s.course in first for s in had[m]), len(had[m]), m))
            for member in able[:count]:
                had[member].append(seat)
                turns.append(Turn(seat.attendance, member))
        return turns

    def _arcs(self, seat: Seat) -> Iterator[tuple[int, int, int | None]]:
        """What has to come first: course, least and greatest lag."""
        world = self.index.world
        if not world.policy.keeps_prerequisites:
            return
        for arc in self.index.courses[seat.course].owed_by(self.members[0]):
            if owes(world, self.members[0], world.courses[arc.course]):
                yield self._numbers[arc.course], arc.min_days, arc.max_days

    def _fits(self, new: Seat, had: list[Seat]) -> bool:
        return all(_together(new, old) for old in had) and all(
            any(_lag_kept(old, new, arc) for old in had) for arc in self._arcs(new)
        )

    def _exactly(self, chosen: Chosen, *, partly: bool = False) -> list[Turn]:
        """By a problem over members and attendances: all of them, or ``partly`` as many as can be.

        Raises:
            DisaggregationError: if there is no way.
        """
        from ortools.sat.python import cp_model

        members = range(len(self.members))
        model = cp_model.CpModel()
        gets = {(k, m): model.new_bool_var("") for k in range(len(chosen)) for m in members}
        for k, (seat, count) in enumerate(chosen):
            members_who_go = cp_model.LinearExpr.sum([gets[k, m] for m in members])
            model.add(members_who_go <= count if partly else members_who_go == count)
            for m in members:
                for j, (other, _) in enumerate(chosen[:k]):
                    if not _together(seat, other):
                        model.add_at_most_one([gets[k, m], gets[j, m]])
                for arc in self._arcs(seat):
                    before = [
                        gets[j, m] for j, (old, _) in enumerate(chosen) if _lag_kept(old, seat, arc)
                    ]
                    model.add(gets[k, m] <= cp_model.LinearExpr.sum(before))
        if partly:
            model.maximize(cp_model.LinearExpr.sum(list(gets.values())))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = 5
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise DisaggregationError(self.members)
        return [
            Turn(chosen[k][0].attendance, m)
            for (k, m), variable in gets.items()
            if solver.boolean_value(variable)
        ]


def _together(one: Seat, other: Seat) -> bool:
    """Whether one person can have both."""
    return (
        one.slot != other.slot
        and one.course != other.course
        and (
            one.day != other.day
            or one.away_end <= other.away_start
            or other.away_end <= one.away_start
        )
    )


def _lag_kept(first: Seat, then: Seat, arc: tuple[int, int, int | None]) -> bool:
    course, least, most = arc
    lag = then.day - first.day
    in_order = lag > 0 or (lag == 0 and first.end <= then.start)
    return first.course == course and in_order and least <= lag and (most is None or lag <= most)
