"""Needs that stay open in every plan are counted, with what is short of them."""

from __future__ import annotations

from typing import Any

import pytest
from short_supply import (
    DAYS,
    NEXT_TUESDAY,
    PEOPLE,
    TUESDAY,
    codes,
    course,
    lesson,
    problem,
    substitute,
    told,
    trainer,
)
from solving import solved
from strategies import Case

from pdsched import Policy, Problem, check
from pdsched.errors import Severity

CROWDED = Policy(off=("away-at-once",))
"""Under which half of a school may be away."""


def most_met(given: Problem, policy: Policy | None = None) -> int:
    """The needs that the best plan meets; all have the same priority."""
    value = solved(Case(given, policy or Policy())).value
    assert value is not None
    return value[0] // 30


def test_of_what_suffices_nothing_is_told() -> None:
    """Sue holds a lesson on ten mornings, and only four are asked for."""
    assert told(problem()) == []
    assert most_met(problem()) == 4


def test_half_days_of_substitutes_on_the_dates_that_count() -> None:
    """Tom comes on Tuesdays, sue on the first: so one lesson can be held, and one need be met."""
    given = problem(
        trainers=[trainer(TUESDAY, NEXT_TUESDAY)], substitutes=[substitute("sue", TUESDAY)]
    )

    assert told(given) == [
        ("PD970", "1 of 4", "are all that any plan can meet; the warnings that follow say why"),
        (
            "PD976",
            "4 needs",
            "for sheets, of which at most 1 can be met: they take cover for at least 4 lessons on "
            "the morning of Tue 2026-09-08, Tue 2026-09-15, and meet 1 half-day of substitutes who "
            "may hold them",
        ),
    ]
    assert most_met(given) == 1


def test_half_days_of_those_who_have_the_qualification() -> None:
    """Sam is there each morning, but two of the people teach what sue alone may hold."""
    special = {"ada", "bo"}
    given = problem(
        lessons=[
            lesson(name, "tue", qualification="special" if name in special else None)
            for name in PEOPLE
        ],
        trainers=[trainer(TUESDAY)],
        substitutes=[
            substitute("sue", TUESDAY, qualifications=["special"]),
            *(substitute(f"sam-{number}", TUESDAY) for number in range(3)),
        ],
    )
    ((_, value, _), (code, _, message)) = told(given)

    assert (value, code) == ("3 of 4", "PD976")
    assert "at most 1 can be met: they take cover for at least 2 lessons of special" in message
    assert most_met(given, CROWDED) == 3
    assert told(given, Policy(off=("cover-qualification",))) == []


def test_a_half_day_holds_as_many_lessons_as_fit_one_after_the_other() -> None:
    """Where two people teach from eight and two from nine, each of two substitutes serves two."""
    late = {"cy", "dee"}
    times = {name: ("09:00", "10:00") if name in late else ("08:00", "09:00") for name in PEOPLE}
    two_hours = [{"start": "08:00", "end": "10:00", "dates": [TUESDAY]}]
    given = problem(
        lessons=[lesson(name, "tue", *times[name]) for name in PEOPLE],
        courses=[course(minutes=120)],
        trainers=[trainer(available=two_hours)],
        substitutes=[substitute("sue", TUESDAY)],
    )
    assert told(given)[0][1] == "2 of 4"
    assert most_met(given, CROWDED) == 2


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        ({"max_half_days": 3}, 3),
        ({"max_half_days": 3, "half_days_before": 1}, 2),
        ({"max_half_days_per_week": 1}, 2),
    ],
)
def test_limits_of_a_substitute(limits: dict[str, Any], most: int) -> None:
    """Half-days in a week and in all are not more than the limits leave, while these hold."""
    given = problem(substitutes=[substitute("sue", **limits)])

    assert told(given)[0][1] == f"{most} of 4"
    assert most_met(given) == most
    assert told(given, Policy(off=("substitute-limits",))) == []


