"""Which day of the timetable a date is, and which dates are one week: three counts and a hand's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from cycling import week_of
from facts import Facts as PlainFacts
from hypothesis import given, settings
from pydantic import ValidationError
from strategies import SMALL, problems, scaled

from pdsched import Policy, Problem, check
from pdsched.model.instance.calendar import DistrictCalendar
from pdsched.model.instance.cycle import week_number
from pdsched.referee import Facts

DAY = timedelta(days=1)
TWO_WEEKS = [
    f"{weekday}-{week}" for week in "ab" for weekday in ("mon", "tue", "wed", "thu", "fri")
]
HOLIDAY = [f"2026-10-{day}" for day in range(26, 31)]


def school(cycle: dict[str, Any], **calendar: Any) -> Problem:
    """A school and its calendar, a term from 7 September unless told otherwise."""
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "Europe/London", "first": "2026-09-07", "last": "2026-12-18"}
            | calendar,
            "schools": [
                {
                    "id": "north",
                    "cycle": cycle,
                    "periods": [{"id": "1", "start": "08:00", "end": "09:00"}],
                }
            ],
        }
    )


def names(problem: Problem, first: str, days: int = 5) -> list[str | None]:
    """The days of the timetable from a date on, on which referee and model agree."""
    dates = [date.fromisoformat(first) + n * DAY for n in range(days)]
    told = [Facts(problem).days.cycle_day("north", day) for day in dates]
    model = DistrictCalendar(problem, Policy())
    assert [model.cycle_day("north", day) for day in dates] == told
    return told


@settings(max_examples=scaled(2), deadline=None)
@given(problems(SMALL))
def test_three_counts_agree_on_each_date(problem: Problem) -> None:
    """Referee, model and a plain count name each date alike, and part the same weeks."""
    referee, model, plain = Facts(problem), DistrictCalendar(problem, Policy()), PlainFacts(problem)
    for day in plain.horizon:
        for name in plain.schools:
            told = plain.cycle_day(name, day)
            assert referee.days.cycle_day(name, day) == told
            assert model.cycle_day(name, day) == told
    weeks = {day: week_of(problem.calendar, day) for day in plain.horizon}
    assert {day: referee.days.week(day) for day in weeks} == weeks
    firsts = {week: week_number(problem.calendar, week) for week in set(weeks.values())}
    assert {day: week_number(problem.calendar, day) for day in weeks} == {
        day: firsts[week] for day, week in weeks.items()
    }
    assert len(set(firsts.values())) == len(firsts)


def test_a_term_may_begin_in_week_b() -> None:
    """Week A began on 7 September, so the week of 9 November, nine weeks later, is a B week."""
    cycle = {"days": TWO_WEEKS, "anchors": [{"date": "2026-09-07", "day": "mon-a"}]}
    given = school(cycle, first="2026-11-09")
    assert check(given) == ()
    assert names(given, "2026-11-09") == TWO_WEEKS[5:]
    assert names(given, "2026-11-16") == TWO_WEEKS[:5]


def test_a_holiday_week_counts_unless_it_is_skipped() -> None:
    """Week A is that of 19 October, the next one a holiday: it is B, or B comes after it."""
    anchors = [{"date": "2026-10-19", "day": "mon-a"}]
    cycle = {"days": TWO_WEEKS, "anchors": anchors}
    assert names(school(cycle, closed=HOLIDAY), "2026-11-02") == TWO_WEEKS[:5]
    skipping = school(cycle | {"skips_empty_weeks": True}, closed=HOLIDAY)
    assert names(skipping, "2026-10-19") == TWO_WEEKS[:5]
    assert names(skipping, "2026-10-26") == [None] * 5
    assert names(skipping, "2026-11-02") == TWO_WEEKS[5:]
    assert names(skipping, "2026-10-12") == TWO_WEEKS[5:]


def test_six_days_rotate_past_closed_days() -> None:
    """7 September is day 4; the closed Wednesday and the weekend use up no day."""
    cycle = {
        "kind": "rotating",
        "days": ["1", "2", "3", "4", "5", "6"],
        "anchors": [{"date": "2026-09-07", "day": "4"}],
    }
    week = ["4", "5", None, "6", "1", None, None, "2"]
    assert names(school(cycle, closed=["2026-09-09"]), "2026-09-07", 8) == week


def test_an_anchor_on_a_closed_day_is_the_next_teaching_day() -> None:
    """Day 4 is on 7 September; closed then, the school has it on the 8th."""
    cycle = {
        "kind": "rotating",
        "days": ["4", "5", "6"],
        "anchors": [{"date": "2026-09-07", "day": "5"}],
    }
    assert names(school(cycle, closed=["2026-09-07"]), "2026-09-07", 3) == [None, "5", "6"]


def test_a_second_anchor_sets_the_count_anew() -> None:
    """Before it days are counted from the first anchor, from it on from itself."""
    cycle = {
        "kind": "rotating",
        "days": ["1", "2", "3"],
        "anchors": [{"date": "2026-09-10", "day": "1"}, {"date": "2026-09-08", "day": "1"}],
    }
    assert names(school(cycle), "2026-09-07") == ["3", "1", "2", "1", "2"]


def test_a_date_may_follow_the_timetable_of_another_day() -> None:
    """Friday 13 November runs as a Monday; in a rotation such a date uses up no day."""
    follows = [{"date": "2026-11-13", "day": "mon"}]
    weekly = school({"follows": follows})
    assert names(weekly, "2026-11-12", 5) == ["thu", "mon", None, None, "mon"]
    rotating = {
        "kind": "rotating",
        "days": ["1", "2", "3"],
        "follows": [{"date": "2026-09-08", "day": "1"}],
    }
    assert names(school(rotating), "2026-09-07") == ["1", "1", "2", "3", "1"]


def test_a_saturday_may_be_made_up_for() -> None:
    """A Saturday that is opened has lessons if it follows a day; in a rotation it is one more."""
    opened = {"opened": ["2026-09-12"]}
    assert names(school({}, **opened), "2026-09-11", 3) == ["fri", None, None]
    follows = {"follows": [{"date": "2026-09-12", "day": "thu"}]}
    assert names(school(follows, **opened), "2026-09-11", 3) == ["fri", "thu", None]
    rotating = {"kind": "rotating", "days": ["1", "2", "3", "4", "5", "6"]}
    assert names(school(rotating, **opened), "2026-09-11", 4) == ["5", "6", None, "1"]


def test_a_week_may_begin_on_sunday() -> None:
    """The first name is Sunday's, and week A ends on Thursday."""
    days = [f"{weekday}-{week}" for week in "ab" for weekday in ("sun", "mon", "tue", "wed", "thu")]
    sunday = {"weekdays": ["mon", "tue", "wed", "thu", "sun"], "week_begins": "sun"}
    given = school({"days": days}, first="2026-09-06", **sunday)
    assert names(given, "2026-09-06", 7) == [*days[:5], None, None]
    assert names(given, "2026-09-13", 7) == [*days[5:], None, None]


