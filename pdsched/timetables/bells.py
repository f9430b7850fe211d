"""Clock times for a timetable that has none, and the midday of its school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import product
from typing import NamedTuple

from pdsched.problem import clock, minutes
from pdsched.timetables.faults import fail
from pdsched.timetables.timetable import TimetablePeriod

Span = tuple[int, int]
"""Start and end in minutes since midnight."""

LUNCH_MINUTES = 60
NOON = 12 * 60 + 30
NEAR = 45
LENGTHS = (45, 40, 30, 25, 20, 15, 10, 5)
PAUSES = (5, 0)
LONGEST_DAY = 10 * 60
"""Minutes from the first bell, so that from 8:00 on the day ends in the afternoon."""


class Bells(NamedTuple):
    """The clock times of the periods, and of which kind they are."""

    spans: list[Span]
    length: int = 0
    """Minutes of a period; 0 where the source tells the times."""
    pause: int = 0


def usual_length(periods: int) -> int:
    """Minutes of a period with which the day ends in the afternoon, if it has no more than 17.

    >>> usual_length(8), usual_length(12), usual_length(13)
    (45, 40, 30)
    """
    if periods <= 9:
        return 45
    return 40 if periods <= 12 else 30


def told_spans(periods: Sequence[TimetablePeriod]) -> list[Span] | None:
    """The clock times of the source, if all periods have them in order and without overlap.

    >>> told_spans([TimetablePeriod(name="1", start="08:00", end="08:45")])
    [(480, 525)]
    >>> told_spans([TimetablePeriod(name="1")]) is None
    True
    """
    spans = [
        (minutes(period.start), minutes(period.end))
        for period in periods
        if period.start is not None and period.end is not None
    ]
    edges = [edge for span in spans for edge in span]
    rising = all(start < end for start, end in spans) and edges == sorted(edges)
    return spans if len(spans) == len(periods) and rising else None


def even_bells(
    count: int, first: time, length: int | None, pause: int | None, morning: int | None
) -> Bells:
    """Periods of one length with one pause between them, and an hour for lunch after the morning.

    What is not told begins as usual, and shrinks until the day is no longer than ten hours.

    Raises:
        ProblemError: PD709 if the day would not end before midnight.

    >>> even_bells(3, time(8), 45, 5, None).spans
    [(480, 525), (530, 575), (580, 625)]
    >>> even_bells(2, time(8), 45, 5, 1).spans
    [(480, 525), (585, 630)]
    >>> even_bells(31, time(8), None, None, None)[1:]
    (15, 0)
    """
    usual = [each for each in LENGTHS if each <= usual_length(count)]
    lengths, pauses = usual if length is None else [length], PAUSES if pause is None else [pause]
    days = [
        Bells(_even_spans(count, first, *each, morning), *each) for each in product(lengths, pauses)
    ]
    for end in (minutes(first) + LONGEST_DAY, 24 * 60 - 1):
        for bells in days:
            if bells.spans[-1][1] <= min(end, 24 * 60 - 1):
                return bells
    detail = f"{count} periods of {days[-1].length} minutes from {first:%H:%M}"
    return fail("PD709", "periods", count, detail)


def _even_spans(
    count: int, first: time, length: int, pause: int, morning: int | None
) -> list[Span]:
    spans: list[Span] = []
    start = minutes(first)
    for number in range(count):
        if morning is not None and number == morning and spans:
            start = spans[-1][1] + LUNCH_MINUTES
        spans.append((start, start + length))
        start += length + pause
    return spans


def midday(spans: Sequence[Span], lessons: Sequence[Span], morning: int | None) -> time:
    """Where the morning ends: the start of the first period that the source calls afternoon.

    Otherwise, of the boundaries within 45 minutes of 12:30 (the starts of periods and the end of
    the day), the one that the fewest lessons cross, and of those the nearest; if there is none
    so near, the nearest boundary.

    >>> midday([(480, 525), (720, 765), (770, 815)], [(720, 815)], None)
    datetime.time(12, 0)
    """
    if morning is not None and morning < len(spans):
        return clock(spans[morning][0])
    boundaries = [start for start, _ in spans[1:]] + [spans[-1][1]]
    near = [at for at in boundaries if abs(at - NOON) <= NEAR]
    if not near:
        return clock(min(boundaries, key=lambda at: abs(at - NOON)))
    return clock(min(near, key=lambda at: (_crossing(lessons, at), abs(at - NOON), at)))


def _crossing(lessons: Sequence[Span], at: int) -> int:
    return sum(start < at < end for start, end in lessons)
