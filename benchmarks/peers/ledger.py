"""A plan in the making, on which every step keeps the rules, and can be taken back.

All tables hold immutable values and every change is written down, so that going back to a mark
costs what was done since. Used by the peers that build plans step by step.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from benchmarks.peers.ground import Away, Ground
from benchmarks.peers.slots import Slot, Slots, Wish

_GONE = object()


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


class Held(NamedTuple):
    """A lesson that a substitute holds: one of `Ground.rows`."""

    start: int
    end: int
    row: int


Hands = tuple[tuple[int, tuple[Held, ...]], ...]
"""Substitutes engaged for a half-day at a school, and what each of them holds."""


class Ledger:
    """The state of a plan; ``roving`` says whether a substitute goes from class to class."""

    def __init__(self, ground: Ground, slots: Slots, *, roving: bool = True) -> None:
        self.ground, self.slots, self.roving = ground, slots, roving
        self.meetings: dict[int, Meeting] = {}
        self.met: dict[int, int] = {}
        self.unmet: list[dict[int, None]] = [
            dict.fromkeys(range(len(wishes.each))) for wishes in slots.wishes
        ]
        """Places of the open needs among the wishes for each course."""
        self.visits: dict[int, tuple[Visit, ...]] = {}
        self.sums: dict[str, int] = {"points": 0, "half-days": 0, "session": 0}
        self._weeks: dict[tuple[int, int], int] = {}
        self._releases: dict[int, int] = {}
        self._absent: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        self._trainer_day: dict[tuple[int, int], tuple[tuple[int, int, int], ...]] = {}
        self._trainer_week: dict[tuple[int, int], int] = {}
        self._room_day: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
        self.hands: dict[tuple[int, int, int], Hands] = {}
        self._engaged: dict[tuple[int, int, int], int] = {}
        self._sub_week: dict[tuple[int, int], int] = {}
        self._sub_all: dict[int, int] = {}
        self._dry: dict[tuple[int, int, int], int] = {}
        """Places where nobody more can be engaged, since how long the log was so long."""
        self._booked: list[int] = []
        """How long the log was at each engagement that can still be undone."""
        self._log: list[tuple[dict[Any, Any], Any, Any]] = []

    @property
    def value(self) -> tuple[int, int]:
        """What is to be as great as possible: points, then half-days not engaged."""
        return self.sums["points"], -self.sums["half-days"]

    # Going back

    def mark(self) -> int:
        """A point to go back to."""
        return len(self._log)

    def back_to(self, mark: int) -> None:
        """Undo all that was done since a mark."""
        while len(self._log) > mark:
            table, key, before = self._log.pop()
            if before is _GONE:
                del table[key]
            else:
                table[key] = before
        if self._booked and self._booked[-1] >= mark:
            while self._booked and self._booked[-1] >= mark:
                self._booked.pop()
            self._dry = {place: since for place, since in self._dry.items() if since < mark}

    def settle(self) -> None:
        """Forget how to go back."""
        self._log.clear()
        self._booked.clear()
        self._dry = dict.fromkeys(self._dry, -1)

    def _put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        self._log.append((table, key, table.get(key, _GONE)))
        if value is _GONE:
            table.pop(key, None)
        else:
            table[key] = value

    def _add(self, table: dict[Any, Any], key: Any, step: int) -> None:
        self._put(table, key, table.get(key, 0) + step)

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
        self._put(self.sums, "session", number)
        self._put(self.meetings, number, Meeting(slot, trainer, room, seats, ()))
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
        if trainer is not None:
            key = trainer, slot.day
            span = slot.start, slot.end, slot.venue
            self._change(self._trainer_day, key, span, sign)
            week = trainer, self.ground.week[slot.day]
            self._add(self._trainer_week, week, sign * (slot.end - slot.start))
        if room is not None:
            self._change(self._room_day, (room, slot.day), (slot.start, slot.end), sign)

    def _change(self, table: dict[Any, Any], key: Any, item: Any, sign: int) -> None:
        before = table.get(key, ())
        if sign > 0:
            self._put(table, key, (*before, item))
        else:
            place = before.index(item)
            self._put(table, key, before[:place] + before[place + 1 :])

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
        self._put(self.meetings, number, _GONE)

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
        if away.owed and not self._cover(wish.person, slot.day, away):
            self.back_to(mark)
            return False
        self._put(self.meetings, number, meeting._replace(visits=(*meeting.visits, visit)))
        self._put(self.visits, wish.person, (*self.visits.get(wish.person, ()), visit))
        self._put(self.met, wish.need, number)
        for course, place in self.slots.places_of[wish.need]:
            self._put(self.unmet[course], place, _GONE)
        self._add(self.sums, "points", worth(wish, slot.day))
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
            if (slot.start < midday[home]) if half == 0 else (slot.end > midday[home]):
                place = home, slot.day, half
                if place not in self._dry or self.hands.get(place):
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
        if self._releases.get(person, 0) >= policy.releases_in_all:
            return False
        home = int(self.ground.home[person])
        absent = self._absent.get((home, slot.day), ())
        inside = [span for span in absent if span[0] < away.end and away.start < span[1]]
        limit = self.ground.away_limit[home]
        if len(inside) < limit:
            return True
        moments = [away.start, *(start for start, _ in inside if start > away.start)]
        return all(sum(a <= m < b for a, b in inside) < limit for m in moments)

    def _count(self, person: int, day: int, away: Away, sign: int) -> None:
        self._add(self._weeks, (person, self.ground.week[day]), sign)
        self._add(self._releases, person, sign)
        home = int(self.ground.home[person])
        self._change(self._absent, (home, day), (away.start, away.end), sign)

    def leave(self, visit: Visit) -> None:
        """Take somebody out of a session, and out of what was to follow it."""
        number, slot, wish, away = visit
        person = wish.person
        self._put(self.visits, person, tuple(v for v in self.visits[person] if v is not visit))
        self._put(self.met, wish.need, _GONE)
        for course, place in self.slots.places_of[wish.need]:
            self._put(self.unmet[course], place, None)
        self._add(self.sums, "points", -worth(wish, slot.day))
        if away.owed:
            self._count(person, slot.day, away, -1)
            still = {n for v in self.visits[person] if v.slot.day == slot.day for n in v.away.owed}
            for row in away.owed:
                if row not in still:
                    self._uncover(row, slot.day)
        meeting = self.meetings[number]
        left = tuple(v for v in meeting.visits if v is not visit)
        self._put(self.meetings, number, meeting._replace(visits=left))
        for other in self.visits[person]:
            follows = any(arc.course == slot.course for arc in other.wish.arcs)
            if follows and other in self.visits[person]:
                self.leave(other)
        if number in self.meetings and len(left) < self.slots.courses[slot.course].group_min:
            self.close(number)

    # Cover

    def _cover(self, person: int, day: int, away: Away) -> bool:
        rows = self.ground.rows
        already = {n for v in self.visits.get(person, ()) if v.slot.day == day for n in v.away.owed}
        owed: dict[tuple[int, int, int], list[int]] = {}
        for number in away.owed:
            if number not in already:
                row = rows[number]
                owed.setdefault((row.school, day, row.half), []).append(number)
        if not self.roving:
            return all(self._engage(place, several) for place, several in owed.items())
        return all(
            self._hold(place, number) for place, several in owed.items() for number in several
        )

    def _hold(self, place: tuple[int, int, int], number: int) -> bool:
        hands = self.hands.get(place, ())
        row = self.ground.rows[number]
        for n, (sub, held) in enumerate(hands):
            if row.wants & ~self.ground.has[sub] == 0 and not any(
                h.start < row.end and row.start < h.end for h in held
            ):
                lesson = Held(row.start, row.end, number)
                self._put(self.hands, place, _with(hands, n, (sub, (*held, lesson))))
                return True
        return self._deal_again(place, number) or self._engage(place, [number])

    def _deal_again(self, place: tuple[int, int, int], number: int) -> bool:
        """Deal all lessons out anew to those who are engaged: in order of time, the rare first."""
        hands = self.hands.get(place, ())
        row = self.ground.rows[number]
        if sum(len(held) for _, held in hands) < 2 or len(hands) < 2:
            return False
        lessons = [h for _, held in hands for h in held] + [Held(row.start, row.end, number)]
        lessons.sort(key=lambda h: (h.start, -self.ground.rows[h.row].wants))
        dealt: dict[int, list[Held]] = {sub: [] for sub, _ in hands}
        order = sorted(dealt, key=lambda sub: self.ground.has[sub].bit_count())
        for lesson in lessons:
            wants = self.ground.rows[lesson.row].wants
            for sub in order:
                if wants & ~self.ground.has[sub] == 0 and (
                    not dealt[sub] or dealt[sub][-1].end <= lesson.start
                ):
                    dealt[sub].append(lesson)
                    break
            else:
                return False
        self._put(self.hands, place, tuple((sub, tuple(held)) for sub, held in dealt.items()))
        return True

    def _engage(self, place: tuple[int, int, int], numbers: list[int]) -> bool:
        """Engage one more substitute, for these lessons."""
        held = tuple(Held(*self.ground.rows[n][2:4], n) for n in numbers)
        if any(a.start < b.end and b.start < a.end for a in held for b in held if a is not b):
            return False
        wants = 0
        for number in numbers:
            wants |= self.ground.rows[number].wants
        school, day, half = place
        if place in self._dry:
            return False
        engaged, has = self._engaged, self.ground.has
        for sub in self.ground.callable_at(place):
            fits = (sub, day, half) not in engaged and wants & ~has[sub] == 0
            if fits and self._can_engage(sub, school, day, half):
                self._put(self.hands, place, (*self.hands.get(place, ()), (sub, held)))
                self._book_sub(sub, school, day, half, 1)
                return True
        if not wants:
            self._dry[place] = self._booked[-1] if self._booked else -1
        return False

    def _can_engage(self, sub: int, school: int, day: int, half: int) -> bool:
        limits = self.ground.problem.substitutes[sub]
        other = self._engaged.get((sub, day, 1 - half))
        if other is not None:
            way = (school, other) if half == 0 else (other, school)
            if limits.max_half_days_per_day < 2 or not self.ground.can_make_way(*way, day):
                return False
        week = self._sub_week.get((sub, self.ground.week[day]), 0)
        if week >= (limits.max_half_days_per_week or week + 1):
            return False
        in_all = self._sub_all.get(sub, 0)
        return in_all < (limits.max_half_days or in_all + 1)

    def _book_sub(self, sub: int, school: int, day: int, half: int, sign: int) -> None:
        self._put(self._engaged, (sub, day, half), school if sign > 0 else _GONE)
        self._add(self._sub_week, (sub, self.ground.week[day]), sign)
        self._add(self._sub_all, sub, sign)
        self._add(self.sums, "half-days", sign)
        self._booked.append(len(self._log) - 1)
        if sign < 0:
            self._dry.clear()

    def _uncover(self, number: int, day: int) -> None:
        row = self.ground.rows[number]
        place = row.school, day, row.half
        hands = self.hands[place]
        for n, (sub, held) in enumerate(hands):
            left = tuple(h for h in held if h.row != number)
            if len(left) < len(held):
                if left:
                    self._put(self.hands, place, _with(hands, n, (sub, left)))
                else:
                    self._put(self.hands, place, hands[:n] + hands[n + 1 :])
                    self._book_sub(sub, *place, -1)
                return


def worth(wish: Wish, day: int) -> int:
    """Points of a need that is met on a day."""
    return wish.late if day > wish.due else wish.points


def _with(hands: Hands, place: int, item: tuple[int, tuple[Held, ...]]) -> Hands:
    return (*hands[:place], item, *hands[place + 1 :])
