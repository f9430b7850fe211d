"""Which colleagues could hold lessons besides those that the plan gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pdsched.plan import Cover
from pdsched.policy import ColleagueCover
from pdsched.problem import Lesson, StaffMember
from pdsched.referee import Case
from pdsched.referee.facts import Away
from pdsched.referee.grouping import grouped
from pdsched.referee.rules.colleagues import why_not
from pdsched.referee.spans import Span, span_of


class Guests(NamedTuple):
    """Who would come to a session on trial, besides those of the plan."""

    people: tuple[str, ...]
    day: date
    span: Span
    venue: str | None
    leaders: tuple[str, ...] = ()
    """Who of them would lead it."""
    in_lesson: bool = False
    """Whether the others would be coached in a lesson of theirs, and stay there."""

    def away(self, case: Case, name: str) -> Away:
        """What one of them would be away from."""
        where = name, self.day, self.span, self.venue
        if name in self.leaders:
            return case.away_to_lead(*where)
        return case.away(*where, in_lesson=self.in_lesson)


def would_leave(case: Case, name: str, lesson: Lesson, guests: Guests) -> bool:
    """Whether a guest could not hold a lesson of a colleague that day for the session."""
    away = guests.away(case, name)
    reach = case.facts.with_travel(guests.span, lesson.school, guests.venue)
    return (
        span_of(lesson).overlaps(away.span)
        or span_of(lesson).overlaps(reach)
        or case.facts.half(lesson) in case.half_days(away)
    )


class Helpers:
    """The colleagues of a case, asked whether they could hold a lesson more."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.policy = case.policy
        self._could: dict[tuple[str, str, str, date], bool] = {}

    @cached_property
    def _at(self) -> dict[str, list[StaffMember]]:
        """Staff by each of their schools, volunteers first; nobody where nobody may be asked."""
        if self.policy.colleague_cover is ColleagueCover.NEVER:
            return {}
        staff = sorted(self.facts.problem.staff, key=lambda m: not m.cover_volunteer)
        pairs = ((school, m) for m in staff for school in dict.fromkeys(m.schools))
        return {s: [m for _, m in group] for s, group in grouped(pairs, lambda p: p[0]).items()}

    def at(self, school: str) -> list[StaffMember]:
        """Who works at a school, where colleagues may be asked."""
        return self._at.get(school, [])

    def able(
        self, staff: str, lesson: Lesson, guests: Guests, booked: Iterable[tuple[str, Lesson]]
    ) -> Iterator[str]:
        """Who could hold a lesson; ``booked`` says who holds what on trial, the same day."""
        trial = list(booked)
        for member in self.at(lesson.school):
            lessons_on_trial = [held for name, held in trial if name == member.id]
            if (
                self._could_alone(member, staff, lesson, guests.day)
                and not (
                    member.id in guests.people and would_leave(self.case, member.id, lesson, guests)
                )
                and self._has_time(member.id, lesson, guests.day, lessons_on_trial)
                and self._is_within_limits(member, guests.day, len(lessons_on_trial))
            ):
                yield member.id

    def _could_alone(self, member: StaffMember, staff: str, lesson: Lesson, day: date) -> bool:
        key = member.id, staff, lesson.id, day
        if key not in self._could:
            cover = Cover(staff=staff, lesson=lesson.id, date=day, colleague=member.id)
            wanted = lesson.qualification
            strict = self.policy.holds("cover-qualification") and wanted is not None
            qualified = not strict or wanted in member.qualifications
            self._could[key] = qualified and next(why_not(self.case, cover), None) is None
        return self._could[key]

    def _has_time(
        self, name: str, lesson: Lesson, day: date, lessons_on_trial: list[Lesson]
    ) -> bool:
        held = [self.facts.lessons[c.lesson] for c in self.covers.get((name, day), ())]
        return all(self._apart(lesson, other) for other in (*held, *lessons_on_trial))

    def _apart(self, one: Lesson, other: Lesson) -> bool:
        first, second = sorted((one, other), key=lambda lesson: lesson.start)
        gap = span_of(second).start - span_of(first).end
        return gap >= self.facts.travel(first.school, second.school)

    def _is_within_limits(self, member: StaffMember, day: date, new: int) -> bool:
        if not self.policy.holds("colleague-cover-limits"):
            return True
        week = self._counts[member.id, self.facts.days.week(day)] + new
        in_all = self._counts[member.id, None] + new + member.covers_before
        return (
            week < self.policy.colleague_covers_per_week
            and in_all < self.policy.colleague_covers_in_all
        )

    @cached_property
    def covers(self) -> dict[tuple[str, date], list[Cover]]:
        """Covers by each colleague on each date."""
        return grouped(self.case.covers_by_colleagues, lambda c: (c.colleague or "", c.date))

    @cached_property
    def _counts(self) -> Counter[tuple[str, date | None]]:
        """Covers by each colleague in each week, and (under None) in all."""
        counts: Counter[tuple[str, date | None]] = Counter()
        for cover in self.case.covers_by_colleagues:
            counts[cover.colleague or "", self.facts.days.week(cover.date)] += 1
            counts[cover.colleague or "", None] += 1
        return counts
