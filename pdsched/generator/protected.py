"""Guaranteed planning time: a part of each teacher's free periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from pdsched.generator.figures import PROTECTED_MINUTES, PROTECTED_SHARE
from pdsched.generator.streams import Streams, numbered
from pdsched.problem import Lesson, Period, ProtectedTime, School, StaffMember, Window, minutes

_LEAST_MINUTES = 30
"""A shorter piece does not count as planning time."""


def protect(
    schools: Sequence[School],
    staff: Sequence[StaffMember],
    lessons: Sequence[Lesson],
    streams: Streams,
) -> tuple[ProtectedTime, ...]:
    """Protected time for everybody who teaches: a tenth of the teaching minutes, if there is room.

    Nobody gets more than 240 minutes in five days, or less than the one free period that reaches
    the tenth. Time that a lesson takes on some date is never protected.
    """
    by_person: dict[str, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        for person_id in lesson.staff:
            by_person[person_id].append(lesson)
    homes = {school.id: school for school in schools}
    chosen: list[tuple[StaffMember, str, Period]] = []
    for person in staff:
        if held := by_person[person.id]:
            rng = streams.of("protected", person.id)
            pieces = _chosen(homes[person.schools[0]], person, held, rng)
            chosen += [(person, day, period) for day, period in pieces]
    return tuple(
        _piece(numbered("p", number, len(chosen), least=4), *piece)
        for number, piece in enumerate(chosen, 1)
    )


def _piece(piece_id: str, person: StaffMember, day: str, period: Period) -> ProtectedTime:
    return ProtectedTime(
        id=piece_id,
        staff=person.id,
        day=day,
        start=period.start,
        end=period.end,
        reason="planning time",
    )


def _chosen(
    home: School, person: StaffMember, held: Sequence[Lesson], rng: Random
) -> list[tuple[str, Period]]:
    """Free periods in random order until their minutes reach the wanted sum."""
    free = list(_free(home, person, held))
    wanted = _wanted(home, held)
    order = rng.sample(range(len(free)), len(free))
    chosen: list[int] = []
    reached = 0
    for place in order:
        length = _length(free[place][1])
        if reached + length / 2 <= wanted:  # the nearest to the wanted sum, over or under
            chosen.append(place)
            reached += length
    return [free[place] for place in sorted(chosen)]


def _wanted(home: School, held: Sequence[Lesson]) -> float:
    """Minutes to protect in one cycle."""
    taught = sum(minutes(lesson.end) - minutes(lesson.start) for lesson in held if lesson.day)
    return min(PROTECTED_SHARE * taught, PROTECTED_MINUTES * len(home.cycle.days) / 5)


def _length(period: Period) -> int:
    return minutes(period.end) - minutes(period.start)


def _free(
    home: School, person: StaffMember, held: Sequence[Lesson]
) -> Iterator[tuple[str, Period]]:
    for day in home.cycle.days:
        for period in home.periods:
            exists = period.days is None or day in period.days
            long_enough = _length(period) >= _LEAST_MINUTES
            if (
                exists
                and long_enough
                and not any(_blocks(lesson, home, day, period) for lesson in held)
                and not any(_away(window, day, period) for window in person.unavailable)
            ):
                yield day, period


def _away(window: Window, day: str, period: Period) -> bool:
    """Whether the person is away then in every week, as far as the cycle tells it."""
    every_week = (window.dates, window.first, window.last) == (None, None, None)
    on_day = window.weekdays is None or day in window.weekdays
    return every_week and on_day and window.start < period.end and period.start < window.end


def _blocks(lesson: Lesson, home: School, day: str, period: Period) -> bool:
    """Whether a lesson may overlap the period; one of another cycle, or of one date, on any day."""
    same_day = lesson.school != home.id or lesson.day in (None, day)
    return same_day and lesson.start < period.end and period.start < lesson.end
