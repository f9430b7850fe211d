"""Arrays against plain lists, and what is drawn against the oracle's seats."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

import numpy as np
import pytest
from cover_search import CoverSearch
from draw_roles import doubled
from facts import Facts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from schools import two_schools
from seats import Item, Seat, Seats
from solving import plan_for
from strategies import EQUALS, ROVING, SMALL, TINY, Case, cases, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Policy, Problem, Status, generate
from pdsched.engines.arrays import (
    MINUTES,
    CsrLists,
    group_ids,
    interval_cliques,
    lookup_sorted,
    ranges,
)
from pdsched.model import enumerate_candidates
from pdsched.model.candidates import reachable
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.filters import is_avoided
from pdsched.policy import ColleagueCover
from pdsched.problem import CoverKind, PinKind, SessionPin, Weekday
from pdsched.search import Limits, solve_here

small = st.integers(0, 4)


# --- Arrays ---------------------------------------------------------------------------------------


@given(st.lists(st.tuples(small, st.integers())), st.lists(small))
def test_ragged_arrays_are_lists_of_lists(pairs: list[tuple[int, int]], wanted: list[int]) -> None:
    """Items come back by owner in their order, one list at a time or many at once."""
    pairs = [(owner, item % 1000) for owner, item in pairs]
    lists: list[list[int]] = [[item for owner, item in pairs if owner == n] for n in range(5)]
    ragged = CsrLists.of([o for o, _ in pairs], [i for _, i in pairs], 5)
    position, item = ragged.expand(np.array(wanted, dtype=np.int64))

    assert [ragged[n].tolist() for n in range(5)] == lists
    assert ragged.lengths().tolist() == [len(some) for some in lists]
    assert list(zip(position.tolist(), item.tolist(), strict=True)) == [
        (n, item) for n, owner in enumerate(wanted) for item in lists[owner]
    ]


@given(st.lists(st.tuples(small, small)))
def test_ranges_are_ranges(pairs: list[tuple[int, int]]) -> None:
    """All numbers of some ranges, as Python counts them."""
    begin, lengths = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    owner, number = ranges(begin, lengths)

    assert list(zip(owner.tolist(), number.tolist(), strict=True)) == [
        (n, k) for n, (first, length) in enumerate(pairs) for k in range(first, first + length)
    ]


@given(st.lists(st.tuples(small, st.integers(0, 12), st.integers(-1, 5)), max_size=12))
def test_moments_are_the_largest_sets_that_share_one(spans: list[tuple[int, int, int]]) -> None:
    """Of each key exactly those sets of intervals that share a moment and are in no larger one."""
    intervals = [(key, start, start + length) for key, start, length in spans]
    entry, point = interval_cliques(*np.array(intervals, dtype=np.int64).reshape(len(spans), 3).T)
    found: dict[int, set[int]] = {}
    for n, at in zip(entry.tolist(), point.tolist(), strict=True):
        found.setdefault(at, set()).add(n)
    shared = [
        frozenset(n for n, (k, a, b) in enumerate(intervals) if k == key and a <= at < b)
        for key, start, end in intervals
        if start < end
        for at in [start]
    ]
    largest = {some for some in shared if not any(some < other for other in shared)}

    assert {frozenset(some) for some in found.values()} == largest
    assert len(found) == len(largest)
    assert all(intervals[n][0] == at // MINUTES for at, some in found.items() for n in some)


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 2), st.integers(-9, 10**9))),
    st.sampled_from([1, 60]),
)
def test_equal_rows_are_numbered_alike(rows: list[tuple[int, int, int]], times: int) -> None:
    """Equal rows, and no others, have the same number; each number has its first row.

    Few are sorted in another way than many.
    """
    rows = rows * times
    number, first = group_ids(*np.array(rows, dtype=np.int64).reshape(len(rows), 3).T)
    order = sorted(set(rows))

    numbers = {row: n for n, row in enumerate(order)}
    assert number.tolist() == [numbers[row] for row in rows]
    assert first.tolist() == [rows.index(row) for row in order]


@given(st.sets(small), st.lists(small))
def test_sorted_numbers_are_found(numbers: set[int], wanted: list[int]) -> None:
    """Whether each wanted number is there, and where."""
    ordered = sorted(numbers)
    there, where = lookup_sorted(
        np.array(ordered, dtype=np.int64), np.array(wanted, dtype=np.int64)
    )

    assert there.tolist() == [w in numbers for w in wanted]
    assert [ordered[n] for n in where[there]] == [w for w in wanted if w in numbers]


# --- Candidates -----------------------------------------------------------------------------------


class Place(NamedTuple):
    """A seat without its trainer and room."""

    staff: str
    need: str
    course: str
    date: date
    start: int
    school: str | None
    away: tuple[int, int]
    covers: frozenset[str]
    """Lessons that have to be covered."""
    points: int


def without_pins(case: Case) -> Case:
    """The same case, nothing insisted on: what pins forbid is drawn, and forbidden by rows."""
    problem = case.problem.model_copy(update={"session_pins": (), "engagement_pins": ()})
    return Case(problem, case.policy)


def drawn(c: Candidates) -> set[Place]:
    """All attendances, for every member of their group."""
    return {place for n in range(len(c.placement)) for place in _places(c, n)}


def _places(c: Candidates, n: int) -> list[Place]:
    group, placement, away = c.index.staff[c.group[n]], int(c.placement[n]), int(c.away[n])
    venue = int(c.placements.venue[placement])
    lessons = c.aways.takes[away]
    # Whoever holds lessons that need cover is single.
    assert not len(lessons) or set(c.lessons.group[lessons]) == {c.group[n]}
    return [
        Place(
            member,
            needs[c.slot[n]],
            c.index.courses[int(c.placements.course[placement])].id,
            c.index.days[int(c.placements.day[placement])],
            int(c.placements.start[placement]),
            c.index.schools[venue] if venue >= 0 else None,
            (int(c.aways.start[away]), int(c.aways.end[away])),
            frozenset(c.lessons.ids[k] for k in lessons),
            int(c.points[n]),
        )
        for member, needs in zip(group.members, group.member_needs, strict=True)
    ]


class Allowed:
    """The seats of the oracle that could be in a plan at all."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._seats = Seats(*case)
        # Limits are rows: somebody without a half-day left is drawn all the same.
        rested = [s.model_copy(update={"half_days_before": 0}) for s in case.problem.substitutes]
        problem = case.problem.model_copy(update={"substitutes": tuple(rested)})
        self._covers = CoverSearch(problem, case.policy, Facts(problem))

    def places(self) -> set[Place]:
        """Seats that could be covered, at placements that enough people could attend."""
        found = {
            self._place(seat)
            for need in self._case.problem.needs
            for seat in self._seats.of(need)
            if self._seats_a_group(seat) and self._can_leave(seat.items) and self._is_led(seat)
        }
        people = Counter(p[2:6] for p in found)
        least = {c.id: c.group_min for c in self._case.problem.courses}
        return {p for p in found if people[p[2:6]] >= least[p.course]}

    def _place(self, seat: Seat) -> Place:
        slot, lessons = seat.slot, self._seats.facts.lessons
        held = frozenset(x for x in seat.lessons if lessons[x].cover is CoverKind.NEEDED)
        spot = (slot.course, slot.date, slot.span.start, slot.school)
        away = (seat.away.start, seat.away.end)
        return Place(seat.staff, seat.need, *spot, away, held, seat.points)

    def _seats_a_group(self, seat: Seat) -> bool:
        facts = self._seats.facts
        room = seat.slot.room
        return (
            room is None or facts.rooms[room].capacity >= facts.courses[seat.slot.course].group_min
        )

    def _is_led(self, seat: Seat) -> bool:
        return all(self._can_leave(lead.items) for lead in seat.leads)

    def _can_leave(self, items: frozenset[Item]) -> bool:
        policy = self._case.policy
        by_week = not policy.holds("releases-per-week") or policy.releases_per_week > 0
        in_all = not policy.holds("releases-in-all") or policy.releases_in_all > 0
        return not items or (by_week and in_all and self._coverable(items))

    def _coverable(self, items: frozenset[Item]) -> bool:
        """Whether each lesson alone could be covered by somebody."""
        return all(self._covers.fewest(frozenset({item})) is not None for item in items)


