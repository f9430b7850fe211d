"""The terms of the rules on examples worked by hand: days, cycles, travel, lessons, levels."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from schools import (
    BASE,
    CALENDAR,
    FRI,
    MON,
    MON2,
    PERIODS,
    THU,
    TUE,
    TUE2,
    WED,
    WED2,
    changed,
    lesson,
    need,
    two_schools,
)

from pdsched.problem import DayKind, Half
from pdsched.referee import Facts
from pdsched.referee.spans import Span, hhmm

NINE_TO_TEN = Span(540, 600)


def facts(**fields: Any) -> Facts:
    """The facts of the two schools, with some fields replaced."""
    return Facts(two_schools(**fields))


def cycle(days: list[str], kind: str = "weekly", **calendar: Any) -> Facts:
    """Facts of schools of which north follows a cycle of its own."""
    return facts(
        **changed("schools", "north", cycle={"kind": kind, "days": days}),
        calendar=CALENDAR | calendar,
        lessons=[],
    )


def names(given: Facts, first: date, count: int) -> list[str | None]:
    """The cycle days of north on so many dates from the first."""
    return [given.days.cycle_day("north", first + timedelta(days=n)) for n in range(count)]


def taken(given: Facts, staff: str, day: date, span: Span, venue: str | None) -> list[str]:
    """Ids of the lessons that a release takes."""
    return [held.lesson.id for held in given.away(staff, day, span, venue).taken]


def test_touching_intervals_do_not_overlap() -> None:
    """Intervals are half-open."""
    assert not Span(540, 600).overlaps(Span(600, 660))
    assert Span(540, 601).overlaps(Span(600, 660))
    assert Span(540, 600).inside(Span(540, 600))


def test_times_and_weeks_are_written_for_an_office() -> None:
    """Midnight at the end of a day is 24:00."""
    assert [hhmm(5), hhmm(1439), hhmm(1440)] == ["00:05", "23:59", "24:00"]


def test_days_of_a_school() -> None:
    """Weekends, closed dates and dates outside the horizon are closed; Friday 11 is pupil-free."""
    given = facts(**changed("schools", "south", closed=[MON], pupil_free=[TUE, WED2]))
    kinds = [given.days.kind("south", MON + timedelta(days=n)) for n in range(-1, 6)]
    closed, teaching, free = DayKind.CLOSED, DayKind.TEACHING, DayKind.PUPIL_FREE
    assert kinds == [closed, closed, free, teaching, teaching, free, closed]
    assert given.days.kind("south", WED2) is closed
    assert given.days.kind("north", MON) is teaching
    assert given.days.is_closed("north", date(2026, 9, 21))


def test_lags_count_the_open_days_of_the_calendar() -> None:
    """Wednesday 16 is closed for all; a pupil-free Friday and a weekend count as calendars say."""
    days = facts(**changed("schools", "south", closed=[MON2])).days
    assert [days.lag(TUE, TUE), days.lag(TUE, WED), days.lag(THU, MON2)] == [0, 1, 2]
    assert days.lag(TUE2, WED2 + timedelta(days=1)) == 1


def test_a_weekly_cycle_names_teaching_days_alone() -> None:
    """Every week has the same names, but none on pupil-free and closed days."""
    week = ["mon", "tue", "wed", "thu", None, None, None]
    assert names(facts(), MON, 14) == [*week, "mon", "tue", None, "thu", "fri", None, None]


def test_a_cycle_of_two_weeks_counts_from_the_week_of_the_first_date() -> None:
    """Week 0 is the one that holds the first date, even if that is a Thursday."""
    two_weeks = [f"{weekday}{week}" for week in "AB" for weekday in "mtwhf"]
    given = cycle(two_weeks, first=THU, last=date(2026, 9, 25), pupil_free=[])
    assert names(given, MON, 5) == [None, None, None, "hA", "fA"]
    assert names(given, MON2, 5) == ["mB", "tB", None, "hB", "fB"]
    assert names(given, date(2026, 9, 21), 2) == ["mA", "tA"]


def test_a_weekly_cycle_has_a_name_for_each_open_weekday() -> None:
    """Where schools open from Sunday to Thursday, Monday's name still comes first in its week."""
    given = cycle(["a", "b", "c", "d", "e"], weekdays=["sun", "mon", "tue", "wed", "thu"])
    assert names(given, MON, 7) == ["a", "b", "c", "d", None, None, "e"]


