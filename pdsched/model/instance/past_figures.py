"""What limits and goals begin with: what the past comes to, in numbers."""

from __future__ import annotations

from collections import Counter

from pdsched.model.instance.calendar import LAST_MINUTE, Span
from pdsched.model.instance.cycle import week_number
from pdsched.model.instance.world import World
from pdsched.plan import Session
from pdsched.problem import Problem, minutes
from pdsched.problem.once import once


@once
def covers_given(problem: Problem) -> Counter[str]:
    """Covers that each colleague gave in the past."""
    return Counter(c.colleague for c in problem.past_covers if c.colleague is not None)


@once
def covers_given_by_week(problem: Problem) -> Counter[tuple[str, int]]:
    """The same by colleague and number of the week."""
    return Counter(
        (c.colleague, week_number(problem.calendar, c.date))
        for c in problem.past_covers
        if c.colleague is not None
    )


def away_to_attend(world: World, person: str, session: Session) -> Span:
    """When somebody is away who attends, the way from and to their home school included.

    Who is coached in a lesson has no way.
    """
    if world.is_coached(person, session):
        return away_to_lead(session)
    home, venue = world.home(person), session.school
    there = world.travel(home, venue)
    back = 0 if venue is None else world.travel(venue, home)
    start, end = minutes(session.start) - there, minutes(session.end) + back
    return Span(max(0, start), min(LAST_MINUTE, end))


def away_to_lead(session: Session) -> Span:
    """When somebody is away who leads: for the session alone."""
    return Span(minutes(session.start), minutes(session.end))
