"""Weeks and days of cycles, counted a third time: every beginning is tried, and one fits.

This room shares no code with the model or the referee; see `facts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pdsched.problem import Calendar, CycleKind, Period, School, Weekday

DAY = timedelta(days=1)


def week_of(calendar: Calendar, day: date) -> date:
    """The date on which the week of a date begins."""
    return next(d for n in range(7) if Weekday.of(d := day - n * DAY) is calendar.week_begins)


def weekdays(calendar: Calendar) -> list[Weekday]:
    """The open weekdays, from the one with which a week begins."""
    week = week_of(calendar, date(2026, 9, 9))
    days = [Weekday.of(week + n * DAY) for n in range(7)]
    return [weekday for weekday in days if weekday in calendar.weekdays]


def goes_by_cycle(calendar: Calendar, school: School, day: date) -> bool:
    """Whether a date has a day of the cycle of its own, as far as the calendar reaches."""
    rotating = school.cycle.kind is CycleKind.ROTATING
    return (
        (Weekday.of(day) in calendar.weekdays or (rotating and day in calendar.opened))
        and day not in (*calendar.closed, *calendar.pupil_free, *school.closed, *school.pupil_free)
        and day not in [each.date for each in school.cycle.follows]
    )


def names_of(calendar: Calendar, school: School) -> dict[date, str]:
    """The day of the timetable on each date that goes by the cycle: of the horizon, and around."""
    days, rotating = school.cycle.days, school.cycle.kind is CycleKind.ROTATING
    width = 1 if rotating else len(weekdays(calendar))
    for number in range(len(days) // width):
        if (names := _from(calendar, school, number)) is not None:
            return names
    raise AssertionError("no beginning fits")


def _from(calendar: Calendar, school: School, number: int) -> dict[date, str] | None:
    """The names if the cycle begins with its so-manieth day or week; none if an anchor objects."""
    cycle, order = school.cycle, weekdays(calendar)
    rotating = cycle.kind is CycleKind.ROTATING
    width = 1 if rotating else len(order)
    anchors = sorted((each.date, cycle.days.index(each.day) // width) for each in cycle.anchors)
    if not anchors:
        span = [calendar.first + n * DAY for n in range((calendar.last - calendar.first).days + 1)]
        regular = [day for day in span if goes_by_cycle(calendar, school, day)]
        anchors = [(regular[0] if regular and cycle.skips_empty_weeks else calendar.first, 0)]
    earliest, wanted = anchors[0]
    names: dict[date, str] = {}
    told: int | None = None
    is_first = True
    for dates in _stretches(calendar, min(calendar.first, earliest), rotating):
        if dates[0] > max(calendar.last, anchors[-1][0]) and not is_first:
            return names
        told = next((n for day, n in reversed(anchors) if day in dates), told)
        regular = [day for day in dates if goes_by_cycle(calendar, school, day)]
        if not regular and (rotating or cycle.skips_empty_weeks):
            continue
        if told is not None:
            if is_first and number % (len(cycle.days) // width) != wanted:
                return None
            number, told, is_first = told, None, False
        for day in regular:
            place = 0 if rotating else order.index(Weekday.of(day))
            names[day] = cycle.days[(number * width + place) % len(cycle.days)]
        number += 1
    return None


def _stretches(calendar: Calendar, first: date, rotating: bool) -> Iterator[list[date]]:
    """Dates, or the dates of weeks, without end."""
    start, length = (first, 1) if rotating else (week_of(calendar, first), 7)
    while True:
        yield [start + n * DAY for n in range(length)]
        start += length * DAY


def has_period(school: School, name: str | None, period: Period, day: date) -> bool:
    """Whether a period exists on an open date that is this day of the timetable, or none."""
    if (period.first or day) > day or day > (period.last or day):
        return False
    if name is None or name in (period.days or ()):
        return True
    bells = {each for other in school.periods for each in other.days or ()}
    return period.days is None and (name in school.cycle.days or name not in bells)
