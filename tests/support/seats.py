"""Every single attendance that a problem allows: who, for which need, in a session led by whom.

A seat is kept unless it breaks, all by itself, a rule that more people and more sessions cannot
mend. Written from docs/rules.md; see `facts` for the terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cycling import has_period
from facts import MIDNIGHT, Facts, Span, blackout_on, dark, span

from pdsched import Policy, Problem
from pdsched.problem import (
    Course,
    CoverKind,
    Lesson,
    LevelStep,
    Meeting,
    Need,
    PinKind,
    Prerequisite,
    SessionPin,
    Trainer,
    minutes,
)


class Slot(NamedTuple):
    """A session without its people."""

    course: str
    date: date
    span: Span
    school: str | None
    trainer: str | None
    room: str | None
    lesson: str | None = None
    """Where coaching in class stands."""
    team: int = 0
    """Which of several teams on one date that learn together at no hour."""


class Item(NamedTuple):
    """A lesson that somebody must hold for a staff member on a date."""

    date: date
    lesson: str
    staff: str


class Lead(NamedTuple):
    """Who gives a session; who is on the staff as well leaves lessons, which others hold."""

    staff: str
    lessons: tuple[str, ...]
    items: frozenset[Item]


class Seat(NamedTuple):
    """One person in one slot, to meet one need."""

    need: str
    staff: str
    slot: Slot
    away: Span
    lessons: tuple[str, ...]
    items: frozenset[Item]
    points: int
    leads: tuple[Lead, ...]
    """The trainer of the slot, or everybody of a team."""


def pin_fits(pin: SessionPin, seat: Seat) -> bool:
    """Whether a session has all the fields of a pin when this person attends it for this need."""
    slot = seat.slot
    wanted = (pin.course, pin.date, pin.school, pin.room, pin.staff, pin.need)
    found = (slot.course, slot.date, slot.school, slot.room, seat.staff, seat.need)
    same_start = pin.start is None or minutes(pin.start) == slot.span.start
    led = pin.trainer in (None, slot.trainer, *(lead.staff for lead in seat.leads))
    same = all(w is None or w == f for w, f in zip(wanted, found, strict=True))
    return same_start and led and same


def binds(arc: Prerequisite, staff: str) -> bool:
    """Whether a person owes what comes first: of a step by levels alone, who is named."""
    return not isinstance(arc, LevelStep) or staff in arc.staff


class Seats:
    """The seats of a problem under a policy."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.facts = Facts(problem)
        self.problem = problem
        self.policy = policy
        self._leads: dict[Slot, tuple[Lead, ...]] = {}
        self._slots = {c.id: list(self._slots_of(c)) for c in problem.courses}

    def of(self, need: Need) -> list[Seat]:
        """All seats that meet a need."""
        courses = [c for c in self.problem.courses if self.answers(need, c)]
        seats = (self.seat(need, slot) for c in courses for slot in self._slots[c.id])
        return [seat for seat in seats if self._allowed(seat)]

    def answers(self, need: Need, course: Course) -> bool:
        """Whether a course answers a need, its level included."""
        if need.course is not None:
            named = need.course == course.id
        elif need.wishes:
            named = course.id in need.wishes
        else:
            assert need.level_to is not None
            named = need.topic == course.topic and course.level_to >= need.level_to
            named = named and not _goes_on(course)
        return named and (not self.policy.holds("level") or self._level_fits(need, course))

    def _level_fits(self, need: Need, course: Course) -> bool:
        level = self._level(need, course)
        most = course.level_from + self.policy.level_spread
        return course.level_from <= level <= most and level < course.level_to

    def _level(self, need: Need, course: Course) -> int:
        if need.level_from is not None:
            return need.level_from
        levels = self.facts.staff[need.staff].levels
        # A meeting is begun at the level at which the whole series is.
        begun = self.facts.courses[f"{course.series}:1"] if isinstance(course, Meeting) else course
        before = [self.facts.courses[p.course] for p in begun.prerequisites if binds(p, need.staff)]
        known = [c.level_to for c in before if c.topic == course.topic and not _goes_on(c)]
        known += [levels[course.topic]] if course.topic in levels else []
        return max(known, default=course.level_from)

    def seat(self, need: Need, slot: Slot) -> Seat:
        """The seat in a slot, allowed or not."""
        late = need.due is not None and slot.date > need.due
        coached = slot.lesson is not None
        lessons, items = ((), frozenset()) if coached else self._taken(need.staff, slot)
        away = slot.span if coached else self.facts.away(need.staff, slot.school, slot.span)
        return Seat(
            need=need.id,
            staff=need.staff,
            slot=slot,
            away=away,
            lessons=lessons,
            items=items,
            points=need.priority * (self.policy.late_tenths if late else 10),
            leads=() if slot.trainer is None else self._led(slot, slot.trainer),
        )

    def _led(self, slot: Slot, trainer: str) -> tuple[Lead, ...]:
        if slot not in self._leads:
            who = self.facts.trainers[trainer].members or (trainer,)
            self._leads[slot] = tuple(Lead(name, *self._taken(name, slot)) for name in who)
        return self._leads[slot]

    def _taken(self, staff: str, slot: Slot) -> tuple[tuple[str, ...], frozenset[Item]]:
        """The lessons that a person leaves for a session, and those that others have to hold."""
        taken = self.facts.taken(staff, slot.date, slot.school, slot.span)
        if self.policy.holds("half-day-releases"):
            taken = self._whole_half_days(staff, slot.date, taken)
        covered = [x.id for x in taken if x.cover is CoverKind.NEEDED]
        return tuple(x.id for x in taken), frozenset(Item(slot.date, x, staff) for x in covered)

    def _whole_half_days(self, staff: str, day: date, taken: list[Lesson]) -> list[Lesson]:
        """These lessons, and the others of half-days in which one of them needs cover."""
        gone = {self.facts.half(x) for x in taken if x.cover is CoverKind.NEEDED}
        day_long = self.facts.lessons_of(staff, day)
        return [x for x in day_long if x in taken or self.facts.half(x) in gone]

    def _allowed(self, seat: Seat) -> bool:
        slot = seat.slot
        return (
            not self.problem.calendar.is_past(seat.slot.date)
            and self.facts.is_at_work(seat.staff, seat.slot.date)
            and (slot.lesson is None or seat.staff in self.facts.lessons[slot.lesson].staff)
            and self._can_go(seat.staff, seat.slot.date, seat.away, seat.lessons)
            and all(self._can_lead(seat, lead) for lead in seat.leads)
            and not self._forbidden(seat)
        )

    def _can_lead(self, seat: Seat, lead: Lead) -> bool:
        """Whether the trainer, who may be on the staff, can be away and does not attend."""
        if lead.staff not in self.facts.staff:
            return True
        mine = seat.slot.date, seat.slot.span, lead.lessons
        return lead.staff != seat.staff and self._can_go(lead.staff, *mine)

    def _can_go(self, staff: str, day: date, away: Span, lessons: tuple[str, ...]) -> bool:
        person = self.facts.staff[staff]
        taken = [self.facts.lessons[x] for x in lessons]
        return (
            not self.facts.is_closed(person.schools[0], day)
            and not any(w.on(day) and span(w).meets(away) for w in person.unavailable)
            and not any(x.cover is CoverKind.IMPOSSIBLE for x in taken)
            and not self._protected(staff, day, away)
            and not self._blacked_out(person.schools[0], day, away)
        )

    def _protected(self, staff: str, day: date, away: Span) -> bool:
        hours = self.facts.protected_of(staff, day)
        return self.policy.holds("protected-time") and any(h.meets(away) for h in hours)

    def _forbidden(self, seat: Seat) -> bool:
        return self.policy.holds("pins") and any(
            pin.kind is PinKind.FORBID and pin_fits(pin, seat) for pin in self.problem.session_pins
        )

    def _blacked_out(self, school: str | None, day: date, hours: Span) -> bool:
        return self.policy.holds("blackouts") and any(
            blackout_on(b, day) and dark(b).meets(hours)
            for b in self.problem.calendar.blackouts
            if b.schools is None or school in b.schools
        )

    def _slots_of(self, course: Course) -> Iterator[Slot]:
        for day, hours, school in self._times(course):
            if self._blacked_out(school, day, hours):
                continue
            for trainer in self._trainers(course, day, hours, school):
                for room in self._rooms(course, day, hours, school):
                    for lesson in self._lessons(course, day, hours, school):
                        for team in range(self._teams(course)):
                            yield Slot(course.id, day, hours, school, trainer, room, lesson, team)

    def _teams(self, course: Course) -> int:
        """How many teams could learn at once; of sessions with hours, those of a slot are one."""
        if course.modality.has_hour:
            return 1
        return max(1, len(self.problem.staff) // course.group_min)

    def _lessons(
        self, course: Course, day: date, hours: Span, school: str | None
    ) -> Iterator[str | None]:
        if not course.modality.in_lesson:
            yield None
            return
        held = {x.id: x for p in self.problem.staff for x in self.facts.lessons_of(p.id, day)}
        for lesson in held.values():
            if lesson.school == school and span(lesson).holds(hours):
                yield lesson.id

    def _times(self, course: Course) -> Iterator[tuple[date, Span, str | None]]:
        for day in self.facts.school_days:
            if not course.modality.has_hour:
                yield day, Span(0, 0), None
                continue
            if not course.modality.has_venue:
                for hours in sorted(self._hours_anywhere(course)):
                    yield day, hours, None
                continue
            for school in self.facts.schools:
                if course.schools is None or school in course.schools:
                    for hours in sorted(self._hours_at(course, school, day)):
                        yield day, hours, school

    def _hours_at(self, course: Course, school: str, day: date) -> set[Span]:
        if self.facts.is_closed(school, day):
            return set()
        name = self.facts.cycle_day(school, day)
        record = self.facts.schools[school]
        periods = [p for p in record.periods if has_period(record, name, p, day)]
        return _hours([(minutes(p.start), minutes(p.end)) for p in periods], course.minutes)

    def _hours_anywhere(self, course: Course) -> set[Span]:
        schedules = [s.periods for s in self.problem.schools]
        bells = [[(minutes(p.start), minutes(p.end)) for p in periods] for periods in schedules]
        return {hours for bell in bells for hours in _hours(bell, course.minutes)}

    def _trainers(
        self, course: Course, day: date, hours: Span, school: str | None
    ) -> Iterator[str | None]:
        if not course.modality.has_trainer:
            yield None
            return
        for trainer in self.problem.trainers:
            everybody = [self.facts.trainers[name] for name in trainer.members]
            if course.id in trainer.courses and all(
                self._comes(one, day, hours, school) for one in (trainer, *everybody)
            ):
                yield trainer.id

    def _comes(self, trainer: Trainer, day: date, hours: Span, school: str | None) -> bool:
        comes = school is None or trainer.schools is None or school in trainer.schools
        inside = any(w.on(day) and span(w).holds(hours) for w in trainer.available)
        whenever = bool(trainer.members) and not trainer.available
        return comes and (inside or whenever)

    def _rooms(
        self, course: Course, day: date, hours: Span, school: str | None
    ) -> Iterator[str | None]:
        if not course.modality.has_room:
            yield None
            return
        for room in self.problem.rooms:
            used = any(w.on(day) and span(w).meets(hours) for w in room.unavailable)
            if room.school == school and not used:
                yield room.id


def _hours(bells: list[tuple[int, int]], length: int) -> set[Span]:
    latest = max((end for _, end in bells), default=0)
    assert latest < MIDNIGHT
    return {Span(s, s + length) for s, _ in bells if s + length <= latest}


def _goes_on(course: Course) -> bool:
    """Whether it is a meeting of a series after which others come."""
    return isinstance(course, Meeting) and course.number < course.of
