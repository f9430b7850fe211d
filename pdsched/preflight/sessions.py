"""How many sessions the trainers, and the rooms, have minutes for, and whom these can serve.

*The argument.* Sessions of one trainer, or in one room, do not overlap, and each lies in one window
of it: what a date has for them is the longest sum of their lengths that fits into its windows and
into the limit of the day, and what a week has no longer than its limit. A course for which `n`
needs are met takes `n / most in a group`, rounded up, sessions of its length. So of a set of
courses no plan meets more than the best choice of sessions, the fullest and shortest first, that
fits into the minutes of all who can give one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.policy import Policy
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.minutes import Hours, sums, together
from pdsched.preflight.offers import Offers
from pdsched.preflight.shortage import Asker, shortages
from pdsched.problem import Course, Need, Room, Window, minutes


class Taught(NamedTuple):
    """Courses for all needs of which trainers, or rooms, have too few minutes."""

    courses: frozenset[str]
    needs: tuple[Need, ...]
    """Those that only these courses answer."""
    most: int
    """How many of them can be met."""
    minutes: int
    """What there is."""
    asked: int
    """What it takes to meet all of them."""
    suppliers: frozenset[str]
    """Trainers or rooms."""


class Stock:
    """The minutes of trainers and of rooms on each date that is left."""

    def __init__(self, index: Index, policy: Policy, horizon: Horizon, offers: Offers) -> None:
        self._index, self._horizon, self._offers = index, horizon, offers
        self._loads = policy.keeps_trainer_loads
        self._sums: dict[tuple[frozenset[int], int], int] = {}

    def most_in_group(self, course: Course) -> int:
        """The largest group of a course: no more than the largest room that it can have seats."""
        if not course.modality.has_room:
            return course.group_max
        return min(course.group_max, max((r.capacity for r in self.rooms(course)), default=0))

    def rooms(self, course: Course) -> list[Room]:
        """The rooms in which a course can be given by somebody."""
        places = self._offers.everywhere(course) or frozenset()
        return [room for room in self._index.problem.rooms if room.school in places]

    def people(self, course: Course) -> frozenset[str]:
        """Everybody who can give a course, alone or in a team."""
        return frozenset(chain.from_iterable(t.people for t in self._offers.givers(course)))

    def of_trainer(self, person: str, lengths: frozenset[int]) -> int:
        """The minutes of sessions of some lengths that a person can give at most."""
        by_date = self.by_date(person, lengths)
        trainer = self._index.trainers[person]
        weekly = trainer.max_minutes_per_week if self._loads else None
        if weekly is None:
            return sum(by_date)
        weeks = (sum(self._on(by_date, week)) for week in self._horizon.weeks)
        return sum(self._longest(lengths, min(weekly, week)) for week in weeks)

    def by_date(self, person: str, lengths: frozenset[int]) -> list[int]:
        """By date of the horizon, the minutes of such sessions that a person can give."""
        trainer = self._index.trainers[person]
        daily = trainer.max_minutes_per_day if self._loads else None
        return [self._fitting(hours, lengths, daily) for hours in self._offers.hours(person)]

    def seats(self, courses: Iterable[Course], dates: Bits) -> int:
        """People who can attend one of these courses on some dates at most."""
        given: defaultdict[str, list[Course]] = defaultdict(list)
        for course in courses:
            for person in self.people(course):
                given[person].append(course)
        total = 0
        for person, each in given.items():
            by_date = self.by_date(person, frozenset(course.minutes for course in each))
            rate = max(Fraction(self.most_in_group(c), c.minutes) for c in each)
            total += sum(int(rate * length) for length in self._on(by_date, dates))
        return total

    def of_room(self, room: Room, lengths: frozenset[int]) -> int:
        """The minutes of sessions of some lengths that fit into a room at most."""
        school = self._index.schools.get(room.school)
        if school is None:
            return 0
        first = min(minutes(period.start) for period in school.periods)
        last = max(minutes(period.end) for period in school.periods)
        total, days = 0, self._index.days
        a_day = self._fitting([(first, last)], lengths, None)
        for day in days.each(self._horizon.at(school)):
            away = [w for w in room.unavailable if w.on(day)]
            if away:
                total += self._fitting(_left((first, last), away), lengths, None)
            else:
                total += a_day
        return total

    def _fitting(self, hours: Sequence[Hours], lengths: frozenset[int], limit: int | None) -> int:
        """The longest sum of lengths of which each part lies in one of these hours."""
        if not hours:
            return 0
        widths = [last - first for first, last in _joined(hours)]
        if len(widths) == 1:
            return self._longest(lengths, widths[0] if limit is None else min(widths[0], limit))
        most = sum(widths) if limit is None else min(limit, sum(widths))
        reached = 1
        for width in widths:
            reached = together(reached, self._reached(lengths, width), most)
        return reached.bit_length() - 1

    def _longest(self, lengths: frozenset[int], limit: int) -> int:
        return self._reached(lengths, limit).bit_length() - 1

    def _reached(self, lengths: frozenset[int], limit: int) -> int:
        if (lengths, limit) not in self._sums:
            self._sums[lengths, limit] = sums(lengths, limit)
        return self._sums[lengths, limit]

    @staticmethod
    def _on(by_date: Sequence[int], dates: Bits) -> Iterator[int]:
        while dates:
            lowest = dates & -dates
            yield by_date[lowest.bit_length() - 1]
            dates ^= lowest


def short_of_sessions(
    needs: Mapping[Need, Sequence[Course]],
    stock: Stock,
    suppliers: Callable[[Course], frozenset[str]],
    minutes_of: Callable[[str, frozenset[int]], int],
) -> Iterator[Taught]:
    """Sets of courses for all needs of which those who supply sessions have too few minutes.

    Args:
        needs: needs that such courses alone answer, with these.
        stock: the minutes there are.
        suppliers: who supplies sessions of a course.
        minutes_of: the minutes that one of them has for sessions of some lengths.
    """
    courses = {course.id: course for answers in needs.values() for course in answers}
    order = list(courses.values())
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for course in order:
        for supplier in suppliers(course):
            lengths[supplier].add(course.minutes)
    had = {name: minutes_of(name, frozenset(each)) for name, each in lengths.items()}
    wanted: defaultdict[str, int] = defaultdict(int)
    for answers in needs.values():
        if len(answers) == 1:
            wanted[answers[0].id] += 1
    askers = [
        Asker(_sessions(wanted[c.id], stock.most_in_group(c)), c.minutes, suppliers(c))
        for c in order
    ]
    for shortage in shortages(askers, had):
        short = frozenset(order[number].id for number in shortage.askers)
        concerned = [n for n, answers in needs.items() if short >= {c.id for c in answers}]
        most = _most_met({n: needs[n] for n in concerned}, stock, shortage.units)
        if most < len(concerned):
            asked = sum(askers[n].things * askers[n].units for n in shortage.askers)
            people = frozenset(map(str, shortage.suppliers))
            yield Taught(short, tuple(concerned), most, shortage.units, asked, people)


def _sessions(people: int, most: int) -> int:
    """How many sessions so many people take; where no group fits none can be asked for."""
    return -(-people // most) if most else 0


def _most_met(needs: Mapping[Need, Sequence[Course]], stock: Stock, units: int) -> int:
    """The needs met by the best choice of sessions, of which the last may be cut."""
    wanted: defaultdict[str, int] = defaultdict(int)
    courses: dict[str, Course] = {}
    for answers in needs.values():
        for course in answers:
            wanted[course.id] += 1
            courses[course.id] = course
    sessions: list[tuple[Fraction, int, int, int]] = []
    for name, people in wanted.items():
        most, length = stock.most_in_group(courses[name]), courses[name].minutes
        if most and people >= most:
            sessions.append((Fraction(most, length), people // most, most, length))
        if most and people % most:
            sessions.append((Fraction(people % most, length), 1, people % most, length))
    met, left = Fraction(0), units
    for rate, count, people, length in sorted(sessions, reverse=True):
        whole = min(count, left // length)
        met, left = met + whole * people, left - whole * length
        if whole < count:
            return min(len(needs), int(met + rate * left))
    return min(len(needs), int(met))


def _joined(hours: Iterable[Hours]) -> list[Hours]:
    """Hours that overlap as one."""
    joined: list[Hours] = []
    for first, last in sorted(hours):
        if joined and first < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _left(hours: Hours, away: Iterable[Window]) -> list[Hours]:
    """What windows leave of some hours."""
    left, since = [], hours[0]
    for window in sorted(away, key=lambda window: window.start):
        left.append((since, min(minutes(window.start), hours[1])))
        since = max(since, minutes(window.end))
    left.append((since, hours[1]))
    return [(first, last) for first, last in left if first < last]
