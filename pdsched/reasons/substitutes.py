"""Which substitutes could hold lessons besides those that the plan gives them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from pdsched.plan import Engagement
from pdsched.problem import Half, Lesson, PinKind, Substitute
from pdsched.reasons.bookings import Booking
from pdsched.referee import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.rules.pins import engagement_matches
from pdsched.referee.rules.roles import why_not_engaged
from pdsched.referee.spans import Span, span_of
from pdsched.referee.timetable import Held


class Substitutes:
    """The substitutes of a case, asked whether they could hold a lesson more."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.policy = case.policy
        self._possible: dict[tuple[str, date, Half], list[Substitute]] = {}
        self._serving: dict[str, list[Substitute]] = {}
        self._able_at: dict[tuple[str, str | None], list[Substitute]] = {}

    def free(self, held: Held, day: date, booked: list[Booking]) -> Iterator[Substitute]:
        """Who could hold a lesson, the engaged first; ``booked`` says who holds what on trial."""
        lesson, half = held.lesson, self.facts.half(held.lesson)
        for substitute in self.possible(lesson.school, day, half):
            if (
                self._qualified(substitute, lesson)
                and not self._is_busy(substitute.id, day, held.span, booked)
                and self._engageable(substitute, lesson.school, day, half, booked)
            ):
                yield substitute

    def serving(self, school: str) -> list[Substitute]:
        """The substitutes who serve a school at all."""
        if school not in self._serving:
            everybody = self.facts.problem.substitutes
            self._serving[school] = [s for s in everybody if self.facts.serves(s, school)]
        return self._serving[school]

    def possible(self, school: str, day: date, half: Half) -> list[Substitute]:
        """The substitutes whose engagement no rule excludes; the engaged, then the plain first."""
        key = school, day, half
        if key not in self._possible:
            closed = self.facts.days.is_closed(school, day)
            ready: set[str] = set() if closed else self._available.get((day, half), set())
            substitutes = [
                substitute
                for substitute in self.serving(school)
                if (substitute.id, *key) in self.case.engaged
                or (
                    substitute.id in ready
                    and not self._is_forbidden(substitute.id, *key)
                    and not self._is_elsewhere(substitute.id, *key)
                )
            ]
            substitutes.sort(
                key=lambda s: ((s.id, *key) not in self.case.engaged, len(s.qualifications))
            )
            self._possible[key] = substitutes
        return self._possible[key]

    @cached_property
    def _available(self) -> dict[tuple[date, Half], set[str]]:
        """Who is available on each half-day: found out once, for it is asked of everybody."""
        ready: defaultdict[tuple[date, Half], set[str]] = defaultdict(set)
        open_days = self.facts.days.open_days
        for substitute in self.facts.problem.substitutes:
            named = [entry.dates for entry in substitute.available]
            days = open_days if None in named else {day for dates in named for day in dates or ()}
            for day in days:
                for half in Half:
                    if self.facts.is_available(substitute, day, half):
                        ready[day, half].add(substitute.id)
        return ready

    def _is_elsewhere(self, substitute: str, school: str, day: date, half: Half) -> bool:
        """Whether somebody in several roles has something else to do in the half-day."""
        engagement = Engagement(substitute=substitute, school=school, date=day, half=half)
        return next(why_not_engaged(self.case, engagement), None) is not None

    def _is_forbidden(self, substitute: str, school: str, day: date, half: Half) -> bool:
        pins = self.facts.problem.engagement_pins if self.policy.holds("pins") else ()
        if not pins:
            return False
        engagement = Engagement(substitute=substitute, school=school, date=day, half=half)
        return any(p.kind is PinKind.FORBID and engagement_matches(p, engagement) for p in pins)

    def _qualified(self, substitute: Substitute, lesson: Lesson) -> bool:
        if lesson.qualification is None or not self.policy.holds("cover-qualification"):
            return True
        return lesson.qualification in substitute.qualifications

    def able(self, lesson: Lesson) -> list[Substitute]:
        """Those who serve a lesson's school and have its qualification."""
        key = lesson.school, lesson.qualification
        if key not in self._able_at:
            serving = self.serving(lesson.school)
            self._able_at[key] = [s for s in serving if self._qualified(s, lesson)]
        return self._able_at[key]

    def _is_busy(self, name: str, day: date, span: Span, booked: list[Booking]) -> bool:
        if any(other.overlaps(span) for other in self._held.get((name, day), ())):
            return True
        return any(b.substitute == name and b.span.overlaps(span) for b in booked)

    @cached_property
    def _held(self) -> dict[tuple[str, date], list[Span]]:
        lessons = self.facts.lessons
        groups = grouped(self.case.covers_by_substitutes, lambda c: (c.holder, c.date))
        return {key: [span_of(lessons[c.lesson]) for c in covers] for key, covers in groups.items()}

    def _engageable(
        self, substitute: Substitute, school: str, day: date, half: Half, booked: list[Booking]
    ) -> bool:
        """Whether a substitute is engaged there then, or can be besides all other engagements."""
        today = {(e.school, e.half) for e in self._engagements.get((substitute.id, day), ())}
        new = {(b.school, b.half) for b in booked if b.substitute == substitute.id} - today
        if (school, half) in today | new:
            return True
        if any(other_half is half for _, other_half in today | new):
            return False
        if not all(self._can_reach(school, half, where, day) for where, _ in today | new):
            return False
        return self._is_within_limits(substitute, day, len(new))

    def _can_reach(self, school: str, half: Half, other: str, day: date) -> bool:
        """Whether the way to or from an engagement in the other half of the day can be made."""
        first, second = (school, other) if half is Half.AM else (other, school)
        return self.facts.can_make_way(first, second, day)

    @cached_property
    def _engagements(self) -> dict[tuple[str, date], list[Engagement]]:
        return grouped(self.case.engagements, lambda e: (e.substitute, e.date))

    @cached_property
    def _counts(self) -> Counter[tuple[str, date | str | None]]:
        """Engagements of each substitute in each week, month and term, and (under None) in all."""
        return Counter(
            (e.substitute, span)
            for e in self.case.engagements
            for span in (self.facts.days.week(e.date), f"{e.date:%Y-%m}", self._term(e.date), None)
        )

    def _term(self, day: date) -> str:
        """A word for the term of a date that is no month; outside of terms, too."""
        return f"term {self.facts.term(day)}"

    def _is_within_limits(self, substitute: Substitute, day: date, new: int) -> bool:
        if not self.policy.holds("substitute-limits"):
            return True
        today = len(self._engagements.get((substitute.id, day), ()))
        had = {
            span: self._counts[substitute.id, span]
            for span in (self.facts.days.week(day), f"{day:%Y-%m}", self._term(day), None)
        }
        in_term = self.facts.term(day) is not None
        used = (
            (today, substitute.max_half_days_per_day),
            (had[self.facts.days.week(day)], substitute.max_half_days_per_week),
            (had[f"{day:%Y-%m}"], substitute.max_half_days_per_month),
            (had[self._term(day)], substitute.max_half_days_per_term if in_term else None),
            (had[None] + substitute.half_days_before, substitute.max_half_days),
        )
        return all(limit is None or count + new < limit for count, limit in used)

    # What to say of them

    def states(self, held: Held, day: date) -> Iterator[str]:
        """What keeps each of those who are able to hold a lesson from it, in a few words."""
        school, half = held.lesson.school, self.facts.half(held.lesson)
        possible = {substitute.id for substitute in self.possible(school, day, half)}
        for substitute in self.able(held.lesson):
            today = {(e.school, e.half) for e in self._engagements.get((substitute.id, day), ())}
            if substitute.id not in possible:
                yield "not available"
            elif self._is_busy(substitute.id, day, held.span, []):
                yield "holding another lesson"
            elif any(where != school for where, when in today if when is half):
                yield "engaged at another school"
            elif not self._engageable(substitute, school, day, half, []):
                yield "at a limit or too far away"
            else:
                yield "needed for the others of the group"
