"""Brute force under any policy: every choice of seats and covers, judged by the referee.

`oracle` knows the rules itself and prunes; this knows none but those of single seats and of covers
(`seats`, `cover_search`), so that a new rule or goal is compared with the solver as soon as the
referee has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from cover_search import CoverSearch
from free_time import items_of, visits_of
from plans import plan_of, sections
from seats import Seat, Seats
from strategies import Case

from pdsched import Plan, score, verify


class Exhaustive:
    """All plans of a tiny problem."""

    def __init__(self, case: Case) -> None:
        self.case = case
        seats = Seats(*case)
        self._facts = seats.facts
        self._covers = CoverSearch(*case, seats.facts)
        self._options = [seats.of(need) for need in case.problem.needs]

    @property
    def breadth(self) -> int:
        """How many choices of seats there are."""
        return prod(len(options) + 1 for options in self._options)

    def best(self) -> tuple[int, ...] | None:
        """The values of the tiers of the best plan; none where no plan keeps all rules.

        Of all tiers: those of the policy, and those that decide what they leave open.
        """
        found = [value for plan in self._plans() if (value := self._value(plan)) is not None]
        tiers = self.case.policy.order
        signs = [1 if tier.maximise else -1 for tier in tiers]
        return max(
            found,
            key=lambda values: [sign * v for sign, v in zip(signs, values, strict=True)],
            default=None,
        )

    def _plans(self) -> Iterator[Plan]:
        for chosen in product(*[[None, *options] for options in self._options]):
            choice = tuple(seat for seat in chosen if seat is not None)
            if self._groups_fit(choice):
                visits = visits_of(choice)
                for hands in self._covers.ways(items_of(visits), visits):
                    yield plan_of(self.case.problem, choice, hands)

    def _groups_fit(self, choice: tuple[Seat, ...]) -> bool:
        slots = [seat.slot for seat in choice]
        return all(sections(self._facts.courses[s.course], slots.count(s)) for s in set(slots))

    def _value(self, plan: Plan) -> tuple[int, ...] | None:
        problem, policy = self.case
        if verify(problem, plan, policy):
            return None
        return tuple(policy.tier_values(score(problem, plan, policy)).values())
