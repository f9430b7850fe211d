"""What is asked of the times of a table, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdsched.problem import clock
from pdsched.timetables.tables.bells import Bells
from pdsched.timetables.tables.clocks import Span, length_of
from pdsched.timetables.tables.grid import text_of
from pdsched.timetables.tables.meetings import Meeting
from pdsched.timetables.timetable import Note, TimetablePeriod, note

NO_TIME = "is a row without a period or a clock time and is left out"
NO_BELL = "is a period or a time that the bell table does not have, so the row is left out"
NO_LENGTH = "is no length that can be read and was taken for one period"
USUAL_MINUTES = 45
Run = tuple[int, int]
"""First period, counted from 0, and how many."""


class Times(NamedTuple):
    """The periods of a timetable, and the runs of them that each meeting fills."""

    periods: tuple[TimetablePeriod, ...]
    of: tuple[tuple[tuple[str, Run], ...], ...]
    """Day and run of each meeting; none where it cannot be used."""
    notes: tuple[Note, ...]
    assumptions: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What is asked about: meetings with the days that they mean."""

    meetings: Sequence[Meeting]
    days: Sequence[tuple[str, ...]]
    bells: Bells | None
    hours: Sequence[str] | None
    where: str


def period(name: str, span: Span) -> TimetablePeriod:
    """A period with its clock times."""
    return TimetablePeriod(name=name, start=clock(span[0]), end=clock(span[1]))


def length_in_periods(
    each: Meeting, numbers: Sequence[int], periods: Sequence[TimetablePeriod]
) -> tuple[int, list[Note]]:
    """How many periods a column of lengths tells for a lesson that names one."""
    text = text_of(each.duration)
    if not text or len(numbers) != 1:
        return 0, []
    told = length_of(each.duration)
    if told is None:
        return 1, [note(each.where, text, NO_LENGTH)]
    if told[1]:
        return told[0], []
    start = periods[numbers[0]].start
    if start is None:
        return max(1, round(told[0] / USUAL_MINUTES)), []
    last = 60 * start.hour + start.minute + told[0]
    ends = [p.end for p in periods[numbers[0] :] if p.end is not None]
    return max(1, sum(60 * end.hour + end.minute <= last for end in ends)), []


def runs_of(numbers: Iterable[int]) -> list[Run]:
    """Runs of numbers that follow one another.

    >>> runs_of([3, 1, 2, 5])
    [(1, 3), (5, 1)]
    """
    runs: list[Run] = []
    for number in sorted(set(numbers)):
        if runs and number == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs
