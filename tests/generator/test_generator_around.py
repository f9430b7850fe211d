"""A problem generated around a timetable: what is given stays, what is missing is drawn."""

from __future__ import annotations

from datetime import date

import pytest
from generated import offered, teachers, timetable
from skipping import REAL_DATA, needs_real_data

from pdsched.checks import check
from pdsched.generator import generate
from pdsched.generator.cover import half_days_on_offer
from pdsched.generator.terms import usable_teaching_days
from pdsched.problem import (
    Calendar,
    Half,
    HalfDays,
    Lesson,
    Role,
    Room,
    StaffMember,
    Substitute,
    clock,
)
from pdsched.timetables import Kind, import_timetable


def test_around_keeps_what_is_given() -> None:
    """Lessons, schools and travel stay equal; staff get levels, the calendar only gaps filled."""
    given = timetable()
    made = generate(around=given, seed=1)
    assert (made.lessons, made.schools, made.travel) == (given.lessons, given.schools, ())
    assert made.assumptions[:1] == given.assumptions
    kept = made.staff[: len(given.staff)]
    plain = {"levels": {}, "cover_volunteer": False}
    assert [p.model_copy(update=plain) for p in kept] == list(given.staff)
    assert all(person.role != Role.TEACHER for person in made.staff[len(given.staff) :])
    filled = {"blackouts": (), "pupil_free": (), "fill_probabilities": ()}
    assert made.calendar.model_copy(update=filled) == given.calendar


def test_around_adds_all_that_a_timetable_does_not_know() -> None:
    """Courses, needs, trainers, rooms, substitutes and protected time are there afterwards."""
    made = generate(around=timetable(), seed=1)
    assert len(made.courses) == 18
    assert made.needs
    assert made.rooms
    assert (len(made.trainers), len(made.substitutes)) == (3, 2)
    assert {piece.staff for piece in made.protected} == {"ada", "ben"}


def test_around_keeps_blackouts_pupil_free_days_rooms_and_protected_time() -> None:
    """Where the given problem has its own, nothing is added."""
    first = generate(around=timetable(), seed=1)
    calendar = first.calendar.model_copy(update={"pupil_free": (date(2026, 10, 1),)})
    room = Room(id="lab", school="north", capacity=7)
    given = timetable(calendar=calendar, rooms=(room,), protected=first.protected[:1])
    made = generate(around=given, seed=2)
    assert (made.calendar, made.rooms, made.protected) == (
        calendar,
        (room,),
        first.protected[:1],
    )


def test_around_adds_no_pupil_free_day_where_a_lesson_has_a_date() -> None:
    """A lesson of one date would go on without pupils, so that its day is left alone."""
    days = timetable().calendar.open_days()
    dated = tuple(
        Lesson(
            id=f"{day}", school="north", staff=("ada",), date=day, start=clock(480), end=clock(540)
        )
        for day in days
        if day != date(2026, 10, 7)
    )
    made = generate(around=timetable(lessons=dated), seed=1)
    assert set(made.calendar.pupil_free) <= {date(2026, 10, 7)}
    assert not any(piece.start == clock(480) for piece in made.protected)


def test_around_a_short_calendar_blacks_nothing_out() -> None:
    """Three weeks without their first and last would leave little."""
    calendar = Calendar(time_zone="Europe/Berlin", first=date(2026, 9, 7), last=date(2026, 9, 25))
    made = generate(around=timetable(calendar=calendar), seed=1)
    assert made.calendar.blackouts == ()
    assert offered(made) > 0


def test_around_keeps_its_ids_apart_from_given_ones() -> None:
    """A given staff member with the id of an invented one is not doubled."""
    staff = tuple(StaffMember(id=f"dc-0{n}", schools=("north",)) for n in range(1, 6))
    made = generate(around=timetable(staff=staff, lessons=()), seed=1)
    assert len({person.id for person in made.staff}) == len(made.staff) == 5 + 1


def test_around_keeps_levels_that_are_known() -> None:
    """A given level is where the person stands; who is at the top of a topic does not need it."""
    staff = tuple(
        StaffMember(id=f"x-{n}", schools=("north",), levels={"platform": 1, "slides": 2})
        for n in range(40)
    )
    made = generate(around=timetable(staff=staff, lessons=()), seed=1)
    assert all(person.levels["platform"] == 1 for person in teachers(made))
    of_teachers = [need for need in made.needs if need.staff.startswith("x-")]
    assert not any("slides" in f"{need.course}{need.topic}" for need in of_teachers)
    on_platform = [need for need in of_teachers if "platform" in f"{need.course}{need.topic}"]
    assert {need.course or need.level_to for need in on_platform} == {"c-platform-2", 2}


def test_substitutes_offer_mornings_only_where_all_lessons_are_in_the_morning() -> None:
    """Where no lesson begins after midday, a whole sub-day is a morning."""
    school = timetable().schools[0].model_copy(update={"midday": clock(14 * 60)})
    made = generate(around=timetable(schools=(school,)), seed=1, tightness=0.5)
    days = len(usable_teaching_days(made.calendar))
    halves = {h for s in made.substitutes for entry in s.available for h in entry.halves}
    assert halves == {Half.AM}
    assert offered(made) == half_days_on_offer(3, days, 0.5, halves=1)


def test_a_late_midday_does_not_cut_the_courses() -> None:
    """Trainers cut the day in the middle where the school's midday leaves an hour of it."""
    school = timetable().schools[0].model_copy(update={"midday": clock(13 * 60)})
    made = generate(around=timetable(schools=(school,)), seed=1)
    assert max(course.minutes for course in made.courses) == 180


@needs_real_data
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("untis", "untis/GPU001.TXT"),
        ("xhstt", "xhstt/ZA-WD-09.xml"),
        ("xhstt", "xhstt/BR-SN-00.xml"),
        ("fet", "fet/morocco_ibn_alhaytham_2018.csv"),
    ],
)
def test_around_a_real_timetable(kind: Kind, name: str) -> None:
    """Its lessons and schools are kept, no fault is added, and the shares are as stated."""
    path = REAL_DATA / "timetables" / name
    given, _ = import_timetable(kind, path)
    made = generate(around=given, seed=1)
    assert (made.lessons, made.schools) == (given.lessons, given.schools)
    known = {fault.code for fault in check(given)}
    assert {fault.code for fault in check(made)} <= known
    assert len(made.substitutes) == max(2, round(0.2 * len(given.staff)))
    halves = 1 if all(e.halves == (Half.AM,) for s in made.substitutes for e in s.available) else 2
    days = len(usable_teaching_days(made.calendar))
    assert offered(made) == half_days_on_offer(len(given.staff), days, 0.01, halves)
    assert 1.5 * len(given.staff) < len(made.needs) < 4 * len(given.staff)


def test_substitutes_that_are_there_stay_alone() -> None:
    """None is added; what the data do not know of them, such as the schools they know, is drawn."""
    sam = Substitute(
        id="sam", zones=("all",), available=(HalfDays(),), preferred_schools=("north",)
    )
    made = generate(around=timetable(substitutes=(sam,)), seed=1)

    (only,) = made.substitutes
    assert only.model_copy(update={"familiar_schools": ()}) == sam
    assert "No substitutes are added to the 1 that the data have." in made.assumptions
    assert not any("0.2 a teacher are registered" in each for each in made.assumptions)
