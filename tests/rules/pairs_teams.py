"""Pairs about teams of trainers: what is asked of who gives a session is asked of each of them."""

from __future__ import annotations

from typing import Any

from pairs import DEFAULT, Pair, Side, pair, plans, policies, problems, sides, with_sessions
from schools import (
    BASE,
    FRI,
    THU,
    TUE,
    cover,
    engaged,
    insisting,
    lesson,
    plan_of,
    session,
    two_schools,
)

from pdsched.plan import Session
from pdsched.policy import Policy
from pdsched.problem import Problem

HOURS = [{"start": "06:00", "end": "16:00"}]
TOM: dict[str, Any] = {"id": "tom", "courses": ["sheets-1", "calls-1"], "available": HOURS}
ADA: dict[str, Any] = {"id": "ada", "available": HOURS}
BOB: dict[str, Any] = {"id": "bob", "courses": ["sheets-1"], "available": HOURS}
BOTH: dict[str, Any] = {"id": "both", "members": ["tom", "ada"], "courses": ["sheets-1"]}
PALS: dict[str, Any] = {"id": "pals", "members": ["ada", "bob"], "courses": ["sheets-1"]}


def teamed(*changed: dict[str, Any], **fields: Any) -> Problem:
    """The two schools with tom, ada and bob as trainers, who give sheets-1 in twos; some changed.

    Ada gives nothing alone.
    """
    records = {record["id"]: record for record in (TOM, ADA, BOB, BOTH, PALS, *changed)}
    return two_schools(**{"trainers": list(records.values())} | fields)


TOGETHER = session("sheets-1", FRI, "09:00", "dot", trainer="both")
"""Tom and ada give it at north on the pupil-free Friday."""


def _side(problem: Problem, *given: Session, policy: Policy = DEFAULT) -> Side:
    return Side(problem, plan_of(problem, given), policy)


@pair("records")
def each_member_is_released() -> Pair:
    """Ada and bob of the staff give a session, and a release of each says so; one of ada alone."""
    kept = plan_of(teamed(), [session("sheets-1", FRI, "09:00", "dot", trainer="pals")])
    left = tuple(release for release in kept.releases if release.staff != "bob")
    return plans(kept, kept.model_copy(update={"releases": left}), problem=teamed())


@pair("trainer")
def what_a_team_gives() -> Pair:
    """Tom and ada give sheets-1 together; calls-1 alone, though tom gives sheets-1 by himself."""
    kept, broken = (teamed(BOTH | {"courses": [name]}) for name in ("sheets-1", "calls-1"))
    return problems(with_sessions(TOGETHER), kept, broken)


@pair("trainer")
def when_a_member_is_there() -> Pair:
    """Ada is there until 10, when the session ends that she gives with tom; a minute less."""
    kept, broken = (
        teamed(ADA | {"available": [{"start": "09:00", "end": end}]}) for end in ("10:00", "09:59")
    )
    return problems(with_sessions(TOGETHER), kept, broken)


@pair("trainer")
def when_a_team_is_there() -> Pair:
    """Tom and ada, who are there all day, give together until 10; until a minute less."""
    kept, broken = (
        teamed(BOTH | {"available": [{"start": "09:00", "end": end}]}) for end in ("10:00", "09:59")
    )
    return problems(with_sessions(TOGETHER), kept, broken)


@pair("trainer")
def where_a_member_goes() -> Pair:
    """Tom goes to both schools; to south alone, while ada goes to any."""
    kept, broken = (teamed(TOM | {"schools": where}) for where in (["north", "south"], ["south"]))
    return problems(with_sessions(TOGETHER), kept, broken)


@pair("trainer")
def where_a_team_goes() -> Pair:
    """Tom and ada, who go to any school, give together at both; at south alone."""
    kept, broken = (teamed(BOTH | {"schools": where}) for where in (["north", "south"], ["south"]))
    return problems(with_sessions(TOGETHER), kept, broken)


@pair("trainer-load")
def a_member_with_and_without() -> Pair:
    """Tom gives an hour with ada and one alone on a date: two may be; a minute less."""
    alone = session("sheets-1", FRI, "13:00", "cyd")
    kept, broken = (teamed(TOM | {"max_minutes_per_day": most}) for most in (120, 119))
    return problems(with_sessions(TOGETHER, alone), kept, broken)


@pair("trainer-load")
def a_member_of_two_teams() -> Pair:
    """Ada gives an hour with tom and one with bob in a week: two may be; a minute less."""
    other = session("sheets-1", THU, "13:00", "cyd", trainer="pals")
    kept, broken = (teamed(ADA | {"max_minutes_per_week": most}) for most in (120, 119))
    return problems(with_sessions(TOGETHER, other), kept, broken)


@pair("trainer-pause")
def a_pause_of_a_member() -> Pair:
    """Tom gives a session with ada until 10, and one alone from 10 on: no pause; a minute."""
    plan = plan_of(teamed(), [TOGETHER, session("sheets-1", FRI, "10:00", "cyd")])
    kept, broken = (Policy(trainer_pause_minutes=least) for least in (0, 1))
    return policies(plan, kept, broken, teamed())


