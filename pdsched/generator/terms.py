"""The calendar: an invented term, and the blackouts of any."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pdsched.checks.cycle import week_of, weekdays_of
from pdsched.problem import Blackout, Calendar, Problem, Weekday

_DAY = timedelta(days=1)
FIRST_MONDAY = date(2026, 9, 7)
_LONG_ENOUGH = 4  # weeks; a shorter calendar would be blacked out from end to end
LONG_TERM = 30
"""Weeks from which a calendar is that of a whole school year."""
_PUPIL_FREE = 8
"""Pupil-free days of a school year: seven to ten in the United States."""


def invented_calendar(weeks: int, rng: Random) -> Calendar:
    """A term from a Monday in September, with one closed day, a winter and a spring break.

    >>> from random import Random
    >>> invented_calendar(12, Random(1)).last
    datetime.date(2026, 11, 27)
    """
    last = FIRST_MONDAY + timedelta(days=7 * weeks - 3)
    breaks = [day for day in (*_WINTER_BREAK, *_SPRING_BREAK) if day <= last]
    mondays = [FIRST_MONDAY + timedelta(days=7 * week) for week in range(1, weeks - 1)]
    closed = [rng.choice([monday for monday in mondays if monday not in breaks]), *breaks]
    return Calendar(
        time_zone="America/Toronto", first=FIRST_MONDAY, last=last, closed=tuple(sorted(closed))
    )


def _week_from(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(5)]


_WINTER_BREAK = _week_from(date(2026, 12, 21)) + _week_from(date(2026, 12, 28))
_SPRING_BREAK = _week_from(date(2027, 3, 15))


def completed_calendar(given: Problem, rng: Random) -> Calendar:
    """The calendar with blackouts and pupil-free days where it has none of its own."""
    calendar = given.calendar
    if not calendar.blackouts:
        calendar = calendar.model_copy(update={"blackouts": _blackouts(calendar)})
    if not calendar.pupil_free:
        dated = {lesson.date for lesson in given.lessons}
        dated |= {each.date for school in given.schools for each in school.cycle.follows}
        days = [day for day in usable_days(calendar) if day not in dated]
        weeks = len(weeks_of(calendar))
        count = _PUPIL_FREE if weeks >= LONG_TERM else min(2, weeks // 4)
        chosen = [rng.choice(part) for part in _parts(days, count) if part]
        calendar = calendar.model_copy(update={"pupil_free": tuple(sorted(chosen))})
    return calendar


def _blackouts(calendar: Calendar) -> tuple[Blackout, ...]:
    """The ends of the term, the end of each week and, in a school year, two times of exams."""
    weeks = weeks_of(calendar)
    if len(weeks) < _LONG_ENOUGH:
        return ()
    if len(weeks) < LONG_TERM:
        return _ends(calendar, weeks[1], weeks[-1], "week")
    middle = len(weeks) // 2
    return (
        *_ends(calendar, weeks[2], weeks[-2], "two-weeks"),
        _exams("winter", weeks[middle - 1], weeks[middle + 1]),
        _exams("summer", weeks[-4], weeks[-2]),
    )


def _ends(calendar: Calendar, start: date, end: date, length: str) -> tuple[Blackout, ...]:
    """Nothing before `start`, nothing from `end` on, and nothing at the end of a week between."""
    end_of_week = weekdays_of(calendar)[-1]
    words = length.replace("-", " ")
    return (
        Blackout(
            id=f"first-{length}", first=calendar.first, last=start - _DAY, reason=f"First {words}"
        ),
        Blackout(
            id="end-of-week",
            first=start,
            last=end - _DAY,
            weekdays=(end_of_week,),
            reason="Substitutes are fewest at the end of the week",
        ),
        Blackout(id=f"last-{length}", first=end, last=calendar.last, reason=f"Last {words}"),
    )


def _exams(season: str, first: date, after: date) -> Blackout:
    return Blackout(
        id=f"exams-{season}", first=first, last=after - _DAY, reason=f"Exams in {season}"
    )


def weeks_of(calendar: Calendar) -> list[date]:
    """The first dates of the weeks that have an open day."""
    return sorted({week_of(day, calendar.week_begins) for day in calendar.open_days()})


def weeks_to_visit(calendar: Calendar) -> int:
    """Weeks for which trainers are hired: of a school year, those that have a usable day."""
    weeks = weeks_of(calendar)
    if len(weeks) < LONG_TERM:
        return len(weeks)
    return len({week_of(day, calendar.week_begins) for day in usable_teaching_days(calendar)})


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