@pytest.mark.parametrize("week_begins", ["mon", "sun"])
def test_weeks_go_on_over_a_year_of_53_weeks(week_begins: str) -> None:
    """The week of 14 December is A, so that of 4 January, three weeks later, is B."""
    given = school(
        {"days": TWO_WEEKS}, first="2026-12-14", last="2027-01-22", week_begins=week_begins
    )
    assert names(given, "2027-01-04") == TWO_WEEKS[5:]


def test_a_term_that_begins_with_an_empty_week_is_asked_about() -> None:
    """From Sunday 6 September the first school week is B, which a warning says; three ways out."""
    first = {"first": "2026-09-06"}
    silent = school({"days": TWO_WEEKS}, **first)
    (warning,) = check(silent)
    assert (warning.code, warning.where) == ("PD941", "schools[0].cycle")
    assert names(silent, "2026-09-07") == TWO_WEEKS[5:]
    anchored = {"days": TWO_WEEKS, "anchors": [{"date": "2026-09-07", "day": "mon-a"}]}
    for told in (
        school(anchored, **first),
        school({"days": TWO_WEEKS, "skips_empty_weeks": True}, **first),
        school({"days": TWO_WEEKS}, **first, week_begins="sun"),
    ):
        assert check(told) == ()
        assert names(told, "2026-09-07") == TWO_WEEKS[:5]


def test_mon_is_mon() -> None:
    """Weekdays are read as people and spreadsheets write them, and written in one way."""
    given = school({}, weekdays=["Mon", "TUESDAY", " Weds", "Thur.", "fri"], week_begins="Sunday")
    assert given.calendar.weekdays == ("mon", "tue", "wed", "thu", "fri")
    assert given.calendar.week_begins == "sun"
    with pytest.raises(ValidationError):
        school({}, weekdays=["Montag"])


def test_names_reach_to_the_ends_of_time() -> None:
    """The first and the last week that there are have names, too."""
    for first, last in (("0001-01-01", "0001-01-12"), ("9999-12-20", "9999-12-31")):
        for begins in ("mon", "sun"):
            given = school({"days": TWO_WEEKS}, first=first, last=last, week_begins=begins)
            assert check(given) == ()
            assert names(given, first, 3)[0] is not None


def test_days_that_are_called_like_other_weekdays_are_told() -> None:
    """A school from Sunday to Thursday whose cycle has the usual names: its ``mon`` is a Sunday."""
    sunday = {"weekdays": ["sun", "mon", "tue", "wed", "thu"], "week_begins": "sun"}
    (warning,) = check(school({}, first="2026-09-06", **sunday))
    days = {"days": sunday["weekdays"]}

    assert (warning.code, warning.where) == ("PD942", "schools[0].cycle.days[0]")
    assert check(school(days, first="2026-09-06", **sunday)) == ()
