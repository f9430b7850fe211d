"""Mutations that change the figures of the policy and the pins; see `mutations`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

from mutation import (
    Broken,
    attendances,
    breaks,
    changed,
    with_policy,
    with_problem,
)
from strategies import Case

from pdsched import Plan
from pdsched.problem import (
    CoverKind,
    EngagementPin,
    PinKind,
    SessionPin,
)

EARLY = time(3)


@breaks("away-at-once")
def too_many_away(case: Case, plan: Plan) -> Iterator[Broken]:
    """Two of a school are away from lessons at once where one may be."""
    kinds = {x.id: x.cover for x in case.problem.lessons}
    homes = {s.id: s.schools[0] for s in case.problem.staff}
    released = [r for r in plan.releases if any(kinds[x] is CoverKind.NEEDED for x in r.lessons)]
    for one in released:
        for other in released:
            together = one.date == other.date and one.start < other.end and other.start < one.end
            if one.staff < other.staff and homes[one.staff] == homes[other.staff] and together:
                shared = tuple(changed(s, most_away=None) for s in case.problem.schools)
                problem = changed(case.problem, schools=shared)
                yield with_policy(case._replace(problem=problem), plan, away_at_once=0)
                return


@breaks("releases-per-week")
@breaks("releases-in-all")
def nobody_may_leave(case: Case, plan: Plan) -> Iterator[Broken]:
    """Somebody is released from lessons where nobody may be."""
    if plan.covers:
        yield with_policy(case, plan, releases_per_week=0, releases_in_all=0)


@breaks("pins")
def session_ruled_out(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session is held that a pin forbids, by all its fields or by one and a person."""
    for session, release in attendances(plan):
        fields = {f: getattr(session, f) for f in ("trainer", "room", "school", "date", "start")}
        course = session.course
        every = SessionPin(id="no", kind=PinKind.FORBID, course=course, **fields)
        person = SessionPin(id="no", kind=PinKind.FORBID, course=course, staff=release.staff)
        # Who leads is no one of those who attend.
        need = person.model_copy(update={"course": None, "need": release.need})
        for pin in (every,) if release.leads else (every, person, need):
            yield with_problem(case, plan, session_pins=(pin,))


@breaks("pins")
def engagement_ruled_out(case: Case, plan: Plan) -> Iterator[Broken]:
    """An engagement is made that a pin forbids."""
    for e in plan.engagements:
        fields = {f: getattr(e, f) for f in ("substitute", "school", "date", "half")}
        pin = EngagementPin(id="no", kind=PinKind.FORBID, **fields)
        yield with_problem(case, plan, engagement_pins=(pin,))


@breaks("pins")
def wish_ignored(case: Case, plan: Plan) -> Iterator[Broken]:
    """A session or an engagement that a pin requires is missing."""
    session = SessionPin(id="yes", kind=PinKind.REQUIRE, start=EARLY)
    yield with_problem(case, plan, session_pins=(session,))
    after = case.problem.calendar.last + timedelta(days=1)
    hire = EngagementPin(id="yes", kind=PinKind.REQUIRE, date=after)
    yield with_problem(case, plan, engagement_pins=(hire,))
