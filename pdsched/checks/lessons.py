"""Faults of lessons and protected time: when they are, and whether two are at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import time
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.days import Bits
from pdsched.checks.index import Index, span_of
from pdsched.errors import Fault
from pdsched.problem import Lesson, ProtectedTime


def day_or_date(index: Index) -> Iterator[Fault]:
    """Lessons and protected times with both a day and a date, or neither."""
    for path, record in index.timed:
        if (record.day is None) == (record.date is None):
            both = record.day is not None
            value = f"{record.day}, {record.date}" if both else record.id
            message = "are a day and a date at once" if both else "has neither a day nor a date"
            yield fault("PD307", path, value, message, "give one of day and date")


def outside_calendar(index: Index) -> Iterator[Fault]:
    """Lessons and protected times on no date of the horizon, or on a closed one."""
    if not index.dated:
        return
    for path, record in index.timed:
        yield from _date(index, path, record)
        yield from _span(index, path, record)


def _date(index: Index, path: str, record: Lesson | ProtectedTime) -> Iterator[Fault]:
    if record.date is None or record.day is not None:
        return
    school = index.school_of(record)
    if not index.days.bit(record.date):
        calendar = index.problem.calendar
        message = f"is outside the horizon, {calendar.first} to {calendar.last}"
        advice = "leave the record out, or extend the calendar"
        yield fault("PD308", f"{path}.date", record.date, message, advice)
    elif school and not index.days.bit(record.date) & index.days.open_at(school):
        message = f"is a day on which school {school.id!r} is closed"
        advice = "leave the record out, or open the day"
        yield fault("PD309", f"{path}.date", record.date, message, advice)


def _span(index: Index, path: str, record: Lesson | ProtectedTime) -> Iterator[Fault]:
    first, last = span_of(record)
    if (first is None and last is None) or (first and last and last < first):
        return
    if not index.days.span(first, last):
        calendar = index.problem.calendar
        value = f"{first or '...'} to {last or '...'}"
        message = f"misses the horizon, {calendar.first} to {calendar.last}"
        advice = "leave the lesson out, or extend the calendar"
        yield fault("PD310", f"{path}.{'first' if first else 'last'}", value, message, advice)


def too_few_staff(index: Index) -> Iterator[Fault]:
    """Lessons that need more adults than hold them."""
    for n, lesson in enumerate(index.problem.lessons):
        if lesson.staff_needed is not None and lesson.staff_needed > len(set(lesson.staff)):
            where = f"lessons[{n}].staff_needed"
            message = f"is more than the {len(set(lesson.staff))} who hold lesson {lesson.id!r}"
            yield fault("PD316", where, str(lesson.staff_needed), message, "correct it")


class _Held(NamedTuple):
    """A lesson as one of those who hold it sees it."""

    start: time
    end: time
    path: str
    place: int
    lesson: Lesson
    dates: Bits


def two_at_once(index: Index) -> Iterator[Fault]:
    """Lessons that one person holds at once on some date."""
    for staff, held in _held(index).items():
        held.sort(key=lambda each: each[:4])
        yield from _clashes(index, staff, held)


def _held(index: Index) -> dict[str, list[_Held]]:
    held: dict[str, list[_Held]] = defaultdict(list)
    labels: dict[str, dict[tuple[str, str], Bits]] = defaultdict(dict)
    for path, lesson in index.rows("lessons", index.problem.lessons):
        if lesson.start < lesson.end:
            dates = index.occurrences(lesson)
            named = lesson.staff
            for place, staff in enumerate(named):
                if place == 0 or staff not in named[:place]:
                    bits = dates | _label(index, lesson, labels[staff])
                    each = _Held(lesson.start, lesson.end, path, place, lesson, bits)
                    held[staff].append(each)
    return held


def _label(index: Index, lesson: Lesson, labels: dict[tuple[str, str], Bits]) -> Bits:
    """A bit beyond the dates for each cycle day on which a person has lessons at a school.

    So two lessons on one cycle day clash even if the horizon is too short to hold it. Lessons
    that last only part of the horizon are compared by their dates alone.
    """
    if lesson.day is None or span_of(lesson) != (None, None):
        return 0
    key = (lesson.school, lesson.day)
    if key not in labels:
        beyond = index.days.count if index.dated else 0
        labels[key] = 1 << (beyond + len(labels))
    return labels[key]


def _clashes(index: Index, staff: str, held: list[_Held]) -> Iterator[Fault]:
    """The first clash of each lesson, in order of start.

    Lessons under way are kept by their end, each end with the union of its dates, so that a
    lesson is compared with a few unions and not with all lessons.
    """
    under_way: dict[time, tuple[Bits, list[_Held]]] = {}
    for each in held:
        for end in [end for end in under_way if end <= each.start]:
            del under_way[end]
        for dates, group in under_way.values():
            if dates & each.dates:
                other = next(other for other in group if other.dates & each.dates)
                yield _clash(index, staff, other, each)
                break
        dates, group = under_way.get(each.end, (0, []))
        group.append(each)
        under_way[each.end] = (dates | each.dates, group)


def _clash(index: Index, staff: str, one: _Held, two: _Held) -> Fault:
    common = one.dates & two.dates & index.days.span(None, None) if index.dated else 0
    when = str(next(index.days.each(common))) if common else f"cycle day {two.lesson.day}"
    message = f"holds lessons {one.lesson.id!r} and {two.lesson.id!r} at once on {when}"
    advice = "correct the times, or leave one of the two out"
    return fault("PD311", f"{two.path}.staff[{two.place}]", staff, message, advice)
