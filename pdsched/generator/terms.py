"""The calendar: an invented term, and the blackouts of any."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pdsched.problem import Blackout, Calendar, Lesson, Weekday

FIRST_MONDAY = date(2026, 9, 7)
_LONG_ENOUGH = 4  # weeks; a shorter calendar would be blacked out from end to end


def invented_calendar(weeks: int, rng: Random) -> Calendar:
    """A term from a Monday in September, with one closed day and a winter break.

    >>> from random import Random
    >>> invented_calendar(12, Random(1)).last
    datetime.date(2026, 11, 27)
    """
    last = FIRST_MONDAY + timedelta(days=7 * weeks - 3)
    closed = [FIRST_MONDAY + timedelta(days=7 * rng.randrange(1, weeks - 1))]
    closed += [day for day in _winter_break() if day <= last]
    return Calendar(
        time_zone="America/Toronto", first=FIRST_MONDAY, last=last, closed=tuple(sorted(closed))
    )


def _winter_break() -> list[date]:
    return [date(2026, 12, 21) + timedelta(days=n) for n in (*range(5), *range(7, 12))]


def completed_calendar(calendar: Calendar, lessons: tuple[Lesson, ...], rng: Random) -> Calendar:
    """The calendar with blackouts and pupil-free days where it has none of its own."""
    if not calendar.blackouts:
        calendar = calendar.model_copy(update={"blackouts": _blackouts(calendar)})
    if not calendar.pupil_free:
        dated = {lesson.date for lesson in lessons}
        days = [day for day in usable_days(calendar) if day not in dated]
        count = min(2, len(weeks_of(calendar)) // 4)
        chosen = [rng.choice(part) for part in _parts(days, count) if part]
        calendar = calendar.model_copy(update={"pupil_free": tuple(sorted(chosen))})
    return calendar


def _blackouts(calendar: Calendar) -> tuple[Blackout, ...]:
    mondays = weeks_of(calendar)
    if len(mondays) < _LONG_ENOUGH:
        return ()
    second, last = mondays[1], mondays[-1]
    before = timedelta(days=1)
    end_of_week = [day for day in Weekday if day in calendar.weekdays][-1]
    return (
        Blackout(id="first-week", first=calendar.first, last=second - before, reason="First week"),
        Blackout(
            id="end-of-week",
            first=second,
            last=last - before,
            weekdays=(end_of_week,),
            reason="Substitutes are fewest at the end of the week",
        ),
        Blackout(id="last-week", first=last, last=calendar.last, reason="Last week"),
    )


def weeks_of(calendar: Calendar) -> list[date]:
    """The Mondays of the weeks that have an open day."""
    return sorted({day - timedelta(days=day.weekday()) for day in calendar.open_days()})


def usable_days(calendar: Calendar) -> list[date]:
    """Open days that no blackout of the whole district takes away."""
    return [day for day in calendar.open_days() if not _blacked_out(calendar, day)]


def usable_teaching_days(calendar: Calendar) -> list[date]:
    """Usable days with pupils."""
    return [day for day in usable_days(calendar) if day not in calendar.pupil_free]


def _blacked_out(calendar: Calendar, day: date) -> bool:
    return any(
        blackout.first <= day <= blackout.last
        and (blackout.weekdays is None or Weekday.of(day) in blackout.weekdays)
        and blackout.schools is None
        and blackout.start is None
        and blackout.end is None
        for blackout in calendar.blackouts
    )


def _parts(days: list[date], count: int) -> list[list[date]]:
    """The days cut into so many stretches of near equal length."""
    return [days[len(days) * i // count : len(days) * (i + 1) // count] for i in range(count)]


def spread(rng: Random, days: list[date], count: int) -> list[date]:
    """So many of the days (all, if there are fewer), spread evenly over them.

    >>> from random import Random
    >>> from datetime import date
    >>> len(spread(Random(1), [date(2026, 9, n) for n in range(1, 11)], 5))
    5
    """
    return [rng.choice(part) for part in _parts(days, count) if part]
