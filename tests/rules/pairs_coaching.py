"""Pairs about coaching in class."""

from __future__ import annotations

from typing import Any

from pairs import DEFAULT, Pair, Side, pair, plans, problems, sessions, sides, with_sessions
from schools import (
    BASE,
    THU,
    TUE,
    changed,
    cover,
    engaged,
    lesson,
    need,
    plan_of,
    session,
    two_schools,
)

from pdsched.problem import Problem


def coached(**fields: Any) -> Problem:
    """The two schools, where tom coaches in class for an hour, one or two at a time."""
    given = {"modality": "coaching-in-class", **fields}
    courses = changed("courses", "coach-1", **given)
    needs = [need(who, "coach-1") for who in ("ada", "bob", "cyd")]
    return two_schools(**courses, needs=[*needs, need("ada", "sheets-1")])


@pair("coached-lesson")
def a_lesson_to_come_to() -> Pair:
    """Tom comes to ada's second lesson, which nobody has to cover; to her free hour."""
    kept, broken = ([session("coach-1", TUE, at, "ada", room=None)] for at in ("09:00", "10:00"))
    return sessions(kept, broken, problem=coached())


@pair("coached-lesson")
def a_lesson_long_enough() -> Pair:
    """Ada's two lessons are of an hour, and so is the coaching; it is of an hour and a half."""
    kept, broken = (
        [session("coach-1", TUE, "08:00", "ada", room=None, length=length)] for length in (60, 90)
    )
    short, long = (coached(minutes=minutes) for minutes in (60, 90))
    return sides(
        [
            Side(short, plan_of(short, kept), DEFAULT),
            Side(long, plan_of(long, broken), DEFAULT),
        ]
    )


@pair("coached-lesson")
def a_lesson_at_the_venue() -> Pair:
    """Tom comes to south, where cyd has her lesson; to north at that hour."""
    kept, broken = (
        [session("coach-1", TUE, "10:00", "cyd", school=school, room=None)]
        for school in ("south", "north")
    )
    return sessions(kept, broken, problem=coached())


@pair("coached-lesson")
def a_lesson_of_both() -> Pair:
    """Ada and bob hold a lesson together; each has one of their own then."""
    others = [each for each in BASE["lessons"] if each["id"] not in ("ada-thu-2", "bob-tue-2")]
    shared = [lesson("ada-thu-2", staff=["ada", "bob"])]
    apart = [lesson("ada-thu-2"), lesson("bob-thu-2")]
    given = coached().model_dump()
    together, parted = (
        Problem.model_validate(given | {"lessons": others + lessons}) for lessons in (shared, apart)
    )
    both = session("coach-1", THU, "09:00", "ada", "bob", room=None)
    return problems(with_sessions(both), together, parted)


@pair("coached-lesson")
def a_lesson_that_is_not_left() -> Pair:
    """Ada leaves for south after the lesson in which she was coached; in the midst of it."""
    problem = coached(minutes=30)
    coaching = session("coach-1", TUE, "08:00", "ada", room=None, length=30)
    kept, broken = (
        plan_of(
            problem,
            [coaching, session("sheets-1", TUE, at, "ada", school="south", room="hall")],
            [cover(held, TUE, "sue") for held in lessons],
            [engaged("sue", TUE, "am")],
        )
        for at, lessons in (("10:00", ["ada-tue-2"]), ("09:00", ["ada-tue-1", "ada-tue-2"]))
    )
    return plans(kept, broken, problem=problem)