@example(workshop())
@given(st.one_of(cases(TINY), cases(EQUALS), cases(ROVING), cases(SMALL)))
def test_exactly_the_seats_are_drawn(case: Case) -> None:
    """Every attendance is a seat of the oracle, and every seat that could be in a plan is one.

    Where colleagues may cover, or substitutes have other roles besides, more are drawn: who of them
    is free is not looked at yet.
    """
    helped = without_pins(case)
    case = Case(
        helped.problem, helped.policy.model_copy(update={"colleague_cover": ColleagueCover.NEVER})
    )
    plain = drawn(enumerate_candidates(*case))

    allowed = Allowed(case).places()

    assert plain >= allowed if doubled(case.problem) else plain == allowed
    assert plain <= drawn(enumerate_candidates(*helped))


@settings(max_examples=scaled(0.4))
@given(cases(SMALL))
def test_attendances_lie_in_order_of_placement(case: Case) -> None:
    """The attendances of a placement lie together, and each need is there but once."""
    c = enumerate_candidates(*case)
    rows = list(zip(c.placement.tolist(), c.group.tolist(), c.slot.tolist(), strict=True))

    assert c.placement.tolist() == sorted(c.placement)
    assert len(set(rows)) == len(rows)
    for placement in range(len(c.placements)):
        ids = c.attending(np.array([placement]))
        assert ids.tolist() == np.flatnonzero(c.placement == placement).tolist()


# --- What is left out of vast districts -----------------------------------------------------------


