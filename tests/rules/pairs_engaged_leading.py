"""Pairs about substitutes who lead sessions besides; see `pairs_engaged`."""

from __future__ import annotations

from typing import Any

from pairs import Pair, Side, pair, problems, sides
from pairs_engaged import ALONE, FREELY, NORTH, SOUTH, at_south, coached, morning, reads, roles
from schools import BASE, TUE, cover, engaged, need, plan_of, session

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem


def _by_tom(start: str, problem: Problem, half: str = "am", **where: Any) -> Plan:
    """Tom, who is a trainer and a substitute, holds ada's lesson, and leads a session for dot."""
    lesson, at = {"am": ("ada-tue-1", "08:00"), "pm": ("ada-tue-4", "13:00")}[half]
    wanted = "coach-1" if where else "calls-1"
    given = {"school": None, "room": None} | where
    return plan_of(
        problem,
        [reads(at, "ada"), session(wanted, TUE, start, "dot", **given)],
        [cover(lesson, TUE, "tom")],
        [engaged("tom", TUE, half)],
    )


def _tom(**ways: int) -> Problem:
    needs = [*BASE["needs"], need("ada", "reading-1"), need("dot", "calls-1")]
    tom = {"id": "tom", "zones": ["a"], "available": [{}]}
    return roles(
        SOUTH,
        needs=[*needs, need("dot", "coach-1")],
        substitutes=[*BASE["substitutes"], tom],
        **ways,
    )


@pair("one-place")
def engaged_and_giving() -> Pair:
    """Tom, engaged for the morning, gives a call at 11; at 10."""
    problem = _tom()
    both = (Side(problem, _by_tom(at, problem), Policy()) for at in ("11:00", "10:00"))
    return sides(both)


@pair("one-place")
def from_the_school_to_giving() -> Pair:
    """Tom gives a session at south 20 minutes after the morning: so far away; farther."""
    kept, broken = (_tom(way=way, back=5) for way in (20, 21))
    return problems(lambda p: _by_tom("11:20", p, school="south"), kept, broken)


@pair("one-place")
def from_giving_to_the_school() -> Pair:
    """Tom gives a session at south until 20 minutes before the afternoon: so far away; farther."""
    kept, broken = (_tom(way=5, back=back) for back in (20, 21))
    return problems(lambda p: _by_tom("11:40", p, "pm", school="south"), kept, broken)


def _in_three_roles(home: dict[str, Any]) -> Problem:
    """Dot gives courses as well."""
    dot = {"id": "dot", "courses": ["calls-1", "coach-1"], "available": [{}]}
    hours = [{"start": "06:00", "end": "16:00"}]
    return roles(
        home,
        trainers=[*BASE["trainers"], dot | {"available": hours}],
        needs=[
            *BASE["needs"],
            need("bob", "calls-1"),
            need("cyd", "coach-1"),
            need("dot", "coach-1"),
        ],
    )


@pair("one-place")
def in_three_roles() -> Pair:
    """Dot of the staff, engaged for the morning, gives a call at 11; at 10."""
    call = ALONE | {"trainer": "dot"}
    kept, broken = (session("calls-1", TUE, at, "bob", **call) for at in ("11:00", "10:00"))
    problem = _in_three_roles(NORTH)
    both = (Side(problem, morning(problem, one), FREELY) for one in (kept, broken))
    return sides(both)


@pair("one-place")
def who_leads_goes_from_school_to_session() -> Pair:
    """Dot of north, engaged at south until 11, gives a session there from 11; attends one."""
    problem = _in_three_roles(NORTH)
    gives = session("coach-1", TUE, "11:00", "bob", school="south", trainer="dot", room=None)
    both = (Side(problem, at_south(problem, one), Policy()) for one in (gives, coached("11:00")))
    return sides(both)
