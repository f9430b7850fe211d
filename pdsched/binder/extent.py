"""What of a problem and its plan the chapters about many people are about."""

from __future__ import annotations

from pdsched.binder.matter import Matter
from pdsched.plan import Plan
from pdsched.problem import School


def is_about_many(matter: Matter) -> bool:
    """Whether it is the binder of everybody or of schools, and not of single people alone."""
    return matter.chosen.is_all or bool(matter.chosen.schools)


def schools_of(matter: Matter) -> tuple[School, ...]:
    """The schools that it is about."""
    chosen = matter.chosen.schools
    return tuple(s for s in matter.problem.schools if chosen is None or s.id in chosen)


def plan_of(matter: Matter) -> Plan:
    """The part of the plan that it is about.

    That are the sessions that its people attend or that its schools hold, and the releases of its
    people; covers are left out.
    """
    chosen, plan = matter.chosen, matter.plan
    people, schools = chosen.people, chosen.schools
    if people is None or schools is None:
        return plan
    sessions = (s for s in plan.sessions if s.school in schools or not people.isdisjoint(s.staff))
    return plan.model_copy(
        update={
            "sessions": tuple(sessions),
            "releases": tuple(r for r in plan.releases if r.staff in people),
            "covers": (),
            "engagements": tuple(e for e in plan.engagements if e.school in schools),
        }
    )


def home_of(matter: Matter, staff: str) -> str:
    """The id of the home school of a person; empty for who is not known."""
    member = matter.staff.get(staff)
    return member.schools[0] if member else ""
