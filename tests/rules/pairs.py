"""For every rule, pairs: a plan that keeps it and one that breaks it, as alike as can be.

The pairs themselves stand in the modules ``pairs_*``, one function each; the schools are drawn
in `schools`. A pair's docstring says what differs: first what keeps the rule, then what breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from schools import FRI, TUE, cover, engaged, plan_of, remote, session, two_schools

from pdsched.plan import Cover, Engagement, Plan, Session
from pdsched.policy import Policy
from pdsched.problem import EngagementPin, PinKind, Problem


class Side(NamedTuple):
    """What the referee judges."""

    problem: Problem
    plan: Plan
    policy: Policy


class Pair(NamedTuple):
    """What keeps a rule, and what breaks it."""

    kept: Side
    broken: Side
    also: frozenset[str]
    """Other rules that the broken plan cannot help breaking."""


PAIRS: dict[str, list[Callable[[], Pair]]] = {}
"""The pairs by the rule that they are about."""

DEFAULT = Policy()
SCHOOLS = two_schools()


FRIDAY = session("sheets-1", FRI, "09:00", "dot")
"""Dot at sheets-1 on the pupil-free Friday from 9 to 10: breaks nothing."""


def pair(rule: str) -> Callable[[Callable[[], Pair]], Callable[[], Pair]]:
    """Enter a pair for a rule."""

    def enter(make: Callable[[], Pair]) -> Callable[[], Pair]:
        PAIRS.setdefault(rule, []).append(make)
        return make

    return enter


def plans(
    kept: Plan, broken: Plan, *also: str, problem: Problem = SCHOOLS, policy: Policy = DEFAULT
) -> Pair:
    """Two plans for one problem."""
    return Pair(Side(problem, kept, policy), Side(problem, broken, policy), frozenset(also))


def sessions(kept: list[Session], broken: list[Session], *also: str, **more: Problem) -> Pair:
    """Two plans that need no cover, from their sessions."""
    problem = more.get("problem", SCHOOLS)
    return plans(plan_of(problem, kept), plan_of(problem, broken), *also, problem=problem)


def problems(
    make: Callable[[Problem], Plan],
    kept: Problem,
    broken: Problem,
    *also: str,
    policy: Policy = DEFAULT,
) -> Pair:
    """Two problems whose plans are made in the same way."""
    sides = [Side(problem, make(problem), policy) for problem in (kept, broken)]
    return Pair(sides[0], sides[1], frozenset(also))


def sides(kept_and_broken: Iterable[Side], *also: str) -> Pair:
    """Two sides, the first of which keeps the rule."""
    kept, broken = kept_and_broken
    return Pair(kept, broken, frozenset(also))


def policies(plan: Plan, kept: Policy, broken: Policy, problem: Problem = SCHOOLS) -> Pair:
    """Two policies under which one plan is judged."""
    return Pair(Side(problem, plan, kept), Side(problem, plan, broken), frozenset())


def with_sessions(*given: Session) -> Callable[[Problem], Plan]:
    """Make the plan that consists of these sessions and needs no cover."""
    return lambda problem: plan_of(problem, given)


def hired(
    kept: Problem, broken: Problem, *engagements: Engagement, policy: Policy = DEFAULT
) -> Pair:
    """Two problems that insist on these engagements, and plans that hold nothing else."""
    sides = [
        Side(problem, plan_of(problem, engagements=engagements), policy)
        for problem in (_pinned(kept, engagements), _pinned(broken, engagements))
    ]
    return Pair(sides[0], sides[1], frozenset())


def _pinned(problem: Problem, engagements: Iterable[Engagement]) -> Problem:
    pins = tuple(
        EngagementPin(id=f"pin-{n}", kind=PinKind.REQUIRE, **engagement.model_dump())
        for n, engagement in enumerate(engagements)
    )
    return problem.model_copy(update={"engagement_pins": pins})


def tuesday_at_eight(problem: Problem = SCHOOLS, substitute: str = "sue") -> Plan:
    """Ada at sheets-1 on Tuesday at 8, while a substitute holds her first lesson."""
    return plan_of(
        problem,
        [session("sheets-1", TUE, "08:00", "ada")],
        [cover("ada-tue-1", TUE, substitute)],
        [engaged(substitute, TUE, "am")],
    )


def ada_twice(
    day: date,
    start: str,
    *covers: Cover,
    problem: Problem = SCHOOLS,
    tuesday: date = TUE,
) -> Plan:
    """Ada at sheets-1 on a Tuesday at 8, and on a call on another day; sue comes where needed."""
    return plan_of(
        problem,
        [session("sheets-1", tuesday, "08:00", "ada"), remote("calls-1", day, start, "ada")],
        [cover("ada-tue-1", tuesday, "sue"), *covers],
        [engaged("sue", d, "am") for d in (tuesday, *(c.date for c in covers))],
    )


def ada_at_nine(thursday: date, problem: Problem = SCHOOLS, tuesday: date = TUE) -> Plan:
    """The same on a Thursday at 9, when ada has a lesson, which sue holds."""
    call = cover("ada-thu-2", thursday, "sue")
    return ada_twice(thursday, "09:00", call, problem=problem, tuesday=tuesday)


def reads(day: date, start: str, staff: str) -> Session:
    """Half an hour of reading, at the home school, alone."""
    return session("reading-1", day, start, staff, school=None, trainer=None, room=None, length=30)


def club(day: date, start: str, school: str = "north", length: int = 60) -> Session:
    """Ada and dot meet, without a trainer."""
    room = {"north": "lab", "south": "hall"}[school]
    return session(
        "club-1", day, start, "ada", "dot", school=school, trainer=None, room=room, length=length
    )
