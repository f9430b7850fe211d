"""Brute force under any policy: every choice of seats and covers, judged by the referee.

`oracle` knows the rules itself and prunes; this knows none but those of single seats and of covers
(`seats`, `cover_search`), so that a new rule or goal is compared with the solver as soon as the
referee has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from cover_search import CoverSearch, engagement_fits
from double_roles import Hired
from free_time import items_of, visits_of
from plans import plan_of, sections
from seats import Seat, Seats
from strategies import Case

from pdsched import Plan, Problem, score, verify
from pdsched.expansion import in_full
from pdsched.problem import PinKind


class Exhaustive:
    """All plans of a tiny problem."""

    def __init__(self, case: Case) -> None:
        self.case = case = Case(in_full(case.problem), case.policy)
        problem, policy = case
        seats = Seats(*case)
        self._facts = seats.facts
        self._covers = CoverSearch(_without_pins_kept(problem), policy, seats.facts)
        met = {release.need for release in problem.past_releases}
        self._options = [seats.of(need) for need in problem.needs if need.id not in met]

    @property
    def breadth(self) -> int:
        """How many choices of seats there are."""
        return prod(len(options) + 1 for options in self._options)

    def best(self) -> tuple[int, ...] | None:
        """The values of the tiers of the best plan; none where no plan keeps all rules.

        Of all tiers: those of the policy, and those that decide what they leave open.
        """
        found = [value for plan in self.plans() if (value := self._value(plan)) is not None]
        tiers = self.case.policy.order
        signs = [1 if tier.maximise else -1 for tier in tiers]
        return max(
            found,
            key=lambda values: [sign * v for sign, v in zip(signs, values, strict=True)],
            default=None,
        )

    def plans(self) -> Iterator[Plan]:
        """All plans, whatever rules of several seats or covers say, the past in each of them."""
        for chosen in product(*[[None, *options] for options in self._options]):
            choice = tuple(seat for seat in chosen if seat is not None)
            if self._groups_fit(choice):
                visits = visits_of(choice)
                for hands in self._covers.ways(items_of(visits), visits):
                    yield _after_past(self.case.problem, plan_of(self.case.problem, choice, hands))

    def _groups_fit(self, choice: tuple[Seat, ...]) -> bool:
        slots = [seat.slot for seat in choice]
        return all(sections(self._facts.courses[s.course], slots.count(s)) for s in set(slots))

    def _value(self, plan: Plan) -> tuple[int, ...] | None:
        problem, policy = self.case
        if verify(problem, plan, policy):
            return None
        return tuple(policy.tier_values(score(problem, plan, policy)).values())


def _after_past(problem: Problem, plan: Plan) -> Plan:
    """A plan of what is to come, after what is past."""
    met = {release.need for release in problem.past_releases}
    return plan.model_copy(
        update={
            "sessions": (*problem.past_sessions, *plan.sessions),
            "releases": (*problem.past_releases, *plan.releases),
            "covers": (*problem.past_covers, *plan.covers),
            "engagements": (*problem.past_engagements, *plan.engagements),
            "unmet": tuple(unmet for unmet in plan.unmet if unmet.need not in met),
        }
    ).canonical()


def _without_pins_kept(problem: Problem) -> Problem:
    """The problem without pins that the past keeps: nobody has to be engaged for them."""
    hired = [Hired(e.substitute, e.school, e.date, e.half) for e in problem.past_engagements]
    pins = tuple(
        pin
        for pin in problem.engagement_pins
        if pin.kind is PinKind.FORBID or not any(engagement_fits(pin, one) for one in hired)
    )
    return problem.model_copy(update={"engagement_pins": pins})
