"""One Monday on which teachers train colleagues, planned to what can be seen by hand."""

from __future__ import annotations

from typing import Any

from oracle import Oracle
from solving import Solved, plan_for
from strategies import Case

from pdsched import Policy, Problem, Status, check
from pdsched.reasons import unmet_needs

NINE = {"start": "09:00", "end": "10:00"}
"""The only hour of every trainer."""


def monday(**fields: Any) -> Problem:
    """Ada and ben of north, where sue is a substitute; ada gives first, tom gives second."""
    given: dict[str, Any] = {
        "calendar": {"time_zone": "Europe/London", "first": "2026-09-07", "last": "2026-09-07"},
        "schools": [
            {
                "id": "north",
                "periods": [
                    {"id": str(hour), "start": f"{hour:02}:00", "end": f"{hour + 1:02}:00"}
                    for hour in range(8, 14)
                ],
            }
        ],
        "rooms": [{"id": r, "school": "north", "capacity": 10} for r in ("library", "hall")],
        "staff": [{"id": name, "schools": ["north"]} for name in ("ada", "ben")],
        "courses": [
            {"id": name, "topic": name, "minutes": 60, "group_max": 8}
            for name in ("first", "second")
        ],
        "needs": [{"id": "of-ben", "staff": "ben", "course": "first"}],
        "trainers": [
            {"id": "ada", "courses": ["first"], "available": [NINE]},
            {"id": "tom", "courses": ["second"], "available": [NINE]},
        ],
        "substitutes": [{"id": "sue", "zones": ["all"], "available": [{}]}],
    }
    return Problem.model_validate(given | fields)


LESSON = {"id": "l1", "school": "north", "staff": ["ada"], "day": "mon", **NINE, "classes": ["5a"]}


def both_ways(problem: Problem, policy: Policy | None = None) -> tuple[int, ...] | None:
    """The value of the best plan, on which solver and brute force agree."""
    case = Case(problem, policy or Policy())
    best = Oracle(*case).best()
    found = plan_for(case)[1]

    assert best is not None
    assert found == Solved(Status.OPTIMAL, best.value)
    return found.value


def test_a_teacher_who_trains_leaves_a_class_that_is_covered() -> None:
    """Ada leads when she teaches: sue holds 5a for a half-day, and nobody is in two places."""
    problem = monday(lessons=[LESSON])
    plan, found = plan_for(Case(problem, Policy()))

    assert both_ways(problem) == found.value == (30, 1, 0, 60, 1)
    assert plan is not None
    assert [(c.staff, c.lesson, c.substitute) for c in plan.covers] == [("ada", "l1", "sue")]
    assert {(r.staff, r.need, r.lessons) for r in plan.releases} == {
        ("ada", None, ("l1",)),
        ("ben", "of-ben", ()),
    }
    assert [fault.code for fault in check(problem)] == ["PD929"]


def test_a_teacher_trains_nobody_whose_class_nobody_holds() -> None:
    """Without sue there is no session, and the reason says so."""
    problem = monday(lessons=[LESSON], substitutes=[])
    plan, found = plan_for(Case(problem, Policy()))

    assert both_ways(problem) == found.value == (0, 0, 0, 0, 0)
    assert plan is not None
    [unmet] = unmet_needs(problem, plan, Policy(), complete=True)
    assert "no substitute serves north" in unmet.reason


def test_a_colleague_holds_the_class_of_a_leader() -> None:
    """Where colleagues cover, cyd holds 5a while ada leads; ben, who attends, cannot."""
    three = [{"id": name, "schools": ["north"]} for name in ("ada", "ben", "cyd")]
    helping = Policy(colleague_cover="all")

    assert both_ways(monday(lessons=[LESSON], substitutes=[], staff=three), helping) == (
        30,
        0,
        10,
        60,
        1,
    )
    assert both_ways(monday(lessons=[LESSON], substitutes=[]), helping) == (0, 0, 0, 0, 0)


def test_nobody_leads_and_attends_at_once() -> None:
    """Ada gives a course to ben at the only time of the one that she wants: one need is met."""
    needs = [
        {"id": "of-ben", "staff": "ben", "course": "first"},
        {"id": "of-ada", "staff": "ada", "course": "second"},
    ]

    assert both_ways(monday(needs=needs)) == (30, 0, 0, 60, 0)


def test_nobody_teaches_themselves() -> None:
    """Ada wants the course that she alone gives."""
    needs = [{"id": "of-ada", "staff": "ada", "course": "first"}]

    assert both_ways(monday(needs=needs)) == (0, 0, 0, 0, 0)


def test_a_substitute_on_the_staff_holds_no_class_beside_their_own() -> None:
    """Ben, the only substitute, teaches at 11, in the morning that an engagement takes."""
    ben = {"id": "ben", "zones": ["all"], "available": [{}]}
    late = {**LESSON, "id": "l2", "staff": ["ben"], "start": "11:00", "end": "12:00"}
    needs = [{"id": "of-ada", "staff": "ada", "course": "second"}]

    free = monday(lessons=[LESSON], needs=needs, substitutes=[ben])
    busy = monday(lessons=[LESSON, late], needs=needs, substitutes=[ben])
    assert (both_ways(free), both_ways(busy)) == (
        (30, 1, 0, 60, 1),
        (0, 0, 0, 0, 0),
    )


def test_a_day_off_is_one_of_the_staff_alone() -> None:
    """Who has Monday off leads and substitutes then, and neither learns nor helps a colleague."""
    ada, ben, cyd = ({"id": name, "schools": ["north"]} for name in ("ada", "ben", "cyd"))
    needs = [{"id": "of-ada", "staff": "ada", "course": "second"}]
    off: dict[str, Any] = {"works_on": ["tue", "wed"]}
    met, missed = (30, 0, 0, 60, 0), (0, 0, 0, 0, 0)

    assert both_ways(monday(staff=[ada | off, ben])) == met
    assert both_ways(monday(staff=[ada, ben | off])) == missed
    assert both_ways(monday(staff=[ada | off, ben], needs=needs)) == missed
    hired = [{"id": "cyd", "zones": ["all"], "available": [{}]}]
    busy = {"lessons": [LESSON], "needs": needs, "staff": [ada, ben | off, cyd | off]}
    assert both_ways(monday(**busy, substitutes=hired)) == (30, 1, 0, 60, 1)
    assert both_ways(monday(**busy, substitutes=[]), Policy(colleague_cover="all")) == missed
