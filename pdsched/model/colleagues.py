"""Colleagues who could hold a lesson, and covers by them as numbers.

What of rule ``colleague-cover`` can be judged for one colleague and one lesson on one date alone is
judged here, by leaving out: the switch, schools, lessons of their own, absence, protected time and
qualifications. Releases, other covers and limits are rows (`pdsched.model.rules.colleagues`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pdsched.model.arrays import MINUTES, Bools, Ints, numbered, union, unique
from pdsched.model.crowded import crowded
from pdsched.model.past_figures import covers_given
from pdsched.model.pauses import Pauses
from pdsched.model.world import World
from pdsched.policy import ColleagueCover, Policy
from pdsched.problem import Lesson, Role, StaffMember, minutes

if TYPE_CHECKING:
    from pdsched.model.aways import Lessons
    from pdsched.model.index import Index

HOLDERS = ("holders-of-a-day", "holders-of-a-class")
"""Goals that count who holds lessons."""
UNASKED = 10
"""What a cover by somebody who did not volunteer counts, in covers by volunteers."""


def may_cover(policy: Policy, member: StaffMember) -> bool:
    """Whether the policy lets a staff member cover for colleagues at all."""
    if policy.colleague_cover is ColleagueCover.NEVER:
        return False
    asked = policy.colleague_cover is ColleagueCover.ALL and member.role is Role.TEACHER
    return member.cover_volunteer or asked


def faces_matter(policy: Policy) -> bool:
    """Whether a rule in force asks which class a substitute holds."""
    return Pauses.of(policy).handover > 0 or policy.holds("days-with-a-class")


def covers_are_named(world: World) -> bool:
    """Whether who holds which lesson is decided everywhere, because goals or a rule count it."""
    return _holders_count(world.policy) or bool(crowded(world).dates)


def _holders_count(policy: Policy) -> bool:
    return any(map(policy.counts, HOLDERS))


def who_may_cover(world: World) -> tuple[str, ...]:
    """Staff whom the policy lets cover, and whom its limits leave a cover."""
    policy = world.policy
    limited = policy.holds("colleague-cover-limits")
    if limited and not policy.colleague_covers_per_week:
        return ()
    some = (m for m in world.problem.staff if may_cover(policy, m))
    return tuple(m.id for m in some if not limited or _left(world, m))


def _left(world: World, member: StaffMember) -> int:
    """Covers that the limit of all leaves a colleague."""
    given = member.covers_before + covers_given(world.problem)[member.id]
    return max(0, world.policy.colleague_covers_in_all - given)


class Colleagues:
    """Staff who may cover, each with a number; which of them are free is found out when asked."""

    def __init__(self, index: Index) -> None:
        self._index, self._world = index, index.world
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
        self.left = np.array([_left(index.world, m) for m in members], dtype=np.int64)
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
            some = self.at(school)
            some = some[self.qualified[some, kind]]
            busy = who[(first < end) & (start < last)]
            self._free[key] = some[~np.isin(some, busy)]
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
        found = [""] * len(who)
        hosts = np.where(part, lessons.split[lesson], lessons.join[lesson])
        # Set 0 is empty, and most lessons have no other.
        for n in np.flatnonzero(hosts).tolist():
            own = int(lesson[n])
            sort = (lessons.school, lessons.start, lessons.end, lessons.kind)
            school, start, end, kind = (int(field[own]) for field in sort)
            some = (lessons.splits if part[n] else lessons.joins)[int(hosts[n])]
            beside = self._joining(some, school, int(day[n]), start, end, kind)
            found[n] = beside.get(int(who[n]), "")
        return found

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
        here, date = self._index.schools[school], self._index.days[day]
        for person in dict.fromkeys(self._lessons[held].staff):
            n = self.number.get(person, -1)
            own = self._world.lessons(person, date) if n in self._at.get(school, ()) else ()
            for x in own:
                if x.lesson == held and x.school == here and x.start <= start and end <= x.end:
                    yield n

    @cached_property
    def _lessons(self) -> dict[str, Lesson]:
        return {lesson.id: lesson for lesson in self._world.problem.lessons}

    def _of(
        self, number: int, school: int, day: int, beside: str = ""
    ) -> Iterator[tuple[int, int]]:
        """Times at which a colleague cannot hold a lesson of a school; ``beside`` one, or none."""
        world, name, date = self._world, self.names[number], self._index.days[day]
        if not world.is_open(world.home(name), date):
            yield 0, MINUTES
            return
        here = self._index.schools[school]
        for own in world.lessons(name, date):
            if own.lesson == beside:
                continue
            there, back = world.travel(here, own.school), world.travel(own.school, here)
            yield own.start - there, own.end + back
        for window in world.staff[name].unavailable:
            if window.on(date):
                yield minutes(window.start), minutes(window.end)
        if world.policy.colleagues_keep_protected_time:
            yield from world.protected(name, date)

    def possible(self, lessons: Lessons, lesson: Ints, day: Ints) -> tuple[Ints, Ints]:
        """Who could hold some lessons: position in ``lesson``, and colleague."""
        none = np.zeros(0, dtype=np.int64)
        if not self.names or not len(lesson):
            return none, none
        fields = (lessons.school[lesson], day, lessons.start[lesson], lessons.end[lesson])
        sort = (*fields, lessons.kind[lesson], lessons.join[lesson])
        number, first = numbered(*sort)
        able = [
            union(self.free(*kind), self._able_beside(lessons.joins[join], *kind))
            if join
            else self.free(*kind)
            for *kind, join in zip(*(f[first].tolist() for f in sort), strict=True)
        ]
        found = [able[n] for n in number.tolist()]
        position = np.repeat(np.arange(len(found)), [len(some) for some in found])
        return position, np.concatenate(found)

    def parted(self, lessons: Lessons, lesson: Ints, day: Ints) -> tuple[Ints, Ints]:
        """Who could take in a part of some classes: position in ``lesson``, and colleague.

        Nobody where one of the lessons among which a class would be divided has nobody.
        """
        some = np.flatnonzero(lessons.split[lesson]) if self.names else np.zeros(0, dtype=np.int64)
        found: list[tuple[int, int]] = []
        for at in some.tolist():
            own, on = int(lesson[at]), int(day[at])
            fields = (lessons.school, lessons.start, lessons.end, lessons.kind)
            school, start, end, kind = (int(field[own]) for field in fields)
            hosts = [
                self._joining((host,), school, on, start, end, kind)
                for host in lessons.splits[lessons.split[own]]
            ]
            if all(hosts):
                found += [(at, who) for host in hosts for who in host]
        position, who = np.array(found, dtype=np.int64).reshape(len(found), 2).T
        return position, who


def holder_counts(world: World, lessons: Sequence[str]) -> Bools:
    """By lesson, whether a goal or rule counts who holds it."""
    everywhere, some = _holders_count(world.policy), crowded(world).lessons
    return np.array([everywhere or name in some for name in lessons], dtype=np.bool_)


class Coverings:
    """Numbers of covers: a colleague or a substitute group, a duty or a part of one, and a day.

    A *duty* is whatever lesson of a school at an interval asks for a qualification (and may join
    the same lessons, and be divided among the same): which of those that are taken a colleague
    holds makes no difference, and is dealt out afterwards. It bears the number of its first lesson.
    On a school of 80 that saves nine columns in ten. Where rules ask which class a substitute
    holds, what colleagues leave to them does make a difference, and a duty is of the same classes,
    too. Where all covers are named, and who holds a lesson counts, it is one lesson of one person,
    or of all who hold it if some of them need no cover.
    """

    def __init__(self, index: Index, lessons: Lessons) -> None:
        self._days = len(index.days)
        self._lessons = max(1, len(lessons.ids))
        faces = lessons.face if faces_matter(index.world.policy) else np.zeros_like(lessons.face)
        fields = (lessons.school, lessons.start, lessons.end, lessons.kind)
        alike = [*fields, lessons.join, lessons.split, faces]
        if lessons.holder_counts.any():
            own = np.arange(len(lessons.ids))
            own = np.where(lessons.spare > 0, len(own) + lessons.whole, own)
            alike.append(np.where(lessons.holder_counts, own, -1))
        number, first = numbered(*alike)
        self.duty = first[number]
        """By lesson, its duty."""

    def join(self, colleague: Ints, lesson: Ints, day: Ints, part: Bools | bool = False) -> Ints:
        """Numbers of covers of some lessons, or of parts of them."""
        number = (colleague * 2 + part) * self._lessons + self.duty[lesson]
        return np.asarray(number * self._days + day)

    def dated(self, lesson: Ints, day: Ints) -> Ints:
        """Numbers of duties on a day."""
        return self.duty[lesson] * self._days + day

    def split(self, number: Ints) -> tuple[Ints, Ints, Ints]:
        """Colleague, duty and day of covers."""
        rest, day = np.divmod(number, max(1, self._days))
        colleague, lesson = np.divmod(rest, self._lessons)
        return colleague // 2, lesson, day

    def parts(self, number: Ints) -> Bools:
        """Whether covers are of a part of a duty."""
        return np.asarray(number // (max(1, self._days) * self._lessons) % 2 == 1)

    def all(self, colleagues: Colleagues, lessons: Lessons, lesson: Ints, day: Ints) -> Ints:
        """All covers by colleagues of some lessons that could be, sorted."""
        _, first = numbered(self.duty[lesson], day)
        lesson, day = lesson[first], day[first]
        position, who = colleagues.possible(lessons, lesson, day)
        whole = self.join(who, lesson[position], day[position])
        position, who = colleagues.parted(lessons, lesson, day)
        parts = self.join(who, lesson[position], day[position], part=True)
        return unique(np.concatenate([whole, parts]))


def comes_late(
    index: Index, session: tuple[Ints, Ints], venue: Ints, lesson: tuple[Ints, Ints], school: Ints
) -> Bools:
    """Whether a session would take a lesson, were it held by one who attends.

    ``session`` and ``lesson`` are starts and ends; ``venue`` is -1 where there is none.
    """
    count = len(index.schools)
    travel = np.zeros((count + 1, count + 1), dtype=np.int64)
    travel[:count, :count] = index.travel
    (start, end), (first, last) = session, lesson
    late: Bools = (first < end + travel[venue, school]) & (start - travel[school, venue] < last)
    return late
