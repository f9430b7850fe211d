"""Giving out the lessons of an attempt to substitutes and colleagues who could hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from pdsched.plan import Engagement
from pdsched.problem import Half, Lesson
from pdsched.reasons.bookings import Booking, Owed
from pdsched.reasons.colleagues import Guests, Helpers
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.reasons.substitutes import Substitutes
from pdsched.referee import Case
from pdsched.referee.facts import Away
from pdsched.referee.rules.roles import takes_half_day
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
        self.names = case.facts.names
        self.substitutes = Substitutes(case)
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
        bookings: list[Booking] | None = list(booked)
        for owed in new:
            hand = next(self._hands(owed, guests, bookings or []), None)
            if hand is None:
                bookings = self._anew([*(b.owed for b in booked), *new], guests)
                return bookings or self._obstacle(staff, owed.held, day)
            assert bookings is not None
            bookings.append(hand)
        if any(b.colleague == staff for b in booked):
            bookings = self._anew([*(b.owed for b in booked), *new], guests)
            return bookings or _needed_for_cover(self.names.person(staff))
        return bookings or []

    def _is_due(self, staff: str, lesson: Lesson, guests: Guests) -> bool:
        """Whether too few of those who hold a lesson would stay for this person to go uncovered."""
        if not lesson.spare:
            return True
        before = guests.people[: guests.people.index(staff) + 1]
        away = {who for who, name, day in self.case.owed if (name, day) == (lesson.id, guests.day)}
        return len(away.union(set(lesson.staff).intersection(before))) > lesson.spare

    def _hands(self, owed: Owed, guests: Guests, booked: list[Booking]) -> Iterator[Booking]:
        """Every hand that could hold a lesson, substitutes first."""
        lesson = owed.held.lesson
        half = self.facts.half(lesson)
        for substitute in self.substitutes.free(owed.held, guests.day, booked):
            if not self._is_guest(substitute.id, lesson.school, half, guests):
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
        bookings = self._give_out([b.owed for b in booked], guests, [], tries, suits)
        divisible = any(self._may_be_divided(b.owed.held.lesson) for b in booked)
        return Suiting(bookings is not None, tries[0] >= 0 and not divisible)

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
            bookings = self._give_out(owed[1:], guests, more, tries, suits) if suits(more) else None
            if bookings is not None:
                return bookings
        return None

    def _is_guest(self, name: str, school: str, half: Half, guests: Guests) -> bool:
        """Whether a substitute would be at the session on trial in place of the school."""
        if name not in guests.people:
            return False
        engagement = Engagement(substitute=name, school=school, date=guests.day, half=half)
        away = guests.away(self.case, name)
        return takes_half_day(self.case, engagement, guests.span, guests.venue, away)

    def _obstacle(self, staff: str, held: Held, day: date) -> Obstacle:
        """Why nobody could hold a lesson: a lack that lasts, or else one of the moment."""
        lesson, school = held.lesson, self.names.school(held.lesson.school)
        if self.helpers.at(lesson.school):
            rule, say = (
                "cover",
                lambda: self._shortage(staff, held, day) + self._no_colleague(lesson),
            )
        elif not self.substitutes.serving(lesson.school):
            rule, say = "substitute-zone", lambda: f"no substitute serves {school}"
        elif not self.substitutes.able(lesson):
            rule, say = (
                "cover-qualification",
                lambda: (
                    f"no substitute who serves {school} has {lesson.qualification}, "
                    f"which lesson {self.names.lesson(lesson.id)} of {self.names.person(staff)} "
                    "needs"
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

    def _shortage(self, staff: str, held: Held, day: date) -> str:
        able = self.substitutes.able(held.lesson)
        why = Counter(self.substitutes.states(held, day))
        parts = ", ".join(f"{count} {state}" for state, count in sorted(why.items()))
        return (
            f"no substitute is free for lesson {self.names.lesson(held.lesson.id)} of "
            f"{self.names.person(staff)} ({held.span}); of the {len(able)} who could hold it at "
            f"{self.names.school(held.lesson.school)}: {parts or 'none'}"
        )


def _needed_for_cover(person: str) -> Obstacle:
    return Obstacle(
        Stage.COVER, "cover", lambda: f"only {person} could hold a lesson of the others"
    )
