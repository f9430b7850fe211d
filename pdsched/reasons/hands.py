"""Who could hold lessons besides those that the plan gives them: substitutes and colleagues."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pdsched.plan import Engagement
from pdsched.problem import Half, Lesson, PinKind, Substitute
from pdsched.reasons.bookings import Booking, Owed
from pdsched.reasons.colleagues import Guests, Helpers
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.referee import Case
from pdsched.referee.case import grouped
from pdsched.referee.facts import Away
from pdsched.referee.rules.pins import engagement_matches
from pdsched.referee.rules.roles import takes_half_day, why_not_engaged
from pdsched.referee.spans import Span, span_of, week_of
from pdsched.referee.timetable import Held

MOST_TRIES = 300
"""So many hands are tried when lessons are given out anew."""

MOST_SUITING = 30
"""So many where the referee is asked of each."""


class Suiting(NamedTuple):
    """Whether there is a suiting way to give out lessons."""

    there: bool
    complete: bool
    """Whether all ways were looked at, if none was found."""


class Hands:
    """The substitutes and colleagues of a case, asked whether they could hold lessons more.

    The lessons of an attempt are given out one after the other, each to the first hand that is
    free; so now and then an attempt fails for cover that a cleverer distribution would carry.
    Where colleagues may be asked, who can hold far less than substitutes, all of them are then
    given out anew in many ways.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.policy = case.policy
        self._possible: dict[tuple[str, date, Half], list[Substitute]] = {}
        self._serving: dict[str, list[Substitute]] = {}
        self._able_at: dict[tuple[str, str | None], list[Substitute]] = {}
        self.helpers = Helpers(case)

    def cover(
        self, staff: str, away: Away, guests: Guests, booked: list[Booking]
    ) -> Obstacle | list[Booking]:
        """Find hands for all lessons of a release, after others have been booked: all bookings.

        ``guests`` come to the session on trial, this person among them.
        """
        day = guests.day
        # What is covered already, for another release of the same person, is left out.
        new = [
            Owed(staff, held)
            for held in away.to_cover
            if (staff, held.lesson.id, day) not in self.case.owed
            and self._is_due(staff, held.lesson, guests)
        ]
        found: list[Booking] | None = list(booked)
        for owed in new:
            hand = next(self._hands(owed, guests, found or []), None)
            if hand is None:
                found = self._anew([*(b.owed for b in booked), *new], guests)
                return found or self._obstacle(staff, owed.held, day)
            assert found is not None
            found.append(hand)
        if any(b.colleague == staff for b in booked):
            found = self._anew([*(b.owed for b in booked), *new], guests)
            return found or _needed_for_cover(staff)
        return found or []

    def _is_due(self, staff: str, lesson: Lesson, guests: Guests) -> bool:
        """Whether too few of those who hold a lesson would stay for this person to go uncovered."""
        if not lesson.spare:
            return True
        before = guests.people[: guests.people.index(staff) + 1]
        away = {who for who, name, day in self.case.owed if (name, day) == (lesson.id, guests.day)}
        return len(away.union(set(lesson.staff).intersection(before))) > lesson.spare

    def _hands(self, owed: Owed, guests: Guests, booked: list[Booking]) -> Iterator[Booking]:
        """Every hand that could hold a lesson, substitutes first."""
        lesson, day = owed.held.lesson, guests.day
        half = self.facts.half(lesson)
        for substitute in self.possible(lesson.school, day, half):
            if (
                self._qualified(substitute, lesson)
                and not self._is_guest(substitute.id, lesson.school, half, guests)
                and not self._is_busy(substitute.id, day, owed.held.span, booked)
                and self._engageable(substitute, lesson.school, day, half, booked)
            ):
                yield Booking(owed, half, substitute=substitute.id)
        trial = [(b.colleague, b.owed.held.lesson) for b in booked if b.colleague is not None]
        for colleague in self.helpers.able(owed.staff, lesson, guests, trial):
            yield Booking(owed, half, colleague=colleague)

    def _anew(self, owed: list[Owed], guests: Guests) -> list[Booking] | None:
        """Give out all lessons of an attempt again, colleagues in view; ``None`` if none is found.

        Nothing is gained where colleagues may not be asked.
        """
        if not any(self.helpers.at(one.held.lesson.school) for one in owed):
            return None
        return self._give_out(owed, guests, [], [MOST_TRIES])

    def suiting(
        self, booked: list[Booking], guests: Guests, suits: Callable[[list[Booking]], bool]
    ) -> Suiting:
        """Give out the lessons of an attempt again, so that it suits with every lesson more."""
        tries = [MOST_SUITING]
        found = self._give_out([b.owed for b in booked], guests, [], tries, suits)
        divisible = any(self._may_be_divided(b.owed.held.lesson) for b in booked)
        return Suiting(found is not None, tries[0] >= 0 and not divisible)

    def _give_out(
        self,
        owed: list[Owed],
        guests: Guests,
        booked: list[Booking],
        tries: list[int],
        suits: Callable[[list[Booking]], bool] = lambda _: True,
    ) -> list[Booking] | None:
        if not owed:
            return booked
        for hand in self._hands(owed[0], guests, booked):
            tries[0] -= 1
            if tries[0] < 0:
                return None
            more = [*booked, hand]
            found = self._give_out(owed[1:], guests, more, tries, suits) if suits(more) else None
            if found is not None:
                return found
        return None

    def _is_guest(self, name: str, school: str, half: Half, guests: Guests) -> bool:
        """Whether a substitute would be at the session on trial in place of the school."""
        if name not in guests.people:
            return False
        engagement = Engagement(substitute=name, school=school, date=guests.day, half=half)
        away = guests.away(self.case, name)
        return takes_half_day(self.case, engagement, guests.span, guests.venue, away)

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
            found = [
                substitute
                for substitute in self.serving(school)
                if (substitute.id, *key) in self.case.engaged
                or (
                    substitute.id in ready
                    and not self._is_forbidden(substitute.id, *key)
                    and not self._is_elsewhere(substitute.id, *key)
                )
            ]
            found.sort(key=lambda s: ((s.id, *key) not in self.case.engaged, len(s.qualifications)))
            self._possible[key] = found
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
            for span in (week_of(e.date), f"{e.date:%Y-%m}", self._term(e.date), None)
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
            for span in (week_of(day), f"{day:%Y-%m}", self._term(day), None)
        }
        in_term = self.facts.term(day) is not None
        used = (
            (today, substitute.max_half_days_per_day),
            (had[week_of(day)], substitute.max_half_days_per_week),
            (had[f"{day:%Y-%m}"], substitute.max_half_days_per_month),
            (had[self._term(day)], substitute.max_half_days_per_term if in_term else None),
            (had[None] + substitute.half_days_before, substitute.max_half_days),
        )
        return all(limit is None or count + new < limit for count, limit in used)

    def _obstacle(self, staff: str, held: Held, day: date) -> Obstacle:
        """Why nobody could hold a lesson: a lack that lasts, or else one of the moment."""
        lesson = held.lesson
        if self.helpers.at(lesson.school):
            rule, say = (
                "cover",
                lambda: self._shortage(staff, held, day) + self._no_colleague(lesson),
            )
        elif not self.serving(lesson.school):
            rule, say = "substitute-zone", lambda: f"no substitute serves {lesson.school}"
        elif not self._able(lesson):
            rule, say = (
                "cover-qualification",
                lambda: (
                    f"no substitute who serves {lesson.school} has {lesson.qualification}, "
                    f"which lesson {lesson.id} of {staff} needs"
                ),
            )
        else:
            rule, say = "cover", lambda: self._shortage(staff, held, day)
        return Obstacle(Stage.COVER, rule, say)

    def _no_colleague(self, lesson: Lesson) -> str:
        """Attempts give a class to one colleague; whether it could be divided they do not try."""
        if self._may_be_divided(lesson):
            return "; no colleague is free for the whole class (dividing it was not tried)"
        return "; no colleague is free either"

    def _may_be_divided(self, lesson: Lesson) -> bool:
        return self.policy.split_classes and bool(lesson.may_split)

    def _able(self, lesson: Lesson) -> list[Substitute]:
        """Those who serve a lesson's school and have its qualification."""
        key = lesson.school, lesson.qualification
        if key not in self._able_at:
            serving = self.serving(lesson.school)
            self._able_at[key] = [s for s in serving if self._qualified(s, lesson)]
        return self._able_at[key]

    def _shortage(self, staff: str, held: Held, day: date) -> str:
        able = self._able(held.lesson)
        why = Counter(self._states(held, day, able))
        parts = ", ".join(f"{count} {state}" for state, count in sorted(why.items()))
        return (
            f"no substitute is free for lesson {held.lesson.id} of {staff} ({held.span}); of the "
            f"{len(able)} who could hold it at {held.lesson.school}: {parts or 'none'}"
        )

    def _states(self, held: Held, day: date, able: list[Substitute]) -> Iterator[str]:
        school, half = held.lesson.school, self.facts.half(held.lesson)
        possible = {substitute.id for substitute in self.possible(school, day, half)}
        for substitute in able:
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


def _needed_for_cover(staff: str) -> Obstacle:
    return Obstacle(Stage.COVER, "cover", lambda: f"only {staff} could hold a lesson of the others")
