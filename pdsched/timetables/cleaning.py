"""A timetable made fit for a problem: allowed ids, places that exist, one lesson at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pdsched.timetables.arguments import Term
from pdsched.timetables.clashes import one_at_a_time
from pdsched.timetables.naming import Naming
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, note

NOBODY = "is a lesson without a teacher and is left out"
NOWHERE = "is a day or period that the timetable does not have, so the lesson is left out"
NOT_IN_TERM = "are dates of a lesson outside of the plan, so that it is left out"
CUT = "runs past the end of its day and is cut there"


class Cleaned(NamedTuple):
    """A timetable whose names are ids, and what had to be changed for it."""

    timetable: Timetable
    notes: tuple[Note, ...]


def cleaned(timetable: Timetable) -> Cleaned:
    """The timetable with allowed ids and only those lessons that a problem can hold."""
    notes: list[Note] = []
    staff, days = Naming("teacher", merge=True), Naming("day")
    periods, lessons, rooms = Naming("period"), Naming("lesson"), Naming("room", merge=True)
    teachers = [*timetable.teachers, *(who for one in timetable.lessons for who in one.teachers)]
    known = tuple(dict.fromkeys(staff.id(who) for who in teachers if who.strip()))
    listed = {room.name: rooms.id(room.name) for room in timetable.rooms}
    placed = [
        _renamed(lesson, staff, days, lessons, listed) for lesson in _placed(timetable, notes)
    ]
    kept, clashes = one_at_a_time(placed)
    names = [periods.fresh(period.name) for period in timetable.periods]
    result = timetable.model_copy(
        update={
            "days": tuple(days.id(day) for day in timetable.days),
            "periods": tuple(
                period.model_copy(update={"name": name})
                for period, name in zip(timetable.periods, names, strict=True)
            ),
            "teachers": known,
            "names": {staff.id(who): name for who, name in timetable.names.items() if who.strip()},
            "rooms": tuple(
                {
                    listed[room.name]: room.model_copy(update={"name": listed[room.name]})
                    for room in timetable.rooms
                }.values()
            ),
            "lessons": kept,
        }
    )
    changed = [item for naming in (staff, days, periods, lessons, rooms) for item in naming.notes]
    return Cleaned(result, (*notes, *changed, *clashes))


def in_term(timetable: Timetable, term: Term) -> Cleaned:
    """The timetable without the lessons that take place before or after the plan alone."""
    kept: list[TimetableLesson] = []
    notes: list[Note] = []
    for lesson in timetable.lessons:
        if (lesson.last or term.first) < term.first or (lesson.first or term.last) > term.last:
            span = f"{lesson.first or ''}..{lesson.last or ''}"
            notes.append(note(f"lesson {lesson.id}", span, NOT_IN_TERM))
        else:
            kept.append(lesson)
    return Cleaned(timetable.model_copy(update={"lessons": tuple(kept)}), tuple(notes))


def _placed(timetable: Timetable, notes: list[Note]) -> Iterator[TimetableLesson]:
    lengths = timetable.day_lengths or (len(timetable.periods),) * len(timetable.days)
    length = dict(zip(timetable.days, lengths, strict=False))
    for lesson in timetable.lessons:
        where = f"lesson {lesson.id}"
        room_left = min(length.get(lesson.day, 0), len(timetable.periods)) - lesson.period
        if room_left <= 0:
            notes.append(note(where, f"{lesson.day}, {lesson.period + 1}", NOWHERE))
        elif not any(who.strip() for who in lesson.teachers):
            notes.append(note(where, lesson.subject, NOBODY))
        elif lesson.duration > room_left:
            notes.append(note(where, lesson.duration, CUT))
            yield lesson.model_copy(update={"duration": room_left})
        else:
            yield lesson


def _renamed(
    lesson: TimetableLesson,
    staff: Naming,
    days: Naming,
    lessons: Naming,
    rooms: Mapping[str, str],
) -> TimetableLesson:
    subjects = {staff.id(who): name for who, name in lesson.subjects().items() if who.strip()}
    return lesson.model_copy(
        update={
            "id": lessons.fresh(lesson.id),
            "day": days.id(lesson.day),
            "teachers": tuple(subjects),
            "own_subjects": tuple(subjects.values()) if lesson.own_subjects else (),
            "rooms": tuple(rooms.get(room, room) for room in lesson.rooms),
        }
    )
