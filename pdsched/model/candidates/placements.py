"""Placements: a course at a date, time and venue, with the offers that could hold it there.

What rules forbid of a session alone (`pdsched.model.candidates.filters`) is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from pdsched.engines.arrays import Bools, Ints, ranges, starts, unique
from pdsched.model.candidates.coaching import CoachedLessons
from pdsched.model.candidates.filters import (
    after_last_bell,
    closed_venue,
    is_past,
    off_site,
    outside_repertoire,
    room_in_use,
    too_soon,
    venue_blacked_out,
)
from pdsched.model.candidates.trainer_hours import TrainerHours, outside_any
from pdsched.model.candidates.wants import wants_of
from pdsched.model.instance.givers import givers_of
from pdsched.model.instance.index import Index
from pdsched.model.instance.interchangeable import RoomType
from pdsched.problem import Course

NOWHERE = -1
"""Number of no school, no trainer, no room."""
NO_LESSON = -1
"""Number of no lesson."""
NO_HOUR = 0
"""Minute at which a session without hour begins and ends."""


@dataclass(frozen=True, eq=False, slots=True)
class Placements:
    """All placements and their offers, as arrays; minutes since midnight, half-open."""

    course: Ints
    day: Ints
    start: Ints
    end: Ints
    venue: Ints
    """School, or -1 where everybody stays at the home school."""
    lesson: Ints
    """Number of the lesson in which coaching stands; -1 for other sessions, and those of the past.
    """
    first_offer: Ints
    """Offers of a placement lie end to end; one entry more than there are placements."""
    trainer: Ints
    """By offer; -1 for none."""
    room: Ints
    """By offer, number of a room group; -1 for none."""
    capacity: Ints
    """By offer, seats."""
    lead: Ints
    """By offer and who gives it, number of the way in which that person is away; -1 where that is
    nobody of the staff. See `pdsched.model.candidates.leading`."""

    def __len__(self) -> int:
        return len(self.course)

    def owners(self, offers: Ints) -> Ints:
        """The placements of some offers."""
        return np.asarray(np.searchsorted(self.first_offer, offers, "right") - 1)

    @property
    def owner(self) -> Ints:
        """By offer, its placement."""
        return np.repeat(np.arange(len(self)), np.diff(self.first_offer))

    def offers_of(self, placements: Ints) -> tuple[Ints, Ints]:
        """Offers of some placements: position in ``placements``, and offer."""
        begin = self.first_offer[placements]
        return ranges(begin, self.first_offer[placements + 1] - begin)

    def only(self, keep: Ints) -> Placements:
        """Some of the placements, in the order given."""
        _, offers = self.offers_of(keep)
        return Placements(
            self.course[keep],
            self.day[keep],
            self.start[keep],
            self.end[keep],
            self.venue[keep],
            self.lesson[keep],
            starts(np.diff(self.first_offer)[keep]),
            self.trainer[offers],
            self.room[offers],
            self.capacity[offers],
            self.lead[offers],
        )

    def with_offers(self, keep: Bools, lead: Ints) -> Placements:
        """The placements with some of their offers, and with what leading by each takes."""
        return replace(
            self,
            first_offer=starts(np.bincount(self.owner[keep], minlength=len(self))),
            trainer=self.trainer[keep],
            room=self.room[keep],
            capacity=self.capacity[keep],
            lead=lead[keep],
        )


Offer = tuple[int, int, int]
"""Trainer, room group, capacity."""
Slot = tuple[int, int, int]
"""Day number, start and venue."""


class _Placer:
    """Finds the placements of one problem."""

    def __init__(self, index: Index, split: Collection[str]) -> None:
        self.index = index
        self.world = index.world
        self.split = split
        self._rooms: dict[int, list[tuple[int, RoomType]]] = defaultdict(list)
        for number, room in enumerate(index.rooms):
            self._rooms[index.school[room.school]].append((number, room))
        self._hours = TrainerHours(index)
        self._starts: dict[tuple[int, int, str | None], list[int]] = {}
        self._room_free: dict[tuple[int, int, int, int], bool] = {}
        self._alike: dict[Hashable, list[tuple[Slot, list[Offer]]]] = {}

    def place(self) -> Placements:
        rows: list[tuple[int, int, int, int, int, int, list[Offer]]] = []
        for number in wants_of(self.index):
            course = self.index.courses[number]
            coached = CoachedLessons(self.index, number) if course.modality.in_lesson else None
            for (day, start, venue), group in self._held(number):
                end = start + course.minutes * course.modality.has_hour
                lessons = [NO_LESSON] if coached is None else coached.around(venue, day, start, end)
                rows.extend((number, day, start, end, venue, lesson, group) for lesson in lessons)
        fields = np.array([row[:6] for row in rows], dtype=np.int64).reshape(len(rows), 6).T
        courses, days, begins, ends, venues, lessons_held = fields.copy()
        offer_rows = np.array([o for row in rows for o in row[6]], dtype=np.int64).reshape(-1, 3).T
        trainers, rooms, seats = offer_rows.copy()
        first = starts(np.array([len(row[6]) for row in rows], dtype=np.int64))
        nobody = np.full_like(givers_of(self.index)[trainers], NOWHERE)
        return Placements(
            courses, days, begins, ends, venues, lessons_held, first, trainers, rooms, seats, nobody
        )

    def _held(self, number: int) -> list[tuple[Slot, list[Offer]]]:
        """Slots of a course, each with offers of one placement, by venue and time.

        Those of courses that are held alike, as all meetings of a series, are found once.
        """
        course = self.index.courses[number]
        trainers = (t.id for t in self.index.trainers if not outside_repertoire(course, t))
        key = (
            *(course.modality, course.minutes, course.group_min, course.group_max, course.schools),
            *(course.id in self.split, course.id in self.index.grouped),
            tuple(trainers) if course.modality.has_trainer else (),
            # How many teams there could be is a matter of who wants the course.
            None if course.modality.has_hour else number,
        )
        if key not in self._alike:
            by_slot = self._led(course) if course.modality.has_trainer else self._unled(course)
            slots = sorted(by_slot, key=lambda slot: (slot[2], slot[0], slot[1]))
            self._alike[key] = [
                (slot, group) for slot in slots for group in self._apart(number, by_slot[slot])
            ]
        return self._alike[key]

    def _apart(self, number: int, offers: list[Offer]) -> list[list[Offer]]:
        """The offers of a slot, those of one placement together."""
        course = self.index.courses[number]
        if course.id in self.index.grouped and not course.modality.has_hour:
            # No trainer and no room tells teams apart: a placement for each that there could be.
            people = self.index.group_size[unique(wants_of(self.index)[number].group)].sum()
            return [offers] * max(1, int(people) // course.group_min)
        if course.id in self.split:
            return [[offer] for offer in offers]
        if course.id not in self.index.grouped:
            return [offers]
        # Who leads one session leads no other at the time, whatever the room.
        by_resource: dict[int, list[Offer]] = defaultdict(list)
        for offer in offers:
            by_resource[offer[0] if course.modality.has_trainer else offer[1]].append(offer)
        return list(by_resource.values())

    def _led(self, course: Course) -> dict[Slot, list[Offer]]:
        by_slot: dict[Slot, list[Offer]] = defaultdict(list)
        for number, trainer in enumerate(self.index.trainers):
            if not outside_repertoire(course, trainer):
                for slot in self._slots_of(number, course):
                    for room, seats in self._seats(course, slot):
                        by_slot[slot].append((number, room, seats))
        return by_slot

    def _unled(self, course: Course) -> dict[Slot, list[Offer]]:
        by_slot: dict[Slot, list[Offer]] = {}
        for venue in self._venues(course):
            for day in range(len(self.index.days)):
                for start in self._times(course, venue, day):
                    slot = (day, start, venue)
                    offers = [(NOWHERE, room, seats) for room, seats in self._seats(course, slot)]
                    if offers:
                        by_slot[slot] = offers
        return by_slot

    def _slots_of(self, number: int, course: Course) -> Iterator[Slot]:
        goes_to = self._hours.goes_to
        venues = [v for v in self._venues(course) if v == NOWHERE or goes_to(number, v)]
        for day in range(len(self.index.days)):
            hours = self._hours.on(number, day)
            if not all(hours) and outside_any(hours, 0, 0):
                continue  # as on most dates of most trainers: no venue needs to be looked at
            for venue in venues:
                for start in self._times(course, venue, day):
                    if not outside_any(hours, start, start + course.minutes):
                        yield day, start, venue

    def _venues(self, course: Course) -> list[int]:
        if not course.modality.has_venue:
            return [NOWHERE]
        venues = range(len(self.index.schools))
        return [n for n in venues if not off_site(self.index, course, n)]

    def _times(self, course: Course, venue: int, day: int) -> list[int]:
        key = (venue, day, f"{course.minutes}" if course.modality.has_hour else None)
        if key not in self._starts:
            self._starts[key] = list(self._find_times(course, venue, self.index.days[day]))
        return self._starts[key]

    def _find_times(self, course: Course, venue: int, day: date) -> Iterator[int]:
        school = self.index.schools[venue] if venue != NOWHERE else None
        if closed_venue(self.index, school, day):
            return
        if is_past(self.index, day) or too_soon(self.index, day):
            return
        if not course.modality.has_hour:
            yield NO_HOUR
            return
        for start in self._bells(course, school, day):
            if not venue_blacked_out(self.index, school, day, start, start + course.minutes):
                yield start

    def _bells(self, course: Course, school: str | None, day: date) -> list[int]:
        if school is not None:
            grids = {self.world.calendar.bells(school, day)}
        else:
            grids = {self.world.calendar.schedule(s) for s in self.world.schools}
        starts_of = {
            period.start
            for grid in grids
            for period in grid
            if not after_last_bell(grid, period.start + course.minutes)
        }
        return sorted(starts_of)

    def _seats(self, course: Course, slot: Slot) -> Iterator[tuple[int, int]]:
        """Room group and seats of each room there that is free and holds the smallest group."""
        if not course.modality.has_room:
            yield NOWHERE, course.group_max
            return
        day, start, venue = slot
        for number, room in self._rooms.get(venue, ()):
            capacity = min(course.group_max, room.capacity)
            if capacity >= course.group_min and self._free(number, day, start, course.minutes):
                yield number, capacity

    def _free(self, room: int, day: int, start: int, length: int) -> bool:
        key = (room, day, start, length)
        if key not in self._room_free:
            group = self.index.rooms[room]
            self._room_free[key] = not room_in_use(self.index, group, day, start, start + length)
        return self._room_free[key]


def find_placements(index: Index, split: Collection[str]) -> Placements:
    """All placements that no rule forbids on its own.

    Courses in ``split`` get one placement per offer, so that it is known who sits with whom, and
    those of `Index.grouped` one per trainer or single room; the others share one placement per
    date, time and venue, and seats are dealt out afterwards.
    """
    return _Placer(index, split).place()
