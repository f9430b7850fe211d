"""Rooms of a roster, which are taken while lessons are held in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import time

from pdsched.checks.days import Bits, Days
from pdsched.problem import Lesson, Room, School, Weekday, Window
from pdsched.rosters.roster import Roster
from pdsched.timetables.naming import Naming, clean_id

NO_SEATS = "is a room whose seats are not told, or none, so no session is held in it"
MOST_SEATS = 5000


def rooms_of(
    roster: Roster,
    schools: Mapping[str, School],
    lessons: Sequence[Lesson],
    occurrences: Mapping[str, Bits],
    days: Days,
) -> tuple[Room, ...]:
    """The rooms with seats. A name that several schools use has the school before it."""
    taken: dict[tuple[str, str], dict[tuple[time, time], Bits]] = defaultdict(dict)
    for lesson in lessons:
        if lesson.room:
            of_room = taken[lesson.school, lesson.room]
            span = lesson.start, lesson.end
            of_room[span] = of_room.get(span, 0) | occurrences[lesson.id]
    by_weekday = dict.fromkeys(Weekday, 0)
    for on in days.each(days.open):
        by_weekday[Weekday.of(on)] |= days.bit(on)
    taught = {name: days.teaching(school) for name, school in schools.items()}
    used = Counter(clean_id(room.id) for room in roster.rooms)
    ids = Naming("room")
    rooms = []
    for room in roster.rooms:
        if room.school not in schools or not 1 <= room.seats <= MOST_SEATS:
            roster.noted.say(room.where, room.id, NO_SEATS)
            continue
        name = clean_id(room.id)
        rooms.append(
            Room(
                id=ids.fresh(name if used[name] == 1 else f"{room.school} {name}"),
                name=room.id,
                school=room.school,
                capacity=room.seats,
                unavailable=tuple(
                    _windows(taken[room.school, room.id], taught[room.school], by_weekday, days)
                ),
            )
        )
    roster.noted.add(ids.notes)
    return tuple(rooms)


def _windows(
    taken: Mapping[tuple[time, time], Bits],
    taught: Bits,
    by_weekday: Mapping[Weekday, Bits],
    days: Days,
) -> Iterator[Window]:
    """When a room is taken: on weekdays if that says it exactly, else on dates."""
    for (start, end), bits in sorted(taken.items()):
        if not bits:
            continue
        first, last = days.nth((bits & -bits).bit_length() - 1), days.nth(bits.bit_length() - 1)
        weekdays = tuple(day for day, dates in by_weekday.items() if dates & bits)
        weekly = taught & days.span(first, last) & sum(by_weekday[day] for day in weekdays)
        if weekly == bits:
            yield Window(start=start, end=end, weekdays=weekdays, first=first, last=last)
        else:
            yield Window(start=start, end=end, dates=tuple(days.each(bits)))
