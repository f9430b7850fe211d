"""When and where a course could be held once more, with a trainer and a room who are not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from pdsched.plan import Session
from pdsched.problem import Course, Room, Trainer, clock
from pdsched.reasons.obstacle import Obstacle, Stage, furthest
from pdsched.referee import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Meeting
from pdsched.referee.rules.sessions import unfit, unsuited
from pdsched.referee.spans import Span

_Item = TypeVar("_Item")
_Open = tuple[list[Meeting], Obstacle | None]


def spread(items: Sequence[_Item], count: int) -> Sequence[_Item]:
    """At most so many of the items, evenly spread over all of them.

    >>> spread([0, 1, 2, 3, 4, 5], 3)
    [0, 2, 4]
    """
    if len(items) <= count:
        return items
    return [items[n * len(items) // count] for n in range(count)]


class Slots:
    """The meetings that could be added for each course, as a plan stands: nobody attends them."""

    def __init__(self, case: Case, effort: int) -> None:
        self.case = case
        self.facts = case.facts
        self.names = case.facts.names
        self.effort = effort
        """So many dates and venues are looked at for a course."""
        is_past = self.facts.problem.calendar.is_past
        self._days = [day for day in self.facts.days.open_days if not is_past(day)]
        self._rooms_at = grouped(self.facts.problem.rooms, lambda room: room.school)
        self._trainers = grouped(
            ((course, t) for t in self.facts.problem.trainers for course in t.courses),
            lambda pair: pair[0],
        )

    def of(self, course: Course, people: Collection[str]) -> _Open:
        """Meetings for a course, of so many people; without any, what stopped the best of them."""
        stopped = self._hopeless(course)
        if stopped is not None:
            return [], stopped
        looked_at = [
            one
            for day, venue in spread(self._places(course, people), self.effort)
            for span in self._times(course, day, venue)
            for one in self._at(course, day, span, venue)
        ]
        free = [one for one in looked_at if isinstance(one, Meeting)]
        if not looked_at:
            name = self.names.course(course.id)
            why = f"no school is open long enough for {name}"
            return [], Obstacle(Stage.PLACE, "session-times", lambda: why)
        return free, furthest(one for one in looked_at if isinstance(one, Obstacle))

    def _hopeless(self, course: Course) -> Obstacle | None:
        """What keeps everybody from a course, whenever it were."""
        name = self.names.course(course.id)
        if not self._days:
            return Obstacle(Stage.PLACE, "past", lambda: "every open day is before today")
        if course.modality.has_trainer and course.id not in self._trainers:
            return Obstacle(Stage.PLACE, "trainer", lambda: f"no trainer teaches {name}")
        seats = [room.capacity for host in self._hosts(course) for room in self._rooms(host)]
        if course.modality.has_room and max(seats, default=0) < course.group_min:
            why = f"no school that can host {name} has a room"
            if seats:
                least = course.group_min
                why = f"the largest room for {name} seats {max(seats)}, but a group needs {least}"
            return Obstacle(Stage.PLACE, "room", lambda: why)
        return None

    def _hosts(self, course: Course) -> Iterable[str]:
        return self.facts.schools if course.schools is None else course.schools

    def _rooms(self, school: str | None) -> list[Room]:
        return self._rooms_at.get(school or "", [])

    def _places(self, course: Course, people: Collection[str]) -> list[tuple[date, str | None]]:
        """Days and venues, those venues first where most of the people are at home."""
        venues: list[str | None] = [None]
        if course.modality.has_venue:
            at_home = Counter(self.facts.home[staff] for staff in people)
            able = (
                h for h in self._hosts(course) if not course.modality.has_room or self._rooms(h)
            )
            venues = sorted(able, key=lambda school: (-at_home[school or ""], school))
        return [(day, venue) for venue in venues for day in self._days]

    def _times(self, course: Course, day: date, venue: str | None) -> Iterable[Span]:
        if not course.modality.has_hour:
            return [Span(0, 0)]
        if venue is not None:
            return _begun(course, [self.facts.periods_on(venue, day)])
        return _begun(course, self.facts.schedules.values())

    def _at(
        self, course: Course, day: date, span: Span, venue: str | None
    ) -> Iterator[Meeting | Obstacle]:
        """A meeting with each trainer who is free, and the largest room that is."""
        bare = bare_meeting(course, day, span, venue)
        trainers: list[Trainer | None] = [None]
        if course.modality.has_trainer:
            fit = [t for _, t in self._trainers[course.id] if self._is_fit(t, bare)]
            trainers = [t for t in fit if not self._is_taken(t, bare)]
            if not trainers:
                yield self._no_trainer(bare, fit)
        room = None
        if trainers and course.modality.has_room:
            room = self._room(bare)
            if room is None:
                yield self._no_room(bare)
                return
        for trainer in trainers:
            fields = {
                "trainer": None if trainer is None else trainer.id,
                "room": None if room is None else room.id,
            }
            yield bare._replace(session=bare.session.model_copy(update=fields))

    def _is_fit(self, trainer: Trainer, bare: Meeting) -> bool:
        everybody = (trainer, *(self.facts.trainers[name] for name in trainer.people))
        return not any(True for one in everybody for _ in unfit(one, bare))

    def _is_taken(self, trainer: Trainer, bare: Meeting) -> bool:
        """Whether somebody gives something else then; what is before and after is judged later."""
        return any(
            other.span.overlaps(bare.span)
            for name in trainer.people
            for other in self.case.by_trainer_and_day.get((name, bare.day), ())
        )

    def _room(self, bare: Meeting) -> Room | None:
        free = [
            room
            for room in self._rooms(bare.venue)
            if room.capacity >= bare.course.group_min
            and not any(unsuited(room, bare))
            and not any(
                other.span.overlaps(bare.span)
                for other in self.case.by_room_and_day.get((room.id, bare.day), ())
            )
        ]
        return max(free, key=lambda room: room.capacity, default=None)

    def _no_trainer(self, bare: Meeting, fit: list[Trainer]) -> Obstacle:
        def nobody_comes() -> str:
            name = self.names.course(bare.course.id)
            return f"no trainer of {name} is available at any possible time"

        def all_are_taken() -> str:
            name = self.names.course(bare.course.id)
            when = f"{name} who works on {bare.day} from {bare.span}"
            return f"every trainer of {when} teaches another session then"

        if fit:
            return Obstacle(Stage.TRAINER, "trainer", all_are_taken)
        return Obstacle(Stage.PLACE, "trainer", nobody_comes)

    def _no_room(self, bare: Meeting) -> Obstacle:
        def say() -> str:
            least, school = bare.course.group_min, self.names.school(bare.venue or "")
            return f"no room for {least} at {school} is free on {bare.day} from {bare.span}"

        return Obstacle(Stage.ROOM, "room", say)


def bare_meeting(course: Course, day: date, span: Span, venue: str | None) -> Meeting:
    """A meeting of nobody, without trainer and room."""
    where = f" at {venue}" if venue else ""
    session = Session(
        id=f"a new session of {course.id} on {day} from {span}{where}",
        course=course.id,
        date=day,
        start=clock(span.start),
        end=clock(span.end),
        school=venue,
        staff=(),
    )
    return Meeting(session, course, span, ())


def _begun(course: Course, schedules: Iterable[list[Span]]) -> list[Span]:
    """When a course could be held that begins with a period and ends by the last bell."""
    spans: set[Span] = set()
    for periods in schedules:
        last = max((period.end for period in periods), default=0)
        starts = (p.start for p in periods if p.start + course.minutes <= last)
        spans.update(Span(start, start + course.minutes) for start in starts)
    return sorted(spans)