def test_a_rotating_cycle_skips_days_without_teaching() -> None:
    """Closed and pupil-free days use up no name."""
    given = cycle(["1", "2", "3"], kind="rotating")
    week = ["1", "2", "3", "1", None, None, None]
    assert names(given, MON, 12) == [*week, "2", "3", None, "1", "2"]


def test_a_rotating_cycle_follows_the_days_of_its_own_school() -> None:
    """A day on which north alone is closed shifts the names of north alone."""
    rotating = {"kind": "rotating", "days": ["1", "2", "3"]}
    schools = [school | {"cycle": rotating} for school in BASE["schools"]]
    schools[0]["closed"] = [TUE]
    days = facts(schools=schools, lessons=[]).days
    assert [days.cycle_day("north", day) for day in (MON, TUE, WED)] == ["1", None, "2"]
    assert [days.cycle_day("south", day) for day in (MON, TUE, WED)] == ["1", "2", "3"]


def test_lessons_of_a_date() -> None:
    """Lessons follow the cycle day within their dates; a dated one only wants an open school."""
    dated = BASE["lessons"][0] | {"id": "dated", "day": None, "date": FRI}
    closed = dated | {"id": "closed", "date": WED2}
    late = lesson("ada-tue-5", first=TUE2)
    early = lesson("ada-tue-3", last=TUE)
    given = facts(lessons=[dated, closed, late, early, lesson("ada-fri-1")])
    on = {
        day: [h.lesson.id for h in given.lessons_on("ada", day)] for day in (TUE, FRI, TUE2, WED2)
    }
    assert on == {TUE: ["ada-tue-3"], FRI: ["dated"], TUE2: ["ada-tue-5"], WED2: []}
    assert given.lessons_on("bob", TUE) == []


@pytest.mark.parametrize(
    ("span", "lessons"),
    [
        (Span(480, 540), ["ada-tue-1"]),
        (Span(510, 570), ["ada-tue-1", "ada-tue-2"]),
        (Span(600, 780), []),
        (Span(600, 781), ["ada-tue-4"]),
    ],
)
def test_a_release_takes_what_it_overlaps(span: Span, lessons: list[str]) -> None:
    """Lessons that merely touch the session are not taken."""
    assert taken(facts(), "ada", TUE, span, "north") == lessons


def test_travel_lengthens_a_release() -> None:
    """Ada leaves north 20 minutes before a session at south, and returns 20 minutes after it."""
    away = facts().away("ada", TUE, Span(620, 760), "south")
    assert away.span == Span(600, 780)
    assert away.taken == ()
    assert taken(facts(), "ada", TUE, Span(619, 761), "south") == ["ada-tue-2", "ada-tue-4"]


def test_each_direction_may_have_its_own_travel() -> None:
    """The way back takes what is given for it, not what the way there takes."""
    given = facts(
        travel=[
            {"origin": "north", "destination": "south", "minutes": 20},
            {"origin": "south", "destination": "north", "minutes": 35},
        ]
    )
    assert given.away("dot", TUE, NINE_TO_TEN, "south").span == Span(520, 635)
    assert facts().away("dot", TUE, NINE_TO_TEN, "south").span == Span(520, 620)
    assert facts(travel=[]).away("dot", TUE, NINE_TO_TEN, "south").span == NINE_TO_TEN


def test_a_session_without_venue_needs_no_travel() -> None:
    """A call takes what it overlaps and nothing else."""
    assert facts().away("cyd", TUE, NINE_TO_TEN, None).span == NINE_TO_TEN


def test_a_release_stays_within_its_day() -> None:
    """Travel past midnight is cut at 00:00 and 23:59."""
    far = facts(travel=[{"origin": "north", "destination": "south", "minutes": 600}])
    assert far.away("dot", TUE, Span(540, 900), "south").span == Span(0, 1439)


def test_who_changes_schools_travels_from_the_lesson() -> None:
    """An itinerant of north who teaches at south until 10 reaches a session at south at 10.

    From the lesson there is no way to go, although the release, which is reckoned from the home
    school, begins 20 minutes earlier; for a session at north the lesson is lost from 10:19 on.
    """
    itinerant = {"id": "eve", "schools": ["north", "south"]}
    teaches = BASE["lessons"][1] | {"id": "eve-south", "school": "south", "staff": ["eve"]}
    given = facts(staff=[*BASE["staff"], itinerant], lessons=[teaches])
    at_ten, later = Span(600, 660), Span(620, 680)
    assert given.away("eve", TUE, at_ten, "south") == (Span(580, 680), ())
    assert taken(given, "eve", TUE, at_ten, "north") == ["eve-south"]
    assert taken(given, "eve", TUE, later, "north") == []
    assert taken(given, "eve", TUE, Span(619, 679), "north") == ["eve-south"]