def test_colleagues_hold_what_substitutes_cannot() -> None:
    """Where volunteers may cover, each adds what their limits leave."""
    staff = [{"id": name, "schools": ["north"]} for name in PEOPLE]
    helper = {"id": "eve", "schools": ["north"], "cover_volunteer": True}
    given = problem(staff=[*staff, helper], substitutes=[])
    helping = Policy(colleague_cover="volunteers", colleague_covers_in_all=3)

    assert told(given)[0][1] == "0 of 4"
    assert told(given, helping)[0][1] == "2 of 4", "one in each of two weeks"
    assert most_met(given, helping) == 2


def test_whoever_is_free_then_needs_nobody() -> None:
    """Dee teaches on no Tuesday, so that three lessons are asked for."""
    given = problem(
        lessons=[lesson(name, "tue") for name in PEOPLE[:3]],
        trainers=[trainer(TUESDAY)],
        substitutes=[],
    )
    assert told(given)[0][1] == "1 of 4"
    assert most_met(given) == 1


def test_dates_without_lessons_have_the_seats_of_their_trainers() -> None:
    """On a pupil-free Tuesday everybody is free, and one group of two finds the time of tom."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    given = problem(
        calendar=calendar | {"pupil_free": [TUESDAY]},
        courses=[course(group_max=2)],
        trainers=[trainer(TUESDAY, NEXT_TUESDAY)],
        substitutes=[],
    )
    assert told(given)[0][1] == "2 of 4"
    assert "2 seats on dates without lessons" in told(given)[1][2]
    assert most_met(given) == 2
    for_all = problem(calendar=calendar | {"pupil_free": [TUESDAY]}, substitutes=[])
    assert told(for_all) == []


def test_one_lesson_covered_serves_as_many_releases_as_may_take_it() -> None:
    """Two sessions of half an hour in one lesson of ada: one cover, with two releases a week."""
    periods = [
        {"id": "1", "start": "08:00", "end": "08:30"},
        {"id": "2", "start": "08:30", "end": "09:00"},
    ]
    names = ("sheets", "slides")
    given = problem(
        schools=[{"id": "north", "zone": "hills", "periods": periods}],
        lessons=[lesson("ada", "tue")],
        courses=[course(name, minutes=30) for name in names],
        needs=[{"id": name, "staff": "ada", "course": name} for name in names],
        trainers=[trainer(TUESDAY, courses=names)],
        substitutes=[substitute("sue", TUESDAY)],
    )
    assert told(given)[0][1] == "1 of 2"
    assert most_met(given) == 1
    twice = Policy(releases_per_week=2)
    assert told(given, twice) == []
    assert most_met(given, twice) == 2


def test_whoever_teaches_beside_a_colleague_who_stays_needs_nobody() -> None:
    """Of two who hold each lesson one is enough."""
    pairs = [("ada", "bo"), ("cy", "dee")]
    lessons = [
        lesson(a, day) | {"staff": [a, b], "staff_needed": 1} for a, b in pairs for day in DAYS
    ]
    assert told(problem(lessons=lessons, substitutes=[])) == []


def test_lessons_of_a_part_of_the_horizon_are_not_counted() -> None:
    """They are on some of the dates of their day alone, and learning may be on the others."""
    until = {"last": "2026-09-11"}
    lessons = [lesson(name, day, **until) for name in PEOPLE for day in DAYS]
    assert told(problem(lessons=lessons, substitutes=[])) == []


def test_dates_that_are_blacked_out_or_too_soon_are_not_left() -> None:
    """Of what is given on two Tuesdays one is dark for all, the other at too short notice."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    dark = {"blackouts": [{"id": "b", "first": NEXT_TUESDAY, "last": NEXT_TUESDAY}]}
    given = problem(
        calendar=calendar | dark | {"today": "2026-09-07"},
        lessons=[],
        trainers=[trainer(TUESDAY, NEXT_TUESDAY)],
    )
    assert codes(given, Policy(notice_days=2)) == ["PD970", "PD971"]
    assert codes(given, Policy(notice_days=1)) == []
    assert codes(given, Policy(notice_days=2, off=("blackouts",))) == []


