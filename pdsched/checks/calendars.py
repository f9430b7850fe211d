"""Faults of the calendar, of day cycles and of bell schedules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import combinations
from zoneinfo import available_timezones

from pdsched.checks.codes import fault
from pdsched.checks.cycle import week_of, weekdays_of
from pdsched.checks.days import LONGEST, days_of_period, zone_of
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Calendar, CycleDate, CycleKind, Period, School, Weekday

_DAY = timedelta(days=1)


def calendar(index: Index) -> Iterator[Fault]:
    """A calendar whose zone, horizon or weekdays cannot be used."""
    given = index.problem.calendar
    if zone_of(given) is None:
        yield _no_zone(given.time_zone)
    yield from _horizon(given)
    if not given.weekdays:
        advice = "list the weekdays on which schools open"
        yield fault("PD304", "calendar.weekdays", "[]", "opens no weekday", advice)
    yield from _weekdays_twice(given)
    if index.dated and not index.days.open:
        value = f"{given.first} to {given.last}"
        yield fault(
            "PD909", "calendar", value, "has no open day", "nothing can be planned: check it"
        )


def _no_zone(name: str) -> Fault:
    near = get_close_matches(name, sorted(available_timezones()), n=1)
    advice = f"use an IANA name such as {near[0] if near else 'Europe/Berlin'}"
    return fault("PD301", "calendar.time_zone", name, "is no known time zone", advice)


def _horizon(given: Calendar) -> Iterator[Fault]:
    days = (given.last - given.first).days
    if days < 0:
        message = f"is before the first date, {given.first}"
        yield fault("PD302", "calendar.last", given.last, message, "exchange the two dates")
    if days > LONGEST:
        message = f"is {days} days after {given.first}"
        advice = f"plan at most {LONGEST} days at a time"
        yield fault("PD303", "calendar.last", given.last, message, advice)


def _weekdays_twice(given: Calendar) -> Iterator[Fault]:
    for number, day in enumerate(given.weekdays):
        if day in given.weekdays[:number]:
            where = f"calendar.weekdays[{number}]"
            yield fault("PD211", where, day.value, "is listed twice", "list it once")


def terms(index: Index) -> Iterator[Fault]:
    """Terms that end before they begin, overlap, or bear one id; weekdays with two chances."""
    given = index.problem.calendar.terms
    for number, term in enumerate(given):
        where = f"calendar.terms[{number}]"
        if term.last < term.first:
            message = f"is before the first date, {term.first}"
            yield fault("PD302", f"{where}.last", term.last, message, "exchange the two dates")
        for other in given[:number]:
            if term.id == other.id:
                message = "is already the id of another term"
                yield fault("PD210", f"{where}.id", term.id, message, "give each its own id")
            if term.first <= other.last and other.first <= term.last:
                message = f"overlaps term {other.id!r}"
                yield fault("PD315", where, term.id, message, "let each begin after the other ends")
    seen = set()
    for number, row in enumerate(index.problem.calendar.fill_probabilities):
        if row.weekday in seen:
            where = f"calendar.fill_probabilities[{number}].weekday"
            yield fault("PD211", where, row.weekday.value, "is listed twice", "list it once")
        seen.add(row.weekday)
    known = set()
    for number, step in enumerate(index.problem.calendar.fill_by_notice):
        if step.days in known:
            where = f"calendar.fill_by_notice[{number}].days"
            yield fault("PD211", where, step.days, "is listed twice", "list it once")
        known.add(step.days)


def cycles(index: Index) -> Iterator[Fault]:
    """Cycles that name a day twice or do not fill whole weeks."""
    for path, school in index.rows("schools", index.problem.schools):
        names = school.cycle.all_days
        for number, name in enumerate(names):
            if name in names[:number]:
                where = _place_of_day(f"{path}.cycle", school, number)
                advice = "give each day of the cycle its own name, such as mon-a and mon-b"
                yield fault("PD313", where, name, "names two days of the cycle", advice)
        if school.cycle.days and index.dated and not index.days.fits(school):
            yield _unfit(f"{path}.cycle.days", school, index)


def _place_of_day(path: str, school: School, number: int) -> str:
    beyond = number - len(school.cycle.days)
    return f"{path}.days[{number}]" if beyond < 0 else f"{path}.other_days[{beyond}]"


def _unfit(where: str, school: School, index: Index) -> Fault:
    assert school.cycle.kind is CycleKind.WEEKLY
    width = len(set(index.problem.calendar.weekdays))
    message = f"days in a weekly cycle do not fill whole weeks of {width} open weekdays"
    advice = f"name {width} days or a multiple of it, or make the cycle rotating"
    return fault("PD312", where, str(len(school.cycle.days)), message, advice)


def dates_of_cycles(index: Index) -> Iterator[Fault]:
    """Anchors that their dates cannot be, and dates that cannot follow another day."""
    if not index.dated:
        return
    for path, school in index.rows("schools", index.problem.schools):
        yield from _twice(f"{path}.cycle.anchors", school.cycle.anchors)
        yield from _twice(f"{path}.cycle.follows", school.cycle.follows)
        if index.days.fits(school):
            yield from _anchors(index, path, school)
        for number, each in enumerate(school.cycle.follows):
            bit = index.days.bit(each.date)
            if bit and not index.days.teaching(school) & bit:
                where = f"{path}.cycle.follows[{number}].date"
                message = f"is a day without lessons at school {school.id!r}"
                advice = "leave the record out, or list the day in calendar.opened"
                yield fault("PD322", where, each.date, message, advice)


def _twice(path: str, dates: Sequence[CycleDate]) -> Iterator[Fault]:
    seen = set()
    for number, each in enumerate(dates):
        if each.date in seen:
            where = f"{path}[{number}].date"
            yield fault("PD211", where, each.date, "is listed twice", "list it once")
        seen.add(each.date)


def _anchors(index: Index, path: str, school: School) -> Iterator[Fault]:
    days, weekdays = school.cycle.days, weekdays_of(index.problem.calendar)
    for number, anchor in enumerate(school.cycle.anchors):
        where = f"{path}.cycle.anchors[{number}].date"
        if not index.days.is_near(anchor.date):
            message = f"is more than {LONGEST} days from the horizon"
            yield fault("PD321", where, anchor.date, message, "give a date near the horizon")
        elif school.cycle.kind is CycleKind.WEEKLY and anchor.day in days:
            weekday = weekdays[days.index(anchor.day) % len(weekdays)]
            told = Weekday.of(anchor.date)
            if told is not weekday:
                message = f"is a {told.value}, and {anchor.day!r} is always a {weekday.value}"
                advice = f"give a {weekday.value} of the week that is meant"
                yield fault("PD321", where, anchor.date, message, advice)


def empty_first_weeks(index: Index) -> Iterator[Fault]:
    """Cycles of several weeks counted from a week in which the school holds no lessons."""
    calendar = index.problem.calendar
    begin = week_of(calendar.first, calendar.week_begins)
    if not index.dated or (calendar.last - begin).days < 7:
        return
    next_week = begin + timedelta(days=7)
    for path, school in index.rows("schools", index.problem.schools):
        cycle = school.cycle
        if (
            cycle.kind is CycleKind.WEEKLY
            and len(cycle.days) > len(set(calendar.weekdays))
            and not cycle.anchors
            and not cycle.skips_empty_weeks
            and not index.days.teaching(school) & index.days.span(None, next_week - _DAY)
        ):
            message = f"begins a week without lessons at school {school.id!r}, which counts"
            advice = (
                f"so the week from {next_week} is the second of its cycle: say by an anchor on "
                "which date a day of the cycle is, or set skips_empty_weeks"
            )
            yield fault("PD941", f"{path}.cycle", calendar.first, message, advice)


def misleading_days(index: Index) -> Iterator[Fault]:
    """Days of a weekly cycle that are called like a weekday on which they never fall."""
    weekdays, names = weekdays_of(index.problem.calendar), set(map(str, Weekday))
    for path, school in index.rows("schools", index.problem.schools):
        cycle = school.cycle
        if cycle.kind is not CycleKind.WEEKLY or not weekdays or len(cycle.days) % len(weekdays):
            continue
        for number, day in enumerate(cycle.days):
            weekday = weekdays[number % len(weekdays)]
            if day in names and day != weekday:
                message = f"is the name of a weekday, and the day is always a {weekday.value}"
                advice = "name the days of the cycle in the order of a week, from week_begins on"
                yield fault("PD942", f"{path}.cycle.days[{number}]", day, message, advice)
                break


def periods(index: Index) -> Iterator[Fault]:
    """Periods of one cycle day that overlap or share an id."""
    for path, school in index.rows("schools", index.problem.schools):
        days = [set(days_of_period(school, period)) for period in school.periods]
        for (i, one), (j, two) in combinations(enumerate(school.periods), 2):
            if days[i].isdisjoint(days[j]) or _apart(one, two):
                continue
            where = f"{path}.periods[{j}]"
            if one.id == two.id:
                message = f"is already the id of {path}.periods[{i}] on the same day"
                yield fault("PD210", f"{where}.id", two.id, message, "give each its own id")
            if one.start < two.end and two.start < one.end:
                message = f"overlaps period {one.id!r} on the same day"
                advice = "correct the times, or say on which cycle days each is"
                yield fault("PD314", where, two.id, message, advice)


def _apart(one: Period, two: Period) -> bool:
    """Whether one period is over before the other begins to exist."""
    return (one.last or date.max) < (two.first or date.min) or (two.last or date.max) < (
        one.first or date.min
    )
