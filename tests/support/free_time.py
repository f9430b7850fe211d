"""Who of the staff could hold a colleague's lesson in free time, by the terms of docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import NamedTuple

from cycling import week_of
from facts import Facts, Span, span
from seats import Item, Seat

from pdsched import Policy, Problem
from pdsched.problem import Lesson, Role, StaffMember


class Visit(NamedTuple):
    """A person at a session, to attend or to lead it, as far as it keeps them from other things.

    Trainers who are not on the staff lead, too, and leave nothing.
    """

    staff: str
    date: date
    session: Span
    venue: str | None
    away: Span
    lessons: tuple[str, ...]
    """Lessons of theirs that they leave."""
    items: frozenset[Item]
    """Those of them that others have to hold."""
    leads: bool = False


Helped = tuple[tuple[Item, str], ...]
"""Lessons and the colleagues who hold them."""


def visits_of(seats: Iterable[Seat]) -> frozenset[Visit]:
    """Where those who sit in these seats are, and those who lead the sessions."""
    return frozenset(visit for seat in seats for visit in _visits_of(seat))


def _visits_of(seat: Seat) -> Iterator[Visit]:
    day, hours, venue = seat.slot.date, seat.slot.span, seat.slot.school
    yield Visit(seat.staff, day, hours, venue, seat.away, seat.lessons, seat.items)
    for lead in seat.leads:
        yield Visit(lead.staff, day, hours, venue, hours, lead.lessons, lead.items, True)


def items_of(visits: Iterable[Visit]) -> frozenset[Item]:
    """The lessons that somebody has to hold while these people are away."""
    return frozenset(item for visit in visits for item in visit.items)


class FreeTime:
    """Answers for one problem under one policy."""

    def __init__(self, problem: Problem, policy: Policy, facts: Facts) -> None:
        self.policy = policy
        self.facts = facts
        self.asked = [member for member in problem.staff if self._asked(member)]
        self._spare: dict[tuple[str, str, date, bool], bool] = {}

    @property
    def anybody(self) -> bool:
        """Whether the policy lets anybody cover."""
        return bool(self.asked)

    def _asked(self, member: StaffMember) -> bool:
        match self.policy.colleague_cover.value:
            case "never":
                return False
            case "volunteers":
                return member.cover_volunteer
        return member.cover_volunteer or member.role == Role.TEACHER

    def cost(self, helped: Helped) -> int:
        """One for a cover by a volunteer, ten for another."""
        staff = self.facts.staff
        return sum(1 if staff[name].cover_volunteer else 10 for _, name in helped)

    def teams(
        self, item: Item, visits: frozenset[Visit], helped: Helped
    ) -> Iterator[tuple[str, ...]]:
        """All who can take in a part each of a class, one beside each lesson that it needs."""
        lesson = self.facts.lessons[item.lesson]
        if not (self.policy.split_classes and lesson.may_split):
            return
        able = set(self.able(item, visits, helped, part=True))
        held = {x.id: x.staff for x in self.facts.lessons.values() if x.id in lesson.may_split}
        for team in product(*([s for s in held[x] if s in able] for x in lesson.may_split)):
            if len(set(team)) == len(team):
                yield team

    def able(
        self, item: Item, visits: frozenset[Visit], helped: Helped, *, part: bool = False
    ) -> Iterator[str]:
        """Who can hold a lesson or a part of it, beside the sessions and covers that there are."""
        lesson = self.facts.lessons[item.lesson]
        for member in self.asked:
            if self._has_spare_time(member, lesson, item.date, part) and not (
                any(
                    v.staff == member.id
                    and v.date == item.date
                    and (self._clash(v, lesson) or self._leaves(v, lesson, part))
                    for v in visits
                )
                or self._busy(member.id, lesson, item.date, helped)
                or self._tired(member, item.date, helped)
            ):
                yield member.id

    def _has_spare_time(self, member: StaffMember, lesson: Lesson, day: date, part: bool) -> bool:
        key = member.id, lesson.id, day, part
        if key not in self._spare:
            self._spare[key] = self._fits(member, lesson, day, part)
        return self._spare[key]

    def _fits(self, member: StaffMember, lesson: Lesson, day: date, part: bool) -> bool:
        hours, facts = span(lesson), self.facts
        wanted = lesson.qualification if self.policy.holds("cover-qualification") else None
        blocked = [span(w) for w in member.unavailable if w.on(day)]
        kept = self.policy.holds("protected-time") or self.policy.states("protected-minutes")
        if kept:
            blocked += facts.protected_of(member.id, day)
        mine = facts.lessons_of(member.id, day)
        own = [x for x in mine if not self._takes_in(x, lesson, part)]
        return (
            lesson.school in member.schools
            and (wanted is None or wanted in member.qualifications)
            and not facts.is_closed(facts.home(member.id), day)
            and facts.is_at_work(member.id, day)
            and not any(hours.meets(block) for block in blocked)
            and not any(self.too_near(span(x), x.school, hours, lesson.school) for x in own)
        )

    def _takes_in(self, own: Lesson, lesson: Lesson, part: bool) -> bool:
        """Whether a class or a part of it can be taken in beside a lesson."""
        named = lesson.may_split if part else lesson.may_join
        listed = own.id in named and own.id != lesson.id and own.school == lesson.school
        return (part or self.policy.merged_classes) and listed and span(own).holds(span(lesson))

    def _leaves(self, visit: Visit, lesson: Lesson, part: bool) -> bool:
        return any(self._takes_in(self.facts.lessons[x], lesson, part) for x in visit.lessons)

    def too_near(self, one: Span, here: str | None, other: Span, there: str | None) -> bool:
        """Whether one person cannot be at the one place then, and at the other place then."""
        return (
            one.start < other.end + self._way(there, here)
            and other.start - self._way(here, there) < one.end
        )

    def _way(self, origin: str | None, destination: str | None) -> int:
        return 0 if origin == destination else self.facts.travel(origin, destination)

    def _clash(self, visit: Visit, lesson: Lesson) -> bool:
        return visit.away.meets(span(lesson)) or self.too_near(
            visit.session, visit.venue, span(lesson), lesson.school
        )

    def _busy(self, name: str, lesson: Lesson, day: date, helped: Helped) -> bool:
        held = [self.facts.lessons[i.lesson] for i, who in helped if (who, i.date) == (name, day)]
        return any(self.too_near(span(x), x.school, span(lesson), lesson.school) for x in held)

    def _tired(self, member: StaffMember, day: date, helped: Helped) -> bool:
        if not self.policy.holds("colleague-cover-limits"):
            return False
        mine = [item.date for item, who in helped if who == member.id]
        calendar = self.facts.calendar
        week = [d for d in mine if week_of(calendar, d) == week_of(calendar, day)]
        return (
            len(week) >= self.policy.colleague_covers_per_week
            or len(mine) + member.covers_before >= self.policy.colleague_covers_in_all
        )
