"""The day of a school's timetable that each date is, found by walking from date to date.

The referee asks here, too. The model counts on its own, so that a mistake here is caught there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from pdsched.problem import Calendar, CycleDate, CycleKind, School, Weekday

_DAY = timedelta(days=1)


def week_of(day: date, begins: Weekday) -> date:
    """The date with which the week of a date begins, or the first date that there is.

    >>> week_of(date(2026, 9, 13), Weekday.MON), week_of(date(2026, 9, 13), Weekday.SUN)
    (datetime.date(2026, 9, 7), datetime.date(2026, 9, 13))
    """
    while Weekday.of(day) is not begins and day > date.min:
        day -= _DAY
    return day


def weekdays_of(calendar: Calendar) -> list[Weekday]:
    """The open weekdays in the order of a week."""
    twice = [*Weekday, *Weekday]
    a_week = twice[twice.index(calendar.week_begins) :][:7]
    return [weekday for weekday in a_week if weekday in calendar.weekdays]


def names_of_days(calendar: Calendar, school: School) -> dict[date, str]:
    """The name of each teaching day of the horizon that has one."""
    told = {each.date: each.day for each in school.cycle.follows}
    off = {*calendar.closed, *calendar.pupil_free, *school.closed, *school.pupil_free}
    is_rotating = school.cycle.kind is CycleKind.ROTATING
    shut = off | told.keys()
    weekdays = calendar.weekdays
    regular = [
        day
        for day in _around(calendar, school)
        if day not in shut
        and (Weekday.of(day) in weekdays or (is_rotating and day in calendar.opened))
    ]
    named = _rotating if is_rotating else _weekly
    names = named(calendar, school, regular) | told
    return {day: names[day] for day in calendar.open_days() if day in names and day not in off}


def _around(calendar: Calendar, school: School) -> Iterator[date]:
    """All dates of the horizon and on to the anchors, in whole weeks."""
    dates = (calendar.first, calendar.last, *(each.date for each in school.cycle.anchors))
    day, last = week_of(min(dates), calendar.week_begins), max(dates)
    while day < date.max and (day <= last or Weekday.of(day) is not calendar.week_begins):
        yield day
        day += _DAY
    if day == date.max:
        yield day


def _rotating(calendar: Calendar, school: School, regular: Sequence[date]) -> dict[date, str]:
    """One name after the other, a name for each date."""
    days = school.cycle.days
    starts = [(each.date, days.index(each.day)) for each in _anchors(calendar, school, regular)]
    return {day: days[number % len(days)] for day, number in _numbered(regular, starts).items()}


def _weekly(calendar: Calendar, school: School, regular: Sequence[date]) -> dict[date, str]:
    """A name for each open weekday of a week, over one week or several."""
    days, begins = school.cycle.days, calendar.week_begins
    places = {weekday: place for place, weekday in enumerate(weekdays_of(calendar))}
    width = len(places)
    counted = regular if school.cycle.skips_empty_weeks else _around(calendar, school)
    weeks = dict.fromkeys(week_of(day, begins) for day in counted)
    starts = [
        (week_of(each.date, begins), days.index(each.day) // width)
        for each in _anchors(calendar, school, regular)
    ]
    numbers = _numbered(weeks, starts)
    return {
        day: days[(numbers[week_of(day, begins)] * width + places[Weekday.of(day)]) % len(days)]
        for day in regular
    }


def _anchors(calendar: Calendar, school: School, regular: Sequence[date]) -> list[CycleDate]:
    """The anchors in order of time; without any, the first day begins what is to be counted."""
    cycle, begin = school.cycle, calendar.first
    if cycle.skips_empty_weeks:
        begin = next((day for day in regular if begin <= day <= calendar.last), begin)
    start = CycleDate(date=begin, day=cycle.days[0])
    return sorted(cycle.anchors, key=lambda each: each.date) or [start]


def _numbered(in_order: Iterable[date], starts: Sequence[tuple[date, int]]) -> dict[date, int]:
    """Dates or weeks numbered one after the other.

    The first one from each start on has the start's number; those before the first start are
    counted back from it.
    """
    dates = list(in_order)
    earliest, number = starts[0]
    numbers = {}
    for day in reversed([day for day in dates if day < earliest]):
        number -= 1
        numbers[day] = number
    number, waiting = starts[0][1], list(starts)
    for day in dates:
        if day >= earliest:
            while waiting and waiting[0][0] <= day:
                number = waiting.pop(0)[1]
            numbers[day] = number
            number += 1
    return numbers
