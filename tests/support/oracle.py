"""Brute force: the best of all plans of a tiny problem, by exhaustive search.

`Oracle.best` tries, need by need, to leave it open or to give it any seat. It leaves out a branch
for four reasons only, each plain:

- what is chosen so far already breaks a rule that further choices cannot mend;
- a group can no longer reach its least size, since too few needs with a seat there are left;
- even if all needs left were met on time, the points would be fewer than the best found;
- the points could at most be equal, and what is chosen so far already needs as many engaged
  half-days as the best found, as much of colleagues, as many minutes of sessions, as many covers.

Covers are searched in the same way: for each lesson taken, every colleague and substitute. More
sessions never make covers easier: they take lessons, and people who could cover. The plan found is
shown to the referee, who must accept it at the same value.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from math import floor, prod
from typing import NamedTuple

from cover_search import CoverSearch, Hands
from cycling import week_of
from facts import Facts
from free_time import Visit, items_of, visits_of
from plans import plan_of, sections
from seats import Seat, Seats, Slot, binds, pin_fits

from pdsched import Plan, Policy, Problem, score, verify
from pdsched.expansion import in_full
from pdsched.problem import Course, PinKind, Prerequisite

Value = tuple[int, int, int, int, int]
"""Points of needs met, engaged half-days, what covers by colleagues count, minutes of sessions, and
lessons covered."""


class Best(NamedTuple):
    """The best plan, with its value."""

    points: int
    engagements: int
    colleagues: int
    minutes: int
    covers: int
    plan: Plan

    @property
    def value(self) -> Value:
        """The values of the goals of the default policy."""
        return self.points, self.engagements, self.colleagues, self.minutes, self.covers


class DisagreementError(AssertionError):
    """The referee rejects, or values otherwise, what the oracle takes for the best plan."""


Choice = tuple[Seat, ...]


class Oracle:
    """Exhaustive search over the plans of one problem."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.problem = problem = in_full(problem)
        self.policy = policy
        seats = Seats(problem, policy)
        self.facts: Facts = seats.facts
        self.covers = CoverSearch(problem, policy, self.facts)
        self.seats = _without_hopeless(self.facts, [seats.of(need) for need in problem.needs])
        self.seats.sort(key=lambda options: -_most(options))
        self._left = [sum(map(_most, self.seats[n:])) for n in range(len(self.seats) + 1)]
        self._open_seats = [_slots(self.seats[n:]) for n in range(len(self.seats) + 1)]
        self._best: Value | None = None
        self._choice: Choice = ()

    @property
    def breadth(self) -> int:
        """How many choices of seats there are, before any is ruled out."""
        return prod(len(options) + 1 for options in self.seats)

    def best(self) -> Best | None:
        """The best plan; none where no plan keeps all rules and pins."""
        self._best = None
        self._search(0, (), 0)
        if self._best is None:
            return None
        hands = self._hands(self._choice)
        assert hands is not None
        plan = plan_of(self.problem, self._choice, hands)
        answer = Best(*self._best, plan)
        self._ask_referee(answer)
        return answer

    def _ask_referee(self, answer: Best) -> None:
        violations = verify(self.problem, answer.plan, self.policy)
        if violations:
            raise DisagreementError("\n".join(map(str, violations)))
        found = score(self.problem, answer.plan, self.policy)
        if tuple(self.policy.tier_values(found).values())[: len(answer.value)] != answer.value:
            raise DisagreementError(f"oracle {answer.value}, referee {found}")

    def _search(self, depth: int, choice: Choice, points: int) -> None:
        hands = self._hands(choice)
        if hands is None or not self._promising(depth, points, self._cost(choice, hands)):
            return
        if depth == len(self.seats):
            if self._complete(choice):
                self._best, self._choice = (points, *self._cost(choice, hands)), choice
            return
        for seat in self.seats[depth]:
            wider = (*choice, seat)
            if self._compatible(choice, seat) and self._within(wider, depth + 1):
                self._search(depth + 1, wider, points + seat.points)
        if self._sizes_reachable(choice, depth + 1):
            self._search(depth + 1, choice, points)

    def _hands(self, choice: Choice) -> Hands | None:
        visits = visits_of(choice)
        return self.covers.fewest(items_of(visits), visits)

    def _cost(self, choice: Choice, hands: Hands) -> tuple[int, int, int, int]:
        """Half-days, colleagues, minutes and covers so far: no further seat makes them fewer."""
        held = {item for item, _ in (*hands.holders, *hands.colleagues)}
        spent = (self._minutes(slot, size) for slot, size in _groups(choice).items())
        return (*self.covers.cost(hands), sum(spent), len(held))

    def _minutes(self, slot: Slot, people: int) -> int:
        """The minutes of as few sessions as can seat so many people."""
        course = self.facts.courses[slot.course]
        return course.minutes * -(-people // course.group_max) * course.modality.has_group

    def _promising(self, depth: int, points: int, cost: tuple[int, ...]) -> bool:
        if self._best is None:
            return True
        best, *spent = self._best
        hope = points + self._left[depth]
        return hope > best or (hope == best and cost < tuple(spent))

    # --- Rules that further choices cannot mend ---

    def _compatible(self, choice: Choice, seat: Seat) -> bool:
        return all(self._pair(other, seat) for other in choice)

    def _pair(self, one: Seat, other: Seat) -> bool:
        a, b = one.slot, other.slot
        if a.date == b.date and a != b and not self._slots_apart(one, other):
            return False
        if not (self._led_apart(one, other) and self._led_apart(other, one)):
            return False
        if _leader_leaves_coaching(one, other) or _leader_leaves_coaching(other, one):
            return False
        if one.staff != other.staff:
            return True
        if _leaves_coaching(one, other) or _leaves_coaching(other, one):
            return False
        return a.course != b.course and (a.date != b.date or not one.away.meets(other.away))

    def _led_apart(self, one: Seat, other: Seat) -> bool:
        """Whether who leads the one session, if they attend the other, can be at both."""
        led, attended = one.slot, other.slot
        if other.staff not in _givers(one) or led.date != attended.date:
            return True
        first, second = sorted((led, attended), key=lambda slot: slot.span)
        way = self.facts.travel(first.school, second.school)
        return not other.away.meets(led.span) and second.span.start - first.span.end >= way

    def _slots_apart(self, one: Seat, other: Seat) -> bool:
        a, b = one.slot, other.slot
        first, second = sorted((a, b), key=lambda slot: slot.span)
        overlap = first.span.meets(second.span)
        if a.room is not None and a.room == b.room and overlap:
            return False
        if _givers(one).isdisjoint(_givers(other)):
            return True
        return second.span.start - first.span.end >= self.facts.travel(first.school, second.school)

    def _within(self, choice: Choice, depth: int) -> bool:
        return (
            self._groups_fit(choice)
            and self._sizes_reachable(choice, depth)
            and (not self.policy.holds("trainer-load") or self._load_fits(choice))
            and (not self.policy.holds("away-at-once") or self._away_fits(choice))
            and self._releases_fit(choice)
        )

    def _groups_fit(self, choice: Choice) -> bool:
        return all(size <= self._most_in(slot) for slot, size in _groups(choice).items())

    def _most_in(self, slot: Slot) -> int:
        course = self.facts.courses[slot.course]
        if slot.trainer is None and slot.room is None and course.modality.has_hour:
            return len(self.problem.staff)  # any number of equal sessions side by side
        seats = course.group_max if slot.room is None else self.facts.rooms[slot.room].capacity
        return min(course.group_max, seats)

    def _sizes_reachable(self, choice: Choice, depth: int) -> bool:
        left = self._open_seats[depth]
        return all(
            size + left[slot] >= self.facts.courses[slot.course].group_min
            for slot, size in _groups(choice).items()
        )

    def _load_fits(self, choice: Choice) -> bool:
        days: Counter[tuple[str, object]] = Counter()
        weeks: Counter[tuple[str, object]] = Counter()
        for slot, givers in {seat.slot: _givers(seat) for seat in choice}.items():
            for name in givers:
                days[name, slot.date] += slot.span.end - slot.span.start
                weeks[name, self._week(slot.date)] += slot.span.end - slot.span.start
        trainers = self.facts.trainers
        return all(_fits(m, trainers[t].max_minutes_per_day) for (t, _), m in days.items()) and all(
            _fits(m, trainers[t].max_minutes_per_week) for (t, _), m in weeks.items()
        )

    def _week(self, day: date) -> date:
        return week_of(self.problem.calendar, day)

    def _away_fits(self, choice: Choice) -> bool:
        released = _from_lessons(choice)
        return all(self._away_with(one, released) <= self._away_limit(one) for one in released)

    def _away_with(self, one: Visit, released: list[Visit]) -> int:
        """How many of the same school are away when a release begins."""
        home, start = self.facts.home(one.staff), one.away.start
        return sum(
            self.facts.home(other.staff) == home
            and other.date == one.date
            and other.away.start <= start < other.away.end
            for other in released
        )

    def _away_limit(self, one: Visit) -> int:
        home = self.facts.home(one.staff)
        most = self.facts.schools[home].most_away
        if most is not None:
            return most
        size = sum(person.schools[0] == home for person in self.problem.staff)
        return max(1, floor(Fraction(str(self.policy.away_at_once)) * size))

    def _releases_fit(self, choice: Choice) -> bool:
        released = _from_lessons(choice)
        weeks = Counter((one.staff, self._week(one.date)) for one in released)
        people = Counter(one.staff for one in released)
        by_week, in_all = self.policy.releases_per_week, self.policy.releases_in_all
        return (
            not self.policy.holds("releases-per-week") or max(weeks.values(), default=0) <= by_week
        ) and (
            not self.policy.holds("releases-in-all")
            or all(n + self.facts.staff[p].releases_before <= in_all for p, n in people.items())
        )

    # --- Rules of a whole choice ---

    def _complete(self, choice: Choice) -> bool:
        return (
            all(sections(self.facts.courses[s.course], n) for s, n in _groups(choice).items())
            and (not self.policy.holds("pins") or self._pins_kept(choice))
            and (not self.policy.holds("prerequisites") or self._prepared(choice))
        )

    def _pins_kept(self, choice: Choice) -> bool:
        required = [p for p in self.problem.session_pins if p.kind is PinKind.REQUIRE]
        return all(any(pin_fits(p, s) for s in choice) for p in required)

    def _prepared(self, choice: Choice) -> bool:
        return all(
            self._has_before(seat, before, choice)
            for seat in choice
            for before in self.facts.courses[seat.slot.course].prerequisites
            if binds(before, seat.staff)
        )

    def _has_before(self, seat: Seat, before: Prerequisite, choice: Choice) -> bool:
        person = self.facts.staff[seat.staff]
        course = self.facts.courses[before.course]
        if course.id in person.completed or _stands_at(person.levels, course):
            return True
        mine = [s.slot for s in choice if s.staff == seat.staff and s.slot.course == course.id]
        return any(self._in_time(slot, seat.slot, before) for slot in mine)

    def _in_time(self, first: Slot, then: Slot, arc: Prerequisite) -> bool:
        days = self.facts.school_days
        lag = days.index(then.date) - days.index(first.date)
        ordered = (first.date, first.span.end) <= (then.date, then.span.start)
        return ordered and lag >= arc.min_days and (arc.max_days is None or lag <= arc.max_days)


def _leaves_coaching(coached: Seat, other: Seat) -> bool:
    """Whether a person is coached in a lesson that they leave for another session."""
    return coached.slot.date == other.slot.date and coached.slot.lesson in other.lessons


def _leader_leaves_coaching(coached: Seat, led: Seat) -> bool:
    """The same of a person who leads the other session."""
    slot = coached.slot
    return slot.date == led.slot.date and any(
        slot.lesson in lead.lessons for lead in led.leads if lead.staff == coached.staff
    )


def _givers(seat: Seat) -> set[str]:
    """Who gives the session of a seat."""
    return {lead.staff for lead in seat.leads}


def _stands_at(levels: dict[str, int], course: Course) -> bool:
    return course.topic in levels and levels[course.topic] >= course.level_to


def _fits(amount: int, limit: int | None) -> bool:
    return limit is None or amount <= limit


def _most(options: list[Seat]) -> int:
    return max((seat.points for seat in options), default=0)


def _from_lessons(choice: Choice) -> list[Visit]:
    """The releases from lessons of those who attend and of those who lead."""
    return [visit for visit in visits_of(choice) if visit.items]


def _groups(choice: Choice) -> Counter[Slot]:
    return Counter(seat.slot for seat in choice)


def _slots(needs: list[list[Seat]]) -> Counter[Slot]:
    """For each slot, how many needs have a seat in it."""
    return Counter(slot for options in needs for slot in {seat.slot for seat in options})


def _without_hopeless(facts: Facts, needs: list[list[Seat]]) -> list[list[Seat]]:
    """Leaves out seats in slots that too few needs could ever fill."""
    count = _slots(needs)
    return [
        [s for s in options if count[s.slot] >= facts.courses[s.slot.course].group_min]
        for options in needs
    ]
