"""How the days of a timetable fall on the weekdays of a calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.checks import check
from pdsched.errors import ProblemError
from pdsched.problem import Calendar, Cycle, CycleDate, CycleKind, Problem, School, Weekday
from pdsched.problem.calendar import WORKING_WEEK
from pdsched.timetables.arguments import Term
from pdsched.timetables.faults import fail
from pdsched.timetables.timetable import Timetable
from pdsched.timetables.weekdays import weekdays_of_weeks

EXAM = "exam"
"""Name of the day that dates of exams follow: no lesson is held on it."""
_LEAST_LETTERS = 3
"""A name of a day with fewer letters is a number of its own kind, such as ``A``."""


class CycleChoice(NamedTuple):
    """Kind of cycle, open weekdays in the order of a week, days in that of the cycle, and why."""

    kind: CycleKind
    weekdays: tuple[Weekday, ...]
    begins: Weekday
    days: tuple[str, ...]
    assumption: str


def choose_cycle(timetable: Timetable, term: Term, source: str) -> CycleChoice:
    """A weekly cycle where the number of days fits the weekdays, else a rotating one.

    The weekdays are those given, in their order; else those that the names of the days tell; else
    Monday to Friday, to Saturday or to Sunday, as the number of days of a week of the timetable
    asks. Names of the same weekdays as those given say which day is which.

    Raises:
        ProblemError: PD716 if weekdays would be guessed for days whose names are words; PD710 if
            those given are not those that the names tell.
    """
    days, given = timetable.days, term.weekdays
    if term.rotating:
        return _rotating(days, given, "as was said")
    told = weekdays_of_weeks(days)
    is_told = told is not None and timetable.days_are_named
    if is_told and given is not None and set(told or ()) != set(given):
        detail = f"the days of {source} are called {', '.join(days)}: give those weekdays"
        fail("PD710", "weekdays", ", ".join(given), detail)
    if told is not None and (given is None or set(told) == set(given)):
        return _weekly(told, days, given[0] if given else begin_of(told))
    open_days = given or _usual(len(days), timetable.weeks)
    if len(days) % len(open_days):
        return _rotating(days, given, f"as they do not fit a week of {len(open_days)} days")
    if given is None and all(_is_word(day) for day in days):
        detail = f"say --weekdays with as many weekdays, in their order, such as {_such_as(days)}"
        fail("PD716", source, ", ".join(days), detail)
    return _weekly(open_days * (len(days) // len(open_days)), days, open_days[0])


def _rotating(days: tuple[str, ...], given: tuple[Weekday, ...] | None, why: str) -> CycleChoice:
    weekdays, begins = given or WORKING_WEEK, given[0] if given else Weekday.MON
    sentence = (
        f"The {len(days)} days of the timetable follow the teaching days one after the other,"
        f" {why}."
    )
    return CycleChoice(CycleKind.ROTATING, weekdays, begins, days, sentence)


def _weekly(told: Sequence[Weekday], days: Sequence[str], begins: Weekday) -> CycleChoice:
    """The days of each week in the order of a week, which begins on this weekday."""
    a_week = [*Weekday, *Weekday][list(Weekday).index(begins) :][:7]
    weekdays = tuple(day for day in a_week if day in told)
    width = len(weekdays)
    order = sorted(range(len(days)), key=lambda at: (at // width, a_week.index(told[at])))
    span = "every week" if width == len(days) else f"every {len(days) // width} weeks"
    pairs = ", ".join(
        day.value if days[at] == day.value else f"{days[at]} is {day.value}"
        for at, day in zip(order, weekdays, strict=False)
    )
    sentence = (
        f"The {len(days)} days of the timetable recur {span}: {pairs}. A week begins on"
        f" {begins.value}."
    )
    in_order = tuple(days[at] for at in order)
    return CycleChoice(CycleKind.WEEKLY, weekdays, begins, in_order, sentence)


def begin_of(told: Sequence[Weekday]) -> Weekday:
    """The weekday after the days off, if these follow each other; else Monday.

    >>> begin_of([Weekday.SUN, Weekday.MON, Weekday.TUE]).value
    'sun'
    """
    week = list(Weekday)
    first = [day for day in week if day in told and week[week.index(day) - 1] not in told]
    return first[0] if len(first) == 1 else Weekday.MON


def _usual(days: int, weeks: int) -> tuple[Weekday, ...]:
    a_week = days // weeks if days % weeks == 0 else days
    return tuple(Weekday)[:a_week] if a_week in (6, 7) else WORKING_WEEK


def with_days(timetable: Timetable, weekdays: Sequence[Weekday]) -> Timetable:
    """The timetable with the weekdays that were told for the days that its source only counts."""
    held = max((timetable.days.index(lesson.day) for lesson in timetable.lessons), default=-1)
    if timetable.days_are_named or held >= len(weekdays):
        return timetable
    named = dict(zip(timetable.days, (day.value for day in weekdays), strict=False))
    lessons = (each.model_copy(update={"day": named[each.day]}) for each in timetable.lessons)
    days = tuple(day.value for day in weekdays)
    return timetable.model_copy(update={"days": days, "lessons": tuple(lessons)})


def refuse_bad_dates(calendar: Calendar, school: School) -> None:
    """Refuse dates that name no day of the cycle, or on which the day that is named cannot be.

    Raises:
        ProblemError: with all of them.
    """
    told = {".anchors[": "cycle_anchors", ".follows[": "follows or exam_days"}
    faults = check(Problem(calendar=calendar, schools=(school,)))
    bad = [
        fault._replace(where=argument)
        for fault in faults
        for part, argument in told.items()
        if part in fault.where
    ]
    if bad:
        raise ProblemError(bad)


def cycle_of(cycle: CycleChoice, term: Term) -> Cycle:
    """The cycle with the dates that are known, that follow others, and that are of exams.

    Raises:
        ProblemError: PD710 if empty weeks are to be skipped where weeks are not counted.
    """
    if term.skips_empty_weeks and cycle.kind is CycleKind.ROTATING:
        detail = "the days follow the teaching days one after the other, and no weeks are counted"
        fail("PD710", "skips_empty_weeks", True, detail)
    exam = EXAM
    while exam in cycle.days:
        exam += "-"
    follows = {**term.follows, **dict.fromkeys(term.exam_days, exam)}
    return Cycle(
        kind=cycle.kind,
        days=cycle.days,
        anchors=_dated(term.cycle_anchors),
        skips_empty_weeks=term.skips_empty_weeks,
        other_days=(exam,) if term.exam_days else (),
        follows=_dated(follows),
    )


def _dated(days: Mapping[date, str]) -> tuple[CycleDate, ...]:
    return tuple(CycleDate(date=on, day=day) for on, day in sorted(days.items()))


def _is_word(name: str) -> bool:
    return sum(map(str.isalpha, name)) >= _LEAST_LETTERS and not any(map(str.isdigit, name))


def _such_as(days: Sequence[str]) -> str:
    weekdays = [*Weekday, *Weekday][-8:][: len(days)]
    return ",".join(day.value for day in weekdays)
