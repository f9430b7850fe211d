"""Which needs no plan meets, and of which only so many, before anything is solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.policy import Policy
from pdsched.preflight.chains import Chains
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.learners import Demand, Learners
from pdsched.preflight.offers import Offers
from pdsched.preflight.sessions import Stock, Taught, short_of_sessions
from pdsched.preflight.shortage import Asker, most_served, shortages
from pdsched.preflight.substitutes import Hands, Reserve
from pdsched.problem import Course, Need


class Hopeless(Enum):
    """Why a need can be met at no time."""

    NOT_GIVEN = "not given"
    """Nobody gives what answers it on a date that is left."""
    NEVER_FREE = "never free"
    """The person can be released at no time at which it is given."""
    TOO_LATE = "too late"
    """What comes first takes longer than the dates that are left."""


class Covered(NamedTuple):
    """Needs that take more covers than whoever may hold the lessons can give."""

    needs: tuple[Need, ...]
    most: int
    """How many of them can be met."""
    lessons: int
    """Lessons that can be held on these half-days at most."""
    asked: int
    """Lessons that all of the needs take at the least."""
    half_days: int
    """Half-days for which substitutes could be engaged then."""
    dates: tuple[Bits, Bits]
    """The dates of the mornings and of the afternoons."""
    schools: frozenset[str]
    """The home schools."""
    qualification: str
    """What all of the lessons ask for; empty where not all of them do."""
    free: int
    """Seats on dates without lessons."""
    with_colleagues: bool


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
        demand = self.learners.demand
        return {need.id: demand(need, self.courses[need.id]) for need in self.learners.open_needs}

    @cached_property
    def hopeless(self) -> Mapping[Hopeless, list[tuple[Need, int]]]:
        """Needs that no plan meets, by the reason, with the school days that they take."""
        chains = Chains(self.index, self.horizon, self.offers)
        ordered = self.policy.keeps_prerequisites
        hopeless: defaultdict[Hopeless, list[tuple[Need, int]]] = defaultdict(list)
        for need in self.learners.open_needs:
            courses = self.courses[need.id]
            if not courses:
                continue  # other checks tell what answers no level, or nothing
            if not any(self.offers.dates(course) for course in courses):
                hopeless[Hopeless.NOT_GIVEN].append((need, 0))
            elif self.demands[need.id] is None:
                hopeless[Hopeless.NEVER_FREE].append((need, 0))
            elif ordered:
                days = chains.too_late(self.learners.learner(need.staff), courses)
                if days is not None:
                    hopeless[Hopeless.TOO_LATE].append((need, days))
        return hopeless

    @cached_property
    def left(self) -> tuple[Need, ...]:
        """The needs of which nothing says so far that they cannot be met."""
        gone = {need.id for told in self.hopeless.values() for need, _ in told}
        return tuple(n for n in self.learners.open_needs if self.courses[n.id] and n.id not in gone)
