"""The oracle itself: against the referee seat by seat, and against a dumber oracle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from math import prod

from cover_search import Hands
from double_roles import Hired
from facts import Facts, Span
from free_time import items_of, visits_of
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle import Oracle
from plans import written
from seats import Item, Seat, Seats, Slot
from strategies import MICRO, Case, cases

from pdsched import Policy, Problem, score, verify
from pdsched.problem import Course, Half, Need, minutes

# A plan of one attendance that breaks one of these is mended by nothing that is added to it.
SINGLE = {
    "records",
    "past",
    "need",
    "session-times",
    "blackouts",
    "staff-available",
    "coverable",
    "protected-time",
    "level",
    "trainer",
    "room",
    "one-place",
    "coached-lesson",
}
Holders = tuple[tuple[Item, str], ...]
NOBODY = Hands(frozenset(), ())


def without_pins(case: Case) -> Case:
    """The same case, nothing insisted on."""
    problem = case.problem.model_copy(update={"session_pins": (), "engagement_pins": ()})
    return Case(problem, case.policy)


def slots(problem: Problem) -> st.SearchStrategy[Slot]:
    """Any session that has a course's length, however absurd otherwise."""
    starts = sorted({minutes(p.start) for s in problem.schools for p in s.periods})
    places = [None, *(s.id for s in problem.schools)]
    courses = {c.id: c for c in problem.courses}
    return st.builds(
        lambda course, day, start, *place: Slot(
            course, day, hours_of(courses[course], start), *place
        ),
        st.sampled_from(sorted(courses)),
        st.sampled_from(Facts(problem).horizon),
        st.sampled_from([*starts, starts[0] + 5]),
        st.sampled_from(places),
        st.sampled_from([None, *(t.id for t in problem.trainers)]),
        st.sampled_from([None, *(r.id for r in problem.rooms)]),
    )


def hours_of(course: Course, start: int) -> Span:
    """When a session of a course is held that begins then."""
    return Span(start, start + course.minutes) if course.modality.has_hour else Span(0, 0)


def judged(case: Case, seat: Seat) -> set[str]:
    """The rules that a seat breaks by itself, says the referee."""
    plan = written(case.problem, [[seat]], NOBODY)
    return {v.rule for v in verify(case.problem, plan, case.policy)} & SINGLE


def nearly(seat: Seat, slot: Slot, field: str) -> Slot:
    """A seat's slot with one field taken from another slot."""
    return seat.slot._replace(**{field: getattr(slot, field)}, team=0)


@given(st.data(), cases())
def test_oracle_and_referee_agree_seat_by_seat(data: st.DataObject, drawn: Case) -> None:
    """A seat is allowed by the oracle exactly if the referee finds nothing wrong with it alone."""
    case = without_pins(drawn)
    seats = Seats(*case)
    kept = {need.id: seats.of(need) for need in case.problem.needs}
    assume(case.problem.needs)

    for _ in range(5):
        need = data.draw(st.sampled_from(case.problem.needs))
        slot = data.draw(slots(case.problem))
        if kept[need.id]:
            good = data.draw(st.sampled_from(kept[need.id]))
            field = data.draw(st.sampled_from(["course", "date", "school", "trainer", "room"]))
            slot = nearly(good, slot, field)
        seat = seats.seat(need, slot)

        assert (seat in kept[need.id]) == (not judged(case, seat)), (seat, judged(case, seat))
    for seat in chain.from_iterable(kept.values()):
        assert judged(case, seat) == set(), seat


# --- A dumber oracle: every plan there is, judged by the referee alone ---