def test_a_lesson_begins_its_half_day() -> None:
    """A lesson that begins before midday is a morning's, one that begins at midday is not."""
    given = facts(
        **changed("schools", "south", midday="10:00"),
        lessons=[
            lesson("ada-tue-3"),
            lesson("cyd-tue-2", school="south", end="11:00"),
            lesson("cyd-tue-3", school="south"),
        ],
    )
    halves = [given.half(held) for held in given.lessons.values()]
    assert halves == [Half.AM, Half.AM, Half.PM]
    assert given.hours.morning_end("south", TUE) == 660
    assert given.hours.afternoon_start("south", TUE) == 600
    assert given.hours.afternoon_start("north", TUE) is None
    assert given.hours.morning_end("north", WED) is None


def test_school_change_at_midday() -> None:
    """A substitute goes from north to south in the gap that all lessons of both schools leave."""
    given = facts(travel=[{"origin": "north", "destination": "south", "minutes": 180}])
    assert given.can_make_way("north", "south", TUE)
    assert given.can_make_way("north", "north", TUE)
    # from cyd's lesson at south, which ends at 11, to ada's at north, which begins at 13
    assert not given.can_make_way("south", "north", TUE)


def test_periods_of_a_date() -> None:
    """A pupil-free day has all periods, a teaching day those of its name, a closed day none."""
    monday = PERIODS[0] | {"days": ["mon"]}
    given = facts(**changed("schools", "north", periods=[monday, PERIODS[1]]))
    assert given.periods_on("north", MON) == [Span(480, 540), Span(540, 600)]
    assert given.periods_on("north", TUE) == [Span(540, 600)]
    assert given.periods_on("north", FRI) == [Span(480, 540), Span(540, 600)]
    assert given.periods_on("north", WED2) == []


@pytest.mark.parametrize(
    ("member", "wanted", "level"),
    [
        ({}, {}, 2),
        ({"levels": {"sheets": 1}}, {}, 1),
        ({"levels": {"calls": 1}}, {}, 2),
        ({"levels": {"sheets": 1}}, {"level_from": 5}, 5),
    ],
)
def test_where_a_person_stands(member: dict[str, Any], wanted: dict[str, Any], level: int) -> None:
    """A need's own level counts first, then the levels; who says nothing stands at the start."""
    given = facts(
        **changed("courses", "sheets-2", prerequisites=[], level_from=2, level_to=4),
        **changed("staff", "ada", **member),
        needs=[need("ada", "sheets-2", **wanted)],
    )
    assert given.learning.level(given.problem.needs[0], given.courses["sheets-2"]) == level


def test_a_prerequisite_lifts_a_person() -> None:
    """Who does sheets-1 first stands at least at the level to which it leads."""
    given = facts(needs=[need("ada", "sheets-2")])
    assert given.learning.level(given.needs["ada:sheets-2"], given.courses["sheets-2"]) == 1


def test_what_a_person_has() -> None:
    """A course is had by completion, or by a level at or above where it leads."""
    given = facts(
        staff=[
            {"id": "done", "schools": ["north"], "completed": ["sheets-1"]},
            {"id": "above", "schools": ["north"], "levels": {"sheets": 1}},
            {"id": "below", "schools": ["north"], "levels": {"sheets": 0}},
        ],
        lessons=[],
        needs=[],
    )
    assert [given.learning.has(staff, "sheets-1") for staff in given.staff] == [True, True, False]
    assert not given.learning.has("done", "sheets-2")


@pytest.mark.parametrize(
    ("share", "staff", "limit"), [(0.1, 9, 1), (0.1, 30, 3), (0.29, 100, 29), (0, 50, 1), (1, 7, 7)]
)
def test_how_many_may_be_away(share: float, staff: int, limit: int) -> None:
    """A share of a school's staff, rounded down, and one at least; 0.29 of 100 are 29."""
    people = [{"id": f"p{n}", "schools": ["north"]} for n in range(staff)]
    assert facts(staff=people, lessons=[], needs=[]).away_limit("north", share) == limit
