"""What stops somebody's release for one session more, as a plan stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from pdsched.plan import Cover, Engagement
from pdsched.problem import CoverKind
from pdsched.reasons.colleagues import Guests, would_leave
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.referee import Case
from pdsched.referee.facts import Away, Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Attendance
from pdsched.referee.rules.roles import takes_half_day
from pdsched.referee.spans import Span, span_of

Absence = tuple[str, str, Span]
"""Home school, person and time of a release from lessons."""


class People:
    """The people of a case, asked what one session more would meet with."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.policy = case.policy
        self.names = case.facts.names
        self._attending: dict[
            tuple[str, date, Span, str | None, bool], tuple[Away, Obstacle | None]
        ] = {}

    def to_attend(
        self, staff: str, day: date, span: Span, venue: str | None, *, in_lesson: bool = False
    ) -> tuple[Away, Obstacle | None]:
        """A person's release for a session, and what stops it, whatever the course.

        With ``in_lesson`` they would be coached in a lesson of theirs.
        """
        key = staff, day, span, venue, in_lesson
        if key not in self._attending:
            away = self.case.away(staff, day, span, venue, in_lesson=in_lesson)
            stopped = self._day_off(staff, day) or self._person_obstacle(staff, day, away)
            guests = Guests((staff,), day, span, venue, in_lesson=in_lesson)
            stopped = (
                stopped or self._covers_for(staff, guests) or self.engaged(staff, guests, away)
            )
            self._attending[key] = away, stopped or self._leads(staff, day, span, venue)
        return self._attending[key]

    def to_lead(
        self, staff: str, day: date, span: Span, venue: str | None
    ) -> tuple[Away, Obstacle | None]:
        """The release of a staff member who would lead a session, and what stops it."""
        away = self.case.away_to_lead(staff, day, span, venue)
        guests = Guests((staff,), day, span, venue, leaders=(staff,))
        stopped = self._person_obstacle(staff, day, away) or self._covers_for(staff, guests)
        return away, stopped

    def _person_obstacle(self, staff: str, day: date, away: Away) -> Obstacle | None:
        for stage, rule, find in (
            (Stage.AVAILABLE, "staff-available", self._unavailable),
            (Stage.BLACKED_OUT, "blackouts", self._released_in_blackout),
            (Stage.COVERABLE, "coverable", self._uncoverable),
            (Stage.PROTECTED, "protected-time", self._protected),
            (Stage.ELSEWHERE, "one-place", self._elsewhere),
            (Stage.IN_ALL, "releases-in-all", self._released_in_all),
            (Stage.IN_WEEK, "releases-per-week", self._released_in_week),
        ):
            why = find(staff, day, away) if self.policy.holds(rule) else None
            if why is not None:
                return of_person(stage, rule, f"{self.names.person(staff)} {why}")
        return None

    def _day_off(self, staff: str, day: date) -> Obstacle | None:
        if self.facts.is_at_work(staff, day):
            return None
        why = f"{self.names.person(staff)} has a day off then"
        return of_person(Stage.AVAILABLE, "staff-available", why)

    def engaged(self, name: str, guests: Guests, away: Away) -> Obstacle | None:
        """A half-day in which a person is engaged as a substitute, and a session would be."""
        for one in self._engagements.get((name, guests.day), ()):
            if takes_half_day(self.case, one, guests.span, guests.venue, away):
                school = self.names.school(one.school)
                why = f"{self.names.person(name)} is engaged as a substitute at {school} then"
                return of_person(Stage.ELSEWHERE, "one-place", why)
        return None

    @cached_property
    def _engagements(self) -> dict[tuple[str, date], list[Engagement]]:
        several = self.facts.several_roles
        engagements = (e for e in self.case.engagements if e.substitute in several)
        return grouped(engagements, lambda e: (e.substitute, e.date))

    def _leads(self, staff: str, day: date, span: Span, venue: str | None) -> Obstacle | None:
        """A session that a person leads, from or to which there is no time to go."""
        for other in self.case.by_trainer_and_day.get((staff, day), ()):
            if clash(self.facts, (span, venue), (other.span, other.venue)):
                why = f"{self.names.person(staff)} leads {other.called(self.names)} then"
                return of_person(Stage.ELSEWHERE, "one-place", why)
        return None

    def _covers_for(self, staff: str, guests: Guests) -> Obstacle | None:
        """A lesson that a person holds for a colleague, and a session would take from them."""
        for cover in self._covers.get((staff, guests.day), ()):
            lesson = self.facts.lessons[cover.lesson]
            if would_leave(self.case, staff, lesson, guests):
                what = f"lesson {self.names.lesson(lesson.id)} of {self.names.person(cover.staff)}"
                why = f"{self.names.person(staff)} covers {what} then"
                return of_person(Stage.ELSEWHERE, "colleague-cover", why)
        return None

    @cached_property
    def _covers(self) -> dict[tuple[str, date], list[Cover]]:
        return grouped(self.case.covers_by_colleagues, lambda c: (c.colleague or "", c.date))

    def _unavailable(self, staff: str, day: date, away: Away) -> str | None:
        home = self.facts.home[staff]
        if self.facts.days.is_closed(home, day):
            return f"cannot be released while {self.names.school(home)} is closed"
        for window in self.facts.staff[staff].unavailable:
            if window.on(day) and span_of(window).overlaps(away.span):
                return f"is unavailable from {span_of(window)}"
        return None

    def _released_in_blackout(self, staff: str, day: date, away: Away) -> str | None:
        for blacked, blackout in self.facts.blackouts.on(self.facts.home[staff], day):
            if blacked.overlaps(away.span):
                return f"would be away during blackout {blackout.id} ({blacked})"
        return None

    def _uncoverable(self, _staff: str, _day: date, away: Away) -> str | None:
        for held in away.taken:
            if held.lesson.cover is CoverKind.IMPOSSIBLE:
                name = self.names.lesson(held.lesson.id)
                return f"would miss lesson {name}, which cannot be covered"
        return None

    def _protected(self, staff: str, day: date, away: Away) -> str | None:
        for span, time in self.facts.protected.on(staff, day):
            if span.overlaps(away.span):
                return f"has protected time {time.id} from {span}"
        return None

    def _elsewhere(self, staff: str, day: date, away: Away) -> str | None:
        for other in self.case.by_person_and_day.get((staff, day), ()):
            if other.away.span.overlaps(away.span):
                return f"is released for {other.meeting.called(self.names)} then"
        return None

    def _released_in_all(self, staff: str, _day: date, away: Away) -> str | None:
        before = self.facts.staff[staff].releases_before
        count, limit = self._releases[staff] + before, self.policy.releases_in_all
        if away.from_lessons and count >= limit:
            return f"already has {count} of {limit} allowed releases from lessons"
        return None

    def _released_in_week(self, staff: str, day: date, away: Away) -> str | None:
        begin, limit = self.facts.days.week(day), self.policy.releases_per_week
        count = self._weekly[staff, begin]
        if away.from_lessons and count >= limit:
            return f"already has {count} of {limit} allowed releases in the week of {begin}"
        return None

    @cached_property
    def _releases(self) -> Counter[str]:
        return Counter(a.staff for a in self.case.from_lessons)

    @cached_property
    def _weekly(self) -> Counter[tuple[str, date]]:
        return Counter((a.staff, self.facts.days.week(a.day)) for a in self.case.from_lessons)

    @cached_property
    def attended(self) -> dict[tuple[str, str], list[Attendance]]:
        """The attendances of each person at each course."""
        return grouped(self.case.attendances, lambda a: (a.staff, a.meeting.course.id))

    # How many of a school are away

    @cached_property
    def _away(self) -> dict[tuple[str, date], list[Attendance]]:
        home = self.facts.home
        return grouped(self.case.from_lessons, lambda a: (home[a.staff], a.day))

    def crowd(self, staff: str, day: date, away: Away, more: Iterable[Absence]) -> Obstacle | None:
        """Whether too many of a home school would be away, with some absences more."""
        if not away.from_lessons or not self.policy.holds("away-at-once"):
            return None
        home = self.facts.home[staff]
        others = [(a.staff, a.away.span) for a in self._away.get((home, day), ())]
        others += [(person, span) for school, person, span in more if school == home]
        near = [other for other in others if other[1].overlaps(away.span)]
        limit = self.facts.away_limit(home, self.policy.away_at_once)
        if len(near) < limit or 1 + _most_at_once(near, away.span) <= limit:
            return None
        return Obstacle(
            Stage.AWAY,
            "away-at-once",
            lambda: (
                f"with {self.names.person(staff)}, {self.names.school(home)} would have more than "
                f"its limit of {limit} away from lessons at once"
            ),
        )


def of_person(stage: Stage, rule: str, sentence: str) -> Obstacle:
    """An obstacle whose sentence is known."""
    return Obstacle(stage, rule, lambda: sentence)


def clash(facts: Facts, *places: tuple[Span, str | None]) -> bool:
    """Whether nobody can be at two places one after the other."""
    (first, origin), (second, destination) = sorted(places, key=lambda place: place[0])
    way = facts.travel(origin, destination)
    return first.overlaps(second) or second.start - first.end < way


def _most_at_once(others: list[tuple[str, Span]], within: Span) -> int:
    moments = {within.start, *(s.start for _, s in others if within.start <= s.start < within.end)}
    return max(
        len({person for person, span in others if span.start <= moment < span.end})
        for moment in moments
    )
