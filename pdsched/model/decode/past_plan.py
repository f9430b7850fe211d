"""Plans with and without what was before today."""

from __future__ import annotations

from pdsched.plan import Plan, past_plan
from pdsched.problem import Problem


def with_past(plan: Plan, problem: Problem) -> Plan:
    """A plan of what is to come with what was before."""
    before = past_plan(problem)
    return plan.model_copy(
        update={
            "sessions": (*before.sessions, *plan.sessions),
            "releases": (*before.releases, *plan.releases),
            "covers": (*before.covers, *plan.covers),
            "engagements": (*before.engagements, *plan.engagements),
        }
    ).canonical()


def without_past(plan: Plan, problem: Problem) -> Plan:
    """What of a plan is to come."""
    is_past = problem.calendar.is_past
    return plan.model_copy(
        update={
            "sessions": tuple(s for s in plan.sessions if not is_past(s.date)),
            "releases": tuple(r for r in plan.releases if not is_past(r.date)),
            "covers": tuple(c for c in plan.covers if not is_past(c.date)),
            "engagements": tuple(e for e in plan.engagements if not is_past(e.date)),
        }
    )
