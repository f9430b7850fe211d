"""Steps that a need implies: what comes first and is not asked for becomes a need of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from strategies import scaled
from test_survey_gaps import allowed, before, catalogues, possible

from pdsched import Policy, Problem, solve, verify
from pdsched.checks import check
from pdsched.expansion import in_full, with_steps
from pdsched.problem import Course, Need
from pdsched.referee import Facts
from pdsched.survey import gap_report, suggestions

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


BARE = {"prerequisites": ()}


def bare(*people: dict[str, Any], **courses: dict[str, Any]) -> Problem:
    """Three steps that declare nothing, of which each of some people needs the third."""
    given = school().model_dump() | {
        "courses": [
            {**course, **BARE, **courses.get(course["id"].replace("-", "_"), {})}
            for course in school().model_dump()["courses"]
        ],
        "staff": [{"id": f"p{k}", "schools": ["north"], **p} for k, p in enumerate(people)],
        "needs": [{"id": f"n{k}", "staff": f"p{k}", **THIRD} for k in range(len(people))],
    }
    return Problem.model_validate(given)


def brought(problem: Problem) -> list[str]:
    """The needs that are implied."""
    return [need.id for need in with_steps(problem).needs[len(problem.needs) :]]


@pytest.mark.parametrize(
    ("problem", "steps", "told"),
    [
        (bare(AT), ["n0:sheets-1", "n0:sheets-2"], ["PD933"]),
        (bare({"levels": {"sheets": 1}}), ["n0:sheets-2"], ["PD933"]),
        (bare({**AT, "completed": ["sheets-1"]}), ["n0:sheets-2"], ["PD933"]),
        (bare({"levels": {"sheets": 2}}), [], []),
        # Whose level nobody knows is taken to stand where the course starts, and check says so.
        (bare({}), [], ["PD935"]),
        # No course leads there.
        (bare(AT, sheets_2={"level_from": 0, "level_to": 1}), [], ["PD936"]),
        # One course leads over two levels.
        (bare(AT, sheets_2={"level_from": 0}), ["n0:sheets-2"], ["PD933"]),
        # What a course declares is done, and what leads to that by levels as well.
        (
            bare(AT, sheets_3={"prerequisites": [{"course": "sheets-2"}]}),
            ["n0:sheets-1", "n0:sheets-2"],
            ["PD933"],
        ),
    ],
)
def test_steps_by_levels_alone(problem: Problem, steps: list[str], told: list[str]) -> None:
    """Where nothing is declared, levels say what comes first, for those whose level is stated."""
    assert brought(problem) == steps
    assert [fault.code for fault in check(problem)] == told
    assert brought(in_full(problem)) == []


def test_a_need_that_says_the_level_itself_is_told() -> None:
    """It brings nothing, so that check says how it would."""
    need = Need(id="n0", staff="p0", topic="sheets", level_from=0, level_to=3)
    (told,) = check(bare(AT).model_copy(update={"needs": (need,)}))

    assert (told.code, told.where) == ("PD936", "needs[0]")
    assert "leave level_from out" in told.advice


def test_steps_by_levels_are_done_in_their_order() -> None:
    """By those who owe them; who stands at the start of a course by any account goes straight."""
    problem = bare(AT, AT, {"levels": {"sheets": 1}}, {}, {"levels": {"sheets": 2}})
    plan = solve(problem, Policy(), seconds=20, workers=1).plan
    assert plan is not None
    assert verify(problem, plan) == ()
    assert plan.needs_met == {need.id for need in in_full(problem).needs}
    days: dict[str, list[str]] = {}
    for session in sorted(plan.sessions, key=lambda session: session.date):
        for person in session.staff:
            days.setdefault(person, []).append(session.course)
    each = ["sheets-1", "sheets-2", "sheets-3"]
    assert days == {"p0": each, "p1": each, "p2": each[1:], "p3": each[2:], "p4": each[2:]}

    last = [session for session in plan.sessions if session.course == "sheets-3"]
    names = {session.id for session in last}
    releases = tuple(release for release in plan.releases if release.session in names)
    only = plan.model_copy(update={"sessions": tuple(last), "releases": releases})
    told = [v.subjects for v in verify(problem, only) if v.rule == "prerequisites"]
    assert told == [(f"p{k}", "sheets-2", "sheets-3") for k in range(3)]


def test_suggestions_name_steps_by_levels() -> None:
    """What comes first is named, and no gap is left."""
    problem = bare(AT)
    (told,) = suggestions(problem)

    assert (told.course, told.first, told.unasked) == ("sheets-3", ("sheets-1", "sheets-2"), ())
    assert gap_report(problem).needs == ()


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
