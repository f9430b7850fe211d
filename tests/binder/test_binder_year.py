"""The year calendar: each month shows its dates, what they are, and how much is held on them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import scaled
from test_binder_chapters import edited, matter
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Problem
from pdsched.binder.days_off import Stretch
from pdsched.binder.year import DateKind, Shadow, Year, YearDay, year
from pdsched.referee.days import Days


def page(problem: Problem, plan: Plan = PLAN, only: str | None = None) -> Year:
    """The one page of the year."""
    [told] = year(matter(problem, plan, only)).pages
    assert isinstance(told, Year)
    return told


def with_calendar(**fields: Any) -> Problem:
    """That Tuesday with other dates."""
    return edited(calendar={**json.loads(PROBLEM.to_json())["calendar"], **fields})


def days(told: Year) -> dict[date, YearDay]:
    """All dates that stand in it."""
    return {day.date: day for month in told.months for day in month.days}


def single(day: int) -> Stretch:
    """One date of that September."""
    return Stretch(date(2026, 9, day), date(2026, 9, day))


def test_a_date_shows_its_sessions_and_who_is_away() -> None:
    """Two sessions and four people on that Tuesday, and nothing on the days beside it."""
    told = days(page(PROBLEM))

    assert (told[date(2026, 9, 8)].sessions, told[date(2026, 9, 8)].away) == (2, 4)
    assert sum(day.sessions for day in told.values()) == 2
    assert told[date(2026, 9, 6)].kind is DateKind.OUTSIDE
    assert told[date(2026, 9, 7)].kind is DateKind.TEACHING
    assert told[date(2026, 9, 12)].kind is DateKind.CLOSED


def test_a_school_sees_what_concerns_it() -> None:
    """Two people of south are away: cy at north, and dee for the remote session."""
    told = days(page(PROBLEM, PLAN, "school:south"))[date(2026, 9, 8)]

    assert (told.sessions, told.away) == (2, 2)


def test_days_of_the_district_and_of_one_school() -> None:
    """What one school has off differs; what all have off is closed or without pupils."""
    north = {"closed": ["2026-09-10", "2026-09-16"], "pupil_free": ["2026-09-11", "2026-09-14"]}
    south = {"pupil_free": ["2026-09-14", "2026-09-16"]}
    schools = [
        {**s, **(north if s["id"] == "north" else south)}
        for s in json.loads(PROBLEM.to_json())["schools"]
    ]
    more = {"closed": ["2026-09-09"], "pupil_free": ["2026-09-15"]}
    problem = Problem.model_validate(
        {**json.loads(with_calendar(**more).to_json()), "schools": schools}
    )
    kinds = {day: told.kind for day, told in days(page(problem)).items()}
    at_north = {day: told.kind for day, told in days(page(problem, PLAN, "school:north")).items()}

    assert kinds[date(2026, 9, 9)] is DateKind.CLOSED
    assert kinds[date(2026, 9, 10)] is DateKind.DIFFERS
    assert kinds[date(2026, 9, 11)] is DateKind.DIFFERS
    assert kinds[date(2026, 9, 14)] is DateKind.PUPIL_FREE
    assert kinds[date(2026, 9, 15)] is DateKind.PUPIL_FREE
    assert kinds[date(2026, 9, 16)] is DateKind.DIFFERS
    assert at_north[date(2026, 9, 10)] is DateKind.CLOSED
    assert at_north[date(2026, 9, 11)] is DateKind.PUPIL_FREE
    off = page(problem).days_off
    assert off.closed == (single(9),)
    assert [(line.school, line.closed) for line in off.schools] == [
        ("north", (single(10), single(16))),
        ("south", ()),
    ]


def test_holidays_run_over_weekends() -> None:
    """From a Thursday to the Tuesday after it is one holiday; a date for itself is another."""
    closed = ["2026-09-10", "2026-09-11", "2026-09-14", "2026-09-15", "2026-09-17"]
    off = page(with_calendar(closed=closed), Plan()).days_off

    assert off.closed == (
        Stretch(date(2026, 9, 10), date(2026, 9, 15)),
        single(17),
    )


def test_blackouts_shade_what_they_take() -> None:
    """All of a date, some hours of it, or that of one school; and no date that is closed."""
    every = [
        {"id": "fair", "first": "2026-09-07", "last": "2026-09-13", "weekdays": ["mon", "sat"]},
        {"id": "exam", "first": "2026-09-08", "last": "2026-09-08", "start": "08:00"},
        {"id": "trip", "first": "2026-09-09", "last": "2026-09-09", "schools": ["north"]},
    ]
    problem = with_calendar(blackouts=every)
    shadows = {day: told.shadow for day, told in days(page(problem)).items()}
    north = {day: told.shadow for day, told in days(page(problem, PLAN, "school:north")).items()}

    assert {day: s for day, s in shadows.items() if s is not Shadow.NONE} == {
        date(2026, 9, 7): Shadow.ALL,
        date(2026, 9, 8): Shadow.PART,
        date(2026, 9, 9): Shadow.PART,
    }
    assert north[date(2026, 9, 9)] is Shadow.ALL
    assert len(page(problem, PLAN, "school:south").days_off.blackouts) == 2


def test_terms_begin_where_they_do() -> None:
    """Marked on their first date, and listed."""
    terms = [{"id": "autumn", "first": "2026-09-14", "last": "2026-12-18"}]
    told = page(with_calendar(terms=terms))

    assert [day for day, each in days(told).items() if each.begins_term] == [date(2026, 9, 14)]
    assert [term.id for term in told.terms] == ["autumn"]


def test_sessions_outside_the_months_are_counted() -> None:
    """Of a plan that names dates of another year."""
    late = [s.model_copy(update={"date": date(1999, 1, 1)}) for s in PLAN.sessions]
    told = page(PROBLEM, PLAN.model_copy(update={"sessions": tuple(late)}))

    assert told.beyond == 2


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("9999-11-01", "9999-12-31", 2),
        ("0001-01-01", "0001-01-31", 1),
        ("2026-09-11", "2026-09-07", 0),
        ("2026-01-01", "9999-12-31", 0),
    ],
)
def test_odd_horizons_make_no_endless_calendar(first: str, last: str, months: int) -> None:
    """At the ends of time, backwards, or longer than a calendar may be."""
    assert len(page(with_calendar(first=first, last=last), Plan()).months) == months


@settings(max_examples=scaled(1))
@given(
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["mon", "wed", "sun"]),
    st.lists(st.integers(0, 400), max_size=6),
)
def test_each_month_shows_each_of_its_dates_once(
    first: date, length: int, begins: str, closed: list[int]
) -> None:
    """In order, under its weekday, with the kind that the referee sees at each school."""
    last = first + timedelta(days=length)
    off = sorted({str(first + timedelta(days=n)) for n in closed})
    fields = {"first": str(first), "last": str(last), "week_begins": begins, "closed": off}
    problem = with_calendar(**fields)
    told = page(problem, Plan())
    shown = [day for month in told.months for day in month.days]
    kinds = Days(problem.calendar, {school.id: school for school in problem.schools})

    assert [day.date for day in shown] == [
        shown[0].date + timedelta(days=n) for n in range(len(shown))
    ]
    assert shown[0].date <= first
    assert last <= shown[-1].date
    for month in told.months:
        assert {day.date.month for day in month.days} == {month.first.month}
        for week in month.weeks:
            for weekday, day in zip(told.weekdays, week, strict=True):
                assert day is None or weekday.value == f"{day.date:%a}".lower()
    for day in shown:
        inside = first <= day.date <= last
        expected = kinds.kind("north", day.date).value if inside else "outside"
        assert day.kind.value == expected
