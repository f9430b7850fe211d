"""When and where a course could be held once more, trainer and room being free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple, TypeVar

from pdsched.plan import Session
from pdsched.problem import Course, Room, Trainer, clock
from pdsched.reasons.obstacle import Obstacle, Stage, furthest
from pdsched.reasons.standing import Standing
from pdsched.referee.grouping import grouped
from pdsched.referee.spans import Span
from pdsched.views.names import Names

_Item = TypeVar("_Item")


class Slot(NamedTuple):
    """A time and place at which a course could be held, with trainer and room."""

    course: Course
    day: date
    span: Span
    venue: str | None
    trainer: str | None
    room: Room | None

    def __str__(self) -> str:
        where = f" at {self.venue}" if self.venue else ""
        return f"{self.course.id} on {self.day} from {self.span}{where}"

    def called(self, names: Names) -> str:
        """The same with names in place of ids."""
        where = f" at {names.school(self.venue)}" if self.venue else ""
        return f"{names.course(self.course.id)} on {self.day} from {self.span}{where}"

    def session(self, *staff: str) -> Session:
        """The session that it would be."""
        return Session(
            id=str(self),
            course=self.course.id,
            date=self.day,
            start=clock(self.span.start),
            end=clock(self.span.end),
            school=self.venue,
            trainer=self.trainer,
            room=None if self.room is None else self.room.id,
            staff=staff,
        )


def spread(items: list[_Item], count: int) -> list[_Item]:
    """At most so many of the items, evenly spread over all of them.

    >>> spread([0, 1, 2, 3, 4, 5], 3)
    [0, 2, 4]
    """
    if len(items) <= count:
        return items
    return [items[n * len(items) // count] for n in range(count)]


class Slots:
    """The slots of each course that the plan leaves open.

    Looks at ``effort`` pairs of date and venue a course: those venues first where most of the
    people are at home.
    """

    def __init__(self, standing: Standing, effort: int) -> None:
        self.standing = standing
        self.facts = standing.facts
        self.names = standing.facts.names
        self.effort = effort
        self._anywhere: dict[str, list[Span]] = {}
        is_past = self.facts.problem.calendar.is_past
        self._days = [day for day in self.facts.days.open_days if not is_past(day)]
        self._rooms_at = grouped(self.facts.problem.rooms, lambda room: room.school)

    def of(self, course: Course, people: Iterable[str]) -> tuple[list[Slot], Obstacle | None]:
        """The open slots for a course; where there are none, what stopped the best of the rest."""
        tried = [
            self._slot(course, day, span, venue)
            for day, venue in self._places(course, people)
            for span in self._times(course, day, venue)
        ]
        slots = [slot for slot in tried if isinstance(slot, Slot)]
        stopped = furthest(obstacle for obstacle in tried if isinstance(obstacle, Obstacle))
        if not self._days:
            stopped = Obstacle(Stage.PLACE, "past", lambda: "every open day is before today")
        elif not tried:
            stopped = Obstacle(
                Stage.PLACE,
                "session-times",
                lambda: f"no school is open long enough for {self.names.course(course.id)}",
            )
        return slots, None if slots else stopped

    def _places(self, course: Course, people: Iterable[str]) -> Iterator[tuple[date, str | None]]:
        venues = self._venues(course, people) if course.modality.has_venue else [None]
        return islice(((day, venue) for venue in venues for day in self._days), self.effort)

    def _venues(self, course: Course, people: Iterable[str]) -> Sequence[str | None]:
        at_home = Counter(self.facts.home[staff] for staff in people)
        hosts = self.facts.schools if course.schools is None else course.schools
        able = [host for host in hosts if not course.modality.has_room or self._rooms(host)]
        return sorted(able, key=lambda school: (-at_home[school], school))

    def _rooms(self, school: str | None) -> list[Room]:
        return self._rooms_at.get(school or "", [])

    def _times(self, course: Course, day: date, venue: str | None) -> Iterable[Span]:
        if not course.modality.has_hour:
            return [Span(0, 0)]
        if venue is not None:
            return _begun(course, [self.facts.periods_on(venue, day)])
        if course.id not in self._anywhere:
            self._anywhere[course.id] = _begun(course, self.facts.schedules.values())
        return self._anywhere[course.id]

    def _slot(self, course: Course, day: date, span: Span, venue: str | None) -> Slot | Obstacle:
        trainer = self._trainer(course, day, span, venue) if course.modality.has_trainer else None
        if isinstance(trainer, Obstacle):
            return trainer
        if self.standing.is_blacked_out(venue, day, span):
            return Obstacle(
                Stage.BARRED, "blackouts", lambda: f"a blackout overlaps {day} from {span}"
            )
        room = self._room(course, day, span, venue) if course.modality.has_room else None
        if isinstance(room, Obstacle):
            return room
        return Slot(course, day, span, venue, None if trainer is None else trainer.id, room)

    def _trainer(
        self, course: Course, day: date, span: Span, venue: str | None
    ) -> Trainer | Obstacle:
        failed: list[tuple[Stage, Obstacle | None]] = [(Stage.TIME, None)]
        for trainer in self.facts.problem.trainers:
            if course.id not in trainer.courses:
                continue
            if not self._goes_to(trainer, venue):
                continue
            stopped = self.standing.trainers_rooms.trainer(trainer, day, span, venue)
            if stopped is None:
                return trainer
            failed.append(stopped)
        reached = max(stage for stage, _ in failed)
        alike = _alike(why for stage, why in failed if stage is reached)
        if alike is not None:
            say, what = alike.say, f"{self.names.course(course.id)} on {day} from {span}"
            return Obstacle(reached, alike.rule, lambda: f"nobody can lead {what}: {say()}")
        several = any(course.id in t.courses for t in self._in_several_roles)
        name = self.names.course(course.id)
        return _trainer_obstacle(name, reached, day, span, several)

    def _goes_to(self, trainer: Trainer, venue: str | None) -> bool:
        """Whether a trainer goes to a venue; of a team, each of its members, and the team."""
        each = (trainer, *(self.facts.trainers[name] for name in trainer.people))
        return venue is None or all(t.schools is None or venue in t.schools for t in each)

    @cached_property
    def _in_several_roles(self) -> list[Trainer]:
        several = self.facts.several_roles
        return [t for t in self.facts.problem.trainers if not several.isdisjoint(t.people)]

    def _room(self, course: Course, day: date, span: Span, venue: str | None) -> Room | Obstacle:
        large = [room for room in self._rooms(venue) if room.capacity >= course.group_min]
        free = [
            room for room in large if self.standing.trainers_rooms.is_room_free(room.id, day, span)
        ]
        if free:
            return max(free, key=lambda room: room.capacity)
        return Obstacle(
            Stage.ROOM,
            "room",
            lambda: (
                f"no room for {course.group_min} at {self.names.school(venue or '')} is free on "
                f"{day} from {span}"
            ),
        )


def _begun(course: Course, schedules: Iterable[list[Span]]) -> list[Span]:
    """When a course could be held that begins with a period and ends by the last bell."""
    spans: set[Span] = set()
    for periods in schedules:
        last = max((period.end for period in periods), default=0)
        starts = (p.start for p in periods if p.start + course.minutes <= last)
        spans.update(Span(start, start + course.minutes) for start in starts)
    return sorted(spans)


def _alike(obstacles: Iterable[Obstacle | None]) -> Obstacle | None:
    """One obstacle for all who could lead, where each has one and all are of one rule."""
    every = list(obstacles)
    known = [one for one in every if one is not None]
    if len(known) < len(every) or len({one.rule for one in known}) != 1:
        return None
    return known[0]._replace(say=lambda: "; ".join(dict.fromkeys(one.say() for one in known)))


def _trainer_obstacle(
    course: str, reached: Stage, day: date, span: Span, several_roles: bool
) -> Obstacle:
    more = ", or cannot be released for it" if several_roles else ""
    if reached is Stage.LOAD:
        return Obstacle(
            reached,
            "trainer-load",
            lambda: f"no trainer of {course} has working minutes left on {day} from {span}",
        )
    if reached is Stage.TRAINER:
        return Obstacle(
            reached,
            "trainer",
            lambda: (
                f"every trainer of {course} who works on {day} from {span} teaches another "
                f"session then or is travelling{more}"
            ),
        )
    return Obstacle(
        reached, "trainer", lambda: f"no trainer of {course} is available at any possible time"
    )
