"""When nothing is held: holidays, pupil-free days, blackouts, and days off of single schools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from pdsched.checks.days import Days
from pdsched.problem import Blackout, Calendar, School, Weekday
from pdsched.views.names import Names

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Dates in a row."""

    first: date
    last: date


class BlackoutLine(NamedTuple):
    """A blackout, in names."""

    first: date
    last: date
    weekdays: tuple[Weekday, ...]
    """Empty for all."""
    start: time | None
    """``None`` for midnight, and so is `end`."""
    end: time | None
    schools: tuple[str, ...]
    """Empty for the whole district."""
    reason: str


class SchoolDaysOff(NamedTuple):
    """Dates that are off at one school, and not in the whole district."""

    school: str
    closed: tuple[Stretch, ...]
    pupil_free: tuple[Stretch, ...]


class DaysOff(NamedTuple):
    """All of them, of some schools."""

    closed: tuple[Stretch, ...]
    """Of the whole district; those in a row run over weekends."""
    pupil_free: tuple[Stretch, ...]
    """Of the whole district."""
    blackouts: tuple[BlackoutLine, ...]
    """The first of them."""
    blackouts_left_out: int
    schools: tuple[SchoolDaysOff, ...]
    """The first schools that have such days."""
    schools_left_out: int


def days_off(calendar: Calendar, schools: Sequence[School], names: Names, most: int) -> DaysOff:
    """When nothing is held in the horizon.

    Args:
        calendar: the calendar of the district.
        schools: whose days these are.
        names: what schools are called.
        most: blackouts, and schools, that are listed at most.
    """
    days = Days(calendar)
    every = (1 << days.count) - 1 if days.sound else 0
    shut = set(days.each(every & ~days.open)) if days.sound else set()
    closed = {day for day in calendar.closed if day in shut}
    free = {day for day in calendar.pupil_free if days.sound and days.bit(day) & days.open}
    dark = sorted(blackouts_of(calendar, schools), key=lambda b: (b.first, b.last, b.id))
    lines = [
        SchoolDaysOff(
            names.school(school.id),
            _stretches(set(school.closed) - shut, shut),
            _stretches(set(school.pupil_free) - shut - free, set()),
        )
        for school in schools
    ]
    lines = sorted(line for line in lines if line.closed or line.pupil_free)
    return DaysOff(
        closed=_stretches(closed, shut),
        pupil_free=_stretches(free, set()),
        blackouts=tuple(_line(blackout, names) for blackout in dark[:most]),
        blackouts_left_out=max(0, len(dark) - most),
        schools=tuple(lines[:most]),
        schools_left_out=max(0, len(lines) - most),
    )


def blackouts_of(calendar: Calendar, schools: Sequence[School]) -> list[Blackout]:
    """The blackouts of the whole district, and those of any of these schools."""
    wanted = frozenset(school.id for school in schools)
    return [
        blackout
        for blackout in calendar.blackouts
        if blackout.schools is None or not wanted.isdisjoint(blackout.schools)
    ]


def _line(blackout: Blackout, names: Names) -> BlackoutLine:
    return BlackoutLine(
        first=blackout.first,
        last=blackout.last,
        weekdays=blackout.weekdays or (),
        start=blackout.start,
        end=blackout.end,
        schools=tuple(map(names.school, blackout.schools or ())),
        reason=blackout.reason,
    )


def _stretches(dates: Iterable[date], between: set[date]) -> tuple[Stretch, ...]:
    """Dates in a row; dates between them that are named do not part them."""
    stretches: list[Stretch] = []
    for day in sorted(dates):
        if stretches and _follows(stretches[-1].last, day, between):
            stretches[-1] = Stretch(stretches[-1].first, day)
        else:
            stretches.append(Stretch(day, day))
    return tuple(stretches)


def _follows(day: date, later: date, between: set[date]) -> bool:
    """Whether there is nothing but dates between them from a date to a later one."""
    day += _DAY
    while day < later and day in between:
        day += _DAY
    return day == later
