"""Coaching in class: it stands in lessons, takes nobody out of them, and nobody leaves these."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from quick import slow
from strategies import Case, scaled

from pdsched import Policy, Problem, Session, solve

BELLS = [{"id": str(h), "start": f"0{h}:00", "end": f"{h + 1:02d}:00"} for h in (7, 8, 9)]
IN_CLASS = {"topic": "t", "modality": "coaching-in-class"}


def school(**fields: Any) -> Problem:
    """A Monday at two schools half an hour apart; ada and bob teach all morning at north."""
    given: dict[str, Any] = {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
        "schools": [{"id": "north", "periods": BELLS}, {"id": "south", "periods": BELLS}],
        "travel": [{"origin": "north", "destination": "south", "minutes": 30}],
        "staff": [{"id": "ada", "schools": ["north"]}, {"id": "bob", "schools": ["south"]}],
        "lessons": [
            {"id": f"{p}-{b['id']}", "school": "north", "staff": [p], "day": "mon"}
            | {"start": b["start"], "end": b["end"]}
            for p in ("ada", "bob")
            for b in BELLS
        ],
        "courses": [{"id": "visit", "minutes": 60, "group_max": 2} | IN_CLASS],
        "trainers": [
            {"id": "tom", "courses": ["visit"], "available": [{"start": "07:00", "end": "10:00"}]}
        ],
        "needs": [{"id": p, "staff": p, "course": "visit"} for p in ("ada", "bob")],
    }
    return Problem.model_validate(given | fields)


def visits(problem: Problem) -> list[Session]:
    """The sessions of the best plan, of which everything is proven."""
    result = solve(problem, seconds=30)
    assert result.status.value == "optimal"
    assert result.plan is not None
    assert result.plan.covers == ()
    assert {release.lessons for release in result.plan.releases} <= {()}
    assert {(r.start, r.end) for r in result.plan.releases} == {
        (s.start, s.end) for s in result.plan.sessions
    }
    return list(result.plan.sessions)


@slow
def test_the_coach_comes_to_each_lesson() -> None:
    """Nobody could cover, bob's home is elsewhere, and both are coached, one after the other."""
    sessions = visits(school())

    assert [s.staff for s in sessions] in ([("ada",), ("bob",)], [("bob",), ("ada",)])
    assert {s.school for s in sessions} == {"north"}


@slow
def test_who_teach_together_are_coached_together() -> None:
    """Where one session is enough, it is one."""
    lesson = {"id": "both", "school": "north", "staff": ["ada", "bob"], "day": "mon"}
    [session] = visits(school(lessons=[lesson | {"start": "08:00", "end": "09:00"}]))

    assert session.staff == ("ada", "bob")


@slow
@pytest.mark.parametrize(
    "fields",
    [
        {"lessons": []},
        {"courses": [{"id": "visit", "minutes": 90, "group_max": 2} | IN_CLASS]},
        {"courses": [{"id": "visit", "minutes": 60, "group_min": 2, "group_max": 2} | IN_CLASS]},
        {
            "courses": [
                {"id": "visit", "minutes": 60, "group_max": 2, "schools": ["south"]} | IN_CLASS
            ]
        },
    ],
    ids=["no lesson", "too long", "no two together", "elsewhere"],
)
def test_without_a_lesson_nobody_is_coached(fields: dict[str, Any]) -> None:
    """And the reason names what is missing."""
    result = solve(school(**fields), seconds=30)
    assert result.plan is not None

    assert result.plan.sessions == ()
    assert {unmet.rule for unmet in result.plan.unmet} <= {"coached-lesson", "group-size"}


@composite
def mornings(draw: DrawFn) -> Case:
    """One or two who teach, coached in class, who also learn elsewhere or lead what others learn.

    They may teach together, and a way may lead through the lesson in which one is coached.
    """
    people = ["ada", "bob"][: draw(st.integers(1, 2))]
    lessons = [
        {"id": f"{p}-{b['id']}", "school": draw(st.sampled_from(["north", "north", "south"]))}
        | {"staff": [p], "day": "mon", "start": b["start"], "end": b["end"]}
        | {"cover": draw(st.sampled_from(["needed", "not-needed"]))}
        for p in people
        for b in BELLS
        if draw(st.integers(0, 4))
    ]
    if len(people) == 2 and draw(st.booleans()):
        # What ada holds is held by both.
        lessons = [x | {"staff": people} for x in lessons if x["staff"] == ["ada"]]
    courses = [
        {"id": f"c{n}", "minutes": draw(st.sampled_from([30, 60])), "topic": f"t{n}"}
        | {"modality": modality, "group_max": draw(st.integers(1, 2))}
        for n, modality in enumerate(
            [
                "coaching-in-class",
                draw(st.sampled_from(["coaching-in-class", "coaching", "remote"])),
            ]
        )
    ]
    leads = draw(st.sampled_from(["tom", "tom", people[0]]))
    hours = [{"start": "07:00", "end": "10:00"}]
    problem = school(
        staff=[{"id": p, "schools": draw(st.sampled_from([["north"], ["south"]]))} for p in people],
        travel=[
            {"origin": "north", "destination": "south"}
            | {"minutes": draw(st.sampled_from([0, 15, 30]))}
        ],
        lessons=lessons,
        courses=courses,
        trainers=[{"id": "tom", "courses": ["c0", "c1"], "available": hours}]
        + ([] if leads == "tom" else [{"id": leads, "courses": ["c1"], "available": hours}]),
        needs=[
            {"id": f"{p}-{c['id']}", "staff": p, "course": c["id"]}
            | {"priority": draw(st.integers(1, 5))}
            for p in people
            for c in courses
        ],
        substitutes=[{"id": "sue", "zones": ["all"], "available": [{}]}],
    )
    figures = {
        "release_half_days": draw(st.booleans()),
        "working_day_minutes": draw(st.sampled_from([None, 120, 180])),
    }
    return Case(problem, Policy(releases_per_week=3, away_at_once=1.0, **figures))


@settings(max_examples=scaled(2))
@given(mornings())
def test_coaching_in_class_is_planned_as_by_brute_force(case: Case) -> None:
    """Beside other courses, the best plan is that of an exhaustive search by the referee."""
    assert_proves(case, best_of_all(case))


@slow
@settings(max_examples=scaled(1))
@given(mornings())
def test_coaching_in_class_is_planned_in_pieces(case: Case) -> None:
    """Piece by piece the plan is sound."""
    assert_sound_in_pieces(case, 0, best_of_all(case))