def test_sets_that_overlap_are_not_added_up() -> None:
    """Tom has time for two of four, sue can hold the lesson of one: what lacks most is told."""
    given = problem(
        courses=[course(group_max=1)],
        trainers=[trainer(TUESDAY, NEXT_TUESDAY)],
        substitutes=[substitute("sue", TUESDAY)],
    )
    assert [(code, value) for code, value, _ in told(given)] == [
        ("PD970", "1 of 4"),
        ("PD976", "4 needs"),
    ]


def test_minutes_of_a_trainer() -> None:
    """An hour on two dates is two sessions for one person each, of which four are asked for."""
    given = problem(courses=[course(group_max=1)], trainers=[trainer(TUESDAY, NEXT_TUESDAY)])

    assert told(given) == [
        ("PD970", "2 of 4", "are all that any plan can meet; the warnings that follow say why"),
        (
            "PD974",
            "4 needs",
            "for sheets, of which at most 2 can be met: tom has 120 minutes for sessions of it, "
            "and all groups take 240 at least",
        ),
    ]
    assert most_met(given) == 2


@pytest.mark.parametrize(
    ("limits", "most"), [({"max_minutes_per_week": 119}, 2), ({"max_minutes_per_day": 59}, 0)]
)
def test_loads_of_a_trainer(limits: dict[str, Any], most: int) -> None:
    """A limit of a week or a date leaves whole sessions only."""
    given = problem(courses=[course(group_max=1)], trainers=[trainer(**limits)])

    assert told(given)[0][1] == f"{most} of 4"
    assert most_met(given) == most
    assert told(given, Policy(off=("trainer-load",))) == []


def test_courses_that_share_a_trainer_are_told_together() -> None:
    """Two courses that one hour is not enough for; a third, of another trainer, is left out."""
    names = ("sheets", "slides", "robots")
    tess = trainer(courses=("robots",)) | {"id": "tess"}
    given = problem(
        courses=[course(name) for name in names],
        needs=[{"id": f"n-{n}", "staff": PEOPLE[n], "course": names[n]} for n in range(3)],
        trainers=[trainer(TUESDAY, courses=("sheets", "slides")), tess],
    )
    assert [(code, value) for code, value, _ in told(given)] == [
        ("PD970", "2 of 3"),
        ("PD974", "2 needs"),
    ]
    assert most_met(given) == 2


def test_the_fullest_sessions_first_are_not_always_the_best() -> None:
    """In two hours one session of 75 minutes serves three, two of an hour serve four."""
    needs = [("long", name) for name in PEOPLE[:3]] + [("short", name) for name in PEOPLE]
    two_hours = [{"start": "08:00", "end": "10:00", "dates": [TUESDAY]}]
    given = problem(
        lessons=[],
        courses=[course("long", minutes=75, group_max=3), course("short", group_max=2)],
        needs=[{"id": f"{c}-{name}", "staff": name, "course": c} for c, name in needs],
        trainers=[trainer(courses=("long", "short"), available=two_hours)],
    )
    assert told(given)[0][1] == "4 of 7"
    assert most_met(given) == 4


def test_seats_of_rooms() -> None:
    """A room for two that is free for one hour seats two of four."""
    away = [{"start": "08:00", "end": "10:00", "weekdays": ["mon", "wed", "thu", "fri"]}]
    room = {"id": "lab", "school": "north", "capacity": 2, "unavailable": away}
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    given = problem(
        calendar=calendar,
        lessons=[],
        rooms=[room],
        courses=[course(modality="peer-group", minutes=75)],
        trainers=[],
    )
    assert [(code, value) for code, value, _ in told(given)] == [
        ("PD970", "2 of 4"),
        ("PD975", "4 needs"),
    ]
    assert "lab has 75 minutes" in told(given)[1][2]
    assert most_met(given) == 2


def test_what_nobody_gives() -> None:
    """A course without a trainer, and one whose trainer has only been there before today."""
    assert codes(problem(trainers=[])) == ["PD970", "PD971"]
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    late = problem(calendar=calendar | {"today": NEXT_TUESDAY}, trainers=[trainer(TUESDAY)])
    assert codes(late) == ["PD970", "PD971"]


