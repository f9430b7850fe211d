"""Which needs no plan meets, and of which only so many, before anything is solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property, reduce
from operator import or_

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.policy import Policy
from pdsched.preflight.chains import Chains, Step
from pdsched.preflight.covers import Covered, short_of_cover
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.learners import Demand, Learners
from pdsched.preflight.offers import Offers
from pdsched.preflight.sessions import Stock, Taught, short_of_sessions
from pdsched.preflight.substitutes import Hands
from pdsched.problem import Course, Need


class Hopeless(Enum):
    """Why a need can be met at no time."""

    NOT_GIVEN = "not given"
    """Nobody gives what answers it on a date that is left."""
    NEVER_FREE = "never free"
    """The person can be released at no time at which it is given."""
    TOO_LATE = "too late"
    """What comes first takes longer than the dates that are left."""


class Preflight:
    """What can be said of the needs of a problem under a policy without a solver."""

    def __init__(self, index: Index, policy: Policy) -> None:
        self.index, self.policy = index, policy
        self.horizon = Horizon(index, policy)
        self.offers = Offers(index, self.horizon)
        self.learners = Learners(index, policy, self.horizon, self.offers)
        self.stock = Stock(index, policy, self.horizon, self.offers)

    @cached_property
    def courses(self) -> Mapping[str, list[Course]]:
        """By open need, the courses that answer it."""
        return {need.id: self.learners.courses(need) for need in self.learners.open_needs}

    @cached_property
    def demands(self) -> Mapping[str, Demand | None]:
        """By open need, what it takes at the least; ``None`` where it can be met at no time."""
        return {
            need.id: self.learners.demand(need.staff, self.courses[need.id])
            for need in self.learners.open_needs
        }

    @cached_property
    def hopeless(self) -> Mapping[Hopeless, list[Need]]:
        """Needs that no plan meets, by the reason."""
        hopeless: defaultdict[Hopeless, list[Need]] = defaultdict(list)
        for need in self.learners.open_needs:
            courses = self.courses[need.id]
            if not courses:
                continue  # other checks tell what answers no level, or nothing
            if not any(self.offers.dates(course) for course in courses):
                hopeless[Hopeless.NOT_GIVEN].append(need)
            elif self.demands[need.id] is None:
                hopeless[Hopeless.NEVER_FREE].append(need)
            elif self.too_late(need) is not None:
                hopeless[Hopeless.TOO_LATE].append(need)
        return hopeless

    def too_late(self, need: Need) -> Step | None:
        """The way to a need, where it is longer than the dates that are left."""
        if not self._keeps_order:
            return None
        return self._chains.too_late(self.learners.learner(need.staff), self.courses[need.id])

    @cached_property
    def _chains(self) -> Chains:
        return Chains(self.index, self.horizon, self.offers)

    @cached_property
    def _keeps_order(self) -> bool:
        return self.policy.keeps_prerequisites

    @cached_property
    def left(self) -> tuple[Need, ...]:
        """The needs of which nothing says so far that they cannot be met."""
        gone = {need.id for needs in self.hopeless.values() for need in needs}
        return tuple(n for n in self.learners.open_needs if self.courses[n.id] and n.id not in gone)

    @cached_property
    def short_of_trainers(self) -> list[Taught]:
        """Sets of courses for all needs of which trainers have too little time."""
        return self._short(
            lambda course: course.modality.has_trainer,
            lambda course: self.stock.people(course),
            self.stock.of_trainer,
        )

    @cached_property
    def short_of_rooms(self) -> list[Taught]:
        """Sets of courses for all needs of which rooms have too little time."""
        rooms = {room.id: room for room in self.index.problem.rooms}
        return self._short(
            lambda course: course.modality.has_room,
            lambda course: frozenset(room.id for room in self.stock.rooms(course)),
            lambda room, lengths: self.stock.of_room(rooms[room], lengths),
        )

    def hands(self, asked: Iterable[Demand], *, alone: bool = False) -> Hands:
        """Who could hold the lessons that are asked for.

        With ``alone`` each person is released only once on a date.
        """
        qualifications = frozenset(demand.qualification for demand in asked)
        parts = self.index, self.policy, self.horizon, self.learners.lessons
        return Hands(*parts, qualifications, alone=alone)

    @cached_property
    def short_of_cover(self) -> list[Covered]:
        """Sets of needs for whose lessons too few substitutes and colleagues can come."""
        demands: dict[Need, tuple[Demand, list[Course]]] = {}
        given: dict[Need, Bits] = {}
        for need in self.left:
            demand = self.demands[need.id]
            if demand is not None and demand.covers:
                courses = self.courses[need.id]
                demands[need] = demand, courses
                given[need] = reduce(or_, map(self.offers.dates, courses))
        hands = self.hands(demand for demand, _ in demands.values())
        return list(short_of_cover(demands, given, hands, self.stock))

    def _short(
        self,
        takes: Callable[[Course], bool],
        suppliers: Callable[[Course], frozenset[str]],
        minutes_of: Callable[[str, frozenset[int]], int],
    ) -> list[Taught]:
        needs = {
            need: courses for need in self.left if all(map(takes, courses := self.courses[need.id]))
        }
        return list(short_of_sessions(needs, self.stock, suppliers, minutes_of))
