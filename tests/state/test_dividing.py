"""Who gets which dates: the best offers, within the week of a trainer, and what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pdsched import Course, Trainer, Weekday
from pdsched.state.demand import Demand, Wish
from pdsched.state.dividing import divide, taken_in
from pdsched.state.seats import Form, most_seats, seats_on

MONDAY = date(2026, 9, 7)
DAYS = [MONDAY + timedelta(days=n) for n in range(5)]
COURSE = Course(id="c", topic="t", minutes=60, group_min=2, group_preferred=2, group_max=3)


def demand(name: str, *priorities: int, course: Course = COURSE) -> Demand:
    """A district that has needs for the course, and is open all week."""
    wishes = tuple(Wish(f"n{i}", course.id, course.topic, p) for i, p in enumerate(priorities))
    weeks = ("Europe/London", Weekday.MON)
    return Demand(name, name, weeks, frozenset(DAYS), {course.id: course}, wishes, len(wishes))


def trainer(**fields: Any) -> Trainer:
    """One who is there for two hours of every day."""
    there = [{"start": "09:00", "end": "11:00"}]
    return Trainer.model_validate({"id": "tess", "courses": ["c"], "available": there} | fields)


def test_dates_go_to_the_best_offers() -> None:
    """Two sessions of two a date: first the most urgent needs, and never a group too small."""
    districts = [demand("a", 1, 1, 1, 1), demand("b", 5, 5, 4, 4, 3, 3), demand("c", 5)]
    taken = taken_in(divide([trainer()], districts, limited=True))

    assert [taken.get(("tess", day)) for day in DAYS] == ["b", "b", "a", None, None]


def test_a_week_is_kept_over_all_districts() -> None:
    """What two districts have of a week fits its limit; one district sees to that itself."""
    busy = trainer(max_minutes_per_week=120)
    two = [demand("a", *[2] * 9), demand("b", *[2] * 9)]

    assert set(taken_in(divide([busy], two, limited=True)).values()) == {"a"}
    assert len(divide([busy], two, limited=False)) == 2
    assert len(divide([trainer(max_minutes_per_week=240)], two, limited=True)) == 2


def test_kept_dates_stay_and_count_for_the_week() -> None:
    """Also a date later in the week than those that are given away."""
    busy = trainer(max_minutes_per_week=120)
    kept = {("tess", DAYS[4]): "b"}
    two = [demand("a", *[5] * 9), demand("b", 1, 1)]
    taken = taken_in(divide([busy], two, limited=True, kept=kept))

    assert taken[("tess", DAYS[4])] == "b"
    assert set(taken.values()) == {"b"}


def test_refused_dates_go_to_others_or_nobody() -> None:
    """Who did not use a date is not given it again."""
    refused = {("tess", day, "a") for day in DAYS}
    taken = taken_in(divide([trainer()], [demand("a", 5, 5)], limited=True, refused=refused))

    assert taken == {}


def test_seats_of_a_date_are_those_of_the_best_sessions_that_fit() -> None:
    """By windows without a break, and by the minutes of a day where that limit holds."""
    windows = [{"start": "08:00", "end": "09:30"}, {"start": "10:00", "end": "11:30"}]
    there = trainer(available=windows, max_minutes_per_day=60)

    assert most_seats(180, (Form(60, 3),)) == 9
    assert seats_on(there, MONDAY, [COURSE], limited=False) == 6
    assert seats_on(there, MONDAY, [COURSE], limited=True) == 3
    assert seats_on(there, MONDAY, [], limited=True) == 0
