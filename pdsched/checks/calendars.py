"""Faults of the calendar, of day cycles and of bell schedules."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import combinations
from zoneinfo import available_timezones

from pdsched.checks.codes import fault
from pdsched.checks.days import LONGEST, zone_of
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Calendar, CycleKind, Period, School


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
        names = school.cycle.days
        for number, name in enumerate(names):
            if name in names[:number]:
                where = f"{path}.cycle.days[{number}]"
                advice = "give each day of the cycle its own name, such as mon-a and mon-b"
                yield fault("PD313", where, name, "names two days of the cycle", advice)
        if names and index.dated and not index.days.fits(school):
            yield _unfit(f"{path}.cycle.days", school, index)


def _unfit(where: str, school: School, index: Index) -> Fault:
    assert school.cycle.kind is CycleKind.WEEKLY
    width = len(set(index.problem.calendar.weekdays))
    message = f"days in a weekly cycle do not fill whole weeks of {width} open weekdays"
    advice = f"name {width} days or a multiple of it, or make the cycle rotating"
    return fault("PD312", where, str(len(school.cycle.days)), message, advice)


def periods(index: Index) -> Iterator[Fault]:
    """Periods of one cycle day that overlap or share an id."""
    for path, school in index.rows("schools", index.problem.schools):
        for (i, one), (j, two) in combinations(enumerate(school.periods), 2):
            if not _share_a_day(one, two):
                continue
            where = f"{path}.periods[{j}]"
            if one.id == two.id:
                message = f"is already the id of {path}.periods[{i}] on the same day"
                yield fault("PD210", f"{where}.id", two.id, message, "give each its own id")
            if one.start < two.end and two.start < one.end:
                message = f"overlaps period {one.id!r} on the same day"
                advice = "correct the times, or say on which cycle days each is"
                yield fault("PD314", where, two.id, message, advice)


def _share_a_day(one: Period, two: Period) -> bool:
    if one.days is None or two.days is None:
        return one.days != () and two.days != ()
    return not set(one.days).isdisjoint(two.days)
