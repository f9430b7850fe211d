"""Faults of clock times and spans of dates, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from functools import partial
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.days import Bits, days_of_period, zone_of
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Blackout, Period, School, Weekday, Window, clock, minutes


def ends(index: Index) -> Iterator[Fault]:
    """Ends that are not after their start."""
    for path, record in index.timed:
        yield from _end(path, record.start, record.end)
    for path, window in index.windows:
        if isinstance(window, Window):
            yield from _end(path, window.start, window.end)
    for path, school in index.rows("schools", index.problem.schools):
        for number, period in enumerate(school.periods):
            yield from _end(f"{path}.periods[{number}]", period.start, period.end)
    for path, blackout in index.rows("calendar.blackouts", index.problem.calendar.blackouts):
        if blackout.end is not None:
            yield from _end(path, blackout.start or time(), blackout.end)
    yield from _past_ends(index)


def _past_ends(index: Index) -> Iterator[Fault]:
    """Those of the past; a session without hour, and a release for it, ends as it begins."""
    for path, session in index.rows("past_sessions", index.problem.past_sessions):
        course = index.courses.get(session.course)
        if course is None or course.modality.has_hour or session.end != session.start:
            yield from _end(path, session.start, session.end)
    for path, release in index.rows("past_releases", index.problem.past_releases):
        if (release.start, release.end) != (time(), time()):
            yield from _end(path, release.start, release.end)


def _end(path: str, start: time, end: time) -> Iterator[Fault]:
    if end <= start:
        value, message = f"{end:%H:%M}", f"is not after the start, {start:%H:%M}"
        yield fault("PD305", f"{path}.end", value, message, "correct the start or the end")


def spans(index: Index) -> Iterator[Fault]:
    """Last dates before their first."""
    for path, lesson in index.rows("lessons", index.problem.lessons):
        yield from _span(path, lesson.first, lesson.last)
    for path, school in index.rows("schools", index.problem.schools):
        for number, period in enumerate(school.periods):
            yield from _span(f"{path}.periods[{number}]", period.first, period.last)
    for path, window in index.windows:
        yield from _span(path, window.first, window.last)
    for path, blackout in index.rows("calendar.blackouts", index.problem.calendar.blackouts):
        yield from _span(path, blackout.first, blackout.last)


def _span(path: str, first: date | None, last: date | None) -> Iterator[Fault]:
    if first is not None and last is not None and last < first:
        message = f"is before the first date, {first}"
        yield fault("PD302", f"{path}.last", last, message, "exchange the two dates")


class Gap(NamedTuple):
    """A date on which clocks are put forward, and the minutes that do not exist then."""

    bit: Bits
    day: date
    missing: range


def missing_times(index: Index) -> Iterator[Fault]:
    """Times of lessons, periods, windows and blackouts that do not exist on their dates."""
    zone = zone_of(index.problem.calendar)
    if zone is None or not index.dated:
        return
    for day, missing in index.days.gaps(zone):
        gap = Gap(index.days.bit(day), day, missing)
        yield from _missing_lessons(index, gap)
        yield from _missing_periods(index, gap)
        yield from _missing_windows(index, gap)


def _missing_lessons(index: Index, gap: Gap) -> Iterator[Fault]:
    for path, record in index.timed:
        faults = _missing(path, gap, record.start, record.end)
        if faults and index.occurrences(record) & gap.bit:
            yield from faults


def _missing_periods(index: Index, gap: Gap) -> Iterator[Fault]:
    for path, school in index.rows("schools", index.problem.schools):
        for number, period in enumerate(school.periods):
            if _rings(index, school, period, gap):
                where = f"{path}.periods[{number}]"
                yield from _missing(where, gap, period.start, period.end)


def _rings(index: Index, school: School, period: Period, gap: Gap) -> bool:
    """Whether a period exists on the date; on a day that has no name all periods do."""
    if not index.days.span(period.first, period.last) & gap.bit:
        return False
    cycle = index.days.cycle(school)
    if not any(bits & gap.bit for bits in cycle.values()):
        return bool(index.days.open_at(school) & gap.bit)
    return any(cycle.get(name, 0) & gap.bit for name in days_of_period(school, period))


def _missing_windows(index: Index, gap: Gap) -> Iterator[Fault]:
    whole_day = partial(_missing, midnight_counts=False)
    for path, window in index.windows:
        if isinstance(window, Window) and window.on(gap.day):
            yield from whole_day(path, gap, window.start, window.end)
    for path, blackout in index.rows("calendar.blackouts", index.problem.calendar.blackouts):
        if blackout.first <= gap.day <= blackout.last and _on_weekday(blackout, gap.day):
            yield from whole_day(path, gap, blackout.start or time(), blackout.end or time())


def _on_weekday(blackout: Blackout, day: date) -> bool:
    return blackout.weekdays is None or Weekday.of(day) in blackout.weekdays


def _missing(
    path: str, gap: Gap, start: time, end: time, *, midnight_counts: bool = True
) -> list[Fault]:
    """Faults of the two times; midnight may stand for the beginning or end of the day."""
    faults = []
    for name, at in (("start", start), ("end", end)):
        minute = minutes(at)
        # An end at the very moment the gap begins is the same moment as the end of the gap.
        inside = minute in (gap.missing if name == "start" else gap.missing[1:])
        if inside and (minute or midnight_counts):
            faults.append(_does_not_exist(f"{path}.{name}", gap, at))
    return faults


def _does_not_exist(where: str, gap: Gap, at: time) -> Fault:
    after = gap.missing.stop
    until = clock(after).strftime("%H:%M") if after < 1440 else "the next day"
    message = f"does not exist on {gap.day}: clocks are put forward to {until}"
    return fault("PD306", where, f"{at:%H:%M}", message, "choose another time for this date")
