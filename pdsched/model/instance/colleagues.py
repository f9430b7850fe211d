"""Colleagues who could hold a lesson, and covers by them as numbers.

What of rule ``colleague-cover`` can be judged for one colleague and one lesson on one date alone is
judged here, by leaving out: the switch, schools, lessons of their own, absence, protected time and
qualifications. Releases, other covers and limits are rows (`pdsched.model.rules.colleagues`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property

import numpy as np

from pdsched.engines.arrays import MINUTES, Bools, Ints, group_ids, union
from pdsched.model.instance.granularity import covers_left, who_may_cover
from pdsched.model.instance.index import Index
from pdsched.model.instance.lessons import Lessons
from pdsched.problem import Lesson, minutes
from pdsched.problem.once import once

UNASKED = 10
"""What a cover by somebody who did not volunteer counts, in covers by volunteers."""


class Colleagues:
    """Staff who may cover, each with a number; which of them are free is found out when asked."""

    def __init__(self, index: Index) -> None:
        # Not the index itself, which lives no longer than what is kept of it.
        self._schools, self._days, self._world = index.schools, index.days, index.world
        self.names = who_may_cover(index.world)
        self.number = {name: n for n, name in enumerate(self.names)}
        members = [index.world.staff[name] for name in self.names]
        groups = {m: n for n, g in enumerate(index.staff) for m in g.members}
        self.group = np.array([groups.get(name, -1) for name in self.names], dtype=np.int64)
        """By colleague, the staff group of which they are the only member; -1 without needs."""
        self.of_group = np.full(len(index.staff) + 1, -1, dtype=np.int64)
        """By staff group, the colleague; -1 for others."""
        real = self.group >= 0
        self.of_group[self.group[real]] = np.flatnonzero(real)
        self.home = np.array([index.school[m.schools[0]] for m in members], dtype=np.int64)
        self.weight = np.array(
            [1 if m.cover_volunteer else UNASKED for m in members], dtype=np.int64
        )
        """By colleague, what a cover counts in goal ``colleague-covers``."""
        self.left = np.array([covers_left(index.world, m) for m in members], dtype=np.int64)
        """By colleague, the covers that the limit of all leaves."""
        table = [[q in m.qualifications for q in index.qualifications] for m in members]
        plain = np.array(table, dtype=np.bool_).reshape(len(members), len(index.qualifications))
        self.qualified = np.hstack([plain, np.ones((len(members), 1), dtype=np.bool_)])
        """Colleague x qualification; the last column is of lessons that ask for none."""
        self._at: dict[int, list[int]] = {}
        for n, member in enumerate(members):
            for school in dict.fromkeys(member.schools):
                self._at.setdefault(index.school[school], []).append(n)
        self._busy: dict[tuple[int, int], tuple[Ints, Ints, Ints]] = {}
        self._free: dict[tuple[int, ...], Ints] = {}
        self._joins: dict[Hashable, dict[int, str]] = {}

    def at(self, school: int) -> Ints:
        """Colleagues who work at a school."""
        return np.array(self._at.get(school, ()), dtype=np.int64)

    def free(self, school: int, day: int, start: int, end: int, kind: int) -> Ints:
        """Colleagues who could hold a lesson of this school then, as far as can be said of one."""
        key = (school, day, start, end, kind)
        if key not in self._free:
            if (school, day) not in self._busy:
                self._busy[school, day] = self._blocks(school, day)
            who, first, last = self._busy[school, day]
            colleagues = self.at(school)
            colleagues = colleagues[self.qualified[colleagues, kind]]
            not_free = who[(first < end) & (start < last)]
            self._free[key] = colleagues[~np.isin(colleagues, not_free)]
        return self._free[key]

    def _blocks(self, school: int, day: int) -> tuple[Ints, Ints, Ints]:
        rows = [(n, *block) for n in self._at.get(school, ()) for block in self._of(n, school, day)]
        who, start, end = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
        return who, start, end

    def joined(
        self, lessons: Lessons, who: Ints, lesson: Ints, day: Ints, part: Bools
    ) -> list[str]:
        """By cover, the lesson of the colleague's own that takes in the class, or a part of it.

        "" for none.
        """
        joined = [""] * len(who)
        hosts = np.where(part, lessons.split[lesson], lessons.join[lesson])
        # Set 0 is empty, and most lessons have no other.
        for n in np.flatnonzero(hosts).tolist():
            duty = int(lesson[n])
            sort = (lessons.school, lessons.start, lessons.end, lessons.kind)
            school, start, end, kind = (int(field[duty]) for field in sort)
            hosts_of = (lessons.splits if part[n] else lessons.joins)[int(hosts[n])]
            by_colleague = self._joining(hosts_of, school, int(day[n]), start, end, kind)
            joined[n] = by_colleague.get(int(who[n]), "")
        return joined

    def _able_beside(self, ids: tuple[str, ...], *kind: int) -> Ints:
        return np.array(sorted(self._joining(ids, *kind)), dtype=np.int64)

    def _joining(
        self, ids: tuple[str, ...], school: int, day: int, start: int, end: int, kind: int
    ) -> dict[int, str]:
        """Colleagues who hold one of some lessons then and can take a class in beside it."""
        key = (ids, school, day, start, end, kind)
        if key not in self._joins:
            self._joins[key] = {
                n: held
                for held in ids
                for n in self._holders(held, school, day, start, end)
                if self.qualified[n, kind]
                and not any(
                    first < end and start < last for first, last in self._of(n, school, day, held)
                )
            }
        return self._joins[key]

    def _holders(self, held: str, school: int, day: int, start: int, end: int) -> Iterator[int]:
        """Colleagues of a school who hold a lesson of it on a date all through an interval."""
        here, date = self._schools[school], self._days[day]
        for person in dict.fromkeys(self._lessons[held].staff):
            n = self.number.get(person, -1)
            lessons = (
                self._world.timetable.lessons(person, date) if n in self._at.get(school, ()) else ()
            )
            for x in lessons:
                if x.lesson == held and x.school == here and x.start <= start and end <= x.end:
                    yield n

    @cached_property
    def _lessons(self) -> dict[str, Lesson]:
        return {lesson.id: lesson for lesson in self._world.problem.lessons}

    def _of(
        self, number: int, school: int, day: int, beside: str = ""
    ) -> Iterator[tuple[int, int]]:
        """Times at which a colleague cannot hold a lesson of a school; ``beside`` one, or none."""
        world, name, date = self._world, self.names[number], self._days[day]
        if not (world.calendar.is_open(world.home(name), date) and world.is_at_work(name, date)):
            yield 0, MINUTES
            return
        here = self._schools[school]
        for lesson in world.timetable.lessons(name, date):
            if lesson.lesson == beside:
                continue
            way_there, way_back = (
                world.travel(here, lesson.school),
                world.travel(lesson.school, here),
            )
            yield lesson.start - way_there, lesson.end + way_back
        for window in world.staff[name].unavailable:
            if window.on(date):
                yield minutes(window.start), minutes(window.end)
        if world.policy.colleagues_keep_protected_time:
            yield from world.timetable.protected(name, date)

    def possible(self, lessons: Lessons, lesson: Ints, day: Ints) -> tuple[Ints, Ints]:
        """Who could hold some lessons: position in ``lesson``, and colleague."""
        none = np.zeros(0, dtype=np.int64)
        if not self.names or not len(lesson):
            return none, none
        fields = (lessons.school[lesson], day, lessons.start[lesson], lessons.end[lesson])
        sort = (*fields, lessons.kind[lesson], lessons.join[lesson])
        number, first = group_ids(*sort)
        able = [
            union(self.free(*kind), self._able_beside(lessons.joins[join], *kind))
            if join
            else self.free(*kind)
            for *kind, join in zip(*(f[first].tolist() for f in sort), strict=True)
        ]
        colleagues = [able[n] for n in number.tolist()]
        position = np.repeat(np.arange(len(colleagues)), [len(group) for group in colleagues])
        return position, np.concatenate(colleagues)

    def parted(self, lessons: Lessons, lesson: Ints, day: Ints) -> tuple[Ints, Ints]:
        """Who could take in a part of some classes: position in ``lesson``, and colleague.

        Nobody where one of the lessons among which a class would be divided has nobody.
        """
        entry = np.flatnonzero(lessons.split[lesson]) if self.names else np.zeros(0, dtype=np.int64)
        pairs: list[tuple[int, int]] = []
        for at in entry.tolist():
            duty, on = int(lesson[at]), int(day[at])
            fields = (lessons.school, lessons.start, lessons.end, lessons.kind)
            school, start, end, kind = (int(field[duty]) for field in fields)
            hosts = [
                self._joining((host,), school, on, start, end, kind)
                for host in lessons.splits[lessons.split[duty]]
            ]
            if all(hosts):
                pairs += [(at, who) for host in hosts for who in host]
        position, who = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
        return position, who


@once
def colleagues_of(index: Index) -> Colleagues:
    """Staff who may cover for colleagues; nobody unless the policy says so."""
    return Colleagues(index)
