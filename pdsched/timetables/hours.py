"""Clock times in the names of hours, such as ``1ª 08:15`` or ``8:00-8:50``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pdsched.problem import clock
from pdsched.timetables.timetable import TimetablePeriod

_TIME = re.compile(r"(?<![\d:])(\d{1,2})[:hH](\d{2})(?!\d)")


def named_periods(names: Sequence[str]) -> tuple[TimetablePeriod, ...]:
    """Periods with these names, with clock times if all the names tell them in rising order.

    A name that holds one time tells the start; the period then lasts as long as the shortest
    step from one start to the next. Names that hold a start and a later end, all of them and
    without overlap, tell both.

    >>> [str(period.end) for period in named_periods(["1. 08:15", "2. 09:15", "3. 10:30"])]
    ['09:15:00', '10:15:00', '11:30:00']
    >>> named_periods(["8:00-8:50", "8:55-9:45"])[0].end
    datetime.time(8, 50)
    >>> named_periods(["first", "second"])[0].start is None
    True
    """
    spans = _spans([_times(name) for name in names])
    if spans is None:
        return tuple(TimetablePeriod(name=name) for name in names)
    return tuple(
        TimetablePeriod(name=name, start=clock(start), end=clock(end))
        for name, (start, end) in zip(names, spans, strict=True)
    )


def _times(name: str) -> list[int]:
    times = [(int(hour), int(minute)) for hour, minute in _TIME.findall(name)]
    return [hour * 60 + minute for hour, minute in times if hour < 24 and minute < 60]


def _spans(times: list[list[int]]) -> list[tuple[int, int]] | None:
    if not all(times):
        return None
    starts = [period_times[0] for period_times in times]
    steps = [later - earlier for earlier, later in pairwise(starts)]
    if any(step <= 0 for step in steps):
        return None
    ends = _told_ends(times, starts)
    if ends is None and not steps:
        return None
    ends = ends or [start + min(steps) for start in starts]
    return list(zip(starts, ends, strict=True)) if ends[-1] < 24 * 60 else None


def _told_ends(times: list[list[int]], starts: list[int]) -> list[int] | None:
    if any(len(period_times) < 2 for period_times in times):
        return None
    ends = [period_times[1] for period_times in times]
    limits = [*starts[1:], 24 * 60]
    fits = all(s < e <= limit for s, e, limit in zip(starts, ends, limits, strict=True))
    return ends if fits else None
