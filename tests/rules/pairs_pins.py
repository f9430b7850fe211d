"""Pairs about pins."""

from __future__ import annotations

from pairs import (
    FRIDAY,
    Pair,
    pair,
    problems,
    tuesday_at_eight,
    with_sessions,
)
from schools import FRI, MON2, THU, TUE, two_schools

from pdsched.problem import Problem


def _pin(**fields: object) -> Problem:
    return two_schools(session_pins=[{"id": "pin"} | fields])


@pair("pins")
def a_session_required() -> Pair:
    """A session that dot attends in the lab at 9 is required; at 10."""
    fields = {"kind": "require", "staff": "dot", "room": "lab", "school": "north"}
    kept, broken = (_pin(**fields, start=at) for at in ("09:00", "10:00"))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("pins")
def a_session_forbidden() -> Pair:
    """A session by tom on Thursday is forbidden; on Friday."""
    fields = {"kind": "forbid", "trainer": "tom", "course": "sheets-1"}
    kept, broken = (_pin(**fields, date=day) for day in (THU, FRI))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("pins")
def a_session_of_somebody_forbidden() -> Pair:
    """Whatever ada attends is forbidden; whatever dot attends."""
    kept, broken = (_pin(kind="forbid", staff=name) for name in ("ada", "dot"))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("pins")
def an_engagement_required() -> Pair:
    """Sue at north on Tuesday morning is required; on Tuesday afternoon."""
    pin = {"id": "pin", "kind": "require", "substitute": "sue", "school": "north", "date": TUE}
    kept, broken = (two_schools(engagement_pins=[pin | {"half": h}]) for h in ("am", "pm"))
    return problems(tuesday_at_eight, kept, broken)


@pair("pins")
def an_engagement_forbidden() -> Pair:
    """Engagements in the week after are forbidden on Monday; on the Tuesday before."""
    kept, broken = (
        two_schools(engagement_pins=[{"id": "pin", "kind": "forbid", "date": day}])
        for day in (MON2, TUE)
    )
    return problems(tuesday_at_eight, kept, broken)