@pytest.fixture(name="_vast")
def _make_vast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes any district vast."""
    monkeypatch.setattr(reachable, "MOST_PAIRS", 4)


def is_near(place: Place, home: str, held: set[tuple[str, str | None]]) -> bool:
    """Of two schools the home school is the nearest, unless the course is not held there."""
    return place.school in (None, home) or (place.course, home) not in held


@pytest.mark.usefixtures("_vast")
def test_far_venues_alone_are_left_out_of_vast_districts() -> None:
    """Where there are too many pairs people go to the nearest venues only, and it is said."""
    problem, policy = workshop()
    anywhere = tuple(c.model_copy(update={"schools": None}) for c in problem.courses)
    case = Case(problem.model_copy(update={"courses": anywhere}), policy)
    home = {person.id: person.schools[0] for person in problem.staff}
    c = enumerate_candidates(*case)

    places = Allowed(case).places()
    held = {(place.course, place.school) for place in places}

    assert c.partial
    assert drawn(c) == {place for place in places if is_near(place, home[place.staff], held)}


@pytest.mark.usefixtures("_vast")
def test_vast_districts_are_never_called_proven_below_their_needs() -> None:
    """What a part of the placements allows is no optimum: the bound stays that of all needs."""
    case = workshop()
    plan, goals, status = solve_here(*case, limits=Limits(work=0.5))

    assert plan is not None
    assert goals[0].bound == sum(10 * need.priority for need in case.problem.needs)
    assert goals[0].value is not None
    assert goals[0].value <= WORKSHOP_VALUE[0] < goals[0].bound
    assert status is Status.FEASIBLE


@pytest.mark.usefixtures("_vast")
@pytest.mark.parametrize("field", ["school", "staff"])
def test_nothing_is_left_out_where_a_pin_insists(field: str) -> None:
    """At a school that a pin names, or for a person whom it names, everything is looked at."""
    case = workshop()
    home = {person.id: person.schools[0] for person in case.problem.staff}
    named = case.problem.schools[0].id if field == "school" else case.problem.staff[0].id
    pin = SessionPin.model_validate({"id": "p", "kind": PinKind.REQUIRE, field: named})
    pinned = Case(case.problem.model_copy(update={"session_pins": (pin,)}), case.policy)

    places = Allowed(pinned).places()
    held = {(place.course, place.school) for place in places}

    def kept(place: Place) -> bool:
        about = (place.school, named) if field == "school" else (home[place.staff], home[named])
        return is_near(place, home[place.staff], held) or about[0] == about[1]

    assert drawn(enumerate_candidates(*pinned)) == {place for place in places if kept(place)}


# --- Half-days ------------------------------------------------------------------------------------


def test_nobody_covers_at_two_schools_at_once() -> None:
    """Without any way between schools, too, a morning that runs late keeps its substitute."""
    periods = [{"id": "1", "start": "08:00", "end": "12:00"}]
    halves = {"north": "08:30", "south": "12:00"}
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
            "schools": [
                {"id": school, "periods": periods, "midday": midday}
                for school, midday in halves.items()
            ],
            "staff": [{"id": f"of-{school}", "schools": [school]} for school in halves],
            "lessons": [
                {
                    "id": school,
                    "school": school,
                    "staff": [f"of-{school}"],
                    "day": "mon",
                    "start": "09:00",
                    "end": "10:00",
                }
                for school in halves
            ],
            "courses": [
                {
                    "id": "chat",
                    "topic": "chat",
                    "modality": "self-paced",
                    "minutes": 240,
                    "group_max": 1,
                }
            ],
            "needs": [
                {"id": school, "staff": f"of-{school}", "course": "chat"} for school in halves
            ],
            "substitutes": [
                {"id": "sue", "zones": ["all"], "available": [{}], "max_half_days_per_day": 2}
            ],
        }
    )
    _, found = plan_for(Case(problem, Policy()))

    assert found.value == (30, 1, 0, 0, 1)


def test_staff_whose_steps_must_follow_soon_stay_single() -> None:
    """Counts cannot see who is too early for one step and too late for the other."""
    problem = generate(size="XS", seed=1)
    second = {c.id for c in problem.courses if any(a.max_days for a in c.prerequisites)}
    chained = {need.staff for need in problem.needs if need.course in second}
    groups = enumerate_candidates(problem, Policy()).index.staff

    assert chained
    assert all(group.size == 1 for group in groups if chained & set(group.members))


@pytest.mark.parametrize("soft", [False, True])
def test_on_avoided_weekdays_nobody_is_released_where_the_rule_is_hard(soft: bool) -> None:
    """No such release is drawn; where the rule is soft they are, and rows count them."""
    goals = ("needs-met", *(["release-weekdays"] if soft else []))
    policy = Policy(avoided_weekdays=(Weekday.TUE, Weekday.THU), goals=goals)
    c = enumerate_candidates(two_schools(), policy)
    avoided = is_avoided(c.index)[c.placements.day[c.placement]]

    assert (avoided & c.aways.from_lessons(c.away)).any() == soft
