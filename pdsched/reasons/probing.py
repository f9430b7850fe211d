"""What the referee says of an attempt, for the rules that nothing here looks at by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from pdsched.plan import Plan, Session
from pdsched.policy import Policy
from pdsched.policy.counts import Count
from pdsched.reasons.bookings import Booking
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.referee import Case, Violation, checks_of
from pdsched.referee.registry import Check
from pdsched.referee.violation import named

BY_ITSELF = frozenset(
    {
        "records",
        "past",
        "need",
        "session-times",
        "blackouts",
        "one-place",
        "staff-available",
        "coverable",
        "protected-time",
        "group-size",
        "level",
        "prerequisites",
        "trainer",
        "trainer-load",
        "room",
        "cover",
        "cover-qualification",
        "colleague-cover",
        "colleague-cover-limits",
        "substitute-available",
        "substitute-zone",
        "substitute-limits",
        "one-school",
        "away-at-once",
        "releases-per-week",
        "releases-in-all",
        "pins",
    }
)
"""Rules that attempts look at by themselves, one after the other, and tell in their own words."""

OF_HOLDERS = frozenset(
    {
        "adults-a-day",
        "colleague-in-a-row",
        "days-with-a-class",
        "handover",
        "lunch",
        "one-place",
        "staff-lunch",
        "working-day",
    }
)
"""Those of the others that may hold or break by who holds which lesson. What breaks one of them
breaks it still when more lessons are held."""


OF_HIRED = frozenset({Count.HALF_DAYS})
"""Counts of limits that may hold or break in this way."""


def of_holders(policy: Policy, rule: str) -> bool:
    """Whether a rule or limit may hold or break by who holds which lesson."""
    limit = policy.limit(rule)
    if limit is None:
        return rule in OF_HOLDERS
    return limit.count in OF_HIRED or limit.asks_who_holds


class Probe:
    """Shows the referee a plan with one session more, or with one more in a session."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Rules in force that attempts do not look at by themselves."""
        # Attempts look at each role of a person by itself, and at what the plan has of the others.
        apart = BY_ITSELF - {"one-place"} if self._case.facts.several_roles else BY_ITSELF
        policy = self._case.policy
        # Whoever asks for something has no less of it by a session more.
        asking = {limit.id for limit in policy.limits if limit.asks}
        apart = apart.union(asking)
        return tuple(r for r in policy.rules if r not in apart and policy.holds(r))

    @cached_property
    def _checks(self) -> Mapping[str, Check]:
        return checks_of(self._case.policy)

    @cached_property
    def _known(self) -> frozenset[Violation]:
        """What the plan as it stands breaks of these rules: the past alone does."""
        if not self._case.facts.problem.past_sessions:
            return frozenset()
        return frozenset(v for rule in self.rules for v in self._checks[rule](self._case))

    def obstacle(self, session: Session, booked: Sequence[Booking]) -> Obstacle | None:
        """The first of these rules that breaks when these hold the lessons of those who come.

        The session stands for one with the same id.
        """
        if not self.rules:
            return None
        case = self._with(session, booked)
        for rule in self.rules:
            for violation in self._checks[rule](case):
                if violation in self._known:
                    continue
                sentence = named(violation, case.facts.sentences).sentence
                return Obstacle(Stage.OTHERS, rule, lambda said=sentence: said)  # type: ignore[misc]
        return None

    def _with(self, session: Session, booked: Sequence[Booking]) -> Case:
        plan = self._case.plan
        others = tuple(other for other in plan.sessions if other.id != session.id)
        hired = (booking.engagement(session.date) for booking in booked)
        more = (engagement for engagement in hired if engagement is not None)
        engagements = dict.fromkeys((*plan.engagements, *more))
        changed = Plan(
            sessions=(*others, session),
            releases=plan.releases,
            covers=(*plan.covers, *(booking.cover(session.date) for booking in booked)),
            engagements=tuple(engagements),
        )
        return Case(self._case.facts, changed, self._case.policy)
