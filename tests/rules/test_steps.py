"""Steps that a need implies: what comes first and is not asked for becomes a need of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from strategies import scaled
from test_survey_gaps import allowed, before, catalogues, possible

from pdsched import Policy, Problem, solve
from pdsched.checks import check
from pdsched.expansion import in_full, with_steps
from pdsched.problem import Course, Need
from pdsched.referee import Facts

ANY_LEVEL = Policy(level_spread=10)
HOUR = {"start": "08:00", "end": "09:00"}


def step(number: int, **fields: Any) -> dict[str, Any]:
    """One of the three steps of sheets, each after the last."""
    first = [{"course": f"sheets-{number - 1}"}] if number > 1 else []
    levels = {"level_from": number - 1, "level_to": number}
    given = {"id": f"sheets-{number}", "topic": "sheets", "minutes": 60, "group_max": 4}
    return {**given, **levels, "prerequisites": first, "modality": "remote", **fields}


def school(*needs: dict[str, Any], **ada: Any) -> Problem:
    """Ada at a school where tom gives the three steps at eight each day of a week."""
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
            "schools": [{"id": "north", "periods": [{"id": "1", **HOUR}]}],
            "staff": [{"id": "ada", "schools": ["north"], **ada}],
            "courses": [step(1), step(2), step(3)],
            "needs": [{"id": f"n{k}", "staff": "ada", **need} for k, need in enumerate(needs, 1)],
            "trainers": [
                {"id": "tom", "courses": [f"sheets-{n}" for n in (1, 2, 3)], "available": [HOUR]}
            ],
        }
    )


def implied(*needs: dict[str, Any], **ada: Any) -> list[tuple[str, str | None, int]]:
    """Id, course and priority of each need that is implied."""
    problem = school(*needs, **ada)
    full = with_steps(problem).needs[len(needs) :]
    return [(need.id, need.course, need.priority) for need in full]


THIRD = {"topic": "sheets", "level_to": 3, "priority": 5}
AT = {"levels": {"sheets": 0}}
BOTH = [("n1:sheets-1", "sheets-1", 5), ("n1:sheets-2", "sheets-2", 5)]


@pytest.mark.parametrize(
    ("needs", "ada", "steps"),
    [
        ([THIRD], AT, BOTH),
        ([{"course": "sheets-3", "priority": 5}], AT, BOTH),
        ([THIRD], {"levels": {"sheets": 1}}, BOTH[1:]),
        ([THIRD], {**AT, "completed": ["sheets-1"]}, BOTH[1:]),
        ([THIRD], {"levels": {"sheets": 2}}, []),
        # Whose level nobody knows is asked, and not taken for a beginner.
        ([THIRD], {}, []),
        # What is stated is not counted twice, by course or by topic.
        ([THIRD, {"course": "sheets-1"}], AT, BOTH[1:]),
        ([THIRD, {"topic": "sheets", "level_to": 1}], AT, BOTH[1:]),
        ([THIRD, {"course": "sheets-1"}, {"topic": "sheets", "level_to": 2}], AT, []),
        # One need is not left for two steps, and two needs share theirs.
        ([THIRD, {"course": "sheets-3"}], AT, BOTH),
        ([{"course": "sheets-2"}, THIRD], AT, [("n1:sheets-1", "sheets-1", 3)]),
    ],
)
def test_steps_that_a_need_implies(
    needs: list[dict[str, Any]], ada: dict[str, Any], steps: list[tuple[str, str, int]]
) -> None:
    """Those that come first, that the person has not done and has no need left for."""
    assert implied(*needs, **ada) == steps


def test_a_need_for_the_third_level_is_met_with_its_steps() -> None:
    """The plan holds all three, each counts, and check says what was brought."""
    problem = school(THIRD, **AT)
    result = solve(problem, Policy(), seconds=20, workers=1)

    assert [(f.code, f.where) for f in check(problem)] == [("PD933", "needs[0]")]
    assert "sheets-1, sheets-2" in check(problem)[0].message
    assert result.plan is not None
    assert result.plan.needs_met == {"n1", "n1:sheets-1", "n1:sheets-2"}
    assert result.goals[0].value == 150
    assert result.problem == result.plan.problem == problem.digest()


def test_a_long_chain_implies_nothing_and_does_no_harm() -> None:
    """A catalogue of two thousand steps is no school's."""
    courses = tuple(
        Course.model_validate(step(n) | {"level_from": 0, "level_to": 1}) for n in range(1, 2000)
    )
    needs = (Need(id="n", staff="ada", course="sheets-1999"),)
    problem = school(**AT).model_copy(update={"courses": courses, "needs": needs})

    assert in_full(problem) is problem


@settings(max_examples=scaled(4))
@given(catalogues())
def test_what_could_be_asked_for_is_asked_for(given: Problem) -> None:
    """With its steps each need can be met that could be if all were asked for, time apart."""
    bare, full = Facts(given.model_copy(update={"needs": ()})), Facts(given)
    for need in given.needs:
        topic = need.topic or full.courses[need.course or ""].topic
        if topic not in full.staff[need.staff].levels and need.level_from is None:
            continue
        could = [
            course
            for course in given.courses
            if allowed(full, ANY_LEVEL, need, course)
            and all(
                allowed(bare, ANY_LEVEL, Need(id="-", staff=need.staff, course=name), first)
                for name in before(full, ANY_LEVEL, need.staff, course)
                for first in [full.courses[name]]
            )
        ]
        assert any(possible(full, ANY_LEVEL, need, course) for course in could) == bool(could)


@settings(max_examples=scaled(4))
@given(catalogues())
def test_steps_are_implied_once(given: Problem) -> None:
    """Nobody is asked twice for one course, had it before, or is brought steps of steps."""
    full = with_steps(given)
    facts, steps = Facts(given), full.needs[len(given.needs) :]
    stated = {(need.staff, need.course) for need in given.needs}
    wanted = [(need.staff, need.course) for need in steps]

    assert len(set(wanted)) == len(wanted)
    assert stated.isdisjoint(wanted)
    assert not any(facts.learning.has(staff, course or "") for staff, course in wanted)
    assert with_steps(full) is full
