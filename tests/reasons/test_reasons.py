"""Why a need stays unmet: what no time and place would remove, and what nothing stops."""

from __future__ import annotations

from typing import Any

import pytest
from schools import BASE, FRI, TUE, changed, course, need, plan_of, session, two_schools
from unmet import DOT, reasons, tom, why

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.reasons import unmet_needs


@pytest.mark.parametrize(
    ("fields", "rule", "said"),
    [
        (
            {"needs": [{"id": "n", "staff": "ada", "topic": "zen", "level_to": 2}]},
            "need",
            "no course leads to level 2 of zen",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n", level_from=1)]},
            "level",
            "ada stands at level 1 of sheets; sheets-1 is for levels 0 to 0",
        ),
        (
            {"needs": [need("ada", "sheets-2", id="n")]},
            "prerequisites",
            "sheets-1 must come before sheets-2, "
            "but ada has not completed it and has no need for it",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")]}
            | changed("trainers", "tom", courses=["coach-1"]),
            "trainer",
            "no trainer teaches sheets-1",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")]} | tom(FRI, "08:00", "08:30"),
            "trainer",
            "no trainer of sheets-1 is available at any possible time",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")]} | tom(FRI, "11:00", "13:00"),
            "trainer",
            "no trainer of sheets-1 is available at any possible time",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")], "rooms": []},
            "room",
            "no school that can host sheets-1 has a room",
        ),
        (
            {
                "needs": [need("ada", "club-1", id="n")],
                "rooms": BASE["rooms"][:1],
            }
            | changed("courses", "club-1", group_min=5),
            "room",
            "the largest room for club-1 seats 4, but a group needs 5",
        ),
        (
            {"needs": [need("ada", "club-1", id="n")]}
            | changed("courses", "club-1", group_min=1, minutes=720),
            "session-times",
            "no school is open long enough for club-1",
        ),
    ],
    ids=[
        "no-course",
        "level",
        "no-need-of-what-comes-first",
        "no-trainer",
        "too-short",
        "between-the-bells",
        "no-room",
        "small-room",
        "too-long",
    ],
)
def test_what_no_time_and_place_would_remove(fields: dict[str, Any], rule: str, said: str) -> None:
    """A need that cannot be met at all is laid to the rule that forbids it, whatever the plan."""
    problem = two_schools(**fields)
    assert reasons(problem)["n"] == (rule, said)
    assert reasons(problem, complete=True)["n"] == (rule, said)


def test_what_comes_first_is_unmet_too() -> None:
    """The second step waits for the first, whose own reason says why."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("ada", "sheets-2")],
        **changed("trainers", "tom", courses=["sheets-2"]),
    )
    assert why(problem)[0] == "trainer"
    assert why(problem, name="ada:sheets-2") == (
        "prerequisites",
        "sheets-1 must come before sheets-2, but need ada:sheets-1 for it is unmet as well",
    )


def test_what_comes_first_comes_too_late() -> None:
    """Ada meets the first step on the last day on which tom comes."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("ada", "sheets-2")], **tom(FRI, "08:00", "15:00")
    )
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "ada")])
    rule, said = why(problem, name="ada:sheets-2", plan=plan)
    assert rule == "prerequisites"
    assert (
        "but attends sheets-1 on 2026-09-11 from 09:00 to 10:00; this lag of 0 school days" in said
    )


def test_a_course_is_not_attended_twice() -> None:
    """Her topic need stays open, as the one course that answers it is used for another need."""
    topic = {"id": "t", "staff": "dot", "topic": "sheets", "level_to": 1}
    problem = two_schools(needs=[need("dot", "sheets-1"), topic], courses=BASE["courses"][:1])
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "dot")])
    assert why(problem, name="t", plan=plan)[0] == "need"


def test_of_several_courses_the_one_that_gets_furthest_is_named() -> None:
    """A topic need fails on one course for its level, on another for want of a trainer."""
    topic = {"id": "t", "staff": "dot", "topic": "sheets", "level_from": 1, "level_to": 1}
    problem = two_schools(
        needs=[topic],
        courses=[course("sheets-1"), course("sheets-b", level_from=1, level_to=2)],
        **changed("trainers", "tom", courses=["sheets-1"]),
    )
    assert why(problem, name="t") == ("trainer", "no trainer teaches sheets-b")


def test_a_late_need_may_be_worth_nothing() -> None:
    """Where late needs count nothing, a need past its due date is laid to that."""
    late = need("dot", "sheets-1", due=TUE)
    problem = two_schools(needs=[late], **tom(FRI, "09:00", "10:00"))
    rule, said = why(problem, name="dot:sheets-1", late_tenths=0)
    assert rule == "need"
    assert "the need earns no points after its due date 2026-09-08" in said
    assert why(problem, name="dot:sheets-1", late_tenths=1)[0] == "search-ended"


def test_what_nothing_stops() -> None:
    """A need that could be met is laid to the end of the search; in a best plan it adds nothing."""
    problem = two_schools(**DOT)
    assert reasons(problem)["dot:sheets-1"] == (
        "search-ended",
        "the search ended before it found a place for dot in sheets-1",
    )
    assert reasons(problem, complete=True)["dot:sheets-1"] == (
        "search-ended",
        "dot could take sheets-1, but in a proven best plan this adds no points",
    )


def test_what_other_goals_stop() -> None:
    """Proven best under goals of which some come before the needs, no time would meet more."""
    problem = two_schools(**DOT)
    policy = Policy(goals=["unserved-people", "engaged-half-days", "needs-met", "sessions"])
    assert reasons(problem, policy=policy, complete=True)["dot:sheets-1"] == (
        "other-goals",
        "dot could take sheets-1, but that would cost at least as much in unserved-people and"
        " engaged-half-days",
    )
    weighed = Policy(goals=[{"needs-met": 1, "engaged-half-days": 50}])
    rule, said = reasons(problem, policy=weighed, complete=True)["dot:sheets-1"]
    assert rule == "other-goals"
    assert "sessions" not in said
    assert reasons(problem, policy=policy)["dot:sheets-1"][0] == "search-ended"


def test_needs_that_are_met_are_not_mentioned() -> None:
    """Every unmet need is answered once, by id, and no other."""
    problem = two_schools()
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "dot")])
    answered = [unmet.need for unmet in unmet_needs(problem, plan, Policy(), complete=False)]
    assert answered == sorted(n.id for n in problem.needs if n.id != "dot:sheets-1")


@pytest.mark.parametrize("complete", [False, True])
def test_without_time_only_what_stops_a_need_anyway_is_named(*, complete: bool) -> None:
    """A need that waits for a first step says so; one that would have to be tried is left open."""
    problem = two_schools(needs=[need("ada", "sheets-1"), need("ada", "sheets-2")])
    given = unmet_needs(problem, Plan(), Policy(), complete, seconds=0)
    unhurried = unmet_needs(problem, Plan(), Policy(), complete, seconds=3600)
    assert [unmet.need for unmet in given] == ["ada:sheets-1", "ada:sheets-2"]
    assert (given[0].rule, given[0].reason) == (
        "search-ended",
        "the time ran out before the reason was found",
    )
    assert given[1] == unhurried[1]
    assert unhurried == unmet_needs(problem, Plan(), Policy(), complete)
