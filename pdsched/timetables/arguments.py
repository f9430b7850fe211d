"""The arguments of an import, checked together before anything else is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter, ValidationError

from pdsched.errors import Fault, ProblemError
from pdsched.problem import Clock, Weekday
from pdsched.problem.base import Record, is_plain_date
from pdsched.timetables.faults import fault
from pdsched.timetables.naming import clean_id
from pdsched.timetables.weekdays import weekdays_of

FIRST = date(2026, 9, 7)
MOST_WEEKS = 114
"""A calendar has at most 800 days."""


class TermArguments(TypedDict, total=False):
    """When and with which bells a timetable is held; each may be left out."""

    first: date
    """First date of the horizon; by default 7 September 2026."""
    weeks: int
    """Length of the horizon; by default 12."""
    time_zone: str
    """IANA name; by default ``UTC``."""
    first_bell: str | time
    """Start of the first period, where the source has no clock times; by default 08:00."""
    period_minutes: int | None
    """Length of the periods, where the source has no clock times; by default by their number."""
    break_minutes: int | None
    """Pause between two periods, where the source has no clock times; by default 5, or less."""
    weekdays: Sequence[str | Weekday] | None
    """Weekdays on which the school opens, in the order of the days of the timetable; a week begins
    on the first. By default those that the timetable fits."""
    rotating: bool
    """Whether the days follow the teaching days one after the other; by default they do if they fit
    no week."""
    cycle_anchors: Mapping[date, str]
    """Dates on which days of the timetable are known to be; by default the first day is that of the
    first date, or of its week."""
    follows: Mapping[date, str]
    """Dates on which another day of the timetable is held; by default none."""
    exam_days: Sequence[date]
    """Dates on which everybody is at work and no lesson of the timetable is held; by default
    none."""
    skips_empty_weeks: bool
    """Whether weeks without lessons do not count in a timetable of several weeks; by default they
    do."""
    closed: Sequence[date]
    """Dates on which nobody works; by default none."""
    school: str | None
    """Id of the school; by default the timetable's name."""
    spare_co_teachers: bool
    """Whether a lesson with more teachers than classes, rooms and subjects needs only one adult for
    each of these (`staff_needed`); by default all who hold it are needed."""


class Term(Record):
    """When and with which bells the timetable is held, checked."""

    first: date = FIRST
    weeks: int = 12
    time_zone: str = "UTC"
    first_bell: Clock = time(8)
    period_minutes: int | None = None
    break_minutes: int | None = None
    weekdays: tuple[Weekday, ...] | None = None
    rotating: bool = False
    cycle_anchors: dict[date, str] = Field(default_factory=dict)
    follows: dict[date, str] = Field(default_factory=dict)
    exam_days: tuple[date, ...] = ()
    skips_empty_weeks: bool = False
    closed: tuple[date, ...] = ()
    school: str | None = None
    spare_co_teachers: bool = False

    @property
    def last(self) -> date:
        """Last date of the horizon."""
        return self.first + timedelta(days=7 * self.weeks - 1)


def term_of(**given: Unpack[TermArguments]) -> Term:
    """The checked arguments of an import.

    Raises:
        ProblemError: PD710 for each argument that is no good.
        TypeError: an argument has a name that none has.
    """
    if unknown := given.keys() - Term.model_fields.keys():
        raise TypeError(f"no such argument of an import: {', '.join(sorted(unknown))}")
    if faults := list(_faults(given)):
        raise ProblemError(faults)
    weekdays = given.get("weekdays")
    term = Term.model_validate(given | {"weekdays": weekdays and _read(weekdays)})
    if date.max - term.first < timedelta(days=7 * term.weeks):
        late = fault("PD710", "first", term.first, "the horizon ends after the year 9999")
        raise ProblemError([late])
    return term


def _faults(given: TermArguments) -> Iterator[Fault]:
    yield from _numbers(given)
    yield from _names(given)
    if "first_bell" in given and not _is_clock(given["first_bell"]):
        yield fault("PD710", "first_bell", given["first_bell"], "write HH:MM")
    yield from _weekdays(given.get("weekdays"))
    if "first" in given and not is_plain_date(given["first"]):
        advice = "give a datetime.date, and no text or moment"
        yield fault("PD710", "first", given["first"], advice)
    dates = (
        ("cycle_anchors", [*given.get("cycle_anchors", ())]),
        ("follows", [*given.get("follows", ())]),
        ("exam_days", given.get("exam_days", ())),
        ("closed", given.get("closed", ())),
    )
    for name, days in dates:
        for day in days:
            if not is_plain_date(day):
                yield fault("PD710", name, day, "give dates, and no texts or moments")


def _numbers(given: TermArguments) -> Iterator[Fault]:
    numbers = (
        ("weeks", given.get("weeks"), 1, MOST_WEEKS),
        ("period_minutes", given.get("period_minutes"), 5, 240),
        ("break_minutes", given.get("break_minutes"), 0, 120),
    )
    for name, value, least, most in numbers:
        if value is not None and not least <= value <= most:
            yield fault("PD710", name, value, f"give a number from {least} to {most}")


def _names(given: TermArguments) -> Iterator[Fault]:
    time_zone, school = given.get("time_zone"), given.get("school")
    if time_zone is not None and not _is_zone(time_zone):
        yield fault("PD710", "time_zone", time_zone, "give an IANA name such as Europe/Berlin")
    if school is not None and (not school or clean_id(school) != school):
        yield fault("PD710", "school", school, "give an id without | and without outer blanks")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return False
    return True


def _is_clock(value: str | time) -> bool:
    adapter: TypeAdapter[time] = TypeAdapter(Clock)
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def _weekdays(weekdays: Sequence[str | Weekday] | None) -> Iterator[Fault]:
    if weekdays is not None and not _read(weekdays):
        detail = "give some of mon, tue, wed, thu, fri, sat, sun, each once, in their order"
        yield fault("PD710", "weekdays", ", ".join(weekdays), detail)


def _read(weekdays: Sequence[str | Weekday]) -> tuple[Weekday, ...]:
    """The weekdays that are meant, in whatever language; none if one is none, or comes twice."""
    return weekdays_of([str(day) for day in weekdays]) or ()
