"""Pairs about protected time of which some may be lost."""

from __future__ import annotations

from typing import Any

from pairs import Pair, pair, policies, problems, with_sessions
from schools import FRI, changed, session, two_schools

from pdsched.policy import Policy
from pdsched.problem import Problem


def _planning(*times: tuple[str, str], **fields: Any) -> Problem:
    """Dot plans on the pupil-free Friday at these times."""
    given = [
        {"id": f"plan-{n}", "staff": "dot", "date": FRI, "start": start, "end": end}
        for n, (start, end) in enumerate(times)
    ]
    return two_schools(protected=given, **fields)


def _losing(minutes: int) -> Policy:
    """So many minutes may be lost, and any number without this rule."""
    return Policy(protected_minutes=minutes, off=("protected-time",))


FRIDAY = session("sheets-1", FRI, "09:00", "dot")
MAKE = with_sessions(FRIDAY)


@pair("protected-minutes")
def so_many_minutes() -> Pair:
    """Dot loses half an hour of planning: half an hour may be; a minute less."""
    problem = _planning(("09:30", "10:30"))
    kept, broken = (_losing(n) for n in (30, 29))
    return policies(MAKE(problem), kept, broken, problem)


@pair("protected-minutes")
def each_minute_once() -> Pair:
    """Half an hour may be lost, and two times are protected: the same half-hour; one after it."""
    kept, broken = (
        _planning(("09:00", "09:30"), other) for other in (("09:00", "09:30"), ("09:30", "10:00"))
    )
    return problems(MAKE, kept, broken, policy=_losing(30))


@pair("protected-minutes")
def with_those_before() -> Pair:
    """Dot loses half an hour and may lose an hour: half an hour was lost before; more."""
    kept, broken = (
        _planning(("09:30", "10:30"), **changed("staff", "dot", protected_minutes_before=n))
        for n in (30, 31)
    )
    return problems(MAKE, kept, broken, policy=_losing(60))


@pair("protected-time")
def some_may_be_lost() -> Pair:
    """Dot loses half an hour of planning: so much may be; none."""
    problem = _planning(("09:30", "10:30"))
    return policies(MAKE(problem), Policy(protected_minutes=30), Policy(), problem)
