"""For the Timefold model: when substitutes are needed, and who is on hand then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any

from benchmarks.peers.common import half_days_left
from benchmarks.peers.timefold_facts import Moment, Place
from pdsched import Policy, Problem
from pdsched.problem import Half, Lesson, Substitute
from pdsched.referee import Facts
from pdsched.referee.spans import Span, span_of, week_of

MOST_QUALIFICATIONS = 4
"""Up to so many, every set of qualifications is counted (Hall's condition); beyond, each alone."""
HALVES = tuple(Half)


@dataclass(eq=False)
class Reach:
    """Where a substitute serves on a day."""

    schools: list[bool]


@dataclass(eq=False)
class Supply:
    """The substitutes on hand on a day, in a half, who have one of a set of qualifications."""

    key: int
    """``day * 1,000 + kind`` (see `Place`)."""
    on_hand: list[Reach]

    def lacking(self, needs: list[Any]) -> int:
        """Substitutes that are missing: a matching of (school, count) with those on hand."""
        schools = []
        for need in needs:
            for _ in range(need[1]):
                schools.append(need[0])
        holder = [-1 for _ in self.on_hand]
        missing = 0
        for number in range(len(schools)):
            tried = [False for _ in self.on_hand]
            if not self.find_one(number, schools, holder, tried):
                missing += 1
        return missing

    def find_one(
        self, number: int, schools: list[int], holder: list[int], tried: list[bool]
    ) -> bool:
        """One more step of the matching, along an augmenting path."""
        for substitute in range(len(self.on_hand)):
            if self.on_hand[substitute].schools[schools[number]] and not tried[substitute]:
                tried[substitute] = True
                before = holder[substitute]
                if before < 0 or self.find_one(before, schools, holder, tried):
                    holder[substitute] = number
                    return True
        return False


@dataclass(eq=False)
class Limit:
    """At most so many half-days of all substitutes together, on some days."""

    days: list[bool]
    most: int


class CoverFacts:
    """Cover without names: substitutes needed at a moment, and on hand in a half-day."""

    def __init__(self, problem: Problem, policy: Policy, facts: Facts) -> None:
        self.problem = problem
        self.policy = policy
        self.facts = facts
        self.days = facts.days.open_days
        self.schools = {school.id: n for n, school in enumerate(problem.schools)}
        self._moments: dict[tuple[int, int], Moment] = {}
        self._known: dict[str, tuple[Moment, ...]] = {}
        self._alike: dict[tuple[Moment, ...], tuple[Moment, ...]] = {}
        self._reaches: dict[tuple[bool, ...], Reach] = {}
        self._places: dict[tuple[int, int, int], Place] = {}

    @cached_property
    def on_hand(self) -> dict[tuple[date, Half], list[Substitute]]:
        """The substitutes who are available on a date, in a half."""
        return {
            (day, half): [
                s for s in self.problem.substitutes if self.facts.is_available(s, day, half)
            ]
            for day in self.days
            for half in HALVES
        }

    def can_be_covered(self, lesson: Lesson, day: date) -> bool:
        """Whether anybody could hold this lesson on this date."""
        return any(
            self.serves(one, lesson.school, day) and self.can_hold(one, lesson)
            for one in self.on_hand[day, self.facts.half(lesson)]
        )

    def can_hold(self, substitute: Substitute, lesson: Lesson) -> bool:
        """Whether a substitute has what a lesson asks for."""
        asks = lesson.qualification if self.policy.holds("cover-qualification") else None
        return asks is None or asks in substitute.qualifications

    def serves(self, substitute: Substitute, school: str, day: date) -> bool:
        """Whether a substitute can be engaged at a school on a date."""
        closed = self.facts.days.is_closed(school, day)
        return not closed and self.facts.serves(substitute, school)

    @cached_property
    def _sets(self) -> list[frozenset[str]]:
        asked = {lesson.qualification for lesson in self.problem.lessons}
        names = sorted(name for name in asked if name is not None)
        if not self.policy.holds("cover-qualification"):
            names = []
        largest = len(names) if len(names) <= MOST_QUALIFICATIONS else 1
        some = (frozenset(s) for n in range(1, largest + 1) for s in combinations(names, n))
        return [frozenset(), *some]

    @cached_property
    def _begins(self) -> dict[str, list[int]]:
        begins: defaultdict[str, set[int]] = defaultdict(set)
        for lesson in self.problem.lessons:
            begins[lesson.school].add(span_of(lesson).start)
        return {school: sorted(some) for school, some in begins.items()}

    def moments(self, lesson: Lesson) -> tuple[Moment, ...]:
        """Where a lesson counts: most lessons overlap when one of them begins."""
        if lesson.id not in self._known:
            some = tuple(self._moments_of(lesson))
            self._known[lesson.id] = self._alike.setdefault(some, some)
        return self._known[lesson.id]

    def _moments_of(self, lesson: Lesson) -> Iterator[Moment]:
        half, span = HALVES.index(self.facts.half(lesson)), span_of(lesson)
        for number, names in enumerate(self._sets):
            if not names or lesson.qualification in names:
                place = self._place(self.schools[lesson.school], half, number)
                for begin in self._begins[lesson.school]:
                    if Span(begin, begin + 1).inside(span):
                        yield self._moments.setdefault((id(place), begin), Moment(place))

    def _place(self, school: int, half: int, number: int) -> Place:
        key = (school, half, number)
        if key not in self._places:
            self._places[key] = Place(school, half * len(self._sets) + number, number == 0)
        return self._places[key]

    def supplies(self) -> Iterator[Supply]:
        """Who is on hand: by day, half and set of qualifications."""
        for number, day in enumerate(self.days):
            for half, name in enumerate(HALVES):
                for place, names in enumerate(self._sets):
                    some = [
                        self._reach(one, day)
                        for one in self.on_hand[day, name]
                        if not names or names.intersection(one.qualifications)
                    ]
                    if some:
                        yield Supply(number * 1_000 + half * len(self._sets) + place, some)

    def _reach(self, substitute: Substitute, day: date) -> Reach:
        schools = tuple(self.serves(substitute, school, day) for school in self.schools)
        return self._reaches.setdefault(schools, Reach(list(schools)))

    def limits(self) -> Iterator[Limit]:
        """What all together may hold, wherever substitutes offer more than they may hold."""
        if self.policy.holds("substitute-limits"):
            weeks = [(week_of(day) - week_of(self.days[0])).days for day in self.days]
            yield from self._limits(list(range(len(self.days))), lambda s: s.max_half_days_per_day)
            yield from self._limits(weeks, lambda s: s.max_half_days_per_week)
            yield from self._limits([0] * len(self.days), half_days_left)

    def _limits(
        self, spans: list[int], limit: Callable[[Substitute], int | None]
    ) -> Iterator[Limit]:
        offered: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for (day, _), some in self.on_hand.items():
            for substitute in some:
                offered[spans[self.days.index(day)]][substitute.id] += 1
        for span, offers in offered.items():
            most = 0
            for name, own in offers.items():
                allowed = limit(self.facts.substitutes[name])
                most += own if allowed is None else min(own, allowed)
            if most < sum(offers.values()):
                yield Limit([one == span for one in spans], most)
