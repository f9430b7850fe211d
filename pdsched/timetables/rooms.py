"""The rooms that a timetable lists, and when lessons are in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pdsched.checks.cycle import names_of_days
from pdsched.problem import Calendar, CycleKind, Room, School, Weekday, Window, clock
from pdsched.timetables.bells import Span
from pdsched.timetables.timetable import Timetable

_SHORT_BREAK = 15
"""Minutes between two lessons in a room in which nobody else can use it."""


def rooms_of(
    timetable: Timetable, school: School, calendar: Calendar, spans: Sequence[Span]
) -> tuple[Room, ...]:
    """The rooms whose seats the source tells, free when no lesson is in them.

    Args:
        timetable: with names that are ids.
        school: whose rooms they are.
        calendar: of the problem.
        spans: the clock times of the periods.
    """
    busy: dict[str, dict[str, list[Span]]] = {}
    for lesson in timetable.lessons:
        span = spans[lesson.period][0], spans[lesson.period + lesson.duration - 1][1]
        for room in lesson.rooms:
            busy.setdefault(room, {}).setdefault(lesson.day, []).append(span)
    dates: dict[str, list[date]] = {}
    for on, day in names_of_days(calendar, school).items():
        dates.setdefault(day, []).append(on)
    is_one_week = school.cycle.kind is CycleKind.WEEKLY and len(school.cycle.days) == len(
        calendar.weekdays
    )
    return tuple(
        Room(
            id=room.name,
            name=room.full,
            school=school.id,
            capacity=room.capacity,
            unavailable=tuple(_windows(busy.get(room.name, {}), dates, is_one_week=is_one_week)),
        )
        for room in timetable.rooms
        if room.capacity is not None
    )


def _windows(
    busy: Mapping[str, Sequence[Span]], dates: Mapping[str, Sequence[date]], *, is_one_week: bool
) -> Iterator[Window]:
    by_span: dict[Span, list[date]] = {}
    for day, spans in busy.items():
        for span in _joined(sorted(spans)):
            by_span.setdefault(span, []).extend(dates.get(day, ()))
    for (start, end), days in sorted(by_span.items()):
        held = {Weekday.of(day) for day in days}
        if is_one_week and held:
            weekdays = tuple(day for day in Weekday if day in held)
            yield Window(start=clock(start), end=clock(end), weekdays=weekdays)
        elif held:
            yield Window(start=clock(start), end=clock(end), dates=tuple(sorted(days)))


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans without the short breaks between them."""
    begin, last = spans[0]
    for start, end in spans[1:]:
        if start > last + _SHORT_BREAK:
            yield begin, last
            begin = start
        last = max(last, end)
    yield begin, last
