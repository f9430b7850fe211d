"""What has no price in the bound session by session, since some plan needs none of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from strategies import Case

from pdsched import Policy, Problem
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import enumerate_candidates
from pdsched.model.build import formulate
from pdsched.model.goals import GOALS
from pdsched.search.sessions import SessionRelaxation, ascend

MONDAY, WEDNESDAY = "2026-09-07", "2026-09-09"


def bounds(case: Case, steps: int = 300) -> tuple[int, int]:
    """The best points, proven by the engine, and what is left of the bound after some steps."""
    c = enumerate_candidates(*case)
    f, goal = formulate(c), GOALS["needs-met"]
    aim = Objective(goal.weights(f), goal.maximise)
    answer = CpSat().run(f.program, aim, SolveLimits(20.0, None, 1, 0))
    relaxation = SessionRelaxation.of(c)
    assert answer.values is not None
    assert relaxation is not None
    assert answer.bound == aim.value(answer.values)
    turn = count(1)
    left: Callable[[], float] = lambda: float(steps - next(turn))  # noqa: E731
    _, bound = ascend(relaxation, relaxation.start(), left)
    return answer.bound, relaxation.rounded(bound)


def lone_class(**fields: Any) -> dict[str, Any]:
    """Ann holds one long lesson on Monday, and could learn at home twice meanwhile."""
    course = {"modality": "self-paced", "minutes": 60, "group_max": 1}
    at_home = {"time_zone": "America/Toronto", "first": MONDAY, "last": MONDAY}
    bell = [{"id": str(h), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in (8, 9)]
    lesson = {"school": "north", "day": "mon", "start": "08:00", "end": "10:00"}
    return {
        "calendar": at_home,
        "schools": [{"id": "north", "periods": bell, "midday": "12:00"}],
        "staff": [{"id": "ann", "schools": ["north"]}],
        "lessons": [{"id": "long", "staff": ["ann"], **lesson}],
        "courses": [{"id": c, "topic": c, **course} for c in ("sheets", "chat")],
        "needs": [{"id": c, "staff": "ann", "course": c} for c in ("sheets", "chat")],
        "substitutes": [{"id": "sam", "zones": ["all"], "available": [{}]}],
    } | fields


def case_of(fields: dict[str, Any], **figures: Any) -> Case:
    """A case in which the share of a school that may be away never matters."""
    return Case(Problem.model_validate(fields), Policy(**{"away_at_once": 1.0} | figures))


@pytest.mark.parametrize(("a_week", "points"), [(1, 30), (2, 60)])
def test_a_lesson_missed_twice_is_covered_once(a_week: int, points: int) -> None:
    """One substitute is enough for both sessions of Ann, where she may be released twice."""
    best, bound = bounds(case_of(lone_class(), releases_per_week=a_week))

    assert best == points
    assert bound >= points


@pytest.mark.parametrize("hands", [1, 2])
def test_two_who_leave_one_moment_need_two_substitutes(hands: int) -> None:
    """Bob holds the like: with one substitute one of them learns, with two alike both do."""
    sams = [{"id": f"sam-{n}", "zones": ["all"], "available": [{}]} for n in range(hands)]
    given = lone_class(substitutes=sams)
    bob = {"id": "bob", "schools": ["north"]}
    lessons = [*given["lessons"], {**given["lessons"][0], "id": "other", "staff": ["bob"]}]
    needs = [*given["needs"], {"id": "bob-chat", "staff": "bob", "course": "chat"}]
    fields = given | {"staff": [*given["staff"], bob], "lessons": lessons, "needs": needs}

    best, bound = bounds(case_of(fields, releases_per_week=1))

    assert (best, bound) == (30 * hands, 30 * hands)


@pytest.mark.parametrize("helped", [False, True])
def test_colleagues_hold_lessons_without_a_price(helped: bool) -> None:
    """Without a substitute Ann learns where Bob, who is free, may hold her lesson."""
    bob = {"id": "bob", "schools": ["north"], "cover_volunteer": True}
    fields = lone_class(substitutes=[])
    fields["staff"] = [*fields["staff"], bob]
    switch = {"colleague_cover": "volunteers"} if helped else {}

    best, bound = bounds(case_of(fields, releases_per_week=2, **switch))

    assert best == (60 if helped else 0)
    assert bound == best


@pytest.mark.parametrize("needed", [1, 2])
def test_whoever_can_be_spared_needs_no_cover(needed: int) -> None:
    """Ann holds the lesson together with Bob: if one is enough, she leaves without a substitute."""
    bob = {"id": "bob", "schools": ["north"]}
    fields = lone_class(substitutes=[])
    lesson = {**fields["lessons"][0], "staff": ["ann", "bob"], "staff_needed": needed}
    fields |= {"staff": [*fields["staff"], bob], "lessons": [lesson]}

    best, bound = bounds(case_of(fields, releases_per_week=2))

    assert best == (60 if needed == 1 else 0)
    assert bound == best


def stepwise(**fields: Any) -> dict[str, Any]:
    """Ann is free, and one of her courses comes a day after the other, which she does not need."""
    course = {"modality": "self-paced", "minutes": 60, "group_max": 1}
    later = {"prerequisites": [{"course": "sheets", "min_days": 1}]}
    needs = [{"id": "chat", "staff": "ann", "course": "chat"}]
    courses = [
        {"id": "sheets", "topic": "sheets", **course},
        {"id": "chat", "topic": "chat", **course, **later},
    ]
    return lone_class(lessons=[], courses=courses, needs=needs, **fields)


def test_nobody_goes_on_who_cannot_come_first() -> None:
    """Ann does not need the course that comes first, and so never gets it."""
    assert bounds(case_of(stepwise())) == (0, 0)


def test_what_is_completed_comes_first_no_more() -> None:
    """Ann has had the other course before."""
    staff = [{"id": "ann", "schools": ["north"], "completed": ["sheets"]}]

    assert bounds(case_of(stepwise(staff=staff))) == (30, 30)


def test_arcs_have_no_price_where_their_rule_is_off() -> None:
    """Then Ann may go on at once."""
    assert bounds(case_of(stepwise(), off=("prerequisites",))) == (30, 30)


def test_the_past_comes_first() -> None:
    """Whoever attended the first course yesterday goes on today."""
    span = {"date": MONDAY, "start": "08:00", "end": "09:00"}
    session = {"id": "before", "course": "sheets", "staff": ["ann"], **span}
    release = {"staff": "ann", "session": "before", "need": "sheets", **span}
    days = {"first": MONDAY, "last": WEDNESDAY, "today": WEDNESDAY}
    fields = stepwise(
        calendar={"time_zone": "America/Toronto", **days},
        past_sessions=[session],
        past_releases=[release],
    )
    both = [{"id": c, "staff": "ann", "course": c} for c in ("sheets", "chat")]
    fields["needs"] = both

    assert bounds(case_of(fields)) == (60, 60)


@pytest.mark.parametrize(("off", "points"), [((), 30), (("trainer-load",), 60)])
def test_loads_of_trainers_have_a_price_where_their_rule_holds(
    off: tuple[str, ...], points: int
) -> None:
    """Tom may give an hour a day: one course of two, unless nobody minds."""
    fields = lone_class(lessons=[])
    remote = {"modality": "remote", "minutes": 60, "group_max": 1}
    fields["courses"] = [{"id": c, "topic": c, **remote} for c in ("sheets", "chat")]
    hours = [{"start": "08:00", "end": "12:00"}]
    fields["trainers"] = [
        {
            "id": "tom",
            "courses": ["sheets", "chat"],
            "available": hours,
            "max_minutes_per_day": 60,
        }
    ]

    assert bounds(case_of(fields, off=off)) == (points, points)


@pytest.mark.parametrize(("off", "points"), [((), 30), (("substitute-limits",), 60)])
def test_limits_of_substitutes_bind_where_their_rule_holds(
    off: tuple[str, ...], points: int
) -> None:
    """Sam comes for one half-day in all; Ann would need two."""
    lessons = [
        {
            "id": day,
            "school": "north",
            "day": day,
            "start": "08:00",
            "end": "10:00",
            "staff": ["ann"],
        }
        for day in ("mon", "tue")
    ]
    span = {"time_zone": "America/Toronto", "first": MONDAY, "last": "2026-09-08"}
    busy = [{"start": "09:00", "end": "10:00"}]
    sam = {"id": "sam", "zones": ["all"], "available": [{}], "max_half_days_per_week": 1}
    fields = lone_class(calendar=span, lessons=lessons, substitutes=[sam])
    fields["staff"] = [{"id": "ann", "schools": ["north"], "unavailable": busy}]

    assert bounds(case_of(fields, releases_per_week=2, off=off)) == (points, points)


def taught(courses: tuple[str, ...], **fields: Any) -> dict[str, Any]:
    """Ann and others are free; each course has a trainer, who gives it from 8 to 9 alone."""
    course = {"modality": "in-person", "minutes": 60, "group_max": 3}
    hour = [{"start": "08:00", "end": "09:00"}]
    return lone_class(
        lessons=[],
        courses=[{"id": c, "topic": c, **course} for c in courses],
        trainers=[{"id": f"of-{c}", "courses": [c], "available": hour} for c in courses],
        **fields,
    )


@pytest.mark.parametrize("rooms", [1, 2])
def test_rooms_that_are_alike_are_counted(rooms: int) -> None:
    """Two rooms hold two sessions at once, one holds one."""
    staff = [{"id": who, "schools": ["north"]} for who in ("ann", "bob")]
    needs = [
        {"id": c, "staff": who, "course": c} for who, c in (("ann", "sheets"), ("bob", "chat"))
    ]
    labs = [{"id": f"lab-{n}", "school": "north", "capacity": 3} for n in range(rooms)]
    fields = taught(("sheets", "chat"), staff=staff, needs=needs, rooms=labs)

    assert bounds(case_of(fields)) == (30 * rooms, 30 * rooms)


def test_people_who_are_alike_are_counted() -> None:
    """Three of a kind are worth a session that one of them alone would not be."""
    staff = [{"id": who, "schools": ["north"]} for who in ("ann", "bob", "cem")]
    needs = [{"id": one["id"], "staff": one["id"], "course": "sheets"} for one in staff]
    lab = [{"id": "lab", "school": "north", "capacity": 3}]
    c = enumerate_candidates(*case_of(taught(("sheets",), staff=staff, needs=needs, rooms=lab)))
    relaxation = SessionRelaxation.of(c)
    assert relaxation is not None
    prices = relaxation.start().each(lambda family: family * 0)
    prices.places[0, 0, 0] = 50.0

    assert c.index.group_size.tolist() == [3]
    assert relaxation.rounded(relaxation.evaluate(prices).bound) == 90


def pair_at_north(substitutes: int) -> Case:
    """Two teachers in lessons at one hour, and a course for both together at that hour."""
    lesson = {"school": "north", "day": "mon", "start": "08:00", "end": "09:00"}
    people = ("ann", "bob")
    tom = {"weekdays": ["mon"], "start": "08:00", "end": "09:00"}
    return case_of(
        lone_class(
            staff=[{"id": one, "schools": ["north"]} for one in people],
            lessons=[{"id": one, "staff": [one], **lesson} for one in people],
            courses=[
                {"id": "sheets", "topic": "sheets", "minutes": 60, "group_min": 2, "group_max": 2}
            ],
            rooms=[{"id": "library", "school": "north", "capacity": 4}],
            trainers=[{"id": "tom", "courses": ["sheets"], "available": [tom]}],
            needs=[{"id": one, "staff": one, "course": "sheets"} for one in people],
            substitutes=[
                {"id": f"s{n}", "zones": ["all"], "available": [{}]} for n in range(substitutes)
            ],
        )
    )


@pytest.mark.parametrize(("substitutes", "points"), [(1, 0), (2, 60)])
def test_a_session_has_no_more_people_than_hands(substitutes: int, points: int) -> None:
    """With one substitute the group of two cannot be: by prices alone half of it could."""
    assert bounds(pair_at_north(substitutes)) == (points, points)
