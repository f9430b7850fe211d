"""A plan in the making, on which every step keeps the rules, and can be taken back.

Used by the peers that build plans step by step.
"""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.peers.ground import Away, Ground
from benchmarks.peers.hands import Cover
from benchmarks.peers.slots import Slot, Slots, Wish


class Visit(NamedTuple):
    """Somebody attends a session."""

    session: int
    slot: Slot
    wish: Wish
    away: Away


class Meeting(NamedTuple):
    """A session of the plan."""

    slot: Slot
    trainer: int | None
    room: int | None
    seats: int
    visits: tuple[Visit, ...]


class Ledger(Cover):
    """The state of a plan: sessions, and who attends them."""

    def __init__(self, ground: Ground, slots: Slots, *, roving: bool = True) -> None:
        super().__init__(ground, roving=roving)
        self.slots = slots
        self.meetings: dict[int, Meeting] = {}
        self.met: dict[int, int] = {}
        self.unmet: list[dict[int, None]] = [
            dict.fromkeys(range(len(wishes.each))) for wishes in slots.wishes
        ]
        """Places of the open needs among the wishes for each course."""
        self.visits: dict[int, tuple[Visit, ...]] = {}
        self._weeks: dict[tuple[int, int], int] = {}
        self._releases: dict[int, int] = {}
        self._absent: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        self._trainer_day: dict[tuple[int, int], tuple[tuple[int, int, int], ...]] = {}
        self._trainer_week: dict[tuple[int, int], int] = {}
        self._room_day: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}

    @property
    def value(self) -> tuple[int, int]:
        """What is to be as great as possible: points, then half-days not engaged."""
        return self.sums["points"], -self.sums["half-days"]

    # Sessions

    def open(self, slot: Slot) -> int | None:
        """A session without people, by the first trainer and room that are free; or none."""
        course = self.slots.courses[slot.course]
        trainer = room = None
        seats = course.group_max
        if course.modality.has_trainer:
            able = self.slots.trainers(slot)
            trainer = next((t for t in able if self._can_give(t, slot)), None)
            if trainer is None:
                return None
        if course.modality.has_room:
            room = next((r for r in self.slots.rooms(slot) if self._is_free(r, slot)), None)
            if room is None:
                return None
            seats = min(seats, self.ground.problem.rooms[room].capacity)
        if seats < course.group_min:
            return None
        number = self.sums["session"] + 1
        self.put(self.sums, "session", number)
        self.put(self.meetings, number, Meeting(slot, trainer, room, seats, ()))
        self._book(slot, trainer, room, 1)
        return number

    def _can_give(self, trainer: int, slot: Slot) -> bool:
        given = self._trainer_day.get((trainer, slot.day), ())
        for start, end, venue in given:
            there = back = 0
            if venue >= 0 and slot.venue >= 0:
                there = int(self.ground.travel[venue, slot.venue])
                back = int(self.ground.travel[slot.venue, venue])
            if end + there > slot.start and slot.end + back > start:
                return False
            if start < slot.end and slot.start < end:
                return False
        limits = self.ground.problem.trainers[trainer]
        length = slot.end - slot.start
        today = sum(end - start for start, end, _ in given)
        week = self._trainer_week.get((trainer, self.ground.week[slot.day]), 0)
        return today + length <= (limits.max_minutes_per_day or today + length) and (
            week + length <= (limits.max_minutes_per_week or week + length)
        )

    def _is_free(self, room: int, slot: Slot) -> bool:
        taken = self._room_day.get((room, slot.day), ())
        return not any(start < slot.end and slot.start < end for start, end in taken)

    def _book(self, slot: Slot, trainer: int | None, room: int | None, sign: int) -> None:
        change = self.append if sign > 0 else self.remove
        if trainer is not None:
            span = slot.start, slot.end, slot.venue
            change(self._trainer_day, (trainer, slot.day), span)
            week = trainer, self.ground.week[slot.day]
            self.add(self._trainer_week, week, sign * (slot.end - slot.start))
        if room is not None:
            change(self._room_day, (room, slot.day), (slot.start, slot.end))

    def close(self, number: int) -> None:
        """Take a session out of the plan, with all that hangs on it."""
        for visit in self.meetings[number].visits:
            if number in self.meetings:
                self.leave(visit)
        if number in self.meetings:
            self._remove(number)

    def _remove(self, number: int) -> None:
        meeting = self.meetings[number]
        self._book(meeting.slot, meeting.trainer, meeting.room, -1)
        self.drop(self.meetings, number)

    # People

    def can_follow(self, wish: Wish, slot: Slot) -> bool:
        """Whether what comes first is done in the plan, early enough and not too early."""
        for arc in wish.arcs:
            first = [v for v in self.visits.get(wish.person, ()) if v.slot.course == arc.course]
            if not first:
                return False
            before = first[0].slot
            lag = slot.day - before.day
            if (before.day, before.end) > (slot.day, slot.start):
                return False
            if not arc.least <= lag <= arc.most:
                return False
        return True

    def join(self, number: int, wish: Wish) -> bool:
        """Let somebody attend a session, with cover; or change nothing."""
        meeting = self.meetings[number]
        slot = meeting.slot
        if len(meeting.visits) >= meeting.seats or not self._is_open(wish, slot):
            return False
        away = self.ground.away(wish.person, slot.day, slot.start, slot.end, slot.venue)
        if not self._can_leave(wish.person, slot, away):
            return False
        mark = self.mark()
        visit = Visit(number, slot, wish, away)
        if away.owed and not self.cover(self._new(wish.person, slot.day, away), slot.day):
            self.back_to(mark)
            return False
        self.put(self.meetings, number, meeting._replace(visits=(*meeting.visits, visit)))
        self.put(self.visits, wish.person, (*self.visits.get(wish.person, ()), visit))
        self.put(self.met, wish.need, number)
        for course, place in self.slots.places_of[wish.need]:
            self.drop(self.unmet[course], place)
        self.add(self.sums, "points", worth(wish, slot.day))
        if away.owed:
            self._count(wish.person, slot.day, away, 1)
        return True

    def _is_open(self, wish: Wish, slot: Slot) -> bool:
        return (
            wish.need not in self.met
            and all(v.slot.course != slot.course for v in self.visits.get(wish.person, ()))
            and self.can_follow(wish, slot)
        )

    def is_hopeless(self, person: int, slot: Slot) -> bool:
        """Whether somebody who would miss lessons clearly cannot: too often away, or no cover.

        A guess: where it says yes, an itinerant may be able to come after all.
        """
        if (
            self._weeks.get((person, self.ground.week[slot.day]), 0)
            >= self.ground.policy.releases_per_week
        ):
            return True
        home, midday = self.ground.homes[person], self.ground.midday
        for half in (0, 1):
            touched = slot.end > midday[home] if half else slot.start < midday[home]
            if touched and not self.is_dry((home, slot.day, half)):
                return False
        return True

    def _can_leave(self, person: int, slot: Slot, away: Away) -> bool:
        for visit in self.visits.get(person, ()):
            if visit.slot.day == slot.day and (
                visit.away.start < away.end and away.start < visit.away.end
            ):
                return False
        if not away.owed:
            return True
        policy = self.ground.policy
        week = self._weeks.get((person, self.ground.week[slot.day]), 0)
        if week >= policy.releases_per_week:
            return False
        before = self.ground.problem.staff[person].releases_before
        if before + self._releases.get(person, 0) >= policy.releases_in_all:
            return False
        home = int(self.ground.home[person])
        absent = self._absent.get((home, slot.day), ())
        inside = [span for span in absent if span[0] < away.end and away.start < span[1]]
        limit = self.ground.away_limit[home]
        if len(inside) < limit:
            return True
        moments = [away.start, *(start for start, _ in inside if start > away.start)]
        return all(sum(a <= m < b for a, b in inside) < limit for m in moments)

    def _new(self, person: int, day: int, away: Away) -> list[int]:
        """Lessons to cover that no other release of the day takes."""
        others = [v.away.owed for v in self.visits.get(person, ()) if v.slot.day == day]
        return [n for n in away.owed if not any(n in owed for owed in others)]

    def _count(self, person: int, day: int, away: Away, sign: int) -> None:
        self.add(self._weeks, (person, self.ground.week[day]), sign)
        self.add(self._releases, person, sign)
        home = int(self.ground.home[person])
        change = self.append if sign > 0 else self.remove
        change(self._absent, (home, day), (away.start, away.end))

    def leave(self, visit: Visit) -> None:
        """Take somebody out of a session, and out of what was to follow it."""
        number, slot, wish, away = visit
        person = wish.person
        self.put(self.visits, person, tuple(v for v in self.visits[person] if v is not visit))
        self.drop(self.met, wish.need)
        for course, place in self.slots.places_of[wish.need]:
            self.put(self.unmet[course], place, None)
        self.add(self.sums, "points", -worth(wish, slot.day))
        if away.owed:
            self._count(person, slot.day, away, -1)
            for number_of_row in self._new(person, slot.day, away):
                self.uncover(number_of_row, slot.day)
        meeting = self.meetings[number]
        left = tuple(v for v in meeting.visits if v is not visit)
        self.put(self.meetings, number, meeting._replace(visits=left))
        for other in self.visits[person]:
            follows = any(arc.course == slot.course for arc in other.wish.arcs)
            if follows and other in self.visits[person]:
                self.leave(other)
        if number in self.meetings and len(left) < self.slots.courses[slot.course].group_min:
            self.close(number)


def worth(wish: Wish, day: int) -> int:
    """Points of a need that is met on a day."""
    return wish.late if day > wish.due else wish.points