def test_who_is_never_free() -> None:
    """Ada cannot leave her class, bo has planning time then, cy is away: dee alone can come."""
    away = [{"start": "08:00", "end": "12:00", "weekdays": ["tue"]}]
    planning = {"id": "p", "staff": "bo", "day": "tue", "start": "08:30", "end": "08:40"}
    staff = [
        {"id": name, "schools": ["north"], "unavailable": away if name == "cy" else []}
        for name in PEOPLE
    ]
    given = problem(
        staff=staff,
        lessons=[lesson("ada", "tue", cover="impossible")],
        protected=[planning],
        trainers=[trainer(TUESDAY)],
    )
    assert [(code, value) for code, value, _ in told(given)] == [
        ("PD970", "1 of 4"),
        ("PD972", "sheets"),
    ]
    assert "at which ada, bo, cy can be released" in told(given)[1][2]
    assert most_met(given) == 1
    assert told(given, Policy(off=("protected-time",)))[0][1] == "2 of 4"


def test_what_comes_first_takes_longer_than_the_dates_that_are_left() -> None:
    """Ten school days hold no two steps that lie ten apart."""
    steps = [course("first"), course(prerequisites=[{"course": "first", "min_days": 10}])]
    both = trainer(courses=("first", "sheets"))
    needs = [
        {"id": f"{name}-{step}", "staff": name, "course": step}
        for name in PEOPLE[:2]
        for step in ("first", "sheets")
    ]
    given = problem(courses=steps, trainers=[both], needs=needs)

    assert [(code, value) for code, value, _ in told(given)] == [
        ("PD970", "2 of 4"),
        ("PD973", "sheets"),
    ]
    assert "takes 10 school days and more, and of the 10 left none" in told(given)[1][2]
    assert most_met(given) == 2
    assert told(given, Policy(off=("prerequisites",))) == []
    nine = [course("first"), course(prerequisites=[{"course": "first", "min_days": 9}])]
    assert told(problem(courses=nine, trainers=[both], needs=needs)) == []


def test_what_comes_first_is_given_by_nobody() -> None:
    """The step that has no trainer is named for what comes after it, too."""
    steps = [course("first"), course(prerequisites=[{"course": "first"}])]
    needs = [{"id": step, "staff": "ada", "course": step} for step in ("first", "sheets")]
    (_, _, (code, value, message)) = told(problem(courses=steps, needs=needs))

    assert (code, value) == ("PD973", "sheets")
    assert "first comes first, and is given on no date that is left" in message


def test_needs_that_the_past_has_met_are_none_of_these() -> None:
    """Ada was at a session: three needs are open, of which one more can be met."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    session = {
        "id": "s",
        "course": "sheets",
        "date": TUESDAY,
        "start": "08:00",
        "end": "09:00",
        "trainer": "tom",
        "staff": ["ada"],
    }
    release = {"staff": "ada", "need": "n-ada", "session": "s", "date": TUESDAY}
    given = problem(
        calendar=calendar | {"today": "2026-09-09"},
        courses=[course(group_max=1)],
        trainers=[trainer(TUESDAY, NEXT_TUESDAY)],
        past_sessions=[session],
        past_releases=[release | {"start": "08:00", "end": "09:00", "lessons": ["ada-tue-08"]}],
    )
    assert told(given)[0][1] == "1 of 3"


def test_check_tells_it_beside_a_policy_alone() -> None:
    """Nothing is known of a problem alone; with errors of its own nothing is proven."""
    given = problem(trainers=[])
    assert check(given) == ()
    assert [fault.code for fault in check(given, "default")] == ["PD970", "PD971"]
    assert all(fault.severity is Severity.WARNING for fault in check(given, "default"))
    broken = given.model_copy(update={"substitutes": (*given.substitutes, *given.substitutes)})
    assert [fault.code for fault in check(broken, "default")] == ["PD210"]
