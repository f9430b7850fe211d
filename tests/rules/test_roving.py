"""Roving and rotating release fall out of the model: one team of substitutes frees many."""

from __future__ import annotations

from collections import Counter
from typing import Any

from solving import with_unmet

from pdsched import Policy, Problem, Status, verify
from pdsched.plan import Plan
from pdsched.search import solve_here

DAY = "2026-09-07"
BELL = [{"id": str(h - 7), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in range(8, 12)]
ALL_AWAY = Policy(away_at_once=1)


def school(teachers: int, substitutes: int, course: dict[str, Any]) -> Problem:
    """One morning of four hours; everybody teaches in all of them and needs one course."""
    staff = [f"t{n}" for n in range(teachers)]
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "America/Toronto", "first": DAY, "last": DAY},
            "schools": [{"id": "north", "periods": BELL}],
            "rooms": [{"id": "lab", "school": "north", "capacity": 10}],
            "staff": [{"id": name, "schools": ["north"]} for name in staff],
            "lessons": [
                {"id": f"{name}-{p['id']}", "school": "north", "staff": [name], "day": "mon"}
                | {"start": p["start"], "end": p["end"]}
                for name in staff
                for p in BELL
            ],
            "courses": [{"id": "c", "topic": "tools", "minutes": 60} | course],
            "needs": [{"id": f"n-{name}", "staff": name, "course": "c"} for name in staff],
            "trainers": [
                {"id": "tia", "courses": ["c"], "available": [{"start": "08:00", "end": "12:00"}]}
            ],
            "substitutes": [
                {"id": f"sub{n}", "zones": ["all"], "available": [{}]} for n in range(substitutes)
            ],
        }
    )


def planned(problem: Problem) -> Plan:
    """The best plan, accepted by the referee."""
    found, _, status = solve_here(problem, ALL_AWAY)
    assert status is Status.OPTIMAL
    assert found is not None
    assert verify(problem, with_unmet(problem, found), ALL_AWAY) == ()
    return found


def test_one_roving_substitute_frees_a_teacher_an_hour() -> None:
    """One half-day of one substitute is four coachings, class after class."""
    plan = planned(school(4, 1, {"modality": "coaching", "group_max": 1}))

    assert len(plan.engagements) == 1
    assert len({cover.staff for cover in plan.covers}) == len(plan.covers) == 4
    assert len({session.start for session in plan.sessions}) == 4


def test_a_rotating_team_frees_a_group_a_block() -> None:
    """Two substitutes free two teachers in each of four blocks: eight with two half-days."""
    plan = planned(school(9, 2, {"group_min": 2, "group_max": 2}))
    blocks = Counter(session.start for session in plan.sessions)

    assert len(plan.engagements) == 2
    assert len(plan.releases) == 8
    assert set(blocks.values()) == {1}
    assert {len(session.staff) for session in plan.sessions} == {2}


def test_without_rotation_the_same_team_frees_only_itself() -> None:
    """A course of the whole morning lets two substitutes free two of the nine."""
    plan = planned(school(9, 2, {"group_min": 2, "group_max": 9, "minutes": 240}))

    assert (len(plan.engagements), len(plan.releases)) == (2, 2)
