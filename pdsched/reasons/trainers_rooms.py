"""Which trainers and rooms are free for one session more, as a plan stands."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property

from pdsched.problem import Trainer
from pdsched.reasons.colleagues import Guests
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.reasons.people import People, clash, of_person
from pdsched.referee import Case
from pdsched.referee.facts import Away
from pdsched.referee.spans import Span, span_of


class TrainersAndRooms:
    """The trainers and rooms of a case, asked whether they could take one session more."""

    def __init__(self, case: Case, people: People) -> None:
        self.case = case
        self.facts = case.facts
        self.policy = case.policy
        self.people = people
        self._windows_on: dict[tuple[str, date], list[Span]] = {}

    def trainer(
        self, trainer: Trainer, day: date, span: Span, venue: str | None
    ) -> tuple[Stage, Obstacle | None] | None:
        """The stage at which a trainer fails to give one session more; None if at none.

        With it what another role of theirs puts in the way, if that is what does. A team fails
        where the first of its members does.
        """
        if trainer.available and not self._is_there(trainer, day, span):
            return Stage.TIME, None
        givers = (self.facts.trainers[name] for name in trainer.people)
        stops = (self._person(one, day, span, venue) for one in givers)
        return next((stopped for stopped in stops if stopped is not None), None)

    def _person(
        self, trainer: Trainer, day: date, span: Span, venue: str | None
    ) -> tuple[Stage, Obstacle | None] | None:
        if not self._is_there(trainer, day, span):
            return Stage.TIME, None
        for other in self.case.by_trainer_and_day.get((trainer.id, day), ()):
            if clash(self.facts, (span, venue), (other.span, other.venue)):
                return Stage.TRAINER, None
        if trainer.id in self.facts.several_roles:
            stopped = self._wanted(trainer.id, day, span, venue)
            if stopped is not None:
                return Stage.TRAINER, stopped
        return None if self._has_load_left(trainer, day, span) else (Stage.LOAD, None)

    def _wanted(self, name: str, day: date, span: Span, venue: str | None) -> Obstacle | None:
        """Why a trainer cannot lead for another role of theirs."""
        guests = Guests((name,), day, span, venue, leaders=(name,))
        if name not in self.facts.staff:
            return self.people.engaged(name, guests, Away(span, ()))
        away, stopped = self.people.to_lead(name, day, span, venue)
        return (
            stopped
            or self.people.engaged(name, guests, away)
            or self._attending(name, day, span, venue)
        )

    def _attending(self, staff: str, day: date, span: Span, venue: str | None) -> Obstacle | None:
        """A session where a person is, from or to which there is no time to go."""
        for other in self.case.by_person_and_day.get((staff, day), ()):
            meeting = other.meeting
            if clash(self.facts, (span, venue), (meeting.span, meeting.venue)):
                names = self.facts.names
                why = f"{names.person(staff)} is at {meeting.called(names)} then"
                return of_person(Stage.ELSEWHERE, "one-place", why)
        return None

    def _is_there(self, trainer: Trainer, day: date, span: Span) -> bool:
        return any(span.inside(window) for window in self._windows(trainer, day))

    def _windows(self, trainer: Trainer, day: date) -> list[Span]:
        key = trainer.id, day
        if key not in self._windows_on:
            self._windows_on[key] = [span_of(w) for w in trainer.available if w.on(day)]
        return self._windows_on[key]

    def _has_load_left(self, trainer: Trainer, day: date, span: Span) -> bool:
        if not self.policy.holds("trainer-load"):
            return True
        length = span.end - span.start
        loads = (
            (self._daily_load[trainer.id, day], trainer.max_minutes_per_day),
            (
                self._weekly_load[trainer.id, self.facts.days.week(day)],
                trainer.max_minutes_per_week,
            ),
        )
        return all(limit is None or load + length <= limit for load, limit in loads)

    @cached_property
    def _daily_load(self) -> Counter[tuple[str, date]]:
        load: Counter[tuple[str, date]] = Counter()
        for key, meetings in self.case.by_trainer_and_day.items():
            load[key] = sum(meeting.span.end - meeting.span.start for meeting in meetings)
        return load

    @cached_property
    def _weekly_load(self) -> Counter[tuple[str, date]]:
        load: Counter[tuple[str, date]] = Counter()
        for (trainer, day), given in self._daily_load.items():
            load[trainer, self.facts.days.week(day)] += given
        return load

    def is_room_free(self, room: str, day: date, span: Span) -> bool:
        """Whether a room can take one session more."""
        locked = self.facts.rooms[room].unavailable
        if any(window.on(day) and span_of(window).overlaps(span) for window in locked):
            return False
        used = self.case.by_room_and_day.get((room, day), ())
        return not any(meeting.span.overlaps(span) for meeting in used)
