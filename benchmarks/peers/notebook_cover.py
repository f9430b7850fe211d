"""The cells of the notebook's model about cover, substitutes and releases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.peers.common import half_days_left
from benchmarks.peers.ground import Away, Ground
from benchmarks.peers.slots import Slot, Wish


class CoverCells:
    """A Boolean for each substitute and lesson, and for each substitute, school and half-day."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.model = cp_model.CpModel()
        self.attends: dict[tuple[Wish, Slot], cp_model.IntVar] = {}
        self.cover: dict[tuple[int, int, int], cp_model.IntVar] = {}
        """By substitute, lesson of a person, and day."""
        self.engaged: dict[tuple[int, int, int, int], cp_model.IntVar] = {}
        """By substitute, school, day and half."""
        self._aways: dict[tuple[int, Slot], Away] = {}

    def away(self, person: int, slot: Slot) -> Away:
        """The release of a person."""
        key = person, slot
        if key not in self._aways:
            self._aways[key] = self.ground.away(person, *slot[1:])
        return self._aways[key]

    def no_overlap(self, items: Iterable[tuple[int, int, cp_model.IntVar]]) -> None:
        """At every moment at which something begins, at most one of what is going on."""
        rows = list(items)
        for moment in sorted({start for start, _, _ in rows}):
            here = [v for start, end, v in rows if start <= moment < end]
            if len(here) > 1:
                self.model.add_at_most_one(here)

    def covers(self) -> Iterable[None]:
        """Each lesson that is taken and needs cover has one."""
        takes: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            for number in self.away(wish.person, slot).owed:
                takes[number, slot.day].append(attends)
        for (number, day), several in takes.items():
            yield
            row = self.ground.rows[number]
            able = [
                sub
                for sub in self.ground.callable_at((row.school, day, row.half))
                if row.wants & ~self.ground.has[sub] == 0
            ]
            covers = []
            for sub in able:
                place = sub, row.school, day, row.half
                if place not in self.engaged:
                    self.engaged[place] = self.model.new_bool_var("")
                cover = self.cover[sub, number, day] = self.model.new_bool_var("")
                self.model.add_implication(cover, self.engaged[place])
                covers.append(cover)
            taken = several[0]
            if len(several) > 1:
                taken = self.model.new_bool_var("")
                self.model.add_max_equality(taken, several)
            self.model.add(sum(covers) == taken)

    def substitutes(self) -> Iterable[None]:
        """Substitutes are in one place at a time, and within their limits."""
        held: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (sub, number, day), cover in self.cover.items():
            row = self.ground.rows[number]
            held[sub, day].append((row.start, row.end, cover))
        for items in held.values():
            yield
            self.no_overlap(items)
        by_sub: dict[int, list[tuple[int, int, int, cp_model.IntVar]]] = defaultdict(list)
        for (sub, school, day, half), engaged in self.engaged.items():
            by_sub[sub].append((school, day, half, engaged))
        for sub, several in by_sub.items():
            yield
            self._limits(sub, several)

    def _limits(self, sub: int, several: list[tuple[int, int, int, cp_model.IntVar]]) -> None:
        limits = self.ground.problem.substitutes[sub]
        days: dict[int, list[tuple[int, int, cp_model.IntVar]]] = defaultdict(list)
        weeks: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for school, day, half, engaged in several:
            days[day].append((school, half, engaged))
            weeks[self.ground.week[day]].append(engaged)
        for day, items in days.items():
            for half in (0, 1):
                self.model.add_at_most_one(v for _, h, v in items if h == half)
            self.model.add(sum(v for _, _, v in items) <= limits.max_half_days_per_day)
            for morning, h, one in items:
                for afternoon, k, other in items:
                    if (h, k) == (0, 1) and not self.ground.can_make_way(morning, afternoon, day):
                        self.model.add_at_most_one(one, other)
        if limits.max_half_days_per_week is not None:
            for week in weeks.values():
                self.model.add(sum(week) <= limits.max_half_days_per_week)
        left = half_days_left(limits)
        if left is not None:
            self.model.add(sum(v for _, _, _, v in several) <= left)

    # Releases

    def releases(self) -> Iterable[None]:
        """Not too often, and not too many at once."""
        policy = self.ground.policy
        weeks: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        in_all: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        absent: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (wish, slot), attends in self.attends.items():
            away = self.away(wish.person, slot)
            if away.owed:
                weeks[wish.person, self.ground.week[slot.day]].append(attends)
                in_all[wish.person].append(attends)
                home = int(self.ground.home[wish.person])
                absent[home, slot.day].append((away.start, away.end, attends))
        for week in weeks.values():
            yield
            self.model.add(sum(week) <= policy.releases_per_week)
        for person, several in in_all.items():
            yield
            before = self.ground.problem.staff[person].releases_before
            self.model.add(sum(several) <= max(0, policy.releases_in_all - before))
        for (home, _), items in absent.items():
            for moment in sorted({start for start, _, _ in items}):
                yield
                here = [v for start, end, v in items if start <= moment < end]
                if len(here) > self.ground.away_limit[home]:
                    self.model.add(sum(here) <= self.ground.away_limit[home])
