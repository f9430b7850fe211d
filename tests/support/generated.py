"""Generated problems and a timetable to generate around, with what tests count in them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from pdsched.generator import generate
from pdsched.problem import Calendar, Lesson, Period, Problem, Role, School, StaffMember, clock

NAMES = ["demo", "XS", "S", "M"]


@cache
def fifth(size: str) -> Problem:
    """The problem of a size that the fifth seed gives, made once."""
    return generate(size=size, seed=5)


@pytest.fixture(name="made", scope="module", params=NAMES)
def _made(request: pytest.FixtureRequest) -> Problem:
    """A problem of each size."""
    return fifth(request.param)


@pytest.fixture(name="medium", scope="module")
def _medium() -> Problem:
    """Five hundred teachers: enough for shares to be near what is stated."""
    return fifth("M")


def timetable(**changes: Any) -> Problem:
    """One school as a timetable tells it: three teachers, one of whom teaches nothing."""
    periods = tuple(
        Period(id=f"{n}", start=clock(480 + 60 * n), end=clock(540 + 60 * n)) for n in range(6)
    )
    days = ("mon", "tue", "wed", "thu", "fri")
    lessons = tuple(
        Lesson(
            id=f"{who}-{day}-{period.id}",
            school="north",
            staff=(who,),
            day=day,
            start=period.start,
            end=period.end,
        )
        for who, rest in (("ada", "0"), ("ben", "3"))
        for day in days
        for period in periods
        if period.id != rest
    )
    fields: dict[str, Any] = {
        "calendar": Calendar(
            time_zone="Europe/Berlin", first=date(2026, 9, 7), last=date(2026, 11, 27)
        ),
        "schools": (School(id="north", periods=periods),),
        "staff": tuple(StaffMember(id=who, schools=("north",)) for who in ("ada", "ben", "cay")),
        "lessons": lessons,
        "assumptions": ("The clock times are invented.",),
    }
    return Problem(**{**fields, **changes})


def teachers(problem: Problem) -> list[StaffMember]:
    """The staff members who teach."""
    return [person for person in problem.staff if person.role == Role.TEACHER]


def offered(problem: Problem) -> int:
    """Half-days that the substitutes of a problem offer."""
    return sum(
        len(entry.halves) * len(entry.dates or ())
        for substitute in problem.substitutes
        for entry in substitute.available
    )
