"""The lunch of those who learn or cover: solver and brute force agree."""

from __future__ import annotations

from typing import Any

import pytest
from draw_meetings import meetings
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from pairs_staff_lunch import a_half_day_as_a_substitute
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from schools import MON2
from solving import with_unmet
from strategies import BRIEF, EQUALS, HELPING, MICRO, TINY, Case, cases, policies, scaled

from pdsched import Policy, Problem, Status, score, verify, with_previous
from pdsched.model.instance.past_lunch import lunches_lost
from pdsched.model.instance.world import World
from pdsched.plan import past_plan
from pdsched.policy import Tier
from pdsched.problem import clock, minutes
from pdsched.search import Limits, solve_here

LONGER = BRIEF._replace(periods=4, staff=1, courses=3)
"""A date on which one person could learn more than once."""


@composite
def lunches(draw: DrawFn, case: Case) -> Policy:
    """The policy with a lunch where the sessions of the problem are."""
    periods = [period for school in case.problem.schools for period in school.periods]
    first = draw(st.sampled_from(periods))
    last = draw(st.sampled_from([p for p in periods if p.start >= first.start]))
    start = minutes(first.start) + draw(st.sampled_from([0, 0, 15, -15, 30]))
    end = max(minutes(last.end) + draw(st.sampled_from([0, 0, 15, -15])), start + 15)
    least = draw(st.sampled_from([n for n in (60, 45, 30, 15) if n <= end - start]))
    figures: dict[str, Any] = {
        "staff_lunch_minutes": least,
        "staff_lunch_from": clock(start),
        "staff_lunch_to": clock(end),
        "long_session_minutes": draw(st.sampled_from([300, 300, 60, 90])),
        "away_at_once": 1.0,
        "releases_per_week": draw(st.sampled_from([3, 3, 1])),
        "release_half_days": draw(st.sampled_from([False, False, True])),
        "off": tuple(rule for rule in case.policy.off if rule != "staff-lunch"),
    }
    if draw(st.sampled_from([False, False, True])):
        figures["goals"] = ("needs-met", "staff-lunch", "engaged-half-days")
    return Policy(**(case.policy.model_dump() | figures))


@composite
def middays(draw: DrawFn) -> Problem:
    """One date of one or two people who want to read, with lessons at odd times among the bells."""
    bells = [480, 540, 600, 660][: draw(st.sampled_from([3, 4]))]
    lengths = draw(st.lists(st.sampled_from([30, 60, 90, 45]), min_size=2, max_size=3))
    courses = [
        {"id": f"c{n}", "topic": "t", "modality": "self-paced", "minutes": length, "group_max": 1}
        for n, length in enumerate(lengths)
    ]
    people = draw(st.sampled_from([("ada",), ("ada", "bob")]))
    wanted = {"ada": lengths, "bob": lengths[: draw(st.sampled_from([0, 1]))]}
    if draw(st.sampled_from([False, False, True])):
        wanted["bob"] = wanted["ada"] = lengths[:2]
    times = st.tuples(
        st.sampled_from(people),
        st.sampled_from([480, 510, 540, 570, 600, 630, 660]),
        st.sampled_from([30, 60, 60, 90]),
        st.sampled_from(["needed", "needed", "not-needed", "impossible"]),
    )
    lessons: list[dict[str, Any]] = []
    for n, (staff, start, length, cover) in enumerate(draw(st.lists(times, max_size=4))):
        free = all(
            x["staff"] != [staff] or x["end"] <= start or start + length <= x["start"]
            for x in lessons
        )
        if free:
            lessons.append(
                {"id": f"l{n}", "school": "s", "staff": [staff], "day": "mon", "cover": cover}
                | {"start": start, "end": start + length}
            )
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "Europe/Paris", "first": MONDAY, "last": MONDAY},
            "schools": [
                {"id": "s", "periods": [_hours(n, n + 60) | {"id": str(n)} for n in bells]}
            ],
            "staff": [{"id": person, "schools": ["s"]} for person in people],
            "lessons": [x | _hours(x["start"], x["end"]) for x in lessons],
            "courses": courses,
            "needs": [
                {"id": f"{person}-{n}", "staff": person, "course": f"c{n}"}
                for person in people
                for n in range(len(wanted[person]))
            ],
            "substitutes": [{"id": "sub", "schools": ["s"], "available": [{}]}],
        }
    )


MONDAY = "2026-09-07"


def _hours(start: int, end: int) -> dict[str, Any]:
    return {"start": clock(start), "end": clock(end)}


