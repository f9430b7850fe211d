"""What the Timefold model is told of a problem, as plain objects that cross into Java.

What the constraints compute stands in methods: Timefold translates classes to Java, while a plain
function would be called back in Python, a hundred times slower. For the same reason the methods
are plain loops over lists.

What a person loses by attending is written down once for each *kind of day* of that person (the
same lessons, protected time, absences, blackouts and substitutes within reach) and each *hour*
(start, length and venue), not once for each date: a school year crosses in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NOBODY = -1
"""Where there is no trainer, room, venue or kind of day."""
MANY = 1_000_000
"""Where there is no limit."""


@dataclass(eq=False)
class Day:
    """A school day."""

    number: int
    week: int


@dataclass(eq=False)
class Hour:
    """Start, end and venue of a session."""

    number: int
    start: int
    end: int
    venue: int
    ways: list[int]
    """Minutes from the venue to each school; empty without a venue."""

    def clashes_with(self, other: Hour) -> bool:
        """Whether nobody could give, and no room hold, sessions at both hours of one day."""
        if self.start < other.end and other.start < self.end:
            return True
        if self.venue == other.venue or self.venue < 0 or other.venue < 0:
            return False
        if self.start < other.start:
            return other.start - self.end < self.ways[other.venue]
        return self.start - other.end < other.ways[self.venue]


@dataclass(eq=False)
class Trainer:
    """Who gives sessions; one without limits stands for nobody."""

    number: int
    minutes_a_day: int
    minutes_a_week: int

    def clashes(self, hours: list[Hour]) -> int:
        """Pairs of sessions of one day that clash."""
        found = 0
        for i in range(len(hours)):
            for j in range(i):
                if hours[i].clashes_with(hours[j]):
                    found += 1
        return found

    def overload(self, hours: list[Hour]) -> int:
        """Minutes too many on one day."""
        load = 0
        for hour in hours:
            load += hour.end - hour.start
        return max(0, load - self.minutes_a_day)


@dataclass(eq=False)
class Room:
    """Where sessions are held."""

    number: int

    def clashes(self, hours: list[Hour]) -> int:
        """Pairs of sessions of one day that clash."""
        found = 0
        for i in range(len(hours)):
            for j in range(i):
                if hours[i].start < hours[j].end and hours[j].start < hours[i].end:
                    found += 1
        return found


@dataclass(eq=False)
class Offer:
    """A way to hold a session of a course."""

    course: int
    trainer: Trainer | None
    room: Room | None
    seats: int


@dataclass(eq=False)
class Placement:
    """Where and when a session could be held, and how."""

    day: Day
    hour: Hour
    offer: Offer


@dataclass(eq=False)
class Place:
    """A half of the day at a school, and a set of qualifications, one of which is asked for."""

    school: int
    kind: int
    """One number for the half and the set."""
    counts: bool
    """Whether the set stands for anybody at all: these are the half-days of the goal."""


@dataclass(eq=False)
class Moment:
    """A time of day at a place, at which a lesson begins."""

    place: Place


@dataclass(eq=False)
class Loss:
    """What attending takes from a person: the time away, and what has to be covered."""

    start: int
    end: int
    from_lessons: bool
    moments: list[Moment]
    """At each of them one substitute is needed."""

    def overlaps(self, other: Loss) -> bool:
        """Whether nobody could have both on one day."""
        return self.start < other.end and other.start < self.end

    def needs(self, day: int) -> list[Any]:
        """Day and moment of each substitute that is needed."""
        found = []
        for moment in self.moments:
            found.append((day, moment))
        return found


@dataclass(eq=False)
class Home:
    """A home school."""

    number: int
    away_limit: int
    """How many may be away from lessons at once."""

    def too_many(self, losses: list[Loss]) -> int:
        """How many too many are away at once, at the worst moment of a day."""
        most = self.away_limit
        for one in losses:
            count = 0
            for other in losses:
                if other.start <= one.start and one.start < other.end:
                    count += 1
            if count > most:
                most = count
        return most - self.away_limit


@dataclass(eq=False)
class Learner:
    """A person with needs."""

    number: int
    home: Home
    a_week: int
    """Most releases from lessons in a week."""
    in_all: int
    kind_of_day: list[int]
    """By day; `NOBODY` where nothing is possible."""
    losses: list[dict[int, Loss]]
    """By kind of day and hour; what is not here, some rule forbids."""
    owes: dict[int, list[list[int]]]
    """By course: each course to be done before it, with the least and the greatest lag."""

    def loss(self, placement: Placement) -> Loss | None:
        """What attending takes; ``None`` where a rule forbids it."""
        kind = self.kind_of_day[placement.day.number]
        if kind < 0:
            return None
        return self.losses[kind].get(placement.hour.number)

    def clashes(self, visits: list[Any]) -> int:
        """Pairs of visits that overlap, or are to one course; each with its loss."""
        found = 0
        for i in range(len(visits)):
            for j in range(i):
                one, other = visits[i][0], visits[j][0]
                same_time = one.day.number == other.day.number and visits[i][1].overlaps(
                    visits[j][1]
                )
                if same_time or one.offer.course == other.offer.course:
                    found += 1
        return found

    def too_often(self, visits: list[Any]) -> int:
        """Releases from lessons beyond those allowed in a week and in all."""
        released = [visit[0].day.week for visit in visits if visit[1].from_lessons]
        found = max(0, len(released) - self.in_all)
        for i in range(len(released)):
            same = 0
            for j in range(i):
                if released[i] == released[j]:
                    same += 1
            if same >= self.a_week:
                found += 1
        return found

    def too_early(self, visits: list[Any]) -> int:
        """Visits without what comes first, in time."""
        found = 0
        for visit in visits:
            for arc in self.owes[visit[0].offer.course]:
                if not self.has_before(visits, visit[0], arc):
                    found += 1
        return found

    def has_before(self, visits: list[Any], then: Placement, arc: list[int]) -> bool:
        """Whether one of the visits keeps an arc."""
        for visit in visits:
            if visit[0].offer.course == arc[0]:
                lag = then.day.number - visit[0].day.number
                after = lag > 0 or (lag == 0 and visit[0].hour.end <= then.hour.start)
                if after and arc[1] <= lag and lag <= arc[2]:
                    return True
        return False
