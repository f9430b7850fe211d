"""The problem as numbers: who, where and when, with the look-ups that candidates and rules share.

Schools, open days, courses, trainers, staff groups, substitute groups and room groups each bear the
number of their place in the problem (or in the list of groups); a *day number* counts the
calendar's open days. What a rule forbids on its own is said in `pdsched.model.candidates.filters`;
what a rule or goal alone looks up stands beside its rows or weights.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

import numpy as np

from pdsched.engines.arrays import Bools, Ints
from pdsched.model.instance.courses import owes
from pdsched.model.instance.cycle import week_number
from pdsched.model.instance.distinctions import single_rooms, single_sessions
from pdsched.model.instance.interchangeable import (
    RoomType,
    StaffType,
    SubstituteType,
    room_types,
    staff_types,
    substitute_types,
)
from pdsched.model.instance.world import World
from pdsched.problem import Half, Prerequisite

HALVES = tuple(Half)
FAR = 10_000
"""More minutes than any way or day has."""


class Index:
    """Numbers for everything of one world, with staff and substitutes grouped."""

    def __init__(self, world: World, named_staff: set[str], named_substitutes: set[str]) -> None:
        self.world = world
        problem = world.problem
        self.days = world.calendar.open_days
        self.schools = tuple(world.schools)
        self.school = {s: n for n, s in enumerate(self.schools)}
        self.courses = problem.courses
        self.trainers = problem.trainers
        self.grouped = single_sessions(world)
        """Ids of courses of which each placement holds one session at most."""
        self.rooms: tuple[RoomType, ...] = room_types(world, self._named_rooms())
        self.staff: tuple[StaffType, ...] = staff_types(world, named_staff)
        self.substitutes: tuple[SubstituteType, ...] = substitute_types(world, named_substitutes)
        self.group_size = np.array([g.size for g in self.staff], dtype=np.int64)
        self.home = np.array(
            [self.school[world.home(g.members[0])] for g in self.staff], dtype=np.int64
        )
        weeks = np.array([week_number(problem.calendar, d) for d in self.days], dtype=np.int64)
        self.week = np.unique(weeks, return_inverse=True)[1].astype(np.int64)
        """Number of the week, by day number."""
        self.month = np.array([d.year * 12 + d.month for d in self.days], dtype=np.int64)
        """Number of the calendar month, by day number."""
        self.term = np.array([world.calendar.term(d) for d in self.days], dtype=np.int64)
        """Number of the term, by day number; -1 outside of terms."""
        self.slots = max((len(g.needs) for g in self.staff), default=0) + 1
        """More than any slot: a staff group and a slot make one number of a need."""
        self._owing: dict[Prerequisite, Bools] = {}

    def _named_rooms(self) -> set[str]:
        """Those that pins name; all of them where a room tells groups apart that nobody leads."""
        kinds = {c.modality for c in self.courses if c.id in self.grouped}
        if any(kind.has_room and not kind.has_trainer for kind in kinds):
            return {r.id for r in self.world.problem.rooms}
        return single_rooms(self.world)

    # Needs

    def owing(self, arc: Prerequisite) -> Bools:
        """By staff group, whether it must still do what an arc says before what follows."""
        if arc not in self._owing:
            first = self.world.courses[arc.course]
            one_of_each = [group.members[0] for group in self.staff]
            is_owing = [arc.owed_by(m) and owes(self.world, m, first) for m in one_of_each]
            self._owing[arc] = np.array(is_owing, dtype=np.bool_)
        return self._owing[arc]

    @cached_property
    def topic(self) -> Ints:
        """Number of the topic, by course; topics in order of their first course."""
        topics: dict[str, int] = {}
        numbers = [topics.setdefault(c.topic, len(topics)) for c in self.courses]
        return np.array(numbers, dtype=np.int64)

    # Substitutes

    @cached_property
    def open(self) -> Bools:
        """Whether a school is open: school x day."""
        return np.array(
            [[self.world.calendar.is_open(s, d) for d in self.days] for s in self.schools],
            dtype=np.bool_,
        ).reshape(len(self.schools), len(self.days))

    @cached_property
    def substitute_size(self) -> Ints:
        """Members of each substitute group."""
        return np.array([len(g.members) for g in self.substitutes], dtype=np.int64)

    @cached_property
    def qualifications(self) -> tuple[str, ...]:
        """Every qualification that a lesson asks for; its number is its place."""
        asked = {x.qualification for x in self.world.problem.lessons if x.qualification}
        return tuple(sorted(asked)) if self.world.policy.asks_qualifications else ()

    @cached_property
    def qualified(self) -> Bools:
        """Substitute group x qualification; the last column is of lessons that ask for none."""
        table = [[q in g.qualifications for q in self.qualifications] for g in self.substitutes]
        plain = np.array(table, dtype=np.bool_).reshape(
            len(self.substitutes), len(self.qualifications)
        )
        return np.hstack([plain, np.ones((len(self.substitutes), 1), dtype=np.bool_)])

    # Ways

    @cached_property
    def travel(self) -> Ints:
        """Minutes from school to school."""
        count = len(self.schools)
        minutes_between = np.zeros((count, count), dtype=np.int64)
        given = {(t.origin, t.destination): t.minutes for t in self.world.problem.travel}
        for one_way in (True, False):
            for (origin, destination), minutes in given.items():
                way = (origin, destination) if not one_way else (destination, origin)
                minutes_between[self.school[way[0]], self.school[way[1]]] = minutes
        np.fill_diagonal(minutes_between, 0)
        return minutes_between


def first_open(index: Index) -> int:
    """Number of the first day that is not past."""
    today = index.world.problem.calendar.today
    return 0 if today is None else bisect_left(index.days, today)