class Dumb:
    """All plans of a micro problem, nothing pruned but seats that are wrong by themselves."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = Facts(case.problem)
        self.seats = Seats(*case)
        self.options = [list(self._options(need)) for need in case.problem.needs]
        self.hires = list(self._hires())

    def _options(self, need: Need) -> Iterator[Seat | None]:
        yield None
        for course in self.case.problem.courses:
            for slot in dict.fromkeys(self._slots(course)):
                seat = self.seats.seat(need, slot)
                if not judged(without_pins(self.case), seat):
                    yield seat

    def _slots(self, course: Course) -> Iterator[Slot]:
        problem = self.case.problem
        lessons = [x.id for x in problem.lessons] if course.modality.in_lesson else [None]
        for school, day in product(problem.schools, self.facts.horizon):
            for period in school.periods:
                span = hours_of(course, minutes(period.start))
                trainers = [None, *(t.id for t in problem.trainers)]
                rooms = [None, *(r.id for r in problem.rooms)]
                places = product((None, school.id), trainers, rooms, lessons)
                for venue, trainer, room, lesson in places:
                    yield Slot(course.id, day, span, venue, trainer, room, lesson)

    def _hires(self) -> Iterator[Hired]:
        problem = self.case.problem
        for who, place in product(problem.substitutes, problem.schools):
            for day, half in product(self.facts.horizon, Half):
                yield Hired(who.id, place.id, day, half)

    @property
    def breadth(self) -> int:
        """At most so many plans there are: seats, sets of engagements, and who holds what."""
        seats = prod(len(options) for options in self.options)
        lessons = sum(
            max(len(items_of(visits_of([s]))) if s else 0 for s in options)
            for options in self.options
        )
        spared = any(self._may_spare(lesson.id) for lesson in self.case.problem.lessons)
        holders: int = max(1, len(self._names) + spared) ** lessons
        return (seats << len(self.hires)) * holders

    def best(self) -> tuple[int, ...] | None:
        """Value of the best plan that the referee accepts."""
        values = [self._value(seats, hands) for seats, hands in self._answers()]
        found = [value for value in values if value is not None]
        best = max(found, key=lambda value: (value[0], *(-v for v in value[1:])), default=None)
        return None if best is None else best[: len(Policy().tiers)]

    def _answers(self) -> Iterator[tuple[list[list[Seat]], Hands]]:
        engagements = [
            frozenset(h) for n in range(len(self.hires) + 1) for h in combinations(self.hires, n)
        ]
        for chosen in product(*self.options):
            seats = [seat for seat in chosen if seat is not None]
            for groups in partitions(seats):
                for holders, colleagues in self._holders(seats):
                    for hired in engagements:
                        yield groups, Hands(hired, holders, colleagues)

    @property
    def _names(self) -> list[tuple[bool, str]]:
        """Who could hold a lesson: whether a colleague, and the name."""
        problem, policy = self.case
        colleagues = problem.staff if policy.colleague_cover != "never" else ()
        return [*((False, s.id) for s in problem.substitutes), *((True, s.id) for s in colleagues)]

    def _holders(self, seats: list[Seat]) -> Iterator[tuple[Holders, Holders]]:
        items = sorted(items_of(visits_of(seats)))
        nobody = [(False, "")]
        options = [nobody * self._may_spare(lesson) + self._names for _, lesson, *_ in items]
        for choice in product(*options):
            held = [(item, name) for item, name in zip(items, choice, strict=True) if name[1]]
            yield (
                tuple((item, name) for item, (own, name) in held if not own),
                tuple((item, name) for item, (own, name) in held if own),
            )

    def _may_spare(self, lesson: str) -> bool:
        """Whether one of those who hold a lesson may be missing, and nobody hold it instead."""
        (held,) = (one for one in self.case.problem.lessons if one.id == lesson)
        return held.staff_needed is not None and held.staff_needed < len(held.staff)

    def _value(self, groups: list[list[Seat]], hands: Hands) -> tuple[int, ...] | None:
        problem, policy = self.case
        plan = written(problem, groups, hands)
        if verify(problem, plan, policy):
            return None
        found = score(problem, plan, policy)
        return tuple(policy.tier_values(found).values())


def partitions(seats: list[Seat]) -> Iterator[list[list[Seat]]]:
    """All ways to part people into sessions, each of one slot."""
    if not seats:
        yield []
        return
    for parts in partitions(seats[1:]):
        yield [[seats[0]], *parts]
        for n, part in enumerate(parts):
            if part[0].slot == seats[0].slot:
                yield [*parts[:n], [seats[0], *part], *parts[n + 1 :]]


def test_a_lesson_that_can_spare_somebody_needs_no_holder() -> None:
    """Ada takes the hour in which bob keeps their class, and bob the one in which he is free."""
    periods = [{"id": str(n), "start": f"0{7 + n}:00", "end": f"0{8 + n}:00"} for n in (0, 1)]
    lesson = {"school": "north", "day": "mon"}
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
            "schools": [{"id": "north", "periods": periods}],
            "staff": [{"id": who, "schools": ["north"]} for who in ("ada", "bob")],
            "lessons": [
                {**lesson, "id": "a", "staff": ["ada"], "start": "07:00", "end": "08:00"},
                {**lesson, "id": "b", "staff": ["ada", "bob"], "staff_needed": 1}
                | {"start": "08:00", "end": "09:00"},
            ],
            "courses": [
                {"id": "c", "topic": "sheets", "modality": "self-paced", "minutes": 60}
                | {"group_max": 1}
            ],
            "needs": [{"id": who, "staff": who, "course": "c"} for who in ("ada", "bob")],
        }
    )
    case = Case(problem, Policy())
    best = Oracle(*case).best()

    assert best is not None
    assert best.value[0] == 60
    assert Dumb(case).best() == best.value


@given(cases(MICRO))
def test_oracle_finds_the_best_of_all_plans(case: Case) -> None:
    """Pruning loses nothing: the value is the best of all plans that the referee accepts."""
    dumb = Dumb(case)
    assume(1 < dumb.breadth <= 5000)
    best = Oracle(*case).best()

    assert (None if best is None else best.value) == dumb.best()
