"""Half-days as spans: when a school has lessons, and who cannot be engaged then, whatever happens.

An engagement takes its half-day: whoever is of the staff, too, is at the school from the first of
its lessons to the last one. Lessons of their own, absence and protected time keep them from some
engagements by themselves, and these are left out; what else they do is a matter of rows
(`pdsched.model.rules.roles`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.instance.index import FAR, HALVES, Index
from pdsched.problem import minutes
from pdsched.problem.once import once


class Spans(NamedTuple):
    """Spans of half-days: school x day x half; one that ends before it begins is none."""

    start: Ints
    end: Ints


@once
def spans_of(index: Index) -> Spans:
    """All spans of the schools' lessons."""
    shape = (len(index.schools), len(index.days), 2)
    start, end = np.full(shape, FAR, dtype=np.int64), np.full(shape, -FAR, dtype=np.int64)
    for school, name in enumerate(index.schools):
        for day, date in enumerate(index.days):
            for half, which in enumerate(HALVES):
                span = index.world.timetable.half_day_span(name, date, which)
                if span is not None:
                    start[school, day, half], end[school, day, half] = span
    return Spans(start, end)


@once
def impossible_engagements(index: Index) -> Ints:
    """Numbers of engagements that substitutes of the staff cannot have, sorted."""
    numbers = [
        number
        for group, substitute in enumerate(index.substitutes)
        if substitute.members[0] in index.world.staff
        for number in _impossible(index, group, substitute.members[0])
    ]
    return np.array(sorted(numbers), dtype=np.int64)


def _impossible(index: Index, group: int, person: str) -> Iterator[int]:
    spans, schools, days = spans_of(index), len(index.schools), len(index.days)
    travel = np.pad(index.travel, (0, 1))
    for day in range(days):
        rows = list(_busy(index, person, day))
        start, end, at = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T[:, :, None, None]
        there, back = travel[:-1].T[at[:, 0, 0]], travel[at[:, 0, 0], :-1]
        first, last = spans.start[:, day], spans.end[:, day]
        clash = (
            (first < last) & (start - there[:, :, None] < last) & (first < end + back[:, :, None])
        )
        for school, half in np.argwhere(clash.any(axis=0)).tolist():
            yield ((group * schools + school) * days + day) * 2 + half


def _busy(index: Index, person: str, day: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and school of what somebody does on a date anyway; -1 for no school."""
    world, date = index.world, index.days[day]
    for lesson in world.timetable.lessons(person, date):
        yield lesson.start, lesson.end, index.school[lesson.school]
    for window in world.staff[person].unavailable:
        if window.on(date):
            yield minutes(window.start), minutes(window.end), -1
    if world.policy.colleagues_keep_protected_time:
        yield from ((span.start, span.end, -1) for span in world.timetable.protected(person, date))
