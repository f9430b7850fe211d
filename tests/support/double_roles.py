"""Whether a substitute who is staff or trainer besides can be engaged, by docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from facts import Facts, Span, span
from free_time import FreeTime, Helped, Visit

from pdsched import Policy
from pdsched.problem import Half


class Hired(NamedTuple):
    """A substitute engaged for a half-day at a school."""

    substitute: str
    school: str
    date: date
    half: Half


class Place(NamedTuple):
    """The lessons of a school in the half-day of an engagement, all together."""

    school: str
    hours: Span


class DoubleRoles:
    """Answers for one problem under one policy; whoever is a substitute alone is always free."""

    def __init__(self, policy: Policy, facts: Facts, free_time: FreeTime) -> None:
        self.policy = policy
        self.facts = facts
        self.free_time = free_time
        self.substitutes = facts.substitutes.keys() & (facts.staff.keys() | facts.trainers.keys())
        self._places: dict[tuple[str, date, Half], Place | None] = {}

    def at_leisure(self, hired: Hired) -> bool:
        """Whether nothing of the substitute's own timetable is in the way of an engagement."""
        place = self._place(hired)
        if place is None or hired.substitute not in self.facts.staff:
            return True
        own = self.facts.lessons_of(hired.substitute, hired.date)
        return not any(place.hours.meets(b) for b in self._blocked(hired)) and not any(
            self.free_time.too_near(place.hours, place.school, span(x), x.school) for x in own
        )

    def _blocked(self, hired: Hired) -> Iterable[Span]:
        windows = self.facts.staff[hired.substitute].unavailable
        yield from (span(w) for w in windows if w.on(hired.date))
        if self.policy.holds("protected-time") or self.policy.states("protected-minutes"):
            yield from self.facts.protected_of(hired.substitute, hired.date)

    def beside(self, hired: Hired, visits: Iterable[Visit], helped: Helped) -> bool:
        """Whether no session and no cover as a colleague is in the way of an engagement."""
        place = self._place(hired)
        if place is None:
            return True
        mine = [v for v in visits if (v.staff, v.date) == (hired.substitute, hired.date)]
        held = [
            self.facts.lessons[item.lesson]
            for item, name in helped
            if (name, item.date) == (hired.substitute, hired.date)
        ]
        return not any(self._away(hired, place, visit) for visit in mine) and not any(
            self.free_time.too_near(place.hours, place.school, span(x), x.school) for x in held
        )

    def _away(self, hired: Hired, place: Place, visit: Visit) -> bool:
        whole = self.policy.holds("half-day-releases") and any(
            self.facts.half(self.facts.lessons[item.lesson]) is hired.half for item in visit.items
        )
        return (
            whole
            or visit.away.meets(place.hours)
            or self.free_time.too_near(place.hours, place.school, visit.session, visit.venue)
        )

    def _place(self, hired: Hired) -> Place | None:
        """Where and when somebody is, who is engaged; nowhere who has no other role."""
        if hired.substitute not in self.substitutes:
            return None
        key = hired.school, hired.date, hired.half
        if key not in self._places:
            there = [span(x) for x in self.facts.lessons_at(*key)]
            hours = Span(min(x.start for x in there), max(x.end for x in there)) if there else None
            self._places[key] = None if hours is None else Place(hired.school, hours)
        return self._places[key]
