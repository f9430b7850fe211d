"""What a release takes, and which substitutes there are: answers about one problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from benchmarks.peers.days import IMPOSSIBLE, LAST_MINUTE, NEEDED, Day, Days, Flags, Ints
from pdsched import Policy, Problem
from pdsched.problem import Half, Window, minutes

NOWHERE = -1
"""The venue of a session that has none."""


class Away(NamedTuple):
    """What a release comes to; lessons are rows of `Ground.rows`."""

    start: int
    end: int
    lessons: tuple[int, ...]
    owed: tuple[int, ...]
    """Those of the lessons that need cover."""


class Ground(Days):
    """Days, ways and substitutes of one problem.

    Every rule is kept, even one that the policy switches off. Pins are refused: no peer knows them.

    Raises:
        ValueError: if the problem has pins.
    """

    def __init__(self, problem: Problem, policy: Policy) -> None:
        if problem.session_pins or problem.engagement_pins:
            raise ValueError("the peers know no pins: give a problem without any")
        super().__init__(problem)
        self.policy = policy
        self.travel = self._ways()
        self.homes: list[int] = self.home.tolist()
        self.midday = [minutes(school.midday) for school in problem.schools]
        self._way_lists: dict[int, tuple[list[int], list[int]]] = {}
        self._parts: dict[int, tuple[Flags, list[tuple[int, int, int]]]] = {}
        self._callable: dict[tuple[int, int, int], list[int]] = {}
        staff_at = np.bincount(self.home, minlength=len(problem.schools))
        share = policy.away_at_once
        self.away_limit = [
            max(1, int(share * int(n) + 1e-9)) if school.most_away is None else school.most_away
            for n, school in zip(staff_at, problem.schools, strict=True)
        ]

    def _ways(self) -> Ints:
        count = len(self.schools)
        ways = np.full((count, count), -1, dtype=np.int32)
        for way in self.problem.travel:
            ways[self.schools[way.origin], self.schools[way.destination]] = way.minutes
        ways = np.where(ways < 0, ways.T, ways)
        np.fill_diagonal(ways, 0)
        return np.maximum(ways, 0)

    # Releases

    def to_and_fro(self, venue: int) -> tuple[Ints, Ints]:
        """Minutes from each school to a venue, and back."""
        if venue == NOWHERE:
            nothing = np.zeros(len(self.schools), dtype=np.int32)
            return nothing, nothing
        return self.travel[:, venue], self.travel[venue]

    def lost(self, people: Ints, day: int, start: int, end: int, venue: int) -> Ints:
        """How many lessons a release of each would take that need cover; -1 who cannot come."""
        to, fro = self.to_and_fro(venue)
        left, back = np.maximum(0, start - to), np.minimum(LAST_MINUTE, end + fro)
        table = self.day(day)
        home = self.home[people]
        never = self._shut_for(day, left, back)[home]
        if table.block_start.shape[1]:
            never |= (
                (table.block_start[people] < back[home][:, None])
                & (table.block_end[people] > left[home][:, None])
            ).any(axis=1)
        schools = table.school[people]
        hit = (table.start[people] < (end + fro)[schools]) & (
            table.end[people] > (start - to)[schools]
        )
        kind = table.kind[people]
        never |= (hit & (kind == IMPOSSIBLE)).any(axis=1)
        return np.where(never, -1, (hit & (kind == NEEDED)).sum(axis=1)).astype(np.int32)

    def _make_day(self, number: int) -> Day:
        """The date; a lesson that no substitute could ever hold then counts as impossible."""
        table = super()._make_day(number)
        ever = np.zeros((len(self.schools), 2, 1 << len(self.bits)), dtype=bool)
        for half in (0, 1):
            for sub in self.offered.get((number, half), ()):
                has = [w for w in range(ever.shape[2]) if w & ~self.has[sub] == 0]
                ever[np.ix_(sorted(self.serves[sub]), [half], has)] = True
        rows = self._table[np.maximum(table.row, 0)]
        coverable = ever[rows[..., 4], rows[..., 5], rows[..., 7]]
        kind = np.where((table.kind == NEEDED) & ~coverable, IMPOSSIBLE, table.kind)
        return table._replace(kind=kind.astype(np.int32))

    def _shut_for(self, day: int, left: Ints, back: Ints) -> Flags:
        """Which home schools are closed or blacked out while somebody is away."""
        if day not in self._parts:
            spans = list(enumerate(self.shut(day)[:-1]))
            whole = np.array([(0, LAST_MINUTE + 1) in of_school for _, of_school in spans])
            hours = [(n, *span) for n, of_school in spans if not whole[n] for span in of_school]
            self._parts[day] = whole, hours
        whole, hours = self._parts[day]
        if not hours:
            return whole
        shut = whole.copy()
        for school, start, end in hours:
            shut[school] |= start < back[school] and left[school] < end
        return shut

    def away(self, person: int, day: int, start: int, end: int, venue: int) -> Away:
        """The release of one person."""
        to, fro = self._lists(venue)
        rows, taken, owed = self.rows, [], []
        for number in self.day(day).row[person].tolist():
            if number < 0:
                break
            row = rows[number]
            if row[2] < end + fro[row[4]] and start - to[row[4]] < row[3]:
                taken.append(number)
                if row[6] == NEEDED:
                    owed.append(number)
        home = self.homes[person]
        return Away(
            max(0, start - to[home]), min(LAST_MINUTE, end + fro[home]), tuple(taken), tuple(owed)
        )

    def _lists(self, venue: int) -> tuple[list[int], list[int]]:
        if venue not in self._way_lists:
            to, fro = self.to_and_fro(venue)
            self._way_lists[venue] = to.tolist(), fro.tolist()
        return self._way_lists[venue]

    # Substitutes

    @cached_property
    def offered(self) -> dict[tuple[int, int], list[int]]:
        """Substitutes available by day number and half-day, those of least use elsewhere first."""
        found: dict[tuple[int, int], dict[int, None]] = defaultdict(dict)
        order = sorted(range(len(self.serves)), key=lambda n: (len(self.serves[n]), self.has[n]))
        for number in order:
            for offer in self.problem.substitutes[number].available:
                halves = [int(half is Half.PM) for half in offer.halves]
                span = Window(
                    start="00:00",
                    end="23:59",
                    weekdays=offer.weekdays,
                    dates=offer.dates,
                    first=offer.first,
                    last=offer.last,
                )
                days: Sequence[date] = offer.dates if offer.dates is not None else self.dates
                for day in days:
                    if day in self.day_of and span.on(day):
                        for half in halves:
                            found[self.day_of[day], half][number] = None
        place = {number: n for n, number in enumerate(order)}
        return {key: sorted(subs, key=place.__getitem__) for key, subs in found.items()}

    def callable_at(self, place: tuple[int, int, int]) -> list[int]:
        """Substitutes who could be engaged at a school on a day for a half-day."""
        if place not in self._callable:
            school, *when = place
            offered = self.offered.get((when[0], when[1]), ())
            self._callable[place] = [sub for sub in offered if school in self.serves[sub]]
        return self._callable[place]

    @cached_property
    def serves(self) -> list[frozenset[int]]:
        """The schools that each substitute serves."""
        return [
            frozenset(
                number
                for number, school in enumerate(self.problem.schools)
                if (school.zone in sub.zones or school.id in sub.schools)
                and school.id not in sub.excluded_schools
            )
            for sub in self.problem.substitutes
        ]

    @cached_property
    def has(self) -> list[int]:
        """The qualifications of each substitute, as bits."""
        return [
            sum(self.bits[q] for q in set(sub.qualifications) if q in self.bits)
            for sub in self.problem.substitutes
        ]

    def can_make_way(self, morning: int, afternoon: int, day: int) -> bool:
        """Whether a substitute can change school at midday."""
        table = self.day(day)
        end, start = int(table.morning_end[morning]), int(table.afternoon_start[afternoon])
        if morning == afternoon or end < 0 or start < 0:
            return True
        return int(self.travel[morning, afternoon]) <= start - end