@pair("trainer-lunch")
def a_lunch_of_a_member() -> Pair:
    """Tom is with ada from 10 to 11 and alone from 13 to 14: two hours between; a minute more."""
    early = session("sheets-1", FRI, "10:00", "dot", trainer="both")
    plan = plan_of(teamed(), [early, session("sheets-1", FRI, "13:00", "cyd")])
    kept, broken = (Policy(trainer_lunch_minutes=least) for least in (120, 121))
    return policies(plan, kept, broken, teamed())


@pair("one-place")
def a_member_at_two_sessions() -> Pair:
    """Ada gives a session with tom at 9, and with bob at 10; at 9, too."""
    kept, broken = (
        session("sheets-1", FRI, start, "cyd", trainer="pals", school="south", room="hall")
        for start in ("10:00", "09:00")
    )
    near = teamed(travel=[{"origin": "north", "destination": "south", "minutes": 0}])
    return plans(plan_of(near, [TOGETHER, kept]), plan_of(near, [TOGETHER, broken]), problem=near)


@pair("one-place")
def a_member_alone_elsewhere() -> Pair:
    """Tom gives a session with ada until 10, and one alone at south from 13: 180 minutes; more."""
    alone = session("sheets-1", FRI, "13:00", "cyd", school="south", room="hall")
    ways = ([{"origin": "north", "destination": "south", "minutes": way}] for way in (180, 181))
    kept, broken = (teamed(travel=way) for way in ways)
    return problems(with_sessions(TOGETHER, alone), kept, broken)


@pair("one-place")
def a_member_attends_what_they_give() -> Pair:
    """Ada and bob give a session for dot; for dot and for bob."""
    kept, broken = (
        session("sheets-1", FRI, "09:00", *who, trainer="pals") for who in (["dot"], ["bob", "dot"])
    )
    return plans(plan_of(teamed(), [kept]), plan_of(teamed(), [broken]), problem=teamed())


@pair("one-place")
def a_member_is_engaged() -> Pair:
    """Sue gives a session with tom in the afternoon; she has to cover before, and then."""
    sue = {"id": "sue", "available": HOURS}
    duo = {"id": "duo", "members": ["tom", "sue"], "courses": ["sheets-1"]}
    taken = session("sheets-1", TUE, "13:00", "dot", trainer="duo")
    lessons = [*BASE["lessons"], lesson("bob-tue-4", cover="not-needed")]
    both = []
    for half in ("am", "pm"):
        insists = insisting(teamed(sue, duo, lessons=lessons), engaged("sue", TUE, half))
        plan = plan_of(insists, [taken], engagements=[engaged("sue", TUE, half)])
        both.append(Side(insists, plan, DEFAULT))
    return sides(both)


@pair("cover")
def lessons_of_each_member() -> Pair:
    """Ada and bob give a session at 9, when both teach: others hold both lessons; ada's alone."""
    problem = teamed()
    taken = session("sheets-1", TUE, "09:00", "dot", trainer="pals")
    ada, bob = cover("ada-tue-2", TUE, "sam"), cover("bob-tue-2", TUE, "sue")
    hired = [engaged("sam", TUE, "am"), engaged("sue", TUE, "am")]
    kept, broken = (
        plan_of(problem, [taken], [ada, *more], hired[: 1 + len(more)]) for more in ([bob], [])
    )
    return plans(kept, broken, problem=problem, policy=Policy(away_at_once=1))


@pair("away-at-once")
def members_away_together() -> Pair:
    """Ada and bob of the same school give a session from lessons: two may be away; one."""
    plan = lessons_of_each_member().kept.plan
    return policies(plan, Policy(away_at_once=1), Policy(), teamed())


@pair("stand-ins")
def members_who_stand_in() -> Pair:
    """Ada and bob give a session together; bob stands in for ada when she is away."""
    staff = [
        person | {"stands_in_for": ["ada"]} if person["id"] == "bob" else person
        for person in BASE["staff"]
    ]
    taken = session("sheets-1", FRI, "09:00", "dot", trainer="pals")
    return sides(_side(problem, taken) for problem in (teamed(), teamed(staff=staff)))


@pair("pins")
def a_pin_of_a_member() -> Pair:
    """Ada gives with tom on Friday, and a pin forbids that she does on Thursday; on Friday."""
    pin = {"id": "pin", "kind": "forbid", "trainer": "ada"}
    kept, broken = (teamed(session_pins=[pin | {"date": day}]) for day in (THU, FRI))
    return problems(with_sessions(TOGETHER), kept, broken)


@pair("pins")
def a_pin_of_a_team() -> Pair:
    """Tom and ada have to give a session, and do; tom alone does."""
    problem = teamed(session_pins=[{"id": "pin", "kind": "require", "trainer": "both"}])
    kept, broken = (session("sheets-1", FRI, "09:00", "dot", trainer=t) for t in ("both", "tom"))
    return plans(plan_of(problem, [kept]), plan_of(problem, [broken]), problem=problem)
