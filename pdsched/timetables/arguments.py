"""The arguments of an import, checked together before anything else is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from pdsched.errors import Fault, ProblemError
from pdsched.problem import Clock, Weekday
from pdsched.problem.base import Record, is_plain_date
from pdsched.timetables.faults import fault
from pdsched.timetables.naming import clean_id

MOST_WEEKS = 114
"""A calendar has at most 800 days."""


class Term(Record):
    """When and with which bells the timetable is held."""

    first: date
    weeks: int
    time_zone: str
    first_bell: Clock
    period_minutes: int | None
    break_minutes: int
    weekdays: tuple[Weekday, ...] | None
    school: str | None

    @property
    def last(self) -> date:
        """Last date of the horizon."""
        return self.first + timedelta(days=7 * self.weeks - 1)


def term_of(
    *,
    first: date,
    weeks: int,
    time_zone: str,
    first_bell: str | time,
    period_minutes: int | None,
    break_minutes: int,
    weekdays: Sequence[str | Weekday] | None,
    school: str | None,
) -> Term:
    """The checked arguments of an import.

    Raises:
        ProblemError: PD710 for each argument that is no good.
    """
    numbers = (
        ("weeks", weeks, 1, MOST_WEEKS),
        ("period_minutes", period_minutes, 5, 240),
        ("break_minutes", break_minutes, 0, 120),
    )
    faults = [*_numbers(numbers), *_names(time_zone, school)]
    bell, wrong_bell = _bell(first_bell)
    days, wrong_days = _weekdays(weekdays)
    faults += [*wrong_bell, *wrong_days]
    if not is_plain_date(first):
        faults.append(fault("PD710", "first", first, "give a datetime.date, and no text or moment"))
    if not faults and date.max - first < timedelta(days=7 * weeks):
        faults.append(fault("PD710", "first", first, "the horizon ends after the year 9999"))
    if faults:
        raise ProblemError(faults)
    return Term(
        first=first,
        weeks=weeks,
        time_zone=time_zone,
        first_bell=bell,
        period_minutes=period_minutes,
        break_minutes=break_minutes,
        weekdays=days,
        school=school,
    )


def _numbers(numbers: Sequence[tuple[str, int | None, int, int]]) -> Iterator[Fault]:
    for name, value, least, most in numbers:
        if value is not None and not least <= value <= most:
            yield fault("PD710", name, value, f"give a number from {least} to {most}")


def _names(time_zone: str, school: str | None) -> Iterator[Fault]:
    if not _is_zone(time_zone):
        yield fault("PD710", "time_zone", time_zone, "give an IANA name such as Europe/Berlin")
    if school is not None and (not school or clean_id(school) != school):
        yield fault("PD710", "school", school, "give an id without | and without outer blanks")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return False
    return True


def _bell(value: str | time) -> tuple[time, list[Fault]]:
    try:
        adapter: TypeAdapter[time] = TypeAdapter(Clock)
        return adapter.validate_python(value), []
    except ValidationError:
        return time(8), [fault("PD710", "first_bell", value, "write HH:MM")]


def _weekdays(
    weekdays: Sequence[str | Weekday] | None,
) -> tuple[tuple[Weekday, ...] | None, list[Fault]]:
    if weekdays is None:
        return None, []
    known = tuple(Weekday(day) for day in weekdays if day in set(Weekday))
    if len(set(known)) == len(weekdays) > 0:
        return known, []
    detail = "give some of mon, tue, wed, thu, fri, sat, sun, each once"
    return None, [fault("PD710", "weekdays", ", ".join(weekdays), detail)]
