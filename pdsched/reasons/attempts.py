"""Attempts to meet one need more: in a session that exists, or in a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from pdsched.plan import Session
from pdsched.problem import Course, Modality, Need, SessionPin
from pdsched.reasons.bookings import Booking
from pdsched.reasons.colleagues import Guests
from pdsched.reasons.hands import Hands
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.reasons.people import Absence
from pdsched.reasons.probing import Probe, of_holders
from pdsched.reasons.slots import Slot
from pdsched.reasons.standing import Standing
from pdsched.referee.meeting import Meeting
from pdsched.referee.rules.coaching import lessons_around
from pdsched.referee.rules.learning import in_order
from pdsched.referee.spans import Span


class Trial(NamedTuple):
    """The people of a new session so far, who is away for it and who holds their lessons."""

    people: list[str]
    absences: list[Absence]
    booked: list[Booking]
    in_lesson: bool
    """Whether those who attend would be coached in a lesson of theirs."""

    @staticmethod
    def of(course: Course) -> Trial:
        """Nobody yet."""
        return Trial([], [], [], course.modality.in_lesson)


class Attempts:
    """Tries one thing at a time against the plan as it stands."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.facts = standing.facts
        self.policy = standing.policy
        self.names = standing.facts.names
        self.hands = Hands(standing.case)
        self.probe = Probe(standing.case)

    def join(self, need: Need, meeting: Meeting) -> Obstacle | None:
        """Let the person of a need join a session of the plan."""
        staff, course = need.staff, meeting.course
        obstacle = (
            self._worthless(need, meeting.day)
            or self._pinned_out(meeting, need)
            or self._person(staff, course, meeting.day, meeting.span, meeting.venue)
            or self._full(meeting)
        )
        if obstacle is None:
            trial = Trial.of(course)
            obstacle = self._add(staff, meeting.day, meeting.span, meeting.venue, trial)
            people = (*meeting.people, staff)
            session = meeting.session.model_copy(update={"staff": people})
            where = meeting.day, meeting.span, meeting.venue
            guests = Guests((staff,), *where, in_lesson=trial.in_lesson)
            obstacle = obstacle or self._probed(session, guests, trial)
        return obstacle and _told(obstacle, f"joining {meeting.called(self.names)}")

    def found(self, need: Need, slot: Slot, others: Callable[[], list[str]]) -> Obstacle | None:
        """Found a new session for the person of a need, with as many others as it takes."""
        obstacle = (
            self._worthless(need, slot.day)
            or self._slot_pinned_out(slot, need.staff, need.id)
            or self._of_themselves(slot, need.staff)
            or self._person(need.staff, slot.course, slot.day, slot.span, slot.venue)
            or self._gather(need.staff, slot, others)
        )
        return obstacle and _told(obstacle, f"a new session of {slot.called(self.names)}")

    def _worthless(self, need: Need, day: date) -> Obstacle | None:
        if self.policy.late_tenths or need.due is None or day <= need.due:
            return None
        return Obstacle(
            Stage.WORTH, "need", lambda: f"the need earns no points after its due date {need.due}"
        )

    def could_come(self, staff: str, slot: Slot) -> bool:
        """Whether nothing of a person's own keeps them from a slot."""
        return (
            self._person(staff, slot.course, slot.day, slot.span, slot.venue) is None
            and self._slot_pinned_out(slot, staff) is None
            and self._of_themselves(slot, staff) is None
        )

    def _person(
        self, staff: str, course: Course, day: date, span: Span, venue: str | None
    ) -> Obstacle | None:
        if self.policy.holds("prerequisites"):
            for arc in course.owed_by(staff):
                if not self._in_order(staff, arc.course, course, day, span):
                    return Obstacle(
                        Stage.LAGS,
                        "prerequisites",
                        lambda first=arc.course: (
                            f"{self.names.person(staff)} would miss the order or the "  # type: ignore[misc]
                            f"lag required after {self.names.course(first)}"
                        ),
                    )
        if self.policy.holds("coaching-at-home") and course.modality is Modality.COACHING:
            schools = self.facts.staff[staff].schools
            if venue not in schools:
                return Obstacle(
                    Stage.AVAILABLE,
                    "coaching-at-home",
                    lambda: (
                        f"{self.names.person(staff)} does not work at "
                        f"{self.names.school(venue or '')}"
                    ),
                )
        in_lesson = course.modality.in_lesson
        if in_lesson and not lessons_around(self.facts, staff, day, span, venue):
            return Obstacle(
                Stage.AVAILABLE,
                "coached-lesson",
                lambda: (
                    f"{self.names.person(staff)} holds no lesson at "
                    f"{self.names.school(venue or '')} all through {span}"
                ),
            )
        return self.standing.people.to_attend(staff, day, span, venue, in_lesson=in_lesson)[1]

    def _in_order(self, staff: str, first: str, course: Course, day: date, span: Span) -> bool:
        if self.facts.learning.has(staff, first):
            return True
        arc = next(arc for arc in course.owed_by(staff) if arc.course == first)
        visits = self.standing.people.attended.get((staff, first), ())
        return any(in_order(self.facts, a.meeting, arc, day, span.start) for a in visits)

    def _full(self, meeting: Meeting) -> Obstacle | None:
        size, most = len(meeting.people), meeting.course.group_max
        if size >= most:
            return Obstacle(Stage.GROUP, "group-size", lambda: f"the group of {most} is full")
        name = meeting.session.room
        if name is not None and size >= (seats := self.facts.rooms[name].capacity):
            room = self.names.room(name)
            return Obstacle(Stage.GROUP, "room", lambda: f"the {seats} seats of {room} are taken")
        return None

    def _pinned_out(self, meeting: Meeting, need: Need) -> Obstacle | None:
        if not self.standing.forbidden:
            return None
        people = tuple(sorted((*meeting.people, need.staff)))
        session = meeting.session.model_copy(update={"staff": people})
        pin = self.standing.pin_against(session, [need.id])
        return None if pin is None else _forbidden_by(pin)

    def _of_themselves(self, slot: Slot, staff: str) -> Obstacle | None:
        """Nobody attends a session that they lead."""
        if staff not in self.facts.givers(slot.trainer):
            return None
        who = self.names.person(staff)
        return Obstacle(Stage.ELSEWHERE, "one-place", lambda: f"{who} would lead it")

    def _slot_pinned_out(self, slot: Slot, staff: str, *needs: str) -> Obstacle | None:
        if not self.standing.forbidden:
            return None
        pin = self.standing.pin_against(slot.session(staff), needs)
        return None if pin is None else _forbidden_by(pin)

    def _gather(self, staff: str, slot: Slot, others: Callable[[], list[str]]) -> Obstacle | None:
        """Bring a group together, the person first; each other is taken who can be."""
        missing = slot.course.group_min - 1
        coming = [other for other in others() if other != staff] if missing else []
        if slot.course.modality.in_lesson:
            coming = [other for other in coming if self._share_lesson(slot, staff, other)]
        if len(coming) < missing:
            return self._too_few(slot, 1 + len(coming))
        trial, people, stopped = Trial.of(slot.course), list[str](), None
        leaders = self.facts.givers(slot.trainer)
        unled = self._lead(slot, trial)
        if unled is not None:
            return unled
        for person in (staff, *coming):
            last = self._add(person, slot.day, slot.span, slot.venue, trial, leaders)
            if last is None:
                people.append(person)
            elif person == staff:
                return last
            else:
                stopped = last
            if len(people) > missing:
                where = slot.day, slot.span, slot.venue
                guests = Guests(tuple(trial.people), *where, leaders, trial.in_lesson)
                return self._probed(slot.session(*people), guests, trial)
        return stopped

    def _share_lesson(self, slot: Slot, *people: str) -> bool:
        """Whether people hold one lesson at the time of a slot."""
        where = slot.day, slot.span, slot.venue
        held = [lessons_around(self.facts, person, *where) for person in people]
        return bool(frozenset.intersection(*held))

    def _probed(self, session: Session, guests: Guests, trial: Trial) -> Obstacle | None:
        """What else the referee says; if it is of who holds what, others hold it where they can."""
        obstacle = self.probe.obstacle(session, trial.booked)
        if obstacle is None or not trial.booked:
            return obstacle
        if not of_holders(self.policy, obstacle.rule):
            return obstacle
        suiting = self.hands.suiting(
            trial.booked, guests, lambda booked: self.probe.obstacle(session, booked) is None
        )
        if suiting.there:
            return None
        return obstacle if suiting.complete else _not_all_tried(obstacle)

    def _too_few(self, slot: Slot, count: int) -> Obstacle:
        least = slot.course.group_min
        return Obstacle(
            Stage.GROUP,
            "group-size",
            lambda: (
                f"only {count} of those who still need it could come then; a group needs {least}"
            ),
        )

    def _lead(self, slot: Slot, trial: Trial) -> Obstacle | None:
        """Let the trainers of a slot who are on the staff leave their lessons for it."""
        leaders = self.facts.givers(slot.trainer)
        for leader in leaders:
            if leader in self.facts.staff:
                stopped = self._add(leader, slot.day, slot.span, slot.venue, trial, leaders)
                if stopped is not None:
                    return stopped
        return None

    def _add(
        self,
        staff: str,
        day: date,
        span: Span,
        venue: str | None,
        trial: Trial,
        leaders: tuple[str, ...] = (),
    ) -> Obstacle | None:
        """Add a person to a trial; it stays as it was if somebody or something stops them."""
        people = self.standing.people
        where = staff, day, span, venue
        if staff in leaders:
            away, _ = people.to_lead(*where)
        else:
            away, _ = people.to_attend(*where, in_lesson=trial.in_lesson)
        crowd = people.crowd(staff, day, away, trial.absences)
        if crowd is not None:
            return crowd
        everybody = (*trial.people, staff)
        guests = Guests(everybody, day, span, venue, leaders, trial.in_lesson)
        hands = self.hands.cover(staff, away, guests, trial.booked)
        if isinstance(hands, Obstacle):
            return hands
        trial.people.append(staff)
        trial.booked[:] = hands
        if away.from_lessons:
            trial.absences.append((self.facts.home[staff], staff, away.span))
        return None


def _forbidden_by(pin: SessionPin) -> Obstacle:
    return Obstacle(Stage.PINS, "pins", lambda: f"pin {pin.id} forbids it")


def _not_all_tried(obstacle: Obstacle) -> Obstacle:
    return obstacle._replace(
        say=lambda: f"{obstacle.say()} (not every way to cover the lessons was tried)"
    )


def _told(obstacle: Obstacle, attempt: str) -> Obstacle:
    """The obstacle with a sentence that says what was attempted."""
    return obstacle._replace(say=lambda: f"{attempt} fails: {obstacle.say()}")
