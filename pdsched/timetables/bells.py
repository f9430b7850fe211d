"""Clock times for a timetable that has none, and the midday of its school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from pdsched.problem import clock, minutes
from pdsched.timetables.faults import fail
from pdsched.timetables.timetable import TimetablePeriod

Span = tuple[int, int]
"""Start and end in minutes since midnight."""

LUNCH_MINUTES = 60
NOON = 12 * 60 + 30
NEAR = 45


def usual_length(periods: int) -> int:
    """Minutes of a period, so that the day ends in the afternoon.

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


def even_spans(count: int, first: time, length: int, pause: int, morning: int | None) -> list[Span]:
    """Periods of one length with one pause between them, and an hour for lunch after the morning.

    Raises:
        ProblemError: PD709 if the day would not end before midnight.

    >>> even_spans(3, time(8), 45, 5, None)
    [(480, 525), (530, 575), (580, 625)]
    >>> even_spans(2, time(8), 45, 5, 1)
    [(480, 525), (585, 630)]
    """
    spans: list[Span] = []
    start = minutes(first)
    for number in range(count):
        if morning is not None and number == morning and spans:
            start = spans[-1][1] + LUNCH_MINUTES
        spans.append((start, start + length))
        start += length + pause
    if spans[-1][1] >= 24 * 60:
        detail = f"{count} periods of {length} minutes from {first:%H:%M}"
        fail("PD709", "periods", count, detail)
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