@composite
def hungry_cases(draw: DrawFn) -> Case:
    """A problem whose sessions, covers and half-days as a substitute are where lunches are."""
    if draw(st.integers(0, 3)) == 0:
        helping = draw(policies() | policies(helping=True))
        case = Case(draw(meetings()), helping)
        return Case(case.problem, draw(lunches(case)))
    if draw(st.booleans()):
        problem = draw(middays())
        who = draw(st.sampled_from(["never", "all"]))
        return Case(problem, draw(lunches(Case(problem, Policy(colleague_cover=who)))))
    case = draw(cases(draw(st.sampled_from([MICRO, BRIEF, BRIEF, LONGER, EQUALS, HELPING, TINY]))))
    lessons = draw(st.sampled_from([1.0, 0.5, 0.5, 0.0]))
    kept = tuple(
        lesson.model_copy(update={"may_join": (), "may_split": ()})
        for lesson in case.problem.lessons[: round(lessons * len(case.problem.lessons))]
    )
    problem = case.problem.model_copy(update={"lessons": kept})
    return Case(problem, draw(lunches(Case(problem, case.policy))))


@settings(max_examples=scaled(2))
@given(hungry_cases())
def test_lunches_are_kept_as_well_as_by_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan keeps all rules, else proven at the best of all values."""
    assert_proves(case, best_of_all(case))


@settings(max_examples=scaled(1))
@given(hungry_cases(), st.sampled_from([0, 6_000]))
def test_lunches_are_kept_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    assert_sound_in_pieces(case, medium, best_of_all(case))


def reading(
    people: int, lessons: list[dict[str, Any]], dates: int = 1, minutes: int = 30
) -> Problem:
    """So many people want to read two things, at 9 or at 10; lessons are the first one's."""
    names = [f"p{n}" for n in range(people)]
    return Problem.model_validate(
        {
            "calendar": {
                "time_zone": "Europe/Paris",
                "first": MONDAY,
                "last": f"2026-09-0{6 + dates}",
            },
            "schools": [
                {"id": "s", "periods": [_hours(n, n + 60) | {"id": str(n)} for n in (540, 600)]}
            ],
            "staff": [{"id": name, "schools": ["s"]} for name in names],
            "lessons": [
                {"id": f"l{n}", "school": "s", "staff": ["p0"], "day": "mon"} | lesson
                for n, lesson in enumerate(lessons)
            ],
            "courses": [
                {
                    "id": c,
                    "topic": "t",
                    "modality": "self-paced",
                    "minutes": minutes,
                    "group_max": 1,
                }
                for c in ("one", "two")
            ],
            "needs": [
                {"id": f"{name}-{c}", "staff": name, "course": c}
                for name in names
                for c in ("one", "two")
            ],
            "substitutes": [{"id": "sub", "schools": ["s"], "available": [{}]}],
        }
    )


def best(problem: Problem, **figures: Any) -> tuple[int | None, ...]:
    """The values of the best plan where lunch is between 9 and 11."""
    span = {"staff_lunch_from": "09:00", "staff_lunch_to": "11:00"}
    policy = Policy(**(span | {"away_at_once": 1.0, "releases_per_week": 5} | figures))
    plan, goals, status = solve_here(problem, policy, limits=Limits(seconds=30))
    assert status is Status.OPTIMAL
    assert plan is not None
    assert verify(problem, with_unmet(problem, plan), policy) == ()
    return tuple(goal.value for goal in goals)


FIRST, LAST = _hours(540, 600), _hours(630, 660) | {"cover": "impossible"}


@pytest.mark.parametrize(
    ("cover", "least", "points"),
    [("needed", 30, 60), ("needed", 31, 60), ("impossible", 30, 0), ("not-needed", 30, 60)],
)
def test_a_release_frees_time_for_another(cover: str, least: int, points: int) -> None:
    """Reading from 10 to 10:30 takes the lunch, unless reading at 9 leaves half of a lesson."""
    problem = reading(1, [FIRST | {"cover": cover}, LAST])

    assert best(problem, staff_lunch_minutes=least)[0] == points


def test_equal_people_keep_their_lunch_each() -> None:
    """Of two who are counted together each reads once on a date; on two dates, both things."""
    assert best(reading(2, [], minutes=60), staff_lunch_minutes=60)[0] == 60
    assert best(reading(2, [], 2, minutes=60), staff_lunch_minutes=60)[0] == 120
    assert best(reading(2, [], minutes=60), off=("staff-lunch",))[0] == 120


def test_each_person_and_date_without_lunch_is_a_step() -> None:
    """Where all is to be learned on one date, two people have none."""
    goals = ("needs-met", "staff-lunch")

    assert best(reading(2, [], minutes=60), goals=goals, staff_lunch_minutes=60)[:2] == (120, 2)
    assert best(reading(2, [], 2, minutes=60), goals=goals, staff_lunch_minutes=60)[:2] == (120, 0)


def test_half_days_of_the_past_are_busy_in_lunches_lost() -> None:
    """Where the rule is soft, a date of the past costs what the referee says of it."""
    problem, plan, policy = a_half_day_as_a_substitute().broken
    soft = policy.model_copy(update={"goals": (*policy.goals, Tier({"staff-lunch": 1}))})
    calendar = problem.calendar.model_copy(update={"today": MON2})
    gone = with_previous(problem.model_copy(update={"calendar": calendar}), plan)

    steps = score(gone, past_plan(gone), soft)["staff-lunch"]
    assert lunches_lost(World(gone, soft)) == steps == 1
