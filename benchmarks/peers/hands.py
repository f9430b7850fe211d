"""Who covers what, in a plan in the making."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.peers.common import half_days_left
from benchmarks.peers.ground import Ground
from benchmarks.peers.journal import Journal

Place = tuple[int, int, int]
"""A school, a day and a half: where a substitute is engaged."""


class Held(NamedTuple):
    """A lesson that a substitute holds: one of `Ground.rows`."""

    start: int
    end: int
    row: int


Hands = tuple[tuple[int, tuple[Held, ...]], ...]
"""Substitutes engaged for a half-day at a school, and what each of them holds."""


class Cover(Journal):
    """Substitutes engaged; ``roving`` says whether one goes from class to class."""

    def __init__(self, ground: Ground, *, roving: bool) -> None:
        super().__init__()
        self.ground, self.roving = ground, roving
        self.hands: dict[Place, Hands] = {}
        self.sums: dict[str, int] = {"points": 0, "half-days": 0, "session": 0}
        self._engaged: dict[tuple[int, int, int], int] = {}
        self._sub_week: dict[tuple[int, int], int] = {}
        self._sub_all: dict[int, int] = {}
        self._dry: dict[Place, int] = {}
        """Places where nobody more can be engaged, since how long the log was so long."""
        self._booked: list[int] = []
        """How long the log was at each engagement that can still be undone."""

    def back_to(self, mark: int) -> None:
        """Undo all that was done since a mark."""
        super().back_to(mark)
        if self._booked and self._booked[-1] >= mark:
            while self._booked and self._booked[-1] >= mark:
                self._booked.pop()
            self._dry = {place: since for place, since in self._dry.items() if since < mark}

    def settle(self) -> None:
        """Forget how to go back."""
        super().settle()
        self._booked.clear()
        self._dry = dict.fromkeys(self._dry, -1)

    def is_dry(self, place: Place) -> bool:
        """Whether nobody is engaged there, and nobody can be."""
        return place in self._dry and not self.hands.get(place)

    def cover(self, numbers: Iterable[int], day: int) -> bool:
        """Have some lessons covered; ``False`` where somebody is missing, and a part is done."""
        owed: dict[Place, list[int]] = {}
        for number in numbers:
            row = self.ground.rows[number]
            owed.setdefault((row.school, day, row.half), []).append(number)
        if not self.roving:
            return all(self._engage(place, several) for place, several in owed.items())
        return all(
            self._hold(place, number) for place, several in owed.items() for number in several
        )

    def _hold(self, place: Place, number: int) -> bool:
        hands = self.hands.get(place, ())
        row = self.ground.rows[number]
        for n, (sub, held) in enumerate(hands):
            if row.wants & ~self.ground.has[sub] == 0 and not any(
                h.start < row.end and row.start < h.end for h in held
            ):
                lesson = Held(row.start, row.end, number)
                self.put(self.hands, place, _with(hands, n, (sub, (*held, lesson))))
                return True
        return self._deal_again(place, number) or self._engage(place, [number])

    def _deal_again(self, place: Place, number: int) -> bool:
        """Deal all lessons out anew to those who are engaged: in order of time, the rare first."""
        hands = self.hands.get(place, ())
        row = self.ground.rows[number]
        if sum(len(held) for _, held in hands) < 2 or len(hands) < 2:
            return False
        lessons = [h for _, held in hands for h in held] + [Held(row.start, row.end, number)]
        lessons.sort(key=lambda h: (h.start, -self.ground.rows[h.row].wants))
        dealt: dict[int, list[Held]] = {sub: [] for sub, _ in hands}
        order = sorted(dealt, key=lambda sub: self.ground.has[sub].bit_count())
        for lesson in lessons:
            wants = self.ground.rows[lesson.row].wants
            for sub in order:
                if wants & ~self.ground.has[sub] == 0 and (
                    not dealt[sub] or dealt[sub][-1].end <= lesson.start
                ):
                    dealt[sub].append(lesson)
                    break
            else:
                return False
        self.put(self.hands, place, tuple((sub, tuple(held)) for sub, held in dealt.items()))
        return True

    def _engage(self, place: Place, numbers: list[int]) -> bool:
        """Engage one more substitute, for these lessons."""
        held = tuple(Held(*self.ground.rows[n][2:4], n) for n in numbers)
        if any(a.start < b.end and b.start < a.end for a in held for b in held if a is not b):
            return False
        wants = 0
        for number in numbers:
            wants |= self.ground.rows[number].wants
        school, day, half = place
        if place in self._dry:
            return False
        engaged, has = self._engaged, self.ground.has
        for sub in self.ground.callable_at(place):
            fits = (sub, day, half) not in engaged and wants & ~has[sub] == 0
            if fits and self._can_engage(sub, school, day, half):
                self.put(self.hands, place, (*self.hands.get(place, ()), (sub, held)))
                self._book_sub(sub, school, day, half, 1)
                return True
        if not wants:
            self._dry[place] = self._booked[-1] if self._booked else -1
        return False

    def _can_engage(self, sub: int, school: int, day: int, half: int) -> bool:
        limits = self.ground.problem.substitutes[sub]
        other = self._engaged.get((sub, day, 1 - half))
        if other is not None:
            way = (school, other) if half == 0 else (other, school)
            if limits.max_half_days_per_day < 2 or not self.ground.can_make_way(*way, day):
                return False
        week = self._sub_week.get((sub, self.ground.week[day]), 0)
        if week >= (limits.max_half_days_per_week or week + 1):
            return False
        left = half_days_left(limits)
        return left is None or self._sub_all.get(sub, 0) < left

    def _book_sub(self, sub: int, school: int, day: int, half: int, sign: int) -> None:
        if sign > 0:
            self.put(self._engaged, (sub, day, half), school)
        else:
            self.drop(self._engaged, (sub, day, half))
        self.add(self._sub_week, (sub, self.ground.week[day]), sign)
        self.add(self._sub_all, sub, sign)
        self.add(self.sums, "half-days", sign)
        self._booked.append(len(self._log) - 1)
        if sign < 0:
            self._dry.clear()

    def uncover(self, number: int, day: int) -> None:
        """Take the cover of a lesson back, and with the last one the engagement."""
        row = self.ground.rows[number]
        place = row.school, day, row.half
        hands = self.hands[place]
        for n, (sub, held) in enumerate(hands):
            left = tuple(h for h in held if h.row != number)
            if len(left) < len(held):
                if left:
                    self.put(self.hands, place, _with(hands, n, (sub, left)))
                else:
                    self.put(self.hands, place, hands[:n] + hands[n + 1 :])
                    self._book_sub(sub, *place, -1)
                return


def _with(hands: Hands, place: int, item: tuple[int, tuple[Held, ...]]) -> Hands:
    return (*hands[:place], item, *hands[place + 1 :])
