"""The problem as numbers: who, where and when, with the look-ups that drawing and rules share.

Schools, open days, courses, trainers, staff groups, substitute groups and room groups each bear the
number of their place in the problem (or in the list of groups); a *day number* counts the
calendar's open days. What a rule forbids on its own is worked out here for substitutes, in
`pdsched.model.candidates.placements` for sessions, and in `pdsched.model.candidates.absences` for
people.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Floats, Ints
from pdsched.model.instance.calendar import monday
from pdsched.model.instance.courses import Answers, owes
from pdsched.model.instance.distinctions import single_rooms, single_sessions
from pdsched.model.instance.interchangeable import (
    RoomGroup,
    StaffGroup,
    SubstituteGroup,
    room_groups,
    staff_groups,
    substitute_groups,
)
from pdsched.model.instance.past_figures import dates_with_classes
from pdsched.model.instance.pauses import Pauses
from pdsched.model.instance.world import World
from pdsched.problem import Half, HalfDays, Need, Weekday

HALVES = tuple(Half)
FAR = 10_000
"""More minutes than any way or day has."""


class Wants(NamedTuple):
    """Who could meet a need by one course, as arrays of equal length."""

    group: Ints
    slot: Ints
    """Position of the need among the group's needs."""
    early: Ints
    """Points of the need met in time."""
    late: Ints
    """Points of the need met later."""
    late_from: Ints
    """First day number on which it is late."""


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
        self.rooms: tuple[RoomGroup, ...] = room_groups(world, self._named_rooms())
        self.staff: tuple[StaffGroup, ...] = staff_groups(world, named_staff)
        self.substitutes: tuple[SubstituteGroup, ...] = substitute_groups(world, named_substitutes)
        self.group_size = np.array([g.size for g in self.staff], dtype=np.int64)
        self.home = np.array(
            [self.school[world.home(g.members[0])] for g in self.staff], dtype=np.int64
        )
        mondays = [monday(d) for d in self.days]
        weeks = {m: n for n, m in enumerate(sorted(set(mondays)))}
        self.week = np.array([weeks[m] for m in mondays], dtype=np.int64)
        """Number of the week, by day number."""
        self.month = np.array([d.year * 12 + d.month for d in self.days], dtype=np.int64)
        """Number of the calendar month, by day number."""
        self.term = np.array([world.calendar.term(d) for d in self.days], dtype=np.int64)
        """Number of the term, by day number; -1 outside of terms."""
        self.slots = max((len(g.needs) for g in self.staff), default=0) + 1
        """More than any slot: a staff group and a slot make one number of a need."""
        self._owing: dict[int, Bools] = {}
        self._units: dict[str, tuple[Ints, Ints]] = {}

    def _named_rooms(self) -> set[str]:
        """Those that pins name; all of them where a room tells groups apart that nobody leads."""
        kinds = {c.modality for c in self.courses if c.id in self.grouped}
        if any(kind.has_room and not kind.has_trainer for kind in kinds):
            return {r.id for r in self.world.problem.rooms}
        return single_rooms(self.world)

    # Needs

    @cached_property
    def wants(self) -> dict[int, Wants]:
        """By course number, who could meet a need by it; courses that nobody wants are left out."""
        found: dict[int, list[tuple[int, int, int, int, int]]] = defaultdict(list)
        answering = Answers(self.world)
        for number, group in enumerate(self.staff):
            for slot, need in enumerate(group.needs):
                for course in answering.to(need):
                    found[course].append((number, slot, *self._points(need)))
        return {
            c: Wants(*np.array(rows, dtype=np.int64).T.copy()) for c, rows in sorted(found.items())
        }

    def _points(self, need: Need) -> tuple[int, int, int]:
        late_from = len(self.days) if need.due is None else bisect_right(self.days, need.due)
        late = need.priority * self.world.policy.late_tenths
        return 10 * need.priority, late, late_from

    def owing(self, course: int) -> Bools:
        """By staff group, whether it must still do a course before what follows it."""
        if course not in self._owing:
            taught = self.courses[course]
            some = [owes(self.world, g.members[0], taught) for g in self.staff]
            self._owing[course] = np.array(some, dtype=np.bool_)
        return self._owing[course]

    # Substitutes

    @cached_property
    def open(self) -> Bools:
        """Whether a school is open: school x day."""
        return np.array(
            [[self.world.calendar.is_open(s, d) for d in self.days] for s in self.schools],
            dtype=np.bool_,
        ).reshape(len(self.schools), len(self.days))

    @cached_property
    def serves(self) -> Bools:
        """Rule ``substitute-zone``: substitute group x school."""
        members = [self.world.substitutes[g.members[0]] for g in self.substitutes]
        return np.array(
            [[self.world.serves(m, s) for s in self.schools] for m in members], dtype=np.bool_
        ).reshape(len(members), len(self.schools))

    @cached_property
    def offers(self) -> Bools:
        """Rule ``substitute-available``, but for closed schools: substitute group x day x half."""
        offered = np.zeros((len(self.substitutes), len(self.days), 2), dtype=np.bool_)
        numbers = {d: n for n, d in enumerate(self.days)}
        for g, group in enumerate(self.substitutes):
            for row in self.world.substitutes[group.members[0]].available:
                halves = [HALVES.index(h) for h in row.halves]
                days = row.dates if row.dates is not None else self.days
                some = [numbers[d] for d in days if d in numbers and _is_listed(row, d)]
                for half in halves:
                    offered[g, some, half] = True
        return offered

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
        found = np.zeros((count, count), dtype=np.int64)
        given = {(t.origin, t.destination): t.minutes for t in self.world.problem.travel}
        for one_way in (True, False):
            for (origin, destination), minutes in given.items():
                way = (origin, destination) if not one_way else (destination, origin)
                found[self.school[way[0]], self.school[way[1]]] = minutes
        np.fill_diagonal(found, 0)
        return found

    @cached_property
    def _midday(self) -> tuple[Ints, Ints]:
        """Last end of the morning's and first start of the afternoon's lessons: school x day."""
        last = np.full((len(self.schools), len(self.days)), -FAR, dtype=np.int64)
        first = np.full((len(self.schools), len(self.days)), FAR, dtype=np.int64)
        for school, name in enumerate(self.schools):
            for day, when in enumerate(self.days):
                end, start = self.world.timetable.midday_gap(name, when)
                last[school, day] = -FAR if end is None else end
                first[school, day] = FAR if start is None else start
        return last, first

    def cannot_change(
        self, morning: Ints, afternoon: Ints, day: Ints | int, rest: int = 0
    ) -> Bools:
        """Rule ``one-school``, second sentence: whether there is no way from school to school.

        With a ``rest``, whether there is none besides it (rule ``lunch``).
        """
        last, first = self._midday
        gap = first[afternoon, day] - last[morning, day]
        clash: Bools = (morning != afternoon) & (self.travel[morning, afternoon] + rest > gap)
        return clash

    @cached_property
    def narrow(self) -> Bools:
        """School x school: whether the midday is too short for way and lunch on some day."""
        lunch = Pauses.of(self.world.policy).lunch
        everywhere = np.arange(len(self.schools))
        found = np.zeros((len(everywhere), len(everywhere)), dtype=np.bool_)
        last, first = self._midday
        # Even without any way, mornings of one school may run into afternoons of another.
        if self.travel.any() or (last.size and last.max() + lunch > first.min()):
            for day in range(len(self.days)):
                found |= self.cannot_change(everywhere[:, None], everywhere, day, lunch)
        return found

    @cached_property
    def class_days_left(self) -> Ints:
        """Rule ``days-with-a-class``: substitute group x class; more than there are without it."""
        world, shape = self.world, (len(self.substitutes), len(self.world.timetable.all_classes))
        most = world.policy.days_with_a_class
        if most is None or not world.policy.limits_days_with_a_class:
            return np.full(shape, len(self.days), dtype=np.int64)
        members = [world.substitutes[g.members[0]] for g in self.substitutes]
        past = dates_with_classes(world)
        before = [
            [
                m.class_days_before.get(one.name, 0) + past[m.id, one]
                for one in world.timetable.all_classes
            ]
            for m in members
        ]
        return np.maximum(0, most - np.array(before, dtype=np.int64).reshape(shape))

    @cached_property
    def familiar(self) -> Bools:
        """Whether a substitute knows a school: substitute group x school."""
        members = [self.world.substitutes[g.members[0]] for g in self.substitutes]
        return np.array(
            [[s in m.familiar_schools for s in self.schools] for m in members], dtype=np.bool_
        ).reshape(len(members), len(self.schools))

    @cached_property
    def preferred(self) -> Bools:
        """Whether a substitute prefers a school, or none to another: substitute group x school."""
        members = [self.world.substitutes[g.members[0]] for g in self.substitutes]
        return np.array(
            [
                [not m.preferred_schools or s in m.preferred_schools for s in self.schools]
                for m in members
            ],
            dtype=np.bool_,
        ).reshape(len(members), len(self.schools))

    @cached_property
    def fill(self) -> tuple[Floats, Floats, Floats]:
        """Chances that an engagement is filled: by substitute group, by school, by day."""
        world = self.world
        members = [world.substitutes[g.members[0]] for g in self.substitutes]
        weekdays = {w.weekday: w.probability for w in world.problem.calendar.fill_probabilities}
        return (
            np.array([m.fill_probability for m in members], dtype=np.float64),
            np.array([world.schools[s].fill_probability for s in self.schools], dtype=np.float64),
            np.array([weekdays.get(Weekday.of(d), 1.0) for d in self.days], dtype=np.float64)
            * self._fill_by_notice,
        )

    @cached_property
    def _fill_by_notice(self) -> Floats:
        """Factor of the chances that an engagement is filled, by day number."""
        calendar = self.world.problem.calendar
        if calendar.today is None or not calendar.fill_by_notice:
            return np.ones(len(self.days))
        steps = sorted((row.days, row.probability) for row in calendar.fill_by_notice)
        chances = np.array([1.0, *(chance for _, chance in steps)])
        notice = np.arange(len(self.days)) + 1 - bisect_right(self.days, calendar.today)
        notice += self.world.calendar.notice_before
        reached = np.searchsorted([days for days, _ in steps], notice, "right")
        return np.asarray(chances[reached])

    # Shares away

    @cached_property
    def most_away(self) -> Ints:
        """How many of a school may be away at once (rule ``away-at-once``)."""
        heads = [self.world.headcount.get(s, 0) for s in self.schools]
        limits = _shares(self.world.policy.away_at_once, heads)
        for school, number in self.school.items():
            most = self.world.schools[school].most_away
            limits[number] = limits[number] if most is None else most
        return limits

    @cached_property
    def releases_left(self) -> Ints:
        """How many releases from lessons each person has left in all, by staff group.

        Staff whose lessons need cover are single: for them it is that of the person.
        """
        before = [self.world.staff[g.members[0]].releases_before for g in self.staff]
        left = self.world.policy.releases_in_all - np.array(before, dtype=np.int64)
        return np.asarray(np.maximum(0, left))

    @cached_property
    def avoided(self) -> Bools:
        """By day number, whether no release from lessons should be on it."""
        weekdays = self.world.policy.avoided_weekdays or ()
        return np.array([Weekday.of(d) in weekdays for d in self.days], dtype=np.bool_)

    def units(self, kind: str, share: float) -> tuple[Ints, Ints]:
        """Departments, grades or roles of schools: number by staff group, and most away by number.

        The number is -1 where there is none. Staff whose lessons need cover are single: for them
        it is that of the person.
        """
        if kind in self._units:
            return self._units[kind]
        heads = Counter(self.world.unit(s.id, kind) for s in self.world.problem.staff)
        numbers = {unit: n for n, unit in enumerate(heads)}
        own = [self.world.unit(g.members[0], kind) for g in self.staff]
        found = np.array([numbers[unit] if unit[1] else -1 for unit in own], dtype=np.int64)
        self._units[kind] = found, _shares(share, list(heads.values()))
        return self._units[kind]


def _is_listed(row: HalfDays, day: date) -> bool:
    """Whether a row of available half-days holds on a date."""
    return (
        (row.weekdays is None or Weekday.of(day) in row.weekdays)
        and (row.dates is None or day in row.dates)
        and (row.first is None or row.first <= day)
        and (row.last is None or day <= row.last)
    )


def _shares(share: float, heads: Sequence[int]) -> Ints:
    """So many of each number of people; the hair added makes 0.29 of 100 people 29."""
    return np.array([max(1, int(share * n + 1e-9)) for n in heads], dtype=np.int64)


def first_open(index: Index) -> int:
    """Number of the first day that is not past."""
    today = index.world.problem.calendar.today
    return 0 if today is None else bisect_left(index.days, today)
