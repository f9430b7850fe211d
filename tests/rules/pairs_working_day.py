"""Pairs about the length of a working day."""

from __future__ import annotations

from pairs import (
    SCHOOLS,
    Pair,
    pair,
    plans,
    policies,
    tuesday_at_eight,
)
from schools import (
    TUE,
    plan_of,
    remote,
    session,
)

from pdsched.policy import Policy

AFTER_LESSONS = plan_of(SCHOOLS, [remote("calls-1", TUE, "10:00", "ada")])
"""Ada, who teaches for three hours on Tuesday, learns for another."""


@pair("working-day")
def an_hour_more() -> Pair:
    """Ada teaches for three hours and learns for one: four hours may be; a minute less."""
    kept, broken = (Policy(working_day_minutes=n) for n in (240, 239))
    return policies(AFTER_LESSONS, kept, broken)


@pair("working-day")
def as_long_as_lessons_make_it() -> Pair:
    """Where an hour may be, ada learns in place of one of her three lessons; after them."""
    return plans(tuesday_at_eight(), AFTER_LESSONS, policy=Policy(working_day_minutes=60))


@pair("working-day")
def with_the_way() -> Pair:
    """Cyd teaches for two hours and goes to north for one, twenty minutes away: 220; 219."""
    plan = plan_of(SCHOOLS, [session("sheets-1", TUE, "08:00", "cyd")])
    kept, broken = (Policy(working_day_minutes=n) for n in (220, 219))
    return policies(plan, kept, broken)
