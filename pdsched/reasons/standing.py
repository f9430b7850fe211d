"""How a plan stands: what people, trainers, rooms and pins say to one session more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from pdsched.plan import Session
from pdsched.problem import PinKind, SessionPin
from pdsched.reasons.people import People
from pdsched.reasons.trainers_rooms import TrainersAndRooms
from pdsched.referee import Case
from pdsched.referee.rules.pins import session_matches
from pdsched.referee.spans import Span


class Standing:
    """The plan of a case, asked what one person more or one session more would meet with."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.policy = case.policy
        self.people = People(case)
        self.trainers_rooms = TrainersAndRooms(case, self.people)

    def is_blacked_out(self, venue: str | None, day: date, span: Span) -> bool:
        """Whether a blackout of the venue touches a session."""
        return self.policy.holds("blackouts") and any(
            blacked.overlaps(span) for blacked, _ in self.facts.blackouts.on(venue, day)
        )

    @cached_property
    def forbidden(self) -> list[SessionPin]:
        """The pins in force that forbid sessions."""
        pins = self.facts.problem.session_pins if self.policy.holds("pins") else ()
        return [pin for pin in pins if pin.kind is PinKind.FORBID]

    def pin_against(self, session: Session, met: Collection[str]) -> SessionPin | None:
        """A pin that forbids a session with these people, where these needs are met."""
        of = self.facts.courses[session.course], self.facts.givers(session.trainer), met
        return next((pin for pin in self.forbidden if session_matches(pin, session, *of)), None)
